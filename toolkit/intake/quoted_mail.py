"""The lines of a mail's body → what its sender wrote, what is quoted of others, and which answer stands under which words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from toolkit.intake.letters import is_courtesy, is_signature_line
from toolkit.intake.paragraphs import Paragraph, join_wrapped, numbered
from toolkit.intake.vocabulary import begins_with, plain, vocabulary
from toolkit.messages import _
from toolkit.model.contribution import Leftover


class Line(msgspec.Struct, frozen=True):
    """A line of a body; `depth` counts the marks of quotation before it."""

    text: str
    depth: int = 0


class Body(msgspec.Struct, frozen=True):
    """A mail's body: the sender's own paragraphs, and what is quoted and not answered."""

    paragraphs: tuple[Paragraph, ...]
    quoted: tuple[Leftover, ...]


class _Stretch(msgspec.Struct, frozen=True):
    """Consecutive lines, all quoted or all the sender's own."""

    is_quoted: bool
    lines: tuple[str, ...]


# Matches "> text", ">> text", "> > text". Near miss: "-> text".
_MARKS = re.compile(r"\s{0,3}(?P<marks>(?:>\s?)+)(?P<text>.*)", re.DOTALL)
_SIGNATURE = re.compile(r"--\s?")


def lines_of(text: str, *, is_flowed: bool = False, joins_words: bool = False) -> list[Line]:
    """Return the lines of a plain body; `is_flowed` joins lines that end in a space (RFC 3676).

    `joins_words` takes that space off, as the parameter DelSp asks.
    """
    lines = [_line(raw) for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return _unflowed(lines, joins_words=joins_words) if is_flowed else lines


def _line(raw: str) -> Line:
    found = _MARKS.match(raw)
    return Line(raw) if found is None else Line(found["text"], found["marks"].count(">"))


def _unflowed(lines: Sequence[Line], *, joins_words: bool) -> list[Line]:
    joined: list[Line] = []
    for line in lines:
        text = line.text[1:] if line.text.startswith(" ") and not line.depth else line.text
        before = joined[-1] if joined else None
        flows = before is not None and before.text.endswith(" ") and before.depth == line.depth
        if before is not None and flows and not _SIGNATURE.fullmatch(before.text) and text:
            start = before.text[:-1] if joins_words else before.text
            joined[-1] = Line(start + text, line.depth)
        else:
            joined.append(Line(text, line.depth))
    return joined


def part_body(lines: Sequence[Line]) -> Body:
    """Part what the sender wrote from what is quoted; words answered below them are the answer's `quote`."""
    stretches = list(_stretches(_mark_old_mail(lines)))
    own: list[tuple[str, str]] = []
    quoted: list[str] = []
    words = ""
    for index, stretch in enumerate(stretches):
        if stretch.is_quoted:
            paragraphs = join_wrapped(stretch.lines)
            words = _answered(paragraphs, stretches[index + 1 :])
            quoted += paragraphs[:-1] if words else paragraphs
        else:
            own += [(paragraph, words) for paragraph in join_wrapped(stretch.lines)]
            words = ""
    leftovers = tuple(Leftover(_("quoted mail"), text, "quoted_mail") for text in quoted if text.strip())
    counted = numbered(text for text, _words in own)
    answers = [
        msgspec.structs.replace(paragraph, quote=words)
        for paragraph, (_text, words) in zip(counted, own, strict=True)
    ]
    return Body(tuple(answers), leftovers)


def _answered(paragraphs: Sequence[str], following: Sequence[_Stretch]) -> str:
    """Return the last quoted paragraph if the sender answers it right below."""
    if not paragraphs or not following or _is_frame(paragraphs[-1]):
        return ""
    answers = numbered(join_wrapped(following[0].lines))
    return paragraphs[-1] if any(map(_says_something, answers)) else ""


def _says_something(paragraph: Paragraph) -> bool:
    said = plain(paragraph.text[:300])
    letter = vocabulary().letter
    if not said or _is_frame(paragraph.text) or begins_with(said, (*letter.devices, *letter.notices)):
        return False
    return not (is_signature_line(paragraph) and len(said.split()) <= 3)


def _is_frame(text: str) -> bool:
    """Tell whether a text greets, closes or only thanks."""
    letter = vocabulary().letter
    said = plain(text[:300])
    short = len(said.split()) <= 6 and begins_with(said, (*letter.greetings, *letter.closings))
    return short or is_courtesy(text, early=True)


def _stretches(lines: Sequence[Line]) -> Iterator[_Stretch]:
    """Yield the lines in stretches; empty lines belong to what stands before them."""
    depths: list[bool] = []
    for line in lines:
        blank = not line.text.strip() and not line.depth
        depths.append(depths[-1] if blank and depths else line.depth > 0)
    for is_quoted, group in groupby(zip(depths, lines, strict=True), key=lambda pair: pair[0]):
        yield _Stretch(is_quoted, tuple(line.text for _depth, line in group))


def _mark_old_mail(lines: Sequence[Line]) -> list[Line]:
    """Mark as quoted what mail programs put below an answer without marks, and the lines that announce quotations."""
    marked = list(lines)
    index = 0
    while index < len(marked):
        if marked[index].depth or not marked[index].text.strip():
            index += 1
            continue
        end = _end_of_announcement(marked, index)
        if end:
            marked[index:end] = [Line(line.text, 1) for line in marked[index:end]]
            index = end
            continue
        if _begins_old_mail(marked, index) or _is_announced_without_marks(marked, index):
            return [*marked[:index], *(Line(line.text, line.depth + 1) for line in marked[index:])]
        index += 1
    return marked


def _end_of_announcement(lines: Sequence[Line], index: int) -> int:
    """Return where "Le 3 novembre, Marie a écrit :", of one to three lines, ends; 0 if none begins or nothing marked follows."""
    end = _wrote_until(lines, index)
    following = next((line for line in lines[end:] if line.text.strip()), None) if end else None
    return end if following is not None and following.depth else 0


def _is_announced_without_marks(lines: Sequence[Line], index: int) -> bool:
    return _wrote_until(lines, index) > 0


def _wrote_until(lines: Sequence[Line], index: int) -> int:
    """Return the end of an announcement that begins at a line: it closes with "a écrit :" and names a day or an address."""
    for end in range(index + 1, min(index + 4, len(lines)) + 1):
        last = lines[end - 1]
        if last.depth or not last.text.strip():
            return 0
        if _wrote(" ".join(line.text.strip() for line in lines[index:end])):
            return end
    return 0


# Matches "Le mar. 3 nov. 2026 à 10:12, Marie <m@chu.fr> a écrit :", "On 3 Nov 2026, John wrote:".
# Near miss: "Marie a écrit :" amid a sentence without a day.
def _wrote(text: str) -> bool:
    if not text.rstrip().endswith(":") or len(text) > 300 or not re.search(r"\d|@", text):
        return False
    said = plain(text)
    return any(said.endswith(f" {words}") for words in vocabulary().quoted.wrote)


def _begins_old_mail(lines: Sequence[Line], index: int) -> bool:
    """Tell whether an older mail begins at a line: a line of dashes that says so, or the headers that Outlook writes."""
    text = lines[index].text.strip()
    said = plain(text.strip("-_=*> "))
    if said in vocabulary().quoted.separators or (
        text.startswith("--") and begins_with(said, vocabulary().quoted.separators)
    ):
        return True
    if re.fullmatch(r"[_-]{8,}", text):
        following = next((i for i in range(index + 1, len(lines)) if lines[i].text.strip()), None)
        return following is not None and _heads_mail(lines, following)
    return _heads_mail(lines, index)


def _heads_mail(lines: Sequence[Line], index: int) -> bool:
    if _header_name(lines[index].text) not in vocabulary().quoted.senders:
        return False
    names = [_header_name(line.text) for line in lines[index + 1 : index + 7] if line.text.strip()]
    return sum(name in vocabulary().quoted.headers for name in names[:5]) >= 2


def _header_name(text: str) -> str:
    name, colon, _value = text.strip().lstrip("*>").partition(":")
    return plain(name) if colon and len(name) <= 20 else ""
