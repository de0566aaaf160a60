"""What extraction hands back: plain frozen values that know nothing of Django."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    READY = "ready"
    NO_TEXT = "no_text"
    ENCRYPTED = "encrypted"
    FAILED = "failed"


class PageKind(StrEnum):
    """What one page of the file is called; numbers count from 1 in each kind."""

    PAGE = "page"
    SLIDE = "slide"
    SHEET = "sheet"
    SECTION = "section"


class Reason(StrEnum):
    """Why a file is not ready, as a code that callers turn into a sentence."""

    NONE = ""
    EMPTY = "empty"
    """Zero bytes."""
    UNSUPPORTED = "unsupported"
    """No reader for this type of file."""
    NO_TEXT_LAYER = "no_text_layer"
    """Pictures of text, such as a scan; character recognition is needed."""
    BLANK = "blank"
    """The file could be read and holds no text."""
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    OVERSIZED = "oversized"
    """Unpacks to far more than its size: an archive bomb or close to one."""
    TIMEOUT = "timeout"
    MEMORY = "memory"
    OUTPUT = "output"
    """More text than the limit allows."""
    CRASHED = "crashed"
    """The process that read the file died."""
    NEEDS_LIBREOFFICE = "needs_libreoffice"


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    number: int
    label: str = ""
    """The name a person gave the page: that of a sheet, else empty."""
    title: str = ""
    """The title of a slide or first heading, when there is one."""
    text: str = ""
    notes: str = ""
    """Speaker notes."""


@dataclass(frozen=True, slots=True)
class FileMetadata:
    title: str = ""
    author: str = ""
    created: date | None = None
    language: str = ""
    """A guess (``en``, ``ur``, …) from the letters used; empty if unknown."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """The outcome for one file.

    Pages are complete and numbered without gaps from 1 when the status is
    ``READY`` or ``NO_TEXT``; a page that could not be read is there with an empty
    text and named in ``detail``. With ``FAILED`` they are those read before the
    failure. ``page_count`` is the number of pages the file has, when known.
    ``detail`` is one technical line for logs and staff, not for readers.
    """

    status: Status
    media_type: str
    page_kind: PageKind = PageKind.SECTION
    pages: tuple[ExtractedPage, ...] = ()
    page_count: int | None = None
    metadata: FileMetadata = field(default_factory=FileMetadata)
    reason: Reason = Reason.NONE
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost.

    ``seconds`` is wall-clock time, ``memory_bytes`` the address space of the
    process that reads, ``output_chars`` the text of all pages together.
    """

    seconds: float = 55
    memory_bytes: int = 1 << 30
    output_chars: int = 20_000_000
    pages: int = 10_000


class UnreadableError(Exception):
    """Raised by a reader that cannot read its file, with the reason."""

    def __init__(self, reason: Reason, detail: str = ""):
        super().__init__(detail or reason.value)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Problem:
    """Yielded by a reader for a part that it had to leave out."""

    detail: str


@dataclass(frozen=True, slots=True)
class PageCount:
    """Yielded by a reader that knows beforehand how many pages there are."""

    count: int


Item = ExtractedPage | FileMetadata | Problem | PageCount
"""What a reader yields."""
