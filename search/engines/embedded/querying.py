"""Queries of ours turned into queries of tantivy."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from tantivy import FieldType, Occur, Query

from search.documents import SearchQuery
from search.query import Clause, ParsedQuery
from search.ranking import NEARNESS_PLACES, NEARNESS_WEIGHT
from search.text import STOP, full_form, index_form

from .schema import DOCUMENTS, PAGES, ident


@dataclass(frozen=True, slots=True)
class Plan:
    """A query in its parts: what ranks, and what only decides, by facet.

    `deciding[""]` holds what is no facet's own choice: access and exclusions.
    """

    ranking: Query | None
    deciding: dict[str, list[Query]]

    def matching(self, but: str | None = None) -> Query:
        """Return the whole query, without the choice made in the facet `but`."""
        clauses = [
            (Occur.Must, Query.const_score_query(query, 0.0))
            for facet, queries in self.deciding.items()
            for query in queries
            if facet != but
        ]
        if self.ranking is not None:
            clauses.append((Occur.Must, self.ranking))
        return Query.boolean_query(clauses) if clauses else Query.all_query()


def plan(query: SearchQuery, parsed: ParsedQuery) -> Plan:
    """Return the plan of a query whose text has been parsed."""
    deciding: dict[str, list[Query]] = {"": []}
    if query.labels is not None:
        deciding[""].append(
            Query.term_set_query(DOCUMENTS, "label", sorted(query.labels))
        )
    excluded = [_clause(clause) for clause in parsed.excluded]
    if query.hidden:
        excluded.append(of_keys(query.hidden))
    for facet, values in parsed.excluded_filters.items():
        excluded.append(_any_value(facet, values))
    if excluded:
        nots = [(Occur.MustNot, each) for each in excluded]
        deciding[""].append(
            Query.boolean_query([(Occur.Must, Query.all_query()), *nots])
        )
    for facet, values in _chosen(query, parsed).items():
        deciding.setdefault(facet, []).append(_any_value(facet, values))
    for first, last in (
        (query.year_from, query.year_to),
        (parsed.year_from, parsed.year_to),
    ):
        if first is not None or last is not None:
            deciding.setdefault("year", []).append(_years(first, last))
    return Plan(_ranking(parsed), deciding)


def _chosen(query: SearchQuery, parsed: ParsedQuery) -> dict[str, tuple[str, ...]]:
    """Values typed and values chosen in a facet are one choice."""
    names = dict.fromkeys([*query.filters, *parsed.filters])
    chosen = {
        name: (*query.filters.get(name, ()), *parsed.filters.get(name, ()))
        for name in names
    }
    return {name: values for name, values in chosen.items() if values}


def of_keys(keys: Iterable[str]) -> Query:
    """Match the documents of these keys."""
    idents = sorted(ident(key) for key in keys)
    return Query.term_set_query(DOCUMENTS, "ident", idents)


def _any_value(facet: str, values: tuple[str, ...]) -> Query:
    terms = [f"{facet}={value}" for value in values]
    return Query.term_set_query(DOCUMENTS, "facet", terms)


def _years(first: int | None, last: int | None) -> Query:
    return Query.range_query(DOCUMENTS, "year", FieldType.Integer, first, last)


def _ranking(parsed: ParsedQuery) -> Query | None:
    if parsed.common_words:
        return _any_word(DOCUMENTS, "title", parsed.common_words.split())
    words = _any_word(DOCUMENTS, "text", parsed.words) if parsed.words else None
    if not parsed.required:
        return words
    clauses = [(Occur.Must, _clause(clause)) for clause in parsed.required]
    if words is not None:
        clauses.append((Occur.Should, words))
    return Query.boolean_query(clauses)


def _any_word(schema, field: str, words) -> Query:
    """Match any of the words; one that was typed twice counts twice."""
    return Query.boolean_query(
        [
            (
                Occur.Should,
                Query.term_query(schema, field, word)
                if times == 1
                else Query.boost_query(Query.term_query(schema, field, word), times),
            )
            for word, times in Counter(words).items()
        ]
    )


def _clause(clause: Clause, schema=DOCUMENTS) -> Query:
    """Match the words of a clause in a row; a stop word in between holds its place."""
    analyse = index_form if clause.field == "text" else full_form
    tokens = [
        (place, token)
        for place, token in enumerate(analyse(clause.text).split())
        if token != STOP
    ]
    if len(tokens) == 1:
        return Query.term_query(schema, clause.field, tokens[0][1])
    first = tokens[0][0]
    row = [(place - first, token) for place, token in tokens]
    return Query.phrase_query(schema, clause.field, row)


def pages_ranking(parsed: ParsedQuery) -> Query | None:
    """Return what ranks the pages of one document; `None` if no text was asked for."""
    clauses = [
        (Occur.Should, _clause(clause, PAGES))
        for clause in parsed.required
        if clause.field == "text"
    ]
    if parsed.words:
        clauses.append((Occur.Should, _any_word(PAGES, "text", parsed.words)))
    return Query.boolean_query(clauses) if clauses else None


def pages_of(key: str, ranking: Query) -> Query:
    """Restrict a ranking of pages to those of one document."""
    document = Query.term_query(PAGES, "document", key, "basic")
    return Query.boolean_query(
        [(Occur.Must, Query.const_score_query(document, 0.0)), (Occur.Must, ranking)]
    )


def nearness(parsed: ParsedQuery, idents: list[int]) -> Query | None:
    """Return a query that scores, among some documents, neighbouring words by place.

    `None` when the query has no two different neighbouring words.
    """
    pairs = {(one, two) for one, two in pairwise(parsed.words) if one != two}
    if not pairs or not idents:
        return None
    near = [
        (
            Occur.Should,
            Query.boost_query(
                Query.phrase_query(DOCUMENTS, "text", list(pair), NEARNESS_PLACES),
                NEARNESS_WEIGHT,
            ),
        )
        for pair in sorted(pairs)
    ]
    some = Query.term_set_query(DOCUMENTS, "ident", idents)
    return Query.boolean_query(
        [
            (Occur.Must, Query.const_score_query(some, 0.0)),
            (Occur.Must, Query.boolean_query(near)),
        ]
    )
