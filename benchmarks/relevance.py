"""How well the search ranks: judged collections through the product's own path.

    python -m benchmarks.relevance --collection DIR --engine embedded --json

A collection is a folder with corpus.jsonl (id, title, text), queries.jsonl (id, text)
and qrels.tsv (query, document, relevance). Measures as trec_eval computes them: nDCG
with the relevance as gain, over the queries that have a relevant document.
"""

import argparse
import json
import math
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from search.documents import SearchDocument, SearchQuery
from search.engines.base import Engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine

DEPTH = 100
SAMPLE = "sample500.txt"
ENGINES = ("embedded", "elasticsearch")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--collection", type=Path, required=True)
    parser.add_argument("--engine", choices=ENGINES, default="embedded")
    parser.add_argument("--all", action="store_true", help=f"ignore {SAMPLE}")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with empty_engine(options.engine) as engine:
        figures = measure(engine, options.collection, sample=not options.all)
    figures = {
        "collection": options.collection.name,
        "engine": options.engine,
        **figures,
    }
    if options.json:
        json.dump(figures, sys.stdout, indent=1)
        print()
    else:
        for name, figure in figures.items():
            print(f"{name:15} {figure}")


@contextmanager
def empty_engine(name: str) -> Iterator[Engine]:
    """Make an engine whose index vanishes; Elasticsearch is that of `SEARCH_URL`."""
    if name == "embedded":
        with tempfile.TemporaryDirectory() as location:
            yield EmbeddedEngine(location=location)
        return
    if not os.environ.get("SEARCH_URL"):
        sys.exit("SEARCH_URL is not set: it names the Elasticsearch to measure.")
    engine = ElasticsearchEngine(
        location=os.environ["SEARCH_URL"],
        ca_certs=os.environ.get("SEARCH_CA_CERTS", ""),
        api_key=os.environ.get("SEARCH_API_KEY", ""),
        index_prefix=f"sabaq-benchmark-{os.getpid()}",
    )
    try:
        yield engine
    finally:
        engine.indices.remove_all()


def measure(engine: Engine, folder: Path, *, sample: bool = True) -> dict:
    """Index a collection into an empty engine, ask its queries, return the figures.

    `sample` asks only the queries listed in the collection's sample file, if any.
    """
    ids = [record["id"] for record in records(folder / "corpus.jsonl")]
    started = time.perf_counter()
    engine.rebuild(
        SearchDocument("document", number, record["title"], text=record["text"])
        for number, record in enumerate(records(folder / "corpus.jsonl"))
    )
    index_seconds = time.perf_counter() - started
    judged = judgements(folder)
    rows, milliseconds = [], []
    for query, text in queries(folder, sample).items():
        if not judged[query]:
            continue
        started = time.perf_counter()
        results = engine.search(SearchQuery(text=text, labels=None, limit=DEPTH))
        milliseconds.append((time.perf_counter() - started) * 1000)
        ranking = [ids[hit.id] for hit in results.hits]
        rows.append(measures(ranking, judged[query]))
    means = (round(statistics.fmean(column), 4) for column in zip(*rows, strict=True))
    return {
        "queries": len(rows),
        **dict(zip(("ndcg_10", "map", "mrr", "recall_100"), means, strict=True)),
        "index_seconds": round(index_seconds, 2),
        "query_ms": percentiles(milliseconds),
    }


def percentiles(milliseconds: list[float]) -> dict[str, float]:
    """Return the median and the 95th percentile."""
    cuts = statistics.quantiles(milliseconds, n=20, method="inclusive")
    return {"p50": round(cuts[9], 2), "p95": round(cuts[18], 2)}


def measures(ranking: list[str], relevant: Mapping[str, int]) -> tuple[float, ...]:
    """Return nDCG@10, average precision, reciprocal rank and recall of a ranking."""
    gain = sum(
        relevant.get(document, 0) / math.log2(place + 2)
        for place, document in enumerate(ranking[:10])
    )
    ideal = sum(
        value / math.log2(place + 2)
        for place, value in enumerate(sorted(relevant.values(), reverse=True)[:10])
    )
    places = [n for n, document in enumerate(ranking, 1) if document in relevant]
    precision = sum(found / place for found, place in enumerate(places, 1))
    return (
        gain / ideal,
        precision / len(relevant),
        1 / places[0] if places else 0.0,
        len(places) / len(relevant),
    )


def records(path: Path) -> Iterator[dict]:
    """Yield the records of a file, one to a line."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def queries(folder: Path, sample: bool) -> dict[str, str]:
    """Return the questions of a collection, or those of its sample if it has one."""
    texts = {each["id"]: each["text"] for each in records(folder / "queries.jsonl")}
    chosen = folder / SAMPLE
    if sample and chosen.exists():
        return {name: texts[name] for name in chosen.read_text().split()}
    return texts


def judgements(folder: Path) -> Mapping[str, Mapping[str, int]]:
    """Return for each question what answers it, and how well."""
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, relevance = line.split("\t")
        if int(relevance) > 0:
            judged[query][document] = int(relevance)
    return judged


if __name__ == "__main__":
    main()
