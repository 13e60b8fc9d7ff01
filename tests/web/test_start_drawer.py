"""Files that were sent are their senders' alone, and do not fill the disk."""

from __future__ import annotations

import io

import pytest
from starlette.datastructures import UploadFile

from toolkit.errors import LimitExceeded, UnknownName, UsageError
from toolkit.web.drawer import MOST_FILES, Drawer


def _sent(content: bytes = b"words", name: str = "a.html") -> UploadFile:
    return UploadFile(io.BytesIO(content), size=len(content), filename=name)


def test_a_file_is_kept_for_its_sender_alone_until_it_is_dropped() -> None:
    drawer = Drawer()
    kept = drawer.keep(_sent(name="../b.html"), owner="Ana", limit=10)
    assert (kept.name, kept.path.read_bytes()) == ("b.html", b"words")
    assert drawer.get(kept.id, owner="Ana") == kept
    with pytest.raises(UnknownName):
        drawer.get(kept.id, owner="Bob")
    drawer.drop(kept)
    assert not kept.path.parent.exists()
    with pytest.raises(UnknownName):
        drawer.get(kept.id, owner="Ana")


def test_nothing_and_too_much_are_refused() -> None:
    drawer = Drawer()
    with pytest.raises(UsageError, match="empty one"):
        drawer.keep(_sent(b""), owner="", limit=10)
    with pytest.raises(LimitExceeded):
        drawer.keep(_sent(), owner="", limit=4)


def test_the_oldest_file_of_a_person_goes_when_there_are_too_many() -> None:
    drawer = Drawer()
    others = drawer.keep(_sent(), owner="Bob", limit=10)
    own = [drawer.keep(_sent(), owner="Ana", limit=10) for _number in range(MOST_FILES + 1)]
    assert not own[0].path.exists()
    assert all(item.path.exists() for item in (others, *own[1:]))
