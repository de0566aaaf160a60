"""A lesson as it was submitted and as it was validated, side by side."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from knowledge import lesson_versions
from knowledge.access import Access
from knowledge.models import Lesson


def lesson_texts(request, pk):
    lesson = get_object_or_404(Lesson.objects.visible_to(request.user), pk=pk)
    texts = lesson_versions.texts_for(lesson, request.user)
    if texts is None:
        raise Http404
    before, after = texts.lessons()
    response = render(
        request,
        "knowledge/lesson_texts.html",
        {
            "lesson": lesson,
            "texts": texts,
            "before": before,
            "after": after,
            "parts": lesson_versions.compared(before, after),
        },
    )
    if lesson.access != Access.PUBLIC or not texts.is_public:
        response["Cache-Control"] = "private, no-store"
    return response
