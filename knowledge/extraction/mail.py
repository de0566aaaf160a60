"""E-mail (EML) and web archives (MHTML), through the standard library."""

import email
import email.message
import email.policy
from collections.abc import Iterator
from datetime import date
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime
from pathlib import Path

from .results import (
    ExtractedPage,
    FileMetadata,
    Item,
    Problem,
    Reason,
    UnreadableError,
)
from .text import decode_text
from .web import decode_html, parse_html, visible_text

_SHOWN_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_DEEPEST = 10


def read_email(path: Path) -> Iterator[Item]:
    """Headers, text and names of attachments; forwarded messages one section each.

    The old parser is used on purpose: it keeps going where headers break the rules.
    """
    content = path.read_bytes()
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    yield FileMetadata(
        title=_header(message, "Subject"),
        author=_header(message, "From"),
        created=_day(message),
    )
    for number, section in enumerate(_messages(message, depth=0), start=1):
        text, problems = _text(section)
        for problem in problems:
            yield Problem(f"section {number}: {problem}")
        yield ExtractedPage(number=number, title=_header(section, "Subject"), text=text)
    if _is_encrypted(message):
        raise UnreadableError(Reason.ENCRYPTED, "encrypted message")


def _is_encrypted(message: email.message.Message) -> bool:
    """PGP (RFC 3156) or S/MIME (RFC 8551)."""
    if message.get_content_type() == "multipart/encrypted":
        return True
    return "enveloped-data" in str(message.get_param("smime-type", ""))


def _messages(
    message: email.message.Message, depth: int
) -> Iterator[email.message.Message]:
    yield message
    if depth < _DEEPEST:
        for part in _parts(message):
            if part.get_content_type() == "message/rfc822":
                for inner in part.get_payload():
                    yield from _messages(inner, depth + 1)


def _parts(message: email.message.Message) -> Iterator[email.message.Message]:
    """The parts of a message without those of messages within it."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(reversed(part.get_payload()))
        else:
            yield part


def _text(message: email.message.Message) -> tuple[str, list[str]]:
    lines = [
        f"{name}: {_header(message, name)}"
        for name in _SHOWN_HEADERS
        if message[name] is not None
    ]
    bodies = {"plain": "", "html": ""}
    attachments, problems = [], []
    for part in _parts(message):
        kind = part.get_content_type()
        name = _filename(part)
        if kind == "message/rfc822":
            continue
        if part.get_content_maintype() != "text":
            attachments.append(name)
            continue
        try:
            is_html = kind == "text/html"
            bodies["html" if is_html else "plain"] += _body(part, is_html) + "\n"
        except (ValueError, LookupError, AssertionError) as error:
            problems.append(f"text part: {error}")
        attachments.append(name)
    # Two forms of one message say the same, but an attached text is plain too.
    shown = [bodies["plain"]]
    if not _folded(bodies["html"]) or _folded(bodies["html"]) not in _folded(
        bodies["plain"]
    ):
        shown.append(bodies["html"])
    return "\n\n".join(["\n".join(lines), *shown, *filter(None, attachments)]), problems


def _folded(text: str) -> str:
    return " ".join(text.split())


def _body(part: email.message.Message, is_html: bool) -> str:
    content = part.get_payload(decode=True) or b""
    charset = part.get_content_charset() or ""
    if is_html:
        markup = decode_text(content, charset) if charset else decode_html(content)
        return visible_text(parse_html(markup))
    return decode_text(content, charset)


def _filename(part: email.message.Message) -> str:
    try:
        return _decoded(part.get_filename() or "")
    except (ValueError, LookupError, TypeError):
        return ""


def _header(message: email.message.Message, name: str) -> str:
    return _decoded(message[name] or "")


def _decoded(value: object) -> str:
    """A header with its encoded words decoded, as far as they can be."""
    text = str(value)
    try:
        return str(make_header(decode_header(text)))
    except (ValueError, LookupError):
        return text


def _day(message: email.message.Message) -> date | None:
    try:
        return parsedate_to_datetime(str(message["Date"] or "")).date()
    except (ValueError, TypeError, OverflowError):
        return None
