"""How a file enters the archive.

The story: a file comes in (``archive_file``); its checksum tells whether the archive
has it already; its document and version are saved, or nothing is; a background task
reads its text (``read_version``) in a process of its own and puts the pages down. A
reading that was interrupted is taken up again (``resume_interrupted``).
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from knowledge import extraction, tasks
from knowledge.access import Access
from knowledge.models import Document, DocumentVersion, Stocktake
from knowledge.on_disk import on_disk
from knowledge.reading import read_version, resume_interrupted, retry
from knowledge.suggestions import suggest_kind, suggest_title

__all__ = [
    "Archived",
    "FileRefused",
    "Outcome",
    "adopt_file",
    "archive_file",
    "checksum",
    "clean_name",
    "find_duplicate",
    "find_namesake",
    "read_version",
    "refuse_unfit",
    "resume_interrupted",
    "retry",
]

_SEPARATORS = re.compile(r"[/\\]")
_JOINERS = "\u200c\u200d"  # part of the spelling of Urdu words
_NAME_LENGTH = 255
_SUFFIX_LENGTH = 20


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
    name = clean_name(name)
    refuse_unfit(file, name)
    sha256 = checksum(file)
    duplicate = find_duplicate(sha256, user)
    if duplicate:
        return Archived(Outcome.DUPLICATE, duplicate)
    version = DocumentVersion(
        original_name=name,
        sha256=sha256,
        size=file.size,
        media_type=_media_type(file, name),
        added_by=user,
    )
    # The file goes first: storing may take long, and the transaction should not. What
    # is stored is taken away again unless the transaction has come through.
    stored = _store(version, file)
    archived = None
    try:
        with transaction.atomic():
            archived = _save(version, document, stocktake, details)
    finally:
        if archived is None or archived.outcome is Outcome.DUPLICATE:
            version.file.storage.delete(stored)
    return archived


def adopt_file(document: Document, name: str) -> DocumentVersion:
    """Make a version of the file that a document was just given.

    For files that were put on a document directly, as Wagtail's admin does, so that
    every file of the archive is a version.

    Args:
        document: saved, with its new file in the storage.
        name: the file's name as its owner gave it.
    """
    name = clean_name(name)
    with document.file.storage.open(document.file.name, "rb") as file:
        version = DocumentVersion(
            document=document,
            file=document.file.name,
            original_name=name,
            sha256=checksum(file),
            size=file.size,
            media_type=_media_type(file, name),
            added_by=document.uploaded_by_user,
        )
    _append(version)
    return version


def clean_name(name: str) -> str:
    """Return a file's name without folders and without anything that hides or harms.

    Control characters and those that turn the direction of writing go (with the latter
    ``exe.fdp`` passes for a PDF file), and so do bytes that are not text. A long name
    is cut, but keeps its suffix.
    """
    name = _SEPARATORS.split(unicodedata.normalize("NFC", name))[-1]
    name = "".join(
        character
        for character in name
        if character in _JOINERS or unicodedata.category(character)[0] != "C"
    ).strip()
    if not name.strip(". " + _JOINERS):
        return _("unnamed")
    suffix = PurePath(name).suffix[:_SUFFIX_LENGTH]
    return name if len(name) <= _NAME_LENGTH else _cut(name, suffix)


def refuse_unfit(file: File, name: str) -> None:
    """Stop a file that is not archived, whatever it holds.

    Raises:
        FileRefused: it is empty, or larger than ``ARCHIVE_MAX_FILE_SIZE``.
    """
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
        raise FileRefused(
            _("“%(name)s” is empty. Copy it again from its source.") % {"name": name}
        )


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


def find_namesake(name: str, stocktake, user) -> Document | None:
    """Return the stocktake's document that a file of this name is a new version of."""
    if stocktake is None:
        return None
    documents = Document.objects.filter(
        stocktake=stocktake, current_version__original_name=name
    )
    if user is not None:
        documents = documents.visible_to(user)
    return documents.order_by("pk").first()


def _cut(name: str, suffix: str) -> str:
    return name[: _NAME_LENGTH - len(suffix)] + suffix


def _store(version: DocumentVersion, file: File) -> str:
    """Put the content into the storage, and leave nothing there if that fails."""
    field = version._meta.get_field("file")
    path = field.generate_filename(version, version.original_name)
    try:
        path = field.storage.save(path, file, max_length=field.max_length)
    except BaseException:
        field.storage.delete(path)
        raise
    version.file = path
    return path


def _save(version: DocumentVersion, document, stocktake, details: dict) -> Archived:
    user = version.added_by
    if stocktake is not None:
        # Two uploads of one file at once wait for each other here.
        Stocktake.objects.select_for_update(of=("self",)).get(pk=stocktake.pk)
    duplicate = find_duplicate(version.sha256, user)
    if duplicate:
        return Archived(Outcome.DUPLICATE, duplicate)
    document = document or find_namesake(version.original_name, stocktake, user)
    outcome = Outcome.NEW_VERSION if document else Outcome.ARCHIVED
    version.document = document or _create_document(
        version.original_name, user, stocktake, details
    )
    _append(version)
    return Archived(outcome, version)


def _append(version: DocumentVersion) -> None:
    """Save the version as the last and current one of its document; have it read."""
    document = version.document
    with transaction.atomic():
        # The lock keeps two uploads from taking the same number.
        Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        last = document.versions.aggregate(last=Max("number"))["last"] or 0
        version.number = last + 1
        version.save()
        document.file = version.file.name
        document.file_size = version.size
        document.file_hash = ""
        document.current_version = version
        document.save(
            update_fields=["file", "file_size", "file_hash", "current_version"]
        )
        tasks.read_version.enqueue(version.pk)


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
            "access": min(stocktake.access, Access.INTERNAL, key=Access.values.index),
            "embargo_until": stocktake.embargo_until,
        }
        many.setdefault("departments", stocktake.departments.all())
        many.setdefault("access_groups", stocktake.access_groups.all())
    document = Document.objects.create(**fields | details)
    for field, values in many.items():
        getattr(document, field).set(values)
    return document


def _media_type(file: File, name: str) -> str:
    with on_disk(file, name) as path:
        return extraction.detect_media_type(path, name=name)
