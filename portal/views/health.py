"""Health endpoints for whatever supervises the portal."""

import logging

from django.db import connection
from django.db.utils import DatabaseError
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.engines import get_engine

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def live(request):
    """Answer that the process runs; asks nothing else."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(request):
    """Answer 200 when the database and the search engine do, else 503."""
    checks = {"database": _database_answers(), "search": get_engine().healthy()}
    is_ready = all(checks.values())
    return JsonResponse(
        {"status": "ready" if is_ready else "not ready", "checks": checks},
        status=200 if is_ready else 503,
    )


def _database_answers() -> bool:
    try:
        # A connection that was kept says nothing of the database as it is now.
        if not connection.in_atomic_block:
            connection.close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer.")
        return False
    return True
