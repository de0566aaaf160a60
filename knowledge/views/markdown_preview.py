"""What a Markdown text of the admin will look like."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from knowledge.markdown import render
from knowledge.markdown_widget import MAX_LENGTH


@require_POST
def markdown_preview(request):
    """Answer with the text as HTML, as the site will show it."""
    text = request.POST.get("text", "")
    if len(text) > MAX_LENGTH:
        error = _(
            "This text is too long for a preview: it has %(length)d characters, and "
            "%(limit)d are shown. Divide it."
        ) % {"length": len(text), "limit": MAX_LENGTH}
        return JsonResponse({"error": error}, status=413)
    return JsonResponse({"html": render(text)})
