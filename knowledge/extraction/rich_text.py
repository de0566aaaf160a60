"""RTF, through striprtf."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from striprtf.striprtf import rtf_to_text

from .results import ExtractedPage, FileMetadata, Item

_CREATED = re.compile(rb"\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")


def read_rtf(path: Path) -> Iterator[Item]:
    """The text as one section."""
    content = path.read_bytes()
    yield FileMetadata(
        title=_field(content, b"title"),
        author=_field(content, b"author"),
        created=_created(content),
    )
    source = content.decode("latin-1")  # one letter per byte: escapes say the rest
    yield ExtractedPage(number=1, text=rtf_to_text(source, errors="replace"))


def _field(content: bytes, name: bytes) -> str:
    match = re.search(rb"\{\\" + name + rb" ((?:[^{}\\]|\\['u*?\d\w ]+)*)\}", content)
    if match is None:
        return ""
    return rtf_to_text("{\\rtf1 " + match[1].decode("latin-1") + "}", errors="replace")


def _created(content: bytes) -> date | None:
    match = _CREATED.search(content)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
