"""A structured draft → why one of its provisions is what and where it is: the evidence in words and weights."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.messages import _
from toolkit.model.explanation import Clue, Explanation
from toolkit.model.provision import title
from toolkit.structure.build import Structured
from toolkit.structure.headings.announced import Announced
from toolkit.structure.headings.weighing import evidence_table
from toolkit.structure.unit import Unit

_CHANCE = 0.005
"""Less than this is rounding, not the weight of the headings that look alike."""


def explain_place(structured: Structured, provision_id: str) -> Explanation:
    """Return what decided about kind, level and parent of a provision.

    Raises:
        KeyError: there is no such provision.
    """
    by_id = {provision.id: provision for provision in structured.draft.provisions}
    provision = by_id[provision_id]
    unit = next(unit for unit in structured.units if unit.id == provision_id)
    parent = by_id[provision.parent_id] if provision.parent_id is not None else None
    return Explanation(
        provision_id=provision_id,
        label=title(provision),
        page_number=provision.page_number,
        is_heading=unit.is_heading,
        score=round(unit.score, 2),
        heading=tuple(_weighed(unit)),
        number=provision.number,
        numbering=tuple(_numbering(unit)),
        kind=provision.kind,
        kind_reason=_kind_reasons()[unit.kind_reason],
        depth=unit.depth if unit.is_heading else None,
        depth_reason=_depth_reason(unit, structured.announced) if unit.is_heading else "",
        parent_id=provision.parent_id,
        parent_label=title(parent) if parent is not None else "",
        parent_reason=_parent_reason(unit),
        confidence=provision.confidence,
    )


def _weighed(unit: Unit) -> Iterator[Clue]:
    """Yield the evidence for a heading: where it starts, each piece, and what headings that look alike changed."""
    table, words = evidence_table(), evidence_words()
    if not unit.evidence:
        return
    yield Clue("bias", _("to begin with, a paragraph is no heading"), table.bias)
    for name in unit.evidence:
        yield Clue(name, words.get(name, name), table.weights[name])
    rest = unit.score - table.bias - sum(table.weights[name] for name in unit.evidence)
    if abs(rest) > _CHANCE:
        yield Clue("series", _("the paragraphs that look like it decide otherwise"), round(rest, 2))


def _numbering(unit: Unit) -> Iterator[Clue]:
    if unit.label is None or unit.block.role == "note":
        return
    if unit.automatic:
        yield Clue("automatic", _("the format itself numbers it"))
    words = support_words()
    for name in unit.support:
        yield Clue(name, words.get(name, name))
    if not (unit.automatic or unit.support):
        yield Clue("form", _("its form alone"))


def _kind_reasons() -> dict[str, str]:
    return {
        "note": _("it stands among the notes"),
        "table": _("it has rows and cells"),
        "image": _("it is a picture"),
        "label": _("its label says so"),
        "box": _("it is framed or shaded"),
        "heading": _("it is a heading without a word that names its kind"),
        "item": _("its number is one of a list"),
        "numbered": _("its number runs through paragraphs"),
        "plain": _("nothing says that it is more than a paragraph"),
    }


def _depth_reason(unit: Unit, announced: Announced) -> str:
    if unit.block.outline_level == unit.depth:
        return _("the format states this level")
    found = announced.find(unit.text, unit.page_number)
    if any(entry.level == unit.depth for entry in found):
        return _("the bookmarks or the contents state this level")
    return _("headings of its sort (same number form, or same look) stand at this level")


def _parent_reason(unit: Unit) -> str:
    if unit.block.role == "note":
        return _("it is called there") if unit.parent is not None else _("nothing calls it")
    if unit.parent is None:
        return _("nothing above it encloses it")
    return {
        "number": _("its number continues the number of what it stands under"),
        "depth": _("it is the nearest heading above of a higher level"),
        "series": _("the item before it in the same numbering stands there"),
        "scheme": _("the usual order of numberings, and its indentation, put it there"),
        "open": _("it is what was open where this stands"),
    }[unit.parent_reason]


def support_words() -> dict[str, str]:
    """Return what each name in `Unit.support` means."""
    return {
        "follows": _("the number before it was found"),
        "leads": _("the number after it comes later"),
        "distinct": _("its paragraph is set apart by its looks"),
        "prefixed": _("the number that it continues was found"),
        "usual": _("its code numbers much in this document"),
    }


def evidence_words() -> dict[str, str]:
    """Return what each name in the table of evidence means."""
    return {
        "outline": _("the format gives it an outline level"),
        "title": _("the format calls it the document's title"),
        "heading_style": _("its style is named after headings"),
        "bookmark": _("a bookmark of this title points to its page"),
        "in_contents": _("the table of contents lists it"),
        "unannounced": _("detailed contents leave it out"),
        "larger": _("its font is larger than the body's"),
        "much_larger": _("its font is a third larger than the body's"),
        "smaller": _("its font is smaller than the body's"),
        "bold": _("it is bold"),
        "italic": _("it is italic"),
        "coloured": _("it is not in the body's colour"),
        "capitals": _("it is in capitals"),
        "unstyled_capitals": _("it is in capitals where nothing else can mark headings"),
        "centred": _("it is centred"),
        "short": _("it is short"),
        "long": _("it is long"),
        "very_long": _("it is too long for a heading"),
        "final_stop": _("it ends as sentences do"),
        "sentence": _("it is a whole sentence"),
        "final_colon": _("it introduces something"),
        "unfinished": _("it breaks off"),
        "fact": _("it is nothing but a date, a number or an address"),
        "remark": _("it is a remark or a reference"),
        "lower_start": _("it starts in the middle of a sentence"),
        "worded": _("its number has a word such as “Article”"),
        "annex_word": _("it says “Annex” and nothing else"),
        "code": _("its number is a code such as “R12”"),
        "compound": _("its number has several parts"),
        "opens_numbers": _("the next number continues its number"),
        "opens_series": _("another numbering starts right under it"),
        "bracketed": _("its number has the brackets of an item"),
        "bullet": _("it has a bullet"),
        "decorated": _("its bullet is an ornament before a heading"),
        "followed": _("running text follows"),
        "unfollowed": _("no running text follows"),
        "unstopped": _("it is short and without a full stop, and sentences follow"),
        "cross_heading": _("it stands before a paragraph that continues a numbering"),
        "box_title": _("it is the first in its box"),
        "in_box": _("it stands in a box"),
        "caption": _("it belongs to a table or figure"),
    }
