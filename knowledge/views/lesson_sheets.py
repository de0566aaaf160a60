"""A lesson to take away: on paper, as a citation, by its short address."""

import io

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from knowledge import citation
from knowledge.models import Lesson


@never_cache
@require_safe
def lesson_short(request: HttpRequest, number: int) -> HttpResponse:
    """Lead from a lesson's number to its page.

    A lesson that the reader may not see and one that does not exist answer alike: the
    page's own address would tell the title.
    """
    lessons = Lesson.objects.visible_to(request.user)
    return redirect(get_object_or_404(lessons, id=number).url)


@require_safe
def lesson_code(request: HttpRequest, number: int) -> HttpResponse:
    """Return the picture of a short address, to be scanned; of any number alike."""
    path = reverse("lesson_short", args=[number])
    image = io.BytesIO()
    code = segno.make_qr(citation.absolute(path), error="m")
    code.save(image, kind="svg", border=2, dark="#000", light="#fff", xmldecl=False)
    response = HttpResponse(image.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    return response


@never_cache
@require_safe
def lesson_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a whole lesson as it goes on paper."""
    lesson = _lesson_or_404(request.user, pk)
    response = render(
        request,
        "knowledge/lesson_print.html",
        {"page": lesson, **lesson.get_context(request)},
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
def lesson_citation(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Return the record of a lesson as a file for reference managers."""
    if name not in citation.FORMATS:
        raise Http404
    lesson = _lesson_or_404(request.user, pk)
    format = citation.FORMATS[name]
    response = HttpResponse(
        citation.exported(lesson, format), content_type=format.content_type
    )
    file_name = f"{lesson.identifier}.{format.extension}"
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _lesson_or_404(user, pk: int) -> Lesson:
    lessons = Lesson.objects.visible_to(user).select_related(
        "unit__government", "sector"
    )
    return get_object_or_404(lessons, id=pk)
