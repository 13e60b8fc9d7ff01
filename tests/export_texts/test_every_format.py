"""What holds of every format: the same bytes each time, no name in an anonymous file, whole or not at all, read back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export_texts.conftest import COMMENTS, CONSULTATION, PROVISIONS, build_response, noon, said
from toolkit.consolidate.anonymous import Pseudonyms, Somebody
from toolkit.errors import StorageError
from toolkit.export.formats import BY_NAME, FORMATS, formats_of
from toolkit.export.printable import count_forbidden
from toolkit.export.writer import export_response, response_json
from toolkit.model.comment import POSITIONS, STATES, Comment
from toolkit.model.contribution import Received
from toolkit.model.dossier import Dossier
from toolkit.model.response import Response

TEXT_FORMATS = ("docx", "pdf", "html", "brief", "md", "json", "akn")
NAMES = ("Ana Ruiz", "Bea Sol", "Cyd Lam", "Dan Roy", "Eve Day")


def every_text(data: bytes) -> str:
    """Return all that a file holds, packed or printed."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "\n".join(package.read(name).decode(errors="replace") for name in package.namelist())
    if data[:4] == b"%PDF":
        document = pypdfium2.PdfDocument(data)
        printed = "\n".join(page.get_textpage().get_text_range() for page in document)
        told = f"{document.get_metadata_dict()}\n{printed}"
        document.close()
        return told
    return data.decode()


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_the_same_input_gives_the_same_bytes(
    name: str, response: Response, dossier: Dossier, written: Callable[..., bytes]
) -> None:
    first = written(response, name, dossier=dossier)
    assert first
    assert first == written(response, name, dossier=dossier)


@pytest.mark.parametrize("name", [facts for facts in TEXT_FORMATS if facts != "brief"])
def test_every_format_bears_the_fingerprint(
    name: str, response: Response, written: Callable[..., bytes]
) -> None:
    assert response.content_sha256 in "".join(every_text(written(response, name)).split())


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_an_anonymous_file_names_nobody(
    name: str, dossier: Dossier, remark: Received, written: Callable[..., bytes]
) -> None:
    spoken = said(
        7, "r3", author="Ana Ruiz", role="ciso", text="Ana Ruiz and Bea Sol agree.", position="oppose"
    )
    people = [Somebody(author) for author in NAMES]
    names = Pseudonyms(people, (*COMMENTS, spoken), draft=[item.text for item in PROVISIONS], language="en")
    response = msgspec.structs.replace(
        build_response(
            tuple(map(names.comment, (*COMMENTS, spoken))), consultation=names.consultation(CONSULTATION)
        ),
        anonymous=True,
        remarks=(names.remark(remark),),
    )
    private = msgspec.structs.replace(dossier, sign_offs=tuple(map(names.sign_off, dossier.sign_offs)))
    told = every_text(written(response, name, dossier=private))
    assert "Contributor 1" in told or name == "brief"
    for author in NAMES:
        assert author not in told
        assert author.partition(" ")[2] not in told


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_nothing_is_left_behind_where_the_target_cannot_be_written(
    name: str, response: Response, tmp_path: Path
) -> None:
    with pytest.raises(StorageError):
        export_response(response, format=name, target=tmp_path / "gone" / "x", clock=noon)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["docx", "html", "md", "json", "akn"])
def test_a_part_says_that_it_is_one(name: str, response: Response, written: Callable[..., bytes]) -> None:
    part = msgspec.structs.replace(response, scope=("Roles: CISO.",))
    assert "Roles: CISO." in every_text(written(part, name))


def test_formats_are_known_by_their_suffix() -> None:
    assert [facts.name for facts in formats_of(".DOCX")][:2] == ["docx", "brief"]
    assert [facts.name for facts in formats_of("htm")] == ["html"]
    assert formats_of(".exe") == ()
    assert len(BY_NAME) == len(FORMATS)
    assert all(facts.purpose and facts.suffixes for facts in FORMATS)


def test_characters_that_cannot_be_shown_are_counted() -> None:
    comment = said(1, "r1", text="a\x00b\x1b", proposed="\ud800", rationale="fine\r\n\t🏥")
    response = build_response((comment,))
    assert count_forbidden(response) == 3
    assert count_forbidden(build_response()) == 0


# JSON without loss

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


def comments() -> st.SearchStrategy[tuple[Comment, ...]]:
    fields: dict[str, Any] = dict.fromkeys(
        ("quote", "author", "role", "text", "proposed", "rationale", "reason", "template"), TEXTS
    )
    one = st.builds(
        Comment,
        id=st.integers(1, 99).map("c{}".format),
        provision_id=st.sampled_from([item.id for item in PROVISIONS] + ["", "gone"]),
        position=st.sampled_from(POSITIONS),
        state=st.sampled_from(STATES),
        deletion=st.booleans(),
        minority=st.booleans(),
        sources=st.lists(st.integers(1, 99).map("c{}".format), max_size=3).map(tuple),
        revision=st.integers(1, 9),
        **fields,
    )
    return st.lists(one, max_size=6, unique_by=lambda comment: comment.id).map(tuple)


@settings(max_examples=80, deadline=None)
@given(comments(), st.sampled_from(["section", "role", "author"]))
def test_json_is_read_back_as_it_was(given_comments: tuple[Comment, ...], ordering: str) -> None:
    response = build_response(given_comments, ordering=ordering)
    assert msgspec.json.decode(response_json(response), type=Response) == response


def test_json_keeps_what_the_comments_were_made_from(response: Response, remark: Received) -> None:
    with_remarks = msgspec.structs.replace(response, remarks=(remark,))
    read = msgspec.json.decode(response_json(with_remarks), type=Response)
    assert read.remarks == (remark,)
    assert read.content_sha256 == response.content_sha256
