"""The search page."""

import logging
from dataclasses import replace

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from knowledge import access
from search import facets
from search.engines import EngineError
from search.finding import Answer, find
from search.forms import PER_PAGE, SearchForm
from search.screen import Screen

logger = logging.getLogger(__name__)

RETRY_AFTER = 30  # seconds
# Whoever asks for a page behind this one is checked for asking behind the last.
FAR = 50


@require_safe
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
        response = render(
            request,
            "search/results.html",
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
    number = form.page_number
    if number > FAR:
        # An engine works for every result before those that are shown.
        counted = find(replace(form.query(1), limit=0, facets=()), user)
        number = min(number, _pages_of(counted).num_pages)
    answer = find(form.query(number), user)
    page = _pages_of(answer).get_page(number)
    if page.number < number:
        answer = find(form.query(page.number), user)
    return answer, page


def _pages_of(answer: Answer) -> Paginator:
    return Paginator(range(answer.total), PER_PAGE)


def _kept_to_reader(response: HttpResponse, user) -> HttpResponse:
    # Results are of no use to other search engines, and may be of one reader only.
    response["X-Robots-Tag"] = "noindex"
    if access.is_staff_member(user):
        patch_cache_control(response, private=True, no_store=True)
    return response
