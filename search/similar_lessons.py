"""Finds the lessons that say the same as a text, for `knowledge.recurrence`.

The engine offers lessons that have any of the words; of these, one says the same whose
own words hold a good part of the text's. A word weighs the more, the fewer of the
offered lessons have it: "department" stands in nearly all.
"""

import re
from collections import Counter
from math import log

from knowledge.recurrence import LikeLesson, SearchUnavailable
from search.documents import SearchQuery
from search.engines import EngineError
from search.finding import find
from search.text import STOP, index_form

# Of so many lessons that the engine offers, the likest are taken.
LOOKED_AT = 12
# Fewer telling words in common, or a smaller part of the text's, and two texts only
# share a field. A word of more than half of the lessons tells nothing.
LEAST_WORDS = 3
LEAST_SHARE = 0.3
_WORD = re.compile(r"[^\W\d_]{3,}")


def lessons_like(text: str, user, limit: int) -> list[LikeLesson]:
    """Return the lessons most like `text` that `user` may see, the likest first."""
    # Words alone: a quotation mark or a colon of the text is no command.
    words = " ".join(dict.fromkeys(_WORD.findall(text.casefold())))
    if not words:
        return []
    query = SearchQuery(
        text=words,
        filters={"type": ("lesson",)},
        limit=LOOKED_AT,
        pages_per_hit=0,
    )
    try:
        answer = find(query, user)
    except EngineError as error:
        raise SearchUnavailable from error
    likes = _likenesses(words.split(), [found.record for found in answer.found])
    likes.sort(key=lambda like: -like.share)
    return likes[:limit]


def _likenesses(words: list[str], lessons: list) -> list[LikeLesson]:
    """Return how like the words each lesson is."""
    theirs = {lesson: _stems(_text(lesson)) for lesson in lessons}
    mine = {word: stems for word in words if (stems := _stems(word))}
    holders = Counter(
        word for stems in theirs.values() for word in mine if mine[word] & stems
    )
    # A word that no lesson has weighs as much as one that a single lesson has.
    weights = {word: log(1 + len(lessons) / max(1, holders[word])) for word in mine}
    likes = []
    for lesson, stems in theirs.items():
        common = [word for word in mine if mine[word] & stems]
        share = sum(weights[word] for word in common) / sum(weights.values())
        telling = [word for word in common if holders[word] * 2 <= len(lessons) + 1]
        telling.sort(key=lambda word: -weights[word])
        is_same = share >= LEAST_SHARE and len(telling) >= LEAST_WORDS
        likes.append(LikeLesson(lesson, share, tuple(telling), is_same))
    return likes


def _text(lesson) -> str:
    parts = [lesson.title, lesson.summary, *(text for _, text in lesson.sections)]
    return "\n".join(parts)


def _stems(text: str) -> set[str]:
    return set(index_form(text).split()) - {STOP}
