"""The process that reads one file: ``python -m knowledge.extraction.child``.

It limits itself before any parser is loaded, reads, and sends messages through what
was its standard output. Whatever libraries print goes nowhere.
"""

import argparse
import ctypes
import os
import re
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .media_types import detect_media_type
from .messages import Begin, End, Message, encode
from .readers import find_reader
from .results import (
    ExtractedPage,
    FileMetadata,
    Limits,
    Problem,
    Reason,
    Status,
    UnreadableError,
)
from .text import clean_line, clean_text, guess_language

_NO_TEXT = {
    Reason.EMPTY,
    Reason.UNSUPPORTED,
    Reason.NO_TEXT_LAYER,
    Reason.BLANK,
    Reason.NEEDS_LIBREOFFICE,
}
# What programs write for a title when nobody has.
_NO_TITLE = re.compile(
    r"(slide|presentation|document|book|untitled|title)[ -]?\d*"
    r"|powerpoint presentation|no slide title|(microsoft )?word document",
    re.IGNORECASE,
)
_PR_SET_PDEATHSIG = 1
_LARGEST_FILE = 1 << 28
_HEADROOM = 4
"""The hard limit on memory, in multiples of the soft one: LibreOffice, started as a
process of its own, maps more than a reader may and raises its soft limit."""


def restrain(limits: Limits, parent: int) -> None:
    """Take limits on this process and die with the parent, without dumping core."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the parent is gone")
    memory = limits.memory_bytes
    seconds = int(limits.seconds) + 1
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory * _HEADROOM))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


def take_over_stdout() -> BinaryIO:
    """The pipe to the parent; from now on prints go to the null device."""
    channel = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    return channel


def read(path: Path, name: str, limits: Limits) -> Iterator[Message]:
    """Read the file and tell the story of it, from ``Begin`` to ``End``."""
    media_type = detect_media_type(path, name=name)
    reader, page_kind = find_reader(media_type)
    yield Begin(media_type, page_kind)
    metadata = FileMetadata()
    sample = ""
    characters = 0
    pages = 0
    reason, detail = Reason.NONE, ""
    try:
        for item in reader(path):
            if isinstance(item, FileMetadata):
                metadata = item
                continue
            if isinstance(item, ExtractedPage):
                if pages == limits.pages:
                    yield Problem(f"read the first {pages} pages only")
                    break
                item = _cleaned(item)
                pages += 1
                characters += len(item.text) + len(item.notes)
                if characters > limits.output_chars:
                    reason = Reason.OUTPUT
                    detail = f"more than {limits.output_chars} characters"
                    break
                if len(sample) < 20_000:
                    sample += f"{item.text}\n{item.notes}\n"
            yield item
    except UnreadableError as error:
        reason, detail = error.reason, error.detail
    except MemoryError:
        reason, detail = Reason.MEMORY, "out of memory"
    except Exception as error:  # noqa: BLE001 - parsers raise anything on bad files
        reason, detail = Reason.CORRUPT, f"{type(error).__name__}: {error}"
    title = clean_line(metadata.title)[:500]
    yield FileMetadata(
        title="" if _NO_TITLE.fullmatch(title) else title,
        author=clean_line(metadata.author)[:500],
        created=metadata.created,
        language=metadata.language or guess_language(sample),
    )
    if reason is Reason.NONE and not sample.strip():
        reason = Reason.BLANK
    yield End(_status_for(reason), reason, clean_line(detail)[:500])


def _status_for(reason: Reason) -> Status:
    if reason is Reason.NONE:
        return Status.READY
    if reason is Reason.ENCRYPTED:
        return Status.ENCRYPTED
    return Status.NO_TEXT if reason in _NO_TEXT else Status.FAILED


def _cleaned(page: ExtractedPage) -> ExtractedPage:
    return ExtractedPage(
        number=page.number,
        label=clean_line(page.label)[:200],
        title=clean_line(page.title)[:300],
        text=clean_text(page.text),
        notes=clean_text(page.notes),
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Read one file; print messages.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--name", default="")
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--memory-bytes", type=int, required=True)
    parser.add_argument("--output-chars", type=int, required=True)
    parser.add_argument("--pages", type=int, required=True)
    options = parser.parse_args(arguments)
    limits = Limits(
        seconds=options.seconds,
        memory_bytes=options.memory_bytes,
        output_chars=options.output_chars,
        pages=options.pages,
    )
    restrain(limits, options.parent)
    with take_over_stdout() as channel:
        for message in read(options.path, options.name, limits):
            channel.write(encode(message))
            channel.flush()


if __name__ == "__main__":
    main()
