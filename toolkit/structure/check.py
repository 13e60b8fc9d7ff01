"""A parsed draft → what a person should look at: where the structure may be wrong, or hides something.

What the draft's provisions show is looked for anew, so that a correction makes its finding go; what only the
reader or the contents knew is taken from the draft's issues.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from toolkit.messages import _
from toolkit.model.issue import Issue, Severity
from toolkit.model.layout import Block, Furniture
from toolkit.model.provision import ParsedDraft, Provision, title
from toolkit.structure.labels.sequences import recognise_labels
from toolkit.structure.typography import survey
from toolkit.structure.unit import Unit

_FOUND_ANEW = ("sequence.", "note.")
_UNSURE = 0.6
_FEW_WORDS = 8
"""Running heads and feet are short: what is longer and printed once may be a sentence of the draft."""
_EXCERPT = 60
_MOST_UNSURE = 20
"""More close calls than this are not read one by one: they say that the draft marks its headings loosely."""
# "www.cnil.fr", "linc.cnil.fr", "info@cnil.fr"; not "l’article 5.Les"
_ADDRESS = re.compile(
    r"\S@\S | \b (?:[a-z0-9-]+\.)+ (?:fr|org|com|net|eu|uk|int) \b", re.VERBOSE | re.IGNORECASE
)
_RANK: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


def check_draft(draft: ParsedDraft) -> tuple[Issue, ...]:
    """Return what should be looked at, the gravest first, then in the order of the document."""
    found = [
        *(issue for issue in draft.issues if not issue.rule.startswith(_FOUND_ANEW)),
        *_sequences(draft),
        *_notes(draft),
        *(issue for item in draft.provisions for issue in _oddities(item)),
        *_unsure(draft),
        *_lost_sentences(draft),
        *_silent_pages(draft),
    ]
    place = {item.id: index for index, item in enumerate(draft.provisions)}
    pages = {item.id: item.page_number or 0 for item in draft.provisions}

    def order(issue: Issue) -> tuple[int, int, int]:
        page = issue.page_number or pages.get(issue.provision_id, 0)
        return _RANK[issue.severity], page, place.get(issue.provision_id, -1)

    return tuple(sorted(found, key=order))


def _issue(severity: Severity, rule: str, message: str, item: Provision) -> Issue:
    return Issue(severity, item.id, message, rule, item.page_number, item.id)


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1].rstrip() + "…"


# numbering


def _sequences(draft: ParsedDraft) -> Iterator[Issue]:
    numbered = [item for item in draft.provisions if item.number and item.kind != "footnote"]
    units = [
        Unit(
            block=Block(kind="paragraph", label=item.number, page_number=item.page_number, text=item.text),
            id=item.id,
        )
        for item in numbered
    ]
    yield from recognise_labels(units, survey([]))
    yield from _restarts(numbered, units)


def _restarts(numbered: list[Provision], units: list[Unit]) -> Iterator[Issue]:
    """Yield the headings, words and longer numbers that do not count on from the one before under the same parent."""
    last: dict[tuple[str | None, str, str, tuple[str, ...]], tuple[int, str]] = {}
    # "R15 (-)" after "R15" is a variant; "7.2." after "7.2" is the same number again
    for item, unit in zip(numbered, units, strict=True):
        label = unit.label
        if label is None or label.is_bullet or not unit.value:
            continue
        if not (item.heading or label.word or len(label.numerals) > 1):
            continue
        series = (item.parent_id, label.lead.casefold().strip(), unit.style, label.numerals[:-1])
        before = last.get(series)
        repeats = before is not None and unit.value == before[0] and _bare(item.number) == _bare(before[1])
        if before is not None and (unit.value < before[0] or repeats):
            told = _("{label} comes after {before}: the numbering starts again or repeats itself.")
            message = told.format(label=item.number, before=before[1])
            yield _issue("warning", "sequence.restart", message, item)
        last[series] = (unit.value, item.number)


def _bare(number: str) -> str:
    return number.casefold().rstrip(" .:)–-")


# notes


def _notes(draft: ParsedDraft) -> Iterator[Issue]:
    called = {call.provision_id for item in draft.provisions for call in item.calls}
    for item in draft.provisions:
        if item.kind == "footnote" and item.id not in called:
            told = _("Note {mark} is not called in the text.").format(mark=item.number or _shown(item.text))
            yield _issue("warning", "note.uncalled", told, item)
        for call in item.calls:
            if not call.provision_id:
                told = _("Note {mark} is called but was not found.").format(mark=call.mark or "?")
                yield _issue("warning", "note.missing", told, item)


# one provision


def _oddities(item: Provision) -> Iterator[Issue]:
    if item.hidden:
        told = _("A reader of the page does not see this text ({why}): “{text}”.")
        message = told.format(why=_(item.hidden), text=_shown(item.text or item.heading))
        yield _issue("warning", "text.hidden", message, item)
    widths = Counter(map(len, item.rows))
    if len(widths) > 1:
        told = _("The rows of this table have different numbers of cells ({counts}).")
        message = told.format(counts=", ".join(map(str, sorted(widths))))
        yield _issue("warning", "table.ragged", message, item)


# what could be read otherwise


def _unsure(draft: ParsedDraft) -> Iterator[Issue]:
    """Yield the provisions whose kind is a close call and would change the tree; of many, only how many.

    In a box there are no headings, and what has hardly any letters is none.
    """
    kinds = {item.id: item.kind for item in draft.provisions}
    unsure = [
        item
        for item in draft.provisions
        if item.confidence < _UNSURE and kinds.get(item.parent_id or "") != "box" and _reads_as_words(item)
    ]
    if len(unsure) > _MOST_UNSURE:
        told = _("{count} short paragraphs look almost like headings or the reverse, “{text}” among them.")
        message = told.format(count=len(unsure), text=_shown(title(unsure[0])))
        yield _issue("info", "structure.unsure", message, unsure[0])
        return
    for item in unsure:
        yield _issue("info", "structure.unsure", _doubt(item), item)


def _reads_as_words(item: Provision) -> bool:
    """Tell whether a provision is mostly words, and no electronic address."""
    shown = item.heading or item.text
    letters = sum(map(str.isalpha, shown))
    return 2 * letters > len(shown) and not _ADDRESS.search(shown)


def _doubt(item: Provision) -> str:
    if item.heading:
        told = _("This was taken for a heading, but may be text ({percent} %): “{text}”.")
    elif item.number:
        told = _("The place of this item is a guess ({percent} %): “{text}”.")
    else:
        told = _("This was taken for a paragraph, but may be a heading ({percent} %): “{text}”.")
    return told.format(percent=round(100 * item.confidence), text=_shown(title(item)))


# what is in no provision


def _lost_sentences(draft: ParsedDraft) -> Iterator[Issue]:
    """Yield what was taken for a running head or foot but is long and printed only once, here and in the body."""
    times = Counter(_letters(item.text) for item in draft.furniture)
    titles = {_letters(text) for text in _titles(draft)}
    for item in draft.furniture:
        letters = _letters(item.text)
        if not _was_guessed(item) or len(item.text.split()) < _FEW_WORDS or times[letters] > 1:
            continue
        if not any(2 * len(repeated) > len(letters) and letters.endswith(repeated) for repeated in titles):
            told = _("This was left out as part of the page ({role}) but is printed only once: “{text}”.")
            message = told.format(role=item.role, text=_shown(item.text))
            where = _("page {number}").format(number=item.page_number)
            yield Issue("warning", where, message, "furniture.once", item.page_number)


def _was_guessed(item: Furniture) -> bool:
    """Tell whether a running line was recognised on a page, rather than named by the format or by a person."""
    return item.page_number is not None and item.source == "rule" and item.role not in ("toc", "watermark")


def _titles(draft: ParsedDraft) -> Iterator[str]:
    """Yield what pages repeat on purpose: the document's title, headings with their numbers, head rows of tables."""
    yield draft.document.title
    for item in draft.provisions:
        if item.heading:
            yield item.heading
            yield f"{item.number} {item.heading}"
        if item.rows:
            yield " ".join(item.rows[0])


def _letters(text: str) -> str:
    """Return what is the same on each page: the letters, without page numbers and dates."""
    return "".join(filter(str.isalpha, text.casefold()))


def _silent_pages(draft: ParsedDraft) -> Iterator[Issue]:
    heard = {span.page_number for item in draft.provisions for span in item.spans}
    heard |= {item.page_number for item in draft.provisions} | {item.page_number for item in draft.furniture}
    if heard <= {None}:
        return
    silent = [number for number in range(1, (draft.document.page_count or 0) + 1) if number not in heard]
    for number in silent:
        if number - 1 in silent:
            continue
        last = next(end for end in range(number, number + len(silent) + 1) if end + 1 not in silent)
        if last == number:
            told = _("Page {number} has no text: it is blank or a picture.").format(number=number)
        else:
            told = _("Pages {number} to {last} have no text: they are blank or pictures.")
            told = told.format(number=number, last=last)
        yield Issue("info", _("page {number}").format(number=number), told, "page.silent", number)
