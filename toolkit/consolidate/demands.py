"""A comment, beside the provision it is on → what it wants: stance, figures, force, words changed, what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from toolkit.consolidate.figures import Figure, figures
from toolkit.consolidate.lexicon import Lexicon, force_of, hear, language_of, lexicon, tokens
from toolkit.consolidate.positions import asks_change
from toolkit.consolidate.wants import wanted
from toolkit.model.comment import Comment
from toolkit.model.provision import Outline, Provision, printed_text
from toolkit.model.stems import fold

Stance = Literal["keep", "against", "delete", "change", "open"]
_DUTIES = frozenset({"must", "should", "may"})
_LONGEST = 4_000
"""Characters beyond which a provision is a chapter, whose figures are not those that a remark on it means."""
_SHORT_QUOTE = 8
"""Words up to which a quote is what a change is about, whatever of it stays."""
_MOST_OF_IT = 0.5
"""Share of a provision's words that a remark must use to be on all of it."""
_OBJECT = 8
"""So many words after "against" may name what is meant."""
OPPOSITES = (("longer", "shorter"), ("stricter", "laxer"), ("ban", "allow"), ("ban", "laxer"))
_WAYS = ("longer", "shorter", "stricter", "laxer", "ban", "allow")

# A single word in quotation marks: « doit », "must", 'should'. Not: l'accès, « doit être ».
_QUOTED_WORD = re.compile(r"""(?:«\s*|[“"]|(?<!\w)['‘])(\w+)(?:\s*»|[”"]|['’](?!\w))""")


# Matches "D'accord avec Hélène", "I agree with Dr Hale"; not "d'accord avec la mesure", "d'accord avec R12".
_AGREES_WITH_SOMEBODY = re.compile(
    r"\b(?:[Dd]['’]accord\ avec|[Cc]omme\ (?:le|l['’]a)\ dit|[Aa]gree\ with)\s+(?:M\.|Mme|Dr|Pr|Me|Mr|Mrs|Ms|[A-ZÀ-Ý][a-zà-ÿ]+)\b"
)


class Change(msgspec.Struct, frozen=True):
    """What a proposed wording does to the draft, in words: `start` and `end` count those of the provision."""

    provision_id: str
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    start: int = -1
    """-1 where the quoted words do not stand in the provision."""
    end: int = -1
    quoted: tuple[int, int] = (-1, -1)
    """Where the words quoted stand; (-1, -1) where the whole provision is meant."""

    def shares_quote(self, other: Change) -> bool:
        """Tell whether both quote some word of the draft that is the same one."""
        if self.provision_id != other.provision_id or -1 in (*self.quoted, *other.quoted):
            return False
        return max(self.quoted[0], other.quoted[0]) < min(self.quoted[1], other.quoted[1])

    def touches(self, other: Change) -> bool:
        """Tell whether both change some word of the draft that is the same one."""
        if self.start < 0 or other.start < 0 or self.provision_id != other.provision_id:
            return bool(set(self.removed) & set(other.removed))
        return max(self.start, other.start) < min(self.end, other.end)


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """What a comment wants of its provision."""

    comment: Comment
    stance: Stance
    about: frozenset[str]
    """Concepts and stems of everything it says."""
    said: frozenset[str]
    """Those of its own text and rationale alone."""
    target: frozenset[str]
    """Those of the words it removes or replaces, and of a short quote around them."""
    added: frozenset[str]
    """Those of the words it puts in."""
    own: frozenset[str]
    """Those of the provision."""
    figures: tuple[Figure, ...]
    """Those of the provision."""
    asked: tuple[Figure, ...]
    """Figures it wants instead of the draft's."""
    named: tuple[Figure, ...]
    """All figures it names that are not the draft's, whether or not the draft has one of their kind."""
    defended: tuple[Figure, ...]
    """Figures of the draft that it repeats."""
    ways: frozenset[str]
    """"longer", "shorter", "stricter", "laxer", "ban", "allow"."""
    force: str
    """Modal force that it asks for, "" where it asks for none."""
    refused: frozenset[str]
    """What is new to the provision in the words that it speaks against."""
    whole: bool
    """Whether it would delete the whole provision."""
    change: Change | None


class Passage(msgspec.Struct, frozen=True):
    """A provision as comments on it are read."""

    words: tuple[str, ...]
    """Folded, in order."""
    about: frozenset[str]
    figures: tuple[Figure, ...]
    force: frozenset[str]


def read_demands(comments: Iterable[Comment], outline: Outline, *, language: str = "") -> tuple[Demand, ...]:
    """Return what each comment wants; `language` is that of the draft, for remarks too short to tell."""
    passages: dict[str, Passage] = {}
    found: list[Demand] = []
    for comment in comments:
        key = comment.provision_id
        if key not in passages:
            passages[key] = _passage(outline.whole(key) if key in outline.by_id else None, language)
        found.append(_Reading(comment, passages[key], language).demand())
    return tuple(found)


class _Reading:
    """One comment while it is read."""

    def __init__(self, comment: Comment, passage: Passage, language: str) -> None:
        self._comment = comment
        self._passage = passage
        heard = hear(f"{comment.text}\n{comment.rationale}", language)
        self._lexicon, self._stems = heard.lexicon, heard.stems
        if not heard.words:
            self._lexicon = hear(comment.proposed, language).lexicon
        self._change = _change(comment, passage)
        self._is_answer = self._answers()
        self._hits = tuple(self._lexicon.wants.found(self._stems))
        self._wants = wanted(heard.words, self._hits)

    def demand(self) -> Demand:
        said = self._lexicon.meanings(self._stems)
        target = added = frozenset[str]()
        if self._change is not None:
            target = _meanings(self._change.removed, self._lexicon)
            quote = tokens(self._comment.quote)
            if self._change.removed and len(quote) <= _SHORT_QUOTE:
                target |= _meanings(tuple(map(fold, quote)), self._lexicon)
            added = _meanings(self._change.added, self._lexicon)
        stance = self._stance()
        asked = self._asked()
        return Demand(
            comment=self._comment,
            stance=stance,
            about=said | target | added,
            said=said,
            target=target,
            added=added,
            own=self._passage.about,
            figures=self._passage.figures,
            asked=asked,
            named=self._named(),
            defended=self._defended(),
            ways=self._ways(asked),
            force=self._force(),
            refused=self._refused(),
            whole=stance == "delete" and self._deletes_all(),
            change=self._change,
        )

    def _answers(self) -> bool:
        """Tell whether it says no more than what somebody else's remark is worth, or tells of something beside it."""
        comment = self._comment
        if comment.proposed or comment.deletion or comment.position not in ("support", "amend"):
            return False
        said = f"{comment.text}\n{comment.rationale}"
        if _AGREES_WITH_SOMEBODY.search(said):
            return True
        return bool(comment.reply_to) and not asks_change(said, language=self._lexicon.language)

    def _stance(self) -> Stance:
        comment, wants = self._comment, self._wants
        if self._is_answer:
            return "open"
        if comment.position == "support" and not comment.proposed and not comment.deletion:
            return "keep"
        if comment.deletion or (not comment.proposed and wants & {"delete", "whole"}):
            return "delete"
        if comment.position == "oppose":
            return "against"
        if comment.position in ("amend", "support") or comment.proposed:
            return "change"
        return self._stance_of_words()

    def _stance_of_words(self) -> Stance:
        if "against" in self._wants:
            return "against"
        if "keep" in self._wants and not self._wants & {"question", "longer", "shorter"}:
            return "keep"
        if self._wants.intersection(_WAYS) or self._asked():
            return "change"
        return "against" if "doubt" in self._wants else "open"

    def _refused(self) -> frozenset[str]:
        """Return what follows "opposed to", "against", as far as the draft does not say it itself."""
        found: set[str] = set()
        for _start, end, want in self._hits:
            if want == "against":
                found |= self._lexicon.meanings(self._stems[end : end + _OBJECT])
        return frozenset(found) - self._passage.about

    def _deletes_all(self) -> bool:
        if self._comment.deletion:
            return (
                not self._comment.quote
                or tuple(map(fold, tokens(self._comment.quote))) == self._passage.words
            )
        said = self._lexicon.meanings(self._stems)
        covers = len(said & self._passage.about) >= _MOST_OF_IT * max(len(self._passage.about), 1)
        return "whole" in self._wants or covers

    def _asked(self) -> tuple[Figure, ...]:
        """Return the figures of the wording put in, else those said that the draft has otherwise."""
        mine = self._passage.figures
        if self._comment.proposed and self._change is not None:
            put = figures(self._comment.proposed)
            return tuple(one for one in put if not any(map(one.same, mine)))
        if self._comment.position == "support" or self._is_answer:
            return ()
        said = figures(f"{self._comment.text}\n{self._comment.rationale}")
        kinds = {one.kind for one in mine}
        return tuple(one for one in said if one.kind in kinds and not any(map(one.same, mine)))

    def _named(self) -> tuple[Figure, ...]:
        said = figures(f"{self._comment.text}\n{self._comment.rationale}\n{self._comment.proposed}")
        return tuple(one for one in said if not any(map(one.same, self._passage.figures)))

    def _defended(self) -> tuple[Figure, ...]:
        said = figures(f"{self._comment.text}\n{self._comment.rationale}")
        return tuple(one for one in self._passage.figures if any(map(one.same, said)))

    def _ways(self, asked: Sequence[Figure]) -> frozenset[str]:
        found = set(self._wants.intersection(_WAYS))
        for figure in asked:
            rivals = [mine for mine in self._passage.figures if mine.kind == figure.kind]
            if len(rivals) == 1:
                found -= {"longer", "shorter"}
                found.add("longer" if figure.later(rivals[0]) else "shorter")
        return frozenset(found)

    def _force(self) -> str:
        known = force_of()
        if self._change is not None:
            before = {known[word] for word in self._change.removed if word in known}
            after = {known[word] for word in self._change.added if word in known}
            return next(iter(sorted(after - before)), "") if before else ""
        quoted = [known.get(fold(word), "") for word in _QUOTED_WORD.findall(self._comment.text)]
        new = [force for force in quoted if force and force not in self._passage.force]
        if new:
            return new[0]
        return self._force_of_ways() if self._passage.force & _DUTIES else ""

    def _force_of_ways(self) -> str:
        if "stricter" in self._wants and "laxer" not in self._wants:
            return "must"
        return "may" if "laxer" in self._wants else ""


def _passage(provision: Provision | None, language: str) -> Passage:
    """Return what a comment is read beside: of a heading without text, what stands under it, unless that is long."""
    text = printed_text(provision) if provision is not None else ""
    own = provision.text if provision is not None else ""
    if len(own) > _LONGEST:
        own = ""
    words = tokens(own)
    spoken = lexicon(language_of(words, language))
    known = force_of()
    folded = tuple(map(fold, words))
    return Passage(
        words=folded,
        about=spoken.meanings(spoken.stems(tokens(text[:_LONGEST]))),
        figures=figures(own),
        force=frozenset(known[word] for word in folded if word in known),
    )


def _change(comment: Comment, passage: Passage) -> Change | None:
    """Return what stands otherwise after the proposed wording: both texts without their common beginning and end."""
    if not comment.proposed and not comment.deletion:
        return None
    whole = passage.words
    before = tuple(map(fold, tokens(comment.quote))) if comment.quote else whole
    after = tuple(map(fold, tokens(comment.proposed)))
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    removed, added = before[head : len(before) - tail], after[head : len(after) - tail]
    start = _find(whole, before)
    if start < 0:
        return Change(comment.provision_id, removed, added)
    quoted = (start, start + len(before)) if comment.quote else (-1, -1)
    return Change(comment.provision_id, removed, added, start + head, start + head + len(removed), quoted)


def _shared(one: Sequence[str], two: Sequence[str]) -> int:
    return next(
        (place for place, (left, right) in enumerate(zip(one, two, strict=False)) if left != right),
        min(len(one), len(two)),
    )


def _find(words: tuple[str, ...], row: tuple[str, ...]) -> int:
    size = len(row)
    if not size:
        return -1
    return next((place for place in range(len(words) - size + 1) if words[place : place + size] == row), -1)


def _meanings(words: tuple[str, ...], spoken: Lexicon) -> frozenset[str]:
    return _meanings_of(words, spoken.language)


@lru_cache(maxsize=16384)
def _meanings_of(words: tuple[str, ...], language: str) -> frozenset[str]:
    spoken = lexicon(language)
    return spoken.meanings(spoken.stems(words))
