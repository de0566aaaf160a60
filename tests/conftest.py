"""Fixtures that every test may use."""

import fcntl
import sqlite3
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection
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
def migrated(tmp_path_factory, worker_id):
    """The database of a new installation, made once for all workers of a run."""
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent
    folder /= "new-installation"
    folder.mkdir(exist_ok=True)
    database = folder / "sabaq.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "migrated"
        if not done.exists():
            Installation(folder).run("migrate", "--verbosity", "0")
            # One that writes ahead cannot be copied into memory.
            with closing(sqlite3.connect(database)) as opened:
                opened.execute("PRAGMA journal_mode=DELETE")
            done.touch()
    return database


def copy_database(source, target, **options):
    """Copy one SQLite database over another and return the connection to the copy."""
    copy = sqlite3.connect(target, **options)
    with closing(sqlite3.connect(source)) as opened:
        opened.backup(copy)
    return copy


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, request):
    """Let the tests' database in memory start as a copy of the migrated one.

    Rendering every state of every model takes half a minute.
    Elsewhere than in memory the database is migrated as usual.
    """
    name = connection.creation._get_test_db_name()
    if connection.vendor != "sqlite" or not connection.creation.is_in_memory_db(name):
        yield
        return
    # It lasts as long as somebody is connected to it.
    with closing(copy_database(request.getfixturevalue("migrated"), name, uri=True)):
        yield


@pytest.fixture
def installation(migrated, tmp_path):
    folder = tmp_path / "installation"
    folder.mkdir()
    with closing(copy_database(migrated, folder / "sabaq.sqlite3")) as copy:
        # Processes that start at once would get into each other's way at this.
        copy.execute("PRAGMA journal_mode=WAL")
    return Installation(folder)
