"""Where staff put results above all others: Wagtail's screens, with documents too.

Wagtail's own show everybody the titles of all promoted pages, and start by inline
scripts, which the site's policy forbids. Only what the user may see is listed, offered
and changed here; what is promoted beside it stays as it is.
"""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import inlineformset_factory
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import AdminPageChooser
from wagtail.contrib.search_promotions import forms as wagtail_forms
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.contrib.search_promotions.views import settings as wagtail_views
from wagtail.log_actions import log
from wagtail.models import Page

from knowledge import access
from knowledge.models import Document
from knowledge.permissions import pages_to_handle
from knowledge.viewsets.choosers import (
    VisibleChooser,
    VisibleChooserViewSet,
    VisibleListing,
)
from search.models import PromotedDocument
from search.promoted import document_of, promotions_to_handle
from search.reports import DigitsColumn
from search.text import full_form


class VisiblePageChooser(VisibleChooser, AdminPageChooser):
    """Chooses among the pages that the user may see."""


class DocumentListing(VisibleListing):
    searched = ("title", "summary")
    shown = (
        (gettext_lazy("Kind"), "get_kind_display"),
        (gettext_lazy("Date"), "date"),
        (gettext_lazy("Unit"), "unit.label"),
    )

    def get_object_list(self):
        documents = super().get_object_list().select_related("unit")
        return documents.order_by("-date", "title")


class DocumentChooserViewSet(VisibleChooserViewSet):
    """Chooses an archived document; unlike Wagtail's own it does not archive one."""

    model = Document
    listing = DocumentListing
    icon = "doc-full"
    choose_one_text = gettext_lazy("Choose a document")
    choose_another_text = gettext_lazy("Choose another document")
    register_widget = False


document_chooser = DocumentChooserViewSet("promoted_document_chooser")


class QueryForm(wagtail_forms.QueryForm):
    query_string = forms.CharField(
        label=gettext_lazy("What is searched for"),
        max_length=255,
        help_text=gettext_lazy(
            "The results appear above all others when somebody searches for just these "
            "words, in any spelling and form."
        ),
    )

    def clean_query_string(self):
        text = self.cleaned_data["query_string"]
        if not full_form(text):
            raise ValidationError(_("Write a word that can be searched for."))
        return text


class PromotedResultForm(wagtail_forms.SearchPromotionForm):
    """A page, a document or an address elsewhere."""

    document = forms.ModelChoiceField(
        queryset=Document.objects.none(),
        required=False,
        label=gettext_lazy("Document"),
        widget=document_chooser.widget_class(),
    )
    external_link_url = forms.URLField(
        required=False,
        label=gettext_lazy("Address elsewhere"),
        assume_scheme="https",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["page"].widget = VisiblePageChooser()
        self.fields["page"].queryset = pages_to_handle(
            Page.objects.filter(depth__gt=1), user
        )
        self.fields["document"].queryset = access.visible_to(
            Document.objects.all(), user
        )
        self.initial["document"] = document_of(self.instance)
        self.fields["page"].help_text = ""
        self.fields["external_link_text"].label = _("Name of that address")
        self.fields["description"].label = _("Description")
        self.fields["description"].help_text = _("One sentence, shown with the result.")

    def clean(self):
        # Not Wagtail's, which knows of no documents.
        cleaned = super(wagtail_forms.SearchPromotionForm, self).clean()
        targets = ("page", "document", "external_link_url")
        given = [name for name in targets if self[name].value()]
        if len(given) != 1:
            self.add_error(
                None, _("Choose one page, or one document, or write one address.")
            )
        elif given == ["external_link_url"] and not cleaned.get("external_link_text"):
            self.add_error("external_link_text", _("Give that address a name."))
        return cleaned

    def save(self, commit=True):
        promotion = super().save(commit=commit)
        document = self.cleaned_data.get("document")
        if document:
            PromotedDocument.objects.update_or_create(
                promotion=promotion, defaults={"document": document}
            )
        else:
            PromotedDocument.objects.filter(promotion=promotion).delete()
        return promotion


class PromotedResults(wagtail_forms.SearchPromotionsFormSet):
    minimum_forms_message = gettext_lazy("Add at least one promoted result.")

    @property
    def start_options(self) -> str:
        """What the script of the page needs to add and sort rows, as JSON."""
        return json.dumps(
            {
                "formsetPrefix": f"id_{self.prefix}",
                "emptyChildFormPrefix": self.empty_form.prefix,
                "canOrder": True,
            }
        )


PromotedResultFormSet = inlineformset_factory(
    Query,
    SearchPromotion,
    form=PromotedResultForm,
    formset=PromotedResults,
    can_order=True,
    can_delete=True,
    extra=0,
)


class PromotionsColumn(Column):
    cell_template_name = "search_admin/promotions_cell.html"

    def get_value(self, instance):
        return instance.shown


class IndexView(wagtail_views.IndexView):
    page_title = gettext_lazy("Promoted results")
    add_item_label = gettext_lazy("Promote a result")
    verbose_name = gettext_lazy("search with promoted results")
    verbose_name_plural = gettext_lazy("searches with promoted results")
    columns = [
        TitleColumn(
            "query_string",
            label=gettext_lazy("Searched for"),
            url_name="wagtailsearchpromotions:edit",
            sort_key="query_string",
        ),
        PromotionsColumn("shown", label=gettext_lazy("Promoted results")),
        DigitsColumn("views", label=gettext_lazy("Times"), sort_key="views"),
    ]

    def get_base_queryset(self):
        shown = promotions_to_handle(self.request.user)
        return super().get_base_queryset().filter(pk__in=shown.values("query"))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        queries = list(context["object_list"])
        shown = promotions_to_handle(self.request.user).filter(query__in=queries)
        by_query = {}
        for promotion in shown:
            by_query.setdefault(promotion.query_id, []).append(promotion)
        for query in context["object_list"]:
            query.shown = by_query.get(query.pk, [])
        return context


class PromotedResultsMixin:
    """The form of a query with its promoted results."""

    form_class = QueryForm
    page_subtitle = IndexView.page_title
    error_message = gettext_lazy("The promoted results were not saved; see below why.")

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        items[-2]["label"] = IndexView.page_title
        return items

    @cached_property
    def searchpicks_formset(self):
        user = self.request.user
        return PromotedResultFormSet(
            self.request.POST if self.request.method == "POST" else None,
            instance=self.object,
            queryset=promotions_to_handle(user),
            form_kwargs={"user": user},
        )

    @transaction.atomic
    def form_valid(self, form):
        return super().form_valid(form)


class CreateView(PromotedResultsMixin, wagtail_views.CreateView):
    success_message = gettext_lazy("Promoted results for “%(query)s” were made.")
    template_name = "search_admin/promotion_form.html"


class OnlyShown:
    """Finds the queries only that have a promoted result the user may see."""

    def get_object(self, *args, **kwargs):
        shown = promotions_to_handle(self.request.user)
        queries = Query.objects.filter(pk__in=shown.values("query"))
        return get_object_or_404(queries, pk=self.kwargs["query_id"])


class EditView(OnlyShown, PromotedResultsMixin, wagtail_views.EditView):
    success_message = gettext_lazy("Promoted results for “%(query)s” were changed.")
    template_name = "search_admin/promotion_form.html"


class DeleteView(OnlyShown, wagtail_views.DeleteView):
    success_message = gettext_lazy("The promoted results were removed.")
    template_name = "wagtailadmin/generic/confirm_delete.html"
    confirmation_message = gettext_lazy(
        "Are you sure that nothing should be promoted for this search any more?"
    )

    @transaction.atomic
    def delete_action(self):
        promotions = promotions_to_handle(self.request.user)
        for promotion in promotions.filter(query=self.object):
            log(promotion, "wagtail.delete")
            promotion.delete()


def closed(request, **kwargs):
    """Answer as if Wagtail's choosers of queries did not exist: they show all."""
    raise Http404


# They come before Wagtail's own, whose names keep leading to them.
urlpatterns = [
    path("", IndexView.as_view()),
    path("results/", IndexView.as_view(results_only=True)),
    path("add/", CreateView.as_view()),
    path("<int:query_id>/", EditView.as_view()),
    path("<int:query_id>/delete/", DeleteView.as_view()),
    path("queries/chooser/", closed),
    path("queries/chooser/results/", closed),
    path("reports/search-terms/", closed),
    path("reports/search-terms/results/", closed),
]
