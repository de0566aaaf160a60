"""What curators decide about observations: every decision says who, when, why."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from knowledge import evidence
from knowledge.access import Access
from knowledge.models import (
    Lesson,
    LessonIndex,
    LessonType,
    Observation,
    SealedIdentity,
    TriageStep,
)
from knowledge.models.lesson_states import CLOSED

Action = TriageStep.Action
State = Observation.State

OPEN_STATES = frozenset({State.SUBMITTED, State.RETURNED, State.ACCEPTED})
# From which states each decision may be made, and where it leads.
TRANSITIONS = {
    Action.ACCEPT: (
        frozenset({State.SUBMITTED, State.RETURNED, State.REJECTED}),
        State.ACCEPTED,
    ),
    Action.RETURN: (frozenset({State.SUBMITTED, State.ACCEPTED}), State.RETURNED),
    Action.REJECT: (OPEN_STATES, State.REJECTED),
    Action.MERGE: (OPEN_STATES, State.MERGED),
    Action.SPLIT: (OPEN_STATES, State.SPLIT),
    Action.DRAFT: (OPEN_STATES, State.DRAFTED),
}


class DecisionRefused(Exception):
    """A decision cannot be made; its text says why and what to do instead."""


def possible_actions(observation: Observation) -> list[Action]:
    """Return the decisions that the observation's state allows."""
    return [
        action
        for action, (states, _state) in TRANSITIONS.items()
        if observation.state in states
    ]


@transaction.atomic
def decide(
    observation: Observation, action: Action, *, user, reason: str, lesson=None
) -> Observation:
    """Accept, return or reject an observation, or merge it with ``lesson``.

    Raises:
        PermissionDenied: ``user`` is no curator or may not see it, or the lesson.
        DecisionRefused: its state does not allow this, or there is no reason.
    """
    observation = _locked([observation], user)[0]
    if lesson is not None and not lesson.is_visible_to(user):
        raise PermissionDenied
    if action == Action.MERGE and lesson is None:
        raise DecisionRefused(_("Choose the lesson that says the same."))
    if action == Action.MERGE and lesson.state in CLOSED:
        raise DecisionRefused(
            _(
                "This lesson is retired, superseded or merged. Choose one that holds, "
                "or draft a new one."
            )
        )
    _step(observation, action, user, reason)
    observation.lesson = lesson
    observation.save(update_fields=["state", "lesson"])
    return observation


@transaction.atomic
def split(
    observation: Observation, texts: Iterable[str], *, user, reason: str
) -> list[Observation]:
    """Make several observations of one that says several things.

    The parts wait in the queue, named as the whole is. Returns the parts.

    Raises:
        PermissionDenied, DecisionRefused: as ``decide``; also for less than two parts,
            and for words that are not the author's.
    """
    whole = _locked([observation], user)[0]
    texts = [text.strip() for text in texts if text.strip()]
    if len(texts) < 2:
        raise DecisionRefused(
            _("Put an empty line between the parts: at least two are needed.")
        )
    _step(whole, Action.SPLIT, user, reason)
    for text in texts:
        # They keep the name of who wrote them.
        if not evidence.find(text, whole.text):
            raise DecisionRefused(
                _(
                    "“%(words)s” does not stand so in the observation. Divide the "
                    "author's own words and change none."
                )
                % {"words": Truncator(text).chars(80)}
            )
    whole.save(update_fields=["state"])
    groups = list(whole.access_groups.all())
    seal = SealedIdentity.objects.filter(observation=whole).first()
    parts = []
    for number, text in enumerate(texts, start=1):
        part = Observation.objects.get(pk=whole.pk)
        part.pk, part._state.adding = None, True
        part.text, part.state, part.split_from = text, State.SUBMITTED, whole
        # Whoever has the receipt of the whole is shown the whole alone.
        part.key_digest = f"part {number} of {whole.pk}"
        part.save()
        part.access_groups.set(groups)
        if seal is not None:
            SealedIdentity.objects.create(observation=part, user_id=seal.user_id)
        parts.append(part)
    return parts


@transaction.atomic
def draft_lesson(
    observations: Iterable[Observation], *, title: str, summary: str, user, reason: str
) -> Lesson:
    """Draft one lesson of one or several observations, with their words.

    Each is quoted as its author agreed to be named. The lesson is as closed as the most
    closed of them.

    Raises:
        PermissionDenied, DecisionRefused: as ``decide``; also where the user may not
            write lessons, and for observations restricted to different units.
    """
    observations = _locked(observations, user)
    index = LessonIndex.objects.get()
    if not index.permissions_for_user(user).can_add_subpage():
        raise DecisionRefused(_("You may not write lessons. Ask an editor to do it."))
    lesson = _closed_as(observations)
    for observation in observations:
        _step(observation, Action.DRAFT, user, reason)
    lesson.title, lesson.summary, lesson.owner = title, summary, user
    lesson.language = observations[0].language
    lesson.type = _type_of(observations)
    sectors = {observation.sector_id for observation in observations}
    lesson.sector_id = sectors.pop() if len(sectors) == 1 else None
    with override(lesson.language):
        lesson.what_happened = "\n\n".join(map(quoted, observations))
    index.add_child(instance=lesson)
    lesson.save_revision(user=user, log_action=True)
    for observation in observations:
        observation.lesson = lesson
        observation.save(update_fields=["state", "lesson"])
    return lesson


def _type_of(observations: list[Observation]) -> str:
    """Return what the observations agree to tell of, or "" if they do not agree."""
    types = {
        Observation.Tone.GOOD: LessonType.STRENGTH,
        Observation.Tone.BAD: LessonType.CHALLENGE,
    }
    told = {types.get(observation.tone, "") for observation in observations}
    return told.pop() if len(told) == 1 else ""


def quoted(observation: Observation) -> str:
    """Return the words as a Markdown quotation, named as the author agreed."""
    lines = [f"> {line}".rstrip() for line in observation.text.splitlines()]
    return "\n".join([*lines, ">", f"> — {observation.signature}"])


def _locked(observations, user) -> list[Observation]:
    """Return them as they are now, held until the transaction ends."""
    if not user.has_perm("knowledge.triage_observation"):
        raise PermissionDenied
    pks = [observation.pk for observation in observations]
    if not pks:
        raise DecisionRefused(_("Choose at least one observation."))
    found = list(
        Observation.objects.visible_to(user)
        .filter(pk__in=pks)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if len(found) < len(set(pks)):
        raise PermissionDenied
    return found


def _step(observation: Observation, action: Action, user, reason: str) -> None:
    """Note a decision and set the state that it leads to; the caller saves."""
    states, state = TRANSITIONS[action]
    if observation.state not in states:
        raise DecisionRefused(
            _("%(observation)s is “%(state)s” already, so this cannot be done.")
            % {
                "observation": observation,
                "state": observation.get_state_display().lower(),
            }
        )
    if not reason.strip():
        raise DecisionRefused(_("Say why. The reason is kept and shown to the author."))
    TriageStep.objects.create(
        observation=observation, action=action, reason=reason.strip(), made_by=user
    )
    observation.state = state


@transaction.atomic
def give_back(lesson: Lesson) -> None:
    """Let what a lesson was made of be accepted again, as the lesson is deleted."""
    observations = Observation.objects.select_for_update(of=("self",)).filter(
        lesson=lesson, state__in=(State.DRAFTED, State.MERGED)
    )
    with override(lesson.language or None):
        reason = _("The lesson that it went into was deleted.")
    for observation in observations:
        observation.state, observation.lesson = State.ACCEPTED, None
        observation.save(update_fields=["state", "lesson"])
        TriageStep.objects.create(
            observation=observation, action=Action.ACCEPT, reason=reason
        )


def _closed_as(observations: list[Observation]) -> Lesson:
    """Return an unsaved lesson that is no more open than any of the observations."""
    # A place may have been closed since it was observed.
    sources = [source for each in observations for source in each.sources()]
    closed = [
        source
        for source in sources
        if source.access == Access.RESTRICTED or source.is_under_embargo
    ]
    units = {source.unit_id for source in closed or observations}
    if closed and len(units) > 1:
        raise DecisionRefused(
            _("They are restricted to different units, so one lesson cannot hold them.")
        )
    lesson = Lesson(
        live=False,
        access=min(
            (source.access for source in sources),
            key=Access.values.index,
        ),
        unit_id=units.pop() if len(units) == 1 else None,
        embargo_until=max(
            filter(None, (source.embargo_until for source in sources)),
            default=None,
        ),
    )
    groups = [set(source.access_groups.all()) for source in closed]
    lesson.access_groups.set(set.intersection(*groups) if groups else set())
    return lesson
