"""The samples as their source says and as their files read."""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
from lxml import etree, html

CORPUS = Path(__file__).parents[2] / "corpus"

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def letters(text: str) -> str:
    """Letters and digits only: what layout, hyphens and typographic spaces cannot change."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[^\w]|_", "", plain)


def docx_letters(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        parts = [package.read(f"word/{part}.xml") for part in ("document", "footnotes")]
    return letters(
        "".join(text.text or "" for part in parts for text in etree.fromstring(part).iter(f"{W}t"))
    )


def html_letters(path: Path) -> str:
    page = html.fromstring(path.read_bytes())
    for link in page.xpath("//a[@role='doc-noteref']"):
        link.text = ""
    return letters(page.text_content())


def pdf_page_texts(path: Path) -> list[str]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()


def read_truth(name: str) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = json.loads((CORPUS / f"{name}.truth.json").read_text("utf-8"))["nodes"]
    return nodes
