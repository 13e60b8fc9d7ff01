"""Answers → HTML: what the draft says, what is said about it, what should stand there instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.export.contributors import Contributors
from toolkit.export.facts import comment_marks, repeated_words
from toolkit.export.headings import Cluster, cluster_place, clusters, part_place
from toolkit.export.html.markup import block, element, line, lines, text
from toolkit.export.html.voices import Voices, voices_of
from toolkit.export.printable import paragraphs
from toolkit.export.quotation import Block, quoted_blocks
from toolkit.export.replacement import Replacement, replacement
from toolkit.export.tables import joined_cells
from toolkit.export.terms import Terms
from toolkit.export.wording import Change, compare
from toolkit.model.comment import Comment
from toolkit.model.contribution import GENERAL
from toolkit.model.response import Answer, Response, Section


class AnswerPages:
    """Writes the sections of a response; remembers where each provision stands."""

    def __init__(self, response: Response, terms: Terms, voices: Voices) -> None:
        self._response = response
        self._terms = terms
        self._voices = voices
        self._contributors = Contributors(response, terms)
        self._number = 0
        self.places: dict[str, str] = {}
        """Provision id → id of the element with its answer."""

    def section(self, section: Section, number: int) -> str:
        """Return one section with its answers."""
        return block(
            "section",
            (
                element("h3", line(section.title), id=f"s{number}-title"),
                *(self._cluster(cluster, section) for cluster in clusters(section, self._terms)),
            ),
            id=f"s{number}",
            class_="part",
            aria_labelledby=f"s{number}-title",
        )

    def _cluster(self, cluster: Cluster, section: Section) -> str:
        self._number += 1
        name = f"u{self._number}"
        return block(
            "article",
            self._parts(cluster, section, name),
            id=name,
            class_="unit",
            aria_labelledby=f"{name}-title",
        )

    def _parts(self, cluster: Cluster, section: Section, name: str) -> Iterator[str]:
        yield element("h4", line(cluster.title), id=f"{name}-title")
        if cluster.shown.id != GENERAL:
            place = cluster_place(cluster, section, self._response, self._terms)
            yield element("p", line(place), " · ", element("code", line(cluster.shown.id)), class_="place")
        for answer in cluster.answers:
            self.places.setdefault(answer.provision.id, name)
            if not cluster.names(answer):
                part = part_place(answer, cluster, self._terms)
                yield element("p", line(part), class_="place own")
            yield from self._answer(answer)

    def _answer(self, answer: Answer) -> Iterator[str]:
        quotation = list(self._quotation(answer))
        if quotation:
            summary = element("summary", text(self._terms.gettext("Text of the draft")))
            quoted = block("blockquote", quotation, lang=self._draft_language())
            yield block("details", (summary, quoted), class_="draft", open=True)
        yield from (self._comment(comment, answer) for comment in answer.comments)
        if not answer.comments:
            prompts = (lines(prompt) for prompt in answer.prompts)
            missing = element("p", element("strong", text(self._terms.gettext("To complete"))))
            yield block("div", (missing, *prompts), class_="open")

    def _draft_language(self) -> str | None:
        draft = self._response.draft_language
        return draft if draft and draft != self._response.language else None

    def _quotation(self, answer: Answer) -> Iterator[str]:
        for one in quoted_blocks(answer):
            yield _table(one) if one.kind == "table" else lines(one.text, class_=one.kind)

    def _comment(self, comment: Comment, answer: Answer) -> str:
        voices = voices_of(comment, answer)
        return block(
            "article",
            self._said(comment, answer),
            id=f"comment-{comment.id}",
            class_=f"comment {comment.position}",
            data_position=comment.position,
            data_authors=_numbers(self._voices.authors[voice.author] for voice in voices),
            data_roles=_numbers(self._voices.roles[voice.role] for voice in voices),
            aria_label=f"{self._terms.position(comment.position)} — {self._contributors.of(comment, answer)}",
        )

    def _said(self, comment: Comment, answer: Answer) -> Iterator[str]:
        _ = self._terms.gettext
        mark = comment_marks(comment, self._terms)
        facts = (
            element("strong", text(self._terms.position(comment.position)), class_="position"),
            element("em", text(mark), class_="mark") if mark else "",
            element("span", line(self._contributors.of(comment, answer)), class_="person", dir="auto"),
            element("code", line(comment.id)),
        )
        yield element("p", " ".join(filter(None, facts)), class_="head")
        if comment.quote and comment.quote != answer.provision.text:
            yield element(
                "p", line(_("On the words “{quote}”").format(quote=comment.quote)), class_="on", dir="auto"
            )
        yield lines(comment.text)
        change = replacement(comment, answer)
        if change is not None:
            yield from self._wording(change)
        if comment.rationale:
            yield element("p", text(_("Rationale")), class_="label")
            yield lines(comment.rationale)
        sources = self._contributors.sources(comment, answer)
        if sources:
            yield element("p", line(sources), class_="sources")

    def _wording(self, replaced: Replacement) -> Iterator[str]:
        _ = self._terms.gettext
        yield element("p", text(_("Proposed wording")), class_="label")
        changes = compare(replaced.before, replaced.after)
        shown = "".join(map(_change, changes)) or text(_("Delete this provision."))
        yield element("div", shown, class_="wording", lang=self._draft_language(), dir="auto")
        kinds = {change.kind for change in changes if change.text.strip()}
        if {"kept", "deleted"} <= kinds:
            summary = element("summary", text(_("The text would read")))
            yield block(
                "details", (summary, lines(replaced.after, lang=self._draft_language())), class_="after"
            )
        repeated = repeated_words(replaced, self._terms)
        if repeated:
            yield element("p", text(repeated), class_="sources")


def _change(change: Change) -> str:
    tag = {"deleted": "del", "inserted": "ins"}.get(change.kind)
    shown = text(change.text).replace("\n", "<br>")
    return element(tag, shown) if tag else shown


def _table(quoted: Block) -> str:
    """Return a quoted table; its first row heads the columns."""
    head, *body = joined_cells(quoted.rows)
    rows = [
        element("tr", *(_cell(cell.text, cell.columns, tag=tag) for cell in row))
        for tag, row in (("th", head), *(("td", row) for row in body))
    ]
    caption = element("caption", line(quoted.text), class_="said")
    return element(
        "div",
        block("table", (caption, *rows)),
        class_="wide",
        tabindex="0",
        role="region",
        aria_label=quoted.text,
    )


def _cell(words: str, columns: int, *, tag: str) -> str:
    return element(
        tag,
        "<br>".join(map(text, paragraphs(words))),
        colspan=str(columns) if columns > 1 else None,
        scope="col" if tag == "th" else None,
        dir="auto",
    )


def _numbers(numbers: Iterable[int]) -> str:
    return " ".join(map(str, sorted(set(numbers))))
