"""A page's elements → footnotes: which links call them, which elements hold them, which links lead back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from toolkit.read.html.page_words import tells
from toolkit.read.html.tree import text_of

# Match: "1", "[12]", "(a)", "*", "†". Near miss: "1.2", "see".
_MARK = re.compile(r"[\[(]? (?P<mark> \d{1,3} | [a-z] | [ivx]{1,5} | [*†‡§]{1,3} ) [\])]?", re.VERBOSE)
_BODIES = frozenset({"li", "p", "div", "aside", "dd", "td", "section"})
_STATED_CALLS = frozenset({"doc-noteref", "noteref"})


@dataclass
class Notes:
    """Elements of a page that are notes or lead to and from them."""

    calls: dict[etree._Element, tuple[str, str]] = field(default_factory=dict)
    """(key, mark) by the element that prints the mark."""
    bodies: dict[etree._Element, tuple[str, str]] = field(default_factory=dict)
    """(key, mark) by the element that holds the note."""
    backlinks: set[etree._Element] = field(default_factory=set)
    """Links from a note to its call, which are no text of the note."""


def find_notes(root: etree._Element) -> Notes:
    """Find the notes of a page: what a mark links to, further down and short of a whole section."""
    targets: dict[str, etree._Element] = {}
    order: dict[etree._Element, int] = {}
    links: list[etree._Element] = []
    for index, element in enumerate(root.iter(etree.Element)):
        order[element] = index
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                targets.setdefault(name, element)
        if element.tag == "a" and element.get("href", "").startswith("#"):
            links.append(element)
    notes = Notes()
    for link in links:
        target = targets.get(unquote(link.get("href", "")[1:]), targets.get(link.get("href", "")[1:]))
        if target is not None and order[target] > order[link] and not _is_in_note(link, notes):
            _add_call(notes, link, target)
    called = set(notes.bodies)
    for link in links:
        holder = next((body for body in link.iterancestors() if body in called), None)
        target = targets.get(unquote(link.get("href", "")[1:]))
        if holder is not None and target is not None and order[target] < order[holder]:
            notes.backlinks.add(link)
    return notes


def _is_in_note(link: etree._Element, notes: Notes) -> bool:
    return any(ancestor in notes.bodies for ancestor in link.iterancestors())


def _add_call(notes: Notes, link: etree._Element, target: etree._Element) -> None:
    text = text_of(link)
    found = _MARK.fullmatch(text)
    if found is None or not _is_call(link):
        return
    body = target
    while body.tag not in _BODIES:
        parent = body.getparent()
        if parent is None or parent.tag in {"body", "html"}:
            return
        body = parent
    key = f"note-{link.get('href', '')[1:]}"
    notes.calls[_printed_mark(link)] = (key, found["mark"])
    notes.bodies.setdefault(body, (key, found["mark"]))


def _is_call(link: etree._Element) -> bool:
    """Tell whether a link with a mark for its text calls a note: raised, or so named."""
    stated = {link.get("role", ""), link.get("epub:type", "")} & _STATED_CALLS
    raised = (
        any(ancestor.tag == "sup" for ancestor in link.iterancestors()) or link.find(".//sup") is not None
    )
    named = tells("note", link.get("href", "")) or tells("note", link.get("class", "") + "0")
    return bool(stated) or raised or named


def _printed_mark(link: etree._Element) -> etree._Element:
    """Return the outermost element that holds nothing but the mark: a `sup` with brackets around the link."""
    printed = link
    for ancestor in link.iterancestors():
        if ancestor.tag not in {"sup", "span", "small"} or not _MARK.fullmatch(text_of(ancestor)):
            break
        printed = ancestor
    return printed
