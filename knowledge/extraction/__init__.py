"""Read any file into pages of text, whatever is wrong with the file.

``extract`` is the front door. It starts a child process for each file, so that a
hostile or broken one ends with a status and a reason and never with a dead server.
A new format is one reader function, registered in ``readers.py``.
"""

from .isolation import extract
from .media_types import detect_media_type
from .results import (
    ExtractedPage,
    Extraction,
    FileMetadata,
    Limits,
    PageKind,
    Reason,
    Status,
)

__all__ = [
    "ExtractedPage",
    "Extraction",
    "FileMetadata",
    "Limits",
    "PageKind",
    "Reason",
    "Status",
    "detect_media_type",
    "extract",
]
