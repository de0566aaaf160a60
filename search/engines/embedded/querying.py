"""Queries of ours turned into queries of tantivy."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import tantivy
from tantivy import FieldType, Occur, Query

from search.documents import SearchQuery
from search.engines.expansion import MOST_RANKING, Expansion
from search.query import Clause, ParsedQuery
from search.ranking import NEARNESS_PLACES, NEARNESS_WEIGHT
from search.text import STOP

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
        deciding = all_of(
            query
            for facet, queries in self.deciding.items()
            for query in queries
            if facet != but
        )
        if self.ranking is None:
            return deciding
        return Query.boolean_query([(Occur.Must, deciding), (Occur.Must, self.ranking)])


def plan(query: SearchQuery, expansion: Expansion) -> Plan:
    """Return the plan of a query whose text has been expanded."""
    parsed = expansion.parsed
    deciding: dict[str, list[Query]] = {"": visible(query.labels, query.hidden)}
    excluded = [_clause(expansion, clause) for clause in parsed.excluded]
    for facet, values in parsed.excluded_filters.items():
        excluded.append(any_value(facet, values))
    if excluded:
        nots = [(Occur.MustNot, each) for each in excluded]
        deciding[""].append(
            Query.boolean_query([(Occur.Must, Query.all_query()), *nots])
        )
    for facet, values in _chosen(query, parsed).items():
        deciding.setdefault(facet, []).append(any_value(facet, values))
    for first, last in (
        (query.year_from, query.year_to),
        (parsed.year_from, parsed.year_to),
    ):
        if first is not None or last is not None:
            deciding.setdefault("year", []).append(_years(first, last))
    return Plan(_ranking(expansion), deciding)


def _chosen(query: SearchQuery, parsed: ParsedQuery) -> dict[str, tuple[str, ...]]:
    """Values typed and values chosen in a facet are one choice."""
    names = dict.fromkeys([*query.filters, *parsed.filters])
    chosen = {
        name: (*query.filters.get(name, ()), *parsed.filters.get(name, ()))
        for name in names
    }
    return {name: values for name, values in chosen.items() if values}


def visible(
    labels: frozenset[str] | None, hidden: frozenset[str] | set[str]
) -> list[Query]:
    """Return what a document has to match so that an asker may see it."""
    queries = []
    if labels is not None:
        queries.append(any_of("label", sorted(labels)))
    if hidden:
        queries.append(without(of_keys(hidden)))
    return queries


def of_keys(keys: Iterable[str]) -> Query:
    """Match the documents of these keys."""
    idents = sorted(ident(key) for key in keys)
    return Query.term_set_query(DOCUMENTS, "ident", idents)


def all_of(queries: Iterable[Query]) -> Query:
    """Match what all queries match, and rank it by none."""
    clauses = [(Occur.Must, Query.const_score_query(query, 0.0)) for query in queries]
    return Query.boolean_query(clauses) if clauses else Query.all_query()


def without(query: Query) -> Query:
    """Match all documents but those of a query."""
    return Query.boolean_query(
        [(Occur.Must, Query.all_query()), (Occur.MustNot, query)]
    )


def beginning(field: str, text: str) -> Query:
    """Match documents with a word in a field that begins with a folded text."""
    return Query.regex_query(DOCUMENTS, field, f"{re.escape(text)}.*")


def weighted(tokens: Mapping[str, float], at_least: int) -> Query:
    """Match texts with so many of these tokens, ranked by them and their weights."""
    return Query.boolean_query(
        [
            (
                Occur.Should,
                Query.boost_query(Query.term_query(DOCUMENTS, "text", token), weight),
            )
            for token, weight in tokens.items()
        ],
        at_least,
    )


def any_value(facet: str, values: tuple[str, ...]) -> Query:
    """Match documents with any of these values in a facet."""
    return any_of("facet", [f"{facet}={value}" for value in values])


def any_of(field: str, terms: Iterable[str | int]) -> Query:
    """Match documents with any of a few terms.

    Not as a set: of that, all documents are written down first, and only then is
    looked which of them the rest of the query has.
    """
    each = [(Occur.Should, Query.term_query(DOCUMENTS, field, term)) for term in terms]
    return Query.boolean_query(each)


def _years(first: int | None, last: int | None) -> Query:
    return Query.range_query(DOCUMENTS, "year", FieldType.Integer, first, last)


def _ranking(expansion: Expansion) -> Query | None:
    parsed = expansion.parsed
    if parsed.common_words:
        return _any_word(DOCUMENTS, "title", parsed.common_words.split())
    words = _words(expansion, DOCUMENTS)
    if not parsed.required:
        return words
    clauses = [(Occur.Must, _clause(expansion, each)) for each in parsed.required]
    if words is not None:
        clauses.append((Occur.Should, words))
    return Query.boolean_query(clauses)


def _words(expansion: Expansion, schema: tantivy.Schema) -> Query | None:
    """Match any of the words, or what means the same; of a group the best counts."""
    if not expansion.ranks:
        return None
    words = _each_word(expansion, schema)
    return Query.boolean_query([(Occur.Should, word) for word in words])


def _each_word(expansion: Expansion, schema: tantivy.Schema) -> list[Query]:
    """Return a query for each word of the text, or for what means the same."""
    queries = _each(schema, "text", expansion.words)
    for group in expansion.groups:
        ways = _ways(schema, "text", group.others)
        if group.tokens:
            ways.append(_any_word(schema, "text", group.tokens))
        queries.append(Query.disjunction_max_query(ways))
    return queries


def _any_word(schema: tantivy.Schema, field: str, words: Iterable[str]) -> Query:
    """Match any of the words."""
    each = _each(schema, field, words)
    return Query.boolean_query([(Occur.Should, word) for word in each])


def _each(schema: tantivy.Schema, field: str, words: Iterable[str]) -> list[Query]:
    """Return a query for each word; one that was typed twice counts twice."""
    return [
        Query.term_query(schema, field, word)
        if times == 1
        else Query.boost_query(Query.term_query(schema, field, word), times)
        for word, times in Counter(words).items()
    ]


def _clause(
    expansion: Expansion, clause: Clause, schema: tantivy.Schema = DOCUMENTS
) -> Query:
    """Match a clause in any of its forms."""
    ways = _ways(schema, clause.field, expansion.forms(clause))
    return ways[0] if len(ways) == 1 else Query.disjunction_max_query(ways)


def _ways(schema: tantivy.Schema, field: str, forms: tuple[str, ...]) -> list[Query]:
    """Return what meets any of these forms; only the first of very many rank."""
    rest = [form for form in forms[MOST_RANKING:] if " " not in form]
    ways = [_row(schema, field, form) for form in forms if form not in rest]
    if rest:
        others = Query.term_set_query(schema, field, rest)
        ways.append(Query.const_score_query(others, 0.0))
    return ways


def _row(schema: tantivy.Schema, field: str, form: str) -> Query:
    """Match tokens in a row; a stop word in between holds its place."""
    tokens = [(n, token) for n, token in enumerate(form.split()) if token != STOP]
    if len(tokens) == 1:
        return Query.term_query(schema, field, tokens[0][1])
    return Query.phrase_query(schema, field, tokens)


def pages_of(key: str, expansion: Expansion) -> Query | None:
    """Rank the pages of one document; `None` if no text was asked for."""
    document = Query.term_query(PAGES, "document", key, "basic")
    among = (Occur.Must, Query.const_score_query(document, 0.0))
    ranking = [
        _clause(expansion, clause, PAGES)
        for clause in expansion.parsed.required
        if clause.field == "text"
    ]
    ranking += _each_word(expansion, PAGES)
    return _any_among(among, ranking) if ranking else None


def _any_among(among: tuple[Occur, Query], queries: Iterable[Query]) -> Query:
    """Match and rank by any of the queries, among few documents.

    Each by itself: an engine that unites them first seeks them in all documents.
    """
    return Query.boolean_query(
        [
            (Occur.Should, Query.boolean_query([among, (Occur.Must, query)]))
            for query in queries
        ]
    )


def nearness(parsed: ParsedQuery, idents: list[int]) -> Query | None:
    """Return a query that scores, among some documents, neighbouring words by place.

    `None` when the query has no two different neighbouring words.
    """
    pairs = {(one, two) for one, two in pairwise(parsed.words) if one != two}
    if not pairs or not idents:
        return None
    some = any_of("ident", idents)
    among = (Occur.Must, Query.const_score_query(some, 0.0))
    near = [
        Query.boost_query(
            Query.phrase_query(DOCUMENTS, "text", list(pair), NEARNESS_PLACES),
            NEARNESS_WEIGHT,
        )
        for pair in sorted(pairs)
    ]
    return _any_among(among, near)
