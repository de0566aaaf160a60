"""Locks between processes, released by the system when their holder dies."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.engines.base import EngineBusy

RETRY_SECONDS = 0.02


@contextmanager
def locked(path: Path, timeout: float, message: str) -> Iterator[None]:
    """Hold the lock of this file, against other processes and other threads alike.

    Raises `EngineBusy` with the message after `timeout` seconds of waiting.
    """
    with path.open("a") as file:
        deadline = time.monotonic() + timeout
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= deadline:
                    raise EngineBusy(message) from error
                time.sleep(RETRY_SECONDS)
        yield


def is_locked(path: Path) -> bool:
    """Whether somebody holds the lock of this file at this moment."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
