"""Copies the text of web pages that are quoted, and takes up what was interrupted."""

import logging
import tempfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from knowledge import extraction, quote_checks, tasks
from knowledge.models import WebCopy
from knowledge.models.documents import REASONS
from knowledge.models.web_copies import FetchStatus, hash_of
from knowledge.web_fetch import FetchRefused, fetch

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
# How long a copy may wait or be made before its task is taken for lost.
PATIENCE = timedelta(minutes=5)
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}


def order_copy(address: str, user=None) -> WebCopy:
    """Note that a web page is to be copied, and leave that to the worker."""
    with transaction.atomic():
        copy = WebCopy.objects.create(address=address, added_by=user)
        tasks.copy_web_page.enqueue(copy.pk)
    return copy


def copy_page(copy_id: int, **options) -> None:
    """Fetch a web page and put down its text; nothing if somebody else does.

    Args:
        copy_id: of the ``WebCopy``.
        options: for ``knowledge.web_fetch.fetch``.
    """
    claimed_at = _claim(copy_id)
    if claimed_at is None:
        return
    copy = WebCopy.objects.get(pk=copy_id)
    try:
        fetched = fetch(copy.address, **options)
        title, text = _read(fetched.content, fetched.media_type)
    except FetchRefused as error:
        found = {"status": FetchStatus.FAILED, "reason": str(error)[:500]}
    else:
        found = {
            "status": FetchStatus.READY,
            "reason": "",
            "title": title[:500],
            "text": text,
            "sha256": hash_of(text),
            "fetched_at": timezone.now(),
        }
    held = WebCopy.objects.filter(
        pk=copy_id, status=FetchStatus.FETCHING, moved_at=claimed_at
    )
    if held.update(**found):
        quote_checks.check_copy(copy_id)
    else:
        logger.warning("Web copy %d was made too late; dropped.", copy_id)


def resume_interrupted() -> int:
    """Queue the copies again whose making ended with its worker.

    Returns:
        How many were queued. One that was interrupted ``MAX_ATTEMPTS`` times fails.
    """
    lost = WebCopy.objects.filter(
        status__in=[FetchStatus.QUEUED, FetchStatus.FETCHING],
        moved_at__lt=timezone.now() - PATIENCE,
    )
    lost.filter(attempts__gte=MAX_ATTEMPTS).update(
        status=FetchStatus.FAILED, reason=str(REASONS["interrupted"])
    )
    count = 0
    for copy_id in list(lost.values_list("pk", flat=True)):
        with transaction.atomic():
            again = lost.filter(pk=copy_id).update(
                status=FetchStatus.QUEUED, moved_at=timezone.now()
            )
            if again:
                tasks.copy_web_page.enqueue(copy_id)
                count += 1
    return count


def _claim(copy_id: int):
    """Take the copy for making; the time is the proof of having it."""
    now = timezone.now()
    taken = WebCopy.objects.filter(pk=copy_id, status=FetchStatus.QUEUED).update(
        status=FetchStatus.FETCHING, moved_at=now, attempts=F("attempts") + 1
    )
    return now if taken else None


def _read(content: bytes, media_type: str) -> tuple[str, str]:
    """Return title and text of a page, read in a process of its own.

    Raises:
        FetchRefused: there is no text in it.
    """
    with tempfile.TemporaryDirectory(prefix="web-copy-") as folder:
        path = Path(folder) / f"page{SUFFIXES.get(media_type, '')}"
        path.write_bytes(content)
        result = extraction.extract(
            path,
            limits=extraction.Limits(
                seconds=settings.EXTRACTION_SECONDS,
                memory_bytes=settings.EXTRACTION_MEMORY_BYTES,
                output_chars=2_000_000,
            ),
        )
    text = "\n\n".join(page.text for page in result.pages if page.text.strip())
    if result.status != extraction.Status.READY or not text.strip():
        reason = result.reason or "blank"
        raise FetchRefused(str(REASONS.get(reason, REASONS["failed"])))
    # No database takes this character in a text.
    return result.metadata.title.replace("\0", ""), text.replace("\0", "")
