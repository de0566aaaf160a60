"""“We used this”: where a lesson was used, and what came of it."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from knowledge import using
from knowledge.access import Access
from knowledge.models import LessonUse
from knowledge.roles import MODERATORS, ensure_roles
from tests.factories import (
    DepartmentFactory,
    LessonFactory,
    LessonUseFactory,
    UserFactory,
    home_page,
)
from tests.html import parse

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def lesson():
    return LessonFactory(title="Agree on the problem first")


@pytest.fixture
def officer():
    return UserFactory(first_name="Sana", last_name="Example")


@pytest.fixture
def moderator():
    home_page()
    ensure_roles()
    return UserFactory(groups=[MODERATORS])


def told(**changes) -> dict:
    return {
        "place": "Swat district",
        "used_on": "2020-05-04",
        "what_was_done": "We agreed on the problem.\nThen we chose an indicator.",
        "outcome": "Attendance rose.",
        "shown_as": "District officer",
        "department": "",
        "key": str(uuid.uuid4()),
    } | changes


def report(user, lesson, **changes):
    address = reverse("lesson_use_new", args=[lesson.pk])
    return signed_in(user).post(address, told(**changes))


class TestReporting:
    def test_staff_say_where_and_what_came_of_it(self, lesson, officer):
        department = DepartmentFactory(name="Elementary Education")
        response = report(officer, lesson, department=department.pk)
        use = lesson.uses.get()
        assert response.url == f"{lesson.url}#use-{use.pk}"
        assert (use.place, use.department, use.author) == (
            "Swat district",
            department,
            officer,
        )
        page = parse(signed_in(officer).get(lesson.url)).select_one("#uses")
        for words in (
            "Used 1 time",
            "Swat district",
            "Elementary Education",
            "We agreed on the problem.",
            "Attendance rose.",
            "District officer",
            "4 May 2020",
        ):
            assert words in page.get_text()

    def test_the_form_is_a_page_of_its_own_and_needs_no_script(self, lesson, officer):
        browser = signed_in(officer)
        link = parse(browser.get(lesson.url)).select_one("#uses a.button")
        form = parse(browser.get(link["href"])).select_one("main form")
        names = {field["name"] for field in form.select("[name]")}
        assert set(told()) <= names

    def test_what_is_sent_twice_is_kept_once(self, lesson, officer):
        key = str(uuid.uuid4())
        first, second = (report(officer, lesson, key=key) for _ in range(2))
        assert lesson.uses.count() == 1
        assert first.url == second.url

    def test_a_key_of_somebody_else_opens_nothing(self, lesson, officer):
        key = str(uuid.uuid4())
        report(officer, lesson, key=key)
        assert report(UserFactory(), lesson, key=key).status_code == 403

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"used_on": "2999-01-01"}, "still to come"),
            ({"what_was_done": ""}, "This field is required."),
            ({"what_was_done": "x" * 2001}, "at most 2000 characters"),
            ({"place": "x" * 201}, "at most 200 characters"),
            ({"department": "999999"}, "Select a valid choice"),
            ({"place": "a\0b"}, "Null characters"),
        ],
    )
    def test_what_is_wrong_is_said_and_the_words_are_kept(
        self, lesson, officer, changes, sentence
    ):
        response = report(officer, lesson, **changes)
        assert response.status_code == 400
        text = response.content.decode()
        assert sentence in text
        assert "Attendance rose." in text
        assert not lesson.uses.exists()

    def test_nobody_can_flood_a_lesson(self, lesson, officer):
        LessonUseFactory.create_batch(using.MOST_AN_HOUR, lesson=lesson, author=officer)
        response = report(officer, lesson)
        assert response.status_code == 429
        assert "Try again in an hour." in response.content.decode()
        LessonUse.objects.update(made_at=timezone.now() - datetime.timedelta(hours=2))
        assert report(officer, lesson).status_code == 302

    def test_visitors_are_asked_to_sign_in(self, client, lesson):
        response = client.post(reverse("lesson_use_new", args=[lesson.pk]), told())
        assert response.status_code == 302
        assert reverse("login") in response.url
        assert not lesson.uses.exists()

    def test_a_lesson_that_one_may_not_see_does_not_exist(self, officer):
        closed = LessonFactory(access=Access.RESTRICTED)
        assert report(officer, closed).status_code == 404
        assert not closed.uses.exists()
        use = LessonUseFactory(lesson=closed, author=officer)
        change = reverse("lesson_use_change", args=[use.pk])
        assert signed_in(officer).get(change).status_code == 404

    def test_words_are_text_and_never_markup(self, lesson, officer):
        report(officer, lesson, what_was_done="<script>alert(1)</script>\nTwo lines")
        page = parse(signed_in(officer).get(lesson.url)).select_one("#uses")
        assert not page.select("script")
        assert page.select_one("dd.as-typed").get_text() == (
            "<script>alert(1)</script>\nTwo lines"
        )

    def test_urdu_stands_in_its_own_direction(self, lesson, officer):
        report(officer, lesson, what_was_done="ہم نے پہلے مسئلے پر اتفاق کیا۔")
        page = parse(signed_in(officer).get(lesson.url)).select_one("#uses")
        assert page.select_one("dd.as-typed")["dir"] == "rtl"


class TestWhoIsShownIt:
    def test_the_public_sees_it_only_after_its_release_and_without_the_name(
        self, client, lesson, officer, moderator
    ):
        use = LessonUseFactory(lesson=lesson, author=officer, place="Swat district")
        assert "Swat district" not in client.get(lesson.url).content.decode()
        using.decide(use, using.RELEASE, user=moderator)
        text = client.get(lesson.url).content.decode()
        assert "Swat district" in text
        assert "Sana" not in text
        assert "Sana Example" in signed_in(moderator).get(lesson.url).content.decode()

    def test_the_number_is_that_of_what_one_may_see(self, client, lesson, moderator):
        LessonUseFactory.create_batch(2, lesson=lesson)
        released = LessonUseFactory(lesson=lesson)
        using.decide(released, using.RELEASE, user=moderator)
        hidden = LessonUseFactory(lesson=lesson)
        using.decide(hidden, using.HIDE, user=moderator, reason="Names a person.")
        for browser, number in ((client, 1), (signed_in(moderator), 3)):
            page = parse(browser.get(lesson.url)).select_one("#uses")
            assert f"Used {number} time" in page.get_text()

    def test_a_visitor_reads_nothing_where_nothing_is_released(self, client, lesson):
        LessonUseFactory(lesson=lesson)
        assert not parse(client.get(lesson.url)).select("#uses")

    def test_it_is_hidden_with_a_reason_that_its_author_reads(
        self, lesson, officer, moderator
    ):
        use = LessonUseFactory(lesson=lesson, author=officer, place="Swat district")
        address = reverse("lesson_use_decide", args=[use.pk])
        browser = signed_in(moderator)
        refused = browser.post(address, {"decision": using.HIDE, "reason": " "})
        assert refused.status_code == 400
        assert "Say why it is hidden." in refused.content.decode()
        browser.post(address, {"decision": using.HIDE, "reason": "Names a person."})
        assert "Names a person." in signed_in(officer).get(lesson.url).content.decode()
        others = signed_in(UserFactory()).get(lesson.url).content.decode()
        assert "Swat district" not in others
        browser.post(address, {"decision": using.SHOW})
        use.refresh_from_db()
        assert use.is_shown
        assert not use.reason

    def test_only_moderators_release(self, lesson, officer):
        use = LessonUseFactory(lesson=lesson, author=officer)
        address = reverse("lesson_use_decide", args=[use.pk])
        response = signed_in(officer).post(address, {"decision": using.RELEASE})
        assert response.status_code == 403
        with pytest.raises(PermissionDenied):
            using.decide(use, using.RELEASE, user=officer)
        use.refresh_from_db()
        assert not use.is_released

    def test_the_second_of_two_moderators_is_told(self, lesson, moderator):
        use = LessonUseFactory(lesson=lesson)
        using.decide(use, using.RELEASE, user=moderator)
        with pytest.raises(using.UseRefused):
            using.decide(use, using.RELEASE, user=moderator)

    def test_a_page_for_staff_is_kept_by_no_cache(self, client, lesson):
        LessonUseFactory(lesson=lesson)
        private = signed_in(UserFactory()).get(lesson.url)
        assert private["Cache-Control"] == "private, no-store"
        assert "no-store" not in client.get(lesson.url).get("Cache-Control", "")


class TestChangingOnesOwn:
    def test_a_change_ends_the_release(self, lesson, officer, moderator):
        use = LessonUseFactory(lesson=lesson, author=officer)
        using.decide(use, using.RELEASE, user=moderator)
        address = reverse("lesson_use_change", args=[use.pk])
        browser = signed_in(officer)
        assert "it has to be released again" in browser.get(address).content.decode()
        browser.post(address, told(outcome="It fell again."))
        use.refresh_from_db()
        assert use.outcome == "It fell again."
        assert use.edited_at
        assert not use.is_released

    def test_it_can_be_withdrawn(self, client, lesson, officer, moderator):
        use = LessonUseFactory(lesson=lesson, author=officer, place="Swat district")
        using.decide(use, using.RELEASE, user=moderator)
        address = reverse("lesson_use_change", args=[use.pk])
        signed_in(officer).post(address, {"withdraw": "1"})
        for browser in (client, signed_in(officer), signed_in(moderator)):
            assert "Swat district" not in browser.get(lesson.url).content.decode()
        assert signed_in(officer).get(address).status_code == 403

    @pytest.mark.parametrize("fields", [{"withdraw": "1"}, told()])
    def test_nobody_changes_what_is_anothers(self, lesson, officer, fields):
        use = LessonUseFactory(lesson=lesson)
        address = reverse("lesson_use_change", args=[use.pk])
        assert signed_in(officer).post(address, fields).status_code == 403

    def test_without_an_account_it_stays_and_is_nobodys(self, client, lesson, officer):
        use = LessonUseFactory(lesson=lesson, author=officer)
        officer.delete()
        address = reverse("lesson_use_change", args=[use.pk])
        assert client.post(address, told()).status_code == 302
        assert lesson.uses.get().author is None


def test_the_database_keeps_the_rules(lesson):
    for fields in (
        {"state": LessonUse.State.HIDDEN},
        {"state": LessonUse.State.WITHDRAWN, "released_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            LessonUseFactory(lesson=lesson, **fields)


def test_queries_do_not_grow_with_the_uses(lesson, django_assert_max_num_queries):
    user = UserFactory()
    LessonUseFactory.create_batch(8, lesson=lesson, department=DepartmentFactory())
    with django_assert_max_num_queries(3):
        uses = using.uses_for(lesson, user)
        assert [(str(use.department), use.author.get_username()) for use in uses]
