"""Addresses of what readers do with a lesson: take it away, use it, comment on it."""

from django.urls import path

from knowledge.views import lesson_comments, lesson_sheets, lesson_uses

urlpatterns = [
    # On paper and in citations, so that it is short and never changes.
    path("l/<int:number>/", lesson_sheets.lesson_short, name="lesson_short"),
    path("l/<int:number>/code.svg", lesson_sheets.lesson_code, name="lesson_code"),
    path("lesson-print/<int:pk>/", lesson_sheets.lesson_print, name="lesson_print"),
    path(
        "lesson-citation/<int:pk>/<str:name>/",
        lesson_sheets.lesson_citation,
        name="lesson_citation",
    ),
    path(
        "lesson-uses/<int:pk>/new/", lesson_uses.lesson_use_new, name="lesson_use_new"
    ),
    path(
        "lesson-uses/<int:pk>/change/",
        lesson_uses.lesson_use_change,
        name="lesson_use_change",
    ),
    path(
        "lesson-uses/<int:pk>/decide/",
        lesson_uses.lesson_use_decide,
        name="lesson_use_decide",
    ),
    path(
        "lesson-comments/<int:pk>/new/",
        lesson_comments.lesson_comment_new,
        name="lesson_comment_new",
    ),
    path(
        "lesson-comments/<int:pk>/change/",
        lesson_comments.lesson_comment_change,
        name="lesson_comment_change",
    ),
    path(
        "lesson-comments/<int:pk>/remove/",
        lesson_comments.lesson_comment_remove,
        name="lesson_comment_remove",
    ),
]
