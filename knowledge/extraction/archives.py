"""Zip archives, opened only if they are what they claim to be."""

import struct
import zipfile
import zlib
from pathlib import Path

from .results import Reason, UnreadableError

ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    OverflowError,
    RuntimeError,  # NotImplementedError too: encrypted or packed in a rare way
)
"""What ``zipfile`` raises for damaged archives."""

_MOST_ENTRIES = 20_000
_MOST_UNPACKED = 1 << 30
_FREE_OF_RATIO = 1 << 26
"""Packages that unpack to less are let through, however well they are packed."""
_HIGHEST_RATIO = 100


def open_archive(path: Path) -> zipfile.ZipFile:
    """Open a zip file, unless it would unpack to far more than it should.

    Sizes are those that its directory declares: ``zipfile`` never unpacks more.
    """
    try:
        archive = zipfile.ZipFile(path)
    except ZIP_ERRORS as error:
        raise UnreadableError(Reason.CORRUPT, f"zip: {error}") from error
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(path.stat().st_size, 1)
    if len(entries) > _MOST_ENTRIES:
        detail = f"{len(entries)} entries in the archive"
    elif unpacked > _MOST_UNPACKED:
        detail = f"unpacks to {unpacked} bytes"
    elif unpacked > _FREE_OF_RATIO and unpacked > packed * _HIGHEST_RATIO:
        detail = f"unpacks to {unpacked // packed} times its size"
    elif any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableError(Reason.ENCRYPTED, "zip behind a password")
    else:
        return archive
    archive.close()
    raise UnreadableError(Reason.OVERSIZED, detail)
