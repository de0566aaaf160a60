"""Keeps Wagtail's workflow of moderation and the axis of knowledge together.

Submitting a draft for moderation also sends the lesson to validation, and what a
moderator sends back is in analysis again: people do it once. Approval publishes the
text and says nothing of whether the lesson is true: that is for a validator to say.
"""

from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import task_rejected, task_submitted, workflow_cancelled

from knowledge import access, learning
from knowledge.learning import Action
from knowledge.models import Lesson, LessonState


def connect() -> None:
    task_submitted.connect(send_to_validation, dispatch_uid="send_to_validation")
    task_rejected.connect(return_to_analysis, dispatch_uid="return_to_analysis")
    workflow_cancelled.connect(take_back, dispatch_uid="take_back")


def send_to_validation(instance, user, **kwargs):
    lesson = _lesson(instance.workflow_state)
    if lesson is not None and lesson.state == LessonState.ANALYSIS:
        _take(lesson, Action.SUBMIT, user, _("Submitted for moderation."))


def return_to_analysis(instance, user, **kwargs):
    lesson = _lesson(instance.workflow_state)
    if lesson is None or lesson.state != LessonState.VALIDATION:
        return
    reason = instance.comment.strip() or _("Sent back by a moderator, without comment.")
    # An author who is a moderator as well takes it back.
    if not _take(lesson, Action.RETURN, user, reason):
        _take(lesson, Action.WITHDRAW, user, reason)


def take_back(instance, user, **kwargs):
    lesson = _lesson(instance)
    if lesson is None or lesson.state != LessonState.VALIDATION:
        return
    # Whoever publishes a draft by hand ends its moderation as well.
    if lesson.live and not lesson.has_unpublished_changes:
        return
    submitted = lesson.steps.filter(
        action=Action.SUBMIT, made_at__gte=instance.created_at
    )
    if submitted.exists():
        _take(lesson, Action.WITHDRAW, user, _("The moderation was cancelled."))


def _lesson(workflow_state) -> Lesson | None:
    """Return the lesson that is moderated, as it is now; ``None`` for another page."""
    page = workflow_state.content_object
    if not isinstance(page, Page):
        return None
    return Lesson.objects.filter(pk=page.pk).first()


def _take(lesson: Lesson, action: Action, user, reason: str) -> bool:
    """Take a step if it is ``user``'s to take, and tell whether it was taken."""
    if user is None or not access.may_handle(user, lesson):
        return False
    possible = {step.action: step for step in learning.possible_steps(lesson, user)}
    if action not in possible or possible[action].obstacles:
        return False
    try:
        learning.take_step(lesson, action, user=user, reason=reason)
    except learning.StepRefused:
        # Somebody else has taken one in this very moment; the moderation goes its way.
        return False
    return True
