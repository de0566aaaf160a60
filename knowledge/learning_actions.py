"""What is to be done about a lesson, from its assignment to its proof."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import access
from knowledge.learning import ADVANCE
from knowledge.models import DueDateMove, Evidence, Lesson, LessonAction, LessonState
from knowledge.models.lesson_states import CLOSED

# Before, it is not yet a lesson; afterwards, nothing is left to do.
ASSIGNABLE = frozenset(
    {LessonState.IDENTIFIED, LessonState.ACTION_ASSIGNED, LessonState.CHANGE_MADE}
)


class ActionRefused(Exception):
    """Nothing was done; the text says why and how to mend it."""


@transaction.atomic
def assign(lesson: Lesson, *, text: str, post: str, due_on: date, user) -> LessonAction:
    """Give ``post`` something to do about ``lesson`` by ``due_on``.

    What is sent twice is kept once.

    Raises:
        PermissionDenied: it is not ``user``'s to do.
        ActionRefused: the lesson is not identified yet, or is closed.
    """
    lesson = _locked(lesson.pk, user)
    if lesson.state not in ASSIGNABLE:
        raise ActionRefused(
            _(
                "Actions are assigned to a lesson that is identified. This one is "
                "“%(state)s”."
            )
            % {"state": lesson.get_state_display()}
        )
    told = {"lesson": lesson, "text": text, "post": post, "due_on": due_on}
    sent_before = LessonAction.objects.open().filter(**told).first()
    return sent_before or LessonAction.objects.create(**told, made_by=user)


@transaction.atomic
def move_date(action: LessonAction, *, due_on: date, reason: str, user) -> DueDateMove:
    """Move the date of an open action, and keep the old one with the reason.

    Raises:
        PermissionDenied, ActionRefused
    """
    action = _open(action, user)
    if not reason.strip():
        raise ActionRefused(_("Say why the date moves. The reason is kept."))
    if due_on == action.due_on:
        raise ActionRefused(_("Give another date than the present one."))
    move = DueDateMove.objects.create(
        action=action,
        from_date=action.due_on,
        to_date=due_on,
        reason=reason.strip(),
        moved_by=user,
    )
    action.due_on = due_on
    action.save(update_fields=["due_on"])
    return move


@transaction.atomic
def close(action: LessonAction, *, proof: Evidence | None, note: str, user) -> None:
    """Close an action as done: only with a verified quote of the lesson that proves it.

    Raises:
        PermissionDenied, ActionRefused
    """
    action = _open(action, user)
    if proof is None:
        raise ActionRefused(
            _("Choose the quote that proves it. An action is closed only with proof.")
        )
    if proof.lesson_id != action.lesson_id or not proof.is_visible_to(user):
        raise ActionRefused(_("The proof has to be a quote of the same lesson."))
    proof.check_quote()
    if not proof.is_verified:
        raise ActionRefused(_("The quote is not verified, so it proves nothing."))
    action.proof = proof
    _finish(action, LessonAction.State.DONE, note)


@transaction.atomic
def drop(action: LessonAction, *, reason: str, user) -> None:
    """Drop an action that nobody is going to do.

    Raises:
        PermissionDenied, ActionRefused
    """
    action = _open(action, user)
    if not reason.strip():
        raise ActionRefused(_("Say why it is dropped. The reason is kept."))
    _finish(action, LessonAction.State.DROPPED, reason)


def _finish(action: LessonAction, state, note: str) -> None:
    action.state, action.closing_note = state, note.strip()
    action.closed_on = timezone.localdate()
    action.save(update_fields=["state", "closing_note", "closed_on", "proof"])


def _open(action: LessonAction, user) -> LessonAction:
    lesson = _locked(action.lesson_id, user)
    action = LessonAction.objects.get(pk=action.pk)
    if lesson.state in CLOSED:
        raise ActionRefused(
            _("The lesson is “%(state)s”, so its actions stay as they are.")
            % {"state": lesson.get_state_display()}
        )
    if action.state != LessonAction.State.OPEN:
        raise ActionRefused(
            _("“%(action)s” is %(state)s already.")
            % {"action": action, "state": action.get_state_display()}
        )
    return action


def _locked(lesson_pk: int, user) -> Lesson:
    """Return the lesson as it is now, held until the transaction ends."""
    if not access.is_staff_member(user) or not user.has_perm(ADVANCE):
        raise PermissionDenied
    lesson = Lesson.objects.select_for_update().get(pk=lesson_pk)
    if not access.may_handle(user, lesson):
        raise PermissionDenied
    return lesson
