"""Where the embedded engine keeps its indices, and how they are read and replaced.

A location on disk holds

    current              the name of the generation in use, replaced in one step
    index-v1-3f2a…/      a generation: documents/ and pages/, two tantivy indices
    writer.lock          held while the generation in use is written to
    rebuild.lock         held while a new generation is built
    journal/             what was written meanwhile, to be repeated on the new one

Readers look at the age of three small files before each search and so see what other
processes have committed, without watching threads.
"""

import os
import pickle
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import tantivy

from search.documents import SearchDocument
from search.engines.base import EngineUnavailable

from .locks import is_locked, locked
from .schema import DOCUMENTS, PAGES, SCHEMA_VERSION, open_index
from .writing import Writer

BUSY = "The search index is being written to by another process; try again later."
REBUILDING = "The search index is already being rebuilt; wait until that has ended."
DAMAGED = "The search index is damaged; run `manage.py search_index rebuild`."
OUTDATED = "The search index is of an older make; run `manage.py search_index rebuild`."

PREFIX = f"index-v{SCHEMA_VERSION}-"
REBUILD_MEMORY = 100_000_000
SWAP_TIMEOUT = 60.0


@contextmanager
def unavailable_if_disk_refuses() -> Iterator[None]:
    """Turn what the file system says (no folder, no rights, full) into our error."""
    try:
        yield
    except OSError as error:
        raise EngineUnavailable(
            f"The folder of the search index cannot be used: {error}"
        ) from error


# A document to write, or the key of one to remove.
Change = SearchDocument | str


@dataclass(frozen=True, slots=True)
class Generation:
    """One pair of indices, and where they are (`None` in memory)."""

    documents: tantivy.Index
    pages: tantivy.Index
    path: Path | None = None

    @classmethod
    def open(cls, path: Path) -> "Generation":
        """Open the pair at a path, creating what is absent.

        Raises `EngineUnavailable` when it cannot be read.
        """
        try:
            for name in ("documents", "pages"):
                (path / name).mkdir(parents=True, exist_ok=True)
            return cls(
                open_index(DOCUMENTS, str(path / "documents")),
                open_index(PAGES, str(path / "pages")),
                path,
            )
        except (ValueError, OSError) as error:
            raise EngineUnavailable(DAMAGED) from error

    def state(self) -> tuple:
        """Return something that differs after every commit."""
        return tuple(
            _file_state(self.path / name / "meta.json")
            for name in ("documents", "pages")
        )

    def reload(self) -> None:
        try:
            self.pages.reload()
            self.documents.reload()
        except (ValueError, OSError) as error:
            raise EngineUnavailable(DAMAGED) from error

    def apply(self, changes: Iterable[Change], memory: int = 20_000_000) -> int:
        """Write changes and commit; if anything raises, nothing was changed."""
        try:
            writer = Writer(self.documents, self.pages, memory)
        except (ValueError, OSError) as error:
            raise EngineUnavailable(DAMAGED) from error
        count = 0
        try:
            for change in changes:
                if isinstance(change, str):
                    writer.remove(change)
                else:
                    writer.put(change)
                count += 1
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.close()
        return count


class MemoryStore:
    """Indices in memory, for tests and benchmarks; one process, any threads."""

    def __init__(self):
        self._lock = threading.Lock()
        self._generation = self._new()

    def _new(self) -> Generation:
        return Generation(open_index(DOCUMENTS), open_index(PAGES))

    def reader(self) -> Generation:
        return self._generation

    def write(self, changes: Iterable[Change]) -> int:
        with self._lock:
            count = self._generation.apply(changes)
            self._generation.reload()
            return count

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        with self._lock:
            generation = self._new()
            count = generation.apply(documents)
            generation.reload()
            self._generation = generation
            return count


class DiskStore:
    """Indices in a directory, shared by any number of processes.

    `timeout` is how long a writer waits for another, in seconds.
    """

    def __init__(self, location: Path, timeout: float):
        self.location = location
        self.timeout = timeout
        self._lock = threading.Lock()
        self._generation: Generation | None = None
        self._pointer_state: tuple | None = None
        self._state: tuple | None = None

    @unavailable_if_disk_refuses()
    def reader(self) -> Generation | None:
        """Return the generation in use as of now, `None` when there is none yet.

        Raises `EngineUnavailable` when it is damaged or of another make.
        """
        with self._lock:
            for _attempt in range(3):
                try:
                    return self._current()
                except FileNotFoundError:
                    # A rebuild has just put another generation in its place.
                    self._pointer_state = None
            raise EngineUnavailable(DAMAGED)

    def _current(self) -> Generation | None:
        try:
            pointer_state = _file_state(self._pointer)
        except FileNotFoundError:
            return None
        if pointer_state != self._pointer_state:
            self._generation = self._open_current()
            self._state = self._generation.state()
            self._pointer_state = pointer_state
        elif (state := self._generation.state()) != self._state:
            self._generation.reload()
            self._state = state
        return self._generation

    def _open_current(self) -> Generation:
        name = self._pointer.read_text().strip()
        if not name.startswith(PREFIX):
            raise EngineUnavailable(OUTDATED)
        path = self.location / name
        for part in ("documents", "pages"):
            (path / part / "meta.json").stat()
        return Generation.open(path)

    @unavailable_if_disk_refuses()
    def write(self, changes: Iterable[Change]) -> int:
        """Write to the generation in use; a first one is made if there is none.

        Raises `EngineBusy`, or `EngineUnavailable` as `reader` does.
        """
        self.location.mkdir(parents=True, exist_ok=True)
        with self._writer_lock(self.timeout):
            generation = self.reader()
            if generation is None:
                generation = Generation.open(self._new_path())
                self._point_to(generation)
            if is_locked(self._rebuild_lock):
                changes = list(changes)
                self._note(changes)
            return generation.apply(changes)

    @unavailable_if_disk_refuses()
    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build a generation beside the one in use, then put it in its place.

        Raises `EngineBusy` when another rebuild is under way.
        """
        self.location.mkdir(parents=True, exist_ok=True)
        with locked(self._rebuild_lock, 1.0, REBUILDING):
            with self._writer_lock(SWAP_TIMEOUT):
                self._remove_leftovers()
            path = self._new_path()
            try:
                generation = Generation.open(path)
                count = generation.apply(documents, REBUILD_MEMORY)
                with self._writer_lock(SWAP_TIMEOUT):
                    if noted := list(self._noted()):
                        generation.apply(noted)
                    self._point_to(generation)
            except BaseException:
                shutil.rmtree(path, ignore_errors=True)
                raise
            with self._writer_lock(SWAP_TIMEOUT):
                self._remove_leftovers()
            return count

    @property
    def _pointer(self) -> Path:
        return self.location / "current"

    @property
    def _journal(self) -> Path:
        return self.location / "journal"

    @property
    def _rebuild_lock(self) -> Path:
        return self.location / "rebuild.lock"

    def _writer_lock(self, timeout: float):
        return locked(self.location / "writer.lock", timeout, BUSY)

    def _new_path(self) -> Path:
        return self.location / f"{PREFIX}{uuid4().hex[:12]}"

    def _point_to(self, generation: Generation) -> None:
        _write_whole(self._pointer, generation.path.name.encode())

    def _note(self, changes: list[Change]) -> None:
        """Keep changes for the generation being built, a file for each batch."""
        self._journal.mkdir(exist_ok=True)
        _write_whole(self._journal / f"{time.time_ns():020}", pickle.dumps(changes))

    def _noted(self) -> Iterator[Change]:
        if self._journal.is_dir():
            for path in sorted(self._journal.glob("[0-9]" * 20)):
                # Written by this class beside an index that is trusted as much.
                yield from pickle.loads(path.read_bytes())  # noqa: S301

    def _remove_leftovers(self) -> None:
        """Remove the journal and every generation but the one in use."""
        shutil.rmtree(self._journal, ignore_errors=True)
        current = self._pointer.read_text().strip() if self._pointer.exists() else ""
        for path in self.location.glob("index-*"):
            if path.name != current:
                shutil.rmtree(path, ignore_errors=True)


def _file_state(path: Path) -> tuple[int, int, int]:
    stat = os.stat(path)
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, whatever dies."""
    temporary = path.with_suffix(".new")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
