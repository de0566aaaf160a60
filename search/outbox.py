"""What the search engine has still to be told, and telling it.

A change writes a row with the key of its record, in the transaction of the change
(`mark`). After the commit, and again by the worker, the rows are drained: the record is
read afresh and given to the engine, and its row is removed unless the record changed
once more meanwhile. Whatever fails stays in the outbox, so an outage loses nothing.
"""

import datetime
import logging
import random
import time
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from django.db import transaction
from django.db.models import BigIntegerField, F, Q
from django.db.models.functions import Cast, Least, Substr
from django.utils import timezone

from knowledge.fixed_queries import fixed_query
from search import appearances
from search.engines import Engine, EngineBusy, EngineError, get_engine
from search.models import OutboxRow
from search.sources import SOURCES

logger = logging.getLogger(__name__)

BATCH = 100
# A request drains no more than this; what is more is left to the worker.
MOST_AFTER_COMMIT = 20
# Nor does a process drain more often after commits, so that a burst of changes does
# not become a burst of commits to the index. In seconds.
REST_AFTER_COMMIT = 1
REST_AFTER_FAILURE = 30

# Counting ends there.
MOST_ATTEMPTS = 9_999
_HIGHEST_CHANGE = 2**31 - 1


def mark(keys: Iterable[str]) -> None:
    """Note that the records of these keys changed, as a part of the transaction."""
    keys = iter(keys)
    marked = False
    while batch := set(islice(keys, 500)):
        marked = True
        now = timezone.now()
        OutboxRow.objects.bulk_create(
            (
                OutboxRow(key=key, changed_at=now, change=_fresh_change())
                for key in sorted(batch)
            ),
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["changed_at", "change", "attempts", "last_error"],
        )
    if marked:
        transaction.on_commit(after_commit.drain, robust=True)


def drain(limit: int | None = None, engine: Engine | None = None, rows=None) -> int:
    """Tell the engine of what changed, the longest known first.

    Each row is tried once. What the engine refuses, or what cannot be read from the
    database, stays in the outbox with the error.

    Args:
        limit: drain no more rows than this.
        rows: a query set of the only rows to drain.

    Returns:
        How many rows are done.

    Raises:
        EngineError: the engine cannot be written to now; the rows after it wait.
    """
    engine = engine or get_engine()
    rows = OutboxRow.objects.all() if rows is None else rows
    waiting = list(
        rows.order_by("attempts", "changed_at", "pk").values_list("pk", flat=True)[
            :limit
        ]
    )
    done = 0
    for start in range(0, len(waiting), BATCH):
        batch = list(OutboxRow.objects.filter(pk__in=waiting[start : start + BATCH]))
        done += _drain_batch(batch, engine)
    return done


def waiting_keys() -> frozenset[str]:
    """Return the keys that the engine has still to be told of."""
    return frozenset(key for (key,) in _waiting_keys())


@fixed_query
def _waiting_keys():
    return OutboxRow.objects.order_by().values_list("key")


def waiting_pks(type_: str):
    """Return, for use in a query, the primary keys of one kind that wait."""
    return (
        OutboxRow.objects.filter(key__startswith=f"{type_}:")
        .annotate(record=Cast(Substr("key", len(type_) + 2), BigIntegerField()))
        .order_by()
        .values("record")
    )


def pending() -> int:
    """Return how many records the engine has still to be told of."""
    return OutboxRow.objects.count()


def failed() -> int:
    """Return how many of them were tried in vain."""
    return OutboxRow.objects.filter(attempts__gt=0).count()


def mark_ended_embargoes(since: datetime.date | None) -> datetime.date:
    """Mark the records whose embargo ended after `since` (`None`: ever).

    Returns:
        Today, to be given as `since` the next time.
    """
    today = timezone.localdate()
    ended = Q(embargo_until__lte=today)
    if since:
        ended &= Q(embargo_until__gt=since)
    for source in SOURCES.values():
        pks = source.indexable().filter(ended).values_list("pk", flat=True)
        mark(source.key(pk) for pk in pks)
    return today


def _drain_batch(rows: list[OutboxRow], engine: Engine) -> int:
    try:
        _tell(engine, [row.key for row in rows])
    except EngineError as error:
        _note_failure(rows, error)
        raise
    except Exception as error:
        # One record that cannot be read must not hold up the others.
        if len(rows) > 1:
            return sum(_drain_batch([row], engine) for row in rows)
        logger.exception("%s cannot be put into the search index.", rows[0].key)
        _note_failure(rows, error)
        return 0
    _remove(rows)
    return len(rows)


def _tell(engine: Engine, keys: list[str]) -> None:
    pks_by_type = defaultdict(list)
    for key in keys:
        type_, _, pk = key.partition(":")
        pks_by_type[type_].append(int(pk))
    documents = [
        document
        for type_, pks in pks_by_type.items()
        if type_ in SOURCES
        for document in SOURCES[type_].documents(pks)
    ]
    gone = set(keys).difference(document.key for document in documents)
    if documents:
        engine.update(appearances.dated(documents, are_news=True))
    if gone:
        engine.delete(gone)
        appearances.forget(gone)


def _remove(rows: list[OutboxRow]) -> None:
    """Remove the rows of records that did not change since they were read."""
    with transaction.atomic():
        changes = dict(
            OutboxRow.objects.select_for_update()
            .filter(pk__in=[row.pk for row in rows])
            .values_list("pk", "change")
        )
        told = [row.pk for row in rows if changes.get(row.pk) == row.change]
        OutboxRow.objects.filter(pk__in=told).delete()
        # Somebody else drained these meanwhile. What was told last may be the older of
        # two readings of the record, so it is told once more.
        mark(row.key for row in rows if row.pk not in changes)


def _note_failure(rows: list[OutboxRow], error: Exception) -> None:
    OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).update(
        attempts=Least(F("attempts") + 1, MOST_ATTEMPTS),
        last_error=f"{type(error).__name__}: {error}",
    )


def _fresh_change() -> int:
    return random.randint(1, _HIGHEST_CHANGE)  # noqa: S311


class AfterCommit:
    """Drains the outbox after commits in this process, within bounds; never raises."""

    def __init__(self):
        self.reset()

    def reset(self) -> None:
        """Forget when it drained last and how that went."""
        self.not_before = 0.0
        self.is_failing = False

    def drain(self) -> None:
        now = time.monotonic()
        if now < self.not_before:
            return
        self.not_before = now + REST_AFTER_COMMIT
        if OutboxRow.objects.all()[: MOST_AFTER_COMMIT + 1].count() > MOST_AFTER_COMMIT:
            return
        try:
            drain()
        except EngineBusy:
            logger.debug("Somebody else writes to the index; the worker will drain.")
        except EngineError as error:
            self.not_before = now + REST_AFTER_FAILURE
            if not self.is_failing:
                logger.warning("The search index is not kept up to date: %s", error)
            self.is_failing = True
        else:
            self.is_failing = False


after_commit = AfterCommit()
