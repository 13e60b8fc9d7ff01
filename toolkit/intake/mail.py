"""An e-mail → a contribution: what its sender wrote, the files with it read each by its own kind, the rest set apart."""

from __future__ import annotations

import codecs
import email
import email.policy
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

import msgspec

from toolkit.errors import InputRefused, MissingExtra
from toolkit.intake.html_body import html_lines
from toolkit.intake.prose import read_prose
from toolkit.intake.quoted_mail import Line, lines_of, part_body
from toolkit.messages import _
from toolkit.model.contribution import Contribution, Leftover
from toolkit.model.issue import Issue
from toolkit.read.block_text import clean, squeeze
from toolkit.read.decoding import decode

EML = "message/rfc822"
MAX_FILES = 200
"""Files in one mail, beyond which it is an archive rather than a contribution."""
_SEALS = frozenset(
    ["application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"]
)
_STUB = 4
"""A plain version this many times shorter than the formatted one does not hold the text."""
_MAX_DEPTH = 20
"""Parts within parts."""

Attached = Callable[[bytes, str], Contribution]
"""Reads the bytes of an attached file of that name."""


class File(msgspec.Struct, frozen=True):
    """A file in a mail."""

    name: str
    media_type: str
    content: bytes | None
    """None where the mail does not hold it."""
    is_inline: bool = False
    """Whether it is a picture shown within the text."""


@dataclass
class Mail:
    """A mail taken apart."""

    author: str = ""
    date: str = ""
    subject: str = ""
    lines: list[Line] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def read_eml(content: bytes, *, name: str, attached: Attached) -> Contribution:
    """Read a mail in the format of RFC 5322."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    mail = Mail(author=_sender(message), date=_date(message), subject=squeeze(_header(message, "subject")))
    _take(message, mail)
    return contribution_of(mail, content, name=name, media_type=EML, attached=attached)


def contribution_of(
    mail: Mail, content: bytes, *, name: str, media_type: str, attached: Attached
) -> Contribution:
    """Read a mail that was taken apart."""
    body = part_body(mail.lines)
    prose = read_prose(body.paragraphs, form="mail", subject=mail.subject)
    attachments, unread, issues = _read_files(mail.files, attached)
    subject = [Leftover(_("subject"), mail.subject, "header")] if mail.subject else []
    return Contribution(
        sha256=hashlib.sha256(content).hexdigest(),
        name=name,
        media_type=media_type,
        forms=("mail",),
        author=mail.author or prose.author,
        role=prose.role,
        date=mail.date,
        remarks=prose.remarks,
        leftovers=(*subject, *prose.leftovers, *body.quoted, *unread),
        attachments=tuple(attachments),
        issues=(*mail.issues, *issues),
    )


def _read_files(
    files: list[File], attached: Attached
) -> tuple[list[Contribution], list[Leftover], list[Issue]]:
    """Read the files of a mail; one that cannot be read is named, and hides no other."""
    read: list[Contribution] = []
    unread: list[Leftover] = []
    issues: list[Issue] = []
    for number, file in enumerate(files):
        if file.is_inline or file.media_type in _SEALS or not file.content or number >= MAX_FILES:
            unread.append(Leftover(_("attachment"), file.name, "unreadable"))
            if not file.is_inline and file.media_type not in _SEALS:
                issues.append(
                    Issue("warning", file.name, _("The attachment holds nothing that can be read."))
                )
            continue
        try:
            read.append(attached(file.content, file.name))
        except (InputRefused, MissingExtra) as error:
            unread.append(Leftover(_("attachment"), file.name, "unreadable"))
            issues.append(Issue("error", file.name, f"{error.message} {error.hint}".strip()))
    return read, unread, issues


def _take(part: Message, mail: Mail, *, depth: int = 0) -> None:
    """Add a part to a mail: words to its lines, anything else to its files."""
    kind = part.get_content_type()
    if depth > _MAX_DEPTH:
        mail.issues.append(
            Issue("warning", "", _("Parts of the mail are nested too deeply and were not read."))
        )
    elif kind == "multipart/alternative":
        _take_best(list(_parts(part)), mail, depth=depth)
    elif kind == EML:
        mail.files.extend(_messages(part))
    elif part.is_multipart():
        for inner in _parts(part):
            _take(inner, mail, depth=depth + 1)
    elif kind in ("text/plain", "text/html") and not _is_attached(part):
        mail.lines.extend([*_text_lines(part, mail), Line("")])
    else:
        mail.files.append(_file(part, len(mail.files) + 1))


def _take_best(parts: list[Message], mail: Mail, *, depth: int) -> None:
    """Take the plain version of a text that a mail gives in several, unless it only says to look at another."""
    trials: list[Mail] = []
    for part in sorted(parts, key=lambda part: part.get_content_type() != "text/plain"):
        trials.append(Mail())
        _take(part, trials[-1], depth=depth + 1)
    if not trials:
        return
    fullest = max(trials, key=_size)
    best = trials[0] if _STUB * _size(trials[0]) >= _size(fullest) else fullest
    mail.lines.extend(best.lines)
    for trial in trials:
        mail.issues.extend(trial.issues)
        mail.files.extend(file for file in trial.files if file not in mail.files)


def _size(mail: Mail) -> int:
    return sum(len(line.text) for line in mail.lines)


def _parts(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    for inner in payload if isinstance(payload, list) else ():
        if isinstance(inner, Message):
            yield inner


def _messages(part: Message) -> Iterator[File]:
    for inner in _parts(part):
        try:
            content = inner.as_bytes(policy=email.policy.compat32)
        except (ValueError, LookupError, TypeError, AttributeError):
            content = b""  # reported as unreadable, by its subject
        yield File(squeeze(_header(inner, "subject")) or _("message"), EML, content)


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_file_name(part))


def _file_name(part: Message) -> str:
    try:
        return squeeze(part.get_filename() or "")
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""


def _file(part: Message, number: int) -> File:
    name = _file_name(part) or _("attachment {number}").format(number=number)
    inline = part.get_content_maintype() == "image" and (
        part.get_content_disposition() == "inline" or bool(part.get("Content-ID"))
    )
    return File(name, part.get_content_type(), _payload(part), inline)


def _payload(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _text_lines(part: Message, mail: Mail) -> list[Line]:
    text, issues = _decoded(part)
    mail.issues.extend(issues)
    if part.get_content_type() == "text/html":
        return html_lines(text)
    return [
        Line(clean(line.text), line.depth)
        for line in lines_of(
            text,
            is_flowed=str(part.get_param("format", "")).lower() == "flowed",
            joins_words=str(part.get_param("delsp", "")).lower() == "yes",
        )
    ]


def _decoded(part: Message) -> tuple[str, tuple[Issue, ...]]:
    """Decode the text of a part as it declares, or by its bytes where that is not so."""
    content = _payload(part)
    declared = part.get_content_charset() or ""
    try:
        return content.decode(codecs.lookup(declared).name if declared else "utf-8"), ()
    except (LookupError, ValueError):
        found = decode(content)
        return found.text, found.issues


def _header(message: Message, name: str) -> str:
    """Return a header's text, whatever is wrong with how it is written."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name), "")
    try:
        return clean(str(make_header(decode_header(str(raw).replace("\r", "").replace("\n", "")))))
    except (LookupError, ValueError, TypeError):
        return clean(str(raw).encode("utf-8", "replace").decode("utf-8"))


def _sender(message: Message) -> str:
    name, address = parseaddr(_header(message, "from"))
    return squeeze(name or address)


def _date(message: Message) -> str:
    try:
        return parsedate_to_datetime(_header(message, "date")).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
