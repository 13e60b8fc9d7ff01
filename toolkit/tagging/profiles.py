"""Profiles of roles and topics: one to start from, and what to look at in one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import desk
from toolkit.errors import UsageError
from toolkit.messages import _

if TYPE_CHECKING:
    from toolkit.model.issue import Issue
    from toolkit.model.profile import Profile


def new_profile(target: Path) -> Path:
    """Write a profile to start from, with every key explained.

    Raises:
        UsageError: there is such a file already.
        StorageError: it cannot be written.
    """
    from toolkit.files import write_atomic
    from toolkit.resources import shipped

    if target.exists():
        raise UsageError(_("is there already."), where=str(target), hint=_("Choose another name."))
    write_atomic(target, (shipped("templates") / "profile" / "profile.toml").read_bytes())
    return target


def check_profile(path: Path) -> tuple[Profile, tuple[Issue, ...]]:
    """Read a profile and return it with what a person should look at in it.

    Raises:
        BrokenInput: it is no profile; the message names the key.
    """
    from toolkit.tag.profile_check import check_profile as check

    profile = desk.load_profile(path)
    return profile, check(profile)
