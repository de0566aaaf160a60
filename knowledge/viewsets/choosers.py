"""Choosers of what lessons point to."""

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from knowledge import web_archive
from knowledge.models import (
    Department,
    DocumentVersion,
    LearningOutcome,
    Rule,
    WebCopy,
)
from knowledge.web_fetch import FetchRefused, check_address


class WordsFilterForm(BaseFilterForm):
    """Narrows a list to the rows that hold all the words, in any of ``searched``."""

    searched: tuple[str, ...] = ()

    q = forms.CharField(
        label=_("Search term"),
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
        required=False,
    )

    def filter(self, objects):
        objects = super().filter(objects)
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            found = Q()
            for field in self.searched:
                found |= Q(**{f"{field}__icontains": word})
            objects = objects.filter(found)
        return objects


class Listing:
    """What a chooser lists: mixed into Wagtail's views of choosers.

    ``searched`` names the fields in which words are looked for, ``shown`` the columns
    beside the title, as heading and attribute.
    """

    searched: tuple[str, ...] = ()
    shown: tuple[tuple[str, str], ...] = ()

    def get_filter_form_class(self):
        return type("FilterForm", (WordsFilterForm,), {"searched": self.searched})

    @property
    def columns(self):
        return super().columns + [
            Column(attribute, label=heading, accessor=attribute)
            for heading, attribute in self.shown
        ]


class VisibleListing(Listing):
    """Lists, and hands out, only what the user may see."""

    def get_object_list(self):
        return self.model_class.objects.visible_to(self.request.user)

    def get_object(self, pk):
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks):
        return self.get_object_list().filter(pk__in=pks)


class VisibleChooser(BaseChooser):
    """Shows the title of a choice only where the field offers it.

    A form that was refused shows again what was submitted, which may be the number of
    something that the user may not see.
    """

    show_edit_link = False
    choices = None

    def get_instance(self, value):
        offered = getattr(self.choices, "queryset", None)
        if value is None or isinstance(value, self.model_class) or offered is None:
            return super().get_instance(value)
        return offered.filter(pk=value).first()


class ListingChooserViewSet(ChooserViewSet):
    """A chooser whose views show a ``Listing``."""

    listing: type[Listing]

    @cached_property
    def choose_view_class(self):
        return type("ChooseView", (self.listing, views.ChooseView), {})

    @cached_property
    def choose_results_view_class(self):
        return type("ResultsView", (self.listing, views.ChooseResultsView), {})


class VisibleChooserViewSet(ListingChooserViewSet):
    base_widget_class = VisibleChooser
    chosen_view_class = type("ChosenView", (VisibleListing, views.ChosenView), {})
    chosen_multiple_view_class = type(
        "ChosenMultipleView", (VisibleListing, views.ChosenMultipleView), {}
    )


class VersionListing(VisibleListing):
    searched = ("document__title", "original_name")
    shown = (
        (_("Kind"), "document.get_kind_display"),
        (_("Date"), "document.date"),
        (_("Unit"), "document.unit.label"),
        (_("Text"), "get_status_display"),
    )

    def get_object_list(self):
        versions = super().get_object_list().select_related("document__unit")
        return versions.order_by("-document__date", "document__title", "-number")


class DocumentVersionChooserViewSet(VisibleChooserViewSet):
    model = DocumentVersion
    listing = VersionListing
    icon = "doc-full"
    choose_one_text = _("Choose a document")
    choose_another_text = _("Choose another document")


class WebCopyListing(Listing):
    searched = ("address", "title")
    shown = ((_("Copied"), "fetched_at"), (_("Status"), "get_status_display"))


class WebCopyForm(forms.ModelForm):
    """Takes the address of a page, whose copy the worker then makes."""

    address = forms.URLField(
        label=_("Web address"),
        max_length=2000,
        assume_scheme="https",
        help_text=_("Its text is copied once, within a minute, and kept."),
    )

    class Meta:
        model = WebCopy
        fields = ["address"]

    def clean_address(self):
        try:
            return check_address(self.cleaned_data["address"])
        except FetchRefused as error:
            raise forms.ValidationError(str(error)) from error


class WebCopyCreateView(views.CreateView):
    def save_form(self, form):
        return web_archive.order_copy(form.cleaned_data["address"], self.request.user)


class WebCopyChooserViewSet(ListingChooserViewSet):
    model = WebCopy
    listing = WebCopyListing
    icon = "globe"
    choose_one_text = _("Choose a web page")
    choose_another_text = _("Choose another web page")
    creation_form_class = WebCopyForm
    create_view_class = WebCopyCreateView
    create_action_label = _("Copy this page")
    creation_tab_label = _("New web page")


class OutcomeListing(VisibleListing):
    searched = ("code", "text", "text_ur", "module__title", "module__title_ur")
    shown = ((_("Module"), "module.heading"),)

    def get_object_list(self):
        outcomes = super().get_object_list().select_related("module")
        return outcomes.order_by("module__path", "sort_order")


class LearningOutcomeChooserViewSet(VisibleChooserViewSet):
    model = LearningOutcome
    listing = OutcomeListing
    icon = "list-ul"
    choose_one_text = _("Choose a learning outcome")
    choose_another_text = _("Choose another learning outcome")


class DepartmentListing(Listing):
    searched = ("name", "name_ur")
    shown = ((_("Government"), "government"),)

    def get_object_list(self):
        return super().get_object_list().select_related("government")


class DepartmentChooserViewSet(ListingChooserViewSet):
    model = Department
    listing = DepartmentListing
    icon = "group"
    choose_one_text = _("Choose a department")
    choose_another_text = _("Choose another department")


class RuleListing(Listing):
    searched = ("name", "name_ur", "department__name")
    shown = ((_("Kind"), "get_kind_display"), (_("Department"), "department"))

    def get_object_list(self):
        return super().get_object_list().select_related("department")


class RuleChooserViewSet(ListingChooserViewSet):
    model = Rule
    listing = RuleListing
    icon = "list-ol"
    choose_one_text = _("Choose a rule, procedure or form")
    choose_another_text = _("Choose another rule, procedure or form")


CHOOSERS = [
    DocumentVersionChooserViewSet("document_version_chooser"),
    WebCopyChooserViewSet("web_copy_chooser"),
    LearningOutcomeChooserViewSet("learning_outcome_chooser"),
    DepartmentChooserViewSet("department_chooser"),
    RuleChooserViewSet("rule_chooser"),
]
