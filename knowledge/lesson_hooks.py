"""How the writing of lessons fits into Wagtail's admin."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from knowledge.evidence_hooks import MenuItemOfEditors
from knowledge.views.markdown_preview import markdown_preview
from knowledge.views.reviews import ReviewsReport


# Before Wagtail's own.
@hooks.register("register_admin_urls", order=-1)
def register_urls():
    return [
        path("markdown-preview/", markdown_preview, name="markdown_preview"),
        path("reports/reviews/", ReviewsReport.as_view(), name="lesson_reviews"),
        path(
            "reports/reviews/results/",
            ReviewsReport.as_view(results_only=True),
            name="lesson_reviews_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def add_reviews():
    return MenuItemOfEditors(
        _("Lessons to review"),
        reverse("lesson_reviews"),
        icon_name="calendar-check",
        order=1090,
    )
