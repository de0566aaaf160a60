"""How lessons relate: what readers are told, and which relations cannot be."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from knowledge.models.lesson_relations import LessonRelation

Kind = LessonRelation.Kind

# The words on the page of the lesson that has the relation, and of the other one.
HEADINGS = {
    Kind.SUPERSEDES: (
        gettext_lazy("Supersedes"),
        gettext_lazy("Superseded by"),
    ),
    Kind.RECURRING: (
        gettext_lazy("Was so before"),
        gettext_lazy("Was so again"),
    ),
    Kind.SIMILAR: (pgettext_lazy("lessons", "Similar lessons"),),
    Kind.TRANSLATION: (gettext_lazy("In another language"),),
}
# These are the same seen from either side.
MUTUAL = frozenset({Kind.SIMILAR, Kind.TRANSLATION})


@dataclass(frozen=True, slots=True)
class RelatedLesson:
    """Another lesson and what is said of the relation."""

    lesson: object
    note: str


@dataclass(frozen=True, slots=True)
class Relations:
    """The relations of a lesson that one reader is told of."""

    groups: tuple[tuple[str, tuple[RelatedLesson, ...]], ...]
    superseded_by: tuple[RelatedLesson, ...]

    def __bool__(self):
        return bool(self.groups)


def relations_of(lesson, user) -> Relations:
    """Return what ``user`` is told of the relations of ``lesson``, both ways.

    Of lessons that the user may not see nothing is told, not even that they are.
    """
    # Rows of a draft are not in the database.
    sides = [(row.target_id, row, 0) for row in lesson.relations.all()]
    if lesson.pk:
        of_others = LessonRelation.objects.filter(target=lesson.pk)
        sides += [(row.lesson_id, row, 1) for row in of_others]
    visible = _visible(lesson, {other for other, _row, _side in sides}, user)
    told: dict[tuple, dict[int, RelatedLesson]] = {}
    for other, row, side in sides:
        if other in visible:
            # The same on both sides is said once, also where both lessons say it.
            key = (row.kind, 0 if row.kind in MUTUAL else side)
            related = RelatedLesson(visible[other], row.note)
            told.setdefault(key, {}).setdefault(other, related)
    return Relations(
        tuple(
            (str(HEADINGS[kind][side]), tuple(told[kind, side].values()))
            for kind in HEADINGS
            for side in (1, 0)
            if (kind, side) in told
        ),
        tuple(told.get((Kind.SUPERSEDES, 1), {}).values()),
    )


def _visible(lesson, pks: set[int], user) -> dict:
    if not pks:
        return {}
    lessons = type(lesson).objects.visible_to(user)
    return {other.pk: other for other in lessons.filter(pk__in=pks - {lesson.pk})}


def superseding(lesson) -> list:
    """Return the live lessons that supersede ``lesson``, whoever may see them."""
    rows = LessonRelation.objects.filter(
        target=lesson.pk, kind=Kind.SUPERSEDES, lesson__live=True
    )
    return [row.lesson for row in rows.select_related("lesson")]


def why_not(lesson, row: LessonRelation, language: str) -> str:
    """Say why ``lesson``, in ``language``, cannot have the relation ``row``, or "".

    No lesson is named: the one chosen may be closed to whoever is told.
    """
    if row.target_id == lesson.pk:
        return _("Choose another lesson than this one.")
    if row.kind == Kind.TRANSLATION and row.target.language == language:
        return _(
            "Both lessons are in the same language. Choose “is similar to”, or correct "
            "the language."
        )
    if row.kind == Kind.SUPERSEDES and _supersedes(row.target_id, lesson.pk):
        return _(
            "The lesson chosen supersedes this one already, directly or through "
            "others. Only one of them can be the newer one."
        )
    return ""


def faults(lesson) -> list[str]:
    """Say why ``lesson`` cannot be published with the relations that it has."""
    return [
        fault
        for row in lesson.relations.all()
        if (fault := why_not(lesson, row, lesson.language))
    ]


def _supersedes(newer: int, older: int | None) -> bool:
    """Tell whether one lesson supersedes another, directly or through others."""
    seen: set[int] = set()
    layer: Iterable[int] = {newer}
    while layer:
        seen |= set(layer)
        rows = LessonRelation.objects.filter(kind=Kind.SUPERSEDES, lesson__in=layer)
        layer = set(rows.values_list("target", flat=True)) - seen
    return older in seen - {newer}
