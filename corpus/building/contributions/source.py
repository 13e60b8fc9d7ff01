"""Read `source/contributions-fr.toml` into what each contributor sends."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Remark:
    """One remark: what its file shows, where it belongs and what is to be found in it. The head of the source explains."""

    key: str
    at: list[str]
    also: list[str] = field(default_factory=list)
    general: bool = False
    impossible: bool = False
    kind: str = "remark"
    author: str = ""
    role: str = ""
    date: date | None = None
    heading: str = ""
    clause: str = ""
    paragraph: str = ""
    page: int | str = ""
    line: str = ""
    category: str = ""
    position: str = ""
    quote: str = ""
    text: str = ""
    proposed: str = ""
    rationale: str = ""
    remove: str = ""
    insert: str = ""
    within: str = ""
    """Words of the paragraph that is meant, where `quote` or `remove` stand in several."""
    reply_to: str = ""
    resolved: bool = False
    same: str = ""
    against: list[str] = field(default_factory=list)
    sensitive: list[list[str]] = field(default_factory=list)
    arguable: list[str] = field(default_factory=list)
    harmless: list[str] = field(default_factory=list)
    weekday: str = ""

    @property
    def said(self) -> str:
        """All words that the author wrote."""
        return "\n".join(filter(None, (self.text, self.proposed, self.rationale, self.insert)))


@dataclass(frozen=True)
class Sent:
    """One file that somebody sends."""

    form: str
    name: str
    remarks: list[Remark]
    author: str = ""
    role: str = ""
    date: date = date(2026, 12, 1)
    address: str = ""
    subject: str = ""
    title: str = ""
    sheet: str = ""
    initials: str = ""
    organisation: str = ""
    asked: list[str] = field(default_factory=list)
    """Provisions of a fill-in form."""
    columns: list[list[str]] = field(default_factory=list)
    """Of a table: the head as printed, and the field of a remark below it."""
    opening: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    earlier: list[dict[str, str]] = field(default_factory=list)
    """Sentences of the draft (`now`) that had another wording (`then`) in the version that was edited."""
    attachments: list[Sent] = field(default_factory=list)

    @property
    def all_remarks(self) -> list[Remark]:
        """The remarks of the file and of the files in it."""
        return [*self.remarks, *(remark for inner in self.attachments for remark in inner.all_remarks)]


def read_sent(path: Path) -> list[Sent]:
    """Read the source.

    Raises:
        ValueError: two remarks have one key, or a remark points to none; the message names it.
    """
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    sent = [_sent(entry) for entry in given["file"]]
    _check([remark for item in sent for remark in item.all_remarks])
    return sent


def _sent(entry: dict[str, Any]) -> Sent:
    known = {name: value for name, value in entry.items() if name not in ("remark", "attachment")}
    remarks = [Remark(**remark) for remark in entry["remark"]]
    inner = [{"date": entry.get("date"), **attached} for attached in entry.get("attachment", ())]
    return Sent(**known, remarks=remarks, attachments=[_sent(attached) for attached in inner])


def _check(remarks: list[Remark]) -> None:
    keys = [remark.key for remark in remarks]
    doubled = sorted({key for key in keys if keys.count(key) > 1})
    if doubled:
        raise ValueError(f"several remarks are called {', '.join(doubled)}")
    for remark in remarks:
        for trouble in _troubles(remark, keys):
            raise ValueError(f"{remark.key}: {trouble}")


def _troubles(remark: Remark, keys: list[str]) -> Iterator[str]:
    if bool(remark.at) == (remark.general or remark.impossible):
        yield "it has a place, or it is general or impossible"
    for name in (*remark.against, *filter(None, (remark.reply_to,))):
        if name not in keys:
            yield f"there is no remark {name}"
    marked = [words for _rule, words in remark.sensitive]
    for words in (*marked, *remark.arguable, *remark.harmless, *filter(None, (remark.weekday,))):
        if words not in remark.said:
            yield f"it does not say {words!r}"
