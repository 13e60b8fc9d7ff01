"""A provision and where it stands → what a template can say about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Literal

import msgspec

from toolkit.messages import text_in
from toolkit.model.provision import Outline, Provision, first_words, label, printed_text, spoken_number
from toolkit.model.response import Consultation
from toolkit.model.sentences import sentences_around
from toolkit.model.tag import Facet, Tag

_EXCERPT_LENGTH = 320
_STEP_LENGTH = 90
_OMISSION = "[…]"
_CLOSED = (".", "!", "?", "…", ".\u00a0»", ".”")


class QuotedProvision(msgspec.Struct, frozen=True, kw_only=True):
    """The provision itself, as `provision` in templates."""

    id: str
    label: str
    """Number and heading as printed, or its first words."""
    number: str
    heading: str
    text: str
    kind: str
    page_number: int | None


class DraftingContext(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a template can use besides its fields."""

    language: Literal["fr", "en"]
    provision: QuotedProvision
    path: tuple[str, ...]
    """Labels of the ancestors and of the provision itself, top down."""
    place: str
    """The path as one line, with the page: "Fiche 13 Accès › 13.2. Habilitations, p. 12"."""
    quote: str
    """Words that the comment is about, "" for the whole provision."""
    excerpt: str
    """The quote, or the provision's text cut to what one quotes in a letter."""
    replaced: str
    """What a proposed wording replaces: the quote, or the provision's whole text."""
    passage: str
    """What a wording that only adds to it keeps: the sentences of the quote, or the whole text with its list; "" of
    what has tables or headings of its own."""
    gap: str
    """What parts the passage from a sentence added to it: a space, after a list the end of the line."""
    for_item: str
    """How a sentence added after a list begins: "For the purposes of d), "; "" where the passage is no item."""
    words: str
    """Everything printed in the provision and under it, footnotes included."""
    references: tuple[str, ...]
    """Cited in the provision, under it, and in the footnotes called there."""
    deadlines: tuple[str, ...]
    roles: tuple[str, ...]
    modality: str
    consultation: Consultation


def build_context(
    provision: Provision,
    *,
    path: Sequence[str],
    consultation: Consultation,
    language: Literal["fr", "en"],
    outline: Outline | None = None,
    quote: str = "",
    role_labels: Mapping[str, str] | None = None,
) -> DraftingContext:
    """Return what a template can say about a provision: of a heading without text, what stands under it.

    `path` is `Outline.path`; without `outline` nothing stands under the provision; `role_labels` gives the names
    of roles in `language`.
    """
    names = role_labels or {}
    around = outline or Outline((provision,))
    whole = around.whole(provision.id)
    everything = (whole, *around.descendants(whole.id), *_notes(around, whole.id))
    passage = _passage(around, whole, quote)
    return DraftingContext(
        language=language,
        provision=QuotedProvision(
            id=whole.id,
            label=label(whole),
            number=whole.number,
            heading=whole.heading,
            text=whole.text,
            kind=whole.kind,
            page_number=whole.page_number,
        ),
        path=tuple(path),
        place=_place(path, whole.page_number),
        quote=quote,
        excerpt=quote or shorten(whole.text or whole.heading),
        replaced=quote or whole.text,
        passage=passage,
        gap=" " if passage.endswith(_CLOSED) and "\n" not in passage and whole.kind != "item" else "\n",
        for_item=_for_item(whole, language),
        words="\n".join(map(printed_text, everything)),
        references=_values([tag for item in everything for tag in item.tags], "reference"),
        deadlines=_values(whole.tags, "deadline"),
        roles=tuple(names.get(value, value) for value in _ids(whole.tags, "role")),
        modality=next(iter(_ids(whole.tags, "modality")), ""),
        consultation=consultation,
    )


def shorten(text: str, *, length: int = _EXCERPT_LENGTH) -> str:
    """Cut `text` at the last end of a sentence, else of a word, within `length` characters.

    >>> shorten("Une phrase. Une autre phrase.", length=20)
    'Une phrase. […]'
    """
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    head = flat[:length]
    sentence = max(head.rfind(end) for end in (". ", "; ", "? ", "! "))
    kept = head[: sentence + 1] if sentence > length // 3 else head.rpartition(" ")[0] or head
    return f"{kept} {_OMISSION}"


def _place(path: Sequence[str], page_number: int | None) -> str:
    steps = " › ".join(shorten(step, length=_STEP_LENGTH) for step in path)
    return f"{steps}, p.\u00a0{page_number}" if page_number else steps


def _notes(outline: Outline, provision_id: str) -> list[Provision]:
    """Return the footnotes that a provision and what is under it call."""
    printed = (outline.by_id[provision_id], *outline.descendants(provision_id))
    called = dict.fromkeys(call.provision_id for item in printed for call in item.calls)
    return [outline.by_id[note_id] for note_id in called if note_id in outline.by_id]


def _passage(outline: Outline, whole: Provision, quote: str) -> str:
    if quote:
        at = whole.text.find(quote)
        if at < 0:
            return quote
        start, end = sentences_around(whole.text, at, at + len(quote))
        return whole.text[start:end]
    below = outline.printed_below(whole.id)
    if not outline.by_id[whole.id].text:
        return "" if any(part.heading or part.rows for part in below) else whole.text
    items = takewhile(lambda part: part.kind == "item" and not part.heading, below)
    return "\n".join((whole.text, *map(printed_text, items)))


def _for_item(provision: Provision, language: str) -> str:
    if provision.kind != "item":
        return ""
    number = spoken_number(provision)
    if number:
        return text_in(language, "For the purposes of {item}, ").format(item=number)
    return text_in(language, "For the purposes of the item “{words}”, ").format(words=first_words(provision))


def _ids(tags: Sequence[Tag], facet: Facet) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.value for tag in tags if tag.facet == facet))


def _values(tags: Sequence[Tag], facet: Facet) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.label or tag.value for tag in tags if tag.facet == facet))
