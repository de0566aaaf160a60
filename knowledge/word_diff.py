"""What differs between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Comparing takes the square of the length: longer texts are compared line by line.
MOST_WORDS = 3000
_WORDS = re.compile(r"\s+|[^\s]+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text, and whether the other text has it not."""

    text: str
    is_changed: bool


def compare(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces, those changed that the other text has not."""
    is_long = max(len(before.split()), len(after.split())) > MOST_WORDS
    parts = _LINES if is_long else _WORDS
    old, new = parts.findall(before), parts.findall(after)
    left, right = [], []
    matcher = SequenceMatcher(None, old, new, autojunk=is_long)
    for kind, a, b, c, d in matcher.get_opcodes():
        for pieces, run in ((left, old[a:b]), (right, new[c:d])):
            if run:
                pieces.append(Piece("".join(run), kind != "equal"))
    return left, right
