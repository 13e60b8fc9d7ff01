"""A login → a random word in a cookie, which stands for the person until it is unused for long, too old, or ended."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

import msgspec
import sqlalchemy as sa

from toolkit.web.accounts.schema import account, session
from toolkit.web.accounts.store import Account, account_of, token_key
from toolkit.workspace.database import Database

_USED_STEP_SECONDS = 60
"""The time of use is written no more often: reading a page is no reason to write."""


class Lifetimes(msgspec.Struct, frozen=True, kw_only=True):
    """How long a session lasts."""

    idle_seconds: int = 2 * 3600
    absolute_seconds: int = 12 * 3600


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A browser in which somebody is logged in."""

    key: str
    """What is kept of its word."""
    begun: int
    used: int
    address: str
    browser: str


class Sessions:
    """The sessions of all accounts."""

    def __init__(
        self,
        database: Database,
        *,
        lifetimes: Lifetimes | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._lifetimes = lifetimes or Lifetimes()
        self._clock = clock

    def begin(self, number: int, *, address: str, browser: str, before: str = "") -> str:
        """Return the word of a new session of an account; the browser's session of `before` ends."""
        token = secrets.token_urlsafe(32)
        now = int(self._clock())
        with self._database.writing() as connection:
            connection.execute(
                sa.delete(session).where(
                    sa.or_(self._is_over(now), session.c.token_sha256 == token_key(before))
                )
            )
            connection.execute(
                sa.insert(session).values(
                    token_sha256=token_key(token),
                    account=number,
                    begun=now,
                    used=now,
                    address=address[:100],
                    browser=browser[:200],
                )
            )
        return token

    def find(self, token: str) -> tuple[Session, Account] | None:
        """Return the session that a word stands for, and whose it is; None if it is over."""
        now = int(self._clock())
        query = (
            sa.select(session, account)
            .join(account, account.c.id == session.c.account)
            .where(session.c.token_sha256 == token_key(token), account.c.open, ~self._is_over(now))
        )
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        found = _session_of(row)
        if now - found.used >= _USED_STEP_SECONDS:
            self._touch(found.key, now)
        return found, account_of(row)

    def of_account(self, number: int) -> tuple[Session, ...]:
        """Return the sessions of an account, the last used first."""
        query = (
            sa.select(session)
            .where(session.c.account == number, ~self._is_over(int(self._clock())))
            .order_by(session.c.used.desc(), session.c.begun.desc())
        )
        with self._database.reading() as connection:
            return tuple(_session_of(row) for row in connection.execute(query).mappings())

    def end(self, key: str, *, number: int) -> None:
        """End a session of an account; one that is over, or somebody else's, stays as it is."""
        with self._database.writing() as connection:
            connection.execute(
                sa.delete(session).where(session.c.token_sha256 == key, session.c.account == number)
            )

    def end_all(self, number: int, *, keep: str = "") -> None:
        """End the sessions of an account, all but the one to `keep`."""
        with self._database.writing() as connection:
            connection.execute(
                sa.delete(session).where(session.c.account == number, session.c.token_sha256 != keep)
            )

    def _is_over(self, now: int) -> sa.ColumnElement[bool]:
        return sa.or_(
            session.c.used <= now - self._lifetimes.idle_seconds,
            session.c.begun <= now - self._lifetimes.absolute_seconds,
        )

    def _touch(self, key: str, now: int) -> None:
        with self._database.writing() as connection:
            connection.execute(sa.update(session).where(session.c.token_sha256 == key).values(used=now))


def _session_of(row: sa.RowMapping) -> Session:
    return Session(
        key=row["token_sha256"],
        begun=row["begun"],
        used=row["used"],
        address=row["address"],
        browser=row["browser"],
    )
