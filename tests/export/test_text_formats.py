"""The response as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from toolkit.export.markdown import escaped, write_markdown
from toolkit.model.response import Response


def inline_tokens(markdown: str) -> list[Token]:
    parsed = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(markdown)
    return [child for token in parsed for child in (token.children or [token])]


def test_markdown_reads_like_the_response(response: Response) -> None:
    text = write_markdown(response)
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == [
        "# Response to the public consultation",
        "## Summary of positions",
        "## Comments by section",
        "### Fiche 3 Access",
        r"#### 1\. Sessions are locked after five minutes of inactivity. …",
        "#### Table 1 Retention",
        "### Fiche 4 Backup",
        "#### On this part as a whole",
        "## Index by role",
        "### CISO",
        "## Annex: provisions read without comment",
    ]
    assert "<del>five</del><ins>ten</ins> minutes" in text
    assert "| Fiche 3 Access | – | 1 | 1 | 1 | 3 | 0 |" in text
    assert "| Total | – | 1 | 1 | 1 | 3 | 1 |" in text
    assert "| Records | 20 years |" in text
    assert "**AMEND** — Ana Ruiz (CISO) — `c1`" in text
    assert response.content_sha256 in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("*bold* _it_", r"\*bold\* \_it\_", id="emphasis"),
        pytest.param("# no heading", r"\# no heading", id="heading"),
        pytest.param("1. no list", r"1\. no list", id="number"),
        pytest.param("1.5 is a number", "1.5 is a number", id="not a list"),
        pytest.param("- no list", r"\- no list", id="bullet"),
        pytest.param("<b>&amp;", r"\<b\>\&amp;", id="html"),
        pytest.param("a|b", r"a\|b", id="table cell"),
        pytest.param("[x](y)", r"\[x\](y)", id="link"),
    ],
)
def test_text_is_escaped(text: str, expected: str) -> None:
    assert escaped(text) == expected


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn")), max_size=30))
def test_escaped_text_renders_as_itself(text: str) -> None:
    tokens = inline_tokens(escaped(text))
    shown = "".join(token.content for token in tokens if token.type in ("text", "text_special"))
    assert shown == " ".join(text.split())


def test_text_cannot_add_markup(said_by_one: Callable[[str], Response]) -> None:
    attack = (
        "<script>x</script> ![i](http://x) [l](http://x) <http://x> `code` **b**\n# h\n- l\n> q\n| a |\n---"
    )
    tokens = inline_tokens(write_markdown(said_by_one(attack)))
    kinds = {token.type for token in tokens}
    assert not kinds & {"link_open", "image", "html_block"}
    assert {token.content for token in tokens if token.type == "html_inline"} <= {
        "<del>",
        "</del>",
        "<ins>",
        "</ins>",
    }


def test_json_gives_the_response_back(response: Response, export: Callable[..., Path]) -> None:
    data = export(response, "json").read_bytes()
    assert msgspec.json.decode(data, type=Response) == response
    assert json.loads(data)["schema"] == 1


def test_json_holds_text_that_utf8_cannot(
    said_by_one: Callable[[str], Response], export: Callable[..., Path]
) -> None:
    data = export(said_by_one("lone \ud83d, \x00, é"), "json").read_bytes()
    assert json.loads(data)["consultation"]["title"] == "lone \ud83d, \x00, é"
    assert "é".encode() in data


def test_markdown_holds_any_text(said_by_one: Callable[[str], Response], export: Callable[..., Path]) -> None:
    assert "lone \ufffd, ␀" in export(said_by_one("lone \ud83d, \x00"), "md").read_text(encoding="utf-8")
