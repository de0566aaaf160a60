"""What the search page shows beside the results."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from search.facets import NAMES, YEAR, Choice, YearBar, choices_of, histogram

# More values of a facet are shown on request.
VALUES_SHOWN = 8


@dataclass
class Facet:
    """A facet as shown: its values, and how to see those left out."""

    name: str
    title: str
    choices: list[Choice]
    more: int
    more_url: str


@dataclass
class Chip:
    """What the results are narrowed by, and the address without it."""

    facet: str
    label: str
    url: str


class Screen:
    """What is beside the results: facets, chips, years, addresses."""

    def __init__(self, parameters, form, answer, vocabulary):
        self.parameters = parameters
        self.form = form
        self.answer = answer
        self.vocabulary = vocabulary

    def address(self, **changes) -> str:
        """Return the address of this search with some parameters changed.

        A parameter without a value is left out; so is the page, unless it is given.
        """
        parameters = {
            "q": self.form.text,
            **{name: list(values) for name, values in self.form.chosen.items()},
            "year_from": self.form.years[0],
            "year_to": self.form.years[1],
            "sort": self.form.order if self.form.order != "relevance" else None,
            **changes,
        }
        query = urlencode(
            {name: value for name, value in parameters.items() if value}, doseq=True
        )
        return f"?{query}"

    @cached_property
    def facets(self) -> list[Facet]:
        shown = []
        for name in self.form.facets:
            chosen = self.form.chosen.get(name, ())
            values = self.answer.results.facets.get(name, ())
            choices = choices_of(name, values, chosen, self.vocabulary)
            if not choices:
                continue
            limit = max(VALUES_SHOWN, len(chosen))
            if name in self.parameters.getlist("all"):
                limit = len(choices)
            shown.append(
                Facet(
                    name,
                    NAMES[name],
                    choices[:limit],
                    more=max(0, len(choices) - limit),
                    more_url=self.address(all=name),
                )
            )
        return shown

    @cached_property
    def years(self) -> list[YearBar]:
        return histogram(self.answer.results.facets.get(YEAR, ()), *self.form.years)

    @cached_property
    def chips(self) -> list[Chip]:
        chips = [
            Chip(
                NAMES[name],
                self.vocabulary.label(name, value),
                self.address(**{name: [other for other in values if other != value]}),
            )
            for name, values in self.form.chosen.items()
            for value in values
        ]
        first, last = self.form.years
        if first or last:
            span = f"{first or '…'}–{last or '…'}" if first != last else str(first)
            without = self.address(year_from=None, year_to=None)
            chips.append(Chip(_("Year"), span, without))
        return chips

    @property
    def can_narrow(self) -> bool:
        return bool(self.answer.total or self.form.is_narrowed)

    @property
    def number_chosen(self) -> int:
        return len(self.chips)

    @property
    def url_without_narrowing(self) -> str:
        return "?" + urlencode({"q": self.form.text})

    @property
    def suggestion_url(self) -> str:
        return self.address(q=self.answer.results.suggestion)
