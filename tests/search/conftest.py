"""Fixtures of the tests of search."""

import pytest

from search.engines import forget_engines
from tests.contract.elasticsearch_server import location, own_indices


@pytest.fixture(
    params=[
        "embedded",
        pytest.param("elasticsearch", marks=pytest.mark.elasticsearch),
    ]
)
def any_index(request, index, settings):
    """The index of a test on each engine."""
    if request.param == "embedded":
        yield index
        return
    where = location()
    with own_indices(where) as handle:
        settings.SEARCH_ENGINES = {
            "default": {
                "ENGINE": "search.engines.elasticsearch.ElasticsearchEngine",
                "INDEX_PREFIX": handle().indices.prefix,
                **{name.upper(): value for name, value in where.items()},
            }
        }
        yield index
    forget_engines()
