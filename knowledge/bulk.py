"""Archiving many files at once, in a way that can be interrupted and repeated."""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from django.core.files import File
from django.utils.translation import gettext as _

from knowledge import ingest
from knowledge.models import DocumentVersion

# What operating systems and office programs leave behind.
JUNK = {"thumbs.db", "desktop.ini", ".ds_store", "__macosx"}


class Status(StrEnum):
    """What became of one file."""

    ARCHIVED = "archived"
    DUPLICATE = "duplicate"
    NEW_VERSION = "new_version"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to archive, or one to leave out and why."""

    path: Path
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file; ``document`` is the number of its document, if any."""

    path: str
    status: Status
    document: int | None = None
    version: int | None = None
    reason: str = ""


def find_files(paths: Iterable[Path]) -> Iterator[Found]:
    """Yield the files at ``paths``, those in folders in order, each file once."""
    seen: set[Path] = set()
    for path in paths:
        for found in _walk(path, seen) if path.is_dir() else [_look_at(path)]:
            real = found.path.resolve()
            if found.reason or real not in seen:
                seen.add(real)
                yield found


def _walk(folder: Path, seen: set[Path]) -> Iterator[Found]:
    # Links to folders may lead in a circle, hence each real folder is entered once.
    real = folder.resolve()
    if real in seen:
        return
    seen.add(real)
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield Found(folder, _("The folder cannot be opened: %s.") % error.strerror)
        return
    for entry in entries:
        if entry.is_dir() and not _is_junk(entry.name):
            yield from _walk(entry, seen)
        else:
            yield _look_at(entry)


def _look_at(path: Path) -> Found:
    if _is_junk(path.name):
        return Found(path, _("Hidden, or left behind by a program."))
    if path.is_symlink() and not path.exists():
        return Found(path, _("A link that leads nowhere."))
    if path.exists() and not path.is_file():
        return Found(path, _("Not a file."))
    return Found(path)


def _is_junk(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in JUNK


class Journal:
    """Remembers across runs which files were finished, so as not to read them again.

    One line of JSON for each file; a line that was cut off by a crash is passed over.
    """

    def __init__(self, path: Path):
        self.path = path
        self.entries: dict[str, dict] = {}
        if path.exists():
            for line in path.read_text(errors="replace").splitlines():
                self._take(line)

    def _take(self, line: str) -> None:
        try:
            entry = json.loads(line)
            self.entries[entry["key"]] = entry
        except (ValueError, TypeError, KeyError):
            return

    def find(self, key: str) -> DocumentVersion | None:
        """Return the version that the file became, if it is still in the archive."""
        entry = self.entries.get(key)
        if not entry:
            return None
        return DocumentVersion.objects.filter(
            pk=entry["version"], sha256=entry["sha256"]
        ).first()

    def add(self, key: str, version: DocumentVersion) -> None:
        entry = {"key": key, "version": version.pk, "sha256": version.sha256}
        self.entries[key] = entry
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a") as file:
            file.write(json.dumps(entry) + "\n")


class BulkArchiver:
    """Archives files one by one; a failure of one keeps none of the others out.

    Args:
        journal: where finished files are noted.
        stocktake: the meeting that the files belong to, or ``None``.
        defaults: details of documents for which a file has none of its own.
        dry_run: whether to tell only what would happen.
        resume: whether to pass over files that the journal has.
    """

    def __init__(self, journal, *, stocktake=None, defaults, dry_run, resume):
        self.journal = journal
        self.stocktake = stocktake
        self.defaults = defaults
        self.dry_run = dry_run
        self.resume = resume
        # What a dry run would have archived so far.
        self.foreseen: set[str] = set()
        self.foreseen_names: set[str] = set()

    def archive(self, path: Path, details: dict) -> Result:
        """Archive one file and tell what became of it; bad files do not raise."""
        shown = _printable(path)
        try:
            key = self._key(path)
            if self.resume and (version := self.journal.find(key)):
                reason = _("An earlier run archived it.")
                return _result(shown, Status.SKIPPED, version, reason)
            with path.open("rb") as content:
                file = File(content, name=path.name)
                if self.dry_run:
                    return self._foresee(shown, file)
                archived = ingest.archive_file(
                    file=file,
                    name=path.name,
                    stocktake=self.stocktake,
                    **self.defaults | details,
                )
        except ingest.FileRefused as refusal:
            return Result(shown, Status.FAILED, reason=str(refusal))
        except OSError as error:
            reason = _("It cannot be read: %s.") % (error.strerror or error)
            return Result(shown, Status.FAILED, reason=reason)
        self.journal.add(key, archived.version)
        return _result(
            shown,
            Status(archived.outcome),
            archived.version,
            _reason(archived.outcome, archived.version),
        )

    def _foresee(self, shown: str, file: File) -> Result:
        name = ingest.clean_name(file.name)
        ingest.refuse_unfit(file, name)
        sha256 = ingest.checksum(file)
        duplicate = ingest.find_duplicate(sha256, None)
        if duplicate:
            reason = _reason(Status.DUPLICATE, duplicate)
            return _result(shown, Status.DUPLICATE, duplicate, reason)
        if sha256 in self.foreseen:
            reason = _("Another of these files has the same content.")
            return Result(shown, Status.DUPLICATE, reason=reason)
        self.foreseen.add(sha256)
        namesake = ingest.find_namesake(name, self.stocktake, None)
        again = self.stocktake is not None and name in self.foreseen_names
        self.foreseen_names.add(name)
        if namesake or again:
            number = namesake.pk if namesake else None
            return Result(shown, Status.NEW_VERSION, document=number)
        return Result(shown, Status.ARCHIVED)

    def _key(self, path: Path) -> str:
        """Tell the file, its state and its destination; another of these is undone."""
        state = path.stat()
        slug = self.stocktake.slug if self.stocktake else ""
        real = _printable(path.resolve())
        return f"{slug}|{real}|{state.st_size}|{state.st_mtime_ns}"


def report(results: list[Result]) -> dict:
    """Return the report that ``manage.py archive --json`` prints."""
    counts = Counter(result.status.value for result in results)
    return {
        "files": [asdict(result) for result in results],
        "counts": {status.value: counts[status.value] for status in Status},
    }


def _result(shown, status, version: DocumentVersion, reason: str) -> Result:
    return Result(shown, status, version.document_id, version.number, reason)


def _reason(outcome, version: DocumentVersion) -> str:
    if outcome == Status.DUPLICATE:
        return _("The archive has it as %(identifier)s, “%(title)s”.") % {
            "identifier": version.document.identifier,
            "title": version.document.title,
        }
    return ""


def _printable(path: Path) -> str:
    """Return the path with the bytes that are no text shown as such."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")
