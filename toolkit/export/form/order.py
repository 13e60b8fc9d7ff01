"""What a fill-in form is made for: the provisions to answer, and who is asked."""

from __future__ import annotations

import msgspec

from toolkit.model.response import Response


class FormOrder(msgspec.Struct, frozen=True, kw_only=True):
    """A response without comments, whose answers are the provisions of the form, and the person asked."""

    response: Response
    role: str = ""
    """Id of the role that the form is made for."""
    role_label: str = ""
    person: str = ""
