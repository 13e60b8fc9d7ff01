"""A request → who asks, in which language and colours, and what they may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

import msgspec

from toolkit.messages import LANGUAGES, preferred_language
from toolkit.workspace.duties import is_allowed

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from toolkit.web.snapshot import Snapshot

Language = Literal["fr", "en"]
Theme = Literal["auto", "light", "dark"]
THEMES: tuple[Theme, ...] = ("auto", "light", "dark")
LANGUAGE_COOKIE, THEME_COOKIE, PERSON_COOKIE = "consult_language", "consult_theme", "consult_person"


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who looks at a page."""

    name: str = ""
    """As in consult.toml; "" for nobody named, who may read and, alone, do everything."""
    language: Language = "en"
    theme: Theme = "auto"
    is_administrator: bool = False
    """Of a team's server: may make accounts and workspaces, see them all and change their settings."""
    account: str = ""
    """Mail address of who is logged in at a team's server."""
    session: str = ""
    """The key of their session."""

    def role_in(self, snapshot: Snapshot) -> str:
        """Return the role that the visitor's comments and marks count for in a workspace."""
        return snapshot.settings.role_of(self.name)

    def may(self, action: str, snapshot: Snapshot) -> bool:
        """Tell whether the visitor has the duty for an act: see `toolkit.workspace.duties.ALLOWED`."""
        may_settle = action == "settings" and self.is_administrator
        return may_settle or is_allowed(snapshot.settings, self.name, action)

    def sees(self, snapshot: Snapshot) -> bool:
        """Tell whether a workspace exists for the visitor of a team's server: people of its consult.toml, administrators."""
        return self.is_administrator or snapshot.settings.person(self.name) is not None


def language_of(connection: HTTPConnection) -> Language:
    """Return the language chosen by cookie, else the first of the browser's that we speak, else the server's."""
    chosen = connection.cookies.get(LANGUAGE_COOKIE, "")
    if chosen not in LANGUAGES:
        asked = connection.headers.get("accept-language", "")
        wishes = (item.partition(";")[0].partition("-")[0].strip().lower() for item in asked.split(","))
        chosen = next((item for item in wishes if item in LANGUAGES), preferred_language())
    return cast("Language", chosen)


def theme_of(connection: HTTPConnection) -> Theme:
    """Return the colours chosen by cookie."""
    chosen = connection.cookies.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"
