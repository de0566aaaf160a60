"""The state of the search index, told alike on the command line and in the admin."""

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from search import indexing, outbox
from search.engines import Engine, EngineError, IndexCounts, get_engine
from search.models import Milestone, OutboxRow

DEFAULT = "default"
# A change that waits longer than this is worth a look.
LATE = datetime.timedelta(minutes=10)
# Told to the engine while somebody waits for it; the worker does the rest.
RETRIED_AT_ONCE = 200

Advance = Callable[[object], object]


@dataclass(frozen=True, slots=True)
class IndexState:
    """An engine's index beside the database.

    `counts` are absent when the engine cannot be asked; `fault` then says why.
    `records` are those of the database that belong in the index. What waits, failed
    and was done last concerns the default engine only.
    """

    engine: str
    is_healthy: bool
    needs_rebuild: bool
    fault: str
    counts: IndexCounts | None
    records: int
    pending: int
    failed: int
    waiting_since: datetime.datetime | None
    rebuild: Milestone | None
    failed_rebuild: Milestone | None
    verify: Milestone | None

    @property
    def lag(self) -> datetime.timedelta:
        """How long the oldest change has been waiting to be told to the engine."""
        if not self.waiting_since:
            return datetime.timedelta()
        return max(timezone.now() - self.waiting_since, datetime.timedelta())

    @property
    def is_late(self) -> bool:
        return self.lag > LATE

    @property
    def is_well(self) -> bool:
        """True when nobody has to act."""
        return (
            self.is_healthy
            and not self.needs_rebuild
            and not self.failed
            and not self.is_late
        )

    def as_json(self) -> dict:
        """Return the facts by the names that the command line gives them."""
        return {
            "engine": self.engine,
            "healthy": self.is_healthy,
            "needs_rebuild": self.needs_rebuild,
            "fault": self.fault,
            "documents": self.counts and self.counts.documents,
            "pages": self.counts and self.counts.pages,
            "records": self.records,
            "pending": self.pending,
            "failed": self.failed,
            "lag_seconds": round(self.lag.total_seconds(), 1),
            "last_rebuild": _told(self.rebuild),
            "last_failed_rebuild": _told(self.failed_rebuild),
            "last_verify": _told(self.verify),
        }


def state(alias: str = DEFAULT) -> IndexState:
    """Return the state of an engine's index; never raises `EngineError`."""
    engine = get_engine(alias)
    is_healthy, needs_rebuild, fault, counts = False, False, "", None
    try:
        # The first of them to tell that a server is gone, so that one waits but once.
        needs_rebuild = engine.needs_rebuild
        is_healthy = engine.healthy()
        counts = engine.counts()
    except EngineError as error:
        fault = str(error)
    is_default = alias == DEFAULT
    # An engine that was the default one before has left others.
    reached = {
        each.name: each
        for each in Milestone.objects.filter(details__engine=engine.name)
        if is_default
    }
    rebuild = reached.get(Milestone.Name.REBUILD)
    failed_rebuild = reached.get(Milestone.Name.FAILED_REBUILD)
    if failed_rebuild and rebuild and failed_rebuild.reached_at < rebuild.reached_at:
        failed_rebuild = None
    oldest = OutboxRow.objects.order_by("changed_at").first() if is_default else None
    return IndexState(
        engine=engine.name,
        is_healthy=is_healthy,
        needs_rebuild=needs_rebuild,
        fault=fault,
        counts=counts,
        records=indexing.count_records(),
        pending=outbox.pending() if is_default else 0,
        failed=outbox.failed() if is_default else 0,
        waiting_since=oldest.changed_at if oldest else None,
        rebuild=rebuild,
        failed_rebuild=failed_rebuild,
        verify=reached.get(Milestone.Name.VERIFY),
    )


def rebuild(engine: Engine, advance: Advance = lambda document: None) -> int:
    """Rebuild the index as `indexing.rebuild` does, and note how it went.

    Raises:
        EngineError: the old index stays in place; that, too, is noted.
    """
    started = time.monotonic()
    try:
        count = indexing.rebuild(engine, advance)
        pages = engine.counts().pages
    except EngineError as error:
        _note(engine, Milestone.Name.FAILED_REBUILD, started, error=str(error))
        raise
    _note(engine, Milestone.Name.REBUILD, started, documents=count, pages=pages)
    return count


def verify(
    engine: Engine, advance: Advance = lambda document: None
) -> indexing.Differences:
    """Compare as `indexing.differences` does, and note the result."""
    started = time.monotonic()
    differences = indexing.differences(engine, advance)
    _note(
        engine,
        Milestone.Name.VERIFY,
        started,
        missing=len(differences.missing),
        surplus=len(differences.surplus),
        stale=len(differences.stale),
    )
    return differences


def failures():
    """Return a query set of the changes that the engine was told of in vain."""
    return OutboxRow.objects.filter(attempts__gt=0).order_by("-attempts", "changed_at")


def retry(rows) -> int:
    """Tell the engine once more of failed changes, as many as one can wait for.

    Args:
        rows: a query set of `failures`.

    Returns:
        How many of them are left; the worker goes on trying.

    Raises:
        EngineError: the engine cannot be written to now.
    """
    pks = list(rows.values_list("pk", flat=True))
    outbox.drain(limit=RETRIED_AT_ONCE, rows=rows)
    return OutboxRow.objects.filter(pk__in=pks).count()


def _note(engine: Engine, name: str, started: float, **details) -> None:
    # Other engines than the default one are tried out, and nobody asks for their past.
    if engine is get_engine():
        seconds = round(time.monotonic() - started, 1)
        Milestone.objects.reach(name, engine=engine.name, seconds=seconds, **details)


def _told(milestone: Milestone | None) -> dict | None:
    if milestone is None:
        return None
    return {"at": milestone.reached_at.isoformat(), **milestone.details}
