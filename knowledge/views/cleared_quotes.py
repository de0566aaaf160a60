"""The public page of a quote that was released, and the request for its document.

Nothing here tells more of the document than whoever released the quote wrote.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from knowledge import clearing
from knowledge.forms.clearing import RequestForm
from knowledge.models import ClearedQuote
from knowledge.models.evidence import quote_address


@require_safe
def cleared_quote(request, key) -> HttpResponse:
    """Show what was released: the quote, of what, by whom, when, and its hash."""
    cleared = _active_or_404(key)
    return render(
        request,
        "knowledge/evidence_cleared.html",
        {"cleared": cleared, "source_url": _source_url(request.user, cleared)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def request_document(request, key) -> HttpResponse:
    """Take a request for the document that a released quote is from."""
    cleared = _active_or_404(key)
    form = RequestForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        asked = form.save(commit=False)
        asked.cleared_quote = cleared
        asked.language = get_language()
        asked.sender = clearing.sender_of(request)
        try:
            clearing.ask_for_document(asked)
        except clearing.TooManyRequests:
            status = 429
            form.add_error(
                None,
                _("You have asked for several documents. Try again in an hour."),
            )
        else:
            messages.success(
                request,
                _(
                    "Your request is with the unit that holds the document. The answer "
                    "comes by e-mail."
                ),
            )
            return redirect(cleared)
    return render(
        request,
        "knowledge/evidence_request.html",
        {"cleared": cleared, "form": form},
        status=status,
    )


def _active_or_404(key) -> ClearedQuote:
    return get_object_or_404(ClearedQuote.objects.active(), key=key)


def _source_url(user, cleared: ClearedQuote) -> str:
    """Return where the quote stands, for those who may see the document."""
    if not cleared.version.document.is_visible_to(user):
        return ""
    return quote_address(cleared.version, cleared.page, cleared.quote)
