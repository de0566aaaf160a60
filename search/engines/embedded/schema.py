"""The two indices of the embedded engine and how documents are written to them.

Documents and pages have an index each because tantivy takes word statistics from the
whole index: pages among documents would falsify the BM25 of both.
"""

import json
from datetime import date
from hashlib import blake2b

import tantivy

from search.documents import SearchDocument, SearchPage
from search.ranking import SUMMARY_TIMES, TAGS_TIMES, TITLE_TIMES
from search.text import STOP, marked
from search.words import Reading

# Raise when the schema, the analysis or the weights change: older indices then count
# as in need of a rebuild.
SCHEMA_VERSION = 3

ANALYSED = "analysed"
NO_DATE_NEWEST, NO_DATE_OLDEST = 0, date.max.toordinal() + 1

_analyser = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    .filter(tantivy.Filter.custom_stopword([STOP]))
    .build()
)


def _documents_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", True, False, "raw", "basic")
    builder.add_text_field("type", False, False, "raw", "basic")
    # Key and fingerprint in one term, so that all can be listed from the dictionary.
    builder.add_text_field("state", False, False, "raw", "basic")
    builder.add_integer_field("ident", indexed=True, fast=True)
    for name in ("text", "title", "tags"):
        builder.add_text_field(name, False, False, ANALYSED, "position")
    # Words as people wrote them, to complete and correct what somebody types; those
    # of the title once more, folded, to find titles by beginnings of words.
    builder.add_text_field("words", False, False, "raw", "basic")
    builder.add_text_field("heading", False, False, ANALYSED, "basic")
    # All facets in one column as `kind=minutes`: one pass counts them all, and a new
    # facet needs no new schema.
    builder.add_text_field("facet", False, True, "raw", "basic")
    builder.add_text_field("label", False, False, "raw", "basic")
    builder.add_integer_field("year", indexed=True, fast=True)
    builder.add_integer_field("newest", fast=True)
    builder.add_integer_field("oldest", fast=True)
    # In milliseconds since 1970.
    builder.add_integer_field("added", fast=True)
    builder.add_bytes_field("source", stored=True)
    return builder.build()


def _pages_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("document", False, False, "raw", "basic")
    builder.add_text_field("text", False, False, ANALYSED, "position")
    builder.add_bytes_field("source", stored=True)
    return builder.build()


DOCUMENTS = _documents_schema()
PAGES = _pages_schema()


def open_index(schema: tantivy.Schema, path: str | None = None) -> tantivy.Index:
    """Open or create an index at a path, or create one in memory.

    Raises `ValueError` or `OSError` when what is at the path cannot be read.
    """
    index = tantivy.Index(schema, path=path)
    index.register_tokenizer(ANALYSED, _analyser)
    # Readers are reloaded by us, when the files have changed.
    index.config_reader("manual")
    index.reload()
    return index


def ident(key: str) -> int:
    """Return a number for a key, small enough for a tantivy integer."""
    return int.from_bytes(blake2b(key.encode(), digest_size=7).digest())


def document_entry(document: SearchDocument, reading: Reading) -> tantivy.Document:
    """Return the entry of a document that has been read."""
    entry = tantivy.Document()
    entry.add_text("key", document.key)
    entry.add_text("type", document.type)
    entry.add_text("state", f"{document.key} {document.fingerprint}")
    entry.add_integer("ident", ident(document.key))
    _add_texts(entry, reading)
    for term in reading.terms():
        entry.add_text("words", term)
    for name, values in document.facets.items():
        for value in values:
            entry.add_text("facet", f"{name}={value}")
    for label in document.labels:
        entry.add_text("label", label)
    if document.date:
        entry.add_integer("year", document.date.year)
    day = document.date.toordinal() if document.date else None
    entry.add_integer("newest", day or NO_DATE_NEWEST)
    entry.add_integer("oldest", day or NO_DATE_OLDEST)
    added = int(document.added.timestamp() * 1000) if document.added else 0
    entry.add_integer("added", added)
    entry.add_bytes("source", _packed(_source_of(document, reading)))
    return entry


def _add_texts(entry: tantivy.Document, reading: Reading) -> None:
    """Write the searched fields, each part as a value, so that no phrase spans two."""
    parts = [reading.title] * TITLE_TIMES + [reading.summary] * SUMMARY_TIMES
    parts += reading.tags * TAGS_TIMES
    for part in [*parts, reading.text, *reading.pages]:
        if part:
            entry.add_text("text", part)
    entry.add_text("title", reading.full_title)
    entry.add_text("heading", reading.heading)
    for tag in reading.full_tags:
        entry.add_text("tags", tag)


def _source_of(document: SearchDocument, reading: Reading) -> dict:
    return {
        "title": document.title,
        "summary": document.summary,
        "text": document.text,
        "language": document.language,
        "fingerprint": document.fingerprint,
        "key_tokens": reading.key_tokens(),
    }


def page_entry(document: SearchDocument, page: SearchPage, form: str):
    """Return the entry of a page, given its indexed form."""
    entry = tantivy.Document()
    entry.add_text("document", document.key)
    entry.add_text("text", form)
    entry.add_bytes("source", _packed([page.number, page.label, *marked(page.text)]))
    return entry


def _packed(source) -> bytes:
    # Texts from files do contain half surrogate pairs.
    return json.dumps(source, ensure_ascii=False).encode("utf-8", "surrogatepass")


def unpacked(entry: tantivy.Document):
    """Return what was kept with an entry."""
    # Decoded here, because `json.loads` tries other encodings of bytes first.
    return json.loads(entry.get_first("source").decode("utf-8", "surrogatepass"))
