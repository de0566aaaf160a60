"""From words on a page of a document to evidence in the draft of a lesson."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from knowledge.access import Access
from knowledge.models import Evidence, Lesson
from knowledge.verdicts import State
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    LessonFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db

PAGE = "Lahore\t85%\nMultan\t85%\n\nOf 36 districts, 28 did not report."
QUOTE = "Of 36 districts, 28 did not report."


@pytest.fixture
def unit():
    home_page()
    return DeliveryUnitFactory()


@pytest.fixture
def document(unit):
    return DocumentFactory(title="Round 3", unit=unit, pages=["First.", PAGE])


@pytest.fixture
def lesson(unit):
    return LessonFactory(title="Measure what matters", unit=unit)


@pytest.fixture
def editor(client, unit):
    user = UserFactory(groups=["Editors"], units=[unit])
    client.force_login(user)
    return user


def cite_address(document, page=2):
    return reverse("cite", args=[document.pk, 1, page])


def cite(client, document, lesson, **fields):
    form = {"quote": QUOTE, "role": "supports", "lesson": lesson.pk, **fields}
    return client.post(cite_address(document, fields.pop("page", 2)), form, follow=True)


def draft_rows(lesson):
    draft = Lesson.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    return list(draft.evidence.all())


class TestThePageOfADocument:
    def test_an_editor_is_offered_to_cite(self, client, document, editor):
        page = document.current_version.pages.get(number=2)
        response = client.get(page.get_absolute_url())
        soup = BeautifulSoup(response.content, "html.parser")
        assert soup.select_one("[data-cite]")["href"] == cite_address(document)
        assert soup.select_one("script[src$='cite.js']")

    def test_others_are_not(self, client, document):
        page = document.current_version.pages.get(number=2)
        for user in (None, UserFactory(), UserFactory(groups=["Archivists"])):
            if user:
                client.force_login(user)
            content = client.get(page.get_absolute_url()).content.decode()
            assert "data-cite" not in content


class TestSearchResults:
    @pytest.fixture
    def results(self, client, document, index):
        index.drain()

        def search():
            response = client.get(reverse("search") + "?q=districts")
            assert document.get_absolute_url() in response.content.decode()
            return response.content.decode()

        return search

    def test_an_editor_cites_from_a_page_that_was_found(
        self, results, editor, document
    ):
        assert f'href="{cite_address(document)}"' in results()

    def test_the_public_does_not(self, results):
        assert "/cite/" not in results()


class TestFromTheFormOfALesson:
    def test_its_pages_are_searched_and_it_is_the_lesson_that_is_offered(
        self, client, document, lesson, editor
    ):
        LessonFactory.create_batch(25, unit=lesson.unit)
        edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        address = reverse("find_evidence", args=[lesson.pk])
        assert f'href="{address}"' in client.get(edit).content.decode()
        response = client.get(address, follow=True)
        assert response.redirect_chain[-1][0] == reverse("search")
        assert "the lesson is chosen already" in response.content.decode()
        form = client.get(cite_address(document), {"quote": QUOTE}).context["form"]
        assert form["lesson"].value() == lesson.pk
        assert form.fields["lesson"].choices[0] == (lesson.pk, lesson.draft_title)

    def test_not_for_lessons_that_one_may_not_edit(self, client, lesson, document):
        address = reverse("find_evidence", args=[lesson.pk])
        assert client.get(address).status_code == 302
        client.force_login(UserFactory())
        assert client.get(address).status_code == 404

    def test_one_that_was_closed_meanwhile_is_not_named(
        self, client, document, lesson, editor
    ):
        client.get(reverse("find_evidence", args=[lesson.pk]), follow=True)
        Lesson.objects.filter(pk=lesson.pk).update(
            access=Access.RESTRICTED, unit=DeliveryUnitFactory()
        )
        page = client.get(cite_address(document), {"quote": QUOTE})
        assert "Measure what matters" not in page.content.decode()


class TestCiting:
    def test_a_quote_gets_into_the_draft_and_is_not_published(
        self, client, document, lesson, editor
    ):
        response = cite(client, document, lesson, note="Counted by hand.")
        (row,) = draft_rows(lesson)
        assert (row.version, row.page, row.quote) == (
            document.current_version,
            2,
            QUOTE,
        )
        assert (row.role, row.note, row.state) == (
            "supports",
            "Counted by hand.",
            State.VERIFIED,
        )
        assert row.prefix == "Lahore 85% Multan 85%"
        assert not Evidence.objects.exists()
        content = response.content.decode()
        assert "The quote is in the draft of “Measure what matters”." in content
        assert '<mark id="quote">' in content

    def test_the_place_is_the_one_that_was_selected(
        self, client, document, lesson, editor
    ):
        cite(
            client,
            document,
            lesson,
            quote="85%",
            before="Page 2\nLahore\n85%\nMultan\n",
        )
        (row,) = draft_rows(lesson)
        assert (row.prefix, row.occurrences) == ("Lahore 85% Multan", 2)

    def test_words_and_lesson_come_from_the_address(
        self, client, document, lesson, editor
    ):
        response = client.get(cite_address(document), {"quote": "85%"})
        form = response.context["form"]
        assert form["quote"].value() == "85%"
        assert f'value="{lesson.pk}"' in response.content.decode()

    def test_lessons_are_found_by_their_words(self, client, document, lesson, editor):
        LessonFactory(title="Another one", unit=lesson.unit)
        form = {"quote": QUOTE, "role": "qualifies", "q": "measure matters", "find": 1}
        response = client.post(cite_address(document), form)
        content = response.content.decode()
        assert "Measure what matters" in content
        assert "Another one" not in content
        assert response.context["form"]["quote"].value() == QUOTE
        assert not draft_rows(lesson)

    def test_other_words_are_refused_with_those_most_like_them(
        self, client, document, lesson, editor
    ):
        response = cite(client, document, lesson, quote="Of 35 districts, 28 did not")
        content = response.content.decode()
        assert "These words are not on page 2 of “Round 3”" in content
        assert "“Of 36 districts, 28 did not" in content
        assert not draft_rows(lesson)

    def test_the_same_quote_is_not_added_twice(self, client, document, lesson, editor):
        cite(client, document, lesson)
        response = cite(client, document, lesson)
        assert "has the quote as evidence already" in response.content.decode()
        assert len(draft_rows(lesson)) == 1

    def test_a_lesson_has_to_be_chosen(self, client, document, lesson, editor):
        form = {"quote": QUOTE, "role": "supports"}
        response = client.post(cite_address(document), form)
        message = "Choose the lesson that the quote is for."
        assert message in response.content.decode()

    def test_what_a_colleague_had_in_the_draft_stays(
        self, client, document, lesson, editor
    ):
        lesson.title = "A better title"
        lesson.save_revision()
        cite(client, document, lesson)
        draft = Lesson.objects.get().get_latest_revision_as_object()
        assert draft.title == "A better title"
        assert draft.evidence.count() == 1

    def test_urdu_is_cited_too(self, client, unit, lesson, editor):
        document = DocumentFactory(
            unit=unit, language="ur", pages=["محکمہ ہر ماہ اعداد و شمار دے گا۔"]
        )
        form = {"quote": "محكمہ ہر ماه", "role": "supports", "lesson": lesson.pk}
        address = "/ur" + reverse("cite", args=[document.pk, 1, 1])
        assert client.post(address, form).status_code == 302
        assert draft_rows(lesson)[0].state == State.VERIFIED


class TestWhoMayCite:
    def test_the_public_signs_in_first(self, client, document):
        response = client.get(cite_address(document))
        assert response.status_code == 302
        assert response.url.startswith(reverse("login"))

    def test_who_edits_no_lessons_is_refused(self, client, document):
        client.force_login(UserFactory(groups=["Archivists"]))
        assert client.get(cite_address(document)).status_code == 403

    def test_a_closed_document_does_not_exist(self, client, editor):
        closed = DocumentFactory(access=Access.RESTRICTED, pages=["One.", PAGE])
        assert client.get(cite_address(closed)).status_code == 404

    def test_a_page_that_is_not_there_does_not_exist(self, client, document, editor):
        assert client.get(cite_address(document, 9)).status_code == 404

    def test_a_closed_lesson_is_neither_offered_nor_taken(
        self, client, document, editor
    ):
        closed = LessonFactory(title="A secret lesson", access=Access.RESTRICTED)
        response = client.get(cite_address(document) + "?lesson_words=secret")
        assert "A secret lesson" not in response.content.decode()
        response = cite(client, document, closed)
        assert "A secret lesson" not in response.content.decode()
        assert not draft_rows(closed)

    def test_a_title_that_is_only_in_a_closed_draft_is_not_told(
        self, client, document, lesson, editor
    ):
        lesson.title, lesson.access = "A secret plan", Access.RESTRICTED
        lesson.unit = DeliveryUnitFactory()
        lesson.save_revision()
        response = client.get(cite_address(document))
        assert "A secret plan" not in response.content.decode()


def test_the_form_does_not_ask_once_for_each_lesson(
    client, document, editor, unit, django_assert_max_num_queries
):
    for _ in range(15):
        LessonFactory(unit=unit)
    client.get(cite_address(document))
    with django_assert_max_num_queries(35):
        client.get(cite_address(document))
