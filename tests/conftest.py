"""Fixtures that every test may use."""

import pytest
from django.conf import settings
from django.utils import translation

from search import outbox
from search.engines import forget_engines, get_engine


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
    forget_engines()
    outbox.after_commit.reset()
    yield Index()
    forget_engines()
    outbox.after_commit.reset()


@pytest.fixture(autouse=True)
def language():
    """A request for an Urdu page leaves no Urdu behind for the next test."""
    yield
    translation.activate(settings.LANGUAGE_CODE)
