"""MSG, the messages of Outlook, through olefile."""

from collections.abc import Iterator
from pathlib import Path

import olefile

from .results import ExtractedPage, FileMetadata, Item, Reason, UnreadableError
from .text import decode_text
from .web import decode_html, parse_html, visible_text

_SUBJECT = "0037"
_SENDER_NAME = "0C1A"
_SENDER_ADDRESS = "5D01"
_TO = "0E04"
_CC = "0E03"
_BODY = "1000"
_HTML_BODY = "1013"
_CLASS = "001A"
_ATTACHMENT_TYPE = "370E"
_ATTACHMENT_NAMES = ("3707", "3704")


def read_msg(path: Path) -> Iterator[Item]:
    """Headers, text and names of attachments, by the property tags of MS-OXPROPS."""
    try:
        container = olefile.OleFileIO(path)
    except (OSError, ValueError, IndexError) as error:
        raise UnreadableError(Reason.CORRUPT, f"olefile: {error}") from error
    with container:
        subject = _text(container, _SUBJECT)
        names = (_text(container, tag, f"{folder}/") for tag in _ATTACHMENT_NAMES)
            yield next(filter(None, names), "")
