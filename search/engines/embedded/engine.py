"""The embedded engine's front: two-step search over the store's indices."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from tantivy import DocAddress, Order, Query, Searcher

from search.documents import (
    FacetValue,
    Hit,
    PageHit,
    Results,
    SearchDocument,
    SearchQuery,
)
from search.engines.base import Engine, EngineUnavailable, IndexCounts
from search.query import ParsedQuery, parse
from search.ranking import NEARNESS_DOCUMENTS
from search.snippets import Lighter

from . import querying
from .schema import unpacked
from .store import DiskStore, Generation, MemoryStore

MEMORY = ":memory:"
# More values than any facet has: counts are exact only when none is cut off.
MOST_FACET_VALUES = 60_000
SORT_FIELDS = {
    "date": ("oldest", Order.Asc),
    "-date": ("newest", Order.Desc),
    "-added": ("added", Order.Desc),
}


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
        parsed = parse(query.text)
        generation = self._store.reader()
        if generation is None:
            return Results(facets=dict.fromkeys(query.facets, ()), hints=parsed.hints)
        return _Search(generation, query, parsed).results()

    def complete(self, text, labels, hidden, limit) -> tuple[str, ...]:
        return ()

    def titles(self, text, labels, hidden, limit) -> tuple[Hit, ...]:
        words = " ".join(f"title:{word}" for word in text.split())
        query = SearchQuery(words, labels=labels, hidden=hidden, limit=limit)
        return self.search(query).hits

    def similar(self, key, labels, hidden, types, limit) -> tuple[Hit, ...]:
        return ()

    def pages(
        self, key, text, labels, hidden, offset, limit
    ) -> tuple[int, tuple[PageHit, ...]]:
        query = SearchQuery(text, labels=labels, hidden=hidden)
        query = replace(query, limit=1000, pages_per_hit=offset + limit)
        for hit in self.search(query).hits:
            if hit.key == key:
                return len(hit.pages) + hit.more_pages, hit.pages[offset:]
        return 0, ()

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


class _Search:
    """One search on one state of the indices."""

    def __init__(self, generation: Generation, query: SearchQuery, parsed: ParsedQuery):
        self.documents: Searcher = generation.documents.searcher()
        self.pages: Searcher = generation.pages.searcher()
        self.query = query
        self.parsed = parsed
        self.plan = querying.plan(query, parsed)
        self.lighter = Lighter(parsed)
        self.pages_ranking = querying.pages_ranking(parsed)

    def results(self) -> Results:
        total, facets = self.counted()
        hits = tuple(self.hit(*ranked) for ranked in self.ranked()) if total else ()
        return Results(total, hits, facets, hints=self.parsed.hints)

    def counted(self) -> tuple[int, dict[str, tuple[FacetValue, ...]]]:
        """Return the total and the counts, a pass for each facet with a choice."""
        chosen = [name for name in self.query.facets if name in self.plan.deciding]
        total, values = self.count(self.plan.matching(), bool(self.query.facets))
        facets = {name: values.get(name, ()) for name in self.query.facets}
        for name in chosen:
            facets[name] = self.count(self.plan.matching(but=name), True)[1].get(
                name, ()
            )
        return total, facets

    def count(
        self, matching: Query, with_facets: bool
    ) -> tuple[int, dict[str, tuple[FacetValue, ...]]]:
        wanted = {"total": {"value_count": {"field": "newest"}}}
        if with_facets:
            wanted["facets"] = {"terms": {"field": "facet", "size": MOST_FACET_VALUES}}
        answer = self.documents.aggregate(matching, wanted)
        by_name: dict[str, list[FacetValue]] = {}
        for bucket in answer.get("facets", {}).get("buckets", ()):
            name, _, value = bucket["key"].partition("=")
            by_name.setdefault(name, []).append(FacetValue(value, bucket["doc_count"]))
        facets = {
            name: tuple(sorted(values, key=lambda each: (-each.count, each.value)))
            for name, values in by_name.items()
        }
        return int(answer["total"]["value"]), facets

    def ranked(self) -> list[tuple[float, DocAddress]]:
        """Return score and address of the documents to show."""
        query = self.query
        if query.limit <= 0:
            return []
        by_words = query.sort not in SORT_FIELDS and self.plan.ranking is not None
        if by_words and query.offset < NEARNESS_DOCUMENTS:
            limit = max(NEARNESS_DOCUMENTS, query.offset + query.limit)
            best = self.top(limit, 0)
            again = self.ranked_again(best[:NEARNESS_DOCUMENTS])
            best = again + best[NEARNESS_DOCUMENTS:]
            return best[query.offset : query.offset + query.limit]
        if by_words:
            return self.top(query.limit, query.offset)
        field, order = SORT_FIELDS.get(query.sort, SORT_FIELDS["-date"])
        hits = self.documents.search(
            self.plan.matching(),
            query.limit,
            count=False,
            offset=query.offset,
            order_by_field=field,
            order=order,
        ).hits
        return [(0.0, address) for _day, address in hits]

    def top(self, limit: int, offset: int) -> list[tuple[float, DocAddress]]:
        matching = self.plan.matching()
        return self.documents.search(matching, limit, count=False, offset=offset).hits

    def ranked_again(
        self, best: list[tuple[float, DocAddress]]
    ) -> list[tuple[float, DocAddress]]:
        """Rank by nearness too; of equal documents the newer is first."""
        addresses = [address for _score, address in best]
        idents = self.documents.fast_field_values("ident", addresses)
        days = self.documents.fast_field_values("newest", addresses)
        near: dict[tuple[int, int], float] = {}
        if query := querying.nearness(self.parsed, idents):
            hits = self.documents.search(query, len(best), count=False).hits
            near = {_place(address): score for score, address in hits}
        again = [
            (score + near.get(_place(address), 0.0), day, address)
            for (score, address), day in zip(best, days, strict=True)
        ]
        again.sort(key=lambda each: (round(each[0], 4), each[1]), reverse=True)
        return [(score, address) for score, _day, address in again]

    def hit(self, score: float, address: DocAddress) -> Hit:
        entry = self.documents.doc(address)
        source = unpacked(entry)
        key = entry.get_first("key")
        kind, _, number = key.rpartition(":")
        pages, more = self.best_pages(key)
        return Hit(
            type=kind,
            id=int(number),
            title=source["title"],
            lit_title=self.lighter.title(source["title"]),
            score=score,
            snippet=self.lighter.best_snippet(source["summary"], source["text"]),
            pages=pages,
            more_pages=more,
            language=source["language"],
            fingerprint=source["fingerprint"],
        )

    def best_pages(self, key: str) -> tuple[tuple[PageHit, ...], int]:
        if self.pages_ranking is None or self.query.pages_per_hit <= 0:
            return (), 0
        found = self.pages.search(
            querying.pages_of(key, self.pages_ranking), self.query.pages_per_hit
        )
        pages = []
        for _score, address in found.hits:
            number, label, text = unpacked(self.pages.doc(address))
            pages.append(PageHit(number, label, self.lighter.snippet(text)))
        return tuple(pages), found.count - len(pages)


def _place(address: DocAddress) -> tuple[int, int]:
    return address.segment_ord, address.doc
