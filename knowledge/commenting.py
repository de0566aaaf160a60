"""Comments of members of staff on a lesson.

They are for staff only, and are in no search, feed or export. Whether somebody may see
the lesson itself is asked before, in ``knowledge.access``.
"""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import access, tasks
from knowledge.models import LessonComment

# More than anybody types within an hour.
MOST_AN_HOUR = 30


class CommentRefused(Exception):
    """The comment was not kept; the text says why and what to do."""


def may_moderate(user) -> bool:
    """Tell whether ``user`` may remove comments of others."""
    return access.is_staff_member(user) and user.has_perm(
        "knowledge.moderate_lessoncomment"
    )


def comment(lesson, text: str, *, user, key, reply_to=None) -> LessonComment:
    """Keep a comment, or an answer to one, and let the lesson's owner know.

    What is sent twice is kept once. An answer to an answer is one to the comment that
    began it.

    Args:
        key: a UUID that was made up with the form.

    Raises:
        PermissionDenied: ``user`` is no member of staff.
        CommentRefused: the comment that is answered is gone, or there were too many.
    """
    if not access.is_staff_member(user):
        raise PermissionDenied
    sent_before = LessonComment.objects.filter(key=key).first()
    if sent_before is not None:
        if sent_before.author_id != user.pk:
            raise PermissionDenied
        return sent_before
    if reply_to is not None and (
        reply_to.lesson_id != lesson.pk or reply_to.is_removed
    ):
        raise CommentRefused(_("The comment that you answer was removed meanwhile."))
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    recent = LessonComment.objects.filter(author=user, made_at__gt=hour_ago)
    if recent.count() >= MOST_AN_HOUR:
        raise CommentRefused(
            _("You have written a lot within an hour. Try again in an hour.")
        )
    with transaction.atomic():
        kept, is_new = LessonComment.objects.get_or_create(
            key=key,
            defaults={
                "lesson": lesson,
                "text": text,
                "author": user,
                "reply_to": reply_to and (reply_to.reply_to or reply_to),
            },
        )
        if is_new:
            tasks.tell_of_comment.enqueue(kept.pk)
    return kept


def change(own: LessonComment, text: str, *, user) -> None:
    """Put other words into one's own comment; that they changed is shown.

    Raises:
        PermissionDenied: it is not the user's own, or was removed.
    """
    if not is_own(own, user) or own.is_removed:
        raise PermissionDenied
    own.text, own.edited_at = text, timezone.now()
    own.save(update_fields=["text", "edited_at"])


def remove(removed: LessonComment, *, user, reason: str = "") -> None:
    """Remove a comment for good; its place stays, so that answers keep their sense.

    Raises:
        PermissionDenied: it is another's and ``user`` is no moderator, or it is gone.
        CommentRefused: a moderator gave no reason.
    """
    own = is_own(removed, user)
    if removed.is_removed or not (own or may_moderate(user)):
        raise PermissionDenied
    if not own and not reason.strip():
        raise CommentRefused(_("Say why you remove it. The reason stays in its place."))
    removed.text = ""
    removed.removed_at, removed.removed_by = timezone.now(), user
    removed.removal_reason = "" if own else reason.strip()
    removed.save(update_fields=["text", "removed_at", "removed_by", "removal_reason"])


def is_own(comment: LessonComment, user) -> bool:
    return comment.author_id is not None and comment.author_id == user.pk


def threads_for(lesson, user) -> list[tuple[LessonComment, list[LessonComment]]]:
    """Return the comments with the answers to each, the oldest first; staff only."""
    if not access.is_staff_member(user):
        return []
    comments = list(lesson.reader_comments.select_related("author").order_by("pk"))
    answers = {}
    for each in comments:
        answers.setdefault(each.reply_to_id, []).append(each)
    return [(each, answers.get(each.pk, [])) for each in answers.get(None, [])]
