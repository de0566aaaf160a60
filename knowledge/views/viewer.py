"""Shows a PDF file as it looks, with PDF.js, at a page and with words lit.

The page and the words are behind the ``#`` of the address (``#page=3&search=posts``),
which the browser keeps to itself; ``?page=3`` is for readers without JavaScript.
"""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from knowledge import access
from knowledge.models import DocumentVersion
from knowledge.references import place_reference
from knowledge.templatetags.localized import digits

# Sizes that can be chosen, in percent, beside those that fit the window.
ZOOMS = (50, 75, 100, 125, 150, 200, 300)


@require_safe
def document_viewer(request, pk: int, number: int) -> HttpResponse:
    """Show the viewer for a version that is a PDF file; lead to its text otherwise."""
    version = get_object_or_404(
        DocumentVersion.objects.visible_to(request.user).select_related(
            "document__unit__government"
        ),
        document_id=pk,
        number=number,
    )
    if not version.is_pdf:
        return redirect(version)
    last_page = version.page_count
    page_number = _page_asked_for(request, last_page)
    has_text = version.pages.exists()
    pattern = _reference_pattern(version, has_text)
    context = {
        "document": version.document,
        "version": version,
        "last_page": last_page,
        "page_number": page_number,
        "has_text": has_text,
        "reference_pattern": pattern,
        "reference": _fill(pattern, page_number).rpartition(" ")[::2],
        "zooms": ZOOMS,
    }
    response = render(request, "knowledge/viewer.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    if not access.may_see(None, version.document):
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _page_asked_for(request, last_page: int | None) -> int:
    asked = request.GET.get("page", "")
    if not (asked.isascii() and asked.isdigit()):
        return 1
    return min(max(int(asked[:9]), 1), last_page or 1)


def _fill(pattern: str, number: int) -> str:
    written = pattern.replace("{number}", digits(number))
    return written.replace("{page}", str(number))


def _reference_pattern(version: DocumentVersion, has_text: bool) -> str:
    """Return how pages are referred to: {number} as readers write it, {page} plain.

    The address is that of the page's text, which needs no JavaScript; a file whose
    text could not be read has no such address, and the viewer's stands in.
    """
    args = [version.document_id, version.number]
    if has_text:
        address = reverse("document_page", args=[*args, 0]).removesuffix("0/")
        address += "{page}/"
    else:
        address = reverse("document_viewer", args=args) + "#page={page}"
    site = settings.SITE_URL.rstrip("/")
    return f"{place_reference(version, '{number}')} {site}{address}"
