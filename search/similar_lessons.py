"""Finds the lessons that say the same as a text, for `knowledge.recurrence`.

The engine offers lessons that have any of the words; of these, a lesson counts whose
own words hold a good part of the text's.
"""

import re

from knowledge.recurrence import LikeLesson, SearchUnavailable
from search.documents import SearchQuery
from search.engines import EngineError
from search.finding import find
from search.text import STOP, index_form

# Of so many lessons that the engine offers, the likest are taken.
LOOKED_AT = 12
# Fewer common words, or a smaller part of the text's, and two texts only share a field.
LEAST_WORDS = 3
LEAST_SHARE = 0.3
_WORD = re.compile(r"[^\W\d_]{3,}")


def lessons_like(text: str, user, limit: int) -> list[LikeLesson]:
    """Return the lessons most like `text` that `user` may see, the likest first."""
    # Words alone: a quotation mark or a colon of the text is no command.
    words = " ".join(dict.fromkeys(_WORD.findall(text)))
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
    likes = [_likeness(words, found.record) for found in answer.found]
    near = [
        like
        for like in likes
        if like.share >= LEAST_SHARE and len(like.words) >= LEAST_WORDS
    ]
    near.sort(key=lambda like: -like.share)
    return near[:limit]


def _likeness(words: str, lesson) -> LikeLesson:
    parts = [lesson.title, lesson.summary, *(text for _, text in lesson.sections)]
    theirs = _stems("\n".join(parts))
    mine = {word: _stems(word) for word in words.split()}
    telling = {word: stems for word, stems in mine.items() if stems}
    common = tuple(word for word, stems in telling.items() if stems & theirs)
    share = len(common) / len(telling) if telling else 0.0
    return LikeLesson(lesson, share, common)


def _stems(text: str) -> set[str]:
    return set(index_form(text).split()) - {STOP}
