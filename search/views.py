"""The search page, what it offers while one types, and all pages of a document."""

import logging
import re
from dataclasses import replace

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from knowledge import access
from knowledge.models import Document
from search import facets, finding, recording, suggestions
from search.engines import EngineError
from search.finding import Answer, find
from search.forms import PER_PAGE, SearchForm
from search.help import EXAMPLES
from search.query import parse
from search.screen import Screen

logger = logging.getLogger(__name__)

RETRY_AFTER = 30  # seconds
# Whoever asks for a page behind this one is checked for asking behind the last.
FAR = 50
PAGES_PER_PAGE = 20
# Of a full page of results, a kilobyte and a half that nobody sees.
INDENTATION = re.compile(rb"\n\s+")


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
        return _catching_up(request, error, {"form": form, "query": form.text})
    screen = Screen(request.GET, form, answer, vocabulary)
    recording.record(request, form, answer)
    context = {"form": form, "answer": answer, "page": page, "screen": screen}
    template = "partials/update" if _wants_part(request) else "results"
    response = render(request, f"search/{template}.html", context)
    response.content = INDENTATION.sub(b"\n", response.content)
    return _for_reader(request, response)


@require_safe
def search_suggestions(request):
    """Offer, as JSON, what continues the words typed so far; see `suggestions`."""
    try:
        offer = suggestions.offer(request.GET.get("q", ""), request.user)
        response = JsonResponse(offer)
    except EngineError as error:
        logger.warning("Nothing could be suggested: %s", error)
        response = JsonResponse(suggestions.NOTHING, status=503)
        response["Retry-After"] = str(RETRY_AFTER)
    return _for_reader(request, response)


@require_safe
def search_pages(request, pk: int):
    """Show all pages of a document that answer the words, the best first."""
    documents = Document.objects.visible_to(request.user).select_related(
        "unit__government", "current_version"
    )
    document = get_object_or_404(documents, pk=pk)
    text = request.GET.get("q", "").replace("\0", " ")
    number = _page_number(request.GET.get("page", ""))
    try:
        total, page = _find_pages(document, text, request.user, number)
    except EngineError as error:
        return _catching_up(request, error, {"query": text})
    next_page = urlencode({"q": text, "page": page.number + 1})
    context = {
        "document": document,
        "text": text,
        "sought": parse(text).words_to_light(),
        "total": total,
        "page": page,
        "rest": total - page.end_index(),
        "next_url": f"{request.path}?{next_page}",
    }
    template = "partials/more_pages" if _wants_part(request) else "pages"
    return _for_reader(request, render(request, f"search/{template}.html", context))


@require_safe
def search_help(request):
    """Explain the query language by examples that can be tried."""
    return render(request, "search/help.html", {"examples": EXAMPLES})


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


def _page_number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() else 1


def _find_pages(document, text: str, user, number: int) -> tuple[int, Page]:
    """Return how many pages answer, and a page of them; behind the last, the last."""
    offset = (min(number, FAR * FAR) - 1) * PAGES_PER_PAGE
    total, found = finding.find_pages(document, text, user, offset, PAGES_PER_PAGE)
    paginator = Paginator(range(total), PAGES_PER_PAGE)
    page = paginator.get_page(number)
    if page.number < number and total:
        offset = (page.number - 1) * PAGES_PER_PAGE
        total, found = finding.find_pages(document, text, user, offset, PAGES_PER_PAGE)
    page.object_list = found
    return total, page


def _wants_part(request) -> bool:
    """Tell whether the script of the page asks, which puts the answer in its place."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def _catching_up(request, error: EngineError, context: dict) -> HttpResponse:
    """Say that there is no answer to be had now, and that nothing is lost."""
    logger.warning("A search could not be answered: %s", error)
    template = "partials/catching_up" if _wants_part(request) else "catching_up"
    response = render(request, f"search/{template}.html", context, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return _for_reader(request, response)


def _for_reader(request, response: HttpResponse) -> HttpResponse:
    # Results are of no use to other search engines, and may be of one reader only.
    response["X-Robots-Tag"] = "noindex"
    # A part of a page must never be shown for the page.
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    if access.is_staff_member(request.user):
        patch_cache_control(response, private=True, no_store=True)
    return response
