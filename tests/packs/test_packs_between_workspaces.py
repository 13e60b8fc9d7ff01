"""From site to group: nothing lost, nothing twice, nobody's change overwritten, and who said what first is kept."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.workspaces import PROVISIONS, make_workspace
from toolkit import team
from toolkit.errors import BrokenInput, InputRefused, LimitExceeded, NotAllowed, UsageError, WrongType
from toolkit.model.comment import POSITIONS, STATES, Comment
from toolkit.model.contribution import Contribution, Placement, Received, Remark
from toolkit.workspace import pack_file
from toolkit.workspace.pack_file import content_digest, read_pack
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace

Make = Callable[..., Workspace]
SHA = "a" * 64


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    opened: list[Workspace] = []

    def made(respondent: str, **fields: Any) -> Workspace:
        opened.append(make_workspace(tmp_path, respondent=respondent, **fields))
        return opened[-1]

    yield made
    for workspace in opened:
        workspace.close()


def _said(text: str, **fields: Any) -> Comment:
    given_fields: dict[str, Any] = {"id": "", "provision_id": "r12", "author": "Ada", "role": "dpo"}
    return Comment(text=text, **{**given_fields, **fields})


def _moved(site: Workspace, lead: Workspace, path: Path) -> Any:
    team.pack(site, path)
    return team.unpack(lead, path, actor="Lead")


def test_a_contribution_comes_once_and_later_changes_follow(make: Make, tmp_path: Path) -> None:
    site, lead = make("Site A"), make("Group")
    (first,) = site.add_comments((_said("Trop court."),))
    site.mark(("r13",), role="dpo", person="Ada")
    path = tmp_path / "a.consultpack"
    done = _moved(site, lead, path)
    assert (done.added, done.marks) == (("c1",), 1)
    assert [mark.provision_id for mark in lead.marks()] == ["r13"]

    acts = len(lead.team.acts())
    again = team.unpack(lead, path, actor="Lead")
    assert (again.added, again.unchanged, again.marks) == ((), 1, 0)
    assert len(lead.team.acts()) == acts

    site.edit_comment(msgspec.structs.replace(first, text="Beaucoup trop court."), actor="Ada")
    site.set_state("c1", "submitted", revision=2, actor="Ada")
    assert _moved(site, lead, path).updated == ("c1",)
    assert (lead.comment("c1").text, lead.comment("c1").state) == ("Beaucoup trop court.", "submitted")


def test_a_pack_on_another_draft_is_refused(make: Make, tmp_path: Path) -> None:
    site = make("Site A")
    site.add_comments((_said("Trop court."),))
    unlike = [
        msgspec.structs.replace(
            item, heading="", text=f"Wholly other matter, number {number}: fishing quotas."
        )
        for number, item in enumerate(PROVISIONS)
    ]
    lead = make("Group", provisions=unlike, words=b"<p>Another draft.</p>")
    with pytest.raises(UsageError, match="another draft"):
        _moved(site, lead, tmp_path / "a.consultpack")
    assert (lead.comments(), lead.team.acts()) == ((), ())


def test_a_pack_on_another_version_is_taken_in(make: Make, tmp_path: Path) -> None:
    site = make("Site A")
    site.add_comments((_said("Trop court."),))
    later = [
        msgspec.structs.replace(item, text=" ".join([*item.text.split()[:-1], "autrement."]))
        for item in PROVISIONS
    ]
    lead = make("Group", provisions=later, words=b"<p>The next version.</p>")
    done = _moved(site, lead, tmp_path / "a.consultpack")
    assert (done.added, done.reworded, done.other_draft) == (("c1",), ("r12",), True)


def test_what_was_changed_on_both_sides_is_kept_twice(make: Make, tmp_path: Path) -> None:
    site, lead = make("Site A"), make("Group")
    (first,) = site.add_comments((_said("Trop court."),))
    path = tmp_path / "a.consultpack"
    _moved(site, lead, path)
    lead.edit_comment(msgspec.structs.replace(lead.comment("c1"), text="Du groupe."), actor="Lead")
    site.edit_comment(msgspec.structs.replace(first, text="Du site."), actor="Ada")
    assert _moved(site, lead, path).beside == (("c1", "c2"),)
    assert [item.text for item in lead.comments()] == ["Du groupe.", "Du site."]
    assert team.unpack(lead, path, actor="Lead").beside == ()


def test_the_chain_keeps_who_said_it_first_and_who_endorsed_it(make: Make, tmp_path: Path) -> None:
    site, group, association = make("Site A"), make("Group"), make("Association")
    site.add_comments((_said("Trop court."),))
    team.sign(site, role="dpo", person="Ada")
    _moved(site, group, tmp_path / "a.consultpack")
    group.add_comments((_said("Du groupe.", author="Bo"),))
    path = tmp_path / "g.consultpack"
    _moved(group, association, path)
    content = read_pack(path).content
    assert [station.name for station in content.chain] == ["Site A", "Group"]
    assert {item.first.name: item.comment.text for item in content.comments} == {
        "Site A": "Trop court.",
        "Group": "Du groupe.",
    }
    assert [(item.station.name, item.sign_off.person) for item in content.endorsements] == [("Site A", "Ada")]

    # The same comment by the other way, and back home.
    direct = _moved(site, association, tmp_path / "a.consultpack")
    assert (direct.added, direct.unchanged) == ((), 1)
    home = team.unpack(site, path, actor="Ada")
    assert (home.own, len(home.added)) == (1, 1)


def test_merged_comments_keep_their_sources(make: Make, tmp_path: Path) -> None:
    site, lead = make("Site A"), make("Group")
    lead.add_comments((_said("Déjà là."),))
    site.add_comments((_said("Un."), _said("Deux.", author="Bo")))
    merged = team.merge(site, ("c1", "c2"), text="Un et deux.", actor="Ada")
    site.add_comments((_said("Réponse.", reply_to=merged.id),))
    _moved(site, lead, tmp_path / "a.consultpack")
    by_text = {item.text: item for item in lead.comments()}
    sources = [lead.comment(name).text for name in by_text["Un et deux."].sources]
    assert sources == ["Un.", "Deux."]
    assert by_text["Un."].state == "merged"
    assert lead.comment(by_text["Réponse."].reply_to).text == "Un et deux."


def _take_in(workspace: Workspace) -> None:
    item = Contribution(sha256=SHA, name="avis.docx", media_type="x", forms=("prose",))
    remark = Remark(key="1", form="prose", where="paragraph 1", text="Trop court.")
    with workspace.team.act("intake", actor="Lead") as deed:
        (made,) = deed.add_comments([_said("Trop court.", remark="r1")])
        deed.keep_contribution(item)
        deed.keep_received(
            [
                Received(
                    id="",
                    file_sha256=SHA,
                    file_name="avis.docx",
                    remark=remark,
                    placement=Placement(state="placed", provision_id="r12"),
                    comment_id=made.id,
                )
            ]
        )


def test_remarks_come_along_and_the_same_file_gives_no_second_comment(make: Make, tmp_path: Path) -> None:
    site, lead, other = make("Site A"), make("Group"), make("Other")
    _take_in(site)
    _moved(site, lead, tmp_path / "a.consultpack")
    (kept,) = lead.team.received()
    assert (kept.comment_id, lead.comment("c1").remark, kept.file_name) == ("c1", kept.id, "avis.docx")
    _take_in(other)
    assert _moved(site, other, tmp_path / "a.consultpack").same_remark == 1
    assert len(other.comments()) == 1


def test_files_travel_where_asked(make: Make, tmp_path: Path) -> None:
    import hashlib

    site, lead = make("Site A"), make("Group")
    _take_in(site)
    content = b"A letter."
    sha256 = hashlib.sha256(content).hexdigest()
    item = Contribution(sha256=sha256, name="lettre.txt", media_type="text/plain", forms=("prose",))
    site.team.keep_file(content, item)
    with site.team.act("intake", actor="Lead") as deed:
        deed.keep_contribution(item)
        remark = Remark(key="2", form="prose", where="paragraph 1", text="Une lettre.")
        placed = Placement(state="unplaced")
        deed.keep_received(
            [Received(id="", file_sha256=sha256, file_name="lettre.txt", remark=remark, placement=placed)]
        )
    path = tmp_path / "a.consultpack"
    assert team.pack(site, path, with_files=True).files == 1
    team.unpack(lead, path, actor="Lead")
    assert lead.team.contribution_file(item).read_bytes() == content


def test_another_version_is_anchored_by_the_words(make: Make, tmp_path: Path) -> None:
    site = make("Site A")
    site.add_comments(tuple(_said(name, provision_id=name) for name in ("r12", "r13", "r14")))
    later = (
        PROVISIONS[0],
        msgspec.structs.replace(PROVISIONS[1], id="r20", number="R20"),
        msgspec.structs.replace(PROVISIONS[2], text="Les journaux devraient être détruits."),
    )
    lead = make("Group", provisions=later, words=b"<p>Version 2.</p>")
    done = _moved(site, lead, tmp_path / "a.consultpack")
    assert done.other_draft
    assert (done.moved, done.reworded, done.gone) == ((("r12", "r20"),), ("r13",), ("r14",))
    assert {item.text: item.provision_id for item in lead.comments()} == {
        "r12": "r20",
        "r13": "r13",
        "r14": "r14",
    }


def test_unpacking_is_the_leads_and_can_be_undone(make: Make, tmp_path: Path) -> None:
    site = make("Site A")
    lead = make("Group", people=(Person(name="Lead", duties=("lead",)), Person(name="Bo")))
    site.add_comments((_said("Trop court."),))
    team.pack(site, tmp_path / "a.consultpack")
    with pytest.raises(NotAllowed):
        team.unpack(lead, tmp_path / "a.consultpack", actor="Bo")
    team.unpack(lead, tmp_path / "a.consultpack", actor="Lead")
    team.undo(lead, 1, actor="Lead")
    assert ([item.state for item in lead.comments()], lead.team.packs()) == (["withdrawn"], ())


def test_only_what_is_wanted_is_packed_with_what_it_came_from(make: Make, tmp_path: Path) -> None:
    site = make("Site A")
    site.add_comments((_said("Un."), _said("Deux."), _said("Autre.", author="Bo", role="ciso")))
    merged = team.merge(site, ("c1", "c2"), text="Un et deux.", actor="Ada")
    path = tmp_path / "a.consultpack"
    assert team.pack(site, path, roles=("ciso",)).comments == 1
    assert team.pack(site, path, states=(merged.state,), authors=("Ada",)).comments == 3


# tampering and hostile files -----------------------------------------------------------------------------


def _rewritten(path: Path, name: str, change: Callable[[bytes], bytes | None]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    changed = change(parts.get(name, b""))
    if changed is None:
        parts.pop(name)
    else:
        parts[name] = changed
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, data in parts.items():
            archive.writestr(key, data)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("content/comments.json", lambda data: data.replace(b"court", b"large")),
        ("content/marks.json", lambda _data: None),
        ("content/other.json", lambda _data: b"[]"),
        ("../evil.json", lambda _data: b"[]"),
        ("manifest.json", lambda data: data.replace(b"Site A", b"Site B")),
        ("manifest.json", lambda _data: b"{"),
    ],
    ids=["changed", "missing", "surplus", "path", "manifest", "no json"],
)
def test_a_changed_pack_is_refused_by_the_name_of_the_part(
    make: Make, tmp_path: Path, name: str, change: Callable[[bytes], bytes | None]
) -> None:
    site, lead = make("Site A"), make("Group")
    site.add_comments((_said("Trop court."),))
    path = tmp_path / "a.consultpack"
    team.pack(site, path)
    _rewritten(path, name, change)
    with pytest.raises(BrokenInput) as refused:
        team.unpack(lead, path, actor="Lead")
    assert name in refused.value.message
    assert lead.comments() == ()


def test_a_pack_of_a_later_toolkit_says_so(make: Make, tmp_path: Path) -> None:
    site = make("Site A")
    path = tmp_path / "a.consultpack"
    team.pack(site, path)
    later = lambda data: json.dumps({**json.loads(data), "schema": 99}).encode()  # noqa: E731
    _rewritten(path, "manifest.json", later)
    with pytest.raises(InputRefused, match="newer version"):
        read_pack(path)


def test_what_is_no_pack_is_said_to_be_none(tmp_path: Path) -> None:
    text = tmp_path / "a.consultpack"
    text.write_bytes(b"Hello.")
    other = tmp_path / "b.consultpack"
    with zipfile.ZipFile(other, "w"):
        pass
    for path in (text, other):
        with pytest.raises(WrongType):
            read_pack(path)


def test_a_part_that_would_burst_is_not_unpacked(make: Make, tmp_path: Path) -> None:
    site = make("Site A")
    path = tmp_path / "a.consultpack"
    team.pack(site, path)
    _rewritten(path, "content/marks.json", lambda _data: b" " * 50_000_000)
    with pytest.raises(LimitExceeded, match="marks"):
        read_pack(path)


def test_a_pack_cut_short_is_refused(make: Make, tmp_path: Path) -> None:
    site = make("Site A")
    path = tmp_path / "a.consultpack"
    team.pack(site, path)
    whole = path.read_bytes()
    for length in (10, len(whole) // 2, len(whole) - 5):
        path.write_bytes(whole[:length])
        with pytest.raises(InputRefused):
            read_pack(path)


_COMMENTS = st.lists(
    st.builds(
        Comment,
        id=st.just(""),
        provision_id=st.sampled_from(["", "r12", "r13", "r14"]),
        author=st.sampled_from(["Ada", "Bo"]),
        role=st.sampled_from(["dpo", "ciso"]),
        position=st.sampled_from(POSITIONS),
        state=st.sampled_from(STATES),
        text=st.text(max_size=30),
        proposed=st.text(max_size=10),
        minority=st.booleans(),
    ),
    max_size=5,
)


@settings(max_examples=12)
@given(_COMMENTS)
def test_packed_unpacked_and_packed_again_it_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, comments: list[Comment]
) -> None:
    folder = tmp_path_factory.mktemp("packs")
    with (
        make_workspace(folder, respondent="Site") as site,
        make_workspace(folder, respondent="Group") as lead,
    ):
        site.add_comments(comments)
        if len(comments) > 1:
            site.add_comments((_said("Réponse.", reply_to="c2", sources=("c1",)),))
        first, second = folder / "1.consultpack", folder / "2.consultpack"
        team.pack(site, first)
        team.unpack(lead, first, actor="Lead")
        team.pack(lead, second)
        assert content_digest(read_pack(second).content) == content_digest(read_pack(first).content)


def test_the_same_content_gives_the_same_bytes() -> None:
    from toolkit.model.pack import PackContent, Station

    made = [
        pack_file.write_pack(
            PackContent(), made_by=Station("w", "Site"), time="2027-01-01T00:00:00Z", draft=(SHA, "d.pdf", "")
        )[1]
        for _time in range(2)
    ]
    assert made[0] == made[1]
