"""The accounts of a team's server: who they are, their passwords, the one-time links that let them choose one.

An account is never deleted: its name stands under comments, and nobody else may take it. It is closed.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import msgspec
import sqlalchemy as sa

from toolkit.errors import Conflict, UnknownName, UsageError
from toolkit.files import storage_error
from toolkit.messages import _, quoted
from toolkit.web.accounts import passwords
from toolkit.web.accounts.schema import account, ensure_current, link, session
from toolkit.workspace.database import Database, open_postgresql, open_sqlite
from toolkit.workspace.text import clean_name

LINK_SECONDS = 3 * 24 * 3600
"""How long a one-time link lets somebody choose a password."""

# Matches "ana.ruiz@chu.example"; not "ana@", "a b@c.d", "ana@chu.example>".
_MAIL = re.compile(r"[^\s@<>\"',;:]{1,64} @ [^\s@<>\"',;:]{1,190}", re.VERBOSE)


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may log in while the account is open."""

    id: int
    mail: str
    name: str
    """As in the consult.toml of each workspace that the person works in."""
    is_administrator: bool
    is_open: bool
    has_password: bool
    subject: str
    """Issuer and subject of OpenID Connect, once the person came in that way."""
    added: int
    """Seconds since 1970."""


class Accounts:
    """What the server knows about people. Safe between threads and processes."""

    def __init__(self, database: Database, *, clock: Callable[[], float] = time.time) -> None:
        self.database = database
        self.clock = clock

    @classmethod
    def open(cls, place: Path | str) -> Self:
        """Open or make the database: a file, or a PostgreSQL URL.

        Raises:
            StorageError: it cannot be opened, or a newer toolkit made it.
        """
        if isinstance(place, str):
            database = open_postgresql(place)
        else:
            _make_private(place)
            database = open_sqlite(place)
        try:
            ensure_current(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def close(self) -> None:
        """Give back the connections."""
        self.database.close()

    # Who there is

    def all(self) -> tuple[Account, ...]:
        """Return all accounts, closed ones too, by name."""
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(account).order_by(account.c.name_key)).mappings()
            return tuple(account_of(row) for row in rows)

    def find(self, mail: str) -> Account | None:
        """Return the account of a mail address."""
        return self._one(account.c.mail_key == _key(mail))

    def named(self, mail: str) -> Account:
        """Return the account of a mail address.

        Raises:
            UnknownName: there is none.
        """
        found = self.find(mail)
        if found is None:
            raise UnknownName(_("there is no account {mail}.").format(mail=quoted(mail)))
        return found

    def get(self, number: int) -> Account:
        """Return the account with this number.

        Raises:
            UnknownName: there is none.
        """
        found = self._one(account.c.id == number)
        if found is None:
            raise UnknownName(_("there is no such account."))
        return found

    def of_subject(self, subject: str) -> Account | None:
        """Return the account that somebody of OpenID Connect came in by before."""
        return self._one(account.c.subject == subject) if subject else None

    def add(self, *, mail: str, name: str, is_administrator: bool = False) -> Account:
        """Make an account, which nobody can log in to before it has a password.

        Raises:
            UsageError: the address or the name is none.
            Conflict: there is one of this address or name.
        """
        mail, name = clean_name(mail), checked_name(name)
        if not _MAIL.fullmatch(mail):
            raise UsageError(_("is no mail address."), where=quoted(mail))
        with self.database.writing() as connection:
            self._check_free(connection, mail=mail, name=name)
            connection.execute(
                sa.insert(account).values(
                    mail=mail,
                    mail_key=_key(mail),
                    name=name,
                    name_key=_key(name),
                    administrator=is_administrator,
                    open=True,
                    password="",
                    subject="",
                    added=int(self.clock()),
                )
            )
        return self.named(mail)

    def change(
        self,
        number: int,
        *,
        is_open: bool | None = None,
        is_administrator: bool | None = None,
        subject: str | None = None,
    ) -> Account:
        """Close or open an account, or change what it may; closing ends its sessions and links.

        Raises:
            Conflict: no administrator would be left.
        """
        given = {"open": is_open, "administrator": is_administrator, "subject": subject}
        values = {name: value for name, value in given.items() if value is not None}
        with self.database.writing() as connection:
            before = _is_administrated(connection)
            connection.execute(sa.update(account).where(account.c.id == number).values(**values))
            if before and not _is_administrated(connection):
                raise Conflict(_("no administrator would be left."), hint=_("Make somebody else one first."))
            if is_open is False:
                end_access(connection, number)
        return self.get(number)

    # Passwords

    def invite(self, number: int) -> str:
        """Return the word of a new one-time link to choose a password; earlier links end."""
        token = secrets.token_urlsafe(32)
        with self.database.writing() as connection:
            connection.execute(sa.delete(link).where(link.c.account == number))
            connection.execute(
                sa.insert(link).values(
                    token_sha256=token_key(token), account=number, expires=int(self.clock()) + LINK_SECONDS
                )
            )
        return token

    def invited(self, token: str) -> Account | None:
        """Return whose password a one-time link lets choose."""
        with self.database.reading() as connection:
            number = self._invited(connection, token)
        found = self.get(number) if number else None
        return found if found and found.is_open else None

    def accept_invitation(self, token: str, password: str) -> Account:
        """Take the password that somebody chose by a one-time link, which ends with all sessions of the account.

        Raises:
            UnknownName: the link was used, or has expired.
            UsageError: the password is weak; the link stays.
        """
        found = self.invited(token)
        if found is None:
            raise UnknownName(
                _("This link was used already, or has expired."), hint=_("Ask an administrator for another.")
            )
        kept = self._checked_hash(found, password)
        with self.database.writing() as connection:
            if not self._invited(connection, token):  # somebody was quicker
                raise UnknownName(_("This link was used already, or has expired."))
            end_access(connection, found.id)
            connection.execute(sa.update(account).where(account.c.id == found.id).values(password=kept))
        return self.get(found.id)

    def change_password(self, number: int, password: str, *, session_key: str = "") -> None:
        """Take a new password; all sessions of the account but this one end.

        Raises:
            UsageError: the password is weak.
        """
        kept = self._checked_hash(self.get(number), password)
        with self.database.writing() as connection:
            connection.execute(sa.update(account).where(account.c.id == number).values(password=kept))
            end_access(connection, number, keep=session_key)

    def authenticate(self, mail: str, password: str) -> Account | None:
        """Return whose mail address and password these are; None takes as long for whatever reason."""
        found = self.find(mail)
        kept = self._hash_of(found.id) if found and found.is_open else ""
        if not passwords.is_right(kept, password) or found is None:
            return None
        if passwords.is_outdated(kept):
            renewed = passwords.hash_password(password)
            with self.database.writing() as connection:
                connection.execute(
                    sa.update(account)
                    .where(account.c.id == found.id, account.c.password == kept)
                    .values(password=renewed)
                )
        return found

    def _checked_hash(self, found: Account, password: str) -> str:
        passwords.check_rules(password, mail=found.mail, name=found.name)
        return passwords.hash_password(password)

    def _hash_of(self, number: int) -> str:
        with self.database.reading() as connection:
            return str(
                connection.execute(sa.select(account.c.password).where(account.c.id == number)).scalar_one()
            )

    def _invited(self, connection: sa.Connection, token: str) -> int:
        found = connection.execute(
            sa.select(link.c.account).where(
                link.c.token_sha256 == token_key(token), link.c.expires > self.clock()
            )
        ).scalar()
        return int(found or 0)

    def _one(self, condition: sa.ColumnElement[bool]) -> Account | None:
        with self.database.reading() as connection:
            row = connection.execute(sa.select(account).where(condition)).mappings().first()
        return account_of(row) if row else None

    def _check_free(self, connection: sa.Connection, *, mail: str, name: str) -> None:
        for column, value in ((account.c.mail_key, mail), (account.c.name_key, name)):
            if connection.execute(sa.select(account.c.id).where(column == _key(value))).first():
                raise Conflict(
                    _("has an account already."),
                    where=value,
                    hint=_(
                        "Names and mail addresses are never used twice, those of closed accounts neither."
                    ),
                )


def account_of(row: Any) -> Account:
    """Return the account that a row of the table holds."""
    return Account(
        id=row["id"],
        mail=row["mail"],
        name=row["name"],
        is_administrator=bool(row["administrator"]),
        is_open=bool(row["open"]),
        has_password=bool(row["password"]),
        subject=row["subject"],
        added=row["added"],
    )


def checked_name(name: str) -> str:
    """Return a person's name, cleaned.

    Raises:
        UsageError: it is empty, or would be taken for a mail address in consult.toml.
    """
    cleaned = clean_name(name)
    if not cleaned or "@" in cleaned:
        raise UsageError(
            _("is no name of a person."), where=quoted(name), hint=_("Give it as in consult.toml.")
        )
    return cleaned


def token_key(token: str) -> str:
    """Return what is kept of a random word: whoever reads the database cannot use it."""
    return sha256(token.encode()).hexdigest()


def end_access(connection: sa.Connection, number: int, *, keep: str = "") -> None:
    """End the links of an account and its sessions, all but the one to `keep`."""
    connection.execute(sa.delete(link).where(link.c.account == number))
    connection.execute(sa.delete(session).where(session.c.account == number, session.c.token_sha256 != keep))


def _is_administrated(connection: sa.Connection) -> bool:
    anybody = sa.select(account.c.id).where(account.c.administrator, account.c.open)
    return connection.execute(anybody).first() is not None


def _key(text: str) -> str:
    return clean_name(text).casefold()


def _make_private(path: Path) -> None:
    """Make the file for our eyes only, before anything is in it; what SQLite puts beside it has the same rights."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise storage_error(error, path) from error
