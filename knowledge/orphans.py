"""Files in the storage that no version of a document has.

One is left behind when a process is killed after a file was stored and before what
refers to it was committed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.utils import timezone

from knowledge.models import Document, DocumentVersion

# Where versions are stored; nothing else of the storage is looked at.
FOLDER = "documents"
# A younger file may belong to an upload that is not through yet.
YOUNGEST = timedelta(days=1)
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Orphan:
    """A stored file without a version: its path, its bytes, when it was stored."""

    path: str
    size: int
    stored_at: datetime


def find() -> Iterator[Orphan]:
    """Yield the orphans that are older than ``YOUNGEST``."""
    storage = _storage()
    paths = _files_below(storage, FOLDER)
    while chunk := list(islice(paths, CHUNK)):
        known = _known(chunk)
        for path in chunk:
            if path in known:
                continue
            try:
                size = storage.size(path)
                stored_at = storage.get_modified_time(path)
            except FileNotFoundError:
                # Somebody has removed it meanwhile.
                continue
            if stored_at < timezone.now() - YOUNGEST:
                yield Orphan(path, size, stored_at)


def remove(orphan: Orphan) -> bool:
    """Remove the file, unless it has got a version meanwhile; tell whether."""
    if _known([orphan.path]):
        return False
    _storage().delete(orphan.path)
    return True


def _storage():
    return DocumentVersion._meta.get_field("file").storage


def _known(paths: list[str]) -> set[str]:
    known = set()
    for model in (DocumentVersion, Document):
        known |= set(
            model._base_manager.filter(file__in=paths).values_list("file", flat=True)
        )
    return known


def _files_below(storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from _files_below(storage, f"{folder}/{name}")
