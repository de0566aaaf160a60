"""Staff find and edit in the admin what they may see, and nothing else."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page

from knowledge import access
from knowledge.access import Access
from knowledge.models import AccessControlled, Lesson
from knowledge.permissions import may_handle_page, pages_to_handle
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    LessonFactory,
    UserFactory,
    home_page,
)
from tests.whole_site import mixed_archive

pytestmark = pytest.mark.django_db


class TestTheOwningUnit:
    """Screens show closed items to those who may see them."""

    @pytest.fixture
    def unit(self):
        home_page()
        return DeliveryUnitFactory()

    @pytest.fixture
    def lesson(self, unit):
        return LessonFactory(title="Closed lesson", unit=unit, access=Access.RESTRICTED)

    @pytest.fixture
    def document(self, unit):
        return DocumentFactory(
            title="Closed minutes", unit=unit, access=Access.RESTRICTED
        )

    def test_an_editor_finds_and_edits_its_lesson(self, client, unit, lesson):
        client.force_login(UserFactory(groups=["Editors"], units=[unit]))
        index = lesson.get_parent()
        explorer = client.get(reverse("wagtailadmin_explore", args=[index.pk]))
        assert "Closed lesson" in explorer.content.decode()
        form = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
        assert "Closed lesson" in form.content.decode()
        call_command("update_index", verbosity=0, stdout=StringIO())
        found = client.get(reverse("wagtailadmin_pages:search"), {"q": "closed"})
        assert "Closed lesson" in found.content.decode()

    def test_an_archivist_lists_and_edits_its_documents(self, client, unit, document):
        client.force_login(UserFactory(groups=["Archivists"], units=[unit]))
        listing = client.get(reverse("wagtaildocs:index")).content.decode()
        assert "Closed minutes" in listing
        assert "Minutes" in listing
        assert unit.short_name in listing
        form = client.get(reverse("wagtaildocs:edit", args=[document.pk]))
        assert "Closed minutes" in form.content.decode()
        chooser = client.get(reverse("wagtaildocs_chooser:choose"))
        assert "Closed minutes" in chooser.json()["html"]

    def test_an_administrator_sees_all(self, client, lesson, document):
        client.force_login(UserFactory(is_superuser=True))
        for name in ("wagtailadmin_reports:site_history", "wagtaildocs:index"):
            assert client.get(reverse(name)).status_code == 200
        listing = client.get(reverse("wagtaildocs:index")).content.decode()
        assert "Closed minutes" in listing

    def test_their_tags_are_suggested_to_them_alone(self, client, unit, document):
        document.tags.add("canal-lining")
        address = reverse("wagtailadmin_tag_autocomplete")
        client.force_login(UserFactory(groups=["Archivists"], units=[unit]))
        assert client.get(address, {"term": "canal"}).json() == ["canal-lining"]
        client.force_login(UserFactory(groups=["Archivists"]))
        assert client.get(address, {"term": "canal"}).json() == []


class TestDrafts:
    """A draft is as closed as it says itself, whatever was published before."""

    @pytest.fixture
    def lesson(self):
        lesson = LessonFactory(title="Open lesson", access=Access.INTERNAL)
        draft = Lesson.objects.get(pk=lesson.pk)
        draft.access = Access.RESTRICTED
        draft.title = "Closed draft"
        draft.save_revision()
        return Lesson.objects.get(pk=lesson.pk)

    def test_a_closed_draft_of_an_open_lesson_is_closed(self, lesson):
        editor = UserFactory(groups=["Editors"])
        assert access.may_see(editor, lesson)
        assert not access.may_handle(editor, lesson)
        assert access.may_handle(UserFactory(units=[lesson.unit]), lesson)

    def test_the_explorer_does_not_list_it(self, client, lesson):
        client.force_login(UserFactory(groups=["Editors"]))
        explorer = reverse("wagtailadmin_explore", args=[lesson.get_parent().pk])
        assert "Closed draft" not in client.get(explorer).content.decode()

    def test_an_old_draft_that_was_closed_stays_closed(self, client, lesson):
        closed = lesson.latest_revision
        lesson.title, lesson.access = "Open again", Access.INTERNAL
        lesson.save_revision().publish()
        editor = UserFactory(groups=["Editors"])
        client.force_login(editor)
        lesson = Lesson.objects.get(pk=lesson.pk)
        assert access.may_handle(editor, lesson)
        for name, *arguments in [
            ("revisions_view", closed.pk),
            ("revisions_revert", closed.pk),
            ("revisions_compare", closed.pk, "latest"),
            ("revisions_compare", "earliest", "latest"),
        ]:
            response = client.get(
                reverse(f"wagtailadmin_pages:{name}", args=[lesson.pk, *arguments])
            )
            assert "Closed draft" not in response.content.decode(), arguments

    def test_list_and_rule_agree_for_every_user_and_page(self):
        archive = mixed_archive.build()
        for item in archive.items[::2]:
            if isinstance(item.record, Page):
                draft = type(item.record).objects.get(pk=item.record.pk)
                draft.access = Access.RESTRICTED
                draft.save_revision()
        pages = Page.objects.filter(depth__gt=1)
        for name, user in archive.users.items():
            listed = set(pages_to_handle(pages, user).values_list("pk", flat=True))
            allowed = {page.pk for page in pages if may_handle_page(user, page)}
            assert listed == allowed, name
        assert any(isinstance(page.specific, AccessControlled) for page in pages)
