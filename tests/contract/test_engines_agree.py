"""Both engines give the same answers to judged queries, within a tolerance.

The sets found are the same: every total is equal. Their order differs in the last
places of scores, because the engines round the lengths of documents and count words
that stand near each other in ways of their own. Measured on four collections, the
first document is the same for 90 to 98 of 100 queries; tolerated are 90.
"""

import json
import os
from pathlib import Path

import pytest

from search.documents import SearchDocument, SearchQuery
from search.engines.embedded import EmbeddedEngine

from .elasticsearch_server import location, own_indices

SHARED = Path(os.environ.get("SABAQ_SHARED", Path(__file__).parents[3] / "shared"))
COLLECTIONS = SHARED / "corpora" / "ir"

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.corpora,
    pytest.mark.skipif(
        not COLLECTIONS.is_dir(), reason="no test collections (set SABAQ_SHARED)"
    ),
]


def records(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", ["cranfield", "cacm", "medline", "uqa-urdu"])
def test_judged_queries_have_the_same_answers(name):
    folder = COLLECTIONS / name
    documents = [
        SearchDocument("document", number, record["title"], text=record["text"])
        for number, record in enumerate(records(folder / "corpus.jsonl"))
    ]
    queries = [record["text"] for record in records(folder / "queries.jsonl")[:200]]
    embedded = EmbeddedEngine()
    embedded.rebuild(documents)
    with own_indices(location()) as handle:
        elasticsearch = handle()
        elasticsearch.rebuild(documents)
        same_first = near_first = 0
        for text in queries:
            query = SearchQuery(text, labels=None, limit=3)
            one, other = embedded.search(query), elasticsearch.search(query)
            assert one.total == other.total, text
            first = one.hits[0].id
            same_first += first == other.hits[0].id
            near_first += first in {hit.id for hit in other.hits}
    assert same_first / len(queries) >= 0.9
    assert near_first / len(queries) >= 0.95
