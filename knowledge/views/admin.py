"""Screens of Wagtail's admin that the archive has its own form of."""

import django_filters
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit.models import Tag
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports.locked_pages import LockedPagesView
from wagtail.documents.views import documents as wagtail_documents

from knowledge.access import Access
from knowledge.models import (
    CurriculumLink,
    DeliveryUnit,
    Document,
    DocumentKind,
    LearningEvent,
    Lesson,
    Observation,
)
from knowledge.models.documents import ReadingStatus
from knowledge.permissions import pages_to_handle

TAGS_SUGGESTED = 10


class DocumentFilterSet(WagtailFilterSet):
    """Filters by what the archive says of a document.

    Wagtail's own also offers the tags of all documents, also of those that the user
    may not see.
    """

    kind = django_filters.ChoiceFilter(
        choices=DocumentKind.choices, label=gettext_lazy("Kind")
    )
    unit = django_filters.ModelChoiceFilter(
        queryset=DeliveryUnit.objects.all(), label=gettext_lazy("Delivery unit")
    )
    access = django_filters.ChoiceFilter(
        choices=Access.choices, label=gettext_lazy("Access")
    )
    status = django_filters.ChoiceFilter(
        field_name="current_version__status",
        choices=ReadingStatus.choices,
        label=gettext_lazy("Text"),
    )
    date = django_filters.DateFromToRangeFilter(
        widget=DateRangePickerWidget, label=gettext_lazy("Date")
    )

    class Meta:
        model = Document
        fields = ["kind", "unit", "access", "status", "date"]


class DocumentIndexView(wagtail_documents.IndexView):
    """Lists the documents with what the archive says of them."""

    default_ordering = "-created_at"
    filterset_class = DocumentFilterSet

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("unit", "current_version")

    def search_queryset(self, queryset):
        # The admin's search filters by indexed fields, of which the number is one.
        found = self.model.objects.filter(pk__in=queryset.order_by().values("pk"))
        return super().search_queryset(found) if self.is_searching else queryset

    def get_filterset_kwargs(self):
        kwargs = super().get_filterset_kwargs()
        del kwargs["is_searching"]
        return kwargs

    @cached_property
    def columns(self):
        return [
            wagtail_documents.BulkActionsColumn("bulk_actions"),
            TitleColumn(
                "title",
                label=_("Title"),
                sort_key="title",
                get_url=self.get_edit_url,
                get_title_id=lambda document: f"document_{document.pk}_title",
            ),
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("unit", label=_("Unit"), accessor="unit.label"),
            Column(
                "date",
                label=_("Date"),
                accessor="date",
                sort_key=None if self.is_searching else "date",
            ),
            Column("access", label=_("Access"), accessor="get_access_display"),
            Column(
                "status",
                label=_("Text"),
                accessor="current_version.get_status_display",
            ),
            DateColumn("created_at", label=_("Archived"), sort_key="created_at"),
        ]


class DocumentDeleteView(wagtail_documents.DeleteView):
    """Deletes a document, if the user is an administrator and nothing quotes it."""

    def dispatch(self, request, *args, **kwargs):
        refusal = why_not_to_delete(request.user, [self.object])
        if refusal:
            messages.error(request, refusal)
            return redirect("wagtaildocs:edit", self.object.pk)
        return super().dispatch(request, *args, **kwargs)


class LockedPagesReport(LockedPagesView):
    """Wagtail's report also lists what the user locked and may not see any more."""

    def get_queryset(self):
        return pages_to_handle(super().get_queryset(), self.request.user)


def why_not_to_delete(user, documents) -> str:
    """Say why ``user`` cannot delete all these documents, or return an empty string."""
    if not user.is_superuser:
        return _("Only administrators may delete what was archived.")
    quoting = Lesson.objects.filter(
        evidence__version__document__in=documents
    ).distinct()
    if quoting:
        return _(
            "Lessons quote it, so it cannot be deleted: %(lessons)s. Remove the "
            "evidence from them first."
        ) % {"lessons": ", ".join(f"“{lesson.title}”" for lesson in quoting)}
    if Observation.objects.filter(version__document__in=documents).exists():
        return _("Observations were made on its pages, so it cannot be deleted.")
    return ""


def why_pages_stay(pages) -> str:
    """Say why these pages cannot be deleted, or return an empty string."""
    if Document.objects.filter(stocktake__in=[page.pk for page in pages]).exists():
        return _(
            "Documents belong to this stocktake, so it cannot be deleted. Move them "
            "to another one first."
        )
    numbers = [page.pk for page in pages]
    if (
        Observation.objects.filter(stocktake__in=numbers).exists()
        or LearningEvent.objects.filter(stocktake__in=numbers).exists()
    ):
        return _(
            "Learning events or observations belong to this stocktake, so it cannot be "
            "deleted."
        )
    below = Q()
    for page in pages:
        below |= Q(outcome__module__path__startswith=page.path)
    if pages and CurriculumLink.objects.filter(below).exists():
        return _(
            "Lessons are linked to its learning outcomes, so it cannot be deleted. "
            "Remove these links first."
        )
    return _why_lessons_stay(pages)


def _why_lessons_stay(pages) -> str:
    """Say which of the lessons at or below ``pages`` have a record to be kept."""
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path)
    kept = Lesson.objects.filter(below).filter(
        Q(steps__isnull=False) | Q(validations__isnull=False) | Q(uses__isnull=False)
    )
    titles = [f"“{lesson.title}”" for lesson in kept.distinct()]
    if not titles:
        return ""
    return _(
        "What was decided, said or done about it would be lost, so it cannot be "
        "deleted: %(lessons)s. Withdraw it from its readers, or retire it, instead."
    ) % {"lessons": ", ".join(titles)}


def suggest_tags(request, **kwargs):
    """Suggest the tags of the documents and lessons that the user may see."""
    term = request.GET.get("term", "").strip()
    if not term:
        return JsonResponse([], safe=False)
    tags = Tag.objects.filter(name__istartswith=term)
    documents = Document.objects.visible_to(request.user)
    lessons = Lesson.objects.visible_to(request.user)
    of_documents = tags.filter(tagged_documents__in=documents)
    of_lessons = tags.filter(knowledge_lessontag_items__content_object__in=lessons)
    names = of_documents.values("name").union(of_lessons.values("name"))
    return JsonResponse(
        sorted(row["name"] for row in names)[:TAGS_SUGGESTED], safe=False
    )
