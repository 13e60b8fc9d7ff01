"""Names of people → what stands in their place, in every field of a comment that might name them.

A person is "Contributor 3" wherever they are named: by full name in either order, with an initial or a title, in
capitals, by mail address, and by first or last name alone, unless that is also a word of the draft ("Claire", "Garde"),
where it is replaced only beside the rest of the name or a title.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

import msgspec

from toolkit.consolidate.fold import age
from toolkit.messages import text_in
from toolkit.model.comment import Comment
from toolkit.model.contribution import Received
from toolkit.model.issue import Issue
from toolkit.model.response import Consultation
from toolkit.model.workflow import SignOff

_SHORTEST_ALONE = 3
"""Letters of a name that is replaced by itself: a shorter one is more often a word or an abbreviation."""

# Matches "M.", "Mme", "Dr", "Pr.", "Ms", "Professor"; not "MM" or the M of "MFA".
_TITLE = r"(?:M\.|Mr\.?|Mrs\.?|Ms\.?|Mme\.?|Mlle\.?|Dre?\.?|Pre?\.?|Docteure?|Professeure?|Doctor|Professor)"

# Matches "x.y@example.org" wherever it stands.
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

_WORD = re.compile(r"[^\W\d_]+")


class Somebody(msgspec.Struct, frozen=True):
    """A person of the team as its settings name them."""

    name: str
    email: str = ""


class Pseudonyms:
    """Which contributor is called what; the same in everything that is written from one workspace."""

    def __init__(
        self, people: Sequence[Somebody], comments: Iterable[Comment], *, draft: Iterable[str], language: str
    ) -> None:
        """Number those who have commented, oldest comment first, then the others; `draft` is its texts."""
        listed = [person.name for person in people if person.name.strip()]
        known = [one.author for one in sorted(comments, key=age) if one.author.strip()] + listed
        told = text_in(language, "Contributor {number}")
        self._names: dict[frozenset[str], str] = {}
        for name in known:
            self._names.setdefault(_key(name), told.format(number=len(self._names) + 1))
        self._addresses = {
            person.email.casefold(): self._names[_key(person.name)]
            for person in people
            if person.email and person.name.strip()
        }
        self._patterns = _patterns(listed, known, draft, self._names)
        self.replaced = 0
        """How many names were replaced inside texts so far."""

    def of(self, name: str) -> str:
        """Return what stands for a name; "" for nobody, and for a name that no comment has."""
        return self._names.get(_key(name)) or self._addresses.get(name.casefold(), "")

    def text(self, text: str) -> str:
        """Return a text without the names of the team's people."""
        found = _ADDRESS.sub(self._address, text)
        for pattern, name in self._patterns:
            found, count = pattern.subn(name, found)
            self.replaced += count
        return found

    def comment(self, comment: Comment) -> Comment:
        """Return a comment that names nobody; quoted words are the draft's and stay."""
        return msgspec.structs.replace(
            comment,
            author=self.of(comment.author),
            text=self.text(comment.text),
            proposed=self.text(comment.proposed),
            rationale=self.text(comment.rationale),
            reason=self.text(comment.reason),
        )

    def sign_off(self, signed: SignOff) -> SignOff:
        """Return a signature by role alone."""
        return msgspec.structs.replace(signed, person="", remark=self.text(signed.remark))

    def consultation(self, consultation: Consultation) -> Consultation:
        """Return the facts without whom to ask, who is a person."""
        return msgspec.structs.replace(consultation, contact="")

    def remark(self, received: Received) -> Received:
        """Return a remark without its author's name, nor that of the file, which often repeats it."""
        remark = msgspec.structs.replace(
            received.remark,
            author=self.of(received.remark.author),
            text=self.text(received.remark.text),
            rationale=self.text(received.remark.rationale),
            proposed=self.text(received.remark.proposed),
            original=self.text(received.remark.original),
        )
        placement = msgspec.structs.replace(
            received.placement, actor="", why=self.text(received.placement.why)
        )
        return msgspec.structs.replace(
            received, remark=remark, placement=placement, file_name=received.file_sha256[:12]
        )

    def issues(self, language: str) -> tuple[Issue, ...]:
        """Say how many names were replaced, and that those of others were not."""
        told = text_in(
            language,
            "Names replaced inside texts: {count}. Names of people who are neither in consult.toml nor authors stay: "
            "read it through.",
        )
        return (Issue("info", "", told.format(count=self.replaced), rule="anonymous.names"),)

    def _address(self, match: re.Match[str]) -> str:
        name = self._addresses.get(match.group().casefold())
        self.replaced += name is not None
        return name or match.group()


def _patterns(
    people: Iterable[str], known: Iterable[str], draft: Iterable[str], names: dict[frozenset[str], str]
) -> list[tuple[re.Pattern[str], str]]:
    """Return what to look for, longest first, so that a part of a name is not replaced before the whole."""
    listed = {_key(name) for name in people}
    words = {_folded(word) for text in draft for word in _WORD.findall(text)}
    forms: dict[str, str] = {}
    for name in known:
        parts = name.split()
        alone = parts if _key(name) in listed else []
        for form in (*_whole_forms(parts), *(_alone(part, words) for part in alone)):
            forms.setdefault(form, names[_key(name)])
    ordered = sorted(filter(None, forms), key=len, reverse=True)
    return [(re.compile(rf"(?<!\w){form}(?!\w)"), forms[form]) for form in ordered]


def _whole_forms(parts: Sequence[str]) -> tuple[str, ...]:
    """Return patterns of the whole name: in either order, with a title or an initial, whatever its capitals."""
    first, *rest = parts
    if not rest:
        return ()
    last = r"\s+".join(map(_any_case, rest))
    given, initial = _any_case(first), rf"{re.escape(first[0])}\."
    title = rf"(?:{_TITLE}\s+)?"
    return (
        rf"{title}{given}\s+{last}",
        rf"{title}{last},?\s+{given}",
        rf"{title}{initial}\s*{last}",
        rf"{_TITLE}\s+{last}",
    )


def _alone(part: str, draft_words: set[str]) -> str:
    """Return a pattern for a name by itself, as written or in capitals; "" where the draft has the word."""
    if len(part) < _SHORTEST_ALONE or _folded(part) in draft_words or not part[0].isupper():
        return ""
    return f"(?:{re.escape(part)}|{re.escape(part.upper())})"


def _any_case(part: str) -> str:
    """Return a pattern of a name in any capitals, with or without its accents."""
    return f"(?i:{''.join(map(_accented, part))})"


def _accented(char: str) -> str:
    plain = unicodedata.normalize("NFKD", char)[0]
    return re.escape(char) if plain == char else f"[{char}{plain}]"


def _key(name: str) -> frozenset[str]:
    """Return what two ways of writing one name share: "Ana RUIZ" and "Ruiz, Ana"."""
    return frozenset(_folded(word) for word in _WORD.findall(name)) or frozenset({_folded(name)})


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word)
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()
