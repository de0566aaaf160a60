"""Whether what a document says there is to learn was said before."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from knowledge import access, recurrence
from knowledge.models import Candidate, DocumentVersion

# Each is looked up in the search.
PER_PAGE = 10


@never_cache
@login_required
@require_safe
def said_before(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show staff the telling sentences of a version with the lessons that say them."""
    user = request.user
    if not access.is_staff_member(user):
        raise PermissionDenied
    version = get_object_or_404(
        DocumentVersion.objects.visible_to(user).select_related("document"),
        document_id=pk,
        number=number,
    )
    sentences = version.candidates.exclude(state=Candidate.State.REJECTED)
    items = Paginator(sentences.order_by("page", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    for sentence in items:
        sentence.said_before = recurrence.said_before(sentence.text, user)
    return render(
        request, "knowledge/said_before.html", {"items": items, "version": version}
    )
