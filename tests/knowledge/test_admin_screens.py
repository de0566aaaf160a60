"""The archive's own screens in Wagtail's admin: documents, vocabulary, accounts."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from knowledge.access import Access
from knowledge.models import Department, Document, Module, Stocktake, User
from knowledge.models.documents import ReadingStatus
from tests.factories import (
    CurriculumLinkFactory,
    DeliveryUnitFactory,
    DepartmentFactory,
    DocumentFactory,
    EvidenceFactory,
    LessonFactory,
    RuleFactory,
    StocktakeFactory,
    SystemLinkFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return home_page()


@pytest.fixture
def unit():
    return DeliveryUnitFactory(short_name="SMU")


@pytest.fixture
def as_archivist(client, unit):
    client.force_login(UserFactory(groups=["Archivists"], units=[unit]))
    return client


@pytest.fixture
def as_administrator(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def content(response):
    assert response.status_code == 200
    return response.content.decode()


def messages(response):
    return [str(message).strip() for message in response.context["messages"]]


class TestEntrance:
    def test_who_is_not_signed_in_is_sent_to_the_sites_own_form(self, client):
        response = client.get("/admin/")
        assert response.url == "/sign-in/?next=/admin/"

    def test_it_carries_the_name_of_the_site(self, as_archivist):
        page = content(as_archivist.get("/admin/"))
        assert "سبق" in page
        assert "css/admin.css" in page

    @pytest.mark.parametrize("address", ["/admin/", "/admin/documents/"])
    def test_it_keeps_the_policy_of_the_site(self, as_archivist, address):
        response = as_archivist.get(address)
        assert "unsafe" not in response["Content-Security-Policy"]

    def test_no_form_has_an_inline_script(self, as_administrator):
        lesson = LessonFactory()
        for name, number in [
            ("wagtailadmin_pages:edit", lesson.pk),
            ("wagtailadmin_pages:copy", lesson.pk),
            ("wagtailadmin_pages:move", lesson.pk),
            ("wagtaildocs:edit", DocumentFactory().pk),
        ]:
            page = content(as_administrator.get(reverse(name, args=[number])))
            assert "<script>" not in page, name
            assert " style=" not in page, name


class TestDocumentList:
    def test_it_shows_what_the_archive_says_of_a_document(self, as_archivist, unit):
        DocumentFactory(title="Canal lining", unit=unit, access=Access.RESTRICTED)
        page = content(as_archivist.get(reverse("wagtaildocs:index")))
        for word in ("Canal lining", "Minutes", "SMU", "Restricted", "Ready"):
            assert word in page

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"kind": "minutes"}, True),
            ({"kind": "deep_dive"}, False),
            ({"access": "internal"}, True),
            ({"access": "public"}, False),
            ({"status": "ready"}, True),
            ({"status": "failed"}, False),
            ({"date_from": "2017-12-01"}, True),
            ({"date_from": "2018-01-01"}, False),
            ({"q": "canal"}, True),
            ({"q": "bridge"}, False),
            ({"q": "canal", "access": "public"}, False),
        ],
    )
    def test_it_is_filtered_and_searched(self, as_archivist, unit, query, found):
        DocumentFactory(title="Canal lining", unit=unit, access=Access.INTERNAL)
        call_command("update_index", verbosity=0, stdout=StringIO())
        page = content(as_archivist.get(reverse("wagtaildocs:index_results"), query))
        assert ("Canal lining" in page) is found

    def test_its_queries_do_not_grow_with_the_list(
        self, as_archivist, unit, django_assert_max_num_queries
    ):
        for _ in range(15):
            DocumentFactory(unit=unit)
        address = reverse("wagtaildocs:index_results")
        as_archivist.get(address)
        with django_assert_max_num_queries(30):
            as_archivist.get(address)


class TestDocumentForm:
    def test_it_does_not_replace_the_file(self, as_archivist, unit):
        document = DocumentFactory(unit=unit)
        page = content(
            as_archivist.get(reverse("wagtaildocs:edit", args=[document.pk]))
        )
        assert 'type="file"' not in page
        assert document.identifier in page
        assert document.current_version.get_download_url() in page

    def test_it_says_why_there_is_no_text(self, as_archivist, unit):
        document = DocumentFactory(unit=unit)
        document.versions.update(status=ReadingStatus.ENCRYPTED, reason="encrypted")
        page = content(
            as_archivist.get(reverse("wagtaildocs:edit", args=[document.pk]))
        )
        assert "locked with a password" in page

    def test_a_document_of_another_unit_is_not_corrected(self, as_archivist):
        document = DocumentFactory(access=Access.PUBLIC)
        response = as_archivist.get(reverse("wagtaildocs:edit", args=[document.pk]))
        assert response.status_code == 302

    def test_it_keeps_a_stocktake_that_the_user_may_not_see(self, as_archivist, unit):
        closed = StocktakeFactory(title="Secret meeting", access=Access.RESTRICTED)
        document = DocumentFactory(unit=unit, stocktake=closed)
        address = reverse("wagtaildocs:edit", args=[document.pk])
        response = as_archivist.get(address)
        assert "Secret" not in content(response)
        form = {
            name: value
            for name, value in response.context["form"].initial.items()
            if isinstance(value, str | int) and value
        }
        form |= {"title": "Corrected", "collection": document.collection_id}
        assert as_archivist.post(address, form).status_code == 302
        document.refresh_from_db()
        assert (document.title, document.stocktake) == ("Corrected", closed)


class TestDeletion:
    def test_an_archivist_is_told_that_only_administrators_delete(
        self, as_archivist, unit
    ):
        document = DocumentFactory(unit=unit)
        address = reverse("wagtaildocs:delete", args=[document.pk])
        for method in (as_archivist.get, as_archivist.post):
            response = method(address, follow=True)
            assert messages(response) == [
                "Only administrators may delete what was archived."
            ]
        assert Document.objects.exists()

    def test_an_administrator_deletes_a_document_and_its_files(
        self, as_administrator, django_capture_on_commit_callbacks
    ):
        document = DocumentFactory()
        file = document.current_version.file
        address = reverse("wagtaildocs:delete", args=[document.pk])
        with django_capture_on_commit_callbacks(execute=True):
            as_administrator.post(address)
        assert not Document.objects.exists()
        assert not file.storage.exists(file.name)

    @pytest.mark.parametrize("at_once", [False, True])
    def test_what_a_lesson_quotes_is_not_deleted(self, as_administrator, at_once):
        row = EvidenceFactory(lesson=LessonFactory(title="Line the canals"))
        number = row.version.document_id
        address = reverse("wagtaildocs:delete", args=[number])
        if at_once:
            bulk = reverse(
                "wagtail_bulk_action", args=["knowledge", "document", "delete"]
            )
            address = f"{bulk}?id={number}&next=/admin/documents/"
        response = as_administrator.post(address, follow=True)
        (message,) = messages(response)
        assert "“Line the canals”" in message
        assert Document.objects.exists()

    def test_a_stocktake_with_documents_is_not_deleted(self, as_administrator):
        stocktake = StocktakeFactory()
        DocumentFactory(stocktake=stocktake)
        address = reverse("wagtailadmin_pages:delete", args=[stocktake.pk])
        response = as_administrator.post(address, follow=True)
        assert "Documents belong to this stocktake" in messages(response)[0]
        assert Stocktake.objects.exists()

    def test_a_module_with_lessons_is_not_deleted(self, as_administrator):
        module = CurriculumLinkFactory().outcome.module
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        address = f"{bulk}?id={module.get_parent().pk}&next=/admin/pages/"
        response = as_administrator.post(address, follow=True)
        assert "Lessons are linked to its learning outcomes" in messages(response)[0]
        assert Module.objects.exists()


class TestVocabulary:
    WORDS = [
        "government",
        "administration",
        "sector",
        "department",
        "deliveryunit",
        "rule",
        "profilequestion",
    ]

    @pytest.mark.parametrize("word", WORDS)
    def test_every_word_has_its_screens(self, as_administrator, word):
        RuleFactory()
        assert content(as_administrator.get(reverse(f"{word}:index")))
        assert content(as_administrator.get(reverse(f"{word}:add")))

    def test_departments_are_searched(self, as_archivist):
        DepartmentFactory(name="Irrigation")
        DepartmentFactory(name="Health", name_ur="صحت")
        page = content(as_archivist.get(reverse("department:index"), {"q": "صحت"}))
        assert "Health" in page
        assert "Irrigation" not in page

    def test_an_archivist_adds_a_department(self, as_archivist, unit):
        form = {"name": "Health", "slug": "health", "government": unit.government_id}
        as_archivist.post(reverse("department:add"), form)
        assert Department.objects.get(name="Health")

    def test_an_editor_does_not(self, client):
        client.force_login(UserFactory(groups=["Editors"]))
        assert client.get(reverse("department:add")).status_code == 302

    def test_a_department_in_use_is_not_deleted(self, as_administrator):
        rule = RuleFactory()
        call_command("rebuild_references_index", verbosity=0, stdout=StringIO())
        address = reverse("department:delete", args=[rule.department_id])
        as_administrator.post(address)
        assert Department.objects.filter(pk=rule.department_id).exists()

    def test_its_usage_does_not_tell_of_closed_items(self, as_archivist):
        department = DepartmentFactory()
        lesson = LessonFactory(title="Secret lesson", access=Access.RESTRICTED)
        SystemLinkFactory(lesson=lesson, department=department)
        call_command("rebuild_references_index", verbosity=0, stdout=StringIO())
        page = content(
            as_archivist.get(reverse("department:usage", args=[department.pk]))
        )
        assert "Secret" not in page
        assert "(Private page)" in page


class TestAccounts:
    def test_an_administrator_gives_an_account_its_units(self, as_administrator, unit):
        form = {
            "username": "archivist",
            "email": "archivist@sabaq.example",
            "first_name": "Demo",
            "last_name": "Archivist",
            "password1": "a-long-passphrase",
            "password2": "a-long-passphrase",
            "units": [unit.pk],
        }
        address = reverse("wagtailusers_users:add")
        assert unit.name in content(as_administrator.get(address))
        as_administrator.post(address, form)
        user = User.objects.get(username="archivist")
        assert list(user.units.all()) == [unit]
        edit = reverse("wagtailusers_users:edit", args=[user.pk])
        as_administrator.post(edit, form | {"units": [], "is_active": "on"})
        assert not user.units.exists()

    def test_others_do_not_manage_accounts(self, as_archivist):
        assert as_archivist.get(reverse("wagtailusers_users:index")).status_code == 302
