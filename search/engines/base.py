"""What every search engine can do."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from search.documents import (
    NOTHING,
    Hit,
    PageHit,
    Results,
    SearchDocument,
    SearchQuery,
)

Labels = frozenset[str] | None
Filters = Mapping[str, tuple[str, ...]]
Synonyms = tuple[tuple[str, ...], ...]


class EngineError(Exception):
    """The engine could not do what was asked; nothing was changed."""


class EngineBusy(EngineError):
    """Somebody else is writing to the index. Try again later."""


class EngineUnavailable(EngineError):
    """The engine cannot be reached or its index cannot be read."""


@dataclass(frozen=True, slots=True)
class IndexCounts:
    """How much is in an index."""

    documents: int
    pages: int


class Engine(ABC):
    """A handle to an index that lives elsewhere: cheap, shared, safe in threads.

    Writing methods raise `EngineBusy` or `EngineUnavailable` and then have changed
    nothing that a repetition would not mend, so that callers keep their work queued.
    """

    name: str

    @abstractmethod
    def update(self, documents: Iterable[SearchDocument]) -> int:
        """Add documents or replace those of the same key; return how many.

        All of them are visible to searches when this returns.
        """

    @abstractmethod
    def delete(self, keys: Iterable[str]) -> None:
        """Remove the documents of these keys and their pages; unknown keys are fine."""

    @abstractmethod
    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build a new index from these documents and put it in place at the end.

        Searches see the old index until then; if the documents raise, they keep it.
        """

    @abstractmethod
    def search(self, query: SearchQuery) -> Results:
        """Answer a query. Mistakes in its text become hints and never raise.

        Raises `EngineUnavailable` when there is no index to ask.
        """

    @abstractmethod
    def complete(
        self, text: str, labels: Labels, hidden: frozenset[str], limit: int
    ) -> tuple[str, ...]:
        """Return queries to offer somebody who has typed `text` so far, best first.

        They go on with words that stand in visible texts, as people write them there.
        Labels and hidden keys mean here and below what they mean in a `SearchQuery`.
        """

    @abstractmethod
    def titles(
        self, text: str, labels: Labels, hidden: frozenset[str], limit: int
    ) -> tuple[Hit, ...]:
        """Return documents whose titles have words that begin as those of `text` do."""

    @abstractmethod
    def similar(
        self,
        key: str,
        labels: Labels,
        hidden: frozenset[str],
        types: tuple[str, ...],
        limit: int,
        filters: Filters = NOTHING,
    ) -> tuple[Hit, ...]:
        """Return documents that tell of the same as that of `key`; never itself.

        `types` narrows to kinds of record; without any, all are meant. `filters` maps
        a facet to values of which a document has at least one; without any value the
        facet narrows nothing. Nothing is similar to a document that is not in the
        index.
        """

    @abstractmethod
    def pages(
        self,
        key: str,
        text: str,
        labels: Labels,
        hidden: frozenset[str],
        offset: int,
        limit: int,
        synonyms: Synonyms = (),
    ) -> tuple[int, tuple[PageHit, ...]]:
        """Return how many pages of a document answer a query, and some of the best.

        None of a document that is not visible.
        """

    @abstractmethod
    def keys_with_fingerprints(self) -> Iterator[tuple[str, str]]:
        """Yield key and fingerprint of every document, to compare with the database."""

    @abstractmethod
    def counts(self) -> IndexCounts:
        """Count the documents and pages in the index."""

    @property
    @abstractmethod
    def needs_rebuild(self) -> bool:
        """True when the index is absent, damaged or of an older make.

        An absent index is empty, and created by the first `update`. With a damaged or
        older one everything but `rebuild`, this and `healthy` raises
        `EngineUnavailable`, whose message says to rebuild.
        """

    @abstractmethod
    def healthy(self) -> bool:
        """True when searches can be answered now."""
