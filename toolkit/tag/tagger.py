"""Provision → tags, and draft → draft with tags: everything that this room proposes, in one place.

Tags are proposals: `score` is a confidence, `evidence` the words that decided, `rule` how they did. Roles and topics
below `THRESHOLD` are left out unless a lower `floor` is asked for ("show me also the doubtful ones"). Tags that a person
set (`source="person"`) are kept, and nothing is proposed against them: their value of the same facet stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from toolkit.messages import _
from toolkit.model.issue import Issue
from toolkit.model.profile import Profile, Vocabulary
from toolkit.model.provision import Outline, ParsedDraft, Provision, rows_text
from toolkit.model.tag import Tag
from toolkit.tag.analysis import IGNORED, Term, build_pipeline
from toolkit.tag.categoriser import Categoriser, shipped_categoriser
from toolkit.tag.deadlines import tag_deadlines
from toolkit.tag.deciding import common_targets, decide_by_model, decide_by_rules
from toolkit.tag.duties import ORGANISATION
from toolkit.tag.features import collect_features
from toolkit.tag.internal import Numbering
from toolkit.tag.language import LANGUAGES, detect_language
from toolkit.tag.modality import KindOfText, kind_of_text
from toolkit.tag.passages import PassageReader, Situation
from toolkit.tag.references import tag_references
from toolkit.tag.ruling import Ruling, rule_on
from toolkit.tag.surroundings import ALONE, Around, look_around
from toolkit.tag.weighing import THRESHOLD
from toolkit.tag.wordlists import cues

_FALLBACK_LANGUAGE = "fr"


class Tagger:
    """Tags provisions of one language by one profile; build it once, it compiles all vocabularies."""

    def __init__(
        self,
        profile: Profile,
        language: str,
        *,
        floor: float = THRESHOLD,
        categoriser: Categoriser | None = None,
        by_rules: bool = False,
    ) -> None:
        """Compile the vocabularies; without a `categoriser` the shipped one decides, or `by_rules` none."""
        self.profile = profile
        self._categoriser = None if by_rules else categoriser or shipped_categoriser()
        self._known = common_targets(self._categoriser, profile) if self._categoriser else frozenset()
        self.language = language if language in LANGUAGES else _FALLBACK_LANGUAGE
        self._floor = floor
        patterns = cues(self.language).patterns
        self._reader = PassageReader(
            build_pipeline(self.language, profile_terms(profile, self.language), patterns)
        )

    def tag(
        self,
        provision: Provision,
        ancestors: Sequence[Provision] = (),
        *,
        kind: KindOfText | None = None,
        numbering: Numbering | None = None,
    ) -> tuple[Tag, ...]:
        """Propose tags for a provision under its `ancestors`, nearest first, looked at by itself.

        `kind` says whether the whole text requires or advises (None: judged from the provision and its headings);
        `numbering` lets internal references find the provisions they point to.
        """
        return self.decide(self.rule(provision, ancestors, kind=kind), numbering=numbering)

    def decide(
        self, ruling: Ruling, around: Around = ALONE, *, numbering: Numbering | None = None
    ) -> tuple[Tag, ...]:
        """Propose tags for a provision that the rules were applied to, seeing what the provisions `around` it bind."""
        decided = self._decide(ruling, around)
        situation = ruling.situation
        references = tag_references(
            situation.own, self.language, provision_id=situation.provision_id, numbering=numbering
        )
        deadlines = tag_deadlines(situation.own, self.language, references, above=situation.above)
        return (*decided, *references, *deadlines)

    def rule(
        self, provision: Provision, ancestors: Sequence[Provision] = (), *, kind: KindOfText | None = None
    ) -> Ruling:
        """Apply the rules alone; see `tag` for the parameters."""
        situation = self._reader.situation(provision, ancestors)
        return rule_on(situation, self.profile, self.language, kind_of_text=kind or self._kind(situation))

    def _decide(self, ruling: Ruling, around: Around) -> tuple[Tag, ...]:
        if self._categoriser is None or not self._known:
            return decide_by_rules(ruling, self.profile, floor=self._floor)
        features = collect_features(ruling, self.language, around)
        return decide_by_model(
            ruling, features, self._categoriser, self.profile, known=self._known, floor=self._floor
        )

    def _kind(self, situation: Situation) -> KindOfText:
        passages = (*situation.own, *situation.above)
        return kind_of_text((passage.text for passage in passages), self.language)


def profile_terms(profile: Profile, language: str) -> Iterator[Term]:
    """Yield every word of a profile that the pipeline has to find, in one language."""
    tables: tuple[tuple[str, str, dict[str, Vocabulary]], ...] = (
        ("role", "mark", profile.role_marks),
        ("role", "term", profile.role_terms),
        ("role", "hint", profile.role_hints),
        ("topic", "term", profile.topic_terms),
        ("topic", "hint", profile.topic_hints),
        ("actor", "actor", profile.role_actors),
        ("actor", "outside", profile.role_outside),
        ("actor", "thing", profile.role_things),
        ("actor", "actor", {ORGANISATION: profile.organisation}),
    )
    for facet in ("role", "topic"):
        for text in profile.ignored.get(language, ()):
            yield Term(facet, "", IGNORED, text)
    for facet, strength, table in tables:
        for value, words in table.items():
            for text in words.get(language, ()):
                yield Term(facet, value, strength, text)


def tag_draft(draft: ParsedDraft, profile: Profile, *, floor: float = THRESHOLD) -> ParsedDraft:
    """Return the draft with tags on every provision and its language filled in where it was not known."""
    language, issues = _language(draft)
    tagger = Tagger(profile, language, floor=floor)
    outline = Outline(draft.provisions)
    numbering = Numbering(draft.provisions)
    kind = kind_of_text(_texts(draft), tagger.language)
    rulings = (tagger.rule(item, outline.ancestors(item.id), kind=kind) for item in draft.provisions)
    tagged = []
    for provision, (ruling, around) in zip(draft.provisions, look_around(rulings), strict=True):
        proposed = tagger.decide(ruling, around, numbering=numbering)
        tagged.append(replace(provision, tags=keep_decisions(provision.tags, proposed)))
    return replace(
        draft,
        provisions=tuple(tagged),
        document=replace(draft.document, language=draft.document.language or language),
        issues=(*draft.issues, *issues),
    )


def keep_decisions(existing: Sequence[Tag], proposed: Sequence[Tag]) -> tuple[Tag, ...]:
    """Merge a person's tags with new proposals: what a person decided about a value is not proposed again."""
    decided = tuple(tag for tag in existing if tag.source == "person")
    values = {(tag.facet, tag.value) for tag in decided}
    settled = {"modality"} if any(tag.facet == "modality" for tag in decided) else set()
    free = (tag for tag in proposed if (tag.facet, tag.value) not in values and tag.facet not in settled)
    return (*decided, *free)


def _texts(draft: ParsedDraft) -> Iterator[str]:
    yield draft.document.title
    for provision in draft.provisions:
        yield provision.heading
        yield provision.text


def _language(draft: ParsedDraft) -> tuple[str, tuple[Issue, ...]]:
    stated = draft.document.language[:2].lower()
    if stated in LANGUAGES:
        return stated, ()
    detected = detect_language((*_texts(draft), *(rows_text(provision) for provision in draft.provisions)))
    if detected and not stated:
        return detected, ()
    message = _("the text seems to be neither French nor English: its tags are guesses.")
    return detected or _FALLBACK_LANGUAGE, (Issue("warning", draft.document.name, message),)
