"""The bytes of an XML part → its elements with the places where they stand, so that a change touches nothing else.

A part that is parsed and written again comes out with other quotes, prefixes and white space. Here the bytes stay, and
an edit replaces a stretch of them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from xml.parsers import expat
from xml.sax.saxutils import escape

from toolkit.errors import BrokenInput, UsageError
from toolkit.export.printable import printable
from toolkit.messages import _

# Matches a start tag to its end, whatever its quoted values hold: <w:p w:x="a>b">.
_START_TAG = re.compile(rb"<[^\s/>]+(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")

# Matches what stands between tags and is no text: comments and processing instructions.
_NO_TEXT = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)

# Matches one character of a text as it is written: "&amp;", "&#233;", "é".
_CHARACTER = re.compile(r"&[^;]+;|[^&]", re.DOTALL)


@dataclass(eq=False)
class Node:
    """An element; offsets are in bytes, `inner_start:inner_end` is what stands between its tags."""

    prefix: str
    name: str
    """Local name."""
    attributes: dict[str, str]
    """By local name: within one element of these formats they are unique."""
    start: int
    inner_start: int
    inner_end: int = 0
    end: int = 0
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute, "" if it is not there."""
        return self.attributes.get(name, "")

    def child(self, name: str) -> Node | None:
        """Return the first child of a name."""
        return next((node for node in self.children if node.name == name), None)

    def every(self, *names: str) -> Iterator[Node]:
        """Yield the elements below, in document order, that have one of the names."""
        for node in self.children:
            if node.name in names:
                yield node
            yield from node.every(*names)

    def within(self, name: str) -> Node | None:
        """Return the nearest element around it that has the name."""
        node = self.parent
        while node is not None and node.name != name:
            node = node.parent
        return node

    @property
    def is_empty_tag(self) -> bool:
        """Whether it is written as one tag: `<w:t/>`."""
        return self.inner_start == self.end

    def tag(self, name: str) -> str:
        """Return the qualified name of a sibling in the same namespace."""
        return f"{self.prefix}:{name}" if self.prefix else name


@dataclass(frozen=True)
class Edit:
    """`content` instead of the bytes from `start` to `end`."""

    start: int
    end: int
    content: bytes


@dataclass(frozen=True)
class Leaf:
    """Text of one node as a reader sees it; `places` holds where each character begins, and where the last one ends."""

    node: Node
    text: str
    places: tuple[int, ...]


class XmlPart:
    """A parsed part; `edits` collects what is to be changed."""

    def __init__(self, content: bytes, *, where: str) -> None:
        """Parse it.

        Raises:
            BrokenInput: it is not XML in UTF-8, or declares a document type.
        """
        self.content = content
        self.where = where
        self.edits: list[Edit] = []
        self.root = _Builder(content, where).build()

    def leaves(self, node: Node, *, without: Collection[str] = ()) -> Iterator[Leaf]:
        """Yield the stretches of text in a node and below, in order; elements of the names `without` are passed over."""
        start = node.inner_start
        for child in node.children:
            yield from self._leaf(node, start, child.start)
            if child.name not in without:
                yield from self.leaves(child, without=without)
            start = child.end
        yield from self._leaf(node, start, node.inner_end)

    def text(self, node: Node) -> str:
        """Return all text in a node and below."""
        pieces: list[str] = []
        start = node.inner_start
        for child in node.children:
            pieces.append(self._plain(start, child.start))
            pieces.append(self.text(child))
            start = child.end
        pieces.append(self._plain(start, node.inner_end))
        return "".join(pieces)

    def raw(self, node: Node | None) -> bytes:
        """Return an element as it is written, b"" for none."""
        return b"" if node is None else self.content[node.start : node.end]

    def replace(self, start: int, end: int, content: str | bytes) -> None:
        """Put `content`, which is XML, in the place of some bytes."""
        self.edits.append(Edit(start, end, content.encode() if isinstance(content, str) else content))

    def edited(self) -> bytes:
        """Return the part with all edits made.

        Raises:
            UsageError: two of them overlap.
        """
        pieces: list[bytes] = []
        last = 0
        for edit in sorted(self.edits, key=lambda edit: (edit.start, edit.end)):
            if edit.start < last:
                raise UsageError(_("two fields go to the same place of the form."), where=self.where)
            pieces += [self.content[last : edit.start], edit.content]
            last = edit.end
        return b"".join((*pieces, self.content[last:]))

    def _plain(self, start: int, end: int) -> str:
        return unescape(_NO_TEXT.sub(b"", self.content[start:end]).decode())

    def _leaf(self, node: Node, start: int, end: int) -> Iterator[Leaf]:
        gaps = [(start, start), *(match.span() for match in _NO_TEXT.finditer(self.content, start, end))]
        for (_begun, begin), (stop, _done) in zip(gaps, [*gaps[1:], (end, end)], strict=True):
            if stop > begin:
                yield _leaf_of(node, self.content[begin:stop].decode(), begin)


def _leaf_of(node: Node, written: str, start: int) -> Leaf:
    places, text, place = [], [], start
    for match in _CHARACTER.finditer(written):
        for char in unescape(match.group()):
            places.append(place)
            text.append(char)
        place += len(match.group().encode())
    return Leaf(node, "".join(text), (*places, place))


class _Builder:
    def __init__(self, content: bytes, where: str) -> None:
        self._content = content
        self._where = where
        self._open: list[Node] = []
        self._root: Node | None = None
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.buffer_text = True

    def build(self) -> Node:
        try:
            self._content.decode("utf-8")
            self._parser.ParseFile(io.BytesIO(self._content))
        except (expat.ExpatError, UnicodeDecodeError) as error:
            raise BrokenInput(
                _("is damaged: {reason}.").format(reason=str(error)), where=self._where
            ) from error
        assert self._root is not None
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        tag = _START_TAG.match(self._content, start)
        inner = tag.end() if tag else start
        prefix, _colon, local = name.rpartition(":")
        node = Node(
            prefix, local, {key.rpartition(":")[2]: value for key, value in attributes.items()}, start, inner
        )
        if self._open:
            node.parent = self._open[-1]
            node.parent.children.append(node)
        else:
            self._root = node
        self._open.append(node)

    def _end(self, _name: str) -> None:
        node = self._open.pop()
        if self._content[node.inner_start - 2 : node.inner_start] == b"/>":
            node.inner_end = node.end = node.inner_start
        else:
            node.inner_end = self._parser.CurrentByteIndex
            node.end = self._content.index(b">", node.inner_end) + 1

    def _refuse(self, *_declaration: object) -> None:
        raise BrokenInput(_("declares a document type, which no office program does."), where=self._where)


def escaped(text: str) -> str:
    """Return a text as XML writes it, without the characters that it forbids."""
    return escape(printable(text))


def names_of(nodes: Iterable[Node], attribute: str) -> list[str]:
    """Return the values of an attribute that are there, in order."""
    return [value for node in nodes if (value := node.get(attribute))]
