"""Finds the lessons that say the same as a text, for `knowledge.recurrence`.

The engine offers lessons that have any of the words. One is similar whose own words
hold some of the text's, and says the same if they hold a good part of them. A word
weighs the more, the fewer of the offered lessons have it: "department" stands in nearly
all. One that more than half of them have tells nothing.
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
# So many telling words in common, and such a part of the text's, a lesson has at least
# that says the same, or is similar and offered to a person to decide.
#
# Chosen on the demo content, where of 25 texts it is known which of the seven lessons
# they belong to: the lessons' quotes, and two of the observations. Offered, right and
# wrong, and the balance of the two (F1), at
#
#     any share, any word      21 right, 52 wrong, .43
#     .25, one word            20 right, 21 wrong, .61
#     .25, two words           16 right,  9 wrong, .64   the best of all that was tried
#     .4,  two words           10 right,  7 wrong, .48
#     .3,  three words          9 right,  3 wrong, .49   fewest wrong for as many right
#
# That is few texts, and the same that it is told of: try again on a larger archive.
SAME_WORDS, SAME_SHARE = 3, 0.3
SIMILAR_WORDS, SIMILAR_SHARE = 2, 0.25
_WORD = re.compile(r"[^\W\d_]{3,}")


def lessons_like(text: str, user, limit: int) -> list[LikeLesson]:
    """Return the lessons similar to `text` that `user` may see, the likest first."""
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
    """Return how like the words the lessons are that are similar to them."""
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
        if share < SIMILAR_SHARE or len(telling) < SIMILAR_WORDS:
            continue
        is_same = share >= SAME_SHARE and len(telling) >= SAME_WORDS
        likes.append(LikeLesson(lesson, share, tuple(telling), is_same))
    return likes


def _text(lesson) -> str:
    parts = [lesson.title, lesson.summary, *(text for _, text in lesson.sections)]
    return "\n".join(parts)


def _stems(text: str) -> set[str]:
    return set(index_form(text).split()) - {STOP}
