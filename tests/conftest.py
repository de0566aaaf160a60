"""Fixtures that every test may use."""

import pytest

from search import outbox
from search.engines import get_engine


class Index:
    """The search index of a test: empty at its start, told of changes on demand."""

    @property
    def engine(self):
        return get_engine()

    def drain(self) -> int:
        """Tell the engine of everything that changed so far."""
        return outbox.drain()


@pytest.fixture
def index(db):
    get_engine.cache_clear()
    outbox.after_commit.reset()
    yield Index()
    get_engine.cache_clear()
    outbox.after_commit.reset()
