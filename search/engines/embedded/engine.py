"""The embedded engine's front."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tantivy import Query

from search.documents import (
    NOTHING,
    Hit,
    PageHit,
    Results,
    SearchDocument,
    SearchQuery,
)
from search.engines.base import (
    Engine,
    EngineUnavailable,
    Filters,
    IndexCounts,
    Labels,
    Synonyms,
)
from search.engines.completing import complete, titles
from search.query import read

from .searching import EmbeddedAsking
from .store import DiskStore, MemoryStore

MEMORY = ":memory:"


class EmbeddedEngine(Engine):
    """Search in tantivy indices at `location`, a directory or `:memory:`.

    `writer_timeout` is how long a write waits for another process, in seconds.
    """

    name = "embedded"

    def __init__(self, location: str | Path = MEMORY, writer_timeout: float = 5.0):
        if str(location) in ("", MEMORY):
            self._store = MemoryStore()
        else:
            self._store = DiskStore(Path(location), writer_timeout)

    def update(self, documents: Iterable[SearchDocument]) -> int:
        return self._store.write(documents)

    def delete(self, keys: Iterable[str]) -> None:
        self._store.write(keys)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        return self._store.rebuild(documents)

    def search(self, query: SearchQuery) -> Results:
        parsed = read(query)
        asking = self._asking(query.labels, query.hidden, query.waiting)
        if asking is None:
            return Results(facets=dict.fromkeys(query.facets, ()), hints=parsed.hints)
        return asking.answer(query, parsed)

    def complete(
        self, text: str, labels: Labels, hidden: frozenset[str], limit: int
    ) -> tuple[str, ...]:
        asking = self._asking(labels, hidden)
        return complete(text, asking.words, limit) if asking else ()

    def titles(
        self, text: str, labels: Labels, hidden: frozenset[str], limit: int
    ) -> tuple[Hit, ...]:
        asking = self._asking(labels, hidden)
        return titles(text, asking, limit) if asking else ()

    def similar(
        self,
        key: str,
        labels: Labels,
        hidden: frozenset[str],
        types: tuple[str, ...],
        limit: int,
        filters: Filters = NOTHING,
    ) -> tuple[Hit, ...]:
        asking = self._asking(labels, hidden)
        return tuple(asking.similar(key, types, limit, filters)) if asking else ()

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
        asking = self._asking(labels, hidden)
        if asking is None:
            return 0, ()
        return asking.pages_of(key, text, synonyms, offset, limit)

    def _asking(
        self,
        labels: Labels,
        hidden: frozenset[str],
        waiting: frozenset[str] = frozenset(),
    ) -> EmbeddedAsking | None:
        generation = self._store.reader()
        return generation and EmbeddedAsking(generation, labels, hidden, waiting)

    def keys_with_fingerprints(self) -> Iterator[tuple[str, str]]:
        if generation := self._store.reader():
            states = generation.documents.searcher().terms_with_prefix(
                "state", "", Query.all_query()
            )
            for state, _count in states:
                key, fingerprint = state.rsplit(" ", 1)
                yield key, fingerprint

    def counts(self) -> IndexCounts:
        generation = self._store.reader()
        if generation is None:
            return IndexCounts(0, 0)
        return IndexCounts(
            generation.documents.searcher().num_docs,
            generation.pages.searcher().num_docs,
        )

    @property
    def needs_rebuild(self) -> bool:
        try:
            return self._store.reader() is None
        except EngineUnavailable:
            return True

    def healthy(self) -> bool:
        try:
            self._store.reader()
        except EngineUnavailable:
            return False
        return True
