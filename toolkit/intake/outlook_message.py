"""A message saved by Outlook (.msg) → a mail taken apart; needs the extra `msg`."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from toolkit.errors import BrokenInput, MissingExtra
from toolkit.intake.html_body import html_lines
from toolkit.intake.mail import Attached, File, Mail, contribution_of
from toolkit.intake.quoted_mail import Line, lines_of
from toolkit.messages import _
from toolkit.model.contribution import Contribution
from toolkit.read.block_text import clean, squeeze
from toolkit.read.decoding import decode

if TYPE_CHECKING:
    from oxmsg import Message
    from oxmsg.attachment import Attachment

MSG = "application/vnd.ms-outlook"


def read_msg(content: bytes, *, name: str, attached: Attached) -> Contribution:
    """Read a message in the format of Outlook.

    Raises:
        MissingExtra: the reader of this format is not installed.
        BrokenInput: damaged.
    """
    try:
        from oxmsg import Message
    except ImportError as error:
        raise MissingExtra(
            _("reading messages saved by Outlook needs an optional part."),
            where=name,
            hint=_("Run `pip install 'consultation-toolkit[msg]'`, or save the message as .eml."),
        ) from error
    try:
        mail = _mail(Message.load(io.BytesIO(content)))
    except Exception as error:  # the library lets through whatever a damaged container causes
        raise BrokenInput(
            _("it is a damaged message ({detail}).").format(detail=error),
            where=name,
            hint=_("Open it in Outlook and save it anew, or as .eml."),
        ) from error
    return contribution_of(mail, content, name=name, media_type=MSG, attached=attached)


def _mail(message: Message) -> Mail:
    sender = (message.sender or "").partition("<")[0].strip(' "') or (message.sender or "")
    return Mail(
        author=squeeze(sender),
        date=message.sent_date.isoformat() if message.sent_date else "",
        subject=squeeze(message.subject or ""),
        lines=_lines(message),
        files=[_file(item, number) for number, item in enumerate(message.attachments, start=1)],
    )


def _lines(message: Message) -> list[Line]:
    body = message.body or ""
    if body.strip():
        return [Line(clean(line.text), line.depth) for line in lines_of(body)]
    formatted: str | bytes = message.html_body or ""
    return html_lines(decode(formatted).text if isinstance(formatted, bytes) else formatted)


def _file(attachment: Attachment, number: int) -> File:
    """Return an attached file; a message within the message has no bytes of its own."""
    name = squeeze(attachment.file_name or "") or _("attachment {number}").format(number=number)
    kind = attachment.mime_type or ""
    is_inline = kind.startswith("image/") and not attachment.file_name
    return File(name, kind, attachment.file_bytes, is_inline)
