"""Lessons found by their type, confidence, state and delivery challenge."""

import pytest
from django.test import Client

from knowledge.access import Access
from knowledge.models import DeliveryChallenge, Lesson
from search.query import parse as parse_query
from tests.factories import DocumentFactory, LessonFactory, UserFactory
from tests.html import parse

pytestmark = pytest.mark.django_db

NAMES = ("lesson", "confidence", "state", "challenge")


def titles(response) -> set[str]:
    return {link.get_text() for link in parse(response).select(".hit h2 a")}


def counts(response, name) -> dict[str, int]:
    boxes = parse(response).select(f".facet input[name={name}]")
    return {box["value"]: int(box.parent.b.get_text()) for box in boxes}


def make(title, *, state, confidence, challenge=None, **fields):
    lesson = LessonFactory(title=title, **fields)
    if challenge:
        lesson.challenges.set([challenge])
    lesson.save()
    lesson.state, lesson.confidence = state, confidence
    lesson.save(update_fields=["state", "confidence"], clean=False)


@pytest.fixture
def lessons(index):
    funds = DeliveryChallenge.objects.create(slug="funds-late", name="Late funds")
    make("One", type="practice", state="learned", confidence="A", challenge=funds)
    make("Two", type="risk", state="identified", confidence="B", challenge=funds)
    make("Three", type="practice", state="identified", confidence="B")
    make("Secret", type="practice", state="learned", confidence="A", challenge=funds,
         access=Access.INTERNAL)  # fmt: skip
    DocumentFactory(title="A paper")
    index.drain()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lesson=practice", {"One", "Three"}),
        ("confidence=B", {"Two", "Three"}),
        ("state=learned", {"One"}),
        ("challenge=funds-late", {"One", "Two"}),
        ("q=state:learned", {"One"}),
        ("q=confidence:a,b lesson:risk", {"Two"}),
        ("q=challenge:funds-late", {"One", "Two"}),
        ("q=-state:learned kind:lesson", {"Two", "Three"}),
    ],
)
def test_results_are_narrowed(client, lessons, query, expected):
    assert titles(client.get(f"/search/?{query}")) == expected


def test_counts_are_those_of_what_one_may_see(client, lessons):
    address = "/search/?kind=lesson"
    assert counts(client.get(address), "confidence") == {"A": 1, "B": 2}
    browser = Client()
    browser.force_login(UserFactory())
    assert counts(browser.get(address), "confidence") == {"A": 2, "B": 2}
    assert counts(browser.get(address), "challenge") == {"funds-late": 3}


def test_search_and_list_count_alike(client, lessons):
    for name in NAMES:
        assert counts(client.get("/search/?kind=lesson"), name) == (
            counts(client.get("/lessons/"), name)
        )


def test_they_are_shown_only_where_lessons_are_asked_for(client, lessons):
    for query in ("", "kind=minutes"):
        response = client.get(f"/search/?{query}")
        assert "A paper" in titles(response)
        for name in NAMES:
            assert not counts(response, name)
    for query in ("kind=lesson", "state=learned", "q=confidence:A"):
        assert counts(client.get(f"/search/?{query}"), "confidence")


def test_a_change_of_state_is_found_at_once(client, index, lessons):
    lesson = Lesson.objects.get(title="Two")
    lesson.state = "learned"
    lesson.save(update_fields=["state"], clean=False)
    index.drain()
    assert titles(client.get("/search/?state=learned")) == {"One", "Two"}


@pytest.mark.parametrize("text", ["Lesson: agree first", "state: of the roads"])
def test_words_before_a_colon_in_a_text_stay_words(text):
    assert not parse_query(text).filters
    assert parse_query(text).words


def test_the_help_page_shows_them(client):
    text = client.get("/search/help/").content.decode()
    for example in ("state:learned", "confidence:A,B", "lesson:practice", "challenge:"):
        assert example in text
