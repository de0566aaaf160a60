"""What is written to the indices for a document and its pages."""

from collections.abc import Iterator
from functools import cached_property

from search.documents import SearchDocument
from search.ranking import SUMMARY_TIMES, TAGS_TIMES, TITLE_TIMES
from search.text import marked
from search.words import Reading, folded_of

from .indices import Pair, words_column


class Entries:
    """A document, analysed once, as entries for any number of indices."""

    def __init__(self, document: SearchDocument):
        self.source = document
        self.edition = f"{document.key}@{document.fingerprint}"
        self.reading = Reading(document)

    def document(self, pair: Pair, version: int) -> dict:
        """Return the bulk action that writes the document."""
        return _write(pair.documents, self.source.key, version, self._fields)

    def pages(self, pair: Pair, version: int) -> Iterator[dict]:
        """Yield the bulk actions that write its pages."""
        for page, form in zip(self.source.pages, self.reading.pages, strict=True):
            text, marks = marked(_whole(page.text))
            fields = {
                "document": self.source.key,
                "edition": self.edition,
                "number": page.number,
                "written": version,
                "text": form,
                "kept": {
                    "label": _whole(page.label),
                    "text": text,
                    "marks": marks,
                },
            }
            name = f"{self.edition}#{page.number}"
            yield _write(pair.pages, name, version, fields)

    @cached_property
    def _fields(self) -> dict:
        document = self.source
        day = document.date
        return {
            "key": document.key,
            "fingerprint": document.fingerprint,
            "edition": self.edition,
            "text": self._ranked_parts(),
            "type": document.type,
            "title": self.reading.full_title,
            "tags": self.reading.full_tags,
            "heading": self.reading.heading,
            **self._words(),
            "labels": sorted(document.labels),
            "facets": {name: [*values] for name, values in document.facets.items()},
            "date": day and day.isoformat(),
            "year": day and day.year,
            "added": document.added and int(document.added.timestamp() * 1000),
            "pages": len(document.pages),
            "kept": {
                "type": document.type,
                "id": document.id,
                "title": _whole(document.title),
                "summary": _whole(document.summary),
                "text": _whole(document.text),
                "language": document.language,
                "fingerprint": document.fingerprint,
                "key_tokens": self.reading.key_tokens(),
            },
        }

    def _ranked_parts(self) -> list[str]:
        """Return the values of the ranked field: no phrase spans two of them."""
        reading = self.reading
        parts = [reading.title] * TITLE_TIMES + [reading.summary] * SUMMARY_TIMES
        parts += reading.tags * TAGS_TIMES
        return [part for part in [*parts, reading.text, *reading.pages] if part]

    def _words(self) -> dict[str, list[str]]:
        """Return the document's own words, in columns by how they begin."""
        columns: dict[str, list[str]] = {}
        folds = set()
        for term in sorted(self.reading.terms()):
            fold = folded_of(term)
            folds.add(fold)
            columns.setdefault(words_column(fold), []).append(term)
        return {"spelling": sorted(folds), "words": columns}


def _write(index: str, name: str, version: int, fields: dict) -> dict:
    return {
        "_op_type": "index",
        "_index": index,
        "_id": name,
        "version": version,
        "version_type": "external_gte",
        "_source": fields,
    }


def _whole(text: str) -> str:
    """Replace halves of surrogate pairs, which files contain and UTF-8 does not."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
