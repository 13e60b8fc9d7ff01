"""What class names, ids and addresses of web pages tell, as patterns from the data file beside."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from lxml import etree


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    texts = tomllib.loads(Path(__file__).with_name("page_words.toml").read_text("utf-8"))["patterns"]
    return {name: re.compile(text, re.VERBOSE | re.IGNORECASE) for name, text in texts.items()}


def tells(name: str, text: str) -> bool:
    """Tell whether `text` has a word of the list `name` ("furniture", "contents", "box", "note").

    >>> tells("box", "alert alert-info"), tells("box", "textbox")
    (True, False)
    """
    return bool(text) and _patterns()[name].search(text) is not None


def named(name: str, element: etree._Element) -> bool:
    """Tell whether an element's class or id has a word of the list `name`."""
    return tells(name, element.get("class", "")) or tells(name, element.get("id", ""))
