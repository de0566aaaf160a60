"""Moderation: nobody approves the own words, and nothing has to be done twice."""

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from knowledge.access import Access
from knowledge.models import (
    DeliveryUnit,
    Lesson,
    LessonIndex,
    SecondPersonApproval,
    UnitIndex,
    UnitProfile,
)
from knowledge.publication import PublicationRefused, words_of
from knowledge.roles import ensure_roles
from tests.factories import DeliveryUnitFactory, LessonFactory, UserFactory, home_page

pytestmark = pytest.mark.django_db

OWN_WORDS = "another person has to approve it"


@pytest.fixture(autouse=True)
def site():
    home_page()


@pytest.fixture
def editor():
    return UserFactory(groups=["Editors"])


@pytest.fixture
def moderator():
    return UserFactory(groups=["Moderators"])


def test_a_form_that_only_ends_its_lines_otherwise_says_nothing_new(moderator):
    lesson = draft_by(moderator, what_happened="One line.\nAnother.")
    form_class = Lesson.get_edit_handler().get_form_class()
    for text, is_new in [("One line.\r\nAnother.", False), ("One line.", True)]:
        sent = QueryDict(urlencode({"what_happened": text}))
        form = form_class(sent, instance=lesson, for_user=moderator)
        field = form["what_happened"]
        assert (words_of(field.data) != words_of(field.initial)) is is_new


def draft_by(user, **fields) -> Lesson:
    lesson = LessonFactory(live=False, **{"access": Access.PUBLIC} | fields)
    lesson.save_revision(user=user)
    return Lesson.objects.get(pk=lesson.pk)


def submitted_by(user, **fields) -> Lesson:
    lesson = draft_by(user, **fields)
    Workflow.objects.get(name="Moderation").start(lesson, user)
    return Lesson.objects.get(pk=lesson.pk)


def again(lesson) -> Lesson:
    return Lesson.objects.get(pk=lesson.pk)


def act(client, lesson, action, comment="") -> object:
    """Post a decision of moderation directly, as the buttons of the queue do."""
    task = lesson.current_workflow_task_state
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[lesson.pk, action, task.pk]
    )
    return client.post(address, {"comment": comment}, follow=True)


class TestNobodyApprovesTheOwnWords:
    def test_another_moderator_approves(self, client, editor, moderator):
        lesson = submitted_by(editor)
        client.force_login(moderator)
        assert "Approve" in client.get(edit(lesson)).content.decode()
        act(client, lesson, "approve")
        assert again(lesson).live

    def test_saving_it_as_it_is_makes_nobody_an_author(self, client, editor, moderator):
        # The admin saves by itself what a moderator only looks at.
        lesson = submitted_by(editor, what_happened="One line.\nAnother.")
        lesson.what_happened = "One line.\r\nAnother."
        lesson.save_revision(user=moderator)
        client.force_login(moderator)
        assert OWN_WORDS not in client.get(edit(lesson)).content.decode()
        act(client, lesson, "approve")
        assert again(lesson).live

    @pytest.mark.parametrize(
        "rights", [{"groups": ["Moderators"]}, {"is_superuser": 1}]
    )
    def test_the_author_is_offered_no_approval_and_told_why(self, client, rights):
        author = UserFactory(**rights)
        lesson = submitted_by(author)
        client.force_login(author)
        page = client.get(edit(lesson)).content.decode()
        assert OWN_WORDS in page
        assert 'data-workflow-action-name="approve"' not in page
        assert 'data-workflow-action-name="reject"' in page

    def test_the_queue_offers_the_author_no_approval(self, client, moderator):
        lesson = submitted_by(moderator, title="Own lesson")
        client.force_login(moderator)
        page = client.get("/admin/").content.decode()
        approve = reverse(
            "wagtailadmin_pages:workflow_action",
            args=[lesson.pk, "approve", lesson.current_workflow_task_state.pk],
        )
        assert "Own lesson" in page
        assert approve not in page

    def test_the_server_refuses_what_the_author_posts(self, client, moderator):
        lesson = submitted_by(moderator)
        client.force_login(moderator)
        act(client, lesson, "approve")
        assert not again(lesson).live
        with pytest.raises(PublicationRefused, match=OWN_WORDS):
            state = lesson.current_workflow_task_state
            state.task.specific.on_action(state, moderator, "approve")
        assert not again(lesson).live

    def test_whoever_changes_the_draft_while_approving_is_its_author(
        self, client, editor, moderator
    ):
        lesson = submitted_by(editor)
        lesson.what_happened += " Not at all."
        lesson.save_revision(user=moderator)
        client.force_login(moderator)
        act(client, lesson, "approve")
        assert not again(lesson).live

    def test_what_was_published_before_is_nobody_s_draft(
        self, client, editor, moderator
    ):
        """A moderator who wrote the first text may approve an editor's next one."""
        lesson = draft_by(moderator)
        lesson.get_latest_revision().publish()
        lesson = again(lesson)
        lesson.summary = "Said better."
        lesson.save_revision(user=editor)
        Workflow.objects.get(name="Moderation").start(lesson, editor)
        client.force_login(moderator)
        act(client, again(lesson), "approve")
        assert again(lesson).summary == "Said better."

    def test_profiles_of_units_are_approved_by_a_second_person_too(self, moderator):
        unit: DeliveryUnit = DeliveryUnitFactory()
        profile = UnitProfile(title="Unit", unit=unit, live=False)
        UnitIndex.objects.get().add_child(instance=profile)
        profile.save_revision(user=moderator)
        Workflow.objects.get(name="Moderation").start(profile, moderator)
        state = profile.current_workflow_task_state
        with pytest.raises(PublicationRefused, match=OWN_WORDS):
            state.task.specific.on_action(state, moderator, "approve")

    def test_an_installation_with_the_older_task_gets_this_one(self):
        workflow = Workflow.objects.get(name="Moderation")
        older = GroupApprovalTask.objects.create(name="Moderation")
        WorkflowTask.objects.filter(workflow=workflow).update(task=older)
        ensure_roles()
        (task,) = workflow.tasks
        assert isinstance(task.specific, SecondPersonApproval)


class TestPublishingByHand:
    def test_a_moderator_does_not_publish_the_own_words_to_the_public(self, moderator):
        lesson = draft_by(moderator)
        with pytest.raises(PublicationRefused, match=OWN_WORDS):
            lesson.get_latest_revision().publish(user=moderator)
        assert not again(lesson).live

    def test_another_moderator_does(self, editor, moderator):
        lesson = draft_by(editor)
        lesson.get_latest_revision().publish(user=moderator)
        assert again(lesson).live

    def test_what_stays_inside_needs_one_person(self, moderator):
        lesson = draft_by(moderator, access=Access.INTERNAL)
        lesson.get_latest_revision().publish(user=moderator)
        assert again(lesson).live

    def test_an_administrator_may_be_alone(self):
        administrator = UserFactory(is_superuser=True)
        lesson = draft_by(administrator)
        lesson.get_latest_revision().publish(user=administrator)
        assert again(lesson).live


class TestTheWorkflowAndTheAxisOfKnowledge:
    def test_submitting_sends_the_lesson_to_validation(self, editor):
        lesson = submitted_by(editor)
        assert lesson.state == "validation"
        step = lesson.steps.get()
        assert (step.action, step.made_by) == ("submit", editor)

    def test_what_a_moderator_sends_back_is_in_analysis_with_the_comment_as_reason(
        self, client, editor, moderator
    ):
        lesson = submitted_by(editor)
        client.force_login(moderator)
        act(client, lesson, "reject", "The figure has no source.")
        lesson = again(lesson)
        assert lesson.state == "analysis"
        step = lesson.steps.last()
        assert (step.action, step.made_by) == ("return", moderator)
        assert step.reason == "The figure has no source."

    def test_a_moderator_is_asked_for_the_reason(self, client, editor, moderator):
        lesson = submitted_by(editor)
        client.force_login(moderator)
        act(client, lesson, "reject", "")
        assert again(lesson).state == "validation"
        assert again(lesson).workflow_in_progress

    def test_submitted_again_it_is_in_validation_again(self, client, editor, moderator):
        lesson = submitted_by(editor)
        client.force_login(moderator)
        act(client, lesson, "reject", "The figure has no source.")
        again(lesson).current_workflow_state.resume(editor)
        assert again(lesson).state == "validation"

    def test_cancelling_takes_it_back(self, editor):
        lesson = submitted_by(editor)
        lesson.current_workflow_state.cancel(user=editor)
        assert again(lesson).state == "analysis"
        assert again(lesson).steps.last().action == "withdraw"

    def test_returning_it_ends_its_moderation(self, editor, moderator):
        from knowledge.learning import take_step

        lesson = submitted_by(editor)
        take_step(lesson, "return", user=moderator, reason="No source.")
        assert not again(lesson).workflow_in_progress
        assert [step.action for step in lesson.steps.all()] == ["submit", "return"]

    def test_approving_publishes_and_says_nothing_of_whether_it_is_true(
        self, client, editor, moderator
    ):
        lesson = submitted_by(editor)
        client.force_login(moderator)
        act(client, lesson, "approve")
        lesson = again(lesson)
        assert (lesson.live, lesson.state) == (True, "validation")

    def test_the_text_of_a_lesson_that_is_identified_is_moderated_alone(self, editor):
        lesson = draft_by(editor)
        Lesson.objects.filter(pk=lesson.pk).update(state="identified")
        Workflow.objects.get(name="Moderation").start(again(lesson), editor)
        assert again(lesson).state == "identified"
        assert not lesson.steps.exists()


def edit(lesson) -> str:
    return reverse("wagtailadmin_pages:edit", args=[lesson.pk])


def test_lessons_are_moderated():
    assert LessonIndex.objects.get().get_workflow().name == "Moderation"
