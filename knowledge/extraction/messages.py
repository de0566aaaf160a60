"""The lines that the reading process sends to its parent, one JSON array each.

The parent does not trust them: a process taken over by a hostile file could send
anything, so every field is checked before it becomes part of a result.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date

from .results import (
    ExtractedPage,
    FileMetadata,
    Item,
    PageCount,
    PageKind,
    Problem,
    Reason,
    Status,
)


@dataclass(frozen=True, slots=True)
class Begin:
    """The first message: what the file is."""

    media_type: str
    page_kind: PageKind


@dataclass(frozen=True, slots=True)
class End:
    """The last message: how reading ended."""

    status: Status
    reason: Reason = Reason.NONE
    detail: str = ""


Message = Begin | Item | End

KINDS = {
    kind.__name__: kind
    for kind in (Begin, ExtractedPage, FileMetadata, PageCount, Problem, End)
}


class MalformedMessageError(Exception):
    """The child sent something that no honest child sends."""


def encode(message: Message) -> bytes:
    line = json.dumps(
        [type(message).__name__, asdict(message)],
        ensure_ascii=False,
        separators=(",", ":"),
        default=date.isoformat,
    )
    return line.encode("utf-8") + b"\n"


def decode(line: bytes) -> Message:
    """Rebuild a message. Raises ``MalformedMessageError`` if anything is off."""
    try:
        name, values = json.loads(line.decode("utf-8"))
        kind = KINDS[name]
        fields = {key: _checked(key, value) for key, value in values.items()}
        return kind(**fields)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise MalformedMessageError(str(error)[:200]) from error


def _checked(key: str, value: object) -> object:
    match key:
        case "number" | "count":
            if type(value) is not int or not 0 <= value < 2**31:
                raise ValueError(f"{key} is not a count")
            return value
        case "created":
            return None if value is None else date.fromisoformat(value)
        case "status":
            return Status(value)
        case "reason":
            return Reason(value)
        case "page_kind":
            return PageKind(value)
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(f"{key} is not clean text")
    value.encode("utf-8")  # a lone surrogate raises a UnicodeEncodeError
    return value
