"""A lesson goes from state to state: every step says who, when, why.

The table below is written by hand, as docs/decisions/0013 has it; it is not read from
the code that it checks.
"""

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction

from knowledge import learning
from knowledge.access import Access
from knowledge.learning import StepRefused, possible_steps, take_step
from knowledge.models import (
    Lesson,
    LessonState,
    LessonStep,
)
from tests.factories import (
    DeliveryUnitFactory,
    LessonFactory,
    UserFactory,
    home_page,
)
from tests.knowledge.lessons_on_their_way import (
    nothing_is_in_the_way,
    written_by,
)

pytestmark = pytest.mark.django_db

ADVANCE = {
    "editor",
    "author-editor",
    "curator",
    "moderator",
    "author-moderator",
    "administrator",
    "author-administrator",
}
VALIDATE = {"moderator", "author-moderator", "administrator", "author-administrator"}
NOT_THE_AUTHOR = {"moderator", "administrator"}
ON_THE_WAY = {
    "analysis",
    "validation",
    "identified",
    "action_assigned",
    "change_made",
    "learned",
}
# What may be done: from which states, where it leads, by whom.
TABLE = {
    "submit": ({"analysis"}, "validation", ADVANCE),
    "withdraw": ({"validation"}, "analysis", ADVANCE),
    "return": ({"validation"}, "analysis", NOT_THE_AUTHOR),
    "identify": ({"validation"}, "identified", NOT_THE_AUTHOR),
    "assign": ({"identified"}, "action_assigned", ADVANCE),
    "change": ({"action_assigned"}, "change_made", ADVANCE),
    "learn": ({"change_made"}, "learned", NOT_THE_AUTHOR),
    "merge": (ON_THE_WAY, "merged", VALIDATE),
    "supersede": (ON_THE_WAY, "superseded", VALIDATE),
    "retire": (ON_THE_WAY, "retired", VALIDATE),
    "reopen": (
        {
            "identified",
            "action_assigned",
            "change_made",
            "learned",
            "merged",
            "superseded",
            "retired",
        },
        "analysis",
        VALIDATE,
    ),
}
STATES = [
    "analysis",
    "validation",
    "identified",
    "action_assigned",
    "change_made",
    "learned",
    "merged",
    "superseded",
    "retired",
]


def people() -> dict:
    """One person of each role; those whose names begin so wrote the lesson."""
    return {
        "anonymous": AnonymousUser(),
        "member of staff": UserFactory(),
        "archivist": UserFactory(groups=["Archivists"]),
        "trainer": UserFactory(groups=["Trainers"]),
        "editor": UserFactory(groups=["Editors"]),
        "author-editor": UserFactory(groups=["Editors"]),
        "curator": UserFactory(groups=["Curators"]),
        "moderator": UserFactory(groups=["Moderators"]),
        "author-moderator": UserFactory(groups=["Moderators"]),
        "administrator": UserFactory(is_superuser=True),
        "author-administrator": UserFactory(is_superuser=True),
    }


@pytest.fixture(autouse=True)
def site():
    home_page()


def test_the_table_is_complete():
    assert set(TABLE) == set(LessonStep.Action.values)
    assert set(STATES) == set(LessonState.values)


@pytest.mark.parametrize("step", TABLE)
def test_a_step_is_taken_by_whom_and_from_where_the_table_says(step):
    """Every step from every state by every role, each tried on its own."""
    everybody = people()
    authors = [user for name, user in everybody.items() if name.startswith("author")]
    lesson = written_by(*authors)
    nothing_is_in_the_way(lesson, step)
    other = LessonFactory()
    taken = {}
    for state, (role, user) in itertools.product(STATES, everybody.items()):
        with transaction.atomic():
            Lesson.objects.filter(pk=lesson.pk).update(state=state)
            lesson.state = state
            try:
                made = take_step(lesson, step, user=user, reason="So.", other=other)
            except (PermissionDenied, StepRefused):
                assert Lesson.objects.get(pk=lesson.pk).state == state
                assert not LessonStep.objects.filter(lesson=lesson).exists()
            else:
                taken[state, role] = Lesson.objects.get(pk=lesson.pk).state
                assert (made.from_state, made.made_by) == (state, user)
            transaction.set_rollback(True)
    from_states, to_state, roles = TABLE[step]
    assert taken == dict.fromkeys(itertools.product(from_states, roles), to_state)


@pytest.mark.parametrize("state", STATES)
def test_only_what_the_table_allows_is_offered(state):
    everybody = people()
    lesson = written_by(everybody["author-moderator"], state=state)
    for role, user in everybody.items():
        offered = {step.action for step in possible_steps(lesson, user)}
        # An author is told at the button who has to decide instead.
        same = {"author-moderator": "moderator", "author-administrator": "moderator"}
        assert offered == {
            step
            for step, (from_states, _to, roles) in TABLE.items()
            if state in from_states and same.get(role, role) in roles
        }


class TestWhoWhenWhy:
    def test_a_step_keeps_who_when_and_why(self):
        editor = UserFactory(groups=["Editors"])
        before = timezone.now()
        step = take_step(
            written_by(editor), "submit", user=editor, reason=" Ready to be judged. "
        )
        assert (step.made_by, step.reason) == (editor, "Ready to be judged.")
        assert before <= step.made_at <= timezone.now()

    @pytest.mark.parametrize("step", TABLE)
    def test_without_a_reason_no_step_is_taken(self, step):
        from_states, _to_state, _roles = TABLE[step]
        lesson = written_by(state=sorted(from_states)[0])
        nothing_is_in_the_way(lesson, step)
        user = UserFactory(is_superuser=True)
        with pytest.raises(StepRefused, match="Say why"):
            take_step(lesson, step, user=user, reason="  ", other=LessonFactory())
        assert not LessonStep.objects.exists()

    def test_a_step_is_never_changed(self):
        editor = UserFactory(groups=["Editors"])
        step = take_step(written_by(), "submit", user=editor, reason="Ready.")
        step.reason = "Something else."
        with pytest.raises(TypeError, match="never changed"):
            step.save()
        assert LessonStep.objects.get().reason == "Ready."

    def test_the_database_refuses_a_step_without_a_reason(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            LessonStep.objects.create(
                lesson=written_by(),
                action="submit",
                from_state="analysis",
                to_state="validation",
                reason="",
            )

    def test_of_two_people_at_once_the_second_is_told_in_words(self):
        one, two = UserFactory(groups=["Editors"]), UserFactory(is_superuser=True)
        lesson = written_by()
        seen_by_two = Lesson.objects.get(pk=lesson.pk)
        take_step(lesson, "submit", user=one, reason="Ready.")
        with pytest.raises(StepRefused, match="Somebody else may have taken a step"):
            take_step(seen_by_two, "retire", user=two, reason="It does not hold.")
        assert Lesson.objects.get(pk=lesson.pk).state == "validation"
        assert LessonStep.objects.count() == 1

    def test_of_what_takes_its_place_the_present_state_counts(self):
        moderator = UserFactory(groups=["Moderators"])
        lesson, other = written_by(), written_by()
        seen = Lesson.objects.get(pk=other.pk)
        take_step(other, "retire", user=moderator, reason="It does not hold.")
        with pytest.raises(StepRefused, match="choose one that is in use"):
            take_step(lesson, "merge", user=moderator, reason="Same.", other=seen)
        assert LessonStep.objects.get().lesson == other

    def test_a_lesson_that_one_may_not_see_is_closed(self):
        unit = DeliveryUnitFactory()
        stranger = UserFactory(groups=["Moderators"])
        lesson = LessonFactory(access=Access.RESTRICTED, unit=unit)
        with pytest.raises(PermissionDenied):
            take_step(lesson, "retire", user=stranger, reason="So.")


class TestOutsideRevisions:
    def test_publishing_an_old_text_does_not_change_the_state(self):
        editor = UserFactory(groups=["Editors"])
        lesson = LessonFactory()
        lesson.what_happened = "Old text."
        old = lesson.save_revision()
        take_step(lesson, "submit", user=editor, reason="Ready.")
        old.publish()
        lesson = Lesson.objects.get(pk=lesson.pk)
        assert (lesson.what_happened, lesson.state) == ("Old text.", "validation")

    def test_a_draft_that_is_saved_does_not_change_the_state(self):
        lesson = LessonFactory()
        stale = Lesson.objects.get(pk=lesson.pk)
        Lesson.objects.filter(pk=lesson.pk).update(state="identified")
        stale.title = "Later"
        stale.save_revision().publish()
        assert Lesson.objects.get(pk=lesson.pk).state == "identified"
        assert stale.get_latest_revision_as_object().state == "identified"

    def test_publishing_does_not_take_back_a_step_taken_meanwhile(self):
        lesson = LessonFactory()
        revision = lesson.save_revision()
        editor = UserFactory(groups=["Editors"])
        publishing = PublishPageRevisionAction(revision)
        take_step(lesson, "submit", user=editor, reason="Ready.")
        publishing.execute()
        assert Lesson.objects.get(pk=lesson.pk).state == "validation"

    def test_withdrawing_does_not_take_back_a_step_taken_meanwhile(self):
        lesson = LessonFactory()
        editor = UserFactory(groups=["Editors"])
        seen = Lesson.objects.get(pk=lesson.pk)
        take_step(lesson, "submit", user=editor, reason="Ready.")
        seen.unpublish()
        lesson = Lesson.objects.get(pk=lesson.pk)
        assert (lesson.live, lesson.state) == (False, "validation")
        assert seen.state == "validation"

    def test_a_copy_starts_anew(self):
        editor = UserFactory(groups=["Editors"])
        lesson = LessonFactory()
        lesson.save_revision()
        take_step(lesson, "submit", user=editor, reason="Ready.")
        lesson = Lesson.objects.get(pk=lesson.pk)
        copy = lesson.copy(update_attrs={"slug": "copy", "title": "Copy"})
        copy = Lesson.objects.get(pk=copy.pk)
        assert copy.state == "analysis"
        assert copy.get_latest_revision_as_object().state == "analysis"
        assert not copy.steps.exists()


def test_a_step_tells_the_search_index(index):
    lesson = LessonFactory()
    index.drain()
    editor = UserFactory(groups=["Editors"])
    take_step(lesson, "submit", user=editor, reason="Ready.")
    assert index.drain() >= 1


def test_who_may_take_steps_at_all():
    allowed = {role for role, user in people().items() if learning.may_take_steps(user)}
    assert allowed == ADVANCE
