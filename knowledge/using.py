"""“We used this”: who may report the use of a lesson, change it, release it, hide it.

Whether somebody may see the lesson itself is asked before, in ``knowledge.access``.
"""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge import access
from knowledge.models import LessonUse

State = LessonUse.State
# More than anybody has to tell within an hour, and less than a machine sends.
MOST_AN_HOUR = 10

# What its author tells, beside the key.
TOLD = (
    "lesson",
    "place",
    "department",
    "what_was_done",
    "outcome",
    "used_on",
    "author",
    "shown_as",
)

RELEASE, CLOSE, HIDE, SHOW = "release", "close", "hide", "show"
DECISIONS = {
    RELEASE: gettext_lazy("Release to the public"),
    CLOSE: gettext_lazy("Show to staff only"),
    HIDE: gettext_lazy("Hide from everybody"),
    SHOW: gettext_lazy("Show to staff again"),
}


class UseRefused(Exception):
    """The use was not kept; the text says why and what to do."""


def may_moderate(user) -> bool:
    """Tell whether ``user`` may release and hide uses of the lessons that it sees."""
    return access.is_staff_member(user) and user.has_perm(
        "knowledge.moderate_lessonuse"
    )


def report(use: LessonUse, *, user) -> LessonUse:
    """Keep the use of a lesson; what is sent twice is kept once.

    Raises:
        PermissionDenied: ``user`` is no member of staff.
        UseRefused: too much was reported within the hour.
    """
    if not access.is_staff_member(user):
        raise PermissionDenied
    sent_before = LessonUse.objects.filter(key=use.key).first()
    if sent_before is not None:
        if sent_before.author_id != user.pk:
            raise PermissionDenied
        return sent_before
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    recent = LessonUse.objects.filter(author=user, made_at__gt=hour_ago)
    if recent.count() >= MOST_AN_HOUR:
        raise UseRefused(
            _("You have reported a lot within an hour. Try again in an hour.")
        )
    use.author = user
    kept, _is_new = LessonUse.objects.get_or_create(
        key=use.key, defaults={name: getattr(use, name) for name in TOLD}
    )
    return kept


def change(use: LessonUse, *, user) -> None:
    """Keep what its author changed; its release ends, for other words were read then.

    Raises:
        PermissionDenied: it is not the user's own, or is withdrawn or hidden.
    """
    _require_own(use, user)
    use.edited_at = timezone.now()
    use.released_at = None
    use.save()


def withdraw(use: LessonUse, *, user) -> None:
    """Take one's own report back; nobody is shown it any more.

    Raises:
        PermissionDenied: it is not the user's own, or is withdrawn or hidden.
    """
    _require_own(use, user)
    use.state, use.released_at = State.WITHDRAWN, None
    use.save(update_fields=["state", "released_at"])


def possible_decisions(use: LessonUse) -> list[str]:
    """Return what a moderator may decide about ``use`` now."""
    if use.state == State.HIDDEN:
        return [SHOW]
    if use.state == State.SHOWN:
        return [CLOSE if use.is_released else RELEASE, HIDE]
    return []


def decide(use: LessonUse, decision: str, *, user, reason: str = "") -> None:
    """Release a use to the public, close it, hide it from everybody or show it again.

    Raises:
        PermissionDenied: ``user`` is no moderator.
        UseRefused: there is no reason for hiding it, or its state does not allow this.
    """
    if not may_moderate(user):
        raise PermissionDenied
    if decision not in possible_decisions(use):
        raise UseRefused(_("Somebody was first: this was decided already."))
    reason = reason.strip()
    if decision == HIDE and not reason:
        raise UseRefused(_("Say why it is hidden. Its author is shown the reason."))
    use.state = State.HIDDEN if decision == HIDE else State.SHOWN
    use.released_at = timezone.now() if decision == RELEASE else None
    use.reason = reason if decision == HIDE else ""
    use.moderator = user
    use.save(update_fields=["state", "released_at", "reason", "moderator"])


def uses_for(lesson, user) -> list[LessonUse]:
    """Return the uses of ``lesson`` that ``user`` is shown, the latest first.

    Those that a moderator has hidden are shown to moderators and to their author.
    """
    uses = lesson.uses.all()
    shown = uses.shown_to(user)
    if access.is_staff_member(user):
        hidden = uses.filter(state=State.HIDDEN)
        shown = shown | (hidden if may_moderate(user) else hidden.filter(author=user))
    return list(shown.with_details())


def _require_own(use: LessonUse, user) -> None:
    if use.author_id is None or use.author_id != user.pk or not use.is_shown:
        raise PermissionDenied
