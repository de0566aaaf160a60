"""How a lesson is cited, and found again by its number."""

import datetime

import pytest
import rispy
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pybtex.database import parse_string

from knowledge import citation
from knowledge.access import Access
from tests.factories import (
    DeliveryUnitFactory,
    GovernmentFactory,
    LessonFactory,
    UserFactory,
)
from tests.html import parse

pytestmark = pytest.mark.django_db

ADDRESS = "https://sabaq.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = ADDRESS


def published(lesson, first, last):
    lesson.first_published_at = datetime.datetime.fromisoformat(f"{first}T12:00+00:00")
    lesson.last_published_at = datetime.datetime.fromisoformat(f"{last}T12:00+00:00")
    lesson.save()
    return lesson


@pytest.fixture
def lesson():
    unit = DeliveryUnitFactory(
        name="Special Monitoring Unit",
        name_ur="اسپیشل مانیٹرنگ یونٹ",
        short_name="SMU",
        government=GovernmentFactory(
            name="Government of Punjab", name_ur="حکومتِ پنجاب"
        ),
    )
    lesson = LessonFactory(title="Agree on the problem first", unit=unit)
    return published(lesson, "2018-04-02", "2020-11-25")


class TestInWords:
    def test_in_the_style_of_apa(self, lesson):
        number = lesson.identifier
        assert dict(citation.citations(lesson))["APA"] == (
            "Special Monitoring Unit, Government of Punjab. (2018). Agree on the "
            f"problem first (Lesson {number}, version of 25 Nov 2020). Sabaq."
        )

    def test_in_the_style_of_chicago(self, lesson):
        number = lesson.identifier
        assert dict(citation.citations(lesson))["Chicago"] == (
            "Special Monitoring Unit, Government of Punjab. “Agree on the problem "
            f"first.” Sabaq, lesson {number}, 2018, version of 25 Nov 2020."
        )

    def test_without_a_unit_the_title_comes_first(self, lesson):
        lesson.unit = None
        assert [text.startswith(start) for (_style, text), start in zip(
            citation.citations(lesson), ("Agree on", "“Agree on"), strict=True
        )] == [True, True]  # fmt: skip

    def test_in_urdu_with_its_names_and_digits(self, lesson):
        with translation.override("ur"):
            for _style, text in citation.citations(lesson):
                assert "اسپیشل مانیٹرنگ یونٹ" in text
                assert "۲۰۱۸" in text
                assert "2018" not in text

    def test_percent_signs_in_a_title_are_only_that(self, lesson):
        lesson.title = "100%(title)s of %s"
        assert "100%(title)s of %s" in citation.citations(lesson)[0][1]

    def test_the_page_shows_it_to_be_marked_and_copied_without_script(
        self, client, lesson
    ):
        page = parse(client.get(lesson.url))
        texts = [text.get_text() for text in page.select(".reference__text")]
        address = f"{ADDRESS}/l/{lesson.pk}/"
        assert texts[0].strip() == address
        for (_style, text), shown in zip(
            citation.citations(lesson), texts[1:], strict=True
        ):
            assert " ".join(shown.split()) == f"{text} {address}"
        assert all(
            button.has_attr("hidden") for button in page.select(".reference button")
        )


class TestForReferenceManagers:
    def test_ris(self, client, lesson):
        response = client.get(reverse("lesson_citation", args=[lesson.pk, "ris"]))
        assert response["Content-Disposition"] == (
            f'attachment; filename="{lesson.identifier}.ris"'
        )
        (record,) = rispy.loads(response.content.decode())
        assert record["title"] == "Agree on the problem first"
        assert record["authors"] == ["Special Monitoring Unit"]
        assert record["year"] == "2018"
        assert record["edition"] == "2020-11-25"
        assert record["id"] == lesson.identifier
        assert record["urls"] == [f"{ADDRESS}/l/{lesson.pk}/"]

    def test_bibtex(self, client, lesson):
        response = client.get(reverse("lesson_citation", args=[lesson.pk, "bibtex"]))
        entry = parse_string(response.content.decode(), "bibtex").entries[
            lesson.identifier
        ]
        assert entry.fields["title"] == "{Agree on the problem first}"
        assert entry.fields["year"] == "2018"
        assert entry.fields["edition"] == "2020-11-25"
        assert entry.fields["url"] == f"{ADDRESS}/l/{lesson.pk}/"
        assert "Special Monitoring Unit" in str(entry.persons["author"][0])

    def test_it_is_the_record_that_a_search_exports(self, client, index, lesson):
        index.drain()
        (found,) = rispy.loads(
            b"".join(client.get("/search/export/ris/?kind=lesson")).decode()
        )
        (own,) = rispy.loads(
            client.get(
                reverse("lesson_citation", args=[lesson.pk, "ris"])
            ).content.decode()
        )
        assert found == own

    def test_a_title_cannot_end_its_record(self, client, lesson):
        lesson.title = "Agree\r\nER  - \r\nTY  - RPRT"
        lesson.save()
        response = client.get(reverse("lesson_citation", args=[lesson.pk, "ris"]))
        assert len(rispy.loads(response.content.decode())) == 1

    def test_other_formats_and_closed_lessons_are_not_found(self, client, lesson):
        assert (
            client.get(reverse("lesson_citation", args=[lesson.pk, "csv"])).status_code
            == 404
        )
        closed = LessonFactory(access=Access.INTERNAL)
        address = reverse("lesson_citation", args=[closed.pk, "ris"])
        assert client.get(address).status_code == 404


class TestShortAddress:
    def test_it_leads_to_the_page_in_the_readers_language(self, client, lesson):
        assert client.get(f"/l/{lesson.pk}/").url == lesson.url
        urdu = client.get(f"/ur/l/{lesson.pk}/").url
        assert urdu.startswith("/ur/lessons/")

    def test_it_stays_when_the_title_changes(self, client, lesson):
        lesson.slug = "another-title"
        lesson.save()
        assert "another-title" in client.get(f"/l/{lesson.pk}/").url

    def test_a_closed_lesson_and_none_answer_alike(self, client):
        closed = LessonFactory(access=Access.RESTRICTED, title="Secret title")
        draft = LessonFactory(live=False)
        for browser in (client, Client()):
            if browser is not client:
                browser.force_login(UserFactory())
            answers = [
                browser.get(f"/l/{number}/")
                for number in (closed.pk, draft.pk, 999_999, 10**30)
            ]
            assert {answer.status_code for answer in answers} == {404}
            bodies = {
                answer.content.replace(f"/l/{number}/".encode(), b"")
                for answer, number in zip(
                    answers, (closed.pk, draft.pk, 999_999, 10**30), strict=True
                )
            }
            pages = {parse_words(body) for body in bodies}
            assert len(pages) == 1

    def test_its_code_is_drawn_of_any_number_alike(self, client, lesson):
        for number in (lesson.pk, 999_999):
            response = client.get(f"/l/{number}/code.svg")
            assert response.status_code == 200
            assert response["Content-Type"] == "image/svg+xml"
            assert b"<svg" in response.content


def parse_words(body: bytes) -> str:
    from bs4 import BeautifulSoup

    return BeautifulSoup(body, "html.parser").main.get_text(" ", strip=True)


class TestSharing:
    def test_public_lessons_say_what_other_sites_may_show(self, client, lesson):
        page = parse(client.get(lesson.url))
        assert page.select_one("[property='og:title']")["content"] == lesson.title
        assert page.select_one("[name=description]")["content"] == lesson.summary
        assert page.select_one("[property='og:url']")["content"] == (
            f"{ADDRESS}/l/{lesson.pk}/"
        )

    def test_a_letter_holds_the_lesson_in_a_line_and_its_address(self, client, lesson):
        page = parse(client.get(lesson.url))
        letter = page.select_one("a[href^='mailto:']")["href"]
        assert "Agree%20on%20the%20problem%20first" in letter
        assert "+" not in letter

    def test_of_what_is_not_public_only_number_and_address_go_out(self, lesson):
        lesson.access = Access.INTERNAL
        lesson.save()
        browser = Client()
        browser.force_login(UserFactory())
        page = parse(browser.get(lesson.url))
        assert not page.select("[property^='og:'], [name=description]")
        letter = page.select_one("a[href^='mailto:']")["href"]
        assert "Agree" not in letter
        assert lesson.identifier in letter
        assert page.select_one("[data-share]")["data-title"] == lesson.identifier

    def test_the_button_of_the_device_waits_for_its_script(self, client, lesson):
        page = parse(client.get(lesson.url))
        assert page.select_one("[data-share]").has_attr("hidden")
        assert page.select_one("script[src*='share']")
