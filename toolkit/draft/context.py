"""A provision and where it stands → what a template can say about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from toolkit.model.provision import Provision, label
from toolkit.model.response import Consultation
from toolkit.model.tag import Facet, Tag

_EXCERPT_LENGTH = 320
_STEP_LENGTH = 90
_OMISSION = "[…]"


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
    references: tuple[str, ...]
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
    quote: str = "",
    role_labels: Mapping[str, str] | None = None,
) -> DraftingContext:
    """Return what a template can say about a provision.

    `path` is `Outline.path`; `role_labels` gives the names of roles in `language`.
    """
    names = role_labels or {}
    return DraftingContext(
        language=language,
        provision=QuotedProvision(
            id=provision.id,
            label=label(provision),
            number=provision.number,
            heading=provision.heading,
            text=provision.text,
            kind=provision.kind,
            page_number=provision.page_number,
        ),
        path=tuple(path),
        place=_place(path, provision.page_number),
        quote=quote,
        excerpt=quote or shorten(provision.text or provision.heading),
        replaced=quote or provision.text,
        references=_values(provision.tags, "reference"),
        deadlines=_values(provision.tags, "deadline"),
        roles=tuple(names.get(value, value) for value in _ids(provision.tags, "role")),
        modality=next(iter(_ids(provision.tags, "modality")), ""),
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


def _ids(tags: Sequence[Tag], facet: Facet) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.value for tag in tags if tag.facet == facet))


def _values(tags: Sequence[Tag], facet: Facet) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.label or tag.value for tag in tags if tag.facet == facet))
