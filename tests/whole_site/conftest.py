"""Archives that all tests of a module share: to build one takes seconds."""

from contextlib import contextmanager

import pytest
from django.db import transaction

from search import outbox
from search.engines import forget_engines


@contextmanager
def _kept(blocker):
    """Keep what is put into the database and the index, and take it away at the end.

    Each test still undoes what it does itself.
    """
    forget_engines()
    outbox.after_commit.reset()
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget_engines()
    outbox.after_commit.reset()


@pytest.fixture(scope="session")
def keep(django_db_setup, django_db_blocker):
    """A context in which a module makes what all of its tests look at."""
    return lambda: _kept(django_db_blocker)
