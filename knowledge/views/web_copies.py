"""The archived text of a web page, for members of staff.

The public is shown the quote, the address, the date and the hash: the page itself is
its owner's to publish.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from knowledge import page_text
from knowledge.models import WebCopy


@login_required
@require_safe
def web_copy(request, pk: int) -> HttpResponse:
    """Show the copy, with a quote lit."""
    copy = get_object_or_404(WebCopy, pk=pk)
    quote = request.GET.get("quote", "")[:5000]
    lights = page_text.light_quote(copy.text, quote)
    response = render(
        request,
        "knowledge/evidence_web_copy.html",
        {
            "copy": copy,
            "blocks": page_text.blocks(copy.text, lights),
            "quote_is_missing": bool(quote.strip()) and not lights,
        },
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
