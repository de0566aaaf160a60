"""Tells whether something was said before: by which lessons, how often, since when.

Which lessons are like a text is for a search engine to say. It is an app above this
one, so it registers itself here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Min

from knowledge.models import Document, Evidence, Lesson, LessonState, Observation

LESSONS = 4


class SearchUnavailable(Exception):
    """Nobody can say now which lessons are like a text."""


@dataclass(frozen=True, slots=True)
class LikeLesson:
    """A lesson that is like a text.

    ``share`` is the part of the text's words that the lesson has too, weighed by how
    rare they are, from 0 to 1; ``words`` are the telling ones among them. Whether that
    is enough to say the same, or only to be similar, tells ``says_the_same``.
    """

    lesson: Lesson
    share: float
    words: tuple[str, ...] = ()
    says_the_same: bool = True

    @property
    def percent(self) -> int:
        return round(self.share * 100)


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """What is known of a lesson that says the same.

    ``times`` counts the observations that led to it and the documents that support it,
    as far as the reader may see them, and the lesson itself when there are none.
    """

    like: LikeLesson
    times: int
    since: int | None
    is_learned: bool

    @property
    def lesson(self) -> Lesson:
        return self.like.lesson


LessonFinder = Callable[[str, object, int], list[LikeLesson]]
_finders: list[LessonFinder] = []


def register_finder(finder: LessonFinder) -> None:
    """Use ``finder(text, user, limit)``; it raises ``SearchUnavailable``."""
    _finders[:] = [finder]


def similar_lessons(text: str, user, limit: int = LESSONS) -> list[LikeLesson]:
    """Return the lessons similar to ``text`` that ``user`` may see, the likest first.

    Raises:
        SearchUnavailable: the search engine cannot be asked now.
    """
    return [like for finder in _finders for like in finder(text, user, limit)]


def said_before(text: str, user, *, loosely=False) -> list[SaidBefore] | None:
    """Return what says the same as ``text``, or ``None`` if nobody can tell now.

    Args:
        loosely: also what is only similar, for a person to decide.
    """
    try:
        likes = similar_lessons(text, user)
    except SearchUnavailable:
        return None
    likes = [like for like in likes if loosely or like.says_the_same]
    pks = [like.lesson.pk for like in likes]
    observed = _counts(
        Observation.objects.visible_to(user).filter(lesson__in=pks), "received_on"
    )
    documents = Evidence.objects.filter(
        lesson__in=pks,
        role__in=[Evidence.Role.SUPPORTS, Evidence.Role.SHOWS_CHANGE],
        version__document__in=Document.objects.visible_to(user),
    )
    written = _counts(documents, "version__document__date", "version__document")
    return [_said_before(like, observed, written) for like in likes]


def _counts(queryset, date_field: str, counted: str = "pk") -> dict:
    """Return number and first day for each lesson, in one query."""
    rows = (
        queryset.order_by()
        .values("lesson")
        .annotate(number=Count(counted, distinct=True), first=Min(date_field))
    )
    return {row["lesson"]: (row["number"], row["first"]) for row in rows}


def _said_before(like, observed, written) -> SaidBefore:
    counts = [group.get(like.lesson.pk, (0, None)) for group in (observed, written)]
    days = [day for _number, day in counts if day]
    if not days and like.lesson.first_published_at:
        days = [like.lesson.first_published_at]
    return SaidBefore(
        like,
        times=max(1, sum(number for number, _day in counts)),
        since=min(day.year for day in days) if days else None,
        is_learned=like.lesson.state == LessonState.LEARNED,
    )
