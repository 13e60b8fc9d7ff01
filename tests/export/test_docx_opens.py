"""The Word document as judged by the Open XML SDK, a second validator, and LibreOffice's pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from openxml_audit import OpenXmlValidator

from toolkit.model.provision import Provision
from toolkit.model.response import Answer, Response, Section

Export = Callable[..., Path]
ODD_TEXT = "NUL \x00, lone \ud83d, 🏥, نص, a\tb\r\nc <w:t> & ]]> " + "long " * 300


def empty(response: Response) -> Response:
    return msgspec.structs.replace(response, sections=(), summary=(), role_index=(), read_without_comment=())


@pytest.mark.parametrize("case", ["full", "french by role", "empty", "odd text"])
def test_validators_find_nothing_wrong(
    case: str,
    response: Response,
    said_by_one: Callable[[str], Response],
    export: Export,
    sdk_errors: Callable[[Path], list[str]],
) -> None:
    made = {
        "full": lambda: response,
        "french by role": lambda: msgspec.structs.replace(response, language="fr", ordering="role"),
        "empty": lambda: empty(response),
        "odd text": lambda: said_by_one(ODD_TEXT),
    }
    path = export(made[case]())
    assert sdk_errors(path) == []
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def test_page_numbers_in_the_contents_are_those_of_the_pages(
    response: Response, export: Export, pdf_of: Callable[[Path], Path]
) -> None:
    sections = tuple(
        Section(
            id=f"s{number}",
            title=f"Part {number} of the draft",
            answers=tuple(
                Answer(
                    provision=Provision(
                        id=f"p{number}-{place}", heading=f"Rule {number}.{place}", text="Words. " * 150
                    ),
                    path=("",),
                )
                for place in range(4)
            ),
        )
        for number in range(5)
    )
    pages = pages_of(pdf_of(export(msgspec.structs.replace(response, sections=sections))))
    entries = dict(
        re.findall(r"^\s*(Part \d of the draft|Rule \d\.\d)[ .…]*?(\d+)\s*$", pages[1], re.MULTILINE)
    )
    assert len(entries) == 25
    for title, page_number in entries.items():
        assert title in pages[int(page_number) - 1]


def pages_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    document.close()
    return texts
