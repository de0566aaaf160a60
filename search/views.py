"""The search page."""

import logging
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from knowledge import access
from search import facets
from search.engines import EngineError
from search.finding import Answer, find
from search.forms import PER_PAGE, SearchForm

logger = logging.getLogger(__name__)

# More values of a facet are shown on request.
VALUES_SHOWN = 8
RETRY_AFTER = 30  # seconds


@require_safe
@vary_on_headers("HX-Request")
def search(request):
    """Show what the reader may find; without words, everything, the newest first."""
    vocabulary = facets.Vocabulary()
    form = SearchForm(
        request.GET,
        vocabulary=vocabulary,
        is_staff=access.is_staff_member(request.user),
    )
    try:
        answer, page = _find_page(form, request.user)
    except EngineError as error:
        logger.warning("A search could not be answered: %s", error)
        response = render(request, "search/catching_up.html", {"form": form})
        response.status_code = 503
        response["Retry-After"] = str(RETRY_AFTER)
    else:
        is_partial = request.htmx and not request.htmx.history_restore_request
        response = render(
            request,
            "search/partials/found.html" if is_partial else "search/results.html",
            {
                "form": form,
                "answer": answer,
                "page": page,
                "screen": Screen(request.GET, form, answer, vocabulary),
            },
        )
    return _kept_to_reader(response, request.user)


def _find_page(form: SearchForm, user) -> tuple[Answer, Page]:
    """Return the answer and its page; behind the last page, the last one."""
    answer = find(form.query(), user)
    pages = Paginator(range(answer.total), PER_PAGE)
    page = pages.get_page(form.page)
    if form.page > pages.num_pages:
        answer = find(form.query(page.number), user)
    return answer, page


def _kept_to_reader(response: HttpResponse, user) -> HttpResponse:
    # Results are of no use to other search engines, and may be of one reader only.
    response["X-Robots-Tag"] = "noindex"
    if access.is_staff_member(user):
        patch_cache_control(response, private=True, no_store=True)
    return response


@dataclass
class Facet:
    """A facet as shown: its values, and how to see those left out."""

    name: str
    title: str
    choices: list[facets.Choice]
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
            "sort": self.form.sort if self.form.sort != "relevance" else None,
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
            choices = facets.choices(name, values, chosen, self.vocabulary)
            if not choices:
                continue
            limit = max(VALUES_SHOWN, len(chosen))
            if name in self.parameters.getlist("all"):
                limit = len(choices)
            shown.append(
                Facet(
                    name,
                    facets.NAMES[name],
                    choices[:limit],
                    more=max(0, len(choices) - limit),
                    more_url=self.address(all=name),
                )
            )
        return shown

    @cached_property
    def years(self) -> list[facets.YearBar]:
        return facets.histogram(
            self.answer.results.facets.get(facets.YEAR, ()), *self.form.years
        )

    @cached_property
    def chips(self) -> list[Chip]:
        chips = [
            Chip(
                facets.NAMES[name],
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
    def number_chosen(self) -> int:
        return len(self.chips)

    @property
    def url_without_narrowing(self) -> str:
        return "?" + urlencode({"q": self.form.text})

    @property
    def suggestion_url(self) -> str:
        return self.address(q=self.answer.results.suggestion)
