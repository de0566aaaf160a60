"""Addresses of reviews."""

from django.urls import path
from django.views.generic import TemplateView

from knowledge.views import validation

urlpatterns = [
    path("reviews/<str:token>/", validation.review_invited, name="review_invited"),
    path(
        "lesson-reviewers/<int:pk>/",
        validation.lesson_reviewers,
        name="lesson_reviewers",
    ),
    path(
        "lesson-validations/<int:pk>/new/",
        validation.lesson_validate,
        name="lesson_validate",
    ),
    path(
        "lesson-confidence/",
        TemplateView.as_view(template_name="knowledge/confidence_help.html"),
        name="confidence_help",
    ),
]
