"""One asker's searches on one state of the indices, in two steps: rank documents, then
fetch the best pages of those that are shown."""

from functools import cached_property

from tantivy import DocAddress, Document, Occur, Order, Query, Searcher

from search.documents import FacetValue, Hit, PageHit, Results, SearchQuery
from search.engines.answering import Asking, hit_of
from search.engines.base import Filters, Synonyms
from search.engines.expansion import Expansion, expand
from search.engines.likeness import best_tokens, least_shared
from search.query import parse
from search.ranking import NEARNESS_DOCUMENTS

from . import querying
from .querying import Plan
from .schema import DOCUMENTS, unpacked
from .store import Generation
from .wording import DictionaryWords

# More values than any facet has: counts are exact only when none is cut off.
MOST_FACET_VALUES = 60_000
SORT_FIELDS = {
    "date": ("oldest", Order.Asc),
    "-date": ("newest", Order.Desc),
    "-added": ("added", Order.Desc),
}


class EmbeddedAsking(Asking):
    """What somebody with these labels asks of a generation of the indices."""

    def __init__(
        self,
        generation: Generation,
        labels: frozenset[str] | None,
        hidden: frozenset[str],
        waiting: frozenset[str],
    ):
        self.documents: Searcher = generation.documents.searcher()
        self.pages: Searcher = generation.pages.searcher()
        self.visible = querying.visible(labels, hidden)
        self.words = DictionaryWords(
            self.documents,
            self.visible,
            lambda: querying.visible(labels, hidden | waiting),
        )

    def results(self, query: SearchQuery, expansion: Expansion) -> Results:
        return _Search(self, query, expansion).results()

    def titled(self, beginnings: tuple[str, ...], limit: int) -> list[Hit]:
        """Return the newest documents with such beginnings of words in the title."""
        begin = [querying.beginning("heading", beginning) for beginning in beginnings]
        hits = self.documents.search(
            querying.all_of([*self.visible, *begin]),
            limit,
            count=False,
            order_by_field="newest",
        ).hits
        return [
            hit_of(_kept(self.documents.doc(address)), 0.0) for _day, address in hits
        ]

    def similar(
        self, key: str, types: tuple[str, ...], limit: int, filters: Filters
    ) -> list[Hit]:
        """Return the documents that share most of the best words of one."""
        itself = querying.of_keys([key])
        found = self.documents.search(itself, 1).hits
        if not found:
            return []
        counts = unpacked(self.documents.doc(found[0][1]))["key_tokens"]
        tokens = best_tokens(
            counts,
            {token: self.documents.doc_freq("text", token) for token, _times in counts},
            self.documents.num_docs,
        )
        if not tokens:
            return []
        among = [*self.visible, querying.without(itself)]
        if types:
            among.append(Query.term_set_query(DOCUMENTS, "type", list(types)))
        among += [
            querying.any_value(facet, values)
            for facet, values in filters.items()
            if values
        ]
        like = querying.weighted(tokens, least_shared(tokens))
        alike = [(Occur.Must, querying.all_of(among)), (Occur.Must, like)]
        hits = self.documents.search(Query.boolean_query(alike), limit, count=False)
        return [
            hit_of(_kept(self.documents.doc(address)), score)
            for score, address in hits.hits
        ]

    def pages_of(
        self, key: str, text: str, synonyms: Synonyms, offset: int, limit: int
    ) -> tuple[int, tuple[PageHit, ...]]:
        """Return how many pages of a document answer a query, and some of them."""
        seen = querying.all_of([*self.visible, querying.of_keys([key])])
        if not self.documents.search(seen, 1).count:
            return 0, ()
        expansion = expand(parse(text), synonyms, self.words)
        return self.best_pages(key, expansion, offset, limit)

    def best_pages(
        self, key: str, expansion: Expansion, offset: int, limit: int
    ) -> tuple[int, tuple[PageHit, ...]]:
        query = querying.pages_of(key, expansion)
        if query is None:
            return 0, ()
        found = self.pages.search(query, max(limit, 1), offset=offset)
        lighter = expansion.lighter
        pages = []
        for _score, address in found.hits[:limit]:
            number, label, text, marks = unpacked(self.pages.doc(address))
            pages.append(PageHit(number, label, lighter.snippet(text, marks)))
        return found.count, tuple(pages)


class _Search:
    """One query that is answered."""

    def __init__(
        self, asking: EmbeddedAsking, query: SearchQuery, expansion: Expansion
    ):
        self.asking = asking
        self.documents = asking.documents
        self.query = query
        self.expansion = expansion

    @cached_property
    def plan(self) -> Plan:
        return querying.plan(self.query, self.expansion)

    def results(self) -> Results:
        total, facets = self.counted()
        hits = tuple(self.hit(*ranked) for ranked in self.ranked()) if total else ()
        return Results(total, hits, facets)

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
        if query := querying.nearness(self.expansion.parsed, idents):
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
        key = entry.get_first("key")
        count, pages = 0, ()
        if self.query.pages_per_hit > 0:
            wanted = self.query.pages_per_hit
            count, pages = self.asking.best_pages(key, self.expansion, 0, wanted)
        lighter = self.expansion.lighter
        return hit_of(_kept(entry), score, lighter, pages, count - len(pages))


def _kept(entry: Document) -> dict:
    """Return what is kept of a document, with its type and number."""
    kind, _, number = entry.get_first("key").rpartition(":")
    return {"type": kind, "id": int(number), **unpacked(entry)}


def _place(address: DocAddress) -> tuple[int, int]:
    return address.segment_ord, address.doc
