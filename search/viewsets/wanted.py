"""The queue of what was searched for in vain and the archive should get."""

import django_filters
from django.db.models import Sum
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from search.models import SearchCount, WantedDocument
from search.models.searches import LONGEST_TEXT
from search.recording import as_counted
from search.reports import DigitsColumn


class WantedDocumentForm(WagtailAdminModelForm):
    """Writes a search as it is counted, so that it is one with its counts."""

    def clean_text(self):
        return as_counted(self.cleaned_data["text"])


class WantedDocumentFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        choices=WantedDocument.State.choices, label=_("State")
    )

    class Meta:
        model = WantedDocument
        fields = ["state"]


class NotesWhoChanged:
    def save_instance(self):
        self.form.instance.changed_by = self.request.user
        return super().save_instance()


class WantedIndexView(generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("changed_by")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = [wanted.text for wanted in context["object_list"]]
        counts = SearchCount.objects.filter(text__in=shown).order_by()
        fruitless = dict(
            counts.values_list("text").annotate(Sum("times_in_vain", default=0))
        )
        for wanted in context["object_list"]:
            wanted.fruitless = fruitless.get(wanted.text, 0)
        return context

    @cached_property
    def header_buttons(self):
        buttons = list(super().header_buttons)
        if self.request.user.has_perm("knowledge.add_document"):
            buttons.append(
                HeaderButton(
                    _("Go to the archive"),
                    url=reverse("archive"),
                    icon_name="folder-open-inverse",
                )
            )
        return buttons


class WantedCreateView(NotesWhoChanged, generic.CreateView):
    def get_initial(self):
        return {"text": self.request.GET.get("text", "")[:LONGEST_TEXT]}


class WantedEditView(NotesWhoChanged, generic.EditView):
    pass


class WantedDocumentViewSet(ModelViewSet):
    model = WantedDocument
    icon = "doc-empty"
    index_view_class = WantedIndexView
    add_view_class = WantedCreateView
    edit_view_class = WantedEditView
    filterset_class = WantedDocumentFilterSet
    list_display = [
        "text",
        "state",
        DigitsColumn("fruitless", label=_("Searched for in vain")),
        "note",
        "changed_by",
        DateColumn("changed_at", label=_("Changed"), sort_key="changed_at"),
    ]
    list_per_page = 50
    search_fields = ["text", "note"]
    ordering = ["-state", "-changed_at"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            HelpPanel(template="search_admin/wanted_help.html"),
            FieldPanel("text"),
            FieldPanel("state"),
            FieldPanel("note"),
        ],
        base_form_class=WantedDocumentForm,
    )
