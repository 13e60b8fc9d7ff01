"""A response and its dossier → the lines of the brief, each cut so that all of them fit on one printed page.

What does not fit is counted, never dropped in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from toolkit.export.brief.demands import Demand, Voice, demands, gist, voices
from toolkit.export.brief.fitting import Height, Room
from toolkit.export.brief.words import has_amount, holds
from toolkit.export.facts import comments_in, scope_note, sum_of
from toolkit.export.headings import answer_title
from toolkit.export.printable import shortened
from toolkit.export.replacement import replacement
from toolkit.export.terms import Terms
from toolkit.export.wording import compare
from toolkit.model.dossier import Dossier
from toolkit.model.response import Response
from toolkit.model.sentences import sentences

_TITLE, _GIST, _CHANGE, _STATEMENT, _REASON, _NAMES, _SOURCE, _FACTS = 90, 200, 55, 230, 80, 300, 48, 110
"""Most characters of each."""


class DemandLine(msgspec.Struct, frozen=True):
    """A row of the table of demands."""

    title: str
    gist: str
    facts: str


class Part(msgspec.Struct, frozen=True):
    """A heading with its lines."""

    title: str
    lines: tuple[str, ...]


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on the page."""

    title: str
    subject: str
    facts: str
    demands_title: str
    demands_head: tuple[str, str, str]
    """Names of the columns: number, demand, what is behind it."""
    demands: tuple[DemandLine, ...]
    more_demands: str
    parts: tuple[Part, ...]
    closing: str


def brief_of(response: Response, dossier: Dossier, terms: Terms) -> Brief:
    """Return what the page says, as much as it holds."""
    material = _material(response)
    room = Room()
    brief = _Writer(response, dossier, terms, material, room).brief()
    while not _height(brief).fits and room != room.smaller():
        room = room.smaller()
        brief = _Writer(response, dossier, terms, material, room).brief()
    return brief


def _height(brief: Brief) -> Height:
    height = Height()
    for line in (brief.subject, brief.facts, brief.more_demands, brief.closing):
        height.text(line)
    if brief.demands:
        height.heading()
        height.row(*brief.demands_head)
    for demand in brief.demands:
        height.row(demand.title, demand.gist, demand.facts)
    for part in brief.parts:
        height.heading()
        for line in part.lines:
            height.text(line)
    return height


class _Material(msgspec.Struct, frozen=True):
    """What is chosen from, the weightiest first; found once, however often the page is tried."""

    demands: tuple[Demand, ...]
    statements: tuple[tuple[Voice, str], ...]
    """On cost and risk, those with amounts first."""
    minority: tuple[Voice, ...]


def _material(response: Response) -> _Material:
    spoken = tuple(voices(response))
    said = [(voice, sentence) for voice in spoken for sentence in sentences(voice.comment.rationale)]
    weighed = [(_weight_of(sentence), voice, sentence) for voice, sentence in said]
    ranked = sorted((found for found in weighed if found[0]), key=lambda found: -found[0])
    return _Material(
        demands=demands(response),
        statements=tuple((voice, sentence) for _weight, voice, sentence in ranked),
        minority=tuple(voice for voice in spoken if voice.comment.minority),
    )


class _Writer:
    def __init__(
        self, response: Response, dossier: Dossier, terms: Terms, material: _Material, room: Room
    ) -> None:
        self._response = response
        self._dossier = dossier
        self._terms = terms
        self._room = room
        self._material = material
        self._labels = {role.id: role.label(response.language) for role in response.roles}

    def brief(self) -> Brief:
        _ = self._terms.gettext
        consultation = self._response.consultation
        found = self._material.demands
        parts = (
            Part(_("Cost and risk, as the contributors state them"), tuple(self._statements())),
            Part(_("Who has signed"), tuple(self._signed())),
            Part(_("What was left out"), tuple(self._left_out())),
            Part(_("Still open"), tuple(self._open())),
        )
        return Brief(
            title=_("Brief for the board"),
            subject=self._cut(consultation.title or _("Consultation without title"), 130),
            facts=self._facts(),
            demands_title=_("Main demands"),
            demands_head=(_("No."), _("Demand"), _("What is behind it")),
            demands=tuple(map(self._demand, found[: self._room.demands])),
            more_demands=self._more(len(found) - self._room.demands),
            parts=tuple(part for part in parts if part.lines),
            closing=self._closing(),
        )

    def _facts(self) -> str:
        _ = self._terms.gettext
        consultation = self._response.consultation
        total = sum_of(self._response.summary)
        positions = ((name, getattr(total, key)) for key, name in self._terms.positions().items())
        said = ", ".join(
            _("{name}: {value}").format(name=name.lower(), value=number)
            for name, number in positions
            if number
        )
        facts = [
            self._cut(" — ".join(filter(None, (consultation.respondent, consultation.issuer))), 110),
            self._dated(_("To be filed by {date}."), consultation.deadline),
            _("Comments: {count}.").format(count=comments_in(total)) + (f" ({said})" if said else ""),
            scope_note(self._response, self._terms),
        ]
        return self._cut(" · ".join(filter(None, facts)), 360)

    def _dated(self, told: str, iso: str) -> str:
        return told.format(date=self._terms.date(iso)) if iso else ""

    def _demand(self, demand: Demand) -> DemandLine:
        _ = self._terms.gettext
        names = {"obligation": _("obligation"), "deadline": _("deadline"), "cost": _("cost")}
        told = _("{name}: {value}")
        facts = [
            *(
                told.format(name=self._terms.position(position).lower(), value=count)
                for position, count in demand.positions
            ),
            told.format(name=_("contributors"), value=demand.contributors),
            *(names[stake] for stake in demand.stakes),
        ]
        cited = ", ".join(voice.comment.id for voice in demand.voices[:4])
        said = " ".join(filter(None, (self._cut(gist(demand), _GIST), self._change(demand), f"[{cited}]")))
        return DemandLine(self._cut(demand.title, _TITLE), said, self._cut(", ".join(facts), _FACTS))

    def _change(self, demand: Demand) -> str:
        """Show what the weightiest proposed wording takes out and puts in."""
        _ = self._terms.gettext
        replaced = next(filter(None, (replacement(v.comment, v.answer) for v in demand.voices)), None)
        if replaced is None:
            return ""
        changes = compare(replaced.before, replaced.after)
        out, new = (
            self._cut(" … ".join(one.text.strip() for one in changes if one.kind == kind), _CHANGE)
            for kind in ("deleted", "inserted")
        )
        if not new:
            return _("Delete: “{words}”.").format(words=out) if out else _("Delete this provision.")
        if not out:
            return _("Add: “{words}”.").format(words=new)
        return _("Instead of “{before}”: “{after}”.").format(before=out, after=new)

    def _statements(self) -> Iterator[str]:
        """Yield sentences on cost and risk, quoted with the comment they stand in."""
        found = self._material.statements
        told = self._terms.gettext("“{words}” — {source}")
        for voice, sentence in found[: self._room.statements]:
            source = f"{self._cut(answer_title(voice.answer), _SOURCE)}, {voice.comment.id}"
            yield told.format(words=self._cut(sentence, _STATEMENT), source=source)
        yield from filter(None, (self._more(len(found) - self._room.statements),))

    def _signed(self) -> Iterator[str]:
        _ = self._terms.gettext
        signable = self._dossier.signable_sha256
        valid = [one for one in self._dossier.sign_offs if one.content_sha256 == signable]
        stale = [one for one in self._dossier.sign_offs if one not in valid]
        signed = {one.role for one in self._dossier.sign_offs}
        awaited = [one.label for one in self._dossier.progress if one.role not in signed]
        named = [
            " ".join(filter(None, (self._label(one.role), f"({one.person})" if one.person else "")))
            for one in valid
        ]
        yield _("Signed for this content: {names}.").format(names=self._listed(named) or _("nobody yet"))
        if stale:
            names = self._listed([self._label(one.role) for one in stale])
            yield _("Signed an earlier content, to be signed again: {names}.").format(names=names)
        if awaited:
            yield _("Not signed: {names}.").format(names=self._listed(awaited))

    def _left_out(self) -> Iterator[str]:
        _ = self._terms.gettext
        rejected, withdrawn = self._dossier.rejected, self._dossier.withdrawn
        if rejected or withdrawn:
            yield _("Comments rejected: {rejected}; withdrawn: {withdrawn}.").format(
                rejected=len(rejected), withdrawn=withdrawn
            )
        reasons = Counter(
            self._cut(one.reason, _REASON).rstrip(".") or _("no reason given") for one in rejected
        )
        if reasons:
            told = (f"{reason} ({count})" for reason, count in reasons.most_common(self._room.reasons))
            more = self._more(len(reasons) - self._room.reasons)
            yield " ".join(filter(None, (_("Reasons: {reasons}.").format(reasons="; ".join(told)), more)))
        minority = self._material.minority
        for voice in minority[: self._room.minorities]:
            said = self._cut(voice.comment.text or voice.comment.proposed, _REASON * 2)
            source = f"{self._cut(answer_title(voice.answer), _SOURCE)}, {voice.comment.id}"
            yield _("Minority view: “{words}” — {source}").format(words=said, source=source)
        yield from filter(None, (self._more(len(minority) - self._room.minorities),))

    def _open(self) -> Iterator[str]:
        _ = self._terms.gettext
        total = sum_of(self._response.summary)
        counts = (
            (_("Provisions to complete: {count}."), total.unanswered),
            (_("Comments still to be approved: {count}."), self._response.drafts),
            (_("Remarks not placed yet: {count}."), self._dossier.unplaced),
            (_("Diverging positions: {count}."), len(self._response.divergences)),
        )
        told = " ".join(sentence.format(count=count) for sentence, count in counts if count)
        yield from filter(None, (told, self._deadlines(), self._coverage()))

    def _deadlines(self) -> str:
        _ = self._terms.gettext
        due = self._dossier.due
        if not due and not self._response.consultation.internal_deadline:
            return ""
        told = [self._dated(_("Internal deadline: {date}."), self._response.consultation.internal_deadline)]
        listed = [
            " ".join(
                filter(
                    None,
                    (
                        self._terms.date(one.date),
                        self._cut(one.title, _SOURCE),
                        f"({self._cut(one.who, _SOURCE)})",
                    ),
                )
            )
            for one in due[: self._room.due]
        ]
        if listed:
            told.append(_("Work due: {list}.").format(list="; ".join(listed)))
        told.append(self._more(len(due) - self._room.due))
        return " ".join(filter(None, told))

    def _coverage(self) -> str:
        """Say for each role how much of what concerns it has been read or commented on."""
        _ = self._terms.gettext
        told = [f"{one.label} {one.commented + one.read}/{one.concerned}" for one in self._dossier.progress]
        listed = self._listed(told)
        return _("Provisions read or commented on, by role: {list}.").format(list=listed) if listed else ""

    def _closing(self) -> str:
        return self._terms.gettext("Drawn from the response of {date}, content {hash}.").format(
            date=self._terms.date(self._response.date), hash=self._response.content_sha256[:16]
        )

    def _label(self, role: str) -> str:
        return self._labels.get(role, role)

    def _more(self, count: int) -> str:
        return self._terms.gettext("More: {count}.").format(count=count) if count > 0 else ""

    def _cut(self, text: str, limit: int) -> str:
        return shortened(text, limit * self._room.letters // 100)

    def _listed(self, names: Iterable[str]) -> str:
        """Join names; those that a line has no room for are left out whole, and counted."""
        kept = list(names)
        limit = _NAMES * self._room.letters // 100
        shown = kept
        while len(shown) > 1 and len(", ".join(shown)) > limit:
            shown = shown[:-1]
        more = f" (+{len(kept) - len(shown)})" if len(shown) < len(kept) else ""
        return f"{shortened(', '.join(shown), limit)}{more}" if shown else ""


def _weight_of(sentence: str) -> int:
    return 4 * has_amount(sentence) + 2 * bool(holds("cost", sentence)) + bool(holds("risk", sentence))
