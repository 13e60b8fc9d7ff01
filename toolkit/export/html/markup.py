"""Text → HTML: everything that comes from a draft or a person is escaped here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from toolkit.export.printable import paragraphs, printable


def text(words: str) -> str:
    """Return a text that an element can hold and that shows as itself."""
    return escape(printable(words), quote=False)


def line(words: str) -> str:
    """Return a text on one line."""
    return text(" ".join(printable(words).split()))


def element(tag: str, *content: str, **attributes: str | bool | None) -> str:
    """Return an element with markup in it; `class_` and `for_` lose their "_", a "_" inside becomes "-".

    An attribute that is True has no value, one that is False or None is left out.

    >>> element("p", "a", class_="note", hidden=True)
    '<p class="note" hidden>a</p>'
    """
    return f"<{tag}{_written(attributes)}>{''.join(content)}</{tag}>"


def void(tag: str, **attributes: str | bool | None) -> str:
    """Return an element that holds nothing, as `input` and `meta` do."""
    return f"<{tag}{_written(attributes)}>"


def block(tag: str, content: Iterable[str], **attributes: str | bool | None) -> str:
    """Return an element whose parts stand on lines of their own."""
    return element(tag, "\n", "\n".join(content), "\n", **attributes)


def lines(words: str, *, tag: str = "p", **attributes: str | bool | None) -> str:
    """Return a text of any length, an element for each of its lines, each running in its own direction."""
    return "\n".join(element(tag, text(one), dir="auto", **attributes) for one in paragraphs(words))


def _written(attributes: dict[str, str | bool | None]) -> str:
    written = []
    for key, value in attributes.items():
        name = key.rstrip("_").replace("_", "-")
        if value is True:
            written.append(f" {name}")
        elif value is not None and value is not False:
            written.append(f' {name}="{escape(printable(value))}"')
    return "".join(written)
