"""What a lesson needs before a step: said in words, with where to mend it."""

import pytest

from knowledge.access import Access
from knowledge.learning import StepRefused, take_step
from knowledge.models import Evidence, Lesson, LessonRelation, SystemLink
from tests.factories import (
    DocumentFactory,
    LessonFactory,
    SystemLinkFactory,
    UserFactory,
    home_page,
)
from tests.knowledge.lessons_on_their_way import (
    action,
    endorse,
    nothing_is_in_the_way,
    proof,
    written_by,
)

pytestmark = pytest.mark.django_db

EVIDENCE = "panel-child-content-evidence-section"
SYSTEM_LINKS = "panel-child-content-system_links-section"


@pytest.fixture(autouse=True)
def site():
    home_page()


class TestGates:
    """Each is shown missing, with where to mend it, and then met."""

    def refused(self, lesson, step, user=None, **options) -> list:
        user = user or UserFactory(groups=["Moderators"])
        with pytest.raises(StepRefused) as refusal:
            take_step(lesson, step, user=user, reason="So.", **options)
        return refusal.value.obstacles

    def taken(self, lesson, step, user=None, **options):
        user = user or UserFactory(groups=["Moderators"])
        take_step(lesson, step, user=user, reason="So.", **options)
        return Lesson.objects.get(pk=lesson.pk).state

    def test_identified_needs_a_verified_quote(self):
        lesson = written_by(state="validation")
        given = endorse(lesson)
        [obstacle] = self.refused(lesson, "identify")
        assert "No quote for the lesson is verified" in obstacle.message
        assert obstacle.url == f"/admin/pages/{lesson.pk}/edit/#{EVIDENCE}"
        proof(lesson)
        given.delete()
        endorse(lesson)
        assert self.taken(lesson, "identify") == "identified"

    def test_a_broken_or_contradicting_quote_does_not_do(self):
        lesson = written_by(state="validation")
        quote = proof(lesson, role=Evidence.Role.CONTRADICTS)
        endorse(lesson)
        assert len(self.refused(lesson, "identify")) == 1
        Evidence.objects.filter(pk=quote.pk).update(
            role="supports", quote="Words that are not there."
        )
        endorse(lesson, body="Another institute")
        assert len(self.refused(lesson, "identify")) == 1

    def test_identified_needs_a_validator_who_is_not_the_author(self):
        author = UserFactory(groups=["Moderators"])
        lesson = written_by(author, state="validation")
        proof(lesson)
        endorse(lesson, made_by=author)
        [obstacle] = self.refused(lesson, "identify")
        assert "Nobody but its authors has endorsed" in obstacle.message
        assert obstacle.url.startswith("/")
        endorse(lesson, body="Another institute", made_by=UserFactory())
        assert self.taken(lesson, "identify") == "identified"

    @pytest.mark.parametrize("change", ["text", "evidence", "role", "note"])
    def test_what_was_endorsed_is_what_counts(self, change):
        lesson = written_by(state="validation")
        quote = proof(lesson)
        endorse(lesson)
        if change == "text":
            Lesson.objects.filter(pk=lesson.pk).update(context="Quite another text.")
        elif change == "evidence":
            proof(lesson, quote="Text of")
        else:
            new = {"role": "qualifies", "note": "Only in one district."}[change]
            Evidence.objects.filter(pk=quote.pk).update(**{change: new})
        lesson = Lesson.objects.get(pk=lesson.pk)
        [obstacle] = self.refused(lesson, "identify")
        assert "has changed since it was endorsed" in obstacle.message
        assert obstacle.url == f"/lesson-reviewers/{lesson.pk}/"
        endorse(lesson)
        assert self.taken(lesson, "identify") == "identified"

    def test_a_page_cited_anew_changes_nothing_of_what_was_endorsed(self):
        lesson = written_by(state="validation")
        quote = proof(lesson)
        endorse(lesson)
        other = DocumentFactory().current_version
        Evidence.objects.filter(pk=quote.pk).update(version=other)
        assert self.taken(lesson, "identify") == "identified"

    def test_as_many_doubts_as_endorsements_are_in_the_way(self):
        lesson = written_by(state="validation")
        proof(lesson)
        endorse(lesson)
        endorse(lesson, body="Academy", verdict="disputed", comment="Not so.")
        [obstacle] = self.refused(lesson, "identify")
        assert "1 body disputes the lesson" in obstacle.message
        endorse(lesson, body="Board", verdict="reservations", comment="Mostly.")
        assert self.taken(lesson, "identify") == "identified"

    def test_the_author_does_not_validate_the_own_lesson(self):
        author = UserFactory(is_superuser=True)
        lesson = written_by(author, state="validation")
        nothing_is_in_the_way(lesson, "identify")
        [obstacle] = self.refused(lesson, "identify", user=author)
        assert "You wrote part of this lesson" in obstacle.message

    def test_a_draft_that_nobody_reads_is_judged_by_its_own_quotes(self):
        """The quotes of a draft are in its revision alone."""
        lesson = LessonFactory(live=False, access=Access.INTERNAL)
        lesson.evidence.add(
            Evidence(
                version=DocumentFactory().current_version,
                page=1,
                quote="Text of the page.",
            )
        )
        lesson.save_revision()
        Lesson.objects.filter(pk=lesson.pk).update(state="validation")
        lesson = Lesson.objects.get(pk=lesson.pk)
        endorse(lesson)
        assert not Evidence.objects.exists()
        assert self.taken(lesson, "identify") == "identified"

    def test_action_assigned_needs_an_action(self):
        lesson = written_by(state="identified")
        [obstacle] = self.refused(lesson, "assign")
        assert "No action is assigned" in obstacle.message
        assert obstacle.url == f"/lesson-steps/{lesson.pk}/#actions"
        action(lesson)
        assert self.taken(lesson, "assign") == "action_assigned"

    def test_change_made_needs_every_action_closed(self):
        lesson = written_by(state="action_assigned")
        SystemLinkFactory(lesson=lesson, relation="changed")
        done, waiting = action(lesson, "done"), action(lesson)
        [obstacle] = self.refused(lesson, "change")
        assert "1 action is still open" in obstacle.message
        assert obstacle.url.endswith("#actions")
        waiting.delete()
        done.delete()
        [obstacle] = self.refused(lesson, "change")
        assert "No action is done" in obstacle.message
        action(lesson, "dropped", closing_note="No money.")
        assert len(self.refused(lesson, "change")) == 1
        action(lesson, "done")
        assert self.taken(lesson, "change") == "change_made"

    def test_change_made_needs_a_link_that_says_what_was_changed(self):
        lesson = written_by(state="action_assigned")
        action(lesson, "done")
        link = SystemLinkFactory(lesson=lesson, relation="should_change")
        [obstacle] = self.refused(lesson, "change")
        assert "says what was changed" in obstacle.message
        assert obstacle.url == f"/admin/pages/{lesson.pk}/edit/#{SYSTEM_LINKS}"
        SystemLink.objects.filter(pk=link.pk).update(relation="changed")
        assert self.taken(lesson, "change") == "change_made"

    @pytest.mark.parametrize("response", ["", "partly", "rejected"])
    def test_learned_needs_a_response_that_accepts(self, response):
        lesson = written_by(state="change_made")
        proof(lesson, role=Evidence.Role.SHOWS_CHANGE)
        link = SystemLinkFactory(
            lesson=lesson, response=response, response_reason="No money."
        )
        [obstacle] = self.refused(lesson, "learn")
        assert "No department has accepted" in obstacle.message
        assert obstacle.url == f"/admin/pages/{lesson.pk}/edit/#{SYSTEM_LINKS}"
        SystemLink.objects.filter(pk=link.pk).update(response="accepted")
        assert self.taken(lesson, "learn") == "learned"

    def test_learned_needs_proof(self):
        lesson = written_by(state="change_made")
        SystemLinkFactory(lesson=lesson, response="accepted")
        quote = proof(lesson)
        action(lesson, "done")
        [obstacle] = self.refused(lesson, "learn")
        assert "Nothing proves the change" in obstacle.message
        assert obstacle.url == f"/admin/pages/{lesson.pk}/edit/#{EVIDENCE}"
        Evidence.objects.filter(pk=quote.pk).update(role="shows_change")
        assert self.taken(lesson, "learn") == "learned"

    def test_an_action_that_was_closed_with_its_proof_proves_the_change(self):
        lesson = written_by(state="change_made")
        SystemLinkFactory(lesson=lesson, response="accepted")
        action(lesson, "done", proof=proof(lesson))
        assert self.taken(lesson, "learn") == "learned"

    def test_merged_and_superseded_need_the_other_lesson(self):
        lesson = written_by()
        for step in ("merge", "supersede"):
            [obstacle] = self.refused(lesson, step)
            assert "Choose the lesson that takes its place" in obstacle.message
            [obstacle] = self.refused(lesson, step, other=lesson)
            assert "another lesson than this one" in obstacle.message
            [obstacle] = self.refused(lesson, step, other=written_by(state="retired"))
            assert "choose one that is in use" in obstacle.message

    def test_a_lesson_that_one_may_not_see_takes_no_place(self):
        hidden = LessonFactory(access=Access.RESTRICTED, title="Hidden title")
        [obstacle] = self.refused(written_by(), "supersede", other=hidden)
        assert "Hidden title" not in obstacle.message

    def test_superseding_is_said_on_both_pages_and_by_the_next_text(self):
        older, newer = written_by(), LessonFactory(title="Newer")
        newer.save_revision().publish()
        self.taken(older, "supersede", other=newer)
        relation = LessonRelation.objects.get()
        assert (relation.lesson_id, relation.target_id) == (newer.pk, older.pk)
        newer = Lesson.objects.get(pk=newer.pk)
        assert not newer.has_unpublished_changes
        newer.get_latest_revision().publish()
        assert LessonRelation.objects.filter(lesson=newer, target=older).exists()

    def test_of_two_lessons_only_one_supersedes_the_other(self):
        older, newer = written_by(), written_by()
        self.taken(older, "supersede", other=newer)
        older = Lesson.objects.get(pk=older.pk)
        self.taken(older, "reopen")
        [obstacle] = self.refused(
            newer, "supersede", other=Lesson.objects.get(pk=older.pk)
        )
        assert "Only one of them can be the newer one" in obstacle.message
