"""How the search fits into Wagtail's admin."""

from django.contrib.auth.models import Permission
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSetGroup

from knowledge import access
from search.reports import FruitlessSearchesReport, SearchesReport
from search.signal_handlers import note_change
from search.viewsets import index_health, promotions
from search.viewsets.synonyms import SynonymViewSet
from search.viewsets.wanted import WantedDocumentViewSet


class SearchViewSetGroup(ModelViewSetGroup):
    menu_label = _("Search")
    menu_icon = "search"
    menu_order = 460
    items = (SynonymViewSet, WantedDocumentViewSet)


class SearchesMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("search.view_searchcount")


class IndexMenuItem(MenuItem):
    def is_shown(self, request):
        return access.is_administrator(request.user)


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [SearchViewSetGroup(), promotions.document_chooser]


@hooks.register("register_permissions")
def offer_permissions():
    """Let administrators give groups the right to read what is searched for."""
    return Permission.objects.filter(
        content_type__app_label="search", codename="view_searchcount"
    )


# Before Wagtail's own.
@hooks.register("register_admin_urls", order=-1)
def register_urls():
    reports = [
        path(address + suffix, view.as_view(results_only=only), name=name + end)
        for address, name, view in (
            ("", "frequent", SearchesReport),
            ("in-vain/", "fruitless", FruitlessSearchesReport),
        )
        for suffix, only, end in (("", False, ""), ("results/", True, "_results"))
    ]
    return [
        path("searchpicks/", include(promotions.urlpatterns)),
        path("reports/searches/", include((reports, "search_reports"))),
        path("reports/index/", include((index_health.urlpatterns, "search_index"))),
    ]


@hooks.register("register_reports_menu_item")
def add_frequent_searches():
    return SearchesMenuItem(
        _("Frequent searches"),
        reverse("search_reports:frequent"),
        icon_name="search",
        order=1300,
    )


@hooks.register("register_reports_menu_item")
def add_fruitless_searches():
    return SearchesMenuItem(
        _("Searches in vain"),
        reverse("search_reports:fruitless"),
        icon_name="warning",
        order=1310,
    )


@hooks.register("register_reports_menu_item")
def add_index():
    return IndexMenuItem(
        _("Search index"),
        reverse(index_health.SCREEN),
        icon_name="glasses",
        order=1320,
    )


@hooks.register("construct_reports_menu")
def leave_out_wagtails_report(request, menu_items):
    """Leave out Wagtail's report of searches, in the place of which is our own."""
    menu_items[:] = [item for item in menu_items if item.name != "search-terms"]


@hooks.register("construct_settings_menu")
def name_promoted_results(request, menu_items):
    for item in menu_items:
        if item.name == "promoted-search-results":
            item.label = promotions.IndexView.page_title


@hooks.register("construct_homepage_panels", order=100)
def warn_of_the_index(request, panels):
    panels.append(index_health.IndexPanel())


@hooks.register("before_bulk_action")
def note_bulk_action(request, action_type, objects, action):
    """Note every object: some actions, such as adding to a collection, only update."""
    for instance in objects:
        note_change(type(instance), instance)
