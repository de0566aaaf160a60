"""How fast the search is: synthetic documents through the engine and the site.

    python -m benchmarks.search --documents 1000 10000 --json
    SEARCH_URL=http://127.0.0.1:9200 python -m benchmarks.search --engine elasticsearch
    python -m benchmarks.search --documents 100000 --folder FOLDER

Every step of a request is measured by itself: `raw_ms` is the engine's bare query (top
ten and count of the same query, with the access filter), `raw_page_ms` the bare engine
asked for the records of a page of results (facet counts, best pages and stored texts as
well), `raw_lit_ms` for all that the page shows, with the words lit by tantivy itself
(embedded engine only), `engine_ms` our whole answer of the engine, `find_ms` that with
the database's last word, `request_ms` the whole request of a signed-in member of staff
with its HTML; `suggest_ms` is a request for suggestions as one types. All in one run,
because machines differ: compare the ratios. `growth` divides the figures of the largest
number of documents by those of the smallest.

The embedded engine is measured by another process than the one that indexed, as a web
server does not index; what indexing leaves in a memory makes requests a tenth slower.
Many documents take long to index. With `--folder` they are kept there, and measured
again without being indexed again.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import site
from benchmarks.corpus import FACETS, PAGES, READER_UNIT, Corpus
from benchmarks.relevance import ENGINES, percentiles
from search.documents import SearchDocument
from search.engines import Engine

# So many questions are asked of a step before it is the next one's turn.
IN_A_TURN = 10


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


def built(engine: Engine, corpus: Corpus, documents: int, folder: Path) -> float:
    """Index the corpus unless the folder holds it; return pages per second of that."""
    note = folder / f"{engine.name}-{documents}.json"
    if note.exists():
        return json.loads(note.read_text())
    rate = build(engine, corpus, documents)
    note.write_text(json.dumps(rate))
    return rate


def build(engine: Engine, corpus: Corpus, documents: int) -> float:
    """Index the corpus; return pages per second, without the making of the texts."""
    rows = site.Rows(FACETS)
    making = Untimed(corpus.documents(documents), rows)
    started = time.perf_counter()
    engine.rebuild(making)
    seconds = time.perf_counter() - started - making.seconds
    rows.flush()
    return documents * PAGES / seconds


def timed(steps: dict[str, tuple[Callable, list]]) -> dict[str, dict]:
    """Ask each step its questions; return the percentiles of their milliseconds.

    Once to warm up, then once for the figures, a few questions of each step in turn: a
    machine that has other things to do meanwhile slows all steps down alike.
    """
    for ask, questions in steps.values():
        for question in questions:
            ask(question)
    times = {name: [] for name in steps}
    most = max(len(questions) for _ask, questions in steps.values())
    for start in range(0, most, IN_A_TURN):
        for name, (ask, questions) in steps.items():
            for question in questions[start : start + IN_A_TURN]:
                started = time.perf_counter()
                ask(question)
                times[name].append((time.perf_counter() - started) * 1000)
    return {name: percentiles(each) for name, each in times.items()}


def measure(engine: Engine, documents: int, queries: int, folder: Path) -> dict:
    from benchmarks import raw
    from search.finding import find

    corpus = Corpus()
    rate = built(engine, corpus, documents, folder)
    questions = corpus.queries(queries)
    reader = site.reader(READER_UNIT)
    steps = {
        "raw_ms": (raw.query(engine), questions),
        "raw_page_ms": (raw.page(engine), questions),
        "engine_ms": (engine.search, questions),
        "find_ms": (lambda question: find(question, reader), questions),
        "request_ms": (site.request_page(reader), questions),
        "suggest_ms": (site.request_suggestions(reader), corpus.beginnings(queries)),
    }
    if engine.name == "embedded":
        steps["raw_lit_ms"] = (raw.lit_page(engine, questions), questions)
    figures = timed(steps)
    return {
        "engine": engine.name,
        "documents": documents,
        "pages": documents * PAGES,
        "index_pages_per_second": round(rate),
        **figures,
        "request_to": {
            name: ratios(figures["request_ms"], figures[name])
            for name in figures
            if name.startswith("raw_") or name == "engine_ms"
        },
    }


def ratios(figures: dict, others: dict) -> dict:
    return {name: round(figures[name] / others[name], 2) for name in ("p50", "p95")}


def growth(measured: list[dict]) -> dict:
    """Divide the times of the most documents by those of the fewest."""
    first, last = measured[0], measured[-1]
    return {
        name: ratios(last[name], first[name]) for name in first if name.endswith("_ms")
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--engine", choices=ENGINES, default="embedded")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--folder", type=Path, help="keep one number of embedded documents here"
    )
    parser.add_argument(
        "--index-only", action="store_true", help="fill the folder, measure nothing"
    )
    options = parser.parse_args()
    if options.index_only and not options.folder:
        parser.error("--index-only fills a --folder.")
    if options.folder and (len(options.documents) > 1 or options.engine != "embedded"):
        parser.error("--folder keeps one number of documents of the embedded engine.")
    if len(options.documents) == 1:
        (documents,) = options.documents
        with (
            kept(options.folder) as folder,
            site.running(folder, options.engine) as engine,
        ):
            if options.index_only:
                built(engine, Corpus(), documents, folder)
                return
            report = measure(engine, documents, options.queries, folder)
    else:
        measured = [
            in_own_process(number, options) for number in sorted(options.documents)
        ]
        report = {"measured": measured, "growth": growth(measured)}
    if options.json:
        json.dump(report, sys.stdout, indent=1)
        print()
        return
    for figures in (
        [*report["measured"], report["growth"]] if "growth" in report else [report]
    ):
        for name, figure in figures.items():
            print(f"{name:24} {figure}")
        print()


@contextmanager
def kept(folder: Path | None) -> Iterator[Path]:
    """Yield the folder, or one that vanishes at the end."""
    if folder is None:
        with tempfile.TemporaryDirectory() as temporary:
            yield Path(temporary)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder


def in_own_process(documents: int, options: argparse.Namespace) -> dict:
    """Measure one number of documents with a database and an index of its own."""
    command = [sys.executable, "-m", "benchmarks.search", "--json"]
    command += ["--documents", str(documents), "--queries", str(options.queries)]
    command += ["--engine", options.engine]
    with tempfile.TemporaryDirectory() as folder:
        if options.engine == "embedded":
            command += ["--folder", folder]
            subprocess.run([*command, "--index-only"], check=True)
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(answer.stdout)


if __name__ == "__main__":
    main()
