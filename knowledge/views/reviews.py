"""The report of lessons that somebody should look at again."""

import datetime

import django_filters
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from knowledge import citing
from knowledge.formulas import WITHOUT_FORMULAS
from knowledge.models import DeliveryUnit, Lesson

# So long before its date a lesson is listed.
SOON = datetime.timedelta(days=60)


class ReviewsFilterSet(WagtailFilterSet):
    unit = django_filters.ModelChoiceFilter(
        queryset=DeliveryUnit.objects.all(), label=gettext_lazy("Delivery unit")
    )

    class Meta:
        model = Lesson
        fields = ["unit"]


class ReviewsReport(ReportView):
    """Live lessons whose date of review has come or comes soon."""

    model = Lesson
    page_title = gettext_lazy("Lessons to review")
    header_icon = "calendar-check"
    index_url_name = "lesson_reviews"
    index_results_url_name = "lesson_reviews_results"
    filterset_class = ReviewsFilterSet
    default_ordering = "review_on"
    export_filename = "lessons-to-review"
    list_export = ["title", "unit", "review_on", "contact"]
    custom_field_preprocess = dict.fromkeys(
        ("title", "unit", "contact"), WITHOUT_FORMULAS
    )

    def dispatch(self, request, *args, **kwargs):
        if not citing.may_cite(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        lessons = Lesson.objects.visible_to(self.request.user)
        due = lessons.filter(review_on__lte=timezone.localdate() + SOON)
        return due.select_related("unit")

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "title",
                label=_("Lesson"),
                sort_key="title",
                get_url=lambda lesson: reverse(
                    "wagtailadmin_pages:edit", args=[lesson.pk]
                ),
            ),
            Column("unit", label=_("Unit"), accessor="unit.label"),
            DateColumn("review_on", label=_("Review"), sort_key="review_on"),
            Column("due", label=_("Due"), accessor=_due),
            Column("contact", label=_("Contact")),
        ]


def _due(lesson) -> str:
    return _("Overdue") if lesson.is_due_for_review else _("Soon")
