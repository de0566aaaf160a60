"""Citing: from words on a page to evidence of a lesson."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from knowledge import citing
from knowledge.forms.evidence import CiteForm
from knowledge.models import DocumentPage, DocumentVersion
from knowledge.models.evidence import quote_address

# The lesson that pages are searched for, in the session.
CITE_FOR = "cite-for"


@login_required
@require_safe
def find_evidence(request, pk: int) -> HttpResponse:
    """Lead from a lesson to the search; what is cited then is offered for it first."""
    lesson = get_object_or_404(citing.lessons_to_edit(request.user), pk=pk)
    request.session[CITE_FOR] = lesson.pk
    messages.info(
        request,
        _("Open a page, select its words and cite them: the lesson is chosen already."),
    )
    return redirect("search")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cite(request, pk: int, number: int, page: int) -> HttpResponse:
    """Take a quote from a page, and add it to the draft of a lesson."""
    version = get_object_or_404(
        DocumentVersion.objects.visible_to(request.user).select_related("document"),
        document_id=pk,
        number=number,
    )
    cited_page = get_object_or_404(version.pages, number=page)
    cited_page.version = version
    if not citing.may_cite(request.user):
        raise PermissionDenied
    is_to_cite = request.method == "POST" and "find" not in request.POST
    words = request.POST.get("q", request.GET.get("lesson_words", ""))[:200]
    allowed = citing.lessons_to_edit(request.user)
    chosen = allowed.filter(pk=request.session.get(CITE_FOR)).first()
    form = CiteForm(
        request.POST if is_to_cite else None,
        initial={"lesson": chosen and chosen.pk} | _initial(request),
        lessons=citing.find_lessons(request.user, words),
        allowed=allowed,
        chosen=chosen,
    )
    if is_to_cite and form.is_valid():
        response = _cite(request, form, version, cited_page)
        if response:
            return response
    response = render(
        request,
        "knowledge/evidence_cite.html",
        {
            "form": form,
            "document": version.document,
            "version": version,
            "page": cited_page,
        },
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _initial(request) -> dict[str, str]:
    given = request.POST if request.method == "POST" else request.GET
    names = ("quote", "before", "role", "note", "q", "lesson")
    return {name: given[name] for name in names if name in given}


def _cite(
    request, form: CiteForm, version: DocumentVersion, page: DocumentPage
) -> HttpResponse | None:
    """Add the evidence and lead back to the page; ``None`` if the form has to say."""
    lesson = form.cleaned_data["lesson"]
    quote = form.cleaned_data["quote"]
    try:
        citing.cite(
            lesson=lesson,
            version=version,
            page=page.number,
            quote=quote,
            before=form.cleaned_data["before"],
            role=form.cleaned_data["role"],
            note=form.cleaned_data["note"],
            user=request.user,
        )
    except citing.QuoteNotFound as error:
        form.add_error("quote", error.fault.message)
        return None
    except citing.CitedAlready:
        form.add_error("lesson", _("This lesson has the quote as evidence already."))
        return None
    messages.success(
        request,
        format_html(
            '{} <a href="{}">{}</a>',
            _("The quote is in the draft of “%(title)s”.")
            % {"title": lesson.draft_title},
            reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
            _("Open the draft"),
        ),
    )
    return redirect(quote_address(version, page.number, quote))
