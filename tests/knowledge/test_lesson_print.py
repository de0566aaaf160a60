"""A whole lesson on paper."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from knowledge.access import Access
from knowledge.models import ClearedQuote
from tests.factories import (
    DocumentFactory,
    EvidenceFactory,
    LessonFactory,
    LessonUseFactory,
    UserFactory,
)
from tests.html import assert_well_made, parse, words_in
from tests.knowledge.lessons_on_their_way import endorse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://sabaq.example"


@pytest.fixture
def lesson():
    return LessonFactory(
        title="Agree on the problem first",
        summary="The problem comes before the indicator.",
        context="Two units worked on it.",
        cause="Nobody had asked.",
        recommendation="Ask first.",
    )


def sheet(browser, lesson, site=""):
    return browser.get(f"{site}{reverse('lesson_print', args=[lesson.pk])}")


def test_the_whole_lesson_is_on_it(client, lesson):
    evidence = EvidenceFactory(lesson=lesson)
    text = words_in(parse(sheet(client, lesson)).main)
    version = evidence.version
    for words in (
        "Agree on the problem first",
        "The problem comes before the indicator.",
        "Two units worked on it.",
        "Nobody had asked.",
        "Ask first.",
        lesson.identifier,
        lesson.get_state_display(),
        "Text of the page.",
        f"https://sabaq.example/documents/{version.document_id}/versions/1/pages/1/",
        f"https://sabaq.example/l/{lesson.pk}/",
        f"(Lesson {lesson.identifier}, version of",
    ):
        assert words in text, words


def test_its_code_is_a_picture_of_the_site(client, lesson):
    image = parse(sheet(client, lesson)).select_one(".sheet__code img")
    assert image["alt"]
    picture = client.get(image["src"])
    assert picture["Content-Type"] == "image/svg+xml"


def test_quotes_of_closed_documents_are_as_hidden_as_on_the_page(client, lesson):
    closed = DocumentFactory(
        access=Access.RESTRICTED, title="Secret paper", pages=["Hidden words.", "Open."]
    )
    EvidenceFactory(
        lesson=lesson, version=closed.current_version, quote="Hidden words."
    )
    EvidenceFactory(
        lesson=lesson, version=closed.current_version, page=2, quote="Open."
    )
    ClearedQuote.objects.create(
        version=closed.current_version,
        page=2,
        quote="Open.",
        source_description="A paper of the archive",
        releaser="A reviewer",
    )
    text = parse(sheet(client, lesson)).main.get_text()
    assert "Open." in text
    assert "https://sabaq.example/cleared-quotes/" in text
    for words in ("Hidden words.", "Secret paper", f"/documents/{closed.pk}/"):
        assert words not in text


def test_what_bodies_say_is_on_it_as_on_the_page_with_nothing_folded(client, lesson):
    endorse(lesson, comment="Sound.", made_on=datetime.date(2018, 3, 1))
    doubts = {"verdict": "reservations", "comment": "For canals only."}
    other = {"text_sha256": "of another text", "made_on": datetime.date(2018, 4, 1)}
    endorse(lesson, **doubts, **other)
    page, paper = parse(client.get(lesson.url)), parse(sheet(client, lesson))
    said = paper.select_one("#validations")
    assert said.get_text() == page.select_one("#validations").get_text()
    text = words_in(said)
    for told in (
        "Institute",
        "director",
        "Endorsed with reservations",
        "For canals only.",
        "1 Apr 2018",
        "Earlier verdicts",
        "Sound.",
        "The text has changed since.",
    ):
        assert told in text, told
    assert all(folded.has_attr("open") for folded in paper.main.select("details"))


def test_whose_account_gave_a_verdict_is_not_told(client, lesson):
    endorse(lesson, made_by=UserFactory(username="judge", last_name="Secretname"))
    text = sheet(client, lesson).content.decode()
    assert "Institute" in text
    assert "judge" not in text and "Secretname" not in text


def test_nobody_is_asked_on_paper_to_do_anything(lesson):
    browser = Client()
    browser.force_login(UserFactory(groups=["Moderators"]))
    assert "Ask for a review" in browser.get(lesson.url).content.decode()
    assert "Ask for a review" not in sheet(browser, lesson).content.decode()


def test_the_grade_stands_on_it_with_its_reasons(client, lesson):
    EvidenceFactory(lesson=lesson)
    page, paper = parse(client.get(lesson.url)), parse(sheet(client, lesson))
    grade = paper.select_one(".confidence")
    assert grade.get_text() == page.select_one(".confidence").get_text()
    text = words_in(grade)
    for told in (
        "Confidence: C",
        "1 independent source supports it with a checked quote.",
        "It rests on a single source.",
        "An independent body that endorses the present text without reservations.",
    ):
        assert told in text, told


def test_the_grade_tells_nothing_of_closed_documents(client, lesson):
    before = parse(sheet(client, lesson)).select_one(".confidence").get_text()
    closed = DocumentFactory(
        access=Access.RESTRICTED, unit=lesson.unit, title="Secret paper"
    )
    EvidenceFactory(lesson=lesson, version=closed.current_version)
    member = Client()
    member.force_login(UserFactory(units=[lesson.unit]))
    assert "Secret paper" in sheet(member, lesson).content.decode()
    for browser in (client, member):
        paper = parse(sheet(browser, lesson))
        assert paper.select_one(".confidence").get_text() == before
    assert "Secret paper" not in sheet(client, lesson).content.decode()


def test_verdicts_on_a_closed_lesson_are_for_those_who_may_see_it(client):
    lesson = LessonFactory(access=Access.RESTRICTED)
    endorse(lesson, body="Secret institute", comment="Secret words.")
    stranger, member = Client(), Client()
    stranger.force_login(UserFactory())
    member.force_login(UserFactory(units=[lesson.unit]))
    for browser in (client, stranger):
        assert "Secret" not in sheet(browser, lesson).content.decode()
    assert "Secret institute" in sheet(member, lesson).content.decode()


def test_what_staff_alone_see_stays_off_paper(lesson):
    LessonUseFactory(lesson=lesson, place="Unreleased place")
    browser = Client()
    browser.force_login(UserFactory())
    assert "Unreleased place" not in sheet(browser, lesson).content.decode()


def test_a_closed_lesson_is_not_found(client):
    assert sheet(client, LessonFactory(access=Access.INTERNAL)).status_code == 404
    assert sheet(client, LessonFactory(live=False)).status_code == 404


@pytest.mark.parametrize("site_language", ["", "/ur"])
def test_it_is_well_made_and_for_no_search_engine(client, lesson, site_language):
    EvidenceFactory(lesson=lesson)
    endorse(lesson)
    response = sheet(client, lesson, site_language)
    page = assert_well_made(response)
    assert page.select_one("[name=robots]")["content"] == "noindex"
    assert response["X-Robots-Tag"] == "noindex"
    assert page.select_one("[data-print]").has_attr("hidden")


def test_the_number_of_queries_does_not_grow(
    client, lesson, django_assert_max_num_queries
):
    EvidenceFactory(lesson=lesson)
    endorse(lesson)
    sheet(client, lesson)
    EvidenceFactory.create_batch(6, lesson=lesson)
    for number in range(6):
        endorse(lesson, body=f"Institute {number}")
    with django_assert_max_num_queries(30):
        sheet(client, lesson)
