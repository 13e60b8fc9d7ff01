"""The page for the browser: whole, self-contained, harmless, and told to whoever cannot see it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tests.export_texts.conftest import build_response, said
from toolkit.export.html.page import write_html
from toolkit.model.response import Response


@pytest.fixture(scope="module")
def page(response: Response) -> html.HtmlElement:
    return html.document_fromstring(write_html(response))


_STEP = re.compile(
    r"""
    (?P<tag> \w+ )? (?: \# (?P<id> [\w-]+ ) )? (?: \. (?P<class> [\w-]+ ) )?
    (?: \[ (?P<name> [\w-]+ ) (?: = (?P<value> \w+ ) )? \] )?
    """,
    re.VERBOSE,
)


def select(page: html.HtmlElement, selectors: str) -> list[html.HtmlElement]:
    """Find elements by tag, #id, .class and [attribute=value], below each other or (">") right below."""
    return page.xpath(" | ".join(map(_path, selectors.split(", "))))


def _path(selector: str) -> str:
    path, axis = "", "//"
    for word in selector.split():
        if word == ">":
            axis = "/"
            continue
        step = _STEP.fullmatch(word)
        assert step is not None, word
        path += f"{axis}{step['tag'] or '*'}"
        path += f"[@id='{step['id']}']" if step["id"] else ""
        path += f"[contains(concat(' ', @class, ' '), ' {step['class']} ')]" if step["class"] else ""
        if step["name"]:
            path += f"[@{step['name']}='{step['value']}']" if step["value"] else f"[@{step['name']}]"
        axis = "//"
    return path


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in select(page, path)]


def test_it_says_what_the_response_says(page: html.HtmlElement, response: Response) -> None:
    assert texts(page, "h1") == ["Security of the patient record"]
    assert texts(page, "main h3") == ["Diverging positions", "Fiche 1 Access", "Fiche 2 Logs", "CISO"]
    assert texts(page, ".unit > h4") == ["R1 Lock sessions", "R2 Keep logs", "R4 Open"]
    assert [comment.get("id") for comment in select(page, ".comment")] == [
        "comment-c1",
        "comment-c2",
        "comment-c3",
        "comment-c4",
        "comment-c5",
    ]
    assert len(select(page, ".open")) == 1
    assert response.content_sha256 in page.text_content()


def test_changes_of_the_wording_are_marked(page: html.HtmlElement) -> None:
    (wording, *_others) = select(page, "#comment-c1 .wording")
    assert [(part.tag, part.text) for part in wording] == [("del", "five"), ("ins", "ten")]
    assert wording.text_content() == "Sessions must be locked after fiveten minutes."
    assert texts(page, "#comment-c5 .wording") == ["Delete this provision."]


def test_it_asks_for_nothing_from_elsewhere(response: Response) -> None:
    written = write_html(response)
    page = html.document_fromstring(written)
    assert not page.xpath("//@src | //link | //img | //iframe | //object | //base")
    assert all(link.startswith("#") for link in page.xpath("//a/@href"))
    assert "url(" not in written
    assert "@import" not in written


def test_its_policy_lets_only_its_own_script_and_style_in(page: html.HtmlElement) -> None:
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    for kind in ("style", "script"):
        (element,) = select(page, kind)
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert not page.xpath("//@style | //@onclick | //@onload")


def test_every_link_and_label_leads_somewhere(page: html.HtmlElement) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = [link[1:] for link in page.xpath("//a/@href")] + page.xpath("//@aria-labelledby")
    assert set(named) <= set(ids)
    assert [section.get("value") for section in select(page, "select[name=section] option")][1:] == [
        "s1",
        "s2",
    ]


def test_it_has_landmarks_headings_in_order_and_names_for_fields(page: html.HtmlElement) -> None:
    for landmark in ("header", "nav[aria-label]", "main", "footer", "form[role=search]"):
        assert len(select(page, landmark)) == 1, landmark
    levels = [int(element.tag[1]) for element in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for field in select(page, "input, select"):
        assert field.getparent().tag == "label"
    assert select(page, "#shown[role=status]")
    assert all(select(table, "caption") for table in select(page, "table"))
    assert all(cell.get("scope") for cell in select(page, "th"))


def test_without_its_script_nothing_is_hidden_but_the_filter(page: html.HtmlElement) -> None:
    hidden = page.xpath("//*[@hidden]")
    assert [element.get("class") or element.get("id") for element in hidden] == ["filter", "nothing"]
    assert all(element.get("open") is not None for element in select(page, "details.draft"))


def test_comments_are_found_by_everybody_who_stands_behind_them(page: html.HtmlElement) -> None:
    choices = {option.text: option.get("value") for option in select(page, "select[name=author] option")}
    assert set(choices) == {"All", "Ana Ruiz", "Bea Sol", "Cyd Lam", "Dan Roy", "Eve Day"}
    (shared,) = select(page, "#comment-c4")
    assert set(shared.get("data-authors").split()) == {choices["Cyd Lam"], choices["Eve Day"]}
    (mine,) = select(page, "#comment-c1")
    assert (mine.get("data-position"), mine.get("data-authors")) == ("amend", choices["Ana Ruiz"])


def test_it_speaks_the_language_of_the_response() -> None:
    page = html.document_fromstring(write_html(build_response(language="fr")))
    assert page.get("lang") == "fr"
    assert texts(page, "#filter-title") == ["Filtrer les commentaires"]
    assert [quote.get("lang") for quote in select(page, "blockquote")] == ["en", "en", "en"]


def test_a_part_says_that_it_is_one(response: Response) -> None:
    part = msgspec.structs.replace(response, scope=("Roles: CISO.",))
    assert texts(html.document_fromstring(write_html(part)), ".scope") == [
        "This is a part of the response, with a fingerprint of its own. Roles: CISO."
    ]


def test_two_writings_are_the_same(response: Response, written: Callable[..., bytes]) -> None:
    assert written(response, "html") == written(response, "html") == write_html(response).encode()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</style></script><img src=x onerror=alert(1)>",
        '" onmouseover="alert(1)',
        "<!-- ]]> &amp; &lt;",
        "javascript:alert(1)",
        "{{ 7 * 7 }}",
    ],
)
def test_what_people_write_stays_text(text: str) -> None:
    comment = said(1, "r1", author=text, role=text, text=text, proposed=text, rationale=text, quote=text)
    page = html.document_fromstring(write_html(build_response((comment,))))
    assert len(select(page, "script")) == 1
    assert not page.xpath("//img | //*[@onmouseover] | //*[@onerror]")
    assert " ".join(text.split()) in texts(page, "#comment-c1 > p")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_any_text_makes_a_page(text: str) -> None:
    comment = said(1, "r1", author=text, text=text, proposed=text, rationale=text)
    written = write_html(build_response((comment,)))
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", written)
    assert len(select(html.document_fromstring(written), ".comment")) == 1
