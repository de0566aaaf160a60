"""Panels of the admin's first page, without what is closed to the user."""

from wagtail.admin import site_summary
from wagtail.admin.views import home
from wagtail.models import Page
from wagtail.permissions import policy_registry

from knowledge.permissions import may_handle_page, pages_to_handle


def _may_handle(request, item) -> bool:
    return not isinstance(item, Page) or may_handle_page(request.user, item)


class ObjectsInModerationPanel(home.UserObjectsInWorkflowModerationPanel):
    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        request = context["request"]
        context["workflow_states"] = [
            state
            for state in context["workflow_states"]
            if _may_handle(request, state.content_object)
        ]
        return context


class ObjectsToModeratePanel(home.WorkflowObjectsToModeratePanel):
    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        context["states"] = [
            state
            for state in context["states"]
            if _may_handle(context["request"], state["obj"])
        ]
        return context


class RecentEditsPanel(home.RecentEditsPanel):
    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        context["last_edits"] = [
            (date, page)
            for date, page in context["last_edits"]
            if _may_handle(context["request"], page)
        ]
        return context


class LockedPagesPanel(home.LockedPagesPanel):
    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        context["locked_pages"] = pages_to_handle(
            context["locked_pages"], context["request"].user
        )
        return context


class PagesSummaryItem(site_summary.PagesSummaryItem):
    """Counts the pages that the user may work on."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        policy = policy_registry.get_by_type(Page)
        pages = policy.explorable_instances(self.request.user).filter(depth__gt=1)
        context["total_pages"] = pages.count()
        return context


REPLACEMENTS = {
    home.UserObjectsInWorkflowModerationPanel: ObjectsInModerationPanel,
    home.WorkflowObjectsToModeratePanel: ObjectsToModeratePanel,
    home.RecentEditsPanel: RecentEditsPanel,
    home.LockedPagesPanel: LockedPagesPanel,
}
