"""Remarks of a contribution → the place of each in the draft: gathers all evidence and has it weighed."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from toolkit.intake.places import clause_in
from toolkit.intake.placing.clause_places import ClausePlaces, Reading
from toolkit.intake.placing.copies import Aligned, align, differing
from toolkit.intake.placing.headings import Headings
from toolkit.intake.placing.names import Names
from toolkit.intake.placing.pages import Pages
from toolkit.intake.placing.quotes import Hit, Quotes
from toolkit.intake.placing.topics import Topics
from toolkit.intake.placing.units import units_of
from toolkit.intake.placing.weighing import Evidence, weigh
from toolkit.intake.placing.words import passages_of
from toolkit.intake.vocabulary import begins_with, plain, vocabulary
from toolkit.messages import _, ngettext
from toolkit.model.contribution import GENERAL, Contribution, Placement, Reason, Remark
from toolkit.model.issue import Issue
from toolkit.model.profile import Profile
from toolkit.model.provision import Outline, ParsedDraft
from toolkit.model.sentences import sentences

_SLIP = 0.01
"""A single paragraph of so small a share that readers see otherwise makes no other version."""
_STRANGE = 0.8
"""Share of a copy's long paragraphs, beyond which, if the draft has none of them, it is another document's copy."""
_FEW_TOLD = 3
"""So few paragraphs tell nothing of a document."""
_LONG = 40
"""Characters from which on a paragraph tells whose it is."""
_SETTLED = 4.0
"""From this weight on, words in common are not looked for: they would change nothing."""
_FULL_TOPIC = 9.0
_FULL_WORDS = 16.0
"""Scores at which a subject, or a remark's own words, count in full."""
_LOOKED_AT = 2
"""Sentences of a remark in which places are looked for."""
_RUNNING = ("prose", "mail")
"""Forms in which a remark may go on about the place of the one before."""
_NOT_LED = 0.67
"""How much that says where nothing in the file says so."""
_LEADING = 60
_OPENING = 200
"""Characters of a remark, at its beginning, in which it may say what it is about."""
_SHOWN = 4
"""Words in common that are told."""

# Matches "à propos du MFA", "concernant le bris de glace,", "about passwords"; the subject ends with the clause.
_ABOUT = re.compile(
    r"\b(?:[àa]\s+propos|au\s+sujet|concernant|s['’]agissant|en\s+ce\s+qui\s+concerne|quant\s+(?:à|aux?)|sur\s+(?:le\s+sujet|la\s+question|le\s+point)"
    r"|about|regarding|concerning|as\s+regards|as\s+for|with\s+regard\s+to)\b\s*(?:d[ue]s?\b|de\s+la|de\s+l['’]|d['’])?\s*(?P<subject>[^,.;:!?\n]{3,80})",
    re.IGNORECASE,
)

# Matches "Sur l'opposition du patient, …", "Pour les messageries (11.1)", "- télécopie : …" at the beginning.
# Near misses: "Sur demande, …", "Le texte est long."
_FIRST = re.compile(
    r"""^[\s*•–—-]* (?:
        (?: sur | pour | on | for ) \s+ (?: (?: la | les | le | the | nos | our ) \s | l['’] ) \s* (?P<subject> [^,.;:!?()\n]{3,80} )
      | (?P<label> [^\d,.;:!?()\n][^,.;:!?()\n]{3,50}? ) \s? : \s
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def _spoken_of(text: str) -> str:
    """Return what a remark says that it is about, "" if it says nothing of the kind."""
    about = _ABOUT.search(text[:_OPENING])
    if about is not None:
        return about["subject"]
    first = _FIRST.match(text[:_OPENING])
    return (first["subject"] or first["label"]) if first is not None else ""


class Placer:
    """Places remarks on one draft. What is looked up often is prepared once."""

    def __init__(self, draft: ParsedDraft, *, profile: Profile) -> None:
        provisions = draft.provisions
        self._draft = draft
        self._ids = [item.id for item in provisions]
        self._outline = Outline(provisions)
        self._language = "en" if draft.document.language == "en" else "fr"
        self._passages = [
            passage
            for index, item in enumerate(provisions)
            if not item.hidden
            for passage in passages_of(index, item)
        ]
        self._clauses = ClausePlaces(Names(provisions, self._outline), self._outline)
        self._quotes = Quotes(self._passages)
        self._headings = Headings(provisions)
        self._pages = Pages(draft)
        self._units = units_of(provisions, self._outline)
        self._topics = Topics([unit.provision for unit in self._units], profile, self._language)
        self._about = self._by_terms()

    def _by_terms(self) -> dict[frozenset[str], list[str]]:
        """Return the provisions by all that their headings speak of: "Les sauvegardes" is about backups."""
        found: dict[frozenset[str], list[str]] = {}
        for provision in self._draft.provisions:
            terms = frozenset(self._topics.terms(provision.heading))
            if terms and provision.kind != "box":
                found.setdefault(terms, []).append(provision.id)
        return found

    @property
    def outline(self) -> Outline:
        """Return the tree of the draft in which remarks are placed."""
        return self._outline

    def place(self, contribution: Contribution) -> tuple[Placement, ...]:
        """Return the placement of each remark, in their order; attachments are placed by themselves."""
        aligned = align(contribution.passages, self._passages) if contribution.passages else ()
        placed: dict[str, Placement] = {}
        found: list[Placement] = []
        before = ""
        shared = _shared_subjects(contribution.remarks)
        for remark, is_led in _own_places(contribution.remarks, shared):
            parent = placed.get(remark.reply_to) if remark.reply_to else None
            if parent is not None:
                placement = _following(parent, remark.reply_to)
            else:
                carried = Evidence(before, "before", 1.0 if is_led else _NOT_LED)
                placement = self._place(remark, contribution, aligned, carried)
            placed[remark.key] = placement
            found.append(placement)
            before = placement.provision_id if placement.state in ("placed", "proposed") else ""
        return tuple(found)

    def compare_copy(self, contribution: Contribution) -> tuple[Issue, ...]:
        """Return an issue where a copy of the draft differs from it by more than its tracked changes, or is none."""
        unknown, total = self._strange(contribution)
        if total >= _FEW_TOLD and unknown > _STRANGE * total:
            told = _(
                "{count} of {total} paragraphs are not in our draft: are the remarks on another document? "
                "If so, set the file aside: `consult place --set-aside-file {name} --why …`"
            )
            name = shlex.quote(contribution.name)
            message = told.format(count=unknown, total=total, name=name)
            return (Issue("warning", contribution.name, message),)
        aligned = align(contribution.passages, self._passages) if contribution.passages else ()
        furniture = (item.text for item in self._draft.furniture)
        count = differing(contribution.passages, aligned, furniture)
        if count <= 1 and count <= _SLIP * len(aligned):
            return ()
        message = ngettext(
            "the copy differs from our draft in {count} of {total} paragraphs: another version?",
            "the copy differs from our draft in {count} of {total} paragraphs: another version?",
            count,
        )
        return (Issue("warning", contribution.name, message.format(count=count, total=len(aligned))),)

    def _strange(self, contribution: Contribution) -> tuple[int, int]:
        """Return how many long paragraphs of what was read as a copy are not in the draft, and how many there are."""
        read = (item.text for item in contribution.leftovers if item.reason == "draft")
        told = [text for text in read if len(text) >= _LONG]
        found = align(told, self._passages) if told else ()
        return sum(item is None or item.state == "new" for item in found), len(told)

    def _place(
        self,
        remark: Remark,
        contribution: Contribution,
        aligned: Sequence[Aligned | None],
        before: Evidence,
    ) -> Placement:
        evidence = list(self._pointing(remark, contribution, aligned))
        if remark.kind == "silence":
            whole = Placement(state="placed", confidence=1.0, reasons=(Reason("silence_all"),))
            return weigh(evidence, self._outline) if evidence else whole
        if max((piece.weight for piece in evidence), default=0.0) < _SETTLED or _is_split(evidence):
            evidence += self._fitting(remark)
            if before.provision_id and remark.form in _RUNNING:
                evidence.append(before)
        evidence += self._subject(remark)
        return self._quoted(weigh(evidence, self._outline), remark)

    # what points to a place ---------------------------------------------------------------------------

    def _pointing(
        self, remark: Remark, contribution: Contribution, aligned: Sequence[Aligned | None]
    ) -> Iterator[Evidence]:
        clues = remark.clues
        if clues.provision_id in self._outline.by_id:
            is_ours = contribution.draft_sha256 == self._draft.document.sha256
            yield Evidence(
                clues.provision_id, "form_id" if is_ours else "form_id_other", words=clues.provision_id
            )
        yield from self._general(remark)
        if clues.clause:
            readings = self._clauses.read(clues.clause)
            yield from self._named(clues.clause, readings)
            if not readings:
                yield from self._headed(clues.clause, "heading", "heading_alike")
        else:
            yield from self._mentioned(remark)
        for heading in clues.headings:
            yield from self._headed(heading, "heading", "heading_alike")
        yield from self._quote_evidence(remark)
        if clues.passage is not None and 0 <= clues.passage < len(aligned):
            yield from self._copied(aligned[clues.passage], contribution.passages[clues.passage])
        yield from self._on_page(remark)

    def _general(self, remark: Remark) -> Iterator[Evidence]:
        clues, words = remark.clues, vocabulary()
        clause = plain(clues.clause)
        is_typed = plain(remark.category) in words.cells.general_types and not (clause or clues.quote)
        said = begins_with(plain(remark.text[:_LEADING]), words.letter.generals)
        if clues.general or is_typed or said or clause in words.cells.general - {""}:
            yield Evidence(
                GENERAL, "general", words=clues.clause or remark.category or remark.text[:_LEADING]
            )

    def _named(self, words: str, readings: Sequence[Reading]) -> Iterator[Evidence]:
        for reading in readings:
            for name in reading.provision_ids:
                fellows = tuple(other for other in reading.provision_ids if other != name)
                yield Evidence(name, reading.rule, words=words, quote=reading.quote, fellows=fellows)

    def _mentioned(self, remark: Remark) -> Iterator[Evidence]:
        for sentence in sentences(remark.text)[:_LOOKED_AT]:
            clause = clause_in(sentence)
            for reading in self._clauses.read(clause) if clause else ():
                if reading.rule == "clause" and len(reading.provision_ids) == 1:
                    yield Evidence(reading.provision_ids[0], "mention", words=clause, quote=reading.quote)

    def _headed(self, heading: str, same: str, alike: str) -> Iterator[Evidence]:
        found = self._headings.find(heading)
        for item in found:
            rule = same if item.is_same else alike
            yield Evidence(
                self._ids[item.provision_index], rule, 1 if len(found) == 1 else 0.8, words=heading
            )
        if not found:
            for reading in self._clauses.read(_label_of(heading)):
                if reading.rule == "clause":
                    yield from self._named(heading, (reading._replace(rule=same),))

    def _quote_evidence(self, remark: Remark) -> Iterator[Evidence]:
        hits = self._quotes.find(remark.clues.quote) if remark.clues.quote.strip() else ()
        if hits:
            yield from (self._hit(hit) for hit in hits)
        elif remark.proposed and not remark.clues.clause:
            for hit in self._quotes.find(remark.proposed):
                yield Evidence(
                    self._ids[hit.provision_index], "proposal", hit.share * hit.telling, words=hit.quote
                )

    def _hit(self, hit: Hit) -> Evidence:
        strength = hit.telling * (hit.share if hit.rule == "quote_alike" else 1)
        return Evidence(self._ids[hit.provision_index], hit.rule, strength, words=hit.quote, quote=hit.quote)

    def _copied(self, found: Aligned | None, paragraph: str) -> Iterator[Evidence]:
        if found is not None:
            rule = {"same": "passage", "edited": "passage_edited", "new": "passage_after"}[found.state]
            yield Evidence(self._ids[found.provision_index], rule, words=paragraph[:_LEADING])

    def _on_page(self, remark: Remark) -> Iterator[Evidence]:
        page, lines = remark.clues.page_number, remark.clues.lines
        if page is None:
            return
        numbers = self._pages.numbers(page)
        share = 1 / max(1, len(numbers))
        for number in numbers:
            words = f"p. {page}"
            for index in self._pages.on_page(number):
                yield Evidence(self._ids[index], "page", share, words=words)
            if lines is not None:
                exact = self._pages.on_lines(number, *lines)
                near = self._pages.on_lines(number, max(1, lines[0] - 1), lines[1] + 1)
                words = f"p. {page}, l. {lines[0]}–{lines[1]}"
                for index in near:
                    rule = "line" if index in exact else "line_near"
                    yield Evidence(self._ids[index], rule, share, words=words)

    # what fits a place -------------------------------------------------------------------------------

    def _subject(self, remark: Remark) -> Iterator[Evidence]:
        """Yield what the subject speaks of: a heading, a place, or things that few provisions are about."""
        if remark.clues.subject:
            yield from self._headed(remark.clues.subject, "subject", "heading_alike")
        readings = self._clauses.read(remark.clues.clause)
        clause = remark.clues.clause if any(item.rule != "words" for item in readings) else ""
        for said in filter(None, (remark.clues.subject, clause, _spoken_of(remark.text))):
            for name in self._about.get(frozenset(self._topics.terms(said)), ()):
                yield Evidence(name, "subject", words=said)
            yield from self._scored(said, "topic", _FULL_TOPIC)

    def _fitting(self, remark: Remark) -> Iterator[Evidence]:
        said = " ".join((remark.text, remark.rationale, remark.proposed, remark.clues.quote))
        yield from self._scored(said, "words", _FULL_WORDS)

    def _scored(self, said: str, rule: str, full: float) -> Iterator[Evidence]:
        found = self._topics.score(said)
        if rule == "topic":
            yield from self._all_about(
                said, [self._units[item.provision_index].provision.id for item in found]
            )
        enough = min(full, self._topics.most(said))
        for item in found:
            near_best = (item.score / found[0].score) ** 2
            strength = min(1.0, item.score / enough) * near_best
            unit = self._units[item.provision_index].provision
            yield Evidence(unit.id, rule, strength, words=", ".join(item.words[:_SHOWN]))

    def _all_about(self, said: str, found: Sequence[str]) -> Iterator[Evidence]:
        """Yield what holds several places about the same: the whole is meant rather than one of them."""
        above = Counter(item.id for name in found for item in self._outline.ancestors(name))
        asked = {term for term in self._topics.terms(said) if not term.startswith("#")}
        for name, count in above.items():
            if count > 1 and asked and asked <= set(self._topics.terms(self._outline.by_id[name].heading)):
                yield Evidence(name, "topic_whole", words=said)

    # the words meant ---------------------------------------------------------------------------------

    def _quoted(self, placement: Placement, remark: Remark) -> Placement:
        """Return the placement with the words quoted, on what holds them below the place found."""
        quote = remark.clues.quote.strip()
        if placement.quote or not quote or placement.state == "unplaced" or not placement.provision_id:
            return placement
        top = placement.provision_id
        for name in (top, *(item.id for item in self._outline.printed_below(top))):
            printed = self._quotes.find_in(quote, self._ids.index(name))
            if printed:
                return msgspec.structs.replace(placement, provision_id=name, quote=printed)
        reasons = (*placement.reasons, Reason("quote_missing", quote[:_LEADING]))
        return msgspec.structs.replace(placement, reasons=reasons)


def _own_places(remarks: Iterable[Remark], shared: Collection[str]) -> Iterator[tuple[Remark, bool]]:
    """Yield remarks with the clues that are their own, and whether the file carries the place before on to them.

    In running text headings may be but the places of paragraphs before; the subject of a mail is not that of each
    of its remarks.
    """
    named: set[str] = set()
    for remark in remarks:
        clues, is_led = remark.clues, False
        if clues.subject in shared:
            clues = msgspec.structs.replace(clues, subject="")
        if remark.form in _RUNNING and named.intersection(clues.headings):
            own = tuple(heading for heading in clues.headings if heading not in named)
            clues, is_led = msgspec.structs.replace(clues, headings=own), True
        yield msgspec.structs.replace(remark, clues=clues), is_led
        if clues.clause:
            named.add(clues.clause)


def _shared_subjects(remarks: Iterable[Remark]) -> frozenset[str]:
    """Return the subjects of mails that make several remarks."""
    counted = Counter(remark.clues.subject for remark in remarks if remark.form == "mail")
    return frozenset(subject for subject, count in counted.items() if subject and count > 1)


def _following(parent: Placement, key: str) -> Placement:
    """Return the placement of a reply: its parent's."""
    return msgspec.structs.replace(parent, reasons=(Reason("reply", key), *parent.reasons))


def _is_split(evidence: Sequence[Evidence]) -> bool:
    """Tell whether what points most strongly points to several places."""
    return len({piece.provision_id for piece in evidence if piece.weight >= _SETTLED}) > 1


# Matches the place that a heading begins with: "Fiche 13", "7.2", "R12"; the title after it is cut off.
_LABEL = re.compile(r"^[^:–—,(]{2,24}?(?=\s*(?:[:–—,(]|\s-\s|$))")


def _label_of(heading: str) -> str:
    found = _LABEL.match(heading.strip())
    return found[0] if found else ""
