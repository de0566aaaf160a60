"""How the text of an archived file is read, and read again after an interruption.

Whoever reads a version first takes it (``_claim``) for a limited time, its *lease*.
A reading whose lease has run out belongs to a worker that is gone, or is as good as
gone: another may take it up, and what the first one brings after all is dropped.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from knowledge import extraction, quote_checks, tasks
from knowledge.models import Document, DocumentPage, DocumentVersion, Language
from knowledge.models.documents import ReadingStatus
from knowledge.on_disk import on_disk

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
# How long after its time limit a reading is taken for interrupted.
GRACE = timedelta(seconds=60)
# How long a version may wait in the queue before its task is taken for lost.
PATIENCE = timedelta(minutes=5)


def read_version(version_id: int) -> None:
    """Read the text of a version and put down its pages.

    Does nothing for a version that somebody else is reading or that was read. The
    extraction runs in a process of its own, so no file can harm this one.
    """
    claimed_at = _claim(version_id)
    if claimed_at is None:
        return
    version = DocumentVersion.objects.get(pk=version_id)
    try:
        with (
            version.file.storage.open(version.file.name, "rb") as file,
            on_disk(file, version.original_name) as path,
        ):
            result = extraction.extract(
                path,
                name=version.original_name,
                limits=extraction.Limits(
                    seconds=settings.EXTRACTION_SECONDS,
                    memory_bytes=settings.EXTRACTION_MEMORY_BYTES,
                ),
            )
    except FileNotFoundError as error:
        logger.error("The file of version %d is not in the storage.", version_id)
        with transaction.atomic():
            version = _held(version_id, claimed_at)
            if version:
                version.status, version.reason = ReadingStatus.FAILED, "missing"
                version.detail, version.reading_since = str(error), None
                version.save()
        return
    with transaction.atomic():
        version = _held(version_id, claimed_at)
        if version:
            _put_down(version, result)
    if version:
        # If this comes to nothing, the worker's daily round finds it due.
        quote_checks.check_document(version.document_id)


def retry(version: DocumentVersion) -> bool:
    """Queue a version again whose text could not be read.

    Returns:
        Whether it was queued; not if it is queued or being read already.
    """
    with transaction.atomic():
        version = DocumentVersion.objects.select_for_update().get(pk=version.pk)
        if version.is_being_read:
            return False
        version.status = ReadingStatus.QUEUED
        version.reason = version.detail = ""
        version.attempts = 0
        version.added_to_queue_at = timezone.now()
        version.save()
        tasks.read_version.enqueue(version.pk)
    return True


def resume_interrupted() -> int:
    """Queue the versions again whose reading ended with its worker.

    Returns:
        How many were queued. One that was interrupted ``MAX_ATTEMPTS`` times fails.
    """
    lost = DocumentVersion.objects.filter(_is_lost())
    count = 0
    for version_id in lost.values_list("pk", flat=True):
        with transaction.atomic():
            version = lost.select_for_update().filter(pk=version_id).first()
            if version is None:
                continue
            version.reading_since = None
            if version.attempts >= MAX_ATTEMPTS:
                version.status = ReadingStatus.FAILED
                version.reason = "interrupted"
            else:
                version.status = ReadingStatus.QUEUED
                version.added_to_queue_at = timezone.now()
                tasks.read_version.enqueue(version_id)
                count += 1
            version.save()
    if count:
        logger.warning("Took up %d interrupted readings again.", count)
    return count


def _is_lost() -> Q:
    now = timezone.now()
    lease = timedelta(seconds=settings.EXTRACTION_SECONDS) + GRACE
    lost = Q(status=ReadingStatus.READING, reading_since__lt=now - lease)
    # A long queue is not a lost one: while tasks wait, a version may just wait too.
    if not DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=tasks.read_version.module_path
    ).exists():
        lost |= Q(status=ReadingStatus.QUEUED, added_to_queue_at__lt=now - PATIENCE)
    return lost


def _claim(version_id: int) -> datetime | None:
    """Take the version for reading; the time is the proof of having it."""
    now = timezone.now()
    taken = DocumentVersion.objects.filter(
        pk=version_id, status=ReadingStatus.QUEUED
    ).update(
        status=ReadingStatus.READING, reading_since=now, attempts=F("attempts") + 1
    )
    return now if taken else None


def _held(version_id: int, claimed_at: datetime) -> DocumentVersion | None:
    """Return the version, locked, unless it was given to somebody else since."""
    version = (
        DocumentVersion.objects.select_for_update()
        .filter(pk=version_id, status=ReadingStatus.READING, reading_since=claimed_at)
        .first()
    )
    if version is None:
        logger.warning("Version %d was read too late; dropped.", version_id)
    return version


def _put_down(version: DocumentVersion, result: extraction.Extraction) -> None:
    version.pages.all().delete()
    DocumentPage.objects.bulk_create(
        (
            DocumentPage(
                version=version,
                number=page.number,
                label=page.label[:255],
                title=page.title[:500],
                text=page.text,
                notes=page.notes,
            )
            for page in result.pages
        ),
        batch_size=200,
    )
    version.media_type = result.media_type
    version.page_kind = result.page_kind
    version.page_count = result.page_count
    version.status = result.status
    version.reason = result.reason
    version.detail = result.detail
    version.reading_since = None
    version.suggestions = _suggestions(result.metadata)
    if result.metadata.language in Language.values:
        Document.objects.filter(pk=version.document_id, language="").update(
            language=result.metadata.language
        )
    version.save()


def _suggestions(metadata: extraction.FileMetadata) -> dict[str, str]:
    found = {
        "title": metadata.title[:255],
        "date": metadata.created.isoformat() if metadata.created else "",
    }
    return {name: value for name, value in found.items() if value}
