"""Curators decide about what comes in; every decision says who, when, why."""

import itertools
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from knowledge import triage
from knowledge.access import Access
from knowledge.models import Lesson, Observation, TriageStep, Validation
from knowledge.triage import TRANSITIONS, DecisionRefused
from tests.factories import (
    DeliveryUnitFactory,
    LessonFactory,
    ObservationFactory,
    SectorFactory,
    StocktakeFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db

# What may be done with an observation in each state; the first is where it leads.
TABLE = {
    "accept": ("accepted", {"submitted", "returned", "rejected"}),
    "return": ("returned", {"submitted", "accepted"}),
    "reject": ("rejected", {"submitted", "returned", "accepted"}),
    "merge": ("merged", {"submitted", "returned", "accepted"}),
    "split": ("split", {"submitted", "returned", "accepted"}),
    "draft": ("drafted", {"submitted", "returned", "accepted"}),
}
ROLES = ["Curators", "Archivists", "Editors", "Moderators", "Trainers", None]


@pytest.fixture(autouse=True)
def site():
    home_page()


@pytest.fixture
def curator():
    return UserFactory(groups=["Curators"], username="curator")


def do(action, observation, user, reason="Because."):
    if action == "split":
        return triage.split(observation, ["One.", "Two."], user=user, reason=reason)
    if action == "draft":
        return triage.draft_lesson(
            [observation], title="Title", summary="Sum.", user=user, reason=reason
        )
    lesson = LessonFactory() if action == "merge" else None
    return triage.decide(observation, action, user=user, reason=reason, lesson=lesson)


def test_the_table_is_complete():
    assert set(TABLE) == set(TRANSITIONS) == set(TriageStep.Action) - {"resend"}


@pytest.mark.parametrize(
    ("action", "state"), [*itertools.product(TABLE, Observation.State.values)]
)
def test_every_decision_in_every_state(curator, action, state):
    target, states = TABLE[action]
    observation = ObservationFactory(state=state, text="One. Two.")
    if state in states:
        do(action, observation, curator)
        observation.refresh_from_db()
        assert observation.state == target
        step = observation.steps.get()
        assert (step.action, step.made_by, step.reason) == (action, curator, "Because.")
        assert step.made_on == timezone.localdate()
    else:
        with pytest.raises(DecisionRefused, match="already"):
            do(action, observation, curator)
        observation.refresh_from_db()
        assert observation.state == state and not observation.steps.exists()


@pytest.mark.parametrize(("role", "action"), [*itertools.product(ROLES, TABLE)])
def test_only_curators_decide(role, action):
    user = UserFactory(groups=[role] if role else [])
    observation = ObservationFactory(state="submitted", text="One. Two.")
    if role == "Curators":
        do(action, observation, user)
    else:
        with pytest.raises(PermissionDenied):
            do(action, observation, user)
    observation.refresh_from_db()
    assert (observation.state == "submitted") == (role != "Curators")


@pytest.mark.parametrize("action", TABLE)
def test_no_decision_without_a_reason(curator, action):
    observation = ObservationFactory(state="submitted")
    with pytest.raises(DecisionRefused, match="Say why"):
        do(action, observation, curator, reason="  ")
    assert Observation.objects.get().state == "submitted"
    assert not Lesson.objects.filter(title="Title").exists()


@pytest.mark.parametrize("action", TABLE)
def test_nobody_decides_about_what_one_may_not_see(curator, action):
    closed = ObservationFactory(
        state="submitted", access=Access.RESTRICTED, unit=DeliveryUnitFactory()
    )
    with pytest.raises(PermissionDenied):
        do(action, closed, curator)


class TestOnThePage:
    @pytest.fixture(autouse=True)
    def signed_in(self, client, curator):
        client.force_login(curator)

    def test_the_queue_shows_what_waits_and_nothing_closed(self, client):
        ObservationFactory(state="submitted", text="Waits.")
        ObservationFactory(state="accepted", text="Was accepted.")
        ObservationFactory(
            state="submitted", text="Of another unit.",
            access=Access.RESTRICTED, unit=DeliveryUnitFactory(),
        )  # fmt: skip
        page = client.get("/triage/").content.decode()
        assert "Waits." in page
        assert "Was accepted." not in page and "Of another unit." not in page
        assert "Was accepted." in client.get("/triage/?state=accepted").content.decode()
        assert client.get("/triage/?state=nonsense").status_code == 200

    @pytest.mark.parametrize("address", ["/triage/", "/triage/candidates/"])
    def test_others_have_no_queue(self, client, address):
        client.force_login(UserFactory(groups=["Editors"]))
        assert client.get(address).status_code == 403
        client.logout()
        assert client.get(address).status_code == 302

    def test_a_rejection_is_shown_to_the_author_with_its_reason(self, client):
        author = UserFactory()
        observation = ObservationFactory(
            state="submitted", naming="name", author=author, shown_as="A"
        )
        client.post(
            f"/triage/{observation.pk}/",
            {"action": "reject", "reason": "It is about another meeting."},
        )
        client.force_login(author)
        page = client.get(observation.get_absolute_url()).content.decode()
        assert "Rejected" in page and "It is about another meeting." in page

    def test_a_rejection_is_shown_by_the_receipt(self, client):
        from knowledge.models.observations import digest_of

        receipt = "c0ffee00-0000-4000-8000-000000000000"
        observation = ObservationFactory(
            state="submitted", key_digest=digest_of(receipt)
        )
        client.post(
            f"/triage/{observation.pk}/", {"action": "reject", "reason": "Too vague."}
        )
        client.logout()
        page = client.post("/observe/receipt/", {"receipt": receipt}).content.decode()
        assert "Too vague." in page and "curator" not in page.partition("<main")[2]

    def test_a_reason_is_asked_for(self, client):
        observation = ObservationFactory(state="submitted")
        response = client.post(f"/triage/{observation.pk}/", {"action": "accept"})
        assert response.status_code == 400
        assert "The reason is kept" in response.content.decode()

    @pytest.mark.parametrize("action", ["", "burn", "resend", "draft"])
    def test_unknown_decisions_do_nothing(self, client, action):
        observation = ObservationFactory(state="submitted")
        response = client.post(
            f"/triage/{observation.pk}/", {"action": action, "reason": "R"}
        )
        assert response.status_code in (200, 400)
        assert Observation.objects.get().state == "submitted"

    def test_merging_with_a_lesson_by_its_number(self, client):
        observation, lesson = ObservationFactory(state="submitted"), LessonFactory()
        client.post(
            f"/triage/{observation.pk}/",
            {"action": "merge", "reason": "Same.", "lesson": lesson.identifier},
        )
        observation.refresh_from_db()
        assert (observation.state, observation.lesson) == ("merged", lesson)

    @pytest.mark.parametrize("number", ["", "SBQ-L-999999", "x", "9" * 30])
    def test_merging_with_no_lesson_is_refused_in_words(self, client, number):
        observation = ObservationFactory(state="submitted")
        response = client.post(
            f"/triage/{observation.pk}/",
            {"action": "merge", "reason": "Same.", "lesson": number},
        )
        assert "No lesson has this number." in response.content.decode()
        assert Observation.objects.get().state == "submitted"

    def test_a_closed_lesson_is_no_lesson(self, client):
        observation = ObservationFactory(state="submitted")
        closed = LessonFactory(access=Access.RESTRICTED, title="Closed lesson")
        response = client.post(
            f"/triage/{observation.pk}/",
            {"action": "merge", "reason": "Same.", "lesson": closed.identifier},
        )
        assert "No lesson has this number." in response.content.decode()
        assert "Closed lesson" not in response.content.decode()

    def test_splitting_at_empty_lines(self, client):
        observation = ObservationFactory(
            state="submitted", tone="good", text="One. Two."
        )
        client.post(
            f"/triage/{observation.pk}/",
            {"action": "split", "reason": "Two.", "parts": "One.\r\n\r\n\r\nTwo."},
        )
        parts = observation.parts.order_by("pk")
        assert [part.text for part in parts] == ["One.", "Two."]
        assert {part.state for part in parts} == {"submitted"}
        assert {part.tone for part in parts} == {"good"}

    def test_the_parts_are_the_words_of_the_author(self, client):
        observation = ObservationFactory(
            state="submitted", text="Fuel came late.\nNobody asked."
        )
        parts = "Fuel came late.\r\n\r\nSomebody asked."
        response = client.post(
            f"/triage/{observation.pk}/",
            {"action": "split", "reason": "Two.", "parts": parts},
        )
        told = response.content.decode()
        assert "“Somebody asked.” does not stand so in the observation." in told
        assert "Fuel came late." in told
        assert re.search(r"<details open>\s*<summary>Split it", told)
        assert Observation.objects.get().state == "submitted"

    def test_nothing_is_merged_with_a_lesson_that_is_retired(self, client):
        observation = ObservationFactory(state="submitted")
        lesson = LessonFactory(access=Access.INTERNAL)
        type(lesson).objects.filter(pk=lesson.pk).update(state="retired")
        response = client.post(
            f"/triage/{observation.pk}/",
            {"action": "merge", "reason": "Same.", "lesson": lesson.identifier},
        )
        assert "Choose one that holds" in response.content.decode()
        assert Observation.objects.get().state == "submitted"

    def test_splitting_into_one_is_refused(self, client):
        observation = ObservationFactory(state="submitted")
        response = client.post(
            f"/triage/{observation.pk}/",
            {"action": "split", "reason": "Two.", "parts": "Only one."},
        )
        assert "at least two are needed" in response.content.decode()
        assert Observation.objects.count() == 1

    def test_the_queue_asks_as_often_for_many_as_for_one(
        self, client, django_assert_max_num_queries
    ):
        for _ in range(15):
            ObservationFactory(
                state="submitted", sector=SectorFactory(), stocktake=StocktakeFactory()
            )
        with django_assert_max_num_queries(20):
            assert client.get("/triage/").content.decode().count("SBQ-O-") >= 15


class TestDraft:
    def test_words_are_quoted_as_their_authors_agreed(self, client, curator):
        named = ObservationFactory(
            text="Fuel came late.\n\nEvery month.", naming="name",
            author=UserFactory(username="secretuser"), shown_as="A. Named",
        )  # fmt: skip
        by_role = ObservationFactory(
            text="Cards lay *unused*.", naming="role", shown_as="District officer"
        )
        unnamed = ObservationFactory(text="Nobody asked us.")
        client.force_login(curator)
        chosen = [named.pk, by_role.pk, unnamed.pk]
        page = client.get("/triage/draft/", {"observations": chosen})
        assert page.content.decode().count('name="observations"') == 3
        response = client.post(
            "/triage/draft/",
            {
                "observations": chosen,
                "title": "Money before outreach",
                "summary": "Pay fuel before the month begins.",
                "reason": "Three say the same.",
            },
        )
        lesson = Lesson.objects.get(title="Money before outreach")
        assert response.url == f"/admin/pages/{lesson.pk}/edit/"
        assert not lesson.live
        assert lesson.what_happened == (
            "> Fuel came late.\n>\n> Every month.\n>\n> — A. Named\n\n"
            "> Cards lay *unused*.\n>\n> — District officer\n\n"
            "> Nobody asked us.\n>\n> — without a name"
        )
        assert "secretuser" not in str(lesson.latest_revision.content)
        assert set(lesson.observations.values_list("state", flat=True)) == {"drafted"}

    def test_it_is_as_closed_as_the_most_closed(self, curator):
        unit = DeliveryUnitFactory()
        curator.units.add(unit)
        curator = type(curator).objects.get(pk=curator.pk)
        closed = ObservationFactory(access=Access.RESTRICTED, unit=unit)
        lesson = triage.draft_lesson(
            [ObservationFactory(), closed], title="T", summary="S", user=curator,
            reason="R",
        )  # fmt: skip
        assert (lesson.access, lesson.unit) == (Access.RESTRICTED, unit)

    def test_its_form_says_why_it_is_not_public_and_how_to_change_that(
        self, client, curator
    ):
        lesson = triage.draft_lesson(
            [ObservationFactory()], title="T", summary="S", user=curator, reason="R"
        )
        client.force_login(curator)
        address = f"/admin/pages/{lesson.pk}/edit/"
        sentence = "as closed as the observations that it was drafted from"
        assert sentence in client.get(address).content.decode()
        lesson.access = Access.PUBLIC
        lesson.save_revision(user=curator)
        assert sentence not in client.get(address).content.decode()

    def test_a_lesson_that_observations_were_merged_with_has_its_own_access(
        self, client, curator
    ):
        lesson = LessonFactory(access=Access.INTERNAL, owner=curator)
        ObservationFactory(lesson=lesson, state="merged")
        client.force_login(curator)
        page = client.get(f"/admin/pages/{lesson.pk}/edit/").content.decode()
        assert "drafted from" not in page

    def test_what_different_units_restrict_is_not_put_together(self, curator):
        units = DeliveryUnitFactory.create_batch(2)
        curator.units.set(units)
        curator = type(curator).objects.get(pk=curator.pk)
        closed = [
            ObservationFactory(access=Access.RESTRICTED, unit=unit) for unit in units
        ]
        with pytest.raises(DecisionRefused, match="different units"):
            triage.draft_lesson(
                closed, title="T", summary="S", user=curator, reason="R"
            )
        assert not Lesson.objects.exists()

    def test_one_that_is_decided_already_stops_all(self, curator):
        first, second = ObservationFactory(), ObservationFactory(state="rejected")
        with pytest.raises(DecisionRefused, match="already"):
            triage.draft_lesson(
                [first, second], title="T", summary="S", user=curator, reason="R"
            )
        first.refresh_from_db()
        assert first.state == "accepted" and not Lesson.objects.exists()

    def test_a_title_in_urdu_is_no_obstacle(self, curator):
        observation = ObservationFactory(text="ایندھن دیر سے ملا۔", language="ur")
        lesson = triage.draft_lesson(
            [observation], title="ایندھن وقت پر", summary="پہلے رقم، پھر دورہ۔",
            user=curator, reason="R",
        )  # fmt: skip
        assert lesson.language == "ur" and lesson.slug

    @pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 30], ["999"]])
    def test_without_observations_there_is_nothing_to_draft(
        self, client, curator, chosen
    ):
        client.force_login(curator)
        assert client.get("/triage/draft/", {"observations": chosen}).status_code == 200
        response = client.post(
            "/triage/draft/",
            {"observations": chosen, "title": "T", "summary": "S", "reason": "R"},
        )
        assert response.status_code == 400
        assert not Lesson.objects.exists()


class TestDeletingTheLesson:
    """Deleting a draft loses nothing of what it was made of."""

    def draft(self, curator) -> Lesson:
        observations = ObservationFactory.create_batch(2, state="accepted")
        return triage.draft_lesson(
            observations, title="Title", summary="Sum.", user=curator, reason="So."
        )

    @pytest.mark.parametrize("through", ["lesson", "page", "parent"])
    def test_its_observations_are_accepted_again(self, curator, through):
        lesson = self.draft(curator)
        ObservationFactory(lesson=lesson, state="merged")
        {
            "lesson": lesson,
            "page": lesson.page_ptr,
            "parent": lesson.get_parent(),
        }[through].delete()
        assert not Lesson.objects.exists()
        found = Observation.objects.all()
        assert {(each.state, each.lesson) for each in found} == {("accepted", None)}
        last = TriageStep.objects.order_by("-pk").first()
        assert last.reason == "The lesson that it went into was deleted."

    @pytest.mark.parametrize("at_once", [False, True])
    @pytest.mark.parametrize("parent", [False, True])
    def test_one_with_a_record_is_kept(self, client, curator, at_once, parent):
        client.force_login(UserFactory(is_superuser=True))
        lesson = self.draft(curator)
        Validation.objects.create(
            lesson=lesson, body="Institute", role="x", verdict="endorsed"
        )
        page = lesson.get_parent() if parent else lesson
        address = f"/admin/pages/{page.pk}/delete/"
        if at_once:
            address = f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}&next=/admin/"
        response = client.post(address, follow=True)
        assert "retire it, instead" in response.content.decode()
        assert Lesson.objects.exists()

    def test_one_without_is_deleted_by_an_administrator(self, client, curator):
        client.force_login(UserFactory(is_superuser=True))
        lesson = self.draft(curator)
        client.post(f"/admin/pages/{lesson.pk}/delete/")
        assert not Lesson.objects.exists()
        assert Observation.objects.filter(state="accepted").count() == 2
