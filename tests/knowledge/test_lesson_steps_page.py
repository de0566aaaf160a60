"""The page where members of staff take a lesson on, and its actions."""

import datetime

import pytest

from knowledge import learning
from knowledge.access import Access
from knowledge.models import DeliveryUnit, Evidence, Lesson, LessonAction, LessonStep
from tests.factories import (
    DeliveryUnitFactory,
    EvidenceFactory,
    LessonFactory,
    UserFactory,
    home_page,
)
from tests.knowledge.lessons_on_their_way import action, endorse, proof, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    home_page()


@pytest.fixture
def moderator(client):
    user = UserFactory(groups=["Moderators"])
    client.force_login(user)
    return user


def page_of(lesson) -> str:
    return f"/lesson-steps/{lesson.pk}/"


def take(client, lesson, step, reason="So.", **fields):
    return client.post(
        page_of(lesson),
        {"action": step, "state": lesson.state, "reason": reason} | fields,
    )


class TestSteps:
    def test_a_step_is_taken_with_its_reason(self, client, moderator):
        lesson = written_by()
        assert take(client, lesson, "submit", "Ready.").status_code == 302
        assert Lesson.objects.get(pk=lesson.pk).state == "validation"
        page = client.get(page_of(lesson)).content.decode()
        assert "Ready." in page and moderator.username in page

    def test_what_blocks_is_said_at_the_button_with_a_link_to_mend_it(
        self, client, moderator
    ):
        lesson = written_by(state="validation")
        page = client.get(page_of(lesson)).content.decode()
        button = page[page.index('value="identify"') :].partition(">")[0]
        assert 'aria-disabled="true"' in button
        assert 'aria-describedby="why-identify"' in button
        assert "disabled " not in button.replace("aria-disabled", "")
        why = page[page.index('id="why-identify"') :].partition("</div>")[0]
        assert "No quote for the lesson is verified" in why
        assert f"/admin/pages/{lesson.pk}/edit/#panel-child-content-evidence" in why
        assert "Nobody but its authors has endorsed" in why
        assert f"/lesson-reviewers/{lesson.pk}/" in why

    def test_a_blocked_button_that_is_pressed_says_why(self, client, moderator):
        lesson = written_by(state="validation")
        answer = take(client, lesson, "identify")
        assert answer.status_code == 400
        assert "The step was not taken" in answer.content.decode()
        assert Lesson.objects.get(pk=lesson.pk).state == "validation"
        proof(lesson)
        endorse(lesson)
        assert take(client, lesson, "identify").status_code == 302

    def test_the_author_is_told_that_somebody_else_decides(self, client, moderator):
        lesson = written_by(moderator, state="validation")
        page = client.get(page_of(lesson)).content.decode()
        assert "You wrote part of this lesson, so somebody else has to decide" in page

    def test_without_a_reason_the_form_says_so(self, client, moderator):
        lesson = written_by()
        answer = take(client, lesson, "submit", " ")
        assert answer.status_code == 400
        assert "Say why. The reason is kept with the step." in answer.content.decode()

    def test_whoever_comes_second_is_told(self, client, moderator):
        lesson = written_by()
        Lesson.objects.filter(pk=lesson.pk).update(state="validation")
        answer = take(client, lesson, "retire")
        assert "Somebody else may have taken a step" in answer.content.decode()
        assert Lesson.objects.get(pk=lesson.pk).state == "validation"
        assert not LessonStep.objects.exists()

    def test_what_is_sent_twice_is_one_step(self, client, moderator):
        lesson = written_by()
        assert take(client, lesson, "submit").status_code == 302
        answer = take(client, lesson, "submit")
        assert answer.status_code == 400
        assert "Somebody else may have taken a step" in answer.content.decode()
        assert LessonStep.objects.get().to_state == "validation"

    def test_what_somebody_else_did_meanwhile_is_told_to_the_second(
        self, client, moderator
    ):
        lesson = written_by(state="identified")
        client.get(page_of(lesson))
        other = UserFactory(groups=["Moderators"])
        seen = Lesson.objects.get(pk=lesson.pk)
        learning.take_step(seen, "retire", user=other, reason="It does not hold.")
        answer = take(client, lesson, "reopen")
        assert "is “Retired” now" in answer.content.decode()
        assert LessonStep.objects.get().made_by == other
        # The page has been made anew: who still means it may do so.
        lesson.refresh_from_db()
        assert take(client, lesson, "reopen").status_code == 302

    def test_two_lessons_are_not_merged_crosswise(self, client, moderator):
        one, two = written_by(), written_by()
        assert take(client, one, "merge", other=two.identifier).status_code == 302
        answer = take(client, two, "merge", other=one.identifier)
        assert "choose one that is in use" in answer.content.decode()
        assert LessonStep.objects.get().lesson == one

    def test_superseding_names_the_other_lesson_by_its_number(self, client, moderator):
        older, newer = written_by(), LessonFactory(title="The newer one")
        answer = take(client, older, "supersede", other="12 lessons")
        assert "No lesson has this number" in answer.content.decode()
        answer = take(client, older, "supersede", other=newer.identifier)
        assert answer.status_code == 302
        reader = client.get(Lesson.objects.get(pk=older.pk).url).content.decode()
        assert "The newer one" in reader

    @pytest.mark.parametrize("nonsense", ["explode", "", "identify\x00"])
    def test_an_unknown_step_is_refused(self, client, moderator, nonsense):
        assert take(client, written_by(), nonsense).status_code == 400


class TestWhoMay:
    def test_the_public_signs_in(self, client):
        answer = client.get(page_of(written_by()))
        assert answer.status_code == 302 and "/sign-in/" in answer.url

    @pytest.mark.parametrize("groups", [[], ["Archivists"], ["Trainers"]])
    def test_others_are_refused(self, client, groups):
        client.force_login(UserFactory(groups=groups))
        assert client.get(page_of(written_by())).status_code == 403

    def test_a_lesson_that_one_may_not_see_does_not_exist(self, client, moderator):
        unit: DeliveryUnit = DeliveryUnitFactory()
        lesson = LessonFactory(access=Access.RESTRICTED, unit=unit)
        assert client.get(page_of(lesson)).status_code == 404
        assert take(client, lesson, "retire").status_code == 404
        assert client.get(f"/lesson-actions/{action(lesson).pk}/").status_code == 404
        assert client.get(f"/lesson-history/{lesson.pk}/").status_code == 404

    def test_it_is_kept_nowhere(self, client, moderator):
        answer = client.get(page_of(written_by()))
        assert "no-store" in answer["Cache-Control"]


class TestActions:
    def assign(self, client, lesson, **fields):
        given = {
            "assign": "yes",
            "text": "Pay the allowance monthly.",
            "post": "Secretary, Health",
            "due_on": "2030-01-31",
        }
        return client.post(page_of(lesson), given | fields)

    def test_somebody_is_told_what_to_do_by_when(self, client, moderator):
        lesson = written_by(state="identified")
        assert self.assign(client, lesson).status_code == 302
        made = LessonAction.objects.get()
        assert (made.post, made.due_on) == (
            "Secretary, Health",
            datetime.date(2030, 1, 31),
        )
        assert take(client, lesson, "assign").status_code == 302

    def test_what_is_sent_twice_is_one_action(self, client, moderator):
        lesson = written_by(state="identified")
        for _time in range(2):
            assert self.assign(client, lesson).status_code == 302
        assert LessonAction.objects.count() == 1
        self.assign(client, lesson, post="Secretary, Finance")
        assert LessonAction.objects.count() == 2

    def test_whoever_assigns_to_a_lesson_closed_meanwhile_is_told(
        self, client, moderator
    ):
        lesson = written_by(state="identified")
        client.get(page_of(lesson))
        Lesson.objects.filter(pk=lesson.pk).update(state="retired")
        answer = self.assign(client, lesson)
        assert "This one is “Retired”" in answer.content.decode()
        assert not LessonAction.objects.exists()

    def test_the_second_to_close_an_action_is_told(self, client, moderator):
        lesson = written_by(state="action_assigned")
        closed = action(lesson)
        address = f"/lesson-actions/{closed.pk}/"
        client.post(address, {"what": "drop", "drop-reason": "No budget."})
        quote = proof(lesson)
        answer = client.post(address, {"what": "close", "close-proof": quote.pk})
        assert "is dropped already" in answer.content.decode()
        closed.refresh_from_db()
        assert (closed.state, closed.closing_note) == ("dropped", "No budget.")

    def test_not_before_it_is_identified(self, client, moderator):
        lesson = written_by(state="analysis")
        answer = self.assign(client, lesson)
        assert "assigned to a lesson that is identified" in answer.content.decode()
        assert not LessonAction.objects.exists()

    def test_a_date_that_is_none_is_said(self, client, moderator):
        lesson = written_by(state="identified")
        assert self.assign(client, lesson, due_on="soon").status_code == 400

    def test_a_date_that_moves_keeps_the_old_one_and_why(self, client, moderator):
        moved = action(written_by(state="identified"))
        address = f"/lesson-actions/{moved.pk}/"
        data = {"what": "move", "move-due_on": "2031-01-01"}
        answer = client.post(address, data | {"move-reason": ""})
        assert answer.status_code == 400
        client.post(address, data | {"move-reason": "The budget comes in July."})
        moved.refresh_from_db()
        move = moved.moves.get()
        assert moved.due_on == datetime.date(2031, 1, 1)
        assert move.from_date == datetime.date(2030, 1, 1)
        assert (move.reason, move.moved_by) == ("The budget comes in July.", moderator)

    def test_it_is_closed_only_with_proof(self, client, moderator):
        lesson = written_by(state="action_assigned")
        closed = action(lesson)
        address = f"/lesson-actions/{closed.pk}/"
        answer = client.post(address, {"what": "close"})
        assert "only with proof" in answer.content.decode()
        foreign = EvidenceFactory()
        client.post(address, {"what": "close", "close-proof": foreign.pk})
        closed.refresh_from_db()
        assert closed.state == "open"
        quote = proof(lesson)
        client.post(address, {"what": "close", "close-proof": quote.pk})
        closed.refresh_from_db()
        assert (closed.state, closed.proof) == ("done", quote)

    def test_a_broken_quote_proves_nothing(self, client, moderator):
        lesson = written_by(state="action_assigned")
        quote = proof(lesson)
        Evidence.objects.filter(pk=quote.pk).update(quote="Not there.")
        closed = action(lesson)
        address = f"/lesson-actions/{closed.pk}/"
        answer = client.post(address, {"what": "close", "close-proof": quote.pk})
        assert "proves nothing" in answer.content.decode()
        closed.refresh_from_db()
        assert closed.state == "open"

    def test_it_is_dropped_only_with_a_reason(self, client, moderator):
        dropped = action(written_by(state="action_assigned"))
        address = f"/lesson-actions/{dropped.pk}/"
        client.post(address, {"what": "drop", "drop-reason": ""})
        dropped.refresh_from_db()
        assert dropped.state == "open"
        client.post(address, {"what": "drop", "drop-reason": "The post is gone."})
        dropped.refresh_from_db()
        assert (dropped.state, dropped.closing_note) == ("dropped", "The post is gone.")

    def test_what_is_closed_stays_closed(self, client, moderator):
        closed = action(written_by(state="action_assigned"), "done")
        answer = client.post(
            f"/lesson-actions/{closed.pk}/", {"what": "drop", "drop-reason": "So."}
        )
        assert answer.status_code == 400
