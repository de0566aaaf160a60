"""A lesson does not carry words of closed observations to more readers."""

import pytest

from knowledge import publication, triage
from knowledge.access import Access
from knowledge.models import Lesson
from knowledge.publication import PublicationRefused
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    LearningEventFactory,
    ObservationFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db

WORDS = "Of 36 districts,\n28 did not report. Nobody asked."


@pytest.fixture
def curator():
    home_page()
    unit = DeliveryUnitFactory()
    return UserFactory(groups=["Curators", "Moderators"], units=[unit])


def drafted(curator, **place) -> Lesson:
    """A lesson drafted from an observation of that place, made public since."""
    unit = curator.units.get()
    observation = ObservationFactory(
        text=WORDS, state="accepted", access=Access.INTERNAL, unit=unit, **place
    )
    lesson = triage.draft_lesson(
        [observation],
        title="Ask",
        summary="Ask them.",
        user=curator,
        reason="Telling.",
    )
    lesson.access = Access.PUBLIC
    return lesson


def closed_document(curator):
    return DocumentFactory(
        access=Access.RESTRICTED, unit=curator.units.get(), pages=[WORDS]
    )


def told(lesson) -> list[str]:
    return [each.message for each in publication.obstacles(lesson)]


def test_words_of_a_restricted_document_are_not_published(curator):
    version = closed_document(curator).current_version
    lesson = drafted(curator, version=version, page=1)
    assert "The words of 1 observation stand in the text" in told(lesson)[0]
    with pytest.raises(PublicationRefused):
        lesson.save_revision(user=UserFactory()).publish()
    assert not Lesson.objects.get().live


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("We asked, and found that most were silent.", False),
        ("As was said: 28 did not report.", False),
        ("As was said: Of 36 districts, 28 did not report.", True),
        ("> Of 36 districts,\n> 28 did not report.", True),
    ],
)
def test_own_words_are(curator, text, is_refused):
    version = closed_document(curator).current_version
    lesson = drafted(curator, version=version, page=1)
    lesson.what_happened, lesson.cause = "Something.", text
    assert bool(told(lesson)) is is_refused


def test_nor_are_those_of_a_closed_observation(curator):
    lesson = drafted(curator)
    assert told(lesson)
    lesson.access = Access.INTERNAL
    assert not told(lesson)


def test_a_place_that_was_closed_later_closes_the_draft(curator):
    event = LearningEventFactory(access=Access.INTERNAL, unit=curator.units.get())
    observation = ObservationFactory(
        text=WORDS, state="accepted", access=Access.INTERNAL, event=event
    )
    event.access = Access.RESTRICTED
    event.save()
    lesson = triage.draft_lesson(
        [observation],
        title="Ask",
        summary="Ask them.",
        user=curator,
        reason="Telling.",
    )
    assert (lesson.access, lesson.unit) == (Access.RESTRICTED, event.unit)
