"""The steps of a lesson from analysis to learned: every step says who, when, why.

The table of transitions is the whole rule: from which states a step may be taken, where
it leads, which permission it needs, whether an author of the lesson may take it, and
what the lesson needs before. See docs/decisions/0013.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge import access, learning_gates, relations, validation
from knowledge.models import Lesson, LessonRelation, LessonState, LessonStep
from knowledge.models.lesson_states import CLOSED, WAY
from knowledge.publication import Obstacle

Action = LessonStep.Action
State = LessonState
Gate = Callable[[Lesson, object], list[Obstacle]]

ADVANCE = "knowledge.advance_lesson"
VALIDATE = "knowledge.validate_lesson"
# What the public is told of who took a step.
ROLES = {
    ADVANCE: gettext_lazy("by an editor or a curator"),
    VALIDATE: gettext_lazy("by a validator"),
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table."""

    from_states: frozenset[State]
    to_state: State
    permission: str
    gates: tuple[Gate, ...] = ()
    by_author: bool = True
    needs_other: bool = False


TRANSITIONS = {
    Action.SUBMIT: Transition(frozenset({State.ANALYSIS}), State.VALIDATION, ADVANCE),
    Action.WITHDRAW: Transition(frozenset({State.VALIDATION}), State.ANALYSIS, ADVANCE),
    Action.RETURN: Transition(
        frozenset({State.VALIDATION}), State.ANALYSIS, VALIDATE, by_author=False
    ),
    Action.IDENTIFY: Transition(
        frozenset({State.VALIDATION}),
        State.IDENTIFIED,
        VALIDATE,
        gates=(
            learning_gates.has_verified_quote,
            learning_gates.is_endorsed,
            learning_gates.is_not_disputed,
        ),
        by_author=False,
    ),
    Action.ASSIGN: Transition(
        frozenset({State.IDENTIFIED}),
        State.ACTION_ASSIGNED,
        ADVANCE,
        gates=(learning_gates.has_action,),
    ),
    Action.CHANGE: Transition(
        frozenset({State.ACTION_ASSIGNED}),
        State.CHANGE_MADE,
        ADVANCE,
        gates=(
            learning_gates.has_nothing_left_to_do,
            learning_gates.has_changed_something,
        ),
    ),
    Action.LEARN: Transition(
        frozenset({State.CHANGE_MADE}),
        State.LEARNED,
        VALIDATE,
        gates=(learning_gates.is_accepted, learning_gates.has_proof),
        by_author=False,
    ),
    Action.MERGE: Transition(frozenset(WAY), State.MERGED, VALIDATE, needs_other=True),
    Action.SUPERSEDE: Transition(
        frozenset(WAY), State.SUPERSEDED, VALIDATE, needs_other=True
    ),
    Action.RETIRE: Transition(frozenset(WAY), State.RETIRED, VALIDATE),
    Action.REOPEN: Transition(
        frozenset({*WAY, *CLOSED} - {State.ANALYSIS, State.VALIDATION}),
        State.ANALYSIS,
        VALIDATE,
    ),
}


class StepRefused(Exception):
    """A step cannot be taken; ``obstacles`` say why and where to mend it."""

    def __init__(self, obstacles: list[Obstacle]):
        super().__init__(" ".join(map(str, obstacles)))
        self.obstacles = obstacles


@dataclass(frozen=True, slots=True)
class PossibleStep:
    """A step that a person may take when nothing is in the way."""

    action: Action
    obstacles: list[Obstacle] = field(default_factory=list)

    @property
    def needs_other(self) -> bool:
        return TRANSITIONS[self.action].needs_other

    @property
    def to_state(self) -> State:
        return TRANSITIONS[self.action].to_state

    @property
    def leads_on(self) -> bool:
        """Whether it brings the lesson further on its way."""
        return self.to_state in WAY[1:]


def may_take_steps(user) -> bool:
    """Tell whether any step is open to ``user``."""
    return access.is_staff_member(user) and (
        user.has_perm(ADVANCE) or user.has_perm(VALIDATE)
    )


def possible_steps(lesson: Lesson, user) -> list[PossibleStep]:
    """Return the steps from the lesson's state that are ``user``'s to take.

    Those that something blocks are among them, with what blocks them. Ask only for a
    lesson that ``user`` may handle.
    """
    if not access.is_staff_member(user):
        return []
    return [
        PossibleStep(action, obstacles(lesson, action, user))
        for action, transition in TRANSITIONS.items()
        if lesson.state in transition.from_states
        and user.has_perm(transition.permission)
    ]


def obstacles(lesson: Lesson, action: Action, user) -> list[Obstacle]:
    """Return what keeps ``user`` from taking a step that the state allows."""
    transition = TRANSITIONS[action]
    found = []
    if not transition.by_author and validation.is_author(user, lesson):
        found.append(
            Obstacle(
                _("You wrote part of this lesson, so somebody else has to decide."),
            )
        )
    for gate in transition.gates:
        found += gate(lesson, user)
    return found


@transaction.atomic
def take_step(
    lesson: Lesson, action: Action, *, user, reason: str, other: Lesson | None = None
) -> LessonStep:
    """Take one step and keep who took it, when and why.

    Args:
        lesson: as ``user`` saw it: if its state has changed since, nothing is done.
        action: what to do.
        user: who does it.
        reason: why; kept with the step, and shown to members of staff.
        other: the lesson that it is merged with or superseded by.

    Raises:
        PermissionDenied: the step, or one of the lessons, is closed to ``user``.
        StepRefused: its obstacles say what has to be mended before.
    """
    transition = TRANSITIONS[action]
    if not may_take_steps(user) or not user.has_perm(transition.permission):
        raise PermissionDenied
    seen = lesson.state
    lesson, other = _held(lesson, other if transition.needs_other else None)
    if not access.may_handle(user, lesson):
        raise PermissionDenied
    if lesson.state != seen or seen not in transition.from_states:
        raise StepRefused([Obstacle(_already(lesson))])
    found = obstacles(lesson, action, user)
    if not reason.strip():
        found.append(Obstacle(_("Say why. The reason is kept with the step.")))
    if transition.needs_other:
        found += _unfit(lesson, action, other, user)
    if found:
        raise StepRefused(found)
    step = LessonStep.objects.create(
        lesson=lesson,
        action=action,
        from_state=seen,
        to_state=transition.to_state,
        reason=reason.strip(),
        other=other,
        made_by=user,
    )
    lesson.state = transition.to_state
    # A draft need not be complete.
    lesson.save(clean=False, update_fields=["state"])
    if action == Action.SUPERSEDE:
        _relate(other, lesson)
    if seen == State.VALIDATION and action != Action.IDENTIFY:
        _end_moderation(lesson, step)
    return step


def _held(lesson: Lesson, other: Lesson | None) -> tuple[Lesson, Lesson | None]:
    """Return both as they are now; nobody else changes them until the step is taken.

    They are locked in one order, or two people who merge them crosswise would wait for
    each other.
    """
    pks = [each.pk for each in (lesson, other) if each is not None]
    lessons = Lesson.objects.select_for_update().order_by("pk").in_bulk(pks)
    return lessons[lesson.pk], lessons.get(other.pk) if other else None


def _already(lesson: Lesson) -> str:
    return _(
        "“%(title)s” is “%(state)s” now, so this cannot be done. Somebody else may "
        "have taken a step in the meantime: look at the lesson again."
    ) % {"title": lesson.title, "state": lesson.get_state_display()}


def _relate(newer: Lesson, older: Lesson) -> None:
    """Let the pages of both lessons say that one takes the other's place.

    The relation is put into the newest draft too, or the next text to be published
    would be without it.
    """
    said = {"kind": LessonRelation.Kind.SUPERSEDES, "target": older}
    row, _created = LessonRelation.objects.get_or_create(lesson=newer, **said)
    if newer.latest_revision is None:
        return
    # The revision itself, which does not follow the database as the live lesson does.
    draft = newer.latest_revision.as_object()
    if not draft.relations.filter(**said).exists():
        draft.relations.add(row)
        draft.save_revision(clean=False, changed=False)


def _end_moderation(lesson: Lesson, step: LessonStep) -> None:
    """Send the draft back to its author as well, if a moderator has it."""
    if not lesson.workflow_in_progress:
        return
    moderation = lesson.current_workflow_state
    if step.action == Action.RETURN:
        moderation.current_task_state.specific.reject(
            user=step.made_by, comment=step.reason
        )
    else:
        moderation.cancel(user=step.made_by)


def _unfit(lesson: Lesson, action, other: Lesson | None, user) -> list[Obstacle]:
    """Return why ``other`` cannot take the place of ``lesson``."""
    if other is None or not access.may_see(user, other):
        return [Obstacle(_("Choose the lesson that takes its place."))]
    if other.pk == lesson.pk:
        return [Obstacle(_("Choose another lesson than this one."))]
    if other.state in CLOSED:
        words = _("“%(title)s” is “%(state)s”: choose one that is in use.") % {
            "title": other.title,
            "state": other.get_state_display(),
        }
        return [Obstacle(words)]
    if action == Action.SUPERSEDE:
        relation = LessonRelation(
            lesson=other, target=lesson, kind=LessonRelation.Kind.SUPERSEDES
        )
        fault = relations.why_not(other, relation, other.language)
        return [Obstacle(fault)] if fault else []
    return []
