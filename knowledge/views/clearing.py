"""Releasing quotes of closed documents, and answering who asks for the documents."""

from operator import attrgetter

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import (
    BaseListingView,
    WagtailAdminTemplateMixin,
)
from wagtail.admin.views.reports import ReportView

from knowledge import access, clearing
from knowledge.forms.clearing import AnswerForm, ReleaseForm, RevocationForm
from knowledge.formulas import WITHOUT_FORMULAS
from knowledge.models import ClearedQuote, Document, DocumentRequest, Lesson
from knowledge.permissions import may_handle_page


class ReviewersOnly:
    """Closes a view to whoever may not release anything."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("knowledge.add_clearedquote"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ClearedQuotesFilterSet(WagtailFilterSet):
    revoked = django_filters.BooleanFilter(
        field_name="revoked_at",
        lookup_expr="isnull",
        exclude=True,
        label=gettext_lazy("Revoked"),
    )

    class Meta:
        model = ClearedQuote
        fields = ["revoked"]


class ClearedQuotesReport(ReviewersOnly, ReportView):
    """The quotes that were released, and those that were closed again."""

    model = ClearedQuote
    page_title = gettext_lazy("Cleared quotes")
    header_icon = "openquote"
    index_url_name = "cleared_quotes"
    index_results_url_name = "cleared_quotes_results"
    filterset_class = ClearedQuotesFilterSet
    default_ordering = "-released_at"
    export_filename = "cleared-quotes"
    list_export = [
        "quote", "version", "page", "sha256", "source_description", "releaser",
        "released_at", "revoked_at", "revocation_reason",
    ]  # fmt: skip
    custom_field_preprocess = dict.fromkeys(
        ("quote", "version", "source_description", "revocation_reason"),
        WITHOUT_FORMULAS,
    )

    def get_base_queryset(self):
        documents = access.releasable_by(Document.objects.all(), self.request.user)
        quotes = ClearedQuote.objects.filter(version__document__in=documents)
        return quotes.select_related("version__document")

    @cached_property
    def columns(self):
        return [
            TitleColumn("quote", label=_("Quote"), get_url=_revocation_url),
            Column("version", label=_("Document"), accessor="version"),
            Column("source_description", label=_("What the public is told")),
            Column("releaser", label=_("Released by")),
            DateColumn("released_at", label=_("Released"), sort_key="released_at"),
            DateColumn("revoked_at", label=_("Revoked"), sort_key="revoked_at"),
        ]


class UnclearedQuotes(ReviewersOnly, BaseListingView):
    """The quotes of restricted documents that wait for a release, also in drafts."""

    page_title = gettext_lazy("Quotes to release")
    header_icon = "openquote"
    index_url_name = "uncleared_quotes"
    index_results_url_name = "uncleared_quotes_results"
    paginate_by = 20

    def get_queryset(self):
        return clearing.quotes_to_release(self.request.user)

    @cached_property
    def columns(self):
        return [
            TitleColumn("quote", label=_("Quote"), get_url=attrgetter("release_url")),
            Column("version", label=_("Document"), accessor="version"),
            Column("page", label=_("Page")),
            Column("lesson", label=_("Lesson"), accessor="lesson.draft_title"),
            DateColumn(
                "changed",
                label=_("Lesson changed"),
                accessor="lesson.latest_revision_created_at",
            ),
        ]


class RequestsFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(
        choices=DocumentRequest.Status.choices, label=gettext_lazy("Status")
    )

    class Meta:
        model = DocumentRequest
        fields = ["status"]


class RequestsReport(ReviewersOnly, ReportView):
    """Who asks for which closed document, and what for."""

    model = DocumentRequest
    page_title = gettext_lazy("Requests for documents")
    header_icon = "mail"
    index_url_name = "document_requests"
    index_results_url_name = "document_requests_results"
    filterset_class = RequestsFilterSet
    default_ordering = "-created_at"
    # Names and addresses stay here.
    list_export = []

    def get_base_queryset(self):
        requests = DocumentRequest.objects.to_be_decided_by(self.request.user)
        return requests.select_related("cleared_quote__version__document", "decided_by")

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "name",
                label=_("Who asks"),
                get_url=lambda asked: reverse("document_request", args=[asked.pk]),
            ),
            Column(
                "document",
                label=_("Document"),
                accessor="cleared_quote.version.document.title",
            ),
            Column("purpose", label=_("What for")),
            DateColumn("created_at", label=_("Asked"), sort_key="created_at"),
            Column("status", label=_("Status"), accessor="get_status_display"),
            Column("decided_by", label=_("Decided by")),
        ]


class ClearingFormView(ReviewersOnly, WagtailAdminTemplateMixin, FormView):
    """A form about one quote or request, below a list of them."""

    list_url_name: str
    list_title: str

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.list_url_name), "label": self.list_title},
            {"url": "", "label": self.page_title},
        ]


class ReleaseView(ClearingFormView):
    """Releases the quote of a row of evidence."""

    form_class = ReleaseForm
    template_name = "knowledge/evidence_release.html"
    page_title = gettext_lazy("Release a quote")
    header_icon = "openquote"
    list_url_name = "uncleared_quotes"
    list_title = gettext_lazy("Quotes to release")

    def dispatch(self, request, *args, **kwargs):
        lesson = get_object_or_404(Lesson, pk=kwargs["lesson"])
        # What one may not see does not exist.
        if not may_handle_page(request.user, lesson):
            raise Http404
        self.row = lesson.quote_with(kwargs["key"])
        if (
            self.row is None
            or not self.row.version_id
            or not access.may_release(request.user, self.row.version.document)
        ):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def lesson_url(self) -> str:
        """Where the reviewer goes on with the lesson."""
        lesson = self.row.lesson
        if lesson.permissions_for_user(self.request.user).can_edit():
            return reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        return ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            row=self.row,
            refusal=clearing.why_not_to_release(self.row, self.request.user),
            lesson_url=self.lesson_url,
            **kwargs,
        )

    def form_valid(self, form):
        try:
            clearing.release(
                self.row,
                source_description=form.cleaned_data["source_description"],
                user=self.request.user,
            )
        except clearing.ReleaseRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The quote is released to the public."))
        return redirect(self.lesson_url or "cleared_quotes")


class RevocationView(ClearingFormView):
    """Shows a quote that was released, and closes it again."""

    form_class = RevocationForm
    template_name = "knowledge/evidence_revocation.html"
    page_title = gettext_lazy("Revoke a quote")
    header_icon = "openquote"
    list_url_name = "cleared_quotes"
    list_title = gettext_lazy("Cleared quotes")

    def dispatch(self, request, *args, **kwargs):
        documents = access.releasable_by(Document.objects.all(), request.user)
        self.cleared = get_object_or_404(
            ClearedQuote.objects.select_related("version__document", "revoked_by"),
            pk=kwargs["pk"],
            version__document__in=documents,
        )
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(cleared=self.cleared, **kwargs)

    def form_valid(self, form):
        reason = form.cleaned_data["reason"]
        clearing.revoke(self.cleared, reason=reason, user=self.request.user)
        messages.success(self.request, _("The quote is closed again."))
        return redirect("cleared_quotes")


class RequestView(ClearingFormView):
    """Shows a request for a document, and takes the decision about it."""

    form_class = AnswerForm
    template_name = "knowledge/evidence_answer.html"
    page_title = gettext_lazy("Answer a request")
    header_icon = "mail"
    list_url_name = "document_requests"
    list_title = gettext_lazy("Requests for documents")

    def dispatch(self, request, *args, **kwargs):
        self.asked = get_object_or_404(
            DocumentRequest.objects.to_be_decided_by(request.user).select_related(
                "cleared_quote__version__document", "decided_by"
            ),
            pk=kwargs["pk"],
        )
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(asked=self.asked, **kwargs)

    def form_valid(self, form):
        decided = clearing.decide(
            self.asked,
            status=form.cleaned_data["status"],
            answer=form.cleaned_data["answer"],
            user=self.request.user,
        )
        if decided:
            messages.success(self.request, _("The answer is sent by e-mail."))
        else:
            messages.warning(self.request, _("Somebody else has decided already."))
        return redirect("document_requests")


def _revocation_url(cleared: ClearedQuote) -> str:
    return reverse("cleared_quote_revocation", args=[cleared.pk])
