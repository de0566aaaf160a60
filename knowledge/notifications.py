"""Letters of the moderation, only to those who may see the page."""

from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier
from wagtail.models import Page, TaskState
from wagtail.signals import task_submitted


class ModerationNotifier(GroupApprovalTaskStateSubmissionEmailNotifier):
    """Tells the moderators who may see a page that it awaits them."""

    def get_recipient_users(self, task_state, **kwargs):
        from knowledge.permissions import may_handle_page

        page = task_state.workflow_state.content_object
        return {
            user
            for user in super().get_recipient_users(task_state, **kwargs)
            if not isinstance(page, Page) or may_handle_page(user, page)
        }


notify_moderators = ModerationNotifier()


def connect() -> None:
    # A signal keeps the first receiver of a name. Wagtail's own, which writes to all
    # the moderators, has this name and comes later.
    task_submitted.connect(
        notify_moderators,
        sender=TaskState,
        dispatch_uid="group_approval_task_submitted_email_notification",
    )
