"""Addresses of the steps of a lesson and of their history."""

from django.urls import path

from knowledge.views import lesson_history, lesson_steps

urlpatterns = [
    path("lesson-steps/<int:pk>/", lesson_steps.lesson_steps, name="lesson_steps"),
    path("lesson-actions/<int:pk>/", lesson_steps.lesson_action, name="lesson_action"),
    path(
        "lesson-history/<int:pk>/",
        lesson_history.lesson_history,
        name="lesson_history",
    ),
]
