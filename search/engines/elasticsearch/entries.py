"""What is written to the indices for a document and its pages."""

from collections.abc import Iterator
from functools import cached_property

from search.documents import SearchDocument
from search.ranking import SUMMARY_TIMES, TAGS_TIMES, TITLE_TIMES
from search.text import full_form, index_form

from .indices import Pair


class Entries:
    """A document, analysed once, as entries for any number of indices."""

    def __init__(self, document: SearchDocument):
        self.source = document
        self.edition = f"{document.key}@{document.fingerprint}"
        self.page_forms = [index_form(page.text) for page in document.pages]

    def document(self, pair: Pair, version: int) -> dict:
        """Return the bulk action that writes the document."""
        return _write(pair.documents, self.source.key, version, self._fields)

    def pages(self, pair: Pair, version: int) -> Iterator[dict]:
        """Yield the bulk actions that write its pages."""
        for page, form in zip(self.source.pages, self.page_forms, strict=True):
            fields = {
                "document": self.source.key,
                "edition": self.edition,
                "number": page.number,
                "written": version,
                "text": form,
                "kept": {"label": _whole(page.label), "text": _whole(page.text)},
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
            "title": full_form(document.title),
            "tags": [full_form(tag) for tag in document.tags],
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
            },
        }

    def _ranked_parts(self) -> list[str]:
        """Return the values of the ranked field: no phrase spans two of them."""
        document = self.source
        parts = (
            [index_form(document.title)] * TITLE_TIMES
            + [index_form(document.summary)] * SUMMARY_TIMES
            + [index_form(tag) for tag in document.tags] * TAGS_TIMES
        )
        parts += [index_form(document.text), *self.page_forms]
        return [part for part in parts if part]


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
