"""What readers are told of the state of a lesson and of its history."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import formats, timezone

from knowledge import learning_actions
from knowledge.access import Access
from knowledge.learning import take_step
from knowledge.models import Evidence, Lesson, SystemLink, Validation
from knowledge.templatetags.localized import DIGITS
from tests.factories import (
    DocumentFactory,
    EvidenceFactory,
    LessonFactory,
    ObservationFactory,
    SystemLinkFactory,
    UserFactory,
    home_page,
)
from tests.knowledge.lessons_on_their_way import action, endorse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    home_page()


@pytest.fixture
def editor():
    return UserFactory(groups=["Editors"], username="e.ditor")


def history(client, lesson, language="") -> str:
    answer = client.get(f"{language}/lesson-history/{lesson.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_verdict_on_a_more_closed_draft_is_not_for_readers(client):
    lesson = LessonFactory()
    draft = Lesson.objects.get(pk=lesson.pk)
    draft.access = Access.RESTRICTED
    Validation.objects.create(
        lesson=lesson, body="A closed body", role="director", verdict="disputed",
        comment="A secret doubt.", revision=draft.save_revision(),
    )  # fmt: skip
    colleague, member = UserFactory(), UserFactory(units=[lesson.unit])
    for user, is_told in [(None, False), (colleague, False), (member, True)]:
        if user:
            client.force_login(user)
        sheet = client.get(reverse("lesson_print", args=[lesson.pk]))
        for html in (
            history(client, lesson),
            client.get(lesson.url).content.decode(),
            sheet.content.decode(),
        ):
            assert ("A secret doubt." in html) is is_told


class TestHistory:
    def test_the_public_sees_the_moment_the_states_and_the_role(self, client, editor):
        lesson = LessonFactory()
        take_step(lesson, "submit", user=editor, reason="Between ourselves.")
        moment = datetime.datetime(2026, 3, 14, 9, 41, tzinfo=datetime.UTC)
        lesson.steps.update(made_at=moment)
        page = history(client, lesson)
        assert "Sent to validation: from “In analysis” to “In validation”" in page
        assert "by an editor or a curator" in page
        here = timezone.localtime(moment)
        assert (
            f'<time datetime="{here.isoformat()}">'
            f"{formats.date_format(here, 'DATETIME_FORMAT')}</time>"
        ) in page
        assert f"{here:%H:%M}".translate(DIGITS["ur"]) in history(client, lesson, "/ur")

    def test_of_an_observation_no_time_is_told(self, client):
        lesson = LessonFactory()
        ObservationFactory(lesson=lesson, received_on="2026-03-14", state="drafted")
        client.force_login(UserFactory())
        assert '<time datetime="2026-03-14">' in history(client, lesson)

    def test_within_a_day_it_is_told_backwards(self, client, editor):
        lesson = LessonFactory()
        ObservationFactory(lesson=lesson, state="drafted")
        take_step(lesson, "submit", user=editor, reason="Complete.")
        learning_actions.drop(
            action(lesson, text="Pay monthly."), reason="Not needed.", user=editor
        )
        client.force_login(UserFactory())
        page = history(client, lesson)
        told = ["Pay monthly.: dropped", "Assigned: Pay", "Sent to valid", "led to the"]
        assert sorted(told, key=page.index) == told

    def test_why_and_by_whom_is_for_members_of_staff(self, client, editor):
        lesson = LessonFactory()
        take_step(lesson, "submit", user=editor, reason="Between ourselves.")
        page = history(client, lesson)
        assert "Between ourselves." not in page and "e.ditor" not in page
        client.force_login(UserFactory())
        page = history(client, lesson)
        assert "Between ourselves." in page and "e.ditor" in page

    def test_texts_that_were_published_and_corrected(self, client, editor):
        lesson = LessonFactory(live=False)
        lesson.save_revision(user=editor).publish(user=UserFactory(is_superuser=True))
        lesson = Lesson.objects.get(pk=lesson.pk)
        lesson.summary = "Said better."
        lesson.save_revision(user=editor).publish(user=UserFactory(is_superuser=True))
        page = history(client, lesson)
        assert page.index("Published again, with changes") < page.index("Published<")

    def test_verdicts_of_bodies(self, client):
        lesson = LessonFactory()
        endorse(lesson, body="Institute of health", comment="It agrees with ours.")
        page = history(client, lesson)
        assert "Institute of health" in page and "Endorsed" in page

    def test_observations_are_told_of_only_to_those_who_may_see_them(self, client):
        lesson = LessonFactory()
        observation = ObservationFactory(lesson=lesson, state="drafted")
        assert observation.identifier not in history(client, lesson)
        client.force_login(UserFactory())
        assert observation.identifier in history(client, lesson)

    def test_decisions_about_quotes_of_closed_documents_are_not_told(self, client):
        lesson = LessonFactory()
        closed = DocumentFactory(access=Access.RESTRICTED, title="Closed minutes")
        for version in (closed.current_version, DocumentFactory().current_version):
            row = EvidenceFactory(lesson=lesson, version=version)
            Evidence.objects.filter(pk=row.pk).update(decided_at=timezone.now())
        page = history(client, lesson)
        assert page.count("Compared with its source") == 1
        assert "Closed minutes" not in page

    def test_actions_are_for_members_of_staff(self, client):
        lesson = LessonFactory()
        action(lesson, text="Pay the allowance monthly.")
        assert "Pay the allowance" not in history(client, lesson)
        client.force_login(UserFactory())
        assert "Assigned: Pay the allowance monthly." in history(client, lesson)

    def test_it_is_as_closed_as_the_lesson(self, client):
        lesson = LessonFactory(access=Access.INTERNAL)
        assert client.get(f"/lesson-history/{lesson.pk}/").status_code == 404
        client.force_login(UserFactory())
        answer = client.get(f"/lesson-history/{lesson.pk}/")
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]

    def test_a_draft_has_no_history_for_readers(self, client):
        lesson = LessonFactory(live=False)
        assert client.get(f"/lesson-history/{lesson.pk}/").status_code == 404

    def test_many_steps_take_no_more_queries(
        self, client, editor, django_assert_max_num_queries
    ):
        lesson = LessonFactory()
        for step in ("submit", "withdraw") * 15:
            lesson = Lesson.objects.get(pk=lesson.pk)
            take_step(lesson, step, user=editor, reason="So.")
        client.force_login(UserFactory())
        with django_assert_max_num_queries(25):
            page = history(client, lesson)
        assert "?page=2" in page


class TestStanding:
    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ("analysis", "It is being looked into"),
            ("learned", "there is proof that something changed"),
        ],
    )
    def test_the_page_of_a_lesson_says_in_plain_words_how_far_it_has_come(
        self, client, state, words
    ):
        page = client.get(LessonFactory(state=state).url).content.decode()
        assert words in page

    def test_readers_are_led_to_the_history_and_staff_to_the_steps(
        self, client, editor
    ):
        lesson = LessonFactory()
        page = client.get(lesson.url).content.decode()
        assert f"/lesson-history/{lesson.pk}/" in page
        assert f"/lesson-steps/{lesson.pk}/" not in page
        client.force_login(editor)
        page = client.get(lesson.url).content.decode()
        assert f"/lesson-steps/{lesson.pk}/" in page

    @pytest.mark.parametrize("step", ["merge", "retire"])
    def test_a_closed_lesson_stays_readable_with_a_notice_on_top(self, client, step):
        lesson, other = LessonFactory(title="The old one"), LessonFactory(title="Other")
        moderator = UserFactory(groups=["Moderators"])
        take_step(lesson, step, user=moderator, reason="So.", other=other)
        page = client.get(lesson.url).content.decode()
        notice, title = "not in use any more", "<h1>The old one"
        assert page.index(notice) < page.index(title)
        assert (f'href="{other.url}">Other' in page) is (step == "merge")

    def test_a_lesson_that_took_its_place_is_named_to_those_who_may_see_it(
        self, client
    ):
        lesson = LessonFactory()
        other = LessonFactory(title="Hidden one", access=Access.INTERNAL)
        moderator = UserFactory(groups=["Moderators"])
        take_step(lesson, "supersede", user=moderator, reason="So.", other=other)
        page = client.get(lesson.url).content.decode()
        assert "not in use any more" in page and "Hidden one" not in page
        assert "Hidden one" not in history(client, lesson)
        client.force_login(moderator)
        assert "Hidden one" in client.get(lesson.url).content.decode()


def test_what_a_department_answered_is_told_on_both_pages(client):
    link = SystemLinkFactory(
        response=SystemLink.Response.PARTLY,
        response_reason="The budget allows half.",
        respondent="Secretary, Health",
        responded_on=datetime.date(2018, 5, 1),
    )
    for address in (link.lesson.url, link.department.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "partly accepted" in page and "The budget allows half." in page
        assert "Secretary, Health" in page


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"response": "rejected"}, "response_reason"),
        ({"response": "accepted", "respondent": ""}, "respondent"),
        ({"response": "accepted", "responded_on": None}, "responded_on"),
        ({"response": ""}, "response"),
    ],
)
def test_a_response_says_who_when_and_why_not(given, field):
    whole = {"respondent": "Secretary", "responded_on": datetime.date(2018, 5, 1)}
    link = SystemLinkFactory.build(
        lesson=LessonFactory(), department=SystemLinkFactory().department
    )
    for name, value in (whole | given).items():
        setattr(link, name, value)
    with pytest.raises(ValidationError) as refusal:
        link.clean()
    assert set(refusal.value.message_dict) == {field}
