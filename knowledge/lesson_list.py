"""The list of lessons: what it is narrowed by, counted, and in which order.

It is answered by the database alone. The names and values of what it is narrowed by
are those of the search, so that a choice can be taken there.
"""

from collections.abc import Mapping

from django.db.models import Case, Count, F, IntegerField, Q, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge import access
from knowledge.facets import Chip, Choice, Facet
from knowledge.models.lesson_states import CLOSED, LessonState
from knowledge.models.lesson_text import LessonType
from knowledge.models.lesson_uses import LessonUse
from knowledge.models.lessons import Lesson
from knowledge.models.vocabulary import DeliveryChallenge, Government, Sector

NAMES = {
    "sector": gettext_lazy("Sector"),
    "government": gettext_lazy("Government"),
    "lesson": gettext_lazy("Type of lesson"),
    "confidence": gettext_lazy("Confidence"),
    "state": gettext_lazy("State"),
    "challenge": gettext_lazy("Delivery challenge"),
}
_VALUES = {
    "sector": F("sector__slug"),
    # A lesson without a unit is of the governments whose departments it concerns.
    "government": Coalesce(
        "unit__government__slug",
        "system_links__department__government__slug",
        "system_links__rule__department__government__slug",
    ),
    "lesson": F("type"),
    "confidence": F("confidence"),
    "state": F("state"),
    "challenge": F("challenges__slug"),
}
_TERMS = {"sector": Sector, "government": Government, "challenge": DeliveryChallenge}
CHOICES = {
    "lesson": dict(LessonType.choices),
    "confidence": {letter: letter for letter in "ABCD"},
    "state": dict(LessonState.choices),
}
SORTS = {
    "-date": (gettext_lazy("Newest first"), ["-first_published_at", "-pk"]),
    "date": (gettext_lazy("Oldest first"), ["first_published_at", "pk"]),
    "title": (gettext_lazy("By title"), ["title", "pk"]),
    "confidence": (
        gettext_lazy("Best proved first"),
        ["ungraded", "confidence", "-first_published_at", "-pk"],
    ),
}
LATEST = "-date"
LONGEST_SHOWN = 40


class LessonList:
    """The lessons that one reader is shown, as an address asks for them.

    What an address holds that cannot be understood is left out, and a sentence in
    ``hints`` says so.
    """

    def __init__(self, parameters, user):
        self.user = user
        self.hints: list[str] = []
        self.chosen = {
            name: values
            for name in NAMES
            if (values := self._known(name, parameters.getlist(name)))
        }
        sort = parameters.get("sort", LATEST)
        self.sort = sort if sort in SORTS else LATEST

    @property
    def sorts(self) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _order) in SORTS.items()]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen)

    @property
    def is_default(self) -> bool:
        return not self.chosen and self.sort == LATEST

    def lessons(self):
        """Return the lessons; those that hold no longer stand behind the others."""
        uses = Q(uses__state=LessonUse.State.SHOWN)
        if not access.is_staff_member(self.user):
            uses &= Q(uses__released_at__isnull=False)
        _label, order = SORTS[self.sort]
        return (
            self._narrowed()
            .select_related("unit", "sector")
            .annotate(
                use_count=Count("uses", filter=uses, distinct=True),
                is_closed=_flag(Q(state__in=CLOSED)),
                ungraded=_flag(Q(confidence="")),
            )
            .order_by("is_closed", *order)
        )

    @cached_property
    def facets(self) -> list[Facet]:
        """What to narrow by, counted without the choice in the facet itself."""
        shown = []
        for name, title in NAMES.items():
            chosen = self.chosen.get(name, ())
            counts = dict.fromkeys(chosen, 0) | self._counts(name)
            choices = [
                Choice(value, label, counts[value], value in chosen)
                for value, label in self._labels[name].items()
                if value in counts
            ]
            if choices:
                shown.append(Facet(name, title, choices))
        return shown

    @property
    def has_closed(self) -> bool:
        """Whether lessons are counted that hold no longer."""
        return any(
            choice.value in CLOSED and choice.count
            for facet in self.facets
            if facet.name == "state"
            for choice in facet.choices
        )

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(
                NAMES[name],
                self._labels[name][value],
                self._address({name: [each for each in values if each != value]}),
            )
            for name, values in self.chosen.items()
            for value in values
        ]

    @property
    def search_parameters(self) -> str:
        """The same choice, as the search page takes it."""
        return urlencode({"kind": "lesson", **self.chosen}, doseq=True)

    def _narrowed(self, but: str = ""):
        lessons = Lesson.objects.filter(pk__in=self._visible.values("pk"))
        for name, values in self.chosen.items():
            if name != but:
                having = Lesson.objects.annotate(value=_VALUES[name])
                having = having.filter(value__in=values)
                lessons = lessons.filter(pk__in=having.values("pk"))
        return lessons

    @cached_property
    def _visible(self):
        return Lesson.objects.visible_to(self.user).order_by()

    def _counts(self, name: str) -> dict[str, int]:
        counted = (
            self._narrowed(but=name)
            .annotate(value=_VALUES[name])
            .order_by()
            .values("value")
            .annotate(number=Count("pk", distinct=True))
        )
        return {row["value"]: row["number"] for row in counted if row["value"]}

    @cached_property
    def _labels(self) -> Mapping[str, Mapping[str, str]]:
        labels: dict = dict(CHOICES)
        for name, model in _TERMS.items():
            labels[name] = {term.slug: str(term) for term in model.objects.all()}
        return labels

    def _known(self, name: str, values: list[str]) -> tuple[str, ...]:
        values = dict.fromkeys(filter(None, values))
        if not values:
            return ()
        for value in values:
            if value not in self._labels[name]:
                self.hints.append(
                    _(
                        "%(field)s: “%(value)s” is not a possible value and was left "
                        "out."
                    )
                    % {"field": NAMES[name], "value": value[:LONGEST_SHOWN]}
                )
        return tuple(value for value in values if value in self._labels[name])

    def _address(self, changes: dict) -> str:
        parameters = {**self.chosen, **changes}
        if self.sort != LATEST:
            parameters["sort"] = self.sort
        query = {name: value for name, value in parameters.items() if value}
        return f"?{urlencode(query, doseq=True)}"


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())
