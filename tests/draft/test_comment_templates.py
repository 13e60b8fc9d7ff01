"""Every shipped template works in both languages; a team's own win; mistakes in them are named by file and line."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from toolkit.draft import context
from toolkit.draft.check import check_template, sample_context
from toolkit.draft.context import build_context, shorten
from toolkit.draft.render import DraftOrder, draft_comment, draft_comments, prompts_for
from toolkit.draft.templates import Template, find_templates, get_template, read_template
from toolkit.errors import LimitExceeded, UnknownName, UsageError
from toolkit.limits import Limits
from toolkit.model.provision import Provision
from toolkit.model.response import Consultation
from toolkit.model.tag import Tag

_FRONT = '+++\ntitle = "T"\npurpose = "P"\nposition = "amend"\n{fields}+++\n'
_FIELD = '[[fields]]\nname = "why"\nlabel = "the reason"\nrequired = true\n'


def _write(folder: Path, body: str, *, fields: str = "", name: str = "own", language: str = "en") -> Path:
    path = folder / "comments" / language / f"{name}.md.j2"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_FRONT.format(fields=fields) + body, encoding="utf-8")
    return path


def _template(folder: Path, body: str, *, fields: str = "") -> Template:
    return read_template(_write(folder, body, fields=fields))


def _values(template: Template) -> dict[str, str]:
    return {field.name: f"valeur {field.name}." for field in template.fields}


def test_both_languages_offer_the_same_templates() -> None:
    french, english = find_templates([], "fr"), find_templates([], "en")
    assert [item.name for item in french] == [item.name for item in english]
    assert len(french) >= 11
    for one, other in zip(french, english, strict=True):
        assert one.position == other.position
        assert [field.name for field in one.fields] == [field.name for field in other.fields]
        assert [field.required for field in one.fields] == [field.required for field in other.fields]


@pytest.mark.parametrize(
    "template",
    [*find_templates([], "fr"), *find_templates([], "en")],
    ids=lambda item: f"{item.language}-{item.name}",
)
def test_shipped_templates_have_no_issue(template: Template) -> None:
    assert check_template(Path(template.path)) == ()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_shipped_templates_quote_the_provision_and_use_every_word_given(language: str) -> None:
    templates = find_templates([], language)
    given = sample_context(language)
    orders = [DraftOrder(template=item, context=given, fields=_values(item)) for item in templates]
    for template, drafted in zip(templates, draft_comments(orders), strict=True):
        assert given.place in drafted.text, template.name
        assert given.excerpt in drafted.text, template.name
        written = drafted.text + drafted.proposed + drafted.rationale
        for field in template.fields:
            assert f"valeur {field.name}" in written, (template.name, field.name)
        assert ".." not in written, template.name
        assert "\n\n\n" not in written, template.name
        assert drafted.position == template.position


@pytest.mark.parametrize("language", ["fr", "en"])
def test_prompts_show_what_is_to_be_completed_and_not_the_quotation(language: str) -> None:
    templates = find_templates([], language)
    given = sample_context(language)
    for template, paragraphs in zip(
        templates, prompts_for([(item, given) for item in templates]), strict=True
    ):
        assert template.title in paragraphs[0]
        written = "\n".join(paragraphs)
        assert given.place not in written
        for field in template.fields:
            if field.required:
                assert field.label in written, (template.name, field.name)
            assert field.help in written
        assert all(part.strip() and "\n\n" not in part for part in paragraphs)


def test_a_provision_with_nothing_but_a_heading_can_be_commented() -> None:
    bare = build_context(
        Provision(id="x", heading="Traces"),
        path=("Traces",),
        consultation=Consultation(title="C"),
        language="fr",
    )
    templates = find_templates([], "fr")
    drafted = draft_comments(
        [DraftOrder(template=item, context=bare, fields=_values(item)) for item in templates]
    )
    assert all("Traces" in item.text for item in drafted)


def test_the_words_of_provision_and_person_are_never_run_as_code(tmp_path: Path) -> None:
    given = build_context(
        Provision(id="x", text="{{ 7*7 }} {% raise %}"),
        path=("x",),
        consultation=Consultation(title="C"),
        language="en",
    )
    template = _template(
        tmp_path, "{% block text %}{{ provision.text }}|{{ fields.why }}{% endblock %}", fields=_FIELD
    )
    drafted = draft_comment(template, given, {"why": "{{ 6*6 }} & <b>"})
    assert drafted.text == "{{ 7*7 }} {% raise %}|{{ 6*6 }} & <b>"


def test_everything_is_at_hand(tmp_path: Path) -> None:
    provision = Provision(
        id="fiche-3.2",
        number="3.2",
        text="Un. Deux.",
        page_number=9,
        tags=(
            Tag(facet="reference", value="eu:2016/679", score=1, rule="r", label="RGPD"),
            Tag(facet="reference", value="fr:csp", score=1, rule="r"),
            Tag(facet="deadline", value="P20Y", score=1, rule="r", label="20 ans"),
            Tag(facet="role", value="dpo", score=1, rule="r"),
            Tag(facet="modality", value="obligation", score=1, rule="r"),
        ),
    )
    given = build_context(
        provision,
        path=("Fiche 3", "3.2"),
        consultation=Consultation(title="DPI"),
        language="fr",
        quote="Deux.",
        role_labels={"dpo": "délégué"},
    )
    body = (
        "{% block text %}{{ place }}|{{ quote | quoted }}|{{ references | listed }}|{{ deadlines | listed }}|"
        "{{ roles | listed }}|{{ modality }}|{{ provision.number }}|{{ consultation.title }}|{{ replaced }}|"
        "{{ ['a', 'b', 'c'] | listed }}|{{ 'NIS 2' | clause }}|{{ 'Un cas.' | clause }}|{{ 'Quoi ?' | sentence }}"
        "{% endblock %}"
    )
    assert draft_comment(_template(tmp_path, body), given, {}).text == (
        "Fiche 3 › 3.2, p.\u00a09|«\u00a0Deux.\u00a0»|RGPD et fr:csp|20 ans|délégué|obligation|3.2|DPI|Deux.|"
        "a, b et c|NIS 2|un cas|quoi ?"
    )


def test_a_teams_own_template_wins(tmp_path: Path) -> None:
    _write(tmp_path, "{% block text %}ours{% endblock %}", name="support")
    _write(tmp_path, "{% block text %}new{% endblock %}", name="extra")
    names = [item.name for item in find_templates([tmp_path], "en")]
    assert "extra" in names
    assert names.count("support") == 1
    assert draft_comment(get_template("support", [tmp_path], "en"), sample_context("en"), {}).text == "ours"
    assert get_template("support", [tmp_path], "fr").title == "Approuver"


def test_unknown_templates_and_languages_are_told() -> None:
    with pytest.raises(UnknownName, match="support"):
        get_template("suport", [], "en")
    with pytest.raises(UsageError, match="“de”"):
        find_templates([], "de")


def test_a_missing_field_names_template_and_label() -> None:
    template = get_template("amend", [], "en")
    with pytest.raises(UsageError, match=r"amend\.md\.j2.*“problem”.*--field problem=") as caught:
        draft_comment(template, sample_context("en"), {"wording": "x", "problem": "  "})
    assert caught.value.where == template.path


def test_an_unknown_field_is_told() -> None:
    with pytest.raises(UsageError, match=r"no field “wordng”.*wording"):
        draft_comment(get_template("amend", [], "en"), sample_context("en"), {"wordng": "x"})


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title = 1\n", 1, "first line"),
        ('+++\ntitle = "T"\n', 3, "ends the front matter"),
        ("+++\ntitle = T\n+++\n", 2, "Invalid value"),
        ('+++\ntitle = "T"\npurpose = "P"\nposition = "maybe"\n+++\n', 2, "position"),
        ('+++\ntitle = "T"\nposition = "amend"\n+++\n', 2, "purpose"),
        ('+++\ntitle = "T"\npurpose = "P"\nposition = "amend"\nname = "other"\n+++\n', 1, "“other”"),
        (_FRONT.format(fields='[[fields]]\nname = "a b"\nlabel = "x"\n'), 2, "field name “a b”"),
        (_FRONT.format(fields='colour = "red"\n'), 2, "colour"),
    ],
)
def test_wrong_front_matter_is_named_by_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = tmp_path / "comments" / "en" / "own.md.j2"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(UsageError, match=words) as caught:
        read_template(path)
    assert caught.value.where == f"{path}:{line}"
    assert check_template(path)[0].severity == "error"


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("{% block text %}\n{{ fields.nowhere }}{% endblock %}", 7, "nowhere"),
        ("{% block text %}\n\n{{ nothing }}{% endblock %}", 8, "nothing"),
        ("{% block text %}\n{% if %}{% endblock %}", 7, "."),
        ("{% block text %}\n{{ 1 / 0 }}{% endblock %}", 7, "ZeroDivisionError"),
        ("{% block text %}\n{{ ''.__class__.__mro__ }}{% endblock %}", 7, "unsafe"),
        ("{% block text %}\n{{ cycler.__init__.__globals__ }}{% endblock %}", 7, "unsafe"),
        ("{% block text %}\n{{ '{0.__class__}'.format(1) }}{% endblock %}", 7, "unsafe"),
        ("{% block text %}{% include '/etc/passwd' %}{% endblock %}", 6, "passwd"),
        ("{% block text %}{% for x in range(10**7) %}{% endfor %}{% endblock %}", 6, "Range too big"),
    ],
    ids=["field", "name", "syntax", "division", "class", "globals", "format", "include", "range"],
)
def test_wrong_bodies_are_named_by_line(tmp_path: Path, body: str, line: int, words: str) -> None:
    template = _template(tmp_path, body)
    with pytest.raises(UsageError, match=words) as caught:
        draft_comment(template, sample_context("en"), {})
    assert caught.value.where == f"{template.path}:{line}"


@pytest.mark.parametrize(
    "body",
    [
        "{{ 'x' * 10**10 }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{{ lipsum(n=100000) }}",
        "{% for a in range(99999) %}xxxxx{% endfor %}",
    ],
    ids=["memory", "time", "lipsum", "output"],
)
def test_bombs_end_within_limits(tmp_path: Path, body: str) -> None:
    template = _template(tmp_path, "{% block text %}" + body + "{% endblock %}")
    with pytest.raises(LimitExceeded, match="own"):
        draft_comment(template, sample_context("en"), {}, limits=Limits(memory_mib=512, seconds=1))


@pytest.mark.parametrize(
    ("body", "language", "words"),
    [
        ("{% block proposed %}x{% endblock %}", "en", "block text is missing"),
        ("{% block text %}{{ fields.why }}{% endblock %}{% block note %}{% endblock %}", "en", "block note"),
        ("{% block text %}x{% endblock %}", "en", "why is declared but not used"),
        ("{% block text %}{{ fields.why }}{{ fields.who }}{% endblock %}", "en", "who is not declared"),
        ("{% block text %}{{ fields.why }}{{ paths }}{% endblock %}", "en", "no paths"),
        ("{% block text %}{{ fields.why }} : « ça »{% endblock %}", "fr", "no-break space"),
        ("{% block text %}{{ fields.why }}", "en", "endblock"),
    ],
)
def test_a_check_tells_what_is_wrong(tmp_path: Path, body: str, language: str, words: str) -> None:
    issues = check_template(_write(tmp_path, body, fields=_FIELD, language=language))
    assert any(words in issue.message for issue in issues), issues
    assert all("own.md.j2" in issue.where for issue in issues)


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("Court.", 20, "Court."),
        ("Une phrase. Une autre phrase.", 20, "Une phrase. […]"),
        ("un deux trois quatre cinq", 15, "un deux trois […]"),
        ("x" * 30, 10, "x" * 10 + " […]"),
        ("a\n  b", 10, "a b"),
    ],
)
def test_shorten(text: str, length: int, short: str) -> None:
    assert shorten(text, length=length) == short


def test_examples_in_docstrings_run() -> None:
    results = doctest.testmod(context)
    assert results.attempted > 0
    assert results.failed == 0
