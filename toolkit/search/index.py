"""Provisions → an index → hits: by words in any inflection, and by role, topic, modality, kind, reference, page, deadline.

The index is derived data: stems made by us (`toolkit.model.stems`, the same that tagging compares), kept by tantivy
in memory or in a folder, and rebuilt when the provisions have changed. Equal scores stand in the order of the draft, so the
same question gives the same answer everywhere.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import tantivy

from toolkit.errors import StorageError
from toolkit.messages import _, reason_of
from toolkit.model.provision import Outline, Provision
from toolkit.model.stems import stem
from toolkit.search.highlight import Highlighter, Snippet
from toolkit.search.query import Query, Term, parse_query
from toolkit.search.store import FORMS, WORDS, clean, fill, kept_index, new_index, searchable_texts
from toolkit.search.words import split_words

_MANY_FORMS = 200
"""Words with a common beginning beyond which an automaton is quicker than their list."""
_SHARED = 3
"""Letters that a word and its stem have in common at least, where both have so many."""
_NEAR = 0.74
"""Similarity from which a word of the draft is suggested for a typed one."""


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """What hits are narrowed to: any value within a facet, all facets together; () does not narrow."""

    roles: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    """Identities of acts ("eu:2016/679": any of its articles too) or of articles ("eu:2016/679#art32")."""
    deadlines: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    """Pages on which provisions start, from 1."""
    ids: tuple[str, ...] | None = None
    """Only these provisions, as the state of work selects them; None for all."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A provision that was found. `path` runs from the top down to the provision itself."""

    provision_id: str
    score: float
    path: tuple[str, ...]
    snippet: Snippet


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """One page of hits, best first."""

    hits: tuple[Hit, ...]
    total: int
    suggestion: str = ""
    """The query with unknown words replaced by the nearest of the draft; "" if all are known."""
    relaxed: bool = False
    """No provision has all the words: these have some."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """All provisions that have what somebody typed, without rank, for whoever shows the whole text."""

    ids: frozenset[str]
    suggestion: str = ""
    """As in `Results`."""
    relaxed: bool = False
    """As in `Results`."""
    highlighter: Highlighter
    """Finds the words in any text."""


class SearchIndex:
    """Searches one draft; made by `build`."""

    def __init__(self, index: tantivy.Index, provisions: Sequence[Provision], language: str) -> None:
        self._index = index
        self._schema = index.schema
        self._searcher = index.searcher()
        self._provisions = provisions
        self._outline = Outline(provisions)
        self._language = language
        self._paths: dict[str, tuple[str, ...]] = {}
        self._forms: dict[str, frozenset[str]] = {}

    @classmethod
    def build(
        cls, provisions: Sequence[Provision], *, folder: Path | None = None, language: str
    ) -> SearchIndex:
        """Index provisions in memory, or in `folder`, where an index of the same provisions is used again.

        Raises:
            StorageError: the folder cannot be written.
        """
        if folder is None:
            return cls(fill(new_index(None), provisions, language), provisions, language)
        try:
            return cls(kept_index(folder, provisions, language), provisions, language)
        except OSError as error:
            raise StorageError(
                _("the search index cannot be written ({reason}).").format(reason=reason_of(error)),
                where=str(folder),
                hint=_("Check the rights and the space of the folder; the index itself can be deleted."),
            ) from error

    def search(
        self, typed: str, *, facets: Facets | None = None, limit: int = 20, offset: int = 0
    ) -> Results:
        """Find provisions; a blank query lists what the facets leave, in the draft's order. Never raises on input."""
        query = parse_query(typed, self._language)
        limit = min(max(limit, 0), len(self._provisions))
        offset = min(max(offset, 0), len(self._provisions))
        narrowed = self._narrowed(facets or Facets())
        if query.blank:
            return self._listed(narrowed, limit, offset)
        if not query.alternatives:
            return Results(hits=(), total=0)
        suggestion = self._suggestion(typed, query)
        results = self._ranked(query, narrowed, limit, offset)
        if not results.total and query.can_be_relaxed:
            loose = Query(tuple((term,) for term in query.terms()))
            results = self._ranked(loose, narrowed, limit, offset)
            results = msgspec.structs.replace(results, relaxed=bool(results.total))
        return msgspec.structs.replace(results, suggestion=suggestion)

    def find(self, typed: str) -> Found:
        """Find every provision that has the words; a blank query finds them all. Never raises on input."""
        query = parse_query(typed, self._language)
        if query.blank or not query.alternatives:
            every = frozenset(item.id for item in self._provisions) if query.blank else frozenset()
            return Found(ids=every, highlighter=Highlighter(query, self._forms_of))
        ids, relaxed = self._ids(query), False
        if not ids and query.can_be_relaxed:
            ids = self._ids(Query(tuple((term,) for term in query.terms())))
            relaxed = bool(ids)
        return Found(
            ids=ids,
            suggestion=self._suggestion(typed, query),
            relaxed=relaxed,
            highlighter=Highlighter(query, self._forms_of),
        )

    def _ids(self, query: Query) -> frozenset[str]:
        found = self._searcher.search(
            self._words_query(query), limit=max(len(self._provisions), 1), count=False
        )
        orders = self._searcher.fast_field_values("order", [address for _score, address in found.hits])
        return frozenset(self._provisions[int(order or 0)].id for order in orders)

    def _listed(self, narrowed: Sequence[tantivy.Query], limit: int, offset: int) -> Results:
        wanted = _all_of([tantivy.Query.all_query(), *narrowed])
        found = self._searcher.search(
            wanted,
            limit=max(limit, 1),
            offset=offset,
            order_by_field="order",
            order=tantivy.Order.Asc,
        )
        return self._results(found, Query(()), [0.0] * len(found.hits), limit)

    def _ranked(self, query: Query, narrowed: Sequence[tantivy.Query], limit: int, offset: int) -> Results:
        wanted = _all_of([self._words_query(query), *narrowed])
        found = self._searcher.search(wanted, limit=max(limit, 1), offset=offset)
        return self._results(found, query, [score for score, _address in found.hits], limit)

    def _results(
        self, found: tantivy.SearchResult, query: Query, scores: Sequence[float], limit: int
    ) -> Results:
        addresses = [address for _score, address in found.hits]
        orders = [int(order or 0) for order in self._searcher.fast_field_values("order", addresses)]
        ranked = sorted(zip(scores, orders, strict=True), key=lambda pair: (-round(pair[0], 4), pair[1]))
        highlighter = Highlighter(query, self._forms_of)
        hits = tuple(
            self._hit(self._provisions[order], score, highlighter) for score, order in ranked[:limit]
        )
        return Results(
            hits=hits,
            total=int(found.count),  # type: ignore[attr-defined]  # missing from the stubs
        )

    def _hit(self, provision: Provision, score: float, highlighter: Highlighter) -> Hit:
        path = self._paths.get(provision.id)
        if path is None:
            path = self._paths[provision.id] = self._outline.path(provision.id)
        snippet = highlighter.snippet(provision)
        return Hit(provision_id=provision.id, score=round(score, 4), path=path, snippet=snippet)

    def _forms_of(self, word_stem: str) -> frozenset[str]:
        """Return the words of the draft that have a stem; they begin as it does."""
        known = self._forms.get(word_stem)
        if known is None:
            alike = self._searcher.terms_with_prefix(FORMS, word_stem[:_SHARED])
            found = (form for form, _count in alike if stem(form, self._language) == word_stem)
            known = self._forms[word_stem] = frozenset(found)
        return known

    def _words_query(self, query: Query) -> tantivy.Query:
        must, should, must_not = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
        alternatives = []
        for terms in query.alternatives:
            parts = [(must_not if term.negated else must, self._term_query(term)) for term in terms]
            if all(term.negated for term in terms):
                parts.append((must, tantivy.Query.all_query()))
            alternatives.append((should, tantivy.Query.boolean_query(parts)))
        return tantivy.Query.boolean_query(alternatives)

    def _term_query(self, term: Term) -> tantivy.Query:
        if term.kind == "prefix":
            return self._prefix_query(term.words[0].form)
        stems = [word.stem for word in term.words]
        if len(stems) == 1:
            return tantivy.Query.term_query(self._schema, WORDS, stems[0])
        return tantivy.Query.phrase_query(self._schema, WORDS, list(stems))

    def _prefix_query(self, beginning: str) -> tantivy.Query:
        known = self._searcher.terms_with_prefix(FORMS, beginning)
        if len(known) > _MANY_FORMS:
            return tantivy.Query.regex_query(self._schema, FORMS, re.escape(beginning) + ".*")
        wanted = tantivy.Query.term_set_query(self._schema, FORMS, [form for form, _count in known])
        return tantivy.Query.const_score_query(wanted, 1.0) if known else tantivy.Query.empty_query()

    def _narrowed(self, facets: Facets) -> list[tantivy.Query]:
        asked: tuple[tuple[str, Sequence[str] | Sequence[int] | None], ...] = (
            ("role", facets.roles or None),
            ("topic", facets.topics or None),
            ("modality", facets.modalities or None),
            ("kind", facets.kinds or None),
            ("reference", facets.references or None),
            ("deadline", facets.deadlines or None),
            ("id", facets.ids),
            ("page", [page for page in facets.pages if page >= 0] if facets.pages else None),
        )
        return [self._any_value(field, values) for field, values in asked if values is not None]

    def _any_value(self, field: str, values: Sequence[str] | Sequence[int]) -> tantivy.Query:
        if not values:
            return tantivy.Query.empty_query()
        plain = [clean(value) if isinstance(value, str) else value for value in values]
        if len(plain) == 1:  # a set of one costs more than the one
            wanted = tantivy.Query.term_query(self._schema, field, plain[0], "basic")
        else:
            wanted = tantivy.Query.term_set_query(self._schema, field, plain)
        return tantivy.Query.const_score_query(wanted, 0.0)

    def _suggestion(self, typed: str, query: Query) -> str:
        """Replace words that the draft does not have by the nearest that it has."""
        corrected, shift = typed, 0
        wrong = {word.form for term in query.terms() if term.kind != "prefix" for word in term.words}
        for word in split_words(typed, self._language):
            if word.form in wrong and not self._knows(word.stem):
                near = self._nearest(word.form)
                if near:
                    start, end = word.start + shift, word.end + shift
                    corrected = corrected[:start] + near + corrected[end:]
                    shift += len(near) - (word.end - word.start)
        return corrected if corrected != typed else ""

    def _knows(self, word_stem: str) -> bool:
        return bool(self._searcher.doc_freq(WORDS, word_stem))

    def _nearest(self, form: str) -> str:
        if len(form) < 4 or form.isdigit():
            return ""
        for beginning in (form[:2], form[:1], ""):
            known = self._searcher.terms_with_prefix(FORMS, beginning)
            sized = [term for term, _count in known if abs(len(term) - len(form)) <= 2]
            near = difflib.get_close_matches(form, sized, n=1, cutoff=_NEAR)
            if near:
                return self._as_printed(near[0])
        return ""

    def _as_printed(self, form: str) -> str:
        """Give a folded form its accents back, as the draft first spells it."""
        found = self._searcher.search(tantivy.Query.term_query(self._schema, FORMS, form), limit=1)
        for order in self._searcher.fast_field_values("order", [address for _score, address in found.hits]):
            for text in searchable_texts(self._provisions[int(order or 0)]):
                for word in split_words(text, self._language):
                    if word.form == form:
                        return text[word.start : word.end].lower()
        return form


def _all_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])
