"""Keeping a search: saved searches, the way out of their mails, exports."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from knowledge import access
from search import exports, facets, letters
from search.engines import EngineError
from search.export_formats import FORMATS
from search.models import SavedSearch, new_feed_key
from search.saved import (
    asked,
    description,
    feed_url,
    parameters_of,
    proposed_name,
    read,
    search_url,
)
from search.saving import MOST_SAVED, SavedSearchForm

logger = logging.getLogger(__name__)

RETRY_AFTER = 30  # seconds


@require_safe
@never_cache
@login_required
def saved_searches(request):
    """List what the reader has saved."""
    vocabulary = facets.Vocabulary()
    entries = []
    for saved in request.user.saved_searches.all():
        form = read(saved, vocabulary)
        parts = description(form)
        entries.append(
            {
                "saved": saved,
                # Said once where the name was left as it was proposed.
                "description": [] if proposed_name(parts) == saved.name else parts,
                "lost": form.hints,
                "url": search_url(saved.parameters),
                "feed_url": feed_url(saved),
            }
        )
    context = {"entries": entries, "most": MOST_SAVED}
    return render(request, "search/saved_searches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def saved_search_new(request):
    """Save the search that the address asks for."""
    search = asked(request)
    saved = SavedSearch(
        user=request.user,
        parameters=parameters_of(search),
        language=get_language(),
    )
    parts = description(search)
    form = SavedSearchForm(
        request.POST if request.method == "POST" else None,
        instance=saved,
        initial={"name": proposed_name(parts)},
    )
    if request.method == "POST" and form.is_valid() and form.save():
        messages.success(request, _("Saved: %(name)s") % {"name": saved.name})
        return redirect("saved_searches")
    context = {
        "form": form,
        "description": parts,
        "hints": search.hints,
        "url": search_url(saved.parameters),
    }
    return render(request, "search/saved_search_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def saved_search(request, pk: int):
    """Change a saved search: name, mail, feed address."""
    saved = get_object_or_404(request.user.saved_searches, pk=pk)
    name = saved.name
    form = SavedSearchForm(
        request.POST if request.method == "POST" else None, instance=saved
    )
    if request.method == "POST" and form.is_valid() and form.save():
        messages.success(request, _("The changes are saved."))
        return redirect("saved_searches")
    context = {
        "form": form,
        "saved": saved,
        "name": name,
        "description": description(read(saved)),
        "url": search_url(saved.parameters),
        "feed_url": request.build_absolute_uri(feed_url(saved)),
    }
    return render(request, "search/saved_search.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def saved_search_delete(request, pk: int):
    """Delete a saved search after asking once more."""
    saved = get_object_or_404(request.user.saved_searches, pk=pk)
    if request.method == "POST":
        saved.delete()
        messages.success(request, _("Deleted: %(name)s") % {"name": saved.name})
        return redirect("saved_searches")
    return render(request, "search/saved_search_delete.html", {"saved": saved})


@require_POST
@login_required
def saved_search_feed_key(request, pk: int):
    """Give the feed another secret address; the old one is dead at once."""
    saved = get_object_or_404(request.user.saved_searches, pk=pk)
    saved.feed_key = new_feed_key()
    saved.save(update_fields=["feed_key"])
    messages.success(
        request,
        _("The feed has a new address. Enter it in your feed reader; the old is dead."),
    )
    return redirect("saved_search", pk=saved.pk)


# Mail programs post here by themselves (RFC 8058) and have no cookie of ours. A GET
# only asks: programs that scan mail for bad links follow every one of them.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def alert_unsubscribe(request, token: str):
    """Stop the mails about a saved search, without signing in."""
    try:
        saved = letters.of_unsubscribe_token(token)
    except BadSignature as error:
        raise Http404 from error
    if request.method == "POST" and saved:
        letters.unsubscribe(saved)
    context = {"saved": saved, "is_done": request.method == "POST" or not saved}
    return render(request, "search/alert_unsubscribe.html", context)


@require_safe
def search_export(request, name: str):
    """Give the results away as a file, which is written while it is sent."""
    if name not in FORMATS:
        raise Http404
    form = asked(request)
    try:
        export = exports.export(form.query(1), request.user, FORMATS[name])
    except EngineError as error:
        logger.warning("An export could not be begun: %s", error)
        context = {"query": form.text}
        response = render(request, "search/catching_up.html", context, status=503)
        response["Retry-After"] = str(RETRY_AFTER)
    else:
        response = StreamingHttpResponse(
            export.content, content_type=export.format.content_type
        )
        response["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=export.file_name
        )
    response["X-Robots-Tag"] = "noindex"
    if access.is_staff_member(request.user):
        patch_cache_control(response, private=True, no_store=True)
    return response
