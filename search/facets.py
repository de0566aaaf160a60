"""What results can be narrowed by, with its values in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import CharField, F, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from knowledge.access import Access
from knowledge.facets import Choice
from knowledge.fixed_queries import fixed_query
from knowledge.languages import in_page_language
from knowledge.lesson_list import CHOICES as OF_LESSONS
from knowledge.models import (
    DeliveryChallenge,
    DeliveryUnit,
    Department,
    Government,
    Language,
    Sector,
)
from search.documents import FacetValue
from search.sources import SOURCES

# In the order in which they are shown.
NAMES = {
    "kind": _("Kind"),
    "government": _("Government"),
    "unit": _("Unit"),
    "sector": _("Sector"),
    "department": _("Department"),
    "lesson": _("Type of lesson"),
    "confidence": _("Confidence"),
    "state": _("State"),
    "challenge": _("Delivery challenge"),
    "language": _("Language"),
    "access": _("Access"),
}
# Only lessons have these, so that they are shown only where lessons are asked for.
ONLY_OF_LESSONS = {"lesson", "confidence", "state", "challenge"}
# Everybody else finds public items only.
STAFF_ONLY = {"access"}
YEAR = "year"
MOST_YEARS = 60
YEAR_WIDTH, HEIGHT = 6, 60

TERMS = {
    "government": (Government, "name", "name_ur"),
    "unit": (DeliveryUnit, "short_name", "short_name_ur"),
    "sector": (Sector, "name", "name_ur"),
    "department": (Department, "name", "name_ur"),
    "challenge": (DeliveryChallenge, "name", "name_ur"),
}
_CHOICES = {
    **OF_LESSONS,
    "language": dict(Language.choices),
    "access": dict(Access.choices),
}


def names_for(is_staff: bool) -> tuple[str, ...]:
    """Return the facets that a reader is shown, apart from the year."""
    return tuple(name for name in NAMES if is_staff or name not in STAFF_ONLY)


class Vocabulary:
    """The values of every facet with their labels, read once a request."""

    @cached_property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        choices = {facet: self.choices(facet) for facet in NAMES if facet not in TERMS}
        return {**self._terms(), **choices}

    @staticmethod
    def choices(facet: str) -> Mapping[str, str]:
        """Return the values of a facet that is not of terms, with their labels."""
        if facet == "kind":
            return {
                value: label
                for source in SOURCES.values()
                for value, label in source.kinds().items()
            }
        return _CHOICES[facet]

    def knows(self, facet: str, value: str) -> bool:
        return value in self.labels[facet]

    def label(self, facet: str, value: str) -> str:
        """Return the words for a value; the value itself if it has none."""
        return str(self.labels.get(facet, {}).get(value, value))

    def _terms(self) -> dict[str, dict[str, str]]:
        labels: dict[str, dict[str, str]] = {facet: {} for facet in TERMS}
        for facet, slug, name, name_ur in _every_term():
            labels[facet][slug] = in_page_language(name, name_ur)
        return labels


@fixed_query
def _every_term():
    """Return facet, slug and both names of every term."""
    queries = [
        model.objects.order_by().values_list(
            Value(facet, output_field=CharField()), "slug", F(name), F(name_ur)
        )
        for facet, (model, name, name_ur) in TERMS.items()
    ]
    return queries[0].union(*queries[1:], all=True)


def choices_of(
    facet: str,
    values: tuple[FacetValue, ...],
    chosen: tuple[str, ...],
    vocabulary: Vocabulary,
) -> list[Choice]:
    """Return the chosen values first, then the others by their counts."""
    counts = {value.value: value.count for value in values}
    for value in chosen:
        counts.setdefault(value, 0)
    found = [
        Choice(value, vocabulary.label(facet, value), count, value in chosen)
        for value, count in counts.items()
    ]
    return sorted(found, key=lambda c: (not c.is_chosen, -c.count, c.label))


@dataclass(frozen=True, slots=True)
class Histogram:
    """Results by year, as a picture with a bar for each year.

    `chosen` and `others` are the paths of its bars, a stroke for each, in a space of
    `width` by `HEIGHT` above zero, where a year is as wide as `YEAR_WIDTH`. `fullest`
    is the year with the most results, `highest` their number; `earlier` counts the
    results of years left of the picture.
    """

    first: int
    last: int
    chosen_first: int
    chosen_last: int
    chosen: str
    others: str
    fullest: int
    highest: int
    earlier: int

    @property
    def width(self) -> int:
        return (self.last - self.first + 1) * YEAR_WIDTH


def histogram(
    values: tuple[FacetValue, ...], first: int | None, last: int | None
) -> Histogram | None:
    """Return the results by year, or nothing unless there are two years of them.

    Years `MOST_YEARS` or more before the last are left out of the picture.
    """
    counts = {int(value.value): value.count for value in values}
    if len(counts) < 2:
        return None
    newest = max(counts)
    oldest = max(min(counts), newest - MOST_YEARS + 1)
    earlier = sum(counts.pop(year) for year in [*counts] if year < oldest)
    highest = max(counts.values())
    paths = {True: "", False: ""}
    for year in range(oldest, newest + 1):
        if count := counts.get(year):
            height = max(1, round(HEIGHT * count / highest))
            is_chosen = (first or year) <= year <= (last or year)
            middle = (year - oldest) * YEAR_WIDTH + YEAR_WIDTH // 2
            paths[is_chosen] += f"M{middle} 0v-{height}"
    return Histogram(
        oldest,
        newest,
        chosen_first=min(max(first or oldest, oldest), newest),
        chosen_last=min(max(last or newest, oldest), newest),
        chosen=paths[True],
        others=paths[False],
        fullest=max(counts, key=lambda year: (counts[year], year)),
        highest=highest,
        earlier=earlier,
    )
