"""Writing documents and their pages into a pair of indices."""

from contextlib import suppress

import tantivy

from search.documents import SearchDocument
from search.engines.base import EngineUnavailable
from search.words import Reading

from .schema import document_entry, page_entry


class Writer:
    """Writes to a pair of indices; what is not committed was never there.

    `memory` is what each index may hold in memory before it writes a segment, bytes.
    """

    def __init__(
        self, documents: tantivy.Index, pages: tantivy.Index, memory: int = 20_000_000
    ):
        self._documents = documents.writer(memory, num_threads=1)
        self._pages = pages.writer(memory, num_threads=1)

    def put(self, document: SearchDocument) -> None:
        """Add a document, or replace the one of the same key with all its pages."""
        self.remove(document.key)
        reading = Reading(document)
        for page, form in zip(document.pages, reading.pages, strict=True):
            self._pages.add_document(page_entry(document, page, form))
        self._documents.add_document(document_entry(document, reading))

    def remove(self, key: str) -> None:
        self._documents.delete_documents_by_term("key", key)
        self._pages.delete_documents_by_term("document", key)

    def commit(self) -> None:
        """Make everything visible, pages first: a page alone is never found.

        Raises `EngineUnavailable` when the disk refuses.
        """
        try:
            self._pages.commit()
            self._documents.commit()
        except (ValueError, OSError) as error:
            raise EngineUnavailable(
                f"The search index could not be written: {error}"
            ) from error

    def rollback(self) -> None:
        with suppress(ValueError, OSError):
            self._pages.rollback()
            self._documents.rollback()

    def close(self) -> None:
        """Finish merging segments and let go of the indices."""
        self._pages.wait_merging_threads()
        self._documents.wait_merging_threads()
