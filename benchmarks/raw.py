"""The bare engines under ours: what a query costs them, without any of our work.

`query` is the top ten and the count of a query under its access filter; `page` is what
the bare engine is asked for the records of a page of results: facet counts as well, the
best pages and the stored texts. `lit_page` is that with the words lit in these texts by
tantivy's own snippets, as readers see them on a page of results.
"""

from collections.abc import Callable

import tantivy

from search.documents import SearchQuery
from search.engines import Engine
from search.engines.embedded import EmbeddedEngine, querying
from search.engines.embedded.schema import unpacked
from search.engines.embedded.searching import MOST_FACET_VALUES
from search.engines.expansion import Expansion
from search.query import parse

Ask = Callable[[SearchQuery], object]


def query(engine: Engine) -> Ask:
    """Return what asks the bare engine for the top ten and the count."""
    if isinstance(engine, EmbeddedEngine):
        searcher = engine._store.reader().documents.searcher()
        return lambda question: searcher.search(_matching(question), question.limit)
    replayed = _Replay(engine)
    return lambda question: replayed.send(question, _bare)


def page(engine: Engine) -> Ask:
    """Return what asks the bare engine for the records of a page of results."""
    if isinstance(engine, EmbeddedEngine):
        return _embedded_page(engine, lambda question: lambda *texts: None)
    replayed = _Replay(engine)
    return lambda question: replayed.send(question)


def lit_page(engine: EmbeddedEngine, questions: list[SearchQuery]) -> Ask:
    """Return what asks the bare engine for all of a page of results, its words lit."""
    return _embedded_page(engine, _Snippets(questions).of)


def _matching(question: SearchQuery):
    return querying.plan(question, _understood(question)).matching()


def _understood(question: SearchQuery) -> Expansion:
    parsed = parse(question.text)
    return Expansion(parsed, parsed.words)


def _embedded_page(engine: EmbeddedEngine, light: Callable) -> Ask:
    generation = engine._store.reader()
    documents = generation.documents.searcher()
    pages = generation.pages.searcher()
    facets = {"facets": {"terms": {"field": "facet", "size": MOST_FACET_VALUES}}}

    def ask(question: SearchQuery) -> None:
        matching = _matching(question)
        understood = _understood(question)
        lit = light(question)
        documents.aggregate(matching, facets)
        for _score, address in documents.search(matching, question.limit).hits:
            entry = documents.doc(address)
            lit(entry, "summary")
            key = entry.get_first("key")
            found = pages.search(querying.pages_of(key, understood), 3)
            for _score, place in found.hits:
                lit(pages.doc(place), 2)

    return ask


class _Snippets:
    """Tantivy's own snippets, by its own analysis of English.

    Ours are read otherwise, so that the fields of our index cannot be lit by tantivy.
    What it needs besides a text is an index that has the words of the query.
    """

    def __init__(self, questions: list[SearchQuery]):
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=True, tokenizer_name="en_stem")
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema)
        writer = self.index.writer()
        for question in questions:
            writer.add_document(tantivy.Document(text=question.text))
        writer.commit()
        self.index.reload()

    def of(self, question: SearchQuery) -> Callable:
        """Return what lights the words of a query in a part of a stored entry."""
        query, _faults = self.index.parse_query_lenient(question.text, ["text"])
        generator = tantivy.SnippetGenerator.create(
            self.index.searcher(), query, self.schema, "text"
        )

        def lit(entry: tantivy.Document, part: str | int) -> str:
            text = tantivy.Document(text=unpacked(entry)[part])
            return generator.snippet_from_doc(text).to_html()

        return lit


class _Replay:
    """Sends the requests that our engine makes for a query, and reads no answer."""

    def __init__(self, engine: Engine):
        self.engine = engine
        self.client = engine.client
        self.recorded: dict[SearchQuery, list] = {}

    def send(self, question: SearchQuery, chosen=lambda requests: requests) -> None:
        key = (question.text, str(question.filters), question.year_from)
        if key not in self.recorded:
            self.recorded[key] = self._record(question)
        for method, path, options in chosen(self.recorded[key]):
            self.client.transport.perform_request(method, path, **options)

    def _record(self, question: SearchQuery) -> list:
        transport, requests = self.client.transport, []
        perform = transport.perform_request

        def recording(method, target, **options):
            requests.append((method, target, options))
            return perform(method, target, **options)

        transport.perform_request = recording
        try:
            self.engine.search(question)
        finally:
            del transport.perform_request
        return requests


def _bare(requests: list) -> list:
    """Return the first request without its facet counts, for the top ten only."""
    method, target, options = next(
        request for request in requests if "_search" in request[1]
    )
    body = {
        name: value
        for name, value in options["body"].items()
        if name not in ("aggs", "aggregations")
    }
    return [(method, target, options | {"body": body | {"size": 10}})]
