"""The page of a document: its text to read, its facts, its versions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from knowledge import access, ingest, page_text
from knowledge.models import (
    Administration,
    Document,
    DocumentPage,
    DocumentVersion,
    Lesson,
    Stocktake,
    UnitProfile,
)
from knowledge.references import page_reference

# How many pages around the present one are listed; the others are a number away.
LISTED = 60
FOUND_PER_PAGE = 20
# Longer quotes are lit in the PDF by their beginning, so that addresses stay short.
MAX_PHRASE = 300


@require_safe
def document_detail(request, pk: int) -> HttpResponse:
    """Show a document: the first page of its current version."""
    document = _document_or_404(request.user, pk)
    return _show(request, document, document.current_version, page_number=None)


@require_safe
def document_version(request, pk: int, number: int) -> HttpResponse:
    document = _document_or_404(request.user, pk)
    return _show(request, document, _version(document, number), page_number=None)


@require_safe
def document_page(request, pk: int, number: int, page: int) -> HttpResponse:
    document = _document_or_404(request.user, pk)
    return _show(request, document, _version(document, number), page_number=page)


@require_safe
def reading_status(request, pk: int, number: int) -> JsonResponse:
    """Tell a page that waits how far the reading of a version has come."""
    version = _version(_document_or_404(request.user, pk), number)
    response = JsonResponse(
        {
            "status": version.status,
            "label": version.get_status_display(),
            "message": version.status_message,
            "waiting": version.is_being_read,
        }
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def retry(request, pk: int, number: int) -> HttpResponse:
    """Queue a version again whose text could not be read."""
    document = _document_or_404(request.user, pk)
    version = _version(document, number)
    if not request.user.may_correct(document):
        raise PermissionDenied
    if ingest.retry(version):
        messages.success(request, _("The file is queued to be read again."))
    else:
        messages.info(request, _("The file is being read already."))
    return redirect(version)


def _document_or_404(user, pk: int) -> Document:
    documents = Document.objects.visible_to(user).select_related(
        "unit__government", "sector", "current_version"
    )
    return get_object_or_404(documents, pk=pk)


def _version(document: Document, number: int) -> DocumentVersion:
    version = get_object_or_404(document.versions, number=number)
    version.document = document
    return version


def _show(
    request,
    document: Document,
    version: DocumentVersion | None,
    page_number: int | None,
) -> HttpResponse:
    user = request.user
    jump = request.GET.get("page", "")
    if version and jump.isascii() and jump.isdigit() and page_number is None:
        return _jump(request, version, int(jump[:9]))
    context = {
        "document": document,
        "version": version,
        "versions": document.versions.all(),
        "is_public": access.may_see(None, document),
        "is_member": access.is_staff_member(user),
        "may_correct": user.is_authenticated and user.may_correct(document),
        **_place(document, user),
    }
    if version:
        context |= _reader(request, version, page_number)
    response = render(request, "knowledge/document.html", context)
    if not context["is_public"]:
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _jump(request, version: DocumentVersion, number: int) -> HttpResponse:
    """Lead to the page whose number was typed, or to the nearest there is."""
    last = version.pages.count()
    if not last:
        return redirect(version)
    page = DocumentPage(version=version, number=min(max(number, 1), last))
    words = request.GET.get("find", "")
    query = f"?{urlencode({'find': words})}" if words else ""
    return redirect(page.get_absolute_url() + query)


def _place(document: Document, user) -> dict:
    """Where the document belongs, as far as the user may see that."""
    unit = document.unit
    restrictions = access.view_restrictions()

    def visible(model):
        return access.visible_to(model.objects.all(), user, restrictions)

    administration = None
    if unit and document.date:
        administration = Administration.objects.in_office(
            unit.government, document.date
        ).last()
    return {
        "administration": administration,
        "departments": document.departments.all(),
        "tags": document.tags.all(),
        "stocktake": visible(Stocktake).filter(pk=document.stocktake_id).first()
        if document.stocktake_id
        else None,
        "unit_profile": visible(UnitProfile).filter(unit=unit).first()
        if unit
        else None,
        "lessons": visible(Lesson)
        .proved_by(Document.objects.filter(pk=document.pk))
        .order_by("title"),
    }


def _reader(request, version: DocumentVersion, page_number: int | None) -> dict:
    """The page to read with its neighbours, or what was looked for in the document."""
    wanted = page_number or 1
    listed = version.pages.filter(
        number__gte=wanted - LISTED, number__lte=wanted + LISTED
    ).only("version_id", "number", "title", "label")
    pages = {page.number: page for page in listed}
    for page in pages.values():
        page.version = version
    if page_number is not None and page_number not in pages:
        raise Http404
    find = request.GET.get("find", "").strip()
    context = {
        "pages": pages.values(),
        "last_page": version.pages.count(),
        "previous_page": pages.get(wanted - 1),
        "next_page": pages.get(wanted + 1),
        "find": find,
        "find_query": urlencode({"find": find}) if find else "",
    }
    if find and page_number is None:
        context |= _find(request, version, find)
    if wanted in pages:
        context |= _lit_page(request, pages[wanted], find)
        context["reference"] = page_reference(version, wanted).rpartition(" ")[::2]
    if version.is_pdf:
        words = _words_for_the_viewer(request, context)
        context["viewer_url"] = version.get_viewer_url(page_number, words)
    return context


def _words_for_the_viewer(request, context: dict) -> str:
    """What is lit in the text is lit in the PDF, too; a quote goes as a phrase."""
    quote = request.GET.get("quote", "").replace('"', " ").strip()
    if quote and not context.get("quote_is_missing", True):
        return f'"{quote[:MAX_PHRASE]}"'
    return " ".join(page_text.words_of(context["find"] or request.GET.get("q", "")))


def _lit_page(request, page: DocumentPage, find: str) -> dict:
    page = DocumentPage.objects.select_related("version").get(pk=page.pk)
    text = page.full_text
    quote = request.GET.get("quote", "")[:5000]
    found = page_text.light_quote(text, quote)
    lights = page_text.combine(
        page_text.combine(
            found,
            page_text.light_words(text, page_text.words_of(find), anywhere=True),
        ),
        page_text.light_words(text, page_text.words_of(request.GET.get("q", ""))),
    )
    # The title of a slide is mostly its first line too: it is shown once.
    title, start = page.title, 0
    if title and page.text.startswith(f"{title}\n"):
        start = len(title) + 1
        title = page_text.blocks(title, lights)[0].html
    return {
        "page": page,
        "title": title,
        "blocks": page_text.blocks(page.text[start:], lights, offset=start),
        "notes": page_text.blocks(page.notes, lights, offset=len(page.text) + 2),
        "quote_is_missing": bool(quote.strip()) and not found,
    }


def _find(request, version: DocumentVersion, find: str) -> dict:
    words = page_text.words_of(find)
    pages = version.pages.all() if words else version.pages.none()
    for word in words:
        forms = page_text.forms_of(word)
        in_text = Q()
        for form in forms:
            in_text |= Q(text__icontains=form) | Q(notes__icontains=form)
        pages = pages.filter(in_text)
    found = Paginator(pages.order_by("number"), FOUND_PER_PAGE).get_page(
        request.GET.get("part")
    )
    for page in found:
        page.version = version
        text = page.full_text
        page.snippet = page_text.snippet(
            text, page_text.light_words(text, words, anywhere=True)
        )
    count = found.paginator.count
    return {
        "found": found,
        "found_message": ngettext(
            "%(count)d page has these words.",
            "%(count)d pages have these words.",
            count,
        )
        % {"count": count},
    }
