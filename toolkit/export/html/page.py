"""A response → one HTML file: everything inside, nothing loaded, usable without its script.

A policy in the head lets only our own script run and forbids every request, whatever a comment may hold.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from toolkit.export.contributors import Contributors
from toolkit.export.facts import comments_in, drafts_left, scope_note, sum_of, totals
from toolkit.export.headings import index_title, joined_path, section_noun, sections_title
from toolkit.export.html.answers import AnswerPages
from toolkit.export.html.markup import block, element, line, lines, text, void
from toolkit.export.html.voices import Voices
from toolkit.export.terms import Terms
from toolkit.model.response import Response, SectionCount

_FOLDER = Path(__file__).parent


def write_html(response: Response) -> str:
    """Return the page."""
    page = _Page(response)
    return f"<!DOCTYPE html>\n{block('html', (page.head(), page.body()), lang=response.language)}\n"


def content_policy() -> str:
    """Return the Content-Security-Policy of the page: its own style and script, and no request at all."""
    style, script = (_sha256(_shipped(name)) for name in ("page.css", "page.js"))
    return f"default-src 'none'; style-src '{style}'; script-src '{script}'"


class _Page:
    def __init__(self, response: Response) -> None:
        self._response = response
        self._terms = Terms(response.language)
        self._voices = Voices(response, self._terms)
        self._answers = AnswerPages(response, self._terms, self._voices)

    def head(self) -> str:
        consultation = self._response.consultation
        title = self._terms.gettext("Response to the public consultation")
        if consultation.title:
            title = self._terms.gettext("Response to the public consultation: {title}").format(
                title=consultation.title
            )
        return block(
            "head",
            (
                void("meta", charset="utf-8"),
                void("meta", http_equiv="Content-Security-Policy", content=content_policy()),
                void("meta", name="viewport", content="width=device-width, initial-scale=1"),
                void("meta", name="color-scheme", content="light dark"),
                void("meta", name="content-sha256", content=self._response.content_sha256),
                element("title", line(title)),
                element("style", _shipped("page.css")),
            ),
        )

    def body(self) -> str:
        main = block("main", self._main(), id="main")  # first: the contents link to what is written in it
        return block(
            "body",
            (
                element(
                    "a", text(self._terms.gettext("Go to the comments")), class_="skip", href="#comments"
                ),
                self._banner(),
                block("div", (self._contents(), self._filters()), class_="side"),
                main,
                self._closing(),
                element("script", _shipped("page.js")),
            ),
        )

    def _banner(self) -> str:
        consultation = self._response.consultation
        _, terms = self._terms.gettext, self._terms
        draft = " — ".join(filter(None, (consultation.draft_name, consultation.draft_version)))
        facts = (
            (_("Consultation of"), consultation.issuer),
            (_("Draft"), draft),
            (_("Respondent"), consultation.respondent),
            (_("Contact"), consultation.contact),
            (_("Date of the response"), terms.date(self._response.date)),
            (_("Deadline"), terms.date(consultation.deadline)),
        )
        listed = (
            element("div", element("dt", text(name)), element("dd", line(value), dir="auto"))
            for name, value in facts
            if value
        )
        return block(
            "header",
            (
                element("p", text(_("Response to the public consultation")), class_="kind"),
                element("h1", line(consultation.title or _("Consultation without title")), dir="auto"),
                block("dl", listed),
            ),
        )

    def _contents(self) -> str:
        _ = self._terms.gettext
        answers = (
            element("li", element("a", line(section.title), href=f"#s{number}"))
            for number, section in enumerate(self._response.sections, start=1)
        )
        entries = [element("li", element("a", text(_("Summary of positions")), href="#summary"))]
        if self._response.sections:
            title = element("a", text(sections_title(self._response, self._terms)), href="#comments")
            entries.append(element("li", title, block("ol", answers)))
        for shown, name, title in (
            (self._response.role_index, "roles", _("Index by role")),
            (self._response.read_without_comment, "annex", _("Annex: provisions read without comment")),
        ):
            if shown:
                entries.append(element("li", element("a", text(title), href=f"#{name}")))
        summary = element("summary", text(_("Contents")))
        return block(
            "nav",
            (block("details", (summary, block("ol", entries, class_="top")), open=True, id="contents"),),
            aria_label=_("Contents"),
        )

    def _filters(self) -> str:
        """Return the form that the script brings to life; without it, it is not shown."""
        _ = self._terms.gettext
        sections = ((f"s{number}", s.title) for number, s in enumerate(self._response.sections, start=1))
        fields = (
            _search(_("Words"), "words"),
            _choice(section_noun(self._response, self._terms), "section", sections, _("All")),
            _choice(_("Position"), "position", self._terms.positions().items(), _("All")),
            _choice(_("Contributor's role"), "role", self._voices.role_choices(), _("All")),
            _choice(_("Author"), "author", self._voices.author_choices(), _("All")),
            element("button", text(_("Show everything")), type="reset"),
        )
        status = element(
            "p", "", id="shown", role="status", data_told=_("{shown} of {all} comments are shown.")
        )
        title = element("summary", text(_("Filter the comments")), id="filter-title")
        form = block("form", (*fields, status), id="filter", role="search", aria_labelledby="filter-title")
        return block(
            "div", (block("details", (title, form), open=True, id="filters"),), class_="filter", hidden=True
        )

    def _main(self) -> Iterator[str]:
        _ = self._terms.gettext
        yield block("section", self._summary(), id="summary", aria_labelledby="summary-title")
        if self._response.sections:
            title = element("h2", text(sections_title(self._response, self._terms)), id="comments-title")
            sections = [
                self._answers.section(one, at) for at, one in enumerate(self._response.sections, start=1)
            ]
            none = element("p", text(_("Nothing fits the filter.")), id="nothing", hidden=True)
            yield block("section", (title, none, *sections), id="comments", aria_labelledby="comments-title")
        if self._response.role_index:
            yield block("section", self._role_index(), id="roles", aria_labelledby="roles-title")
        if self._response.read_without_comment:
            yield block("section", self._annex(), id="annex", aria_labelledby="annex-title")

    def _summary(self) -> Iterator[str]:
        _ = self._terms.gettext
        yield element("h2", text(_("Summary of positions")), id="summary-title")
        if self._response.scope:
            yield element("p", line(scope_note(self._response, self._terms)), class_="scope")
        if not self._response.summary:
            yield element("p", text(_("This response makes no comment on the draft.")))
            return
        yield element("p", text(totals(self._response, self._terms)))
        names = [*self._terms.positions().values(), _("All comments"), _("Provisions to complete")]
        first = element("th", text(section_noun(self._response, self._terms)), scope="col")
        head = element("tr", first, *(element("th", text(name), scope="col", class_="n") for name in names))
        rows = (_counts(entry, f"#s{at}", names) for at, entry in enumerate(self._response.summary, start=1))
        last = _counts(sum_of(self._response.summary), "", names, title=_("Total"))
        table = block(
            "table",
            (
                element("caption", text(_("Summary of positions")), class_="said"),
                block("thead", (head,)),
                block("tbody", rows),
                block("tfoot", (last,)),
            ),
        )
        yield element(
            "div",
            table,
            class_="wide counts",
            tabindex="0",
            role="region",
            aria_label=_("Summary of positions"),
        )
        yield from self._divergences()

    def _divergences(self) -> Iterator[str]:
        if not self._response.divergences:
            return
        contributors = Contributors(self._response, self._terms)
        yield element("h3", text(self._terms.gettext("Diverging positions")))
        yield block(
            "ul",
            (
                element("li", element("strong", line(one.title)), lines(contributors.by_position(one)))
                for one in self._response.divergences
            ),
        )

    def _role_index(self) -> Iterator[str]:
        titles = {
            answer.provision.id: index_title(answer, section)
            for section in reversed(self._response.sections)
            for answer in reversed(section.answers)
        }
        yield element("h2", text(self._terms.gettext("Index by role")), id="roles-title")
        for entry in self._response.role_index:
            yield element("h3", line(entry.label))
            yield block("ul", (self._entry(key, titles.get(key, key)) for key in entry.provision_ids))

    def _entry(self, provision_id: str, title: str) -> str:
        place = self._answers.places.get(provision_id)
        shown = element("a", line(title), href=f"#{place}") if place else line(title)
        return element("li", shown)

    def _annex(self) -> Iterator[str]:
        yield element(
            "h2", text(self._terms.gettext("Annex: provisions read without comment")), id="annex-title"
        )
        above = self._response.consultation.title
        yield block(
            "ul",
            (
                element("li", line(joined_path(path, above=above)))
                for _id, path in self._response.read_without_comment
            ),
        )

    def _closing(self) -> str:
        _ = self._terms.gettext
        facts = [
            (_("Fingerprint of this response's content (SHA-256):"), self._response.content_sha256),
            (
                _("Fingerprint of the draft it answers (SHA-256):"),
                self._response.consultation.draft_sha256,
            ),
        ]
        notes = [drafts_left(self._response, self._terms)]
        return block(
            "footer",
            (
                *(element("p", text(note)) for note in notes if note),
                *(
                    element("p", text(name), " ", element("code", text(value)))
                    for name, value in facts
                    if value
                ),
                element("p", text(_("Every format of the same response carries the same fingerprint."))),
            ),
        )


def _counts(entry: SectionCount, place: str, names: Sequence[str], *, title: str = "") -> str:
    numbers = (entry.support, entry.oppose, entry.amend, entry.question, comments_in(entry), entry.unanswered)
    name = text(title) if title else element("a", line(entry.title), href=place)
    cells = (
        element("td", str(number or "–"), class_="n" if number else "n none", data_label=label)
        for number, label in zip(numbers, names, strict=True)
    )
    return element("tr", element("th", name, scope="row"), *cells)


def _search(label: str, name: str) -> str:
    field = void("input", type="search", name=name, autocomplete="off", spellcheck="false")
    return element("label", element("span", text(label)), field)


def _choice(label: str, name: str, choices: Iterable[tuple[str, str]], everything: str) -> str:
    options = (element("option", line(shown), value=value) for value, shown in choices)
    chosen = block("select", (element("option", text(everything), value=""), *options), name=name)
    return element("label", element("span", text(label)), chosen)


@cache
def _shipped(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _sha256(content: str) -> str:
    """Return what a policy calls an inline script or style by (CSP level 3, section 2.3.1)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
