"""The page of a document: its text, its facts, and what is found in it."""

import datetime

import pytest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains

from knowledge.access import Access
from knowledge.models import Administration, DocumentPage, DocumentVersion
from tests.factories import (
    DepartmentFactory,
    DocumentFactory,
    EvidenceFactory,
    LessonFactory,
    StocktakeFactory,
    UnitProfileFactory,
    UserFactory,
    add_version,
    home_page,
)

pytestmark = pytest.mark.django_db

NASTY = '<script>alert("x")</script>'


@pytest.fixture(autouse=True)
def site():
    return home_page()


@pytest.fixture
def archivist():
    return UserFactory(groups=["Archivists"])


def page_url(document, number, version=1, **parameters):
    address = reverse("document_page", args=[document.pk, version, number])
    return f"{address}?{urlencode(parameters)}" if parameters else address


class TestReading:
    def test_the_page_shows_the_first_page_of_the_current_version(self, client):
        document = DocumentFactory(pages=["Old text."])
        add_version(document, ["New text.", "Second page."])
        response = client.get(document.get_absolute_url())
        assertContains(response, "New text.")
        assertNotContains(response, "Old text.")
        assertNotContains(response, "Second page.")

    def test_an_earlier_version_says_that_it_is_one(self, client):
        document = DocumentFactory(pages=["Old text."])
        first = document.current_version
        add_version(document, ["New text."])
        response = client.get(first.get_absolute_url())
        assertContains(response, "Old text.")
        assertContains(response, "This is an earlier version.")

    def test_pages_lead_to_their_neighbours(self, client):
        document = DocumentFactory(pages=["One.", "Two.", "Three."])
        response = client.get(page_url(document, 2))
        assertContains(response, f'rel="prev" href="{page_url(document, 1)}#text"')
        assertContains(response, f'rel="next" href="{page_url(document, 3)}#text"')

    def test_the_address_of_a_page_is_below_that_of_its_version(self):
        document = DocumentFactory(pages=["One.", "Two."])
        for language in ("en", "ur"):
            with override(language):
                address = document.current_version.get_page_url(2)
                assert address == page_url(document, 2)

    def test_a_page_is_reached_by_its_number(self, client):
        document = DocumentFactory(pages=["One.", "Two.", "Three."])
        address = document.current_version.get_absolute_url()
        assert client.get(f"{address}?page=2").url == page_url(document, 2)
        assert client.get(f"{address}?page=99").url == page_url(document, 3)
        assert client.get(f"{address}?page=0").url == page_url(document, 1)
        assert client.get(f"{address}?page=two").status_code == 200

    @pytest.mark.parametrize("number", [0, 2, 10**30])
    def test_a_page_that_is_not_there_is_not_found(self, client, number):
        document = DocumentFactory(pages=["One."])
        assert client.get(page_url(document, number)).status_code == 404

    def test_speaker_notes_stand_apart(self, client):
        document = DocumentFactory(pages=["Slide."])
        DocumentPage.objects.update(notes="Ask which posts are vacant.")
        response = client.get(document.get_absolute_url())
        assertContains(response, "Speaker notes")
        assertContains(response, "Ask which posts are vacant.")

    def test_rows_of_a_sheet_are_a_table(self, client):
        document = DocumentFactory(pages=["District\tPosts\nSwat\t40"])
        response = client.get(document.get_absolute_url())
        assertContains(response, '<td dir="auto">Swat</td>', html=True)

    def test_urdu_text_runs_from_right_to_left(self, client):
        document = DocumentFactory(pages=["اساتذہ کی حاضری"], language="ur")
        response = client.get(document.get_absolute_url())
        assertContains(response, '<div class="reader__page" lang="ur" dir="rtl">')
        assertContains(response, '<p dir="auto">اساتذہ کی حاضری</p>')

    def test_the_page_speaks_urdu(self, client):
        document = DocumentFactory()
        response = client.get(f"/ur{document.get_absolute_url()}")
        assertContains(response, '<html lang="ur" dir="rtl">')


class TestHostileContent:
    def test_nothing_from_a_file_is_taken_for_html(self, client):
        document = DocumentFactory(
            title=NASTY, summary=NASTY, pages=[f"{NASTY}\n{NASTY}\t{NASTY}"]
        )
        DocumentPage.objects.update(title=NASTY, label=NASTY, notes=NASTY)
        DocumentVersion.objects.update(original_name=f"{NASTY}.txt", media_type=NASTY)
        document.tags.add(NASTY)
        parameters = {"find": NASTY, "quote": NASTY, "q": NASTY}
        address = document.current_version.get_absolute_url()
        for response in (
            client.get(f"{address}?{urlencode(parameters)}"),
            client.get(page_url(document, 1, **parameters)),
        ):
            assertNotContains(response, "<script>alert")
            assertContains(response, "&lt;script&gt;")

    def test_no_style_or_script_is_inline(self, client):
        document = DocumentFactory(pages__media_type="application/pdf")
        content = client.get(document.get_absolute_url()).content.decode()
        assert "style=" not in content
        assert "<script>" not in content
        assert " onclick" not in content


class TestQuotesAndWords:
    def test_a_quote_is_lit_where_it_stands(self, client):
        document = DocumentFactory(pages=["All posts are sanctioned, not filled."])
        response = client.get(page_url(document, 1, quote="posts are sanctioned"))
        assertContains(response, '<mark id="quote">posts are sanctioned</mark>')

    def test_a_quote_that_is_not_there_is_told(self, client):
        document = DocumentFactory(pages=["All posts are filled."])
        response = client.get(page_url(document, 1, quote="posts are vacant"))
        assertContains(response, "The quoted words are not on this page.")

    def test_a_lessons_evidence_leads_to_its_quote(self, client):
        document = DocumentFactory(pages=["Cover.", "All posts are sanctioned."])
        evidence = EvidenceFactory(
            version=document.current_version, page=2, quote="posts are sanctioned"
        )
        response = client.get(evidence.get_absolute_url())
        assertContains(response, '<mark id="quote">posts are sanctioned</mark>')

    def test_the_words_of_a_search_are_lit(self, client):
        document = DocumentFactory(pages=["Attendance of teachers."])
        response = client.get(page_url(document, 1, q="attendance teacher"))
        assertContains(response, "<mark>Attendance</mark> of <mark>teacher</mark>s.")


class TestFinding:
    def find(self, client, document, words):
        address = document.current_version.get_absolute_url()
        return client.get(f"{address}?{urlencode({'find': words})}")

    def test_the_pages_with_all_words_are_listed(self, client):
        document = DocumentFactory(
            pages=["Vacant posts.", "Filled posts.", "Posts, still vacant."]
        )
        response = self.find(client, document, "vacant POSTS")
        assertContains(response, "2 pages have these words.")
        assertContains(response, f"{page_url(document, 1)}?find=vacant+POSTS")
        assertContains(response, f"{page_url(document, 3)}?find=vacant+POSTS")
        assertContains(response, "<mark>Vacant</mark> <mark>posts</mark>.")

    def test_speaker_notes_are_looked_through(self, client):
        document = DocumentFactory(pages=["Slide."])
        DocumentPage.objects.update(notes="Ask which posts are vacant.")
        assertContains(self.find(client, document, "vacant"), "1 page has these words.")

    def test_urdu_words_are_found_whatever_the_keyboard(self, client):
        document = DocumentFactory(pages=["سکول کی تعمیر"])
        assertContains(self.find(client, document, "سكول"), "1 page has these words.")

    @pytest.mark.parametrize(
        "words", ["nowhere", "%", "\x00", "'; DROP TABLE", "(" * 999]
    )
    def test_words_that_are_nowhere_are_told(self, client, words):
        document = DocumentFactory(pages=["Text."])
        assertContains(self.find(client, document, words), "0 pages have these words.")


class TestFacts:
    def test_they_say_where_the_document_belongs(self, client):
        profile = UnitProfileFactory()
        department = DepartmentFactory()
        Administration.objects.create(
            government=profile.unit.government,
            name="First term",
            started_on=datetime.date(2013, 6, 1),
            ended_on=datetime.date(2018, 5, 31),
        )
        stocktake = StocktakeFactory(unit=profile.unit)
        document = DocumentFactory(unit=profile.unit, stocktake=stocktake)
        document.departments.add(department)
        document.tags.add("staffing")
        response = client.get(document.get_absolute_url())
        for text in (
            stocktake.title,
            profile.get_url(),
            department.name,
            document.sector.name,
            "First term",
            "staffing",
            document.identifier,
            document.current_version.sha256,
            "minutes.txt",
        ):
            assertContains(response, text)

    def test_a_closed_stocktake_is_not_named(self, client):
        stocktake = StocktakeFactory(access=Access.RESTRICTED)
        document = DocumentFactory(stocktake=stocktake)
        response = client.get(document.get_absolute_url())
        assertNotContains(response, stocktake.title)

    def test_lessons_that_cite_it_are_named_as_far_as_they_may_be_seen(self, client):
        version = DocumentFactory().current_version
        shown = EvidenceFactory(version=version).lesson
        hidden = EvidenceFactory(
            version=version, lesson=LessonFactory(access=Access.INTERNAL)
        ).lesson
        response = client.get(version.document.get_absolute_url())
        assertContains(response, shown.title)
        assertNotContains(response, hidden.title)

    def test_a_document_without_a_file_has_a_page(self, client):
        document = DocumentFactory()
        document.versions.all().delete()
        document.refresh_from_db()
        response = client.get(document.get_absolute_url())
        assertContains(response, "No file is archived for this document yet.")


class TestStates:
    def set(self, **fields):
        DocumentPage.objects.all().delete()
        DocumentVersion.objects.update(**fields)

    def test_a_file_being_read_is_looked_at_again(self, client):
        document = DocumentFactory()
        self.set(status="reading")
        response = client.get(document.get_absolute_url())
        assertContains(response, "is being read")
        status = reverse("document_status", args=[document.pk, 1])
        assertContains(response, f'data-reading="{status}"')
        assert client.get(status).json()["waiting"] is True

    @pytest.mark.parametrize(
        ("status", "reason", "words"),
        [
            ("no_text", "no_text_layer", "The pages are pictures"),
            ("encrypted", "encrypted", "locked with a password"),
            ("failed", "timeout", "took too long"),
            ("failed", "never heard of", "could not be read"),
        ],
    )
    def test_a_file_without_text_says_why(self, client, status, reason, words):
        document = DocumentFactory()
        self.set(status=status, reason=reason, detail="Traceback of the reader")
        response = client.get(document.get_absolute_url())
        assertContains(response, words)
        assertNotContains(response, "Traceback of the reader")
        assertNotContains(response, "Read it again")

    def test_an_archivist_has_it_read_again(self, client, archivist):
        document = DocumentFactory()
        archivist.units.add(document.unit)
        self.set(status="failed", reason="timeout", detail="over 55 seconds")
        client.force_login(archivist)
        assertContains(client.get(document.get_absolute_url()), "over 55 seconds")
        address = reverse("document_retry", args=[document.pk, 1])
        response = client.post(address, follow=True)
        assertContains(response, "queued to be read again")
        assert document.versions.get().status == "queued"
        assertContains(client.post(address, follow=True), "being read already")

    def test_nobody_else_does(self, client, archivist):
        document = DocumentFactory()
        self.set(status="failed", reason="timeout")
        address = reverse("document_retry", args=[document.pk, 1])
        assert client.get(address).status_code == 405
        assert client.post(address).status_code == 302  # to the sign-in form
        client.force_login(archivist)
        assert client.post(address).status_code == 403
        client.force_login(UserFactory(units=[document.unit]))
        assert client.post(address).status_code == 403
        assert document.versions.get().status == "failed"


class TestAccess:
    def addresses(self, document):
        version = document.current_version
        return [
            document.get_absolute_url(),
            version.get_absolute_url(),
            page_url(document, 1),
            reverse("document_status", args=[document.pk, 1]),
        ]

    def test_what_is_closed_does_not_exist(self, client):
        document = DocumentFactory(access=Access.RESTRICTED)
        for address in self.addresses(document):
            assert client.get(address).status_code == 404

    def test_what_is_not_public_stays_out_of_caches_and_indexes(self, client):
        document = DocumentFactory(access=Access.INTERNAL)
        client.force_login(UserFactory())
        response = client.get(document.get_absolute_url())
        assertContains(response, "Internal")
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["X-Robots-Tag"] == "noindex"

    def test_a_public_page_may_be_indexed(self, client):
        response = client.get(DocumentFactory().get_absolute_url())
        assert "X-Robots-Tag" not in response.headers

    def test_a_retry_of_a_closed_document_does_not_exist(self, client, archivist):
        document = DocumentFactory(access=Access.RESTRICTED)
        client.force_login(archivist)
        address = reverse("document_retry", args=[document.pk, 1])
        assert client.post(address).status_code == 404


def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    document = DocumentFactory(
        stocktake=StocktakeFactory(), pages=[f"Page {n}." for n in range(30)]
    )
    for number in range(5):
        document.departments.add(DepartmentFactory())
        document.tags.add(f"tag {number}")
        add_version(document, [f"Page {n}." for n in range(30)])
        EvidenceFactory(version=document.current_version)
    client.get(document.get_absolute_url())
    # Four of them tell what is like the document.
    with django_assert_max_num_queries(26):
        client.get(page_url(document, 15, version=6))
