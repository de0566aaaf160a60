"""Lessons in a state, and what the gates before the next one ask for."""

import datetime

from django.utils import timezone

from knowledge import validation
from knowledge.access import Access
from knowledge.models import (
    Evidence,
    Lesson,
    LessonAction,
    SystemLink,
    Validation,
)
from tests.factories import EvidenceFactory, LessonFactory, SystemLinkFactory


def written_by(*users, state="analysis", **fields) -> Lesson:
    """A lesson of which each of these people wrote something."""
    lesson = LessonFactory(access=Access.INTERNAL, **fields)
    for number, user in enumerate(users):
        lesson.context = f"Version {number}."
        lesson.save_revision(user=user)
    Lesson.objects.filter(pk=lesson.pk).update(state=state)
    return Lesson.objects.get(pk=lesson.pk)


def proof(lesson, **fields) -> Evidence:
    return EvidenceFactory(lesson=lesson, **fields)


def endorse(lesson, **fields) -> Validation:
    """A verdict on the lesson as it stands, its evidence included."""
    given = {
        "body": "Institute",
        "role": "director",
        "verdict": "endorsed",
        "text_sha256": validation.hash_of_present(lesson),
    }
    return Validation.objects.create(lesson=lesson, **given | fields)


def action(lesson, state="open", **fields) -> LessonAction:
    closed = {} if state == "open" else {"closed_on": timezone.localdate()}
    given = {"text": "Pay fuel monthly.", "post": "Secretary", "state": state}
    due = {"due_on": datetime.date(2030, 1, 1)}
    return LessonAction.objects.create(lesson=lesson, **given | due | closed | fields)


def nothing_is_in_the_way(lesson, step) -> None:
    """Give the lesson all that any gate asks for."""
    quote = proof(lesson, role=Evidence.Role.SHOWS_CHANGE)
    endorse(lesson)
    action(lesson, "open" if step == "assign" else "done", proof=quote)
    SystemLinkFactory(
        lesson=lesson,
        relation=SystemLink.Relation.CHANGED,
        response=SystemLink.Response.ACCEPTED,
        respondent="Secretary",
        responded_on=timezone.localdate(),
    )
