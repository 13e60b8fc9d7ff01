"""A response → Markdown that reads well as plain text and renders the same words (CommonMark with tables)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from toolkit.export.contributors import Contributors
from toolkit.export.facts import (
    comment_marks,
    comments_in,
    drafts_left,
    repeated_words,
    scope_note,
    sum_of,
    totals,
)
from toolkit.export.headings import (
    Cluster,
    cluster_place,
    clusters,
    index_title,
    joined_path,
    part_place,
    section_noun,
    sections_title,
)
from toolkit.export.printable import paragraphs, printable
from toolkit.export.quotation import Block, quoted_blocks
from toolkit.export.replacement import Replacement, replacement
from toolkit.export.terms import Terms
from toolkit.export.wording import Change, compare
from toolkit.model.comment import Comment
from toolkit.model.contribution import GENERAL
from toolkit.model.response import Answer, Response, Section, SectionCount

# Matches what means something anywhere in a line: "*", "_", "`", "[", "<", "&", "|", "~", "#", "\". Not "(" or ".".
_MARKS = re.compile(r"[\\`*_\[\]<>&|~#]")

# Matches what means something at the start of a line: "- ", "+ ", "= ", "12. ", "3) ". Not "12.5".
_OPENING = re.compile(
    r"""
    ^(?P<before> \s* )
    (?: (?P<mark> [+=-] ) | (?P<number> \d+ ) (?P<dot> [.)] ) (?= \s | $ ) )
    """,
    re.VERBOSE,
)

_DELETED, _INSERTED = ("<del>", "</del>"), ("<ins>", "</ins>")


def write_markdown(response: Response) -> str:
    """Return the response as Markdown, ending with a line end.

    Texts of the draft and of contributors are escaped: nothing in them becomes markup, a link or HTML.
    """
    return "\n\n".join(_Writer(response).blocks()) + "\n"


def escaped(text: str) -> str:
    """Return one line of any text as Markdown that renders as this text."""
    line = " ".join(printable(text).split())
    marked = _MARKS.sub(lambda match: "\\" + match.group(), line)
    return _OPENING.sub(_escape_opening, marked)


def _escape_opening(match: re.Match[str]) -> str:
    if match["mark"]:
        return f"{match['before']}\\{match['mark']}"
    return f"{match['before']}{match['number']}\\{match['dot']}"


class _Writer:
    """Yields blocks, which an empty line separates."""

    def __init__(self, response: Response) -> None:
        self._response = response
        self._terms = Terms(response.language)
        self._contributors = Contributors(response, self._terms)
        self._titles: dict[str, str] = {}

    def blocks(self) -> Iterator[str]:
        yield from self._cover()
        yield from self._summary()
        if self._response.sections:
            yield f"## {sections_title(self._response, self._terms)}"
        for section in self._response.sections:
            yield f"### {escaped(section.title)}"
            for cluster in clusters(section, self._terms):
                yield from self._cluster(cluster, section)
        yield from self._role_index()
        yield from self._annex()
        yield "---"
        yield from filter(None, (drafts_left(self._response, self._terms),))
        closing = self._terms.gettext("Fingerprint of this response's content (SHA-256):")
        yield f"{closing} `{self._response.content_sha256}`"

    def _cover(self) -> Iterator[str]:
        consultation = self._response.consultation
        yield "# " + self._terms.gettext("Response to the public consultation")
        title = consultation.title or self._terms.gettext("Consultation without title")
        yield f"**{escaped(title)}**"
        draft = " — ".join(filter(None, (consultation.draft_name, consultation.draft_version)))
        facts = (
            (self._terms.gettext("Consultation of"), consultation.issuer),
            (self._terms.gettext("Draft"), draft),
            (self._terms.gettext("SHA-256 of the draft"), consultation.draft_sha256),
            (self._terms.gettext("Respondent"), consultation.respondent),
            (self._terms.gettext("Contact"), consultation.contact),
            (self._terms.gettext("Date of the response"), self._terms.date(self._response.date)),
            (self._terms.gettext("Deadline"), self._terms.date(consultation.deadline)),
        )
        fact = self._terms.gettext("{name}: {value}")
        lines = ["- " + fact.format(name=name, value=escaped(value)) for name, value in facts if value]
        if lines:
            yield "\n".join(lines)

    def _summary(self) -> Iterator[str]:
        yield "## " + self._terms.gettext("Summary of positions")
        yield from filter(None, (escaped(scope_note(self._response, self._terms)),))
        if not self._response.summary:
            yield self._terms.gettext("This response makes no comment on the draft.")
            return
        yield totals(self._response, self._terms)
        names = [
            section_noun(self._response, self._terms),
            *self._terms.positions().values(),
            self._terms.gettext("All comments"),
            self._terms.gettext("Provisions to complete"),
        ]
        rows = [[escaped(entry.title), *_numbers(entry)] for entry in self._response.summary]
        last = [self._terms.gettext("Total"), *_numbers(sum_of(self._response.summary))]
        yield _table([names, *rows, last], numbers_from=1)
        yield from self._divergences()

    def _divergences(self) -> Iterator[str]:
        if self._response.divergences:
            yield "### " + self._terms.gettext("Diverging positions")
            yield "\n".join(
                f"- {escaped(one.title)} — {escaped(self._contributors.by_position(one))}"
                for one in self._response.divergences
            )

    def _cluster(self, cluster: Cluster, section: Section) -> Iterator[str]:
        yield f"#### {escaped(cluster.title)}"
        if cluster.shown.id != GENERAL:
            place = cluster_place(cluster, section, self._response, self._terms)
            yield f"{escaped(place)} · {_code(cluster.shown.id)}"
        for answer in cluster.answers:
            self._titles.setdefault(answer.provision.id, index_title(answer, section))
            if not cluster.names(answer):
                part = part_place(answer, cluster, self._terms)
                yield f"**{escaped(part)}** · {_code(answer.provision.id)}"
            yield from self._answer(answer)

    def _answer(self, answer: Answer) -> Iterator[str]:
        yield from self._quote(answer)
        for comment in answer.comments:
            yield from self._comment(comment, answer)
        if not answer.comments:
            yield from (escaped(line) for prompt in answer.prompts for line in paragraphs(prompt))
            yield _emphasised(self._terms.gettext("To complete"))

    def _quote(self, answer: Answer) -> Iterator[str]:
        for is_table, group in groupby(quoted_blocks(answer), key=lambda block: block.kind == "table"):
            if is_table:
                yield from (_table([list(map(escaped, row)) for row in block.rows]) for block in group)
            else:
                lines = [f"> {line}" for block in group for line in _quoted_lines(block)]
                yield from ("\n>\n".join(lines),) if lines else ()

    def _comment(self, comment: Comment, answer: Answer) -> Iterator[str]:
        people = self._contributors.of(comment, answer)
        mark = escaped(comment_marks(comment, self._terms))
        facts = [
            " ".join(filter(None, (f"**{self._terms.position(comment.position).upper()}**", mark))),
            escaped(people),
            _code(comment.id),
        ]
        yield " — ".join(filter(None, facts))
        sources = self._contributors.sources(comment, answer)
        if sources:
            yield _emphasised(escaped(sources))
        if comment.quote and comment.quote != answer.provision.text:
            yield escaped(self._terms.gettext("On the words “{quote}”").format(quote=comment.quote))
        yield from map(escaped, paragraphs(comment.text))
        change = replacement(comment, answer)
        if change is not None:
            yield from self._wording(change)
        if comment.rationale:
            yield _emphasised(self._terms.gettext("Rationale"))
            yield from map(escaped, paragraphs(comment.rationale))

    def _wording(self, replaced: Replacement) -> Iterator[str]:
        yield _emphasised(self._terms.gettext("Proposed wording"))
        changes = compare(replaced.before, replaced.after)
        yield "> " + ("".join(map(_change, changes)) or self._terms.gettext("Delete this provision."))
        yield from filter(None, (escaped(repeated_words(replaced, self._terms)),))

    def _role_index(self) -> Iterator[str]:
        if self._response.role_index:
            yield "## " + self._terms.gettext("Index by role")
        for entry in self._response.role_index:
            yield f"### {escaped(entry.label)}"
            yield "\n".join(
                f"- {escaped(self._titles.get(key, key))} · {_code(key)}" for key in entry.provision_ids
            )

    def _annex(self) -> Iterator[str]:
        silent = self._response.read_without_comment
        if silent:
            yield "## " + self._terms.gettext("Annex: provisions read without comment")
            yield "\n".join(
                f"- {escaped(joined_path(path, above=self._response.consultation.title))}"
                for _id, path in silent
            )


def _numbers(entry: SectionCount) -> list[str]:
    positions = (entry.support, entry.oppose, entry.amend, entry.question)
    return [*(str(number or "–") for number in positions), str(comments_in(entry)), str(entry.unanswered)]


def _quoted_lines(block: Block) -> Iterator[str]:
    lines = map(escaped, paragraphs(block.text))
    return (f"**{line}**" for line in lines) if block.kind == "heading" else lines


def _change(change: Change) -> str:
    """Mark a change by HTML elements, which unlike `~~` and `**` may touch spaces and punctuation."""
    opening, closing = {"deleted": _DELETED, "inserted": _INSERTED, "kept": ("", "")}[change.kind]
    before = " " if change.text[:1].isspace() else ""
    after = " " if change.text[-1:].isspace() else ""
    return f"{opening}{before}{escaped(change.text)}{after}{closing}"


def _emphasised(text: str) -> str:
    return f"*{text}*"


def _code(text: str) -> str:
    return f"`{printable(text).replace('`', chr(39))}`"


def _table(rows: Sequence[Sequence[str]], *, numbers_from: int | None = None) -> str:
    head, *body = rows
    rule = [
        "---:" if numbers_from is not None and index >= numbers_from else "---" for index in range(len(head))
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *body))
