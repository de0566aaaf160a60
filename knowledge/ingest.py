"""How a file enters the archive.

The story: a file comes in (``archive_file``); its checksum tells whether the archive
has it already; its document and version are saved, or nothing is; a background task
reads its text (``read_version``) in a process of its own and puts the pages down. A
reading that was interrupted is taken up again (``resume_interrupted``).
"""

import hashlib
import logging
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path, PurePath

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import F, Max, Q
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import extraction, tasks
from knowledge.access import Access
from knowledge.models import Document, DocumentPage, DocumentVersion, Language
from knowledge.models.documents import DocumentKind, ReadingStatus

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
# How long after its time limit a reading is taken for interrupted.
GRACE = timedelta(seconds=30)
# How long a version may wait in the queue before its task is taken for lost.
PATIENCE = timedelta(minutes=5)

_KIND_WORDS = {
    DocumentKind.MINUTES: ("minutes", "روداد"),
    DocumentKind.WORKING_PAPER: ("working paper", "ورکنگ پیپر"),
    DocumentKind.DEEP_DIVE: ("deep dive", "تفصیلی"),
    DocumentKind.FIELD_VISIT: ("field visit", "site visit"),
    DocumentKind.BRIEFING_NOTE: ("briefing", "brief"),
    DocumentKind.ANNUAL_ASSESSMENT: ("annual assessment", "annual review"),
    DocumentKind.PRESENTATION: ("presentation", "stocktake", "slides"),
    DocumentKind.DATA_SHEET: ("data", "annex"),
}
_KIND_BY_SUFFIX = {
    ".ppt": DocumentKind.PRESENTATION,
    ".pptx": DocumentKind.PRESENTATION,
    ".odp": DocumentKind.PRESENTATION,
    ".xls": DocumentKind.DATA_SHEET,
    ".xlsx": DocumentKind.DATA_SHEET,
    ".csv": DocumentKind.DATA_SHEET,
    ".ods": DocumentKind.DATA_SHEET,
}


class Outcome(StrEnum):
    """What archiving a file came to."""

    ARCHIVED = "archived"
    DUPLICATE = "duplicate"
    NEW_VERSION = "new_version"


@dataclass(frozen=True, slots=True)
class Archived:
    """The outcome of archiving one file, and where it is now."""

    outcome: Outcome
    version: DocumentVersion

    @property
    def document(self) -> Document:
        return self.version.document


class FileRefused(Exception):
    """The file was not archived; the message says why and how to mend it."""


def archive_file(
    *,
    file: File,
    name: str,
    user=None,
    stocktake=None,
    document: Document | None = None,
    **details,
) -> Archived:
    """Put a file into the archive, whole or not at all.

    Args:
        file: the content, open for reading from its start.
        name: the file's name as its owner gave it.
        user: who archives it; ``None`` for the system itself.
        stocktake: the meeting it belongs to, whose details it inherits.
        document: the document that this is a new version of, if that is known.
        details: fields of ``Document`` that are known better than they can be guessed;
            ``departments``, ``access_groups`` and ``tags`` take lists.

    Returns:
        What it came to. A file that the user can already see in the archive is a
        duplicate and nothing is written; a file with the name of another one of the
        same stocktake is a new version of that one.

    Raises:
        FileRefused: it is empty, or larger than ``ARCHIVE_MAX_FILE_SIZE``.
    """
    name = PurePath(name.replace("\\", "/")).name[:255] or _("unnamed")
    if file.size > settings.ARCHIVE_MAX_FILE_SIZE:
        raise FileRefused(
            _("“%(name)s” has %(size)s; files of up to %(limit)s are accepted.")
            % {
                "name": name,
                "size": filesizeformat(file.size),
                "limit": filesizeformat(settings.ARCHIVE_MAX_FILE_SIZE),
            }
        )
    if not file.size:
        raise FileRefused(_("“%(name)s” is empty.") % {"name": name})
    sha256 = checksum(file)
    duplicate = find_duplicate(sha256, user)
    if duplicate:
        return Archived(Outcome.DUPLICATE, duplicate)
    document = document or _namesake(name, stocktake, user)
    outcome = Outcome.NEW_VERSION if document else Outcome.ARCHIVED
    stored = None
    try:
        with transaction.atomic():
            if document is None:
                document = _create_document(name, user, stocktake, details)
            version = _add_version(document, file, name, sha256, user)
            stored = version.file
    except BaseException:
        if stored:
            stored.storage.delete(stored.name)
        raise
    return Archived(outcome, version)


def checksum(file: File) -> str:
    """Return the SHA-256 of the file's whole content, leaving it at its start."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def find_duplicate(sha256: str, user) -> DocumentVersion | None:
    """Return the version with this content that ``user`` may see, if there is one.

    One that the user may not see is none: saying so would tell that it exists.
    """
    versions = DocumentVersion.objects.filter(sha256=sha256).select_related("document")
    if user is not None:
        versions = versions.filter(document__in=Document.objects.visible_to(user))
    return versions.order_by("pk").first()


def suggest_title(name: str) -> str:
    """Return a title made from a file's name."""
    stem = PurePath(name).stem
    return re.sub(r"[\s_]+", " ", stem).strip(" -.")[:255] or name


def suggest_kind(name: str) -> str:
    """Return the kind of document that a file's name suggests."""
    words = re.sub(r"[\W_]+", " ", PurePath(name).stem).lower()
    for kind, cues in _KIND_WORDS.items():
        if any(re.search(rf"\b{cue}\b", words) for cue in cues):
            return kind
    return _KIND_BY_SUFFIX.get(PurePath(name).suffix.lower(), DocumentKind.OTHER)


def retry(version: DocumentVersion) -> None:
    """Queue a version again whose text could not be read."""
    with transaction.atomic():
        version.status = ReadingStatus.QUEUED
        version.reason = version.detail = ""
        version.attempts = 0
        version.added_to_queue_at = timezone.now()
        version.save()
        tasks.read_version.enqueue(version.pk)


def read_version(version_id: int) -> None:
    """Read the text of a version and put down its pages.

    Does nothing for a version that somebody else is reading or that was read. The
    extraction runs in a process of its own, so no file can harm this one.
    """
    if not _claim(version_id):
        return
    version = DocumentVersion.objects.select_related("document").get(pk=version_id)
    limits = extraction.Limits(
        seconds=settings.EXTRACTION_SECONDS,
        memory_bytes=settings.EXTRACTION_MEMORY_BYTES,
    )
    try:
        with _local_path(version) as path:
            result = extraction.extract(path, limits=limits)
    except FileNotFoundError as error:
        version.status, version.reason = ReadingStatus.FAILED, "missing"
        version.detail, version.reading_since = str(error), None
        version.save()
        return
    _put_down(version, result)


def resume_interrupted() -> int:
    """Queue the versions again whose reading ended with its worker.

    Returns:
        How many were queued. One that was interrupted ``MAX_ATTEMPTS`` times fails.
    """
    now = timezone.now()
    lease = timedelta(seconds=settings.EXTRACTION_SECONDS) + GRACE
    lost = DocumentVersion.objects.filter(
        Q(status=ReadingStatus.READING, reading_since__lt=now - lease)
        | Q(status=ReadingStatus.QUEUED, added_to_queue_at__lt=now - PATIENCE)
    )
    lost.filter(attempts__gte=MAX_ATTEMPTS).update(
        status=ReadingStatus.FAILED, reason="interrupted", reading_since=None
    )
    count = 0
    for version_id in lost.values_list("pk", flat=True):
        with transaction.atomic():
            DocumentVersion.objects.filter(pk=version_id).update(
                status=ReadingStatus.QUEUED, added_to_queue_at=now, reading_since=None
            )
            tasks.read_version.enqueue(version_id)
        count += 1
    if count:
        logger.warning("Took up %d interrupted readings again.", count)
    return count


def _namesake(name: str, stocktake, user) -> Document | None:
    if stocktake is None:
        return None
    documents = Document.objects.filter(
        stocktake=stocktake, current_version__original_name=name
    )
    if user is not None:
        documents = documents.visible_to(user)
    return documents.first()


def _create_document(name: str, user, stocktake, details: dict) -> Document:
    many = {
        field: details.pop(field)
        for field in ("departments", "access_groups", "tags")
        if field in details
    }
    fields = {
        "title": suggest_title(name),
        "kind": suggest_kind(name),
        "uploaded_by_user": user,
    }
    if stocktake is not None:
        fields |= {
            "stocktake": stocktake,
            "unit": stocktake.unit,
            "sector": stocktake.sector,
            "date": stocktake.date,
            # Nothing is public until somebody has looked at it.
            "access": min(stocktake.access, Access.INTERNAL, key=_width),
            "embargo_until": stocktake.embargo_until,
        }
        many.setdefault("departments", stocktake.departments.all())
        many.setdefault("access_groups", stocktake.access_groups.all())
    document = Document.objects.create(**fields | details)
    for field, values in many.items():
        getattr(document, field).set(values)
    return document


def _width(access: str) -> int:
    return Access.values.index(access)


def _add_version(document, file, name, sha256, user) -> DocumentVersion:
    # The lock keeps two uploads from taking the same number.
    Document.objects.select_for_update().get(pk=document.pk)
    last = document.versions.aggregate(last=Max("number"))["last"] or 0
    version = DocumentVersion(
        document=document,
        number=last + 1,
        original_name=name,
        sha256=sha256,
        size=file.size,
        media_type=_media_type(file, name),
        added_by=user,
    )
    version.file.save(name, file, save=False)
    try:
        version.save()
        document.file = version.file.name
        document.file_size = version.size
        document.file_hash = ""
        document.current_version = version
        document.save(
            update_fields=["file", "file_size", "file_hash", "current_version"]
        )
        tasks.read_version.enqueue(version.pk)
    except BaseException:
        version.file.storage.delete(version.file.name)
        raise
    return version


def _media_type(file: File, name: str) -> str:
    """Tell the type from the content; the head of the file is enough, but for zips."""
    with tempfile.NamedTemporaryFile(suffix=PurePath(name).suffix[:10]) as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        file.seek(0)
        return extraction.detect_media_type(copy.name, name=name)


def _claim(version_id: int) -> bool:
    """Take the version for reading, unless another worker has it."""
    return bool(
        DocumentVersion.objects.filter(
            pk=version_id, status=ReadingStatus.QUEUED
        ).update(
            status=ReadingStatus.READING,
            reading_since=timezone.now(),
            attempts=F("attempts") + 1,
        )
    )


@contextmanager
def _local_path(version: DocumentVersion) -> Iterator[Path]:
    try:
        yield Path(version.file.path)
    except NotImplementedError:
        suffix = PurePath(version.original_name).suffix[:10]
        with tempfile.NamedTemporaryFile(suffix=suffix) as copy:
            with version.file.open("rb") as source:
                for chunk in source.chunks():
                    copy.write(chunk)
            copy.flush()
            yield Path(copy.name)


def _put_down(version: DocumentVersion, result: extraction.Extraction) -> None:
    metadata = result.metadata
    with transaction.atomic():
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
        version.suggestions = {
            name: value
            for name, value in {
                "title": metadata.title,
                "date": metadata.created.isoformat() if metadata.created else "",
            }.items()
            if value
        }
        version.save()
        if metadata.language in Language.values:
            Document.objects.filter(pk=version.document_id, language="").update(
                language=metadata.language
            )
