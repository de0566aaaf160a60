"""Fixtures that every test may use."""

import sqlite3

import pytest
from django.conf import settings
from django.utils import translation

from search import outbox
from search.engines import forget_engines, get_engine
from tests.installation import Installation


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


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("installation")
    Installation(folder).run("migrate", "--verbosity", "0")
    return folder / "sabaq.sqlite3"


@pytest.fixture
def installation(migrated, tmp_path):
    folder = tmp_path / "installation"
    folder.mkdir()
    source, target = (
        sqlite3.connect(path) for path in (migrated, folder / "sabaq.sqlite3")
    )
    source.backup(target)
    source.close()
    target.close()
    return Installation(folder)
