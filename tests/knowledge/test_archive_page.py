"""Archivists put stocktakes and their files into the archive on the site's pages."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from knowledge.access import Access
from knowledge.models import Document, DocumentVersion, Stocktake
from knowledge.roles import ensure_roles
from tests.factories import (
    DeliveryUnitFactory,
    DepartmentFactory,
    DocumentFactory,
    SectorFactory,
    StocktakeFactory,
    UserFactory,
    home_page,
)
from tests.html import parse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    home_page()
    ensure_roles()


@pytest.fixture
def unit():
    return DeliveryUnitFactory()


@pytest.fixture
def stocktake(unit):
    return StocktakeFactory(unit=unit, access=Access.PUBLIC)


@pytest.fixture
def archivist(unit, client):
    user = UserFactory(units=[unit], groups=["Archivists"])
    client.force_login(user)
    return user


@pytest.fixture
def stranger(client):
    """An archivist of another unit."""
    user = UserFactory(units=[DeliveryUnitFactory()], groups=["Archivists"])
    client.force_login(user)
    return user


def upload(name="minutes.txt", content=b"Agreed: vacancies are shared monthly."):
    return SimpleUploadedFile(name, content)


def screen(stocktake) -> str:
    return reverse("stocktake_archive", args=[stocktake.slug])


def files_address(stocktake) -> str:
    return reverse("stocktake_files", args=[stocktake.slug])


def details(*documents, **changes) -> dict:
    """What the browser sends for the documents' forms; ``changes`` go to the first."""
    form = {
        "form-TOTAL_FORMS": len(documents),
        "form-INITIAL_FORMS": len(documents),
    }
    for number, document in enumerate(documents):
        form |= {
            f"form-{number}-id": document.pk,
            f"form-{number}-title": document.title,
            f"form-{number}-kind": document.kind,
            f"form-{number}-date": document.date or "",
            f"form-{number}-language": document.language,
            f"form-{number}-access": document.access,
            f"form-{number}-tags": "",
        }
    return form | {f"form-0-{name}": value for name, value in changes.items()}


def shown(client, stocktake) -> dict:
    """What the form on the screen holds, as the browser would send it unchanged."""
    page = parse(client.get(screen(stocktake)))
    form = page.select_one("#review form")
    values = {field["name"]: field.get("value", "") for field in form.select("input")}
    for field in form.select("select"):
        values[field["name"]] = field.select_one("option[selected]")["value"]
    return values


class TestTwoWhoEditTheSameDocument:
    @pytest.fixture
    def document(self, unit, stocktake):
        return DocumentFactory(
            stocktake=stocktake,
            unit=unit,
            title="Minutes",
            kind="minutes",
            date=datetime.date(2017, 4, 20),
        )

    def test_what_only_the_other_changed_stays(
        self, client, archivist, stocktake, document
    ):
        form = shown(client, stocktake)
        Document.objects.filter(pk=document.pk).update(
            title="Minutes, corrected", access=Access.RESTRICTED
        )
        document.tags.add("water")
        response = client.post(screen(stocktake), form | {"form-0-kind": "deep_dive"})
        assertRedirects(response, screen(stocktake))
        document.refresh_from_db()
        assert document.kind == "deep_dive"
        assert document.title == "Minutes, corrected"
        assert document.access == Access.RESTRICTED
        assert [tag.name for tag in document.tags.all()] == ["water"]

    def test_what_both_changed_is_told_with_both_values_and_nothing_is_saved(
        self, client, archivist, stocktake, document
    ):
        form = shown(client, stocktake)
        Document.objects.filter(pk=document.pk).update(
            title="Theirs", date=datetime.date(2017, 4, 21), access=Access.INTERNAL
        )
        mine = {
            "form-0-title": "Mine",
            "form-0-date": "2017-04-22",
            "form-0-access": "restricted",
            "form-0-kind": "deep_dive",
        }
        page = parse(client.post(screen(stocktake), form | mine))
        told = " ".join(page.select_one("#review").get_text().split())
        assert "changed this to “Theirs” since" in told and "Yours, “Mine”" in told
        assert "“21 Apr 2017”" in told and "“22 Apr 2017”" in told
        assert "“Internal”" in told and "“Restricted”" in told
        assert page.select_one("[name=form-0-title]")["value"] == "Mine"
        document.refresh_from_db()
        assert (document.title, document.kind) == ("Theirs", "minutes")

    def test_sent_again_it_puts_ones_own_in_place(
        self, client, archivist, stocktake, document
    ):
        form = shown(client, stocktake) | {"form-0-title": "Mine"}
        Document.objects.filter(pk=document.pk).update(title="Theirs")
        page = parse(client.post(screen(stocktake), form))
        again = page.select_one("[name=initial-form-0-title]")["value"]
        assert again == "Theirs"
        client.post(screen(stocktake), form | {"initial-form-0-title": again})
        document.refresh_from_db()
        assert document.title == "Mine"

    def test_the_same_change_by_both_is_no_conflict(
        self, client, archivist, stocktake, document
    ):
        form = shown(client, stocktake) | {"form-0-title": "Better"}
        Document.objects.filter(pk=document.pk).update(title="Better")
        assertRedirects(client.post(screen(stocktake), form), screen(stocktake))

    def test_tags_of_both_are_told(self, client, archivist, stocktake, document):
        form = shown(client, stocktake) | {"form-0-tags": "mine"}
        document.tags.add("theirs")
        assertContains(client.post(screen(stocktake), form), "“theirs”")
        assert [tag.name for tag in document.tags.all()] == ["theirs"]


class TestWhoMayArchive:
    @pytest.mark.parametrize("name", ["archive", "stocktake_new"])
    def test_visitors_are_sent_to_sign_in(self, client, name):
        response = client.get(reverse(name))
        assertRedirects(response, f"/sign-in/?next={reverse(name)}")

    def test_other_staff_may_not(self, client, stocktake, unit):
        client.force_login(UserFactory(units=[unit]))
        assert client.get(reverse("archive")).status_code == 403
        assert client.get(reverse("stocktake_new")).status_code == 403
        assert client.get(screen(stocktake)).status_code == 403
        response = client.post(files_address(stocktake), {"files": upload()})
        assert response.status_code == 403

    def test_archivists_of_another_unit_may_not(self, client, stocktake, stranger):
        assert client.get(screen(stocktake)).status_code == 403
        response = client.post(files_address(stocktake), {"files": upload()})
        assert response.status_code == 403
        assert not Document.objects.exists()

    def test_a_closed_stocktake_does_not_exist_for_them(self, client, unit, stranger):
        closed = StocktakeFactory(unit=unit, access=Access.RESTRICTED)
        assert client.get(screen(closed)).status_code == 404
        response = client.post(files_address(closed), {"files": upload()})
        assert response.status_code == 404

    def test_administrators_may_everywhere(self, client, stocktake):
        client.force_login(UserFactory(is_superuser=True))
        assert client.get(screen(stocktake)).status_code == 200

    def test_a_forged_request_is_refused(self, stocktake, archivist):
        from django.test import Client

        client = Client(enforce_csrf_checks=True)
        client.force_login(archivist)
        response = client.post(files_address(stocktake), {"files": upload()})
        assert response.status_code == 403
        assert not Document.objects.exists()


class TestStartPage:
    def test_it_lists_the_stocktakes_of_ones_units(self, client, archivist, stocktake):
        other = StocktakeFactory()
        DocumentFactory(stocktake=stocktake)
        response = client.get(reverse("archive"))
        assertContains(response, screen(stocktake))
        assertContains(response, "1 document")
        assertNotContains(response, other.title)

    def test_files_that_failed_can_be_read_again(self, client, archivist, unit):
        document = DocumentFactory(unit=unit)
        other = DocumentFactory()
        DocumentVersion.objects.update(status="failed", reason="corrupt")
        response = client.get(reverse("archive"))
        assertContains(response, "The file is damaged.")
        assertContains(response, reverse("document_retry", args=[document.pk, 1]))
        assertNotContains(response, other.title)

    def test_queries_do_not_grow(
        self, client, archivist, unit, django_assert_max_num_queries
    ):
        for _number in range(5):
            DocumentFactory(unit=unit, stocktake=StocktakeFactory(unit=unit))
        DocumentVersion.objects.update(status="failed")
        client.get(reverse("archive"))
        with django_assert_max_num_queries(20):
            client.get(reverse("archive"))


class TestNewStocktake:
    def form(self, unit, **changes) -> dict:
        return {
            "unit": unit.pk,
            "sector": SectorFactory(name="Education", name_ur="تعلیم").pk,
            "round": 3,
            "date": "2017-12-12",
            "chair": "Chief Minister",
            "access": Access.PUBLIC,
        } | changes

    def test_it_is_published_in_one_go(self, client, archivist, unit):
        department = DepartmentFactory()
        form = self.form(unit, departments=[department.pk])
        response = client.post(reverse("stocktake_new"), form)
        stocktake = Stocktake.objects.get()
        assertRedirects(response, screen(stocktake))
        assert stocktake.title == "Education stocktake, round 3"
        assert stocktake.live
        assert stocktake.date == datetime.date(2017, 12, 12)
        assert list(stocktake.departments.all()) == [department]
        assert stocktake.latest_revision.user == archivist
        client.logout()
        assertContains(client.get(stocktake.get_url()), "Education stocktake, round 3")

    def test_a_second_one_of_the_same_name_has_an_address_of_its_own(
        self, client, archivist, unit
    ):
        for _number in range(2):
            client.post(reverse("stocktake_new"), self.form(unit))
        slugs = Stocktake.objects.values_list("slug", flat=True)
        assert len(set(slugs)) == 2

    @pytest.mark.parametrize("title", ["تعلیم کا جائزہ", "???", "<b>"])
    def test_a_title_in_any_letters_has_an_address(
        self, client, archivist, unit, title
    ):
        form = self.form(unit, title=title)
        response = client.post(reverse("stocktake_new"), form, follow=True)
        assert response.status_code == 200
        assert Stocktake.objects.get().title == title

    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
        self, client, archivist, unit
    ):
        form = self.form(unit, date="31 February", chair="Chief Secretary", round=0)
        response = client.post(reverse("stocktake_new"), form)
        assertContains(response, "Enter a valid date.")
        assertContains(response, "Rounds are counted from 1.")
        assertContains(response, "Chief Secretary")
        assert not Stocktake.objects.exists()

    def test_only_ones_own_units_can_be_chosen(self, client, archivist, unit):
        other = DeliveryUnitFactory()
        assertNotContains(client.get(reverse("stocktake_new")), other.name)
        response = client.post(reverse("stocktake_new"), self.form(other))
        assertContains(response, "Select a valid choice.")
        assert not Stocktake.objects.exists()


class TestDroppingFiles:
    def test_several_files_are_archived_by_one_plain_form(
        self, client, archivist, stocktake
    ):
        files = [upload("minutes.txt", b"One."), upload("working paper.txt", b"Two.")]
        response = client.post(files_address(stocktake), {"files": files}, follow=True)
        assertContains(response, "“minutes.txt” is archived.")
        assertContains(response, "“working paper.txt” is archived.")
        kinds = set(stocktake.documents.values_list("kind", flat=True))
        assert kinds == {"minutes", "working_paper"}

    def test_each_file_is_answered_for_to_scripts(self, client, archivist, stocktake):
        response = client.post(
            files_address(stocktake),
            {"files": [upload(), upload("empty.txt", b"")]},
            headers={"accept": "application/json"},
        )
        archived, refused = response.json()["files"]
        assert archived["status"] == "archived"
        assert archived["waiting"] is True
        assert client.get(archived["status_url"]).json()["status"] == "queued"
        assert refused["status"] == "failed"
        assert "is empty" in refused["message"]

    def test_a_file_that_fails_does_not_keep_the_others_out(
        self, client, archivist, stocktake, settings
    ):
        settings.ARCHIVE_MAX_FILE_SIZE = 100
        files = [upload("large.txt", b"x" * 101), upload()]
        response = client.post(files_address(stocktake), {"files": files}, follow=True)
        assertContains(response, "“large.txt” has")
        assertContains(response, "“minutes.txt” is archived.")

    def test_duplicates_and_new_versions_are_told(self, client, archivist, stocktake):
        for content, words in [
            (b"One.", "is archived."),
            (b"Two.", "is archived as a new version."),
            (b"One.", "is in the archive already"),
        ]:
            response = client.post(
                files_address(stocktake),
                {"files": upload("minutes.txt", content)},
                follow=True,
            )
            assertContains(response, words)

    def test_a_hidden_duplicate_is_not_told(self, client, archivist, stocktake):
        content = b"Known to another unit."
        DocumentFactory(access=Access.RESTRICTED, pages__content=content)
        response = client.post(
            files_address(stocktake), {"files": upload("a.txt", content)}, follow=True
        )
        assertContains(response, "“a.txt” is archived.")

    def test_no_file_chosen_is_told(self, client, archivist, stocktake):
        response = client.post(files_address(stocktake), {}, follow=True)
        assertContains(response, "Choose the files first")

    def test_too_many_files_are_told(self, client, archivist, stocktake, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
        files = [upload(f"{number}.txt") for number in range(3)]
        response = client.post(files_address(stocktake), {"files": files}, follow=True)
        assertContains(response, "at most 2 files at once")
        assert not Document.objects.exists()

    def test_an_upload_that_breaks_off_leaves_nothing(
        self, client, archivist, stocktake
    ):
        response = client.post(
            files_address(stocktake),
            b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"',
            content_type="multipart/form-data; boundary=x",
        )
        assert response.status_code in {302, 400, 403}
        assert not Document.objects.exists()

    def test_a_hostile_name_is_shown_harmless(self, client, archivist, stocktake):
        name = '<img src=x onerror="alert(1)">.txt'
        client.post(files_address(stocktake), {"files": upload(name)})
        response = client.get(screen(stocktake))
        assertNotContains(response, "<img src=x")

    def test_only_posts_are_taken(self, client, archivist, stocktake):
        assert client.get(files_address(stocktake)).status_code == 405


class TestCorrectingDetails:
    def test_all_documents_are_corrected_in_one_screen(
        self, client, archivist, unit, stocktake
    ):
        first, second = (
            DocumentFactory(unit=unit, stocktake=stocktake, access=Access.INTERNAL)
            for _number in range(2)
        )
        form = details(
            first,
            second,
            title="Actions of round 3",
            kind="other",
            date="2017-12-13",
            language="ur",
            access="public",
            tags="staffing, vacancies",
        )
        response = client.post(screen(stocktake), form, follow=True)
        assertContains(response, "1 document was changed.")
        first.refresh_from_db()
        assert first.title == "Actions of round 3"
        assert (first.kind, first.language, first.access) == ("other", "ur", "public")
        assert first.date == datetime.date(2017, 12, 13)
        assert set(first.tags.names()) == {"staffing", "vacancies"}
        assert first.versions.count() == 1
        second.refresh_from_db()
        assert second.access == Access.INTERNAL

    def test_tags_may_have_several_words_and_urdu_commas(
        self, client, archivist, unit, stocktake
    ):
        document = DocumentFactory(unit=unit, stocktake=stocktake)
        document.tags.add("old")
        form = details(document, tags="water quality, فنڈز، اساتذہ,, water quality")
        client.post(screen(stocktake), form)
        assert set(document.tags.names()) == {"water quality", "فنڈز", "اساتذہ"}
        form["form-0-tags"] = ""
        client.post(screen(stocktake), form)
        assert not document.tags.exists()

    def test_it_says_what_was_changed(self, client, archivist, unit, stocktake):
        document = DocumentFactory(unit=unit, stocktake=stocktake)
        form = details(document, title="Better", kind="other")
        response = client.post(screen(stocktake), form, follow=True)
        assertContains(response, "“Better”: title and kind")
        response = client.post(
            screen(stocktake),
            details(document, title="Better", kind="other"),
            follow=True,
        )
        assertContains(response, "Nothing was changed.")

    def test_errors_keep_everything_that_was_typed(
        self, client, archivist, unit, stocktake
    ):
        documents = [
            DocumentFactory(unit=unit, stocktake=stocktake) for _number in range(2)
        ]
        form = details(*documents, title="", date="31.2.2017", tags="kept")
        form["form-1-title"] = "Typed and kept"
        response = client.post(screen(stocktake), form)
        assertContains(response, "Nothing was saved yet")
        assertContains(response, "This field is required.")
        assertContains(response, "31.2.2017")
        assertContains(response, "Typed and kept")
        titles = set(Document.objects.values_list("title", flat=True))
        assert titles == {document.title for document in documents}

    def test_what_the_file_says_of_itself_is_offered(
        self, client, archivist, unit, stocktake
    ):
        document = DocumentFactory(unit=unit, stocktake=stocktake)
        DocumentVersion.objects.update(
            suggestions={"title": "Action list", "date": "2017-12-13"}
        )
        response = client.get(screen(stocktake))
        assertContains(response, "Action list")
        assertContains(response, "13 Dec 2017")
        assertContains(response, 'data-value="2017-12-13"')
        Document.objects.update(title="Action list")
        assertContains(client.get(screen(stocktake)), 'data-fill="id_form-0-date"')
        assertNotContains(client.get(screen(stocktake)), 'data-fill="id_form-0-title"')
        assert document.title != "Action list"

    def test_documents_that_one_may_not_see_do_not_appear(
        self, client, archivist, stocktake
    ):
        hidden = DocumentFactory(stocktake=stocktake, access=Access.RESTRICTED)
        response = client.get(screen(stocktake))
        assertNotContains(response, hidden.title)

    def test_documents_of_another_unit_are_shown_but_not_changed(
        self, client, archivist, unit, stocktake
    ):
        DocumentFactory(unit=unit, stocktake=stocktake)
        other = DocumentFactory(stocktake=stocktake)
        response = client.get(screen(stocktake))
        assertContains(response, other.title)
        assertNotContains(response, f'value="{other.title}"')

    @pytest.mark.parametrize("access", [Access.PUBLIC, Access.RESTRICTED])
    def test_a_forged_number_changes_nothing(
        self, client, archivist, unit, stocktake, access
    ):
        own = DocumentFactory(unit=unit, stocktake=stocktake)
        elsewhere = DocumentFactory(access=access)
        form = details(own) | {"form-0-id": elsewhere.pk, "form-0-title": "Forged"}
        response = client.post(screen(stocktake), form)
        assert response.status_code == 200
        assertContains(response, "This document cannot be changed here.")
        assertNotContains(response, elsewhere.title)
        assert not Document.objects.filter(title="Forged").exists()

    def test_forged_counts_add_no_document(self, client, archivist, unit, stocktake):
        own = DocumentFactory(unit=unit, stocktake=stocktake)
        form = details(own) | {
            "form-TOTAL_FORMS": 2,
            "form-1-title": "Forged",
            "form-1-kind": "other",
            "form-1-access": "public",
        }
        client.post(screen(stocktake), form)
        assert Document.objects.count() == 1

    @pytest.mark.parametrize("form", [{}, {"form-TOTAL_FORMS": "x"}])
    def test_a_form_that_is_no_form_is_told(
        self, client, archivist, unit, stocktake, form
    ):
        DocumentFactory(unit=unit, stocktake=stocktake)
        assertContains(client.post(screen(stocktake), form), "Nothing was saved yet")

    def test_a_tag_that_is_too_long_is_told(self, client, archivist, unit, stocktake):
        document = DocumentFactory(unit=unit, stocktake=stocktake)
        form = details(document, tags="a" * 300)
        assertContains(client.post(screen(stocktake), form), "too long for a tag")

    def test_queries_do_not_grow(
        self, client, archivist, unit, stocktake, django_assert_max_num_queries
    ):
        for number in range(12):
            document = DocumentFactory(unit=unit, stocktake=stocktake)
            document.tags.add(f"tag {number}")
        client.get(screen(stocktake))
        with django_assert_max_num_queries(30):
            client.get(screen(stocktake))


def test_the_screen_works_without_inline_code_in_both_languages(
    client, archivist, unit, stocktake
):
    DocumentFactory(unit=unit, stocktake=stocktake, title="تعلیم", language="ur")
    for prefix in ("", "/ur"):
        content = client.get(prefix + screen(stocktake)).content.decode()
        assert not re.search(r"\sstyle=|\son\w+=|<script>", content)
        assert content.count("<h1") == 1
