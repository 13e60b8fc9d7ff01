"""What a reviewer relies on when searching a draft."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import StorageError
from toolkit.model.provision import Provision
from toolkit.model.tag import Tag
from toolkit.search.index import Facets, SearchIndex


def tag(facet, value):
    return Tag(facet=facet, value=value, score=0.9, rule="test")


DRAFT = (
    Provision(id="fiche-7", kind="fiche", number="Fiche 7", heading="Gestion des habilitations", page_number=3),
    Provision(
        id="revue",
        parent_id="fiche-7",
        text="La revue des habilitations est réalisée dans les conditions de l’article L. 1110-4.",
        page_number=3,
        tags=(tag("role", "it"), tag("role", "ciso"), tag("topic", "access_control"), tag("modality", "obligation"),
              tag("reference", "fr:csp#L1110-4"), tag("deadline", "R/P1Y")),
    ),
    Provision(
        id="incident",
        parent_id="fiche-7",
        text="Les données CHIFFRÉES sont sauvegardées ; tout incident est notifié au sous-traitant.",
        page_number=4,
        tags=(tag("role", "dpo"), tag("modality", "recommendation"), tag("reference", "eu:2016/679#art33")),
    ),
    Provision(id="table", kind="table", parent_id="fiche-7", rows=(("Profil", "Droits"), ("Médecin", "Écriture"))),
    Provision(id="journal", parent_id="fiche-7", text="Journalisation des accès. " * 30, page_number=5),
)  # fmt: skip


@pytest.fixture(scope="module")
def index():
    return SearchIndex.build(DRAFT, language="fr")


def ids(results):
    return [hit.provision_id for hit in results.hits]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("habilitation", ["fiche-7", "revue"], id="stem, heading first"),
        pytest.param("chiffrement", ["incident"], id="other inflection, other accents"),
        pytest.param("DONNEES", ["incident"], id="capitals without accents"),
        pytest.param("l'incident", ["incident"], id="elision"),
        pytest.param("l’incident", ["incident"], id="elision, curly"),
        pytest.param("sous-traitants", ["incident"], id="compound"),
        pytest.param("L.1110-4", ["revue"], id="article, other spacing"),
        pytest.param("revue habilitations", ["revue"], id="all words by default"),
        pytest.param('"revue des habilitations"', ["revue"], id="phrase"),
        pytest.param("« revue des habilitations »", ["revue"], id="phrase in French quotation marks"),
        pytest.param('"habilitations des revue"', [], id="phrase in the wrong order"),
        pytest.param("journal*", ["journal"], id="prefix"),
        pytest.param("sauvegardées OR revue", ["incident", "revue"], id="or"),
        pytest.param("sauvegardées OU revue", ["incident", "revue"], id="or in French"),
        pytest.param("habilitations NOT revue", ["fiche-7"], id="not"),
        pytest.param("médecin", ["table"], id="in a table's cell"),
        pytest.param("Fiche 7", ["fiche-7"], id="by printed number"),
        pytest.param("blockchain", [], id="unknown word"),
    ],
)
def test_words_find_provisions(index, typed, expected):
    assert sorted(ids(index.search(typed))) == sorted(expected)


@pytest.mark.parametrize(
    "typed",
    [
        "l'",
        '"',
        '"sans fin',
        "AND",
        "OR NOT",
        "le de la",
        "*",
        "😀",
        "(a AND (b",
        "a:b",
        "\\",
        "[1 TO 2]",
        "-",
        "\x00",
        "\ud800",
    ],
    ids=repr,
)
def test_odd_queries_are_answered(index, typed):
    results = index.search(typed)
    assert results.total == len(results.hits)


def test_headings_count_more(index):
    assert ids(index.search("habilitations"))[0] == "fiche-7"


def test_some_words_are_offered_where_none_has_all(index):
    results = index.search("chiffrées journalisation")
    assert results.relaxed
    assert sorted(ids(results)) == ["incident", "journal"]


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("chifrées", "chiffrées"),
        ("revue des habilitasions", "revue des habilitations"),
        ("incident", ""),
        ("xyz", ""),
        ("journalistaion OR incidant", "journalisation OR incident"),
    ],
)
def test_typos_are_answered_with_the_nearest_words_of_the_draft(index, typed, suggestion):
    assert index.search(typed).suggestion == suggestion


@pytest.mark.parametrize(
    ("facets", "expected"),
    [
        pytest.param(Facets(roles=("it",)), ["revue"], id="role"),
        pytest.param(Facets(roles=("it", "dpo")), ["revue", "incident"], id="any of several roles"),
        pytest.param(Facets(roles=("it",), modalities=("recommendation",)), [], id="all facets together"),
        pytest.param(Facets(topics=("access_control",)), ["revue"], id="topic"),
        pytest.param(Facets(kinds=("table", "fiche")), ["fiche-7", "table"], id="kind"),
        pytest.param(Facets(references=("eu:2016/679#art33",)), ["incident"], id="article"),
        pytest.param(Facets(references=("eu:2016/679",)), ["incident"], id="any article of an act"),
        pytest.param(Facets(pages=(3, 5)), ["fiche-7", "revue", "journal"], id="page"),
        pytest.param(Facets(deadlines=("R/P1Y",)), ["revue"], id="deadline"),
        pytest.param(Facets(ids=("journal", "revue", "unknown")), ["revue", "journal"], id="state of work"),
        pytest.param(Facets(ids=()), [], id="state of work that nothing is in"),
        pytest.param(Facets(roles=("\ud800",), pages=(-1,)), [], id="values that cannot be"),
    ],
)
def test_facets_alone_list_in_the_order_of_the_draft(index, facets, expected):
    results = index.search("", facets=facets)
    assert ids(results) == expected
    assert results.total == len(expected)


def test_facets_narrow_words(index):
    assert ids(index.search("habilitations OR incident", facets=Facets(roles=("dpo",)))) == ["incident"]


def test_snippets_mark_what_was_found(index):
    hit = index.search('"revue des habilitations" conditions').hits[0]
    marked = [hit.snippet.text[start:end] for start, end in hit.snippet.marks]
    assert marked == ["revue des habilitations", "conditions"]
    assert hit.path == ("Fiche 7 Gestion des habilitations", hit.path[-1])


def test_long_texts_are_cut_around_the_words():
    text = "Introduction générale. " * 40 + "Le chiffrement est requis. " + "Suite du texte. " * 40
    index = SearchIndex.build((Provision(id="a", text=text),), language="fr")
    snippet = index.search("chiffrement").hits[0].snippet
    assert snippet.cut_before
    assert snippet.cut_after
    assert snippet.text == text[snippet.start : snippet.start + len(snippet.text)]
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["chiffrement"]


def test_pages_of_hits_follow_each_other():
    index = SearchIndex.build([Provision(id=f"p{n}", text="même texte") for n in range(30)], language="fr")
    pages = [ids(index.search("texte", limit=10, offset=offset)) for offset in (0, 10, 20, 30)]
    assert [name for page in pages for name in page] == [f"p{n}" for n in range(30)]
    assert index.search("texte", limit=10**12).total == 30


def test_english_is_stemmed_as_english():
    index = SearchIndex.build((Provision(id="a", text="The processor encrypts the backups."),), language="en")
    assert ids(index.search("encrypting backup")) == ["a"]


def test_an_empty_draft_can_be_searched():
    assert SearchIndex.build((), language="fr").search("accès").total == 0


def test_a_kept_index_is_used_again_until_the_draft_changes(tmp_path):
    folder = tmp_path / "deep" / "index"
    SearchIndex.build(DRAFT, folder=folder, language="fr")
    written = sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir() if "meta" in path.name)
    again = SearchIndex.build(DRAFT, folder=folder, language="fr")
    assert sorted((p.name, p.stat().st_mtime_ns) for p in folder.iterdir() if "meta" in p.name) == written
    assert ids(again.search("incident")) == ["incident"]
    changed = (msgspec.structs.replace(DRAFT[2], text="Rien."),)
    assert ids(SearchIndex.build(changed, folder=folder, language="fr").search("incident")) == []
    assert [path.name for path in folder.parent.iterdir()] == ["index"]


def test_a_damaged_index_is_written_anew(tmp_path):
    folder = tmp_path / "index"
    SearchIndex.build(DRAFT, folder=folder, language="fr")
    (folder / "meta.json").write_text("{", encoding="ascii")
    assert ids(SearchIndex.build(DRAFT, folder=folder, language="fr").search("incident")) == ["incident"]


def test_an_unwritable_folder_says_so(tmp_path):
    (tmp_path / "file").write_text("", encoding="ascii")
    with pytest.raises(StorageError) as caught:
        SearchIndex.build(DRAFT, folder=tmp_path / "file" / "index", language="fr")
    assert str(tmp_path) in caught.value.where


@settings(max_examples=150, deadline=None)
@given(typed=st.text(max_size=40) | st.text(alphabet="aà\"*()- ANDORNOT«»’'é1.", max_size=30))
def test_no_query_raises(typed):
    results = INDEX.search(typed)
    assert results.total >= len(results.hits)
    for hit in results.hits:
        assert all(0 <= start < end <= len(hit.snippet.text) for start, end in hit.snippet.marks)


INDEX = SearchIndex.build(DRAFT, language="fr")


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300), heading=st.text(max_size=60))
def test_any_text_can_be_indexed_and_its_first_word_found(text, heading):
    index = SearchIndex.build((Provision(id="x", text=text, heading=heading),), language="fr")
    words = [word for word in text.split() if word.isascii() and word.isalpha() and word.islower()]
    for word in words[:1]:
        assert ids(index.search(f'"{word}"')) == ["x"]
