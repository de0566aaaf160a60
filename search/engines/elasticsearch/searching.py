"""Answering a query: rank documents, then fetch what is shown of the best.

Everything shown of a document is fetched under the asker's labels again, and its
pages only if they are of the same edition: a document that is replaced meanwhile
shows nothing that the asker may not see, and no mixture of old and new.
"""

from dataclasses import dataclass

from elasticsearch import Elasticsearch
from elasticsearch.dsl import A, MultiSearch, Q, Search

from search.documents import Hit, PageHit, Results, SearchQuery
from search.engines.answering import Asking, hit_of
from search.engines.base import Filters, Synonyms
from search.engines.expansion import Expansion, expand
from search.engines.likeness import best_tokens, least_shared
from search.query import parse
from search.ranking import NEARNESS_DOCUMENTS, NEARNESS_WEIGHT
from search.snippets import Lighter

from .indices import DEEPEST_RESULT, Pair
from .queries import Question, chosen, nearness, visible
from .wording import IndexWords

_NEWEST = [{"date": {"order": "desc", "missing": "_last"}}, {"key": "asc"}]
_ORDERS = {
    "relevance": [{"_score": "desc"}, *_NEWEST],
    "-date": _NEWEST,
    "date": [{"date": {"order": "asc", "missing": "_last"}}, {"key": "asc"}],
    "-added": [{"added": {"order": "desc", "missing": "_last"}}, {"key": "asc"}],
}

_BEST_PAGES = [{"_score": "desc"}, {"number": "asc"}]

# Read from columns. Opening what is kept of a hundred documents, if only for their
# names, takes ten times as long.
_COLUMNS = {"stored_fields": "_none_", "docvalue_fields": ["key", "edition"]}


@dataclass(slots=True)
class _Ranked:
    """A document in its place, before anything of it is fetched."""

    key: str
    edition: str
    score: float


class ElasticAsking(Asking):
    """What somebody with these labels asks a pair of indices.

    Raises the client's exceptions.
    """

    def __init__(
        self,
        client: Elasticsearch,
        pair: Pair,
        labels: frozenset[str] | None,
        hidden: frozenset[str],
        waiting: frozenset[str],
    ):
        self.client = client
        self.pair = pair
        self.visible = visible(labels, hidden)
        self.words = IndexWords(
            client,
            pair.documents,
            self.visible,
            lambda: visible(labels, hidden | waiting),
        )

    def results(self, query: SearchQuery, expansion: Expansion) -> Results:
        parsed = expansion.parsed
        question = Question(query, expansion)
        order = query.sort
        if order == "relevance" and not parsed.has_text:
            order = "-date"
        near = nearness(parsed.words) if order == "relevance" else None
        first = min(query.offset, DEEPEST_RESULT)
        last = min(query.offset + query.limit, DEEPEST_RESULT)
        # The best are put in order anew, so all of them are needed for any of them.
        reorder = near is not None and first < NEARNESS_DOCUMENTS and first < last
        search = (
            self._documents()
            .query(question.documents)
            .post_filter(question.narrowed())
            .sort(*_ORDERS[order])
            .extra(
                **_COLUMNS,
                from_=0 if reorder else first,
                size=max(last, NEARNESS_DOCUMENTS) if reorder else last - first,
                track_total_hits=True,
            )
        )
        question.count_facets(search.aggs)
        answer = search.execute().to_dict()
        ranked = [
            _Ranked(_key(hit), _edition(hit), hit["_score"] or 0.0)
            for hit in answer["hits"]["hits"]
        ]
        if reorder:
            best = self._nearest_first(ranked[:NEARNESS_DOCUMENTS], near)
            ranked = [*best, *ranked[NEARNESS_DOCUMENTS:]][first:last]
        return Results(
            total=answer["hits"]["total"]["value"],
            hits=self._hits(question, ranked) if ranked else (),
            facets=question.facet_counts(answer.get("aggregations", {})),
        )

    def titled(self, beginnings: tuple[str, ...], limit: int) -> list[Hit]:
        begin = [Q("prefix", heading=beginning) for beginning in beginnings]
        search = self._documents().source(["kept"]).sort(*_NEWEST)
        search = search.query("bool", filter=[*self.visible, *begin])
        answer = search.extra(size=limit).execute().to_dict()
        return [hit_of(_kept(hit), 0.0) for hit in answer["hits"]["hits"]]

    def similar(
        self, key: str, types: tuple[str, ...], limit: int, filters: Filters
    ) -> list[Hit]:
        """Return the documents that share most of the best words of one."""
        itself = Q("ids", values=[key])
        search = self._documents().source(["kept"]).query(itself)
        found = search.execute().to_dict()["hits"]["hits"]
        if not found:
            return []
        tokens = self._best_tokens(dict(_kept(found[0])["key_tokens"]))
        if not tokens:
            return []
        among = [*self.visible, *chosen(filters).values()]
        if types:
            among.append(Q("terms", type=list(types)))
        like = Q(
            "bool",
            should=[
                Q("term", text={"value": token, "boost": weight})
                for token, weight in tokens.items()
            ],
            minimum_should_match=least_shared(tokens),
            filter=among,
            must_not=itself,
        )
        search = self._documents().source(["kept"]).query(like).extra(size=limit)
        answer = search.sort(*_ORDERS["relevance"]).execute().to_dict()
        return [hit_of(_kept(hit), hit["_score"]) for hit in answer["hits"]["hits"]]

    def _best_tokens(self, counts: dict[str, int]) -> dict[str, float]:
        if not counts:
            return {}
        answer = self.client.termvectors(
            index=self.pair.documents,
            doc={"text": " ".join(counts)},
            fields=["text"],
            term_statistics=True,
            offsets=False,
            positions=False,
            payloads=False,
        )
        statistics = answer["term_vectors"]["text"]
        frequencies = {
            token: found.get("doc_freq", 0)
            for token, found in statistics["terms"].items()
        }
        documents = statistics["field_statistics"]["doc_count"]
        return best_tokens([*counts.items()], frequencies, documents)

    def pages_of(
        self, key: str, text: str, synonyms: Synonyms, offset: int, limit: int
    ) -> tuple[int, tuple[PageHit, ...]]:
        """Return how many pages of a document answer a query, and some of the best."""
        seen = self._documents().extra(**_COLUMNS)
        seen = seen.query("bool", filter=[Q("ids", values=[key]), *self.visible])
        found = seen.execute().to_dict()["hits"]["hits"]
        expansion = expand(parse(text), synonyms, self.words)
        question = Question(SearchQuery(), expansion)
        if not found or question.pages is None:
            return 0, ()
        search = self._from(self.pair.pages).query(question.pages)
        search = search.filter("term", edition=_edition(found[0])).source(["kept"])
        answer = (
            search.sort(*_BEST_PAGES)
            .extra(
                docvalue_fields=["number"],
                from_=offset,
                size=limit,
                track_total_hits=True,
            )
            .execute()
            .to_dict()["hits"]
        )
        pages = (_page_hit(page, expansion.lighter) for page in answer["hits"])
        return answer["total"]["value"], tuple(pages)

    def _nearest_first(self, ranked: list[_Ranked], near: Q) -> list[_Ranked]:
        """Add to the scores of documents in which the query's words stand near."""
        search = self._documents().extra(**_COLUMNS, size=len(ranked))
        search = search.query(near).filter("ids", values=[one.key for one in ranked])
        answer = search.execute().to_dict()
        gains = {_key(hit): hit["_score"] for hit in answer["hits"]["hits"]}
        for one in ranked:
            one.score += NEARNESS_WEIGHT * gains.get(one.key, 0.0)
        # Python's sort keeps the order by date where scores are equal.
        return sorted(ranked, key=lambda one: -one.score)

    def _hits(self, question: Question, ranked: list[_Ranked]) -> tuple[Hit, ...]:
        both = MultiSearch(using=self.client).add(self._shown(question, ranked))
        wants_pages = question.pages is not None and question.query.pages_per_hit > 0
        if wants_pages:
            both = both.add(self._best_pages(question, ranked))
        shown, *pages = (answer.to_dict() for answer in both.execute())
        kept = {_key(hit): hit for hit in shown["hits"]["hits"]}
        found = {
            bucket["key"]: bucket
            for answer in pages
            for bucket in answer["aggregations"]["editions"]["buckets"]
        }
        lighter = question.expansion.lighter
        return tuple(
            _hit_with_pages(one.score, kept[one.key], found, lighter)
            for one in ranked
            if one.key in kept
        )

    def _shown(self, question: Question, ranked: list[_Ranked]) -> Search:
        search = self._documents().source(["kept"])
        search = search.extra(
            size=len(ranked), docvalue_fields=_COLUMNS["docvalue_fields"]
        )
        ids = Q("ids", values=[one.key for one in ranked])
        return search.query("bool", filter=[ids, *self.visible])

    def _best_pages(self, question: Question, ranked: list[_Ranked]) -> Search:
        editions = [one.edition for one in ranked]
        search = self._from(self.pair.pages).extra(size=0)
        search = search.query(question.pages).filter("terms", edition=editions)
        best = A(
            "top_hits",
            size=question.query.pages_per_hit,
            sort=_BEST_PAGES,
            _source=["kept"],
            docvalue_fields=["number"],
        )
        search.aggs.bucket("editions", "terms", field="edition", size=len(ranked))
        search.aggs["editions"].metric("best", best)
        return search

    def _documents(self) -> Search:
        return self._from(self.pair.documents)

    def _from(self, index: str) -> Search:
        # Part of an answer would be a wrong one.
        search = Search(using=self.client, index=index)
        return search.params(allow_partial_search_results=False)


def _key(hit: dict) -> str:
    return hit["fields"]["key"][0]


def _edition(hit: dict) -> str:
    return hit["fields"]["edition"][0]


def _kept(hit: dict) -> dict:
    return hit["_source"]["kept"]


def _hit_with_pages(
    score: float, hit: dict, found: dict[str, dict], lighter: Lighter
) -> Hit:
    """Make a hit of a document and of what was found of its edition's pages."""
    bucket = found.get(_edition(hit))
    pages = bucket["best"]["hits"]["hits"] if bucket else []
    more_pages = bucket["doc_count"] - len(pages) if bucket else 0
    pages_lit = tuple(_page_hit(page, lighter) for page in pages)
    return hit_of(_kept(hit), score, lighter, pages_lit, more_pages)


def _page_hit(page: dict, lighter: Lighter) -> PageHit:
    kept = _kept(page)
    return PageHit(
        number=page["fields"]["number"][0],
        label=kept["label"],
        # What was written by an older edition of the software has none.
        snippet=lighter.snippet(kept["text"], kept.get("marks", "")),
    )
