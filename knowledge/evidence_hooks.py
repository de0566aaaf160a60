"""How quotes fit into Wagtail's admin: their screens, menu items and log entries."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from knowledge import citing, quote_decisions
from knowledge.views import clearing, quotes


class MenuItemOfEditors(MenuItem):
    def is_shown(self, request):
        return citing.may_cite(request.user)


class MenuItemOfReviewers(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("knowledge.add_clearedquote")


# Before Wagtail's own.
@hooks.register("register_admin_urls", order=-1)
def register_urls():
    reports = [
        path(address + suffix, view.as_view(results_only=only), name=name + end)
        for address, name, view in (
            ("reports/quotes/", "broken_quotes", quotes.BrokenQuotesReport),
            ("reports/cleared-quotes/", "cleared_quotes", clearing.ClearedQuotesReport),
            ("reports/uncleared-quotes/", "uncleared_quotes", clearing.UnclearedQuotes),
            ("reports/requests/", "document_requests", clearing.RequestsReport),
        )
        for suffix, only, end in (("", False, ""), ("results/", True, "_results"))
    ]
    return [
        *reports,
        path(
            "lessons/<int:lesson>/quotes/<slug:key>/",
            quotes.QuoteDecisionView.as_view(),
            name="quote_decision",
        ),
        path(
            "lessons/<int:lesson>/quotes/<slug:key>/release/",
            clearing.ReleaseView.as_view(),
            name="quote_release",
        ),
        path(
            "cleared-quotes/<int:pk>/",
            clearing.RevocationView.as_view(),
            name="cleared_quote_revocation",
        ),
        path(
            "document-requests/<int:pk>/",
            clearing.RequestView.as_view(),
            name="document_request",
        ),
    ]


@hooks.register("register_reports_menu_item")
def add_broken_quotes():
    return MenuItemOfEditors(
        _("Broken quotes"), reverse("broken_quotes"), icon_name="warning", order=1100
    )


@hooks.register("register_reports_menu_item")
def add_uncleared_quotes():
    return MenuItemOfReviewers(
        _("Quotes to release"),
        reverse("uncleared_quotes"),
        icon_name="openquote",
        order=1105,
    )


@hooks.register("register_reports_menu_item")
def add_cleared_quotes():
    return MenuItemOfReviewers(
        _("Cleared quotes"),
        reverse("cleared_quotes"),
        icon_name="openquote",
        order=1110,
    )


@hooks.register("register_reports_menu_item")
def add_document_requests():
    return MenuItemOfReviewers(
        _("Requests for documents"),
        reverse("document_requests"),
        icon_name="mail",
        order=1120,
    )


@hooks.register("register_log_actions")
def register_decisions(actions):
    actions.register_action(
        quote_decisions.LOG_ACTION,
        _("Decide about a quote"),
        _("Decided about a quote"),
    )
