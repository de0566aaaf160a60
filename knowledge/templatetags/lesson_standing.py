"""How far a lesson has come, in plain words."""

from django import template
from django.utils.translation import gettext_lazy as _

from knowledge import access, learning
from knowledge.models import LessonState
from knowledge.models.lesson_states import CLOSED

register = template.Library()

MEANINGS = {
    LessonState.ANALYSIS: _(
        "It is being looked into. Nobody but its authors has confirmed it yet."
    ),
    LessonState.VALIDATION: _("Others are asked now whether it is true and useful."),
    LessonState.IDENTIFIED: _(
        "It is proved by a verified quote and endorsed by others than its authors. "
        "Nothing has been done about it yet."
    ),
    LessonState.ACTION_ASSIGNED: _("Somebody has been told what to do by when."),
    LessonState.CHANGE_MADE: _(
        "Something was changed. Whether the change is accepted and proved is still to "
        "be shown."
    ),
    LessonState.LEARNED: _(
        "A department has accepted it, and there is proof that something changed."
    ),
    LessonState.MERGED: _("Another lesson says the same. Use that one."),
    LessonState.SUPERSEDED: _("Another lesson has taken its place. Use that one."),
    LessonState.RETIRED: _("It does not hold any more. It is kept for the record."),
}


@register.inclusion_tag("components/lesson_standing.html", takes_context=True)
def lesson_standing(context, lesson):
    """Show the state of a lesson, and what has taken its place if it is closed."""
    request = context.get("request")
    user = request.user if request else None
    return {
        "lesson": lesson,
        "meaning": MEANINGS[lesson.state],
        "is_closed": lesson.state in CLOSED,
        # The relation to the newer lesson has said so above.
        "is_said": bool(getattr(context.get("relations"), "superseded_by", ())),
        "instead": _instead(lesson, user),
        "may_take_steps": bool(lesson.pk) and learning.may_take_steps(user),
    }


@register.inclusion_tag("components/lesson_next_steps.html", takes_context=True)
def lesson_next_steps(context, lesson):
    """Show whoever writes a lesson what it needs to come further."""
    user = context["request"].user
    return {
        "lesson": lesson,
        "meaning": MEANINGS[lesson.state],
        "steps": [
            step for step in learning.possible_steps(lesson, user) if step.leads_on
        ],
        "may_take_steps": learning.may_take_steps(user),
    }


@register.filter
def meaning_of(state) -> str:
    """Return what a state of a lesson means, in plain words."""
    return MEANINGS[state]


def _instead(lesson, user):
    """Return the lesson to read in the place of a closed one, if ``user`` sees it."""
    if lesson.pk is None or lesson.state not in CLOSED:
        return None
    step = lesson.steps.for_reading().filter(to_state=lesson.state).first()
    other = step.other if step else None
    return other if other is not None and access.may_see(user, other) else None
