"""Web pages: the document in blocks, navigation as furniture, lists with their markers, notes with their calls."""

from __future__ import annotations

import pytest

from toolkit.read.html.css import declarations

PAGES = {
    "headings": ("<h1>A</h1><h2>B</h2><p>c", ["h1: A", "h2: B", "c"]),
    "permalinks": ("<h2 id=a>Objet <a href='#a'>§</a></h2>", ["h2: Objet"]),
    "white space flows": ("<p>un\n   <b>deux</b>\n trois", ["un deux trois"]),
    "line breaks": ("<p>un<br>deux", ["un\ndeux"]),
    "text around blocks": ("avant<p>dans</p>apr&egrave;s<div>fin", ["avant", "dans", "après", "fin"]),
    "preformatted": ("<pre>a\n  b</pre>", ["a\n  b"]),
    "scripts are no text": ("<script>var a='x'</script><style>p{}</style><noscript>n</noscript><p>a", ["a"]),
    "definitions": ("<dl><dt>Terme<dd>Sens</dl>", ["Terme", "Sens"]),
    "details": ("<details><summary>Plus</summary><p>texte</details>", ["Plus", "texte"]),
    "figure": ("<figure><img src=x><figcaption>Figure 1</figcaption></figure>", ["caption: Figure 1"]),
    "bullets by depth": ("<ul><li>a<ul><li>b<ul><li>c</ul></ul><li>d</ul>", ["• a", "◦ b", "▪ c", "• d"]),
    "numbers": ("<ol start=3><li>a<li value=9>b<li>c</ol>", ["3. a", "9. b", "10. c"]),
    "letters": ("<ol type=a><li>a</ol><ol style='list-style-type: upper-roman'><li>b</ol>", ["a. a", "I. b"]),
    "backwards": ("<ol reversed><li>a<li>b</ol>", ["2. a", "1. b"]),
    "no marker": ("<ul style='list-style:none'><li>a</ul>", ["a"]),
    "two paragraphs in an item": ("<ul><li><p>a<p>b</ul>", ["• a", "b"]),
    "heading in an item": ("<ol><li><h2>a</h2>b</ol>", ["h2: 1. a", "b"]),
    "list in an unclosed heading": ("<h2>A<ul><li>b</ul>", ["h2: A", "• b"]),
    "table": ("<table><tr><th>a<th>b<tr><td>c<td>d</table>", ["a | b / c | d"]),
    "spans": ("<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>", ["a | b |  /  | c | d"]),
    "list in a cell": ("<table><tr><td>a<td><ol><li>b<li>c</ol></table>", ["a | 1. b\n2. c"]),
    "table caption": (
        "<table><caption>Tableau 1</caption><tr><td>a<td>b</table>",
        ["caption: Tableau 1", "a | b"],
    ),
    "layout table": ("<table role=presentation><tr><td>a<td>b</table>", ["a", "b"]),
    "Word's own markers": (
        "<p style='mso-list:l0 level1'><span style='mso-list:Ignore'>1.1<span>&nbsp;</span></span>a</p>",
        ["1.1 a"],
    ),
}


@pytest.mark.parametrize(("page", "lines"), PAGES.values(), ids=PAGES.keys())
def test_blocks(read_page, outline, page, lines):
    assert outline(read_page(f"<html><body>{page}")) == lines


FURNITURE = {
    "around main": (
        "<header>Site</header><nav><a href=/>Accueil</a></nav><main><h1>Projet</h1><p>texte</main><footer>Mentions</footer>",
        ["header: Site", "header: Accueil", "h1: Projet", "texte", "footer: Mentions"],
    ),
    "contents": (
        "<ul>" + "".join(f"<li><a href='#f{n}'>Fiche {n}</a>" for n in range(5)) + "</ul><h1 id=f0>Fiche 0</h1><p>texte",
        [*(f"toc: • Fiche {n}" for n in range(5)), "h1: Fiche 0", "texte"],
    ),
    "header that holds the title": ("<header><h1>Projet</h1></header><p>texte", ["h1: Projet", "texte"]),
    "header of an article": (
        "<body><p>x</p><section><header>Objet</header><p>texte</section>", ["x", "Objet", "texte"]
    ),
    "page header of LibreOffice": ("<div title=header><p>Tête</div><p>texte long", ["header: Tête", "texte long"]),
    "everything in nav": ("<nav><p>seul texte</nav>", ["seul texte"]),
    "breadcrumbs": (
        "<div class='breadcrumb'><a href=/>Accueil</a></div><p>" + "texte " * 20, ["header: Accueil", ("texte " * 20).strip()]
    ),
}  # fmt: skip


@pytest.mark.parametrize(("page", "lines"), FURNITURE.values(), ids=FURNITURE.keys())
def test_furniture_is_kept_apart_but_kept(read_page, outline, page, lines):
    assert outline(read_page(f"<html><body>{page}")) == lines


NOTES = {
    "raised link": '<p>a<sup id="r"><a href="#fn1">1</a></sup>b<ol><li id="fn1">note <a href="#r">↩</a></ol>',
    "brackets": '<p>a<sup>[<a href="#n">1</a>]</sup>b<p id="n">note',
    "stated role": '<p>a<a role="doc-noteref" href="#x">1</a>b<aside id="x">note</aside>',
    "LibreOffice": (
        '<p>a<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>b'
        '<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>note</div>'
    ),
}


@pytest.mark.parametrize("page", NOTES.values(), ids=NOTES.keys())
def test_notes_and_their_calls(read_page, outline, page):
    reading = read_page(f"<html><body>{page}<p>fin")
    assert outline(reading)[:2] == ["ab", "note: 1 note"]
    called, note, *_rest = reading.blocks
    assert [(call.offset, call.note, call.mark) for call in called.calls] == [(1, note.note, "1")]


def test_a_link_to_a_section_is_no_note(read_page, outline):
    page = "<p>voir <a href='#s2'>2</a></p><h2 id=s2>Objet</h2>"
    assert outline(read_page(page)) == ["voir 2", "h2: Objet"]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        pytest.param("<p>a<span hidden>x</span>", "not displayed", id="attribute"),
        pytest.param("<p>a<span style='display:none'>x</span>", "not displayed", id="style"),
        pytest.param("<style>.s{display:none}</style><p>a<span class=s>x</span>", "not displayed", id="rule"),
        pytest.param("<p>a<span style='visibility:hidden'>x</span>", "invisible", id="invisible"),
        pytest.param("<p>a<span style='color:#fff'>x</span>", "white text", id="white"),
        pytest.param("<p>a<span style='font-size:1px'>x</span>", "tiny", id="tiny"),
    ],
)
def test_hidden_text_is_flagged(read_page, page, reason):
    assert {block.hidden: block.text for block in read_page(page).blocks} == {"": "a", reason: "x"}


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<div style='background:#003'><p style='color:white'>a</p></div>", id="own ground"),
        pytest.param(
            "<style>main .top{background:#003}.w{color:#fff}</style><p class=w>a</p>", id="ground by a rule"
        ),
        pytest.param("<link rel=stylesheet href=x.css><p style='color:white'>a</p>", id="rules elsewhere"),
    ],
)
def test_white_that_may_stand_on_a_dark_ground_is_visible(read_page, outline, page):
    assert outline(read_page(page)) == ["a"]


def test_boxes_share_a_container(read_page):
    blocks = read_page("<p>x<div class='encadre alerte'><p>a<p>b</div><p>c").blocks
    assert [bool(block.container) for block in blocks] == [False, True, True, False]
    assert blocks[1].container == blocks[2].container


def test_anchor_and_style(read_page):
    heading, text = read_page("<h2 id=objet>Objet</h2><p>du texte <b>fort</b>").blocks
    assert (heading.anchor, heading.style.name, heading.style.bold) == ("objet", "h2", True)
    assert [(run.start, run.end, run.style.bold) for run in text.runs] == [(9, 13, True)]


def test_insertions_and_deletions_follow_the_view(read_page, outline):
    page = "<p>a<del>b</del><ins>c</ins>"
    assert (outline(read_page(page)), outline(read_page(page, view="original"))) == (["ac"], ["ab"])


def test_nesting_beyond_the_parser_loses_no_word(read_page):
    page = "<div><p>mot</p>" * 4000 + "</div>" * 4000
    reading = read_page(page)
    assert sum(block.text == "mot" for block in reading.blocks) == 4000
    assert any("nested" in issue.message for issue in reading.issues)


def test_an_attribute_beyond_the_parser_loses_no_word(read_page, outline):
    assert outline(read_page(f"<html><body><p title='{'x' * 11_000_000}'>texte")) == ["texte"]


def test_cells_that_claim_millions(read_page):
    page = "<table>" + "<tr><td rowspan=99999999 colspan=99999999>a<td>b" * 50 + "</table>"
    (table,) = read_page(page).blocks
    assert max(map(len, table.rows)) <= 1000


def test_css_declarations():
    assert declarations("COLOR:#FFF!important;x:y") == {"color": "#fff"}
