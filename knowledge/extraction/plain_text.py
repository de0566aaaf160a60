"""Plain text, CSV and Markdown."""

import re
from collections.abc import Iterator
from pathlib import Path

from .results import ExtractedPage, FileMetadata, Item
from .text import decode_text


def read_text(path: Path) -> Iterator[Item]:
    """The whole file as one section; form feeds begin new ones."""
    sections = decode_text(path.read_bytes()).rstrip("\f").split("\f")
    for number, section in enumerate(sections, start=1):
        yield ExtractedPage(number=number, text=section)


_HEADING = re.compile(r"^#{1,2}\s+(.+?)\s*#*$", re.MULTILINE)


def read_markdown(path: Path) -> Iterator[Item]:
    """The source as one section, titled by its first heading."""
    text = decode_text(path.read_bytes())
    heading = _HEADING.search(text)
    title = heading[1] if heading else ""
    yield FileMetadata(title=title)
    yield ExtractedPage(number=1, title=title, text=text)
