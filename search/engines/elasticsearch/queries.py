"""Questions in Elasticsearch's own query language."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import pairwise

from elasticsearch.dsl import A, Q
from elasticsearch.dsl.query import Query

from search.documents import FacetValue, SearchQuery
from search.query import Clause, ParsedQuery
from search.ranking import NEARNESS_PLACES
from search.text import STOP, full_form, index_form

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

    def __init__(self, query: SearchQuery, parsed: ParsedQuery):
        self.query = query
        self.parsed = parsed

    @cached_property
    def visible(self) -> list[Query]:
        """What the asker may see at all."""
        labels = self.query.labels
        return [] if labels is None else [Q("terms", labels=sorted(labels))]

    @cached_property
    def hidden(self) -> list[Query]:
        """What the asker may not see although the index says so."""
        keys = sorted(self.query.hidden)
        return [
            Q("terms", key=keys[first : first + MOST_TERMS])
            for first in range(0, len(keys), MOST_TERMS)
        ]

    @cached_property
    def documents(self) -> Query:
        """The documents that answer, before they are narrowed."""
        must = [clause_query(clause) for clause in self.parsed.required]
        if self.parsed.common_words:
            must.append(Q("match", title=self.parsed.common_words))
        should = [any_word(self.parsed.words)] if self.parsed.words else []
        return Q(
            "bool",
            must=must,
            should=should,
            minimum_should_match=1 if should and not must else 0,
            filter=self.visible,
            must_not=[
                *map(clause_query, self.parsed.excluded),
                *_chosen(self.parsed.excluded_filters).values(),
                *self.hidden,
            ],
        )

    @cached_property
    def pages(self) -> Query | None:
        """The pages that answer; none if only titles and facets were asked for."""
        phrases = [
            clause_query(clause)
            for clause in self.parsed.required
            if clause.field == "text"
        ]
        words = [any_word(self.parsed.words)] if self.parsed.words else []
        if not phrases and not words:
            return None
        return Q("bool", should=[*words, *phrases], minimum_should_match=1)

    @cached_property
    def narrowing(self) -> dict[str, Query]:
        """By facet: what was chosen in it or typed for it."""
        typed, chosen = self.parsed.filters, self.query.filters
        narrowing = _chosen(
            {
                name: (*chosen.get(name, ()), *typed.get(name, ()))
                for name in {**chosen, **typed}
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


def any_word(words: Iterable[str]) -> Query:
    """Return the query of documents with any of these analysed words."""
    return Q("match", text=" ".join(words))


def clause_query(clause: Clause) -> Query:
    """Return the words of a clause in a row, stop words holding their places."""
    form = index_form if clause.field == "text" else full_form
    return Q("match_phrase", **{clause.field: form(clause.text).strip(f"{STOP} ")})


def nearness(words: tuple[str, ...]) -> Query | None:
    """Return what scores neighbouring words of a query that stand near each other."""
    near = [
        Q("match_phrase", text={"query": f"{one} {other}", "slop": NEARNESS_PLACES})
        for one, other in dict.fromkeys(pairwise(words))
        if one != other
    ]
    return Q("bool", should=near) if near else None


def _chosen(filters: Mapping[str, Iterable[str]]) -> dict[str, Query]:
    return {
        name: Q("terms", **{f"facets.{name}": [*values]})
        for name, values in filters.items()
        if values
    }
