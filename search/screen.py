"""What the search page shows beside the results."""

from django.utils.encoding import uri_to_iri
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from knowledge.facets import Chip, Facet
from knowledge.templatetags.localized import written
from search.facets import (
    NAMES,
    ONLY_OF_LESSONS,
    YEAR,
    Histogram,
    choices_of,
    histogram,
)

# More values of a facet are shown on request.
VALUES_SHOWN = 5


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
        parameters = {**self.form.parameters, "all": self.shown_in_full, **changes}
        query = urlencode(
            {name: value for name, value in parameters.items() if value}, doseq=True
        )
        return f"?{uri_to_iri(query)}"

    @cached_property
    def facets(self) -> list[Facet]:
        shown = []
        for name in self.form.facets:
            if name in ONLY_OF_LESSONS and not self.is_about_lessons:
                continue
            chosen = self.form.chosen.get(name, ())
            values = self.answer.results.facets.get(name, ())
            choices = choices_of(name, values, chosen, self.vocabulary)
            if not choices:
                continue
            limit = max(VALUES_SHOWN, len(chosen))
            if name in self.shown_in_full:
                limit = len(choices)
            shown.append(
                Facet(
                    name,
                    NAMES[name],
                    choices[:limit],
                    more=max(0, len(choices) - limit),
                    more_url=self.address(all=[*self.shown_in_full, name]),
                )
            )
        return shown

    @property
    def is_about_lessons(self) -> bool:
        """Whether lessons were asked for, or nothing else was found."""
        kinds = {value.value for value in self.answer.results.facets.get("kind", ())}
        return (
            "lesson" in self.form.chosen.get("kind", ())
            or not ONLY_OF_LESSONS.isdisjoint(self.form.chosen)
            or kinds == {"lesson"}
        )

    @cached_property
    def shown_in_full(self) -> list[str]:
        """The facets of which every value was asked for."""
        asked = self.parameters.getlist("all")
        return [name for name in self.form.facets if name in asked]

    @cached_property
    def years(self) -> Histogram | None:
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
        if self.form.span:
            without = self.address(year_from=None, year_to=None)
            chips.append(Chip(_("Year"), self.form.span, without))
        return chips

    @property
    def can_narrow(self) -> bool:
        return bool(self.answer.total or self.form.is_narrowed)

    @property
    def number_chosen(self) -> int:
        return len(self.chips)

    @property
    def url_without_narrowing(self) -> str:
        return "?" + uri_to_iri(urlencode({"q": self.form.text}))

    @property
    def instead(self) -> list[SafeString]:
        """Sentences on words that nothing has, and what was searched in their place."""
        return [
            format_html(
                _("Nothing has “{word}”; searched {near} in its place."),
                word=written(word),
                near=format_html_join(
                    pgettext("between alternatives", " or "),
                    _("“{}”"),
                    [(written(other),) for other in near],
                ),
            )
            for word, near in self.answer.results.instead.items()
        ]

    @property
    def suggestion_url(self) -> str:
        return self.address(q=self.answer.results.suggestion)
