"""Readers for what has no text to give: each says why."""

from collections.abc import Iterator
from pathlib import Path

from .archives import open_archive
from .results import Item, Reason, UnreadableError


def read_empty(path: Path) -> Iterator[Item]:
    raise UnreadableError(Reason.EMPTY, "zero bytes")


def read_encrypted(path: Path) -> Iterator[Item]:
    raise UnreadableError(Reason.ENCRYPTED, "Office file behind a password")


def read_zip(path: Path) -> Iterator[Item]:
    """Archives are not unpacked: their files belong in the repository one by one."""
    open_archive(path).close()
    raise UnreadableError(Reason.UNSUPPORTED, "archive of other files")


def read_unsupported(path: Path) -> Iterator[Item]:
    raise UnreadableError(Reason.UNSUPPORTED, "no reader for this type of file")
