"""How the archive fits into Wagtail's admin."""

from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.site_summary import PagesSummaryItem as WagtailPagesSummaryItem
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from knowledge import bulk_actions, capture, home_panels
from knowledge import evidence_hooks as evidence_hooks  # registers what it holds
from knowledge import learning_hooks as learning_hooks
from knowledge import lesson_hooks as lesson_hooks  # so does this
from knowledge import review_hooks as review_hooks  # registers what it holds
from knowledge.models import Document
from knowledge.permissions import VisiblePagePolicy, pages_to_handle
from knowledge.views.admin import why_not_to_delete, why_pages_stay
from knowledge.viewsets.choosers import CHOOSERS
from knowledge.viewsets.vocabulary import VocabularyViewSetGroup

register_permission_policy(Page, VisiblePagePolicy())


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [VocabularyViewSetGroup(), *CHOOSERS]


@hooks.register("register_log_actions")
def register_look_at_a_seal(actions):
    actions.register_action(
        capture.UNSEALED,
        gettext_lazy("Look at a sealed identity"),
        gettext_lazy("Looked who sent an observation by role"),
    )


@hooks.register("construct_page_chooser_queryset")
def choose_only_visible_pages(pages, request):
    return pages_to_handle(pages, request.user)


@hooks.register("construct_homepage_panels")
def show_only_visible_pages(request, panels):
    panels[:] = [
        home_panels.REPLACEMENTS.get(type(panel), type(panel))() for panel in panels
    ]


# After Wagtail's own hook has put the item there.
@hooks.register("construct_homepage_summary_items", order=100)
def count_only_visible_pages(request, items):
    items[:] = [
        home_panels.PagesSummaryItem(request)
        if type(item) is WagtailPagesSummaryItem
        else item
        for item in items
    ]


@hooks.register("construct_reports_menu")
def hide_reports_for_administrators(request, menu_items):
    if not request.user.is_superuser:
        menu_items[:] = [
            item
            for item in menu_items
            if item.name not in {"site-history", "page-types-usage"}
        ]


# In the place of Wagtail's own.
for action in bulk_actions.PAGE_ACTIONS:
    hooks.register("register_bulk_action", action, order=100)


@hooks.register("before_delete_page")
def refuse_to_delete_a_page_in_use(request, page):
    refusal = why_pages_stay([page])
    if refusal:
        messages.error(request, refusal)
        return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def refuse_to_delete_what_is_in_use(request, action_type, objects, action):
    if action_type != "delete":
        return None
    if action.model is Document:
        refusal = why_not_to_delete(request.user, objects)
    else:
        refusal = why_pages_stay(objects)
    if refusal:
        messages.error(request, refusal)
        return redirect(action.next_url)


@hooks.register("insert_global_admin_css")
def add_stylesheet():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def add_script():
    return format_html('<script src="{}"></script>', static("js/admin.js"))
