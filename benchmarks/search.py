"""How fast the search is: synthetic documents through the engine and the site.

    python -m benchmarks.search --documents 10000 --json

`search_ms` is the engine's whole answer, `request_ms` the whole request of a signed-in
member of staff: parsing, access, facets, best pages, snippets, database, HTML.
Every figure stands beside that of the raw tantivy query (top ten and count of the same
query, with the access filter) measured in the same run, because machines differ.
"""

import argparse
import itertools
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from benchmarks import site
from benchmarks.relevance import percentiles
from search.documents import SearchDocument, SearchPage, SearchQuery
from search.engines.embedded import EmbeddedEngine, querying
from search.query import parse

PAGES = 20
WORDS_PER_PAGE = 250
URDU_SHARE = 0.2
KINDS = (
    "presentation",
    "working_paper",
    "minutes",
    "deep_dive",
    "field_visit",
    "briefing_note",
    "annual_assessment",
    "data_sheet",
    "published_report",
    "other",
)
FACETS = {
    "kind": KINDS,
    **{
        name: tuple(f"{name}-{number}" for number in range(1, count + 1))
        for name, count in (
            ("government", 12),
            ("unit", 8),
            ("sector", 15),
            ("department", 40),
        )
    },
    "language": ("en", "ur"),
    "access": ("restricted", "internal", "public"),
    "type": ("document",),
}
LABELS = ("public", "internal", *(f"unit:{number}" for number in range(1, 9)))
READER_UNIT = 3
READER = frozenset(("public", "internal", f"unit:{READER_UNIT}"))


class Corpus:
    """Documents and queries from a seed, with words as rare as Zipf's law has them."""

    def __init__(self, seed: int = 20181125):
        self.random = random.Random(seed)
        self.english = self._vocabulary(40_000, "bcdfglmnprstvw", "aeiou", " s ed ing")
        self.urdu = self._vocabulary(20_000, "بپتجدرزسشکگلمنو", "ایو", " وں یں")
        self.weights = {
            id(words): list(
                itertools.accumulate(1 / (rank + 2.7) for rank in range(len(words)))
            )
            for words in (self.english, self.urdu)
        }

    def _vocabulary(self, size: int, first: str, second: str, ends: str) -> list[str]:
        words: dict[str, None] = {}
        endings = ends.split(" ")
        while len(words) < size:
            syllables = self.random.randint(2, 4)
            word = "".join(
                self.random.choice(first) + self.random.choice(second)
                for _ in range(syllables)
            )
            words[word + self.random.choice(endings)] = None
        return list(words)

    def _words(self, vocabulary: list[str], count: int) -> list[str]:
        return self.random.choices(
            vocabulary, cum_weights=self.weights[id(vocabulary)], k=count
        )

    def _text(self, count: int) -> str:
        urdu = int(count * URDU_SHARE)
        english = self._words(self.english, count - urdu)
        return " ".join(english + self._words(self.urdu, urdu))

    def documents(self, count: int) -> Iterator[SearchDocument]:
        for number in range(1, count + 1):
            day = date(2008, 1, 1) + timedelta(days=self.random.randrange(6000))
            facets = {
                name: (self.random.choice(values),) for name, values in FACETS.items()
            }
            yield SearchDocument(
                "document",
                number,
                title=self._text(8),
                summary=self._text(30),
                tags=tuple(self._words(self.english, 3)),
                pages=tuple(
                    SearchPage(page, "", self._text(WORDS_PER_PAGE))
                    for page in range(1, PAGES + 1)
                ),
                facets={**facets, "year": (str(day.year),)},
                labels=frozenset(self.random.choices(LABELS, (8, 4, *[1] * 8), k=1)),
                date=day,
                language="en",
            )

    def queries(self, count: int) -> list[SearchQuery]:
        """Return queries of one to four words, some with a phrase or filters."""
        queries = []
        for number in range(count):
            vocabulary = self.urdu if number % 5 == 4 else self.english
            ranks = [
                int(10 ** self.random.uniform(1, 3.7))
                for _ in range(self.random.randint(1, 4))
            ]
            words = [vocabulary[rank] for rank in ranks]
            filters = {"kind": KINDS[1:3]} if number % 4 == 1 else {}
            queries.append(
                SearchQuery(
                    text=" ".join(words),
                    filters=filters,
                    year_from=2012 if number % 8 == 3 else None,
                    labels=READER,
                    facets=(*FACETS, "year"),
                )
            )
        return queries


class Untimed:
    """Passes documents on and sums the time it took to make them and their rows."""

    def __init__(self, documents: Iterator[SearchDocument], rows: site.Rows):
        self.documents = documents
        self.rows = rows
        self.seconds = 0.0

    def __iter__(self) -> Iterator[SearchDocument]:
        while True:
            started = time.perf_counter()
            document = next(self.documents, None)
            if document is not None:
                self.rows.add(document)
            self.seconds += time.perf_counter() - started
            if document is None:
                return
            yield document


def build(engine: EmbeddedEngine, corpus: Corpus, documents: int) -> float:
    """Index the corpus; return pages per second, without the making of the texts."""
    rows = site.Rows(FACETS)
    making = Untimed(corpus.documents(documents), rows)
    started = time.perf_counter()
    engine.rebuild(making)
    seconds = time.perf_counter() - started - making.seconds
    rows.flush()
    return documents * PAGES / seconds


def timed(ask: Callable[[SearchQuery], object], queries: list[SearchQuery]) -> dict:
    """Ask all queries, once to warm up and once for the figures, in milliseconds."""
    for query in queries:
        ask(query)
    times = []
    for query in queries:
        started = time.perf_counter()
        ask(query)
        times.append((time.perf_counter() - started) * 1000)
    return percentiles(times)


def raw_search(engine: EmbeddedEngine) -> Callable[[SearchQuery], object]:
    """Return the bare tantivy search that a query comes to."""
    searcher = engine._store.reader().documents.searcher()

    def ask(query: SearchQuery):
        matching = querying.plan(query, parse(query.text)).matching()
        return searcher.search(matching, query.limit)

    return ask


def measure(engine: EmbeddedEngine, documents: int, queries: int) -> dict:
    corpus = Corpus()
    rate = build(engine, corpus, documents)
    questions = corpus.queries(queries)
    raw = timed(raw_search(engine), questions)
    whole = timed(engine.search, questions)
    request = timed(site.request_page(READER_UNIT), questions)
    return {
        "documents": documents,
        "pages": documents * PAGES,
        "index_pages_per_second": round(rate),
        "engine_ms": raw,
        "search_ms": whole,
        "request_ms": request,
        "search_to_engine": ratios(whole, raw),
        "request_to_engine": ratios(request, raw),
    }


def ratios(figures: dict, raw: dict) -> dict:
    return {name: round(figures[name] / raw[name], 2) for name in ("p50", "p95")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--location", help="keep database and index in this folder")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(options.location or temporary)
        site.prepare(folder)
        engine = EmbeddedEngine(location=folder / "index")
        figures = measure(engine, options.documents, options.queries)
    if options.json:
        json.dump(figures, sys.stdout, indent=1)
        print()
    else:
        for name, figure in figures.items():
            print(f"{name:24} {figure}")


if __name__ == "__main__":
    main()
