"""Reports of what is searched for, for those who keep the archive."""

import django_filters
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from knowledge.formulas import WITHOUT_FORMULAS
from knowledge.templatetags.localized import digits
from search.models import SearchCount, WantedDocument


class SearchesFilterSet(WagtailFilterSet):
    day = django_filters.DateFromToRangeFilter(
        widget=DateRangePickerWidget, label=_("Days")
    )
    language = django_filters.ChoiceFilter(
        choices=settings.LANGUAGES, label=_("Language of the page")
    )

    class Meta:
        model = SearchCount
        fields = ["day", "language"]


class TextColumn(Column):
    """A text that was searched for, as a link to that search."""

    cell_template_name = "search_admin/text_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        query = urlencode({"q": instance["text"]})
        context["url"] = f"{reverse('search')}?{query}"
        return context


class DigitsColumn(Column):
    """A number or day with the digits of the page's language."""

    def get_value(self, instance):
        return digits(super().get_value(instance))


class WantedColumn(Column):
    """What staff decided about a search in vain, or the way to decide."""

    cell_template_name = "search_admin/wanted_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        wanted = instance["wanted"]
        user = parent_context["request"].user
        if wanted and user.has_perm("search.change_wanteddocument"):
            context["url"] = reverse("wanteddocument:edit", args=[wanted.pk])
        elif not wanted and user.has_perm("search.add_wanteddocument"):
            query = urlencode({"text": instance["text"]})
            context["url"] = f"{reverse('wanteddocument:add')}?{query}"
        return context


class SearchesReport(ReportView):
    """What is searched for most."""

    model = SearchCount
    any_permission_required = ["view"]
    page_title = _("Frequent searches")
    header_icon = "search"
    results_template_name = "search_admin/searches_results.html"
    index_url_name = "search_reports:frequent"
    index_results_url_name = "search_reports:frequent_results"
    filterset_class = SearchesFilterSet
    is_searchable = True
    search_fields = ["text"]
    default_ordering = "-searched"
    columns = [
        TextColumn("text", label=_("Searched for"), sort_key="text"),
        DigitsColumn("searched", label=_("Times"), sort_key="searched"),
        DigitsColumn("last_day", label=_("Last"), sort_key="last_day"),
    ]
    list_export = ["text", "searched", "last_day"]
    export_filename = "frequent-searches"
    export_headings = {
        "text": _("Searched for"),
        "searched": _("Times"),
        "fruitless": _("In vain"),
        "last_day": _("Last"),
        "state": _("State"),
        "note": _("Note"),
    }
    custom_field_preprocess = dict.fromkeys(("text", "note"), WITHOUT_FORMULAS)

    def get_base_queryset(self):
        return SearchCount.objects.by_text()

    def order_queryset(self, queryset):
        return super().order_queryset(queryset).order_by(self.ordering, "text")


class FruitlessSearchesReport(SearchesReport):
    """What is searched for in vain, and what of it the archive should get."""

    page_title = _("Searches in vain")
    header_icon = "warning"
    index_url_name = "search_reports:fruitless"
    index_results_url_name = "search_reports:fruitless_results"
    default_ordering = "-fruitless"
    columns = [
        TextColumn("text", label=_("Searched for"), sort_key="text"),
        DigitsColumn("fruitless", label=_("In vain"), sort_key="fruitless"),
        DigitsColumn("last_day", label=_("Last"), sort_key="last_day"),
        WantedColumn("state", label=_("Document wanted")),
    ]
    list_export = ["text", "fruitless", "last_day", "state", "note"]
    export_filename = "searches-in-vain"

    def get_base_queryset(self):
        return super().get_base_queryset().filter(times_in_vain__gt=0)

    def decorate_paginated_queryset(self, object_list):
        rows = list(object_list)
        found = WantedDocument.objects.in_bulk(
            [row["text"] for row in rows], field_name="text"
        )
        for row in rows:
            wanted = row["wanted"] = found.get(row["text"])
            row["state"] = wanted.get_state_display() if wanted else ""
            row["note"] = wanted.note if wanted else ""
        return rows
