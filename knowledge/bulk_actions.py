"""Actions of the admin on many pages at once."""

from wagtail.admin.views.pages import bulk_actions as wagtail_actions
from wagtail.models import Page

from knowledge.permissions import pages_to_handle


class VisibleOnly:
    """Takes "all pages of this list" for those of them that the user may see."""

    def get_all_objects_in_listing_query(self, parent_id):
        everything = list(super().get_all_objects_in_listing_query(parent_id))
        pages = Page.objects.filter(pk__in=everything)
        return pages_to_handle(pages, self.request.user).values_list("pk", flat=True)


class DeletePages(VisibleOnly, wagtail_actions.DeleteBulkAction):
    pass


class MovePages(VisibleOnly, wagtail_actions.MoveBulkAction):
    pass


class PublishPages(VisibleOnly, wagtail_actions.PublishBulkAction):
    pass


class UnpublishPages(VisibleOnly, wagtail_actions.UnpublishBulkAction):
    pass


PAGE_ACTIONS = (DeletePages, MovePages, PublishPages, UnpublishPages)
