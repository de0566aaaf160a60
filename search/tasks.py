"""What the background worker does for the search, when staff ask for it."""

import datetime

from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

# What claims to be running for longer died with its worker.
LONGEST = datetime.timedelta(hours=12)


@task()
def rebuild_index() -> int:
    """Build the index anew; see `search.health`."""
    from search import health, outbox
    from search.engines import get_engine

    count = health.rebuild(get_engine())
    outbox.drain()
    return count


@task()
def verify_index() -> int:
    """Compare index and database; return how many records differ."""
    from search import health
    from search.engines import get_engine

    differences = health.verify(get_engine())
    return len(differences.missing | differences.surplus | differences.stale)


def is_under_way(task) -> bool:
    """Tell whether a task waits for the worker or is being done by it."""
    since = timezone.now() - LONGEST
    return DBTaskResult.objects.filter(
        Q(status=TaskResultStatus.READY)
        | Q(status=TaskResultStatus.RUNNING, started_at__gt=since),
        task_path=task.module_path,
    ).exists()
