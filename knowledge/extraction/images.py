"""Pictures. Character recognition belongs here when it comes."""

from collections.abc import Iterator
from pathlib import Path

from .results import Item, PageCount, Reason, UnreadableError


def read_image(path: Path) -> Iterator[Item]:
    yield PageCount(1)
    raise UnreadableError(Reason.NO_TEXT_LAYER, "picture")
