"""The history of a lesson, for its readers."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from knowledge import access, learning
from knowledge.access import Access
from knowledge.lesson_history import entries
from knowledge.models import Lesson
from knowledge.models.records import PER_PAGE


def lesson_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a lesson came about and what became of it, the newest first."""
    user = request.user
    lesson = get_object_or_404(Lesson, pk=pk)
    access.require(user, lesson)
    response = render(
        request,
        "knowledge/lesson_history.html",
        {
            "lesson": lesson,
            "items": Paginator(entries(lesson, user), PER_PAGE).get_page(
                request.GET.get("page")
            ),
            "may_take_steps": learning.may_take_steps(user)
            and access.may_handle(user, lesson),
        },
    )
    if lesson.access != Access.PUBLIC or access.is_staff_member(user):
        response["Cache-Control"] = "private, no-store"
    return response
