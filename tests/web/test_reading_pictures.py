"""Pages of the draft as pictures, and where provisions stand on them."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from toolkit.model.document import Document
from toolkit.model.layout import Box
from toolkit.model.provision import ParsedDraft, Provision, Span
from toolkit.model.response import Consultation
from toolkit.pipeline.pictures import PICTURE_FOLDER
from toolkit.web.rooms.reading.pictures import merged
from toolkit.workspace.store import Workspace

MakeClient = Callable[..., TestClient]
SAMPLE = Path(__file__).parents[2] / "corpus" / "sample-fr.pdf"
PDF = "application/pdf"
DRAFT = (
    Provision(
        id="r12",
        number="R12",
        text="Une règle.",
        page_number=9,
        spans=(
            Span("text", 0, 4, 9, Box(60, 100, 500, 110)),
            Span("text", 4, 10, 9, Box(60, 114, 300, 124)),
        ),
    ),
)  # fmt: skip


def paged_workspace(folder: Path, *, content: bytes | None = None) -> Workspace:
    """Make a workspace for the sample as a PDF of 25 pages, or for what a file of `content` claims to be."""
    source = folder / "draft.pdf"
    source.write_bytes(SAMPLE.read_bytes() if content is None else content)
    document = Document(
        sha256=hashlib.sha256(source.read_bytes()).hexdigest(),
        name=source.name,
        media_type=PDF,
        language="fr",
        page_count=25,
    )
    draft = ParsedDraft(document=document, provisions=DRAFT)
    return Workspace.create(
        folder / "ws", draft=draft, source=source, consultation=Consultation(title="Projet")
    )


def test_a_page_is_drawn_once_and_kept(tmp_path: Path, client: MakeClient) -> None:
    with paged_workspace(tmp_path) as workspace:
        browser = client(workspace.folder)
        answers = [browser.get("/w/ws/page/9.png?scale=1") for _time in range(2)]
    assert [answer.headers["content-type"] for answer in answers] == ["image/png"] * 2
    width, height = struct.unpack(">II", answers[0].content[16:24])
    assert (width, height) == (596, 842)
    kept = list((workspace.folder / PICTURE_FOLDER).rglob("9-1.png"))
    assert [path.read_bytes() for path in kept] == [answers[1].content]


@pytest.mark.parametrize(
    ("query", "width"),
    [
        pytest.param("", 893, id="nothing said"),
        pytest.param("?scale=1.2", 893, id="rounded up"),
        pytest.param("?scale=1000", 1786, id="no more than three pixels a point"),
        pytest.param("?scale=huge", 893, id="no number"),
        pytest.param("?scale=-1", 596, id="less than nothing"),
        pytest.param("?scale=nan", 1786, id="not a number"),
    ],
)
def test_the_scale_of_a_picture_is_one_of_few(
    tmp_path: Path, client: MakeClient, query: str, width: int
) -> None:
    with paged_workspace(tmp_path) as workspace:
        answer = client(workspace.folder).get(f"/w/ws/page/1.png{query}")
    assert struct.unpack(">I", answer.content[16:20])[0] == width


@pytest.mark.parametrize("path", ["0.png", "26.png", "0", "26"])
def test_there_are_no_other_pages(tmp_path: Path, client: MakeClient, path: str) -> None:
    with paged_workspace(tmp_path) as workspace:
        assert client(workspace.folder).get(f"/w/ws/page/{path}").status_code == 404


def test_a_file_that_cannot_be_drawn_is_an_answer_and_nothing_is_kept(
    tmp_path: Path, client: MakeClient
) -> None:
    with paged_workspace(tmp_path, content=b"%PDF-1.7 and nothing else") as workspace:
        browser = client(workspace.folder)
        assert browser.get("/w/ws/page/1.png").status_code == 422
        assert browser.get("/w/ws/page/1", headers={"hx-request": "true"}).status_code == 422
        assert list((workspace.folder).rglob("*.png")) == []


def test_a_page_says_where_its_provisions_stand(tmp_path: Path, client: MakeClient) -> None:
    with paged_workspace(tmp_path) as workspace:
        shown = client(workspace.folder).get("/w/ws/page/9", headers={"hx-request": "true"}).text
    assert 'src="/w/ws/page/9.png?scale=1.5"' in shown
    assert re.findall(r'<rect class="spot" data-id="(\w+)" x="58.0" y="98.0"', shown) == ["r12"]


LINE = Box(50, 100, 300, 110)


@pytest.mark.parametrize(
    ("boxes", "found"),
    [
        pytest.param([], [], id="none"),
        pytest.param([LINE, Box(50, 114, 280, 124)], [Box(50, 100, 300, 124)], id="lines of a paragraph"),
        pytest.param([LINE, Box(320, 60, 560, 70)], [LINE, Box(320, 60, 560, 70)], id="the next column"),
        pytest.param([LINE, Box(50, 300, 300, 310)], [LINE, Box(50, 300, 300, 310)], id="below a figure"),
        pytest.param([Box(30, 100, 45, 110), LINE], [Box(30, 100, 300, 110)], id="a number before its line"),
    ],
)
def test_lines_join_to_the_rectangle_of_their_paragraph(boxes: list[Box], found: list[Box]) -> None:
    assert merged(boxes) == found
