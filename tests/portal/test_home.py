"""The home page shows what is public, in figures that are counted."""

import datetime

import pytest
from django.utils import timezone

from knowledge.access import Access
from tests.factories import (
    CurriculumLinkFactory,
    DocumentFactory,
    LessonFactory,
    StocktakeFactory,
    SystemLinkFactory,
    UserFactory,
    home_page,
)
from tests.html import assert_well_made, parse, words

pytestmark = pytest.mark.django_db


def figures(client):
    page = parse(client.get("/"))
    return {
        row.dt.get_text(strip=True): row.dd.get_text(strip=True)
        for row in page.select(".figures div")
    }


def test_an_empty_archive_has_a_home_page(client):
    home_page()
    assert_well_made(client.get("/"))
    assert "No lesson has been published yet." in words(client.get("/"))


def test_figures_count_what_is_public(client):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    DocumentFactory()
    DocumentFactory(access=Access.INTERNAL)
    DocumentFactory(embargo_until=tomorrow)
    StocktakeFactory(access=Access.RESTRICTED)
    lesson = LessonFactory()
    LessonFactory(live=False)
    for _ in range(2):
        CurriculumLinkFactory(lesson=lesson)
    SystemLinkFactory(lesson=lesson, relation="changed")
    SystemLinkFactory(relation="concerns")
    assert figures(client) == {
        "documents published": "1",
        "stocktakes": "0",
        "lessons": "2",
        "lessons taught": "1",
        "lessons that changed a system": "1",
    }


def test_a_lesson_of_a_hidden_module_does_not_count_as_taught(client):
    link = CurriculumLinkFactory()
    link.outcome.module.access = Access.RESTRICTED
    link.outcome.module.save()
    assert figures(client)["lessons taught"] == "0"


def test_staff_see_the_same_home_page(client):
    DocumentFactory(title="Closed", access=Access.INTERNAL)
    home_page()
    client.force_login(UserFactory(is_superuser=True))
    assert figures(client)["documents published"] == "0"
    assert "Closed" not in words(client.get("/"))


def test_the_question_is_one_form_that_needs_no_script(client):
    home_page()
    form = parse(client.get("/ur/")).select_one("form[role=search]")
    assert form["action"] == "/ur/search/"
    assert form.get("method", "get") == "get"
    assert form.find("input", attrs={"name": "q"})


def test_figures_are_written_in_urdu_on_urdu_pages(client):
    home_page()
    DocumentFactory()
    page = parse(client.get("/ur/"))
    assert page.select_one(".figures dd").get_text() == "۱"


def test_the_lead_is_in_the_language_of_the_page(client):
    home = home_page()
    home.lead, home.lead_ur = "What units learned.", "یونٹوں نے کیا سیکھا۔"
    home.save()
    assert "What units learned." in words(client.get("/"))
    assert "یونٹوں نے کیا سیکھا۔" in words(client.get("/ur/"))
