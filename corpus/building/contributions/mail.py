"""A contributor's message → a mail file, with its attachments, its signature and the mail that it answers."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from building.contributions.documents import write_letter, write_table
from building.contributions.source import Sent
from building.contributions.times import moment

WORD = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
RECEIVER = "Antoine Delorme <antoine.delorme@trois-vallees.example>"


def write_mail(sent: Sent) -> bytes:
    """Return the message as a mail program saves it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{sent.author} <{sent.address}>"
    message["To"] = RECEIVER
    message["Subject"] = sent.subject
    message["Date"] = format_datetime(moment(sent.date))
    message["Message-ID"] = f"<{sent.date:%Y%m%d}.{sent.address}>"
    message.set_content(_body(sent), cte="quoted-printable")
    for attached in sent.attachments:
        write = write_table if attached.columns else write_letter
        message.add_attachment(write(attached), *WORD, filename=attached.name)
    if sent.attachments:
        message.set_boundary(f"=-{sent.date:%Y%m%d}-part")
    return message.as_bytes()


def _body(sent: Sent) -> str:
    closing = "\n".join(words if words != "--" else "-- " for words in sent.closing)
    paragraphs = [*sent.opening, *(remark.text for remark in sent.remarks), closing]
    return "\n\n".join([*paragraphs, *filter(None, ("\n".join(sent.quoted),))]) + "\n"
