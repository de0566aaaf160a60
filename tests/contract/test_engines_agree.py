"""Both engines rank judged collections well, and alike within a tolerance.

The sets found are the same: every total is equal. Their order differs in the last
places of scores, because the engines round the lengths of documents and count words
that stand near each other in ways of their own. Measured on four collections, the
first document is the same for 90 to 98 of 100 queries; tolerated are 90.
"""

import os
import statistics
from functools import cache
from pathlib import Path

import pytest

from benchmarks.relevance import judgements, measures, queries, records
from search.documents import Results, SearchDocument, SearchQuery
from search.engines import Engine
from search.engines.embedded import EmbeddedEngine

from .elasticsearch_server import location, own_indices

SHARED = Path(os.environ.get("SABAQ_SHARED", Path(__file__).parents[3] / "shared"))
COLLECTIONS = SHARED / "corpora" / "ir"
# nDCG@10 of plain BM25 (k1 1.2, b 0.75) with stemming, as others measured it.
REFERENCE = {"cranfield": 0.512, "cacm": 0.524, "medline": 0.699, "uqa-urdu": 0.776}

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.no_cover,
    pytest.mark.parametrize("name", REFERENCE),
    pytest.mark.skipif(
        not COLLECTIONS.is_dir(), reason="no test collections (set SABAQ_SHARED)"
    ),
]


def answers(engine: Engine, name: str) -> dict[str, Results]:
    """Index a collection, ask its judged queries, return the answers."""
    folder = COLLECTIONS / name
    engine.rebuild(
        SearchDocument("document", number, record["title"], text=record["text"])
        for number, record in enumerate(records(folder / "corpus.jsonl"))
    )
    judged = judgements(folder)
    return {
        query: engine.search(SearchQuery(text, labels=None, limit=10, pages_per_hit=0))
        for query, text in queries(folder, sample=True).items()
        if judged[query]
    }


@cache
def embedded_answers(name: str) -> dict[str, Results]:
    return answers(EmbeddedEngine(), name)


def ndcg(found: dict[str, Results], name: str) -> float:
    """Return nDCG@10 of answers."""
    folder = COLLECTIONS / name
    ids = [record["id"] for record in records(folder / "corpus.jsonl")]
    judged = judgements(folder)
    return statistics.fmean(
        measures([ids[hit.id] for hit in results.hits], judged[query])[0]
        for query, results in found.items()
    )


def test_the_embedded_engine_ranks_at_least_as_well_as_plain_bm25(name):
    assert ndcg(embedded_answers(name), name) >= REFERENCE[name]


@pytest.mark.elasticsearch
def test_elasticsearch_ranks_as_well_and_answers_alike(name):
    embedded = embedded_answers(name)
    with own_indices(location()) as handle:
        elasticsearch = answers(handle(), name)
    assert ndcg(elasticsearch, name) >= REFERENCE[name]
    same_first = near_first = 0
    for query, one in embedded.items():
        other = elasticsearch[query]
        assert one.total == other.total, query
        first = [hit.id for hit in one.hits[:1]]
        same_first += first == [hit.id for hit in other.hits[:1]]
        near_first += {*first} <= {hit.id for hit in other.hits[:3]}
    assert same_first / len(embedded) >= 0.9
    assert near_first / len(embedded) >= 0.95
