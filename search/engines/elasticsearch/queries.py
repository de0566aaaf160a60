"""Questions in Elasticsearch's own query language."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import pairwise

from elasticsearch.dsl import A, Q
from elasticsearch.dsl.query import Query

from search.documents import FacetValue, SearchQuery
from search.engines.expansion import MOST_RANKING, Expansion
from search.query import Clause
from search.ranking import NEARNESS_PLACES

YEAR = "year"
# More values than any facet has: counts are exact only when none is cut off.
MOST_VALUES = 10_000
# The server takes no more in one clause.
MOST_TERMS = 60_000


class Question:
    """A query, taken apart into what ranks, what decides and what narrows.

    What narrows is a choice in a facet. It is kept apart, because the counts of that
    facet ignore it.
    """

    def __init__(self, query: SearchQuery, expansion: Expansion):
        self.query = query
        self.expansion = expansion
        self.parsed = expansion.parsed

    @cached_property
    def visible(self) -> list[Query]:
        """What the asker may see at all."""
        return visible(self.query.labels, self.query.hidden)

    @cached_property
    def documents(self) -> Query:
        """The documents that answer, before they are narrowed."""
        must = [self._clause(clause) for clause in self.parsed.required]
        if self.parsed.common_words:
            must.append(Q("match", title=self.parsed.common_words))
        should = self._words()
        return Q(
            "bool",
            must=must,
            should=should,
            minimum_should_match=1 if should and not must else 0,
            filter=self.visible,
            must_not=[
                *map(self._clause, self.parsed.excluded),
                *chosen(self.parsed.excluded_filters).values(),
            ],
        )

    @cached_property
    def pages(self) -> Query | None:
        """The pages that answer; none if only titles and facets were asked for."""
        phrases = [
            self._clause(clause)
            for clause in self.parsed.required
            if clause.field == "text"
        ]
        ways = [*self._words(), *phrases]
        return Q("bool", should=ways, minimum_should_match=1) if ways else None

    def _words(self) -> list[Query]:
        """Return what is met by any of the words, or by what means the same."""
        words = self.expansion.words
        met = [Q("match", text=" ".join(words))] if words else []
        for group in self.expansion.groups:
            ways = _ways("text", group.others)
            if group.tokens:
                ways.append(Q("match", text=" ".join(group.tokens)))
            met.append(_best_of(ways))
        return met

    def _clause(self, clause: Clause) -> Query:
        """Return what is met by a clause in any of its forms."""
        return _best_of(_ways(clause.field, self.expansion.forms(clause)))

    @cached_property
    def narrowing(self) -> dict[str, Query]:
        """By facet: what was chosen in it or typed for it."""
        typed, given = self.parsed.filters, self.query.filters
        narrowing = chosen(
            {
                name: (*given.get(name, ()), *typed.get(name, ()))
                for name in {**given, **typed}
            }
        )
        years = [
            Q("range", year={"gte": first, "lte": last})
            for first, last in (
                (self.query.year_from, self.query.year_to),
                (self.parsed.year_from, self.parsed.year_to),
            )
            if first is not None or last is not None
        ]
        if years:
            chosen_years = [narrowing[YEAR]] if YEAR in narrowing else []
            narrowing[YEAR] = Q("bool", filter=[*chosen_years, *years])
        return narrowing

    def narrowed(self, ignoring: str = "") -> Query:
        """All that narrows, but for one facet."""
        choices = [q for name, q in self.narrowing.items() if name != ignoring]
        return Q("bool", filter=choices)

    def count_facets(self, aggregations) -> None:
        """Ask for the counts of the facets."""
        for name in self.query.facets:
            field = YEAR if name == YEAR else f"facets.{name}"
            order = [{"_count": "desc"}, {"_key": "asc"}]
            aggregations.bucket(name, A("filter", self.narrowed(ignoring=name))).bucket(
                "values", A("terms", field=field, size=MOST_VALUES, order=order)
            )

    def facet_counts(self, aggregations) -> dict[str, tuple[FacetValue, ...]]:
        """Read the counts from an answer."""
        return {
            name: tuple(
                FacetValue(str(bucket["key"]), bucket["doc_count"])
                for bucket in aggregations[name]["values"]["buckets"]
            )
            for name in self.query.facets
        }


def visible(labels: frozenset[str] | None, hidden: Iterable[str]) -> list[Query]:
    """Return what a document has to meet so that an asker may see it."""
    met = [] if labels is None else [Q("terms", labels=sorted(labels))]
    keys = sorted(hidden)
    if keys:
        parts = [
            Q("terms", key=keys[first : first + MOST_TERMS])
            for first in range(0, len(keys), MOST_TERMS)
        ]
        met.append(Q("bool", must_not=parts))
    return met


def in_a_row(field: str, form: str) -> Query:
    """Return the query of tokens in a row, in which stop words hold places."""
    return Q("match_phrase", **{field: form})


def _ways(field: str, forms: tuple[str, ...]) -> list[Query]:
    """Return what meets any of these forms; only the first of very many rank."""
    rest = [form for form in forms[MOST_RANKING:] if " " not in form]
    ways = [in_a_row(field, form) for form in forms if form not in rest]
    if rest:
        others = Q("terms", **{field: rest})
        ways.append(Q("constant_score", filter=others, boost=0.0))
    return ways


def _best_of(ways: list[Query]) -> Query:
    if len(ways) == 1:
        return ways[0]
    return Q("dis_max", queries=ways) if ways else Q("match_none")


def nearness(words: tuple[str, ...]) -> Query | None:
    """Return what scores neighbouring words of a query that stand near each other."""
    near = [
        Q("match_phrase", text={"query": f"{one} {other}", "slop": NEARNESS_PLACES})
        for one, other in dict.fromkeys(pairwise(words))
        if one != other
    ]
    return Q("bool", should=near) if near else None


def chosen(filters: Mapping[str, Iterable[str]]) -> dict[str, Query]:
    """Match, for each facet, documents with any of the values chosen in it."""
    return {
        name: Q("terms", **{f"facets.{name}": [*values]})
        for name, values in filters.items()
        if values
    }
