"""A page's elements → which of them are navigation, headers, footers and contents rather than the document.

Nothing is dropped: what is found gets a role and stays in the result.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from toolkit.model.layout import BlockRole
from toolkit.read.html.page_words import named
from toolkit.read.html.tree import DROPPED

Roles = dict[etree._Element, BlockRole]

MAIN_SHARE = 0.4
"""Of the page's text, what a main element must hold to be believed."""
DENSE_SHARE = 0.8
"""Of an element's text, what must be links for a list of links."""
DENSE_LINKS = 5
SMALL_SHARE = 0.2
"""Of the page's text, what an element may hold that only its class name says to be furniture."""

_ARIA: dict[str, BlockRole] = {
    "navigation": "header", "menu": "header", "menubar": "header", "banner": "header", "search": "header",
    "contentinfo": "footer", "doc-toc": "toc",
}  # fmt: skip
_SECTIONS = frozenset({"main", "article", "section", "aside", "blockquote", "figure"})
_LISTS = frozenset({"ul", "ol", "div", "table", "dl", "nav"})


@dataclass
class _Weight:
    """Characters of an element's text and what of it is links."""

    text: int = 0
    linked: int = 0
    links: int = 0
    internal: int = 0

    def add(self, other: _Weight) -> None:
        self.text += other.text
        self.linked += other.linked
        self.links += other.links
        self.internal += other.internal


def furniture_roles(root: etree._Element) -> Roles:
    """Return the role of each element that is furniture as a whole; elements inside inherit it."""
    return _Survey(root).roles()


class _Survey:
    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.weights = _weigh(root)
        self.total = max(self.weights[root].text, 1)
        self.main = self._main()

    def roles(self) -> Roles:
        found: Roles = {}
        for element in self.root.iter(etree.Element):
            role = self._role(element)
            if role is not None:
                found[element] = role
        found.update(self._around_main())
        return found if self._keeps_enough(found) else {e: role for e, role in found.items() if role == "toc"}

    def _main(self) -> etree._Element | None:
        """Return the element that says it holds the document, if there is one and it does."""
        for path in (".//main", ".//*[@role='main']", ".//article"):
            candidates = self.root.findall(path)
            if len(candidates) == 1 and self._weight(candidates[0]).text >= MAIN_SHARE * self.total:
                return candidates[0]
        return None

    def _around_main(self) -> Roles:
        """What stands before the main element is header, what stands after it footer."""
        found: Roles = {}
        inner = self.main
        while inner is not None and inner is not self.root:
            parent = inner.getparent()
            role: BlockRole = "header"
            for sibling in [] if parent is None else parent:
                if sibling is inner:
                    role = "footer"
                elif not self._is_title(sibling):
                    found[sibling] = self._role(sibling) or role
            inner = parent
        return found

    def _role(self, element: etree._Element) -> BlockRole | None:
        tag = str(element.tag)
        stated = _ARIA.get(element.get("role", ""))
        if tag == "nav" or stated == "header" or self._is_link_list(element, tag):
            return "toc" if self._points_inside(element) else "header"
        if stated is not None:
            return stated
        if tag in {"header", "footer"}:
            return self._page_end(element, tag)
        return self._named_role(element, tag)

    def _page_end(self, element: etree._Element, tag: str) -> BlockRole | None:
        inside = any(ancestor.tag in _SECTIONS for ancestor in element.iterancestors())
        if inside or self._is_title(element) or self._weight(element).text > self.total / 2:
            return None
        return "header" if tag == "header" else "footer"

    def _named_role(self, element: etree._Element, tag: str) -> BlockRole | None:
        # LibreOffice marks page headers and footers by the title of a division.
        title = element.get("title", "") if tag == "div" else ""
        if title == "header":
            return "header"
        if title == "footer":
            return "footer"
        weight = self._weight(element)
        if tag in _LISTS and named("contents", element) and weight.internal >= 2:
            return "toc"
        small = weight.text <= SMALL_SHARE * self.total
        return "header" if tag in _LISTS and small and weight.links and named("furniture", element) else None

    def _is_link_list(self, element: etree._Element, tag: str) -> bool:
        weight = self._weight(element)
        if tag not in _LISTS or weight.links < DENSE_LINKS or weight.linked < DENSE_SHARE * weight.text:
            return False
        return self._points_inside(element)

    def _points_inside(self, element: etree._Element) -> bool:
        weight = self._weight(element)
        return weight.internal >= 2 and weight.internal >= DENSE_SHARE * weight.links

    def _is_title(self, element: etree._Element) -> bool:
        """Tell whether an element holds the document's title rather than the site's."""
        return len(self.root.findall(".//h1")) == 1 and (
            element.tag == "h1" or element.find(".//h1") is not None
        )

    def _keeps_enough(self, found: Roles) -> bool:
        left = self.total - sum(
            self._weight(element).text
            for element in found
            if not any(ancestor in found for ancestor in element.iterancestors())
        )
        return left >= 0.1 * self.total

    def _weight(self, element: etree._Element) -> _Weight:
        return self.weights.get(element, _Weight())


def _weigh(root: etree._Element) -> dict[etree._Element, _Weight]:
    weights: dict[etree._Element, _Weight] = {root: _Weight()}
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            weights[element] = _Weight(text=0 if element.tag in DROPPED else _size(element.text))
            continue
        weight = weights[element]
        if element.tag == "a" and element.get("href"):
            weight.linked, weight.links = weight.text, 1
            weight.internal = int(element.get("href", "").startswith("#"))
        if element.tag in DROPPED:
            weight.text = weight.linked = weight.links = weight.internal = 0
        parent = element.getparent()
        if parent is not None and parent in weights:
            weights[parent].add(weight)
            weights[parent].text += _size(element.tail)
    return weights


def _size(text: str | None) -> int:
    return len(text.strip()) if text else 0
