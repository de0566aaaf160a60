"""The queue of quotes that do not stand as they were cited, and deciding about one."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from knowledge import citing, quote_decisions
from knowledge.forms.evidence import Decision, DecisionForm
from knowledge.formulas import WITHOUT_FORMULAS
from knowledge.models import DeliveryUnit, Document, Evidence, LearningEvent
from knowledge.verdicts import State


def evidence_to_mend(user):
    """Return the evidence of which ``user`` may edit the lesson and see the source."""
    rows = Evidence.objects.filter(lesson__in=citing.lessons_to_edit(user).order_by())
    documents = Document.objects.visible_to(user)
    events = LearningEvent.objects.visible_to(user)
    return rows.filter(
        Q(version__isnull=True) | Q(version__document__in=documents)
    ).filter(Q(event__isnull=True) | Q(event__in=events))


class BrokenQuotesFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        choices=[(state.value, state.label) for state in (State.BROKEN, State.MOVED)],
        label=gettext_lazy("State"),
    )
    source = django_filters.ChoiceFilter(
        choices=Evidence.Source.choices, label=gettext_lazy("Source")
    )
    unit = django_filters.ModelChoiceFilter(
        field_name="lesson__unit",
        queryset=DeliveryUnit.objects.all(),
        label=gettext_lazy("Delivery unit"),
    )
    decided = django_filters.BooleanFilter(
        field_name="decided_at",
        lookup_expr="isnull",
        exclude=True,
        label=gettext_lazy("Somebody has looked"),
    )
    state_since = django_filters.DateFromToRangeFilter(
        widget=DateRangePickerWidget, label=gettext_lazy("Since")
    )

    class Meta:
        model = Evidence
        fields = ["state", "source", "unit", "decided", "state_since"]


class BrokenQuotesReport(ReportView):
    """Quotes that moved or broke, with what was found in their place."""

    model = Evidence
    page_title = gettext_lazy("Broken quotes")
    header_icon = "warning"
    index_url_name = "broken_quotes"
    index_results_url_name = "broken_quotes_results"
    filterset_class = BrokenQuotesFilterSet
    default_ordering = "-state_since"
    export_filename = "broken-quotes"
    list_export = [
        "lesson", "quote", "state", "state_since", "version", "page",
        "candidate_quote", "candidate_page", "similarity", "decided_by", "decided_at",
        "decision",
    ]  # fmt: skip
    custom_field_preprocess = dict.fromkeys(
        ("quote", "version", "candidate_quote", "decision"), WITHOUT_FORMULAS
    )

    def dispatch(self, request, *args, **kwargs):
        if not citing.may_cite(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        rows = evidence_to_mend(self.request.user).troubled()
        return rows.select_related(
            "lesson", "version__document", "candidate_version", "web_copy", "decided_by"
        )

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "quote",
                label=_("Quote"),
                accessor=lambda row: _shortened(row.quote),
                get_url=lambda row: row.decision_url,
            ),
            Column("lesson", label=_("Lesson"), accessor="lesson.title"),
            Column("place", label=_("Source"), accessor=_place),
            Column("state", label=_("State"), accessor="get_state_display",
                   sort_key="state"),
            DateColumn("state_since", label=_("Since"), sort_key="state_since"),
            Column("candidate", label=_("Most like it"), accessor=_candidate),
            UserColumn("decided_by", label=_("Looked at by")),
            DateColumn("decided_at", label=_("Looked at"), sort_key="decided_at"),
        ]  # fmt: skip


class QuoteDecisionView(WagtailAdminTemplateMixin, FormView):
    """Shows a quote, how it stands and what is most like it, and takes a decision."""

    form_class = DecisionForm
    template_name = "knowledge/evidence_decision.html"
    header_icon = "openquote"
    page_title = gettext_lazy("Decide about a quote")

    def dispatch(self, request, *args, **kwargs):
        lesson = get_object_or_404(
            citing.lessons_to_edit(request.user), pk=kwargs["lesson"]
        )
        self.row = lesson.quote_with(kwargs["key"])
        if self.row is None or not self.row.is_visible_to(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("broken_quotes"), "label": _("Broken quotes")},
            {"url": "", "label": self.page_title},
        ]

    def get_form(self, form_class=None):
        # Only what is from a document can be decided here.
        return super().get_form(form_class) if self.row.version_id else None

    def get_form_kwargs(self):
        row = self.row
        version = row.candidate_version or row.newer_version or row.version
        return super().get_form_kwargs() | {
            "row": row,
            "initial": {
                "version": version.pk,
                "page": row.candidate_page or row.page,
                "quote": row.candidate_quote or row.quote,
            },
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            row=self.row,
            # What is kept around a quote may be cut within a word.
            before=self.row.prefix.partition(" ")[2],
            after=self.row.suffix.rpartition(" ")[0],
            lesson_url=reverse("wagtailadmin_pages:edit", args=[self.row.lesson_id]),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        if not self.row.version_id:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            is_live = self._decide(form.cleaned_data)
        except quote_decisions.QuoteDoesNotStand as error:
            form.add_error(error.fault.field, str(error))
            return self.form_invalid(form)
        if is_live:
            messages.success(self.request, _("The decision is made."))
        else:
            messages.success(
                self.request,
                _("The decision is in the draft of the lesson, which awaits approval."),
            )
        return redirect("broken_quotes")

    def _decide(self, cleaned: dict) -> bool:
        user, note = self.request.user, cleaned["note"]
        if cleaned["decision"] == Decision.CITE:
            return quote_decisions.cite_anew(
                self.row,
                version=cleaned["version"],
                page=cleaned["page"],
                quote=cleaned["quote"],
                note=note,
                user=user,
            )
        if cleaned["decision"] == Decision.KEEP_VERSION:
            return quote_decisions.keep_version(self.row, note=note, user=user)
        return quote_decisions.keep_broken(self.row, note=note, user=user)


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 120 else f"{words[:120].rstrip()}…"


def _place(row: Evidence) -> str:
    if row.version_id:
        return _("%(document)s, page %(page)d") % {
            "document": row.version,
            "page": row.page,
        }
    return str(row.web_copy or row.event or row.said_by)


def _candidate(row: Evidence) -> str:
    if not row.candidate_quote:
        return _("nothing")
    words = _shortened(row.candidate_quote)
    if row.candidate_page is None:
        return _("%(similarity)d %%: “%(quote)s”") % {
            "similarity": row.similarity,
            "quote": words,
        }
    return _("%(similarity)d %% on page %(page)d: “%(quote)s”") % {
        "similarity": row.similarity,
        "page": row.candidate_page,
        "quote": words,
    }
