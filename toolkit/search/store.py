"""Provisions → a tantivy index of their stems, forms, and facets, in memory or in a folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import tantivy

from toolkit.files import TEMPORARY_PREFIX, sweep_stale
from toolkit.model.provision import Provision, rows_text
from toolkit.search.words import split_words

WORDS, FORMS = "words", "forms"
"""Stems of everything, words of everything without case and accents."""
_FORMAT = "2"
"""Changes whenever an index written by an earlier version has to be rebuilt."""
_STAMP = "draft.stamp"
_BORDER = " | "
"""No word of a text: "|" is a mark."""
_HEAP_BYTES = 64 * 1024 * 1024


def clean(value: str) -> str:
    """Return a value as it can be stored: lone surrogates become question marks."""
    return value.encode("utf-8", "replace").decode("utf-8")


def searchable_texts(provision: Provision) -> tuple[str, ...]:
    """Return everything of a provision that is searched for words."""
    return provision.number, provision.heading, provision.text, rows_text(provision)


def new_index(folder: Path | None) -> tantivy.Index:
    """Make an empty index, in memory where `folder` is None."""
    schema = tantivy.SchemaBuilder()
    for field in (WORDS, FORMS):
        schema.add_text_field(field, tokenizer_name="stems")
    for field in ("id", "role", "topic", "modality", "kind", "reference", "deadline"):
        schema.add_text_field(field, tokenizer_name="raw", index_option="basic")
    schema.add_unsigned_field("page", indexed=True)
    schema.add_unsigned_field("order", fast=True)
    return _with_tokenizer(tantivy.Index(schema.build(), path=str(folder) if folder else None))


def _with_tokenizer(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer("stems", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def fill(index: tantivy.Index, provisions: Sequence[Provision], language: str) -> tantivy.Index:
    """Write the provisions, in one thread so that equal scores stay in their order, and return the index."""
    writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
    for order, provision in enumerate(provisions):
        writer.add_document(_document(order, provision, language))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _document(order: int, provision: Provision, language: str) -> tantivy.Document:
    document = tantivy.Document()
    fields = [list(split_words(text, language)) for text in (*searchable_texts(provision), provision.heading)]
    # The heading stands there twice, so that its words weigh more; no phrase runs from one field into another.
    document.add_text(WORDS, _BORDER.join(" ".join(word.stem for word in words) for words in fields))
    document.add_text(FORMS, " ".join(word.form for words in fields for word in words))
    document.add_text("id", clean(provision.id))
    document.add_text("kind", clean(provision.kind))
    for facet, value in _facet_values(provision):
        document.add_text(facet, clean(value))
    if provision.page_number is not None:
        document.add_unsigned("page", max(provision.page_number, 0))
    document.add_unsigned("order", order)
    return document


def _facet_values(provision: Provision) -> Iterator[tuple[str, str]]:
    for tag in provision.tags:
        yield tag.facet, tag.value
        if tag.facet == "reference" and "#" in tag.value:
            yield tag.facet, tag.value.partition("#")[0]


def kept_index(folder: Path, provisions: Sequence[Provision], language: str) -> tantivy.Index:
    """Open the index in `folder` if it holds these provisions; write it anew, beside and then in place, otherwise."""
    stamp = _stamp(provisions, language)
    if (folder / _STAMP).is_file() and (folder / _STAMP).read_text(
        encoding="ascii", errors="replace"
    ) == stamp:
        try:
            return _with_tokenizer(tantivy.Index.open(str(folder)))
        except ValueError:
            pass  # damaged: written anew below
    folder.parent.mkdir(parents=True, exist_ok=True)
    sweep_stale(folder.parent)
    fresh = Path(tempfile.mkdtemp(prefix=TEMPORARY_PREFIX, dir=folder.parent))
    try:
        fill(new_index(fresh), provisions, language)
        (fresh / _STAMP).write_text(stamp, encoding="ascii")
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(fresh, folder)  # noqa: PTH105  # the one call that replaces in one step
        return _with_tokenizer(tantivy.Index.open(str(folder)))
    except (OSError, ValueError) as error:
        shutil.rmtree(fresh, ignore_errors=True)
        raise error if isinstance(error, OSError) else OSError(str(error)) from error


def _stamp(provisions: Sequence[Provision], language: str) -> str:
    content = msgspec.json.encode(
        (_FORMAT, language, [msgspec.structs.replace(item, spans=()) for item in provisions])
    )
    return hashlib.sha256(content).hexdigest()
