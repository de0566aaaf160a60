"""The list of lessons: narrowed, counted and sorted by the database alone."""

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from knowledge import using
from knowledge.access import Access
from knowledge.models import DeliveryChallenge, Lesson
from tests.factories import (
    DeliveryUnitFactory,
    DepartmentFactory,
    GovernmentFactory,
    LessonFactory,
    LessonUseFactory,
    SectorFactory,
    SystemLinkFactory,
    UserFactory,
)
from tests.html import assert_well_made, parse

pytestmark = pytest.mark.django_db

LIST = "/lessons/"


def titles(response) -> list[str]:
    return [link.get_text() for link in parse(response).select(".card h2 a")]


def counts(response, name) -> dict[str, int]:
    boxes = parse(response).select(f".facet input[name={name}]")
    return {box["value"]: int(box.parent.b.get_text()) for box in boxes}


def make(title, *, state="analysis", confidence="", challenges=(), **fields):
    lesson = LessonFactory(title=title, **fields)
    lesson.challenges.set(challenges)
    lesson.save()
    Lesson.objects.filter(pk=lesson.pk).update(state=state, confidence=confidence)
    return lesson


@pytest.fixture
def lessons():
    funds = DeliveryChallenge.objects.create(slug="funds-late", name="Late funds")
    data = DeliveryChallenge.objects.create(slug="data-poor", name="Poor data")
    health, water = SectorFactory(slug="health"), SectorFactory(slug="water")
    punjab = DeliveryUnitFactory(government=GovernmentFactory(slug="punjab"))
    sindh = DeliveryUnitFactory(government=GovernmentFactory(slug="sindh"))
    return [
        make("One", sector=health, unit=punjab, type="practice", state="learned",
             confidence="A", challenges=[funds]),
        make("Two", sector=health, unit=sindh, type="risk", state="identified",
             confidence="B", challenges=[funds, data]),
        make("Three", sector=water, unit=sindh, type="practice", state="identified",
             confidence="B"),
        make("Secret", sector=water, unit=punjab, type="practice", state="learned",
             confidence="A", challenges=[data], access=Access.INTERNAL),
    ]  # fmt: skip


class TestNarrowing:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("sector=health", {"One", "Two"}),
            ("government=punjab", {"One"}),
            ("lesson=practice", {"One", "Three"}),
            ("confidence=B", {"Two", "Three"}),
            ("state=learned", {"One"}),
            ("challenge=funds-late", {"One", "Two"}),
            ("state=learned&state=identified", {"One", "Two", "Three"}),
            ("lesson=practice&confidence=B", {"Three"}),
            ("challenge=data-poor&lesson=practice", set()),
        ],
    )
    def test_by_every_facet(self, client, lessons, query, expected):
        assert set(titles(client.get(f"{LIST}?{query}"))) == expected

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("sector", {"health": 2, "water": 1}),
            ("government", {"punjab": 1, "sindh": 2}),
            ("lesson", {"practice": 2, "risk": 1}),
            ("confidence", {"A": 1, "B": 2}),
            ("state", {"identified": 2, "learned": 1}),
            ("challenge", {"funds-late": 2, "data-poor": 1}),
        ],
    )
    def test_counts_are_true_and_only_of_what_one_may_see(
        self, client, lessons, name, expected
    ):
        assert counts(client.get(LIST), name) == expected

    def test_staff_are_told_of_more(self, lessons):
        browser = Client()
        browser.force_login(UserFactory())
        assert counts(browser.get(LIST), "confidence") == {"A": 2, "B": 2}

    def test_a_facet_is_counted_without_its_own_choice(self, client, lessons):
        response = client.get(f"{LIST}?sector=health")
        assert counts(response, "sector") == {"health": 2, "water": 1}
        assert counts(response, "confidence") == {"A": 1, "B": 1}

    def test_each_count_is_what_a_choice_gives(self, client, lessons):
        for name in (
            "sector",
            "government",
            "lesson",
            "confidence",
            "state",
            "challenge",
        ):
            for value, count in counts(client.get(LIST), name).items():
                assert len(titles(client.get(f"{LIST}?{name}={value}"))) == count

    def test_without_a_unit_the_government_is_that_of_the_departments(self, client):
        department = DepartmentFactory(government=GovernmentFactory(slug="kp"))
        lesson = make("Concerning", unit=None)
        SystemLinkFactory(lesson=lesson, department=department)
        SystemLinkFactory(lesson=lesson, department=department)
        assert counts(client.get(LIST), "government") == {"kp": 1}
        assert titles(client.get(f"{LIST}?government=kp")) == ["Concerning"]

    def test_each_choice_can_be_removed(self, client, lessons):
        page = parse(client.get(f"{LIST}?sector=health&confidence=A&confidence=B"))
        addresses = {chip["href"] for chip in page.select(".chip--remove")}
        assert {
            "?confidence=A&confidence=B",
            "?sector=health&confidence=B",
        } <= addresses

    def test_what_is_no_value_is_left_out_and_said(self, client, lessons):
        response = client.get(f"{LIST}?state=nonsense&sector=health'%20OR%201=1")
        assert len(titles(response)) == 3
        assert "is not a possible value" in response.content.decode()

    def test_the_form_works_without_script(self, client, lessons):
        form = parse(client.get(f"{LIST}?sector=health")).select_one("main form")
        assert form["method"] == "get"
        assert form.select_one("[name=sector][checked]")["value"] == "health"
        assert form.find("button", string="Apply")

    def test_a_choice_can_be_taken_to_the_search(self, client, index, lessons):
        index.drain()
        page = parse(client.get(f"{LIST}?sector=health&state=learned"))
        link = page.find("a", string="Search in these lessons")["href"]
        assert parse_qs(urlsplit(link).query) == {
            "kind": ["lesson"],
            "sector": ["health"],
            "state": ["learned"],
        }

    def test_only_the_whole_list_is_for_other_search_engines(self, client, lessons):
        def robots(query):
            return parse(client.get(f"{LIST}{query}")).select("[name=robots]")

        assert not robots("")
        assert robots("?sector=health")
        assert robots("?sort=title")


class TestOrder:
    def test_what_holds_no_longer_stands_behind_and_the_page_says_so(self, client):
        make("Old", state="superseded", confidence="A")
        make("Withdrawn", state="retired")
        make("Present", state="identified", confidence="C")
        assert "stand behind the others" in client.get(LIST).content.decode()
        for sort in ("", "title", "date", "confidence"):
            assert titles(client.get(f"{LIST}?sort={sort}"))[0] == "Present"

    def test_sorts(self, client, lessons):
        for number, lesson in enumerate(lessons):
            day = timezone.now() - datetime.timedelta(days=number)
            Lesson.objects.filter(pk=lesson.pk).update(first_published_at=day)
        make("Ungraded")
        asked = {
            sort: titles(client.get(f"{LIST}?sort={sort}"))
            for sort in ("date", "title", "confidence")
        }
        assert asked["title"] == ["One", "Three", "Two", "Ungraded"]
        assert asked["date"][-3:] == ["Two", "One", "Ungraded"] or (
            asked["date"].index("Three") < asked["date"].index("One")
        )
        assert asked["confidence"] == ["One", "Two", "Three", "Ungraded"]

    def test_a_card_tells_state_and_uses_that_one_may_see(self, client, lessons):
        moderator = UserFactory(is_superuser=True)
        LessonUseFactory(lesson=lessons[0])
        using.decide(LessonUseFactory(lesson=lessons[0]), using.RELEASE, user=moderator)
        for browser, times in ((client, "used 1 time"), (Client(), "used 2 times")):
            if browser is not client:
                browser.force_login(moderator)
            card = parse(browser.get(f"{LIST}?government=punjab&sector=health"))
            text = card.select_one(".card").get_text()
            assert times in text
            assert "Lesson learned" in text


def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    def fetch():
        return client.get(f"{LIST}?lesson=practice&state=analysis")

    make("One", type="practice")
    fetch()
    for number in range(12):
        make(f"More {number}", type="practice")
    with django_assert_max_num_queries(32):
        assert len(titles(fetch())) == 13


@pytest.mark.parametrize("site", ["", "/ur"])
def test_the_page_is_well_made_and_light(client, lessons, site):
    assert_well_made(client.get(f"{site}{LIST}?sector=health&confidence=A"))
