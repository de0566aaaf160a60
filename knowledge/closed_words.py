"""Words of closed observations, which a lesson that more people may read must not have.

An observation is as closed as it says and as the place it is about is now. Whoever
drafts a lesson from it carries its words over; before others may read the lesson it has
to tell in words of its own, or quote the document and have the quote released.
"""

import re

from knowledge import evidence
from knowledge.access import Access
from knowledge.lesson_parts import parts_of

_END = re.compile(r"(?<=[.!?۔؟])\s+|\n\s*\n")
_QUOTATION = re.compile(r"^[ \t]*> ?", re.MULTILINE)


def carried_over(lesson) -> list:
    """Return the observations of ``lesson`` that are more closed and stand in its text.

    Args:
        lesson: as it would be published.
    """
    if lesson.pk is None:
        return []
    observations = lesson.observations.select_related(
        "stocktake", "event", "version__document"
    )
    closed = [each for each in observations if _is_more_closed(each, lesson)]
    if not closed:
        return []
    text = _QUOTATION.sub("", "\n\n".join(parts_of(lesson).values()))
    return [each for each in closed if _stands_in(each.text, text)]


def _is_more_closed(observation, lesson) -> bool:
    order = Access.values.index
    return any(
        order(source.access) < order(lesson.access)
        or (source.is_under_embargo and not lesson.is_under_embargo)
        for source in observation.sources()
    )


def _stands_in(words: str, text: str) -> bool:
    """Tell whether a sentence of ``words``, or all of them, stands in ``text``."""
    sentences = [
        part
        for part in _END.split(words)
        if len(part.split()) >= evidence.DISTINCT_WORDS
    ]
    return any(evidence.find(part, text) for part in sentences or [words])
