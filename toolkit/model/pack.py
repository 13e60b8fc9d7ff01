"""What a site's contribution consists of when it goes to another workspace: comments, marks and signatures with their origin.

A comment's `origin` names it in every workspace that it comes to: "9f2c…/c12@2027-01-04T10:00:00Z", the workspace that
it was written in, its id there and when it was written (two copies of a workspace that went on apart may both have a c12).
"""

from __future__ import annotations

import msgspec

from toolkit.model.comment import Comment
from toolkit.model.contribution import Contribution, Received
from toolkit.model.provision import Provision
from toolkit.model.workflow import SignOff


class Station(msgspec.Struct, frozen=True):
    """A workspace that a pack comes from or has passed."""

    workspace_id: str
    name: str
    """The organisation that answers, or the consultation's title."""


class PackedComment(msgspec.Struct, frozen=True, kw_only=True):
    """A comment as it goes from one workspace to another."""

    origin: str
    first: Station
    """Where it was written."""
    comment: Comment
    """Without id, revision and change date; `sources` and `reply_to` are origins."""
    remark: str = ""
    """Key of the remark it was made from, within the pack; "" if it was written at the workspace."""


class PackedRemark(msgspec.Struct, frozen=True, kw_only=True):
    """A remark of a contributor's file."""

    key: str
    received: Received
    """Without id; `comment_id` is an origin."""


class PackedMark(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody read a provision and has nothing to say."""

    provision_id: str
    role: str
    person: str
    time: str


class Endorsement(msgspec.Struct, frozen=True):
    """A signature of a site under its own response."""

    station: Station
    sign_off: SignOff


class PackContent(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a pack says, the files of contributors apart."""

    provisions: tuple[Provision, ...] = ()
    """Those that something is said about, with the words that the site read."""
    comments: tuple[PackedComment, ...] = ()
    remarks: tuple[PackedRemark, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    marks: tuple[PackedMark, ...] = ()
    endorsements: tuple[Endorsement, ...] = ()
    chain: tuple[Station, ...] = ()
    """The workspaces that it has passed, the one that made it last."""


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """What a workspace remembers about a comment made elsewhere."""

    comment_id: str
    origin: str
    first: Station
    created: str
    seen: Comment
    """As it was packed when it last came, with the links of this workspace."""
    digest: str
    """Of what came last: the same again changes nothing."""


class PackRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A pack that was unpacked."""

    sha256: str
    name: str
    time: str
    actor: str
    chain: tuple[Station, ...]
    endorsements: tuple[Endorsement, ...] = ()
