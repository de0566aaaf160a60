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
        names = (_text(container, tag) for tag in (_SENDER_NAME, _SENDER_ADDRESS))
        sender = " ".join(filter(None, names))
        yield FileMetadata(title=subject, author=sender)
        headers = (
            ("From", sender),
            ("To", _text(container, _TO)),
            ("Cc", _text(container, _CC)),
            ("Subject", subject),
        )
        lines = [f"{name}: {value}" for name, value in headers if value]
        lines += ["", _body(container), "", *_attachments(container)]
        yield ExtractedPage(number=1, title=subject, text="\n".join(lines))
        if _is_encrypted(container):
            raise UnreadableError(Reason.ENCRYPTED, "encrypted message")


def _stream(container: olefile.OleFileIO, name: str) -> bytes:
    try:
        return container.openstream(name).read() if container.exists(name) else b""
    except (OSError, ValueError, IndexError):
        return b""


def _text(container: olefile.OleFileIO, tag: str, folder: str = "") -> str:
    """A text property, kept as UTF-16 or in the sender's old code page."""
    wide = _stream(container, f"{folder}__substg1.0_{tag}001F")
    if wide:
        return wide.decode("utf-16-le", errors="replace")
    return decode_text(_stream(container, f"{folder}__substg1.0_{tag}001E"))


def _body(container: olefile.OleFileIO) -> str:
    plain = _text(container, _BODY)
    if plain.strip():
        return plain
    html = _stream(container, f"__substg1.0_{_HTML_BODY}0102")
    markup = decode_html(html) if html else _text(container, _HTML_BODY)
    return visible_text(parse_html(markup)) if markup else ""


def _attachments(container: olefile.OleFileIO) -> Iterator[str]:
    for folder in _attachment_folders(container):
        names = (_text(container, tag, folder) for tag in _ATTACHMENT_NAMES)
        yield next(filter(None, names), "")


def _attachment_folders(container: olefile.OleFileIO) -> list[str]:
    folders = {entry[0] for entry in container.listdir() if len(entry) > 1}
    return [f"{name}/" for name in sorted(folders) if name.startswith("__attach")]


def _is_encrypted(container: olefile.OleFileIO) -> bool:
    """S/MIME by the class of the message (MS-OXOSMIME), PGP by its parts."""
    if _text(container, _CLASS).lower().endswith(".smime"):
        return True
    types = (
        _text(container, _ATTACHMENT_TYPE, folder)
        for folder in _attachment_folders(container)
    )
    return "application/pgp-encrypted" in types
