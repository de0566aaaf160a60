"""The Elasticsearch engine keeps the contract, on a real server."""

import pytest
from elasticsearch.dsl import Search

from .access_contract import *  # noqa: F403
from .elasticsearch_server import location, own_indices
from .engine_contract import *  # noqa: F403

pytestmark = pytest.mark.elasticsearch


@pytest.fixture(scope="module")
def shared_engine():
    with own_indices(location()) as handle:
        yield handle()


@pytest.fixture
def engine(shared_engine):
    """Return the engine with its index emptied: new ones take the server too long."""
    for name in shared_engine.indices.state().names:
        index = Search(using=shared_engine.client, index=name).query("match_all")
        index.params(refresh=True, conflicts="proceed").delete()
    return shared_engine
