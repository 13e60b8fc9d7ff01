"""What a person types to name a provision → the provision, or the nearest names that exist."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence

import msgspec

from toolkit.errors import UnknownName, UsageError
from toolkit.messages import _, quoted
from toolkit.model.provision import Provision, label

_SHOWN = 6
"""How many candidates a message lists."""

# Punctuation around a printed label: "13.2." "a)" "[42]" "(iv)" "§ 3" "5°". Not the dots inside "13.2".
_LABEL_FRAME = re.compile(r"^[\[(§-]+|[\])°.:–—-]+$")


def resolve_provision(asked: str, provisions: Sequence[Provision]) -> Provision:
    """Return the provision called `asked`: its id, else its printed number, else the start of its id.

    >>> rule = Provision(id="r12", kind="recommendation", number="R12")
    >>> resolve_provision("R12", [rule]).id
    'r12'

    Raises:
        UsageError: several provisions are called so; they are listed.
        UnknownName: none is; the hint names the nearest ones.
    """
    key = _folded(asked)
    for names in (_id_names, _printed_names, _number_names, _prefix_names):
        found = [item for item in provisions if key and key in names(item, key)]
        if len(found) == 1:
            return found[0]
        if found:
            raise _ambiguous(asked, found)
    raise unknown_name(
        asked,
        (name for item in provisions for name in (item.id, item.number) if name),
        message=_("no provision is called {name}.").format(name=quoted(asked)),
    )


def names_one(asked: str, provisions: Iterable[Provision]) -> bool:
    """Tell whether `asked` is the id of a provision, or a number as printed."""
    key = _folded(asked)
    return any(key in (*_id_names(item, key), *_printed_names(item, key)) for item in provisions)


def unknown_name(asked: str, existing: Iterable[str], *, message: str) -> UnknownName:
    """Return the error for a name that does not exist, with those that look like it."""
    by_key: dict[str, str] = {}
    for name in existing:
        by_key.setdefault(_folded(name), name)
    near = difflib.get_close_matches(_folded(asked), by_key, n=3, cutoff=0.5)
    if near:
        hint = _("Did you mean {names}?").format(names=", ".join(by_key[key] for key in near))
    else:
        hint = _("List what there is with `consult show` or `consult comments`.")
    return UnknownName(message, hint=hint)


def printed_quote(provision: Provision, quote: str) -> str:
    """Return the words of a provision that somebody quotes, exactly as printed.

    Kinds of spaces, quotation marks, apostrophes, dashes and letter case may differ.

    >>> printed_quote(Provision(id="r1", text="L’accès « direct » est tracé."), 'accès "direct"')
    'accès « direct »'

    Raises:
        UsageError: the words do not stand in the provision.
    """
    places = _places(provision, quote)
    if places:
        return places[0][0]
    raise UsageError(
        _("these words do not stand in the provision: {quote}.").format(quote=quoted(quote[:80])),
        where=provision.id,
        hint=_("Copy them from `consult show {id}`.").format(id=provision.id),
    )


class Passage(msgspec.Struct, frozen=True):
    """Quoted words with as much of what stands around them as tells them from the same words elsewhere."""

    before: str
    quote: str
    after: str


def count_quoted(provision: Provision, quote: str) -> int:
    """Return how often a provision has these words."""
    return len(_places(provision, quote))


def passage_of(provision: Provision, quote: str, *, occurrence: int) -> Passage:
    """Return the words where they stand for the `occurrence`th time (from 1), widened word by word until unique.

    >>> passage_of(Provision(id="r1", text="sous 72 heures, puis sous 72 heures au plus"), "72 heures", occurrence=2)
    Passage(before='', quote='72 heures', after=' au')

    Raises:
        UsageError: they do not stand there so often.
    """
    places = _places(provision, quote)
    if not 1 <= occurrence <= len(places):
        raise UsageError(
            _("these words stand in the provision {count} times.").format(count=len(places)),
            where=provision.id,
            hint=_("Copy them from `consult show {id}`.").format(id=provision.id),
        )
    found = places[occurrence - 1]
    start, end = found.span()
    text = found.string
    while text.count(text[start:end]) > 1 and (start, end) != (0, len(text)):
        end = _WORD_AFTER.match(text, end).end()  # type: ignore[union-attr]  # matches everywhere
        if text.count(text[start:end]) > 1:
            start = _word_before(text, start)
    return Passage(text[start : found.start()], found[0], text[found.end() : end])


# Matches " au", ", puis", "" at the end; not beyond the next word.
_WORD_AFTER = re.compile(r"\W*\w*")


def _word_before(text: str, end: int) -> int:
    """Return where the word before `end` begins."""
    return end - (_WORD_AFTER.match(text[:end][::-1]).end())  # type: ignore[union-attr]  # matches everywhere


def _places(provision: Provision, quote: str) -> list[re.Match[str]]:
    """Return where the words stand in the text, else in the heading, else in a cell: one with the same letters first."""
    letters = "".join(quote.split())
    if not letters:
        return []
    pattern = re.compile(r"\s*".join(map(_variants, letters)), re.IGNORECASE)
    cells = sorted(
        (cell for row in provision.rows for cell in row), key=lambda cell: quote.strip() not in cell
    )
    found = (list(pattern.finditer(text)) for text in (provision.text, provision.heading, *cells))
    return next(filter(None, found), [])


def _variants(char: str) -> str:
    """Return a pattern for a character in any of its typographic forms."""
    for forms in ("'’‘ʼ", '"“”„«»', "-‐‑–—"):
        if char in forms:
            return f"[{re.escape(forms)}]"
    return re.escape(char)


def _id_names(item: Provision, _key: str) -> tuple[str, ...]:
    return (_folded(item.id),)


def _printed_names(item: Provision, _key: str) -> tuple[str, ...]:
    """Return its number as printed: "3." is paragraph 3 before it is Fiche 3."""
    number = _folded(item.number)
    return (number,) if number else ()


def _number_names(item: Provision, _key: str) -> tuple[str, ...]:
    """Return its looser names by number: "13.2" is also the end of an id, "Article 5" kind and number."""
    number = _folded(item.number)
    last = item.id.rpartition("-")[2].casefold()
    if not number:
        return (last,) if last[:1].isdigit() else ()
    return f"{item.kind}-{number}", *((last,) if last[:1].isdigit() else ())


def _prefix_names(item: Provision, key: str) -> tuple[str, ...]:
    return (key,) if _folded(item.id).startswith(key) else ()


def _folded(name: str) -> str:
    """Return a name as ids are written: "Encadré 4" → "encadre-4", "13.2." → "13.2"."""
    bare = _LABEL_FRAME.sub("", "-".join(name.split()))
    letters = (char for char in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(char))
    return "".join(letters).casefold()


def _ambiguous(asked: str, found: Sequence[Provision]) -> UsageError:
    shown = [f"{item.id} ({label(item)[:60]})" for item in found[:_SHOWN]]
    more = len(found) - len(shown)
    if more:
        shown.append(_("and {count} more").format(count=more))
    listed = _("; ").join(shown)
    return UsageError(
        _("{count} provisions are called {name}.").format(count=len(found), name=quoted(asked)),
        hint=_("Give the id: {candidates}.").format(candidates=listed),
    )
