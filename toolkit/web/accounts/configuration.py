"""server.toml → how a team's server is reached, whom it trusts, what it allows.

The file stands beside the workspaces. It may hold the password of a database: it is read by the server's user alone.
"""

from __future__ import annotations

import ipaddress
import tomllib
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec

from toolkit.errors import StorageError, UsageError
from toolkit.messages import _, quoted, reason_of
from toolkit.web.site import MIB, UploadLimits

FILE_NAME = "server.toml"
DATABASE_NAME, LOG_NAME = "server.db", "audit.jsonl"

S = TypeVar("S", bound="_Section")


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file: what is not known of it is refused, for a misspelt limit is none."""


class Reached(_Section, frozen=True, kw_only=True):
    """How the server is reached."""

    address: str = ""
    """What people type: https://consult.example, https://hospital.example/consult."""
    listen: str = "127.0.0.1:8765"
    proxies: tuple[str, ...] = ()
    """Addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed."""
    without_https: bool = False
    """Whether passwords and drafts may cross a network unencrypted."""


class Kept(_Section, frozen=True, kw_only=True):
    """Where the accounts and the log are kept."""

    folder: str = ""
    """By default, that of the file."""
    accounts: str = ""
    """URL of a PostgreSQL database; by default server.db in the folder."""


class SessionTimes(_Section, frozen=True, kw_only=True):
    """How long somebody stays logged in."""

    idle_minutes: int = 120
    hours: int = 12


class Uploads(_Section, frozen=True, kw_only=True):
    """What one person may send."""

    file_mib: int = 100
    request_mib: int = 200
    files: int = 50
    hour_mib: int = 1000


class OpenIdSettings(_Section, frozen=True, kw_only=True):
    """A provider of OpenID Connect; without an issuer there is none, and the server opens no connection."""

    issuer: str = ""
    client_id: str = ""
    client_secret_file: str = ""
    """A file that holds the secret alone; "" for a public client."""
    label: str = ""
    """What people call the provider."""


class LogSizes(_Section, frozen=True, kw_only=True):
    """How much of the audit log is kept."""

    file_mib: int = 10
    files: int = 50


class Configuration(_Section, frozen=True, kw_only=True):
    """Everything that server.toml says."""

    server: Reached = Reached()
    data: Kept = Kept()
    sessions: SessionTimes = SessionTimes()
    uploads: Uploads = Uploads()
    openid: OpenIdSettings = OpenIdSettings()
    audit: LogSizes = LogSizes()
    home: str = ""
    """The folder of the file; not read from it."""

    @property
    def data_folder(self) -> Path:
        """Where accounts and log are."""
        return Path(self.home) / self.data.folder

    @property
    def accounts_place(self) -> Path | str:
        """The file or URL of the accounts."""
        return self.data.accounts or self.data_folder / DATABASE_NAME

    @property
    def log_path(self) -> Path:
        """The file of the audit log."""
        return self.data_folder / LOG_NAME

    @property
    def origin(self) -> str:
        """The public address without its path, as browsers say it in Origin."""
        parts = urlsplit(self.server.address)
        return f"{parts.scheme}://{parts.netloc.lower()}"

    @property
    def root_path(self) -> str:
        """The path that the proxy puts before ours, "" for none."""
        return urlsplit(self.server.address).path.rstrip("/")

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by https."""
        return self.server.address.startswith("https://")

    @property
    def listening(self) -> tuple[str, int]:
        """The address and port to listen on."""
        host, _colon, port = self.server.listen.rpartition(":")
        return host.strip("[]"), int(port)

    def upload_limits(self) -> UploadLimits:
        """Return what one person may send at once."""
        given = self.uploads
        return UploadLimits(
            file_bytes=given.file_mib * MIB, request_bytes=given.request_mib * MIB, files=given.files
        )


def read_configuration(folder: Path, *, port: int | None = None) -> Configuration:
    """Return what server.toml in `folder` says, or what holds without one; `port` is another one to listen on.

    Raises:
        StorageError: it cannot be read or understood; names the key.
        UsageError: what it says would lay passwords open, or contradicts itself.
    """
    path = folder / FILE_NAME
    given = _understood(_content_of(path), path)
    made = msgspec.structs.replace(given, home=str(folder.resolve()))
    if port is not None:
        listen = f"{_bracketed(made.listening[0])}:{port}"
        made = msgspec.structs.replace(made, server=msgspec.structs.replace(made.server, listen=listen))
    if not made.server.address:
        host, number = made.listening
        address = f"http://{_bracketed(host)}:{number}"
        made = msgspec.structs.replace(made, server=msgspec.structs.replace(made.server, address=address))
    _check_safe(made, str(path))
    return made


def _content_of(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StorageError(
            _("is not valid TOML ({reason}).").format(reason=error), where=str(path)
        ) from error
    except OSError as error:
        raise StorageError(
            _("cannot be read ({reason}).").format(reason=reason_of(error)), where=str(path)
        ) from error


def _understood(content: dict[str, Any], path: Path) -> Configuration:
    try:
        given = msgspec.convert({**content, "home": ""}, type=Configuration)
        _check_values(given)
    except (msgspec.ValidationError, ValueError) as error:
        raise StorageError(
            _("cannot be understood ({reason}).").format(reason=error),
            where=str(path),
            hint=_("docs/server.md says what can stand in it."),
        ) from error
    return given


def _check_values(given: Configuration) -> None:
    """Raise ValueError for a value that makes no sense, with the key's name."""
    for section in (given.sessions, given.uploads, given.audit):
        for name in section.__struct_fields__:
            if getattr(section, name) < 1:
                raise ValueError(f"{name} < 1")
    for proxy in given.server.proxies:
        ipaddress.ip_network(proxy, strict=False)
    host, _colon, port = given.server.listen.rpartition(":")
    if not (host and port.isdigit() and int(port) < 65536):
        raise ValueError(f"listen = {given.server.listen!r}")
    ipaddress.ip_address(host.strip("[]"))
    parts = urlsplit(given.server.address)
    if given.server.address and (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.query
        or parts.fragment
        or "@" in parts.netloc
    ):
        raise ValueError(f"address = {given.server.address!r}")


def _check_safe(given: Configuration, where: str) -> None:
    """Refuse to let passwords cross a network in the clear, or to believe anybody about where a request comes from."""
    if given.server.without_https:
        return
    if not given.is_secure and not _is_loopback(urlsplit(given.server.address).hostname or ""):
        raise UsageError(
            _("people would send their passwords unencrypted to {address}.").format(
                address=quoted(given.server.address)
            ),
            where=where,
            hint=_(
                "Put a reverse proxy with https in front and give its address, or say without_https = true."
            ),
        )
    if given.is_secure and not given.server.proxies:
        raise UsageError(
            _("the address begins with https, but no proxy is named that provides it."),
            where=where,
            hint=_('Name it in the section [server]: `proxies = ["127.0.0.1"]`.'),
        )
    if not given.is_secure and not _is_loopback(given.listening[0]):
        raise UsageError(
            _("the server would listen to the network at {address} without https.").format(
                address=quoted(given.server.listen)
            ),
            where=where,
            hint=_(
                "Put a reverse proxy with https in front and give its address, or say without_https = true."
            ),
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
