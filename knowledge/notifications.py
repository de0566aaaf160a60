"""Letters to members of staff, only to those who may see what a letter is about."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier
from wagtail.models import Page, TaskState
from wagtail.signals import task_submitted
from wagtail.users.models import UserProfile

from knowledge import access


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


def tell_owner_of_comment(comment_id: int) -> None:
    """Tell whoever owns the lesson that somebody commented on it.

    The words stay in the archive: the letter leads there.
    """
    from knowledge.citation import permanent_address
    from knowledge.models import LessonComment

    comments = LessonComment.objects.select_related("lesson__owner", "author")
    comment = comments.filter(pk=comment_id, removed_at__isnull=True).first()
    owner = comment and comment.lesson.owner
    if (
        owner is None
        or owner.pk == comment.author_id
        or not (owner.is_active and owner.email)
        or not access.may_see(owner, comment.lesson)
    ):
        return
    profile = UserProfile.get_for_user(owner)
    with translation.override(profile.get_preferred_language()):
        author = comment.author
        name = (author and author.get_full_name()) or _("A member of staff")
        subject = _("Comment on “%(title)s”") % {"title": comment.lesson.title}
        body = _(
            "%(author)s commented on the lesson “%(title)s”. Read it and answer here:\n"
            "%(address)s\n"
        ) % {
            "author": name,
            "title": comment.lesson.title,
            "address": f"{permanent_address(comment.lesson)}#comment-{comment.pk}",
        }
    EmailMessage(
        # A title may hold line breaks, a header must not.
        " ".join(f"{settings.WAGTAIL_SITE_NAME}: {subject}".split()),
        body,
        to=[owner.email],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
