"""How the search index is, and what an administrator can do about it.

For administrators only: counts and failures tell of every record.
"""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from knowledge import access
from knowledge.models import LearningEvent
from knowledge.templatetags.localized import digits
from search import health, tasks
from search.engines import EngineError
from search.sources import SOURCES

SCREEN = "search_index:health"
FAILURES_PER_PAGE = 50


class ForAdministrators:
    def dispatch(self, request, *args, **kwargs):
        if not access.is_administrator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class HealthView(ForAdministrators, WagtailAdminTemplateMixin, TemplateView):
    """Show the state of the index and the changes that it was told of in vain."""

    page_title = gettext_lazy("Search index")
    header_icon = "glasses"
    template_name = "search_admin/index_health.html"

    def get_context_data(self, **kwargs):
        paginator = Paginator(health.failures(), FAILURES_PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        return super().get_context_data(
            state=health.state(),
            page=page,
            failures=_with_records(page.object_list),
            is_rebuilding=tasks.is_under_way(tasks.rebuild_index),
            is_verifying=tasks.is_under_way(tasks.verify_index),
            **kwargs,
        )

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class ActionView(ForAdministrators, View):
    """Do something to the index, say how it went, and show its state again."""

    http_method_names = ["post"]

    def post(self, request):
        self.act(request)
        return HttpResponseRedirect(reverse(SCREEN))


class RetryView(ActionView):
    """Tell the engine once more of one failed change, or of all."""

    def act(self, request):
        rows = health.failures()
        given = request.POST.get("row")
        if given is not None:
            is_number = given.isascii() and given.isdigit()
            rows = rows.filter(pk=given) if is_number else rows.none()
        try:
            left = health.retry(rows)
        except EngineError as error:
            messages.error(
                request,
                _("The engine cannot be written to: %(reason)s") % {"reason": error},
            )
            return
        if left:
            messages.warning(
                request,
                ngettext(
                    "%(number)s change still waits; it is tried again and again.",
                    "%(number)s changes still wait; they are tried again and again.",
                    left,
                )
                % {"number": digits(left)},
            )
        else:
            messages.success(request, _("The index knows of it now."))


class RebuildView(ActionView):
    """Let the worker build the index anew, unless it does so already."""

    def act(self, request):
        if not tasks.is_under_way(tasks.rebuild_index):
            tasks.rebuild_index.enqueue()
        messages.success(
            request,
            _("The index will be rebuilt by the worker; searches go on meanwhile."),
        )


class VerifyView(ActionView):
    """Let the worker compare index and database, unless it does so already."""

    def act(self, request):
        if not tasks.is_under_way(tasks.verify_index):
            tasks.verify_index.enqueue()
        messages.success(
            request, _("The worker will compare the index with the database.")
        )


class IndexPanel(Component):
    """Tells administrators on the first page of the admin that they have to act."""

    template_name = "search_admin/index_panel.html"
    order = 50

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        state = health.state() if access.is_administrator(user) else None
        return {"state": state, "url": reverse(SCREEN)}


def _with_records(rows) -> list[tuple]:
    """Return the rows with the records that they are about, absent when deleted."""
    rows = list(rows)
    pks_by_type: dict[str, list[str]] = {}
    for row in rows:
        type_, _separator, pk = row.key.partition(":")
        pks_by_type.setdefault(type_, []).append(pk)
    records = {
        SOURCES[type_].key(record.pk): record
        for type_, pks in pks_by_type.items()
        if type_ in SOURCES
        for record in SOURCES[type_].model.objects.filter(pk__in=pks)
    }
    return [
        (row, _edit_url(records.get(row.key)), records.get(row.key)) for row in rows
    ]


def _edit_url(record) -> str:
    if record is None:
        return ""
    if isinstance(record, LearningEvent):
        name = "event_edit"
    elif isinstance(record, Page):
        name = "wagtailadmin_pages:edit"
    else:
        name = "wagtaildocs:edit"
    return reverse(name, args=[record.pk])


urlpatterns = [
    path("", HealthView.as_view(), name="health"),
    path("retry/", RetryView.as_view(), name="retry"),
    path("rebuild/", RebuildView.as_view(), name="rebuild"),
    path("verify/", VerifyView.as_view(), name="verify"),
]
