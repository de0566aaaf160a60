"""Files enter the archive whole or not at all, and are read whatever happens."""

import datetime
import io
from pathlib import Path

import pytest
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import (
    FileSystemStorage,
    InMemoryStorage,
    Storage,
    storages,
)
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.asserts import assertContains
from wagtail.models import Collection, UploadedFile

from knowledge import ingest, reading, tasks
from knowledge.access import Access
from knowledge.ingest import FileRefused, Outcome, archive_file, clean_name
from knowledge.models import Document, DocumentPage, DocumentVersion
from knowledge.models.documents import ReadingStatus
from tests.factories import (
    DeliveryUnitFactory,
    DepartmentFactory,
    DocumentFactory,
    StocktakeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def archive(content=b"Sanctioned posts are not filled posts.", name="note.txt", **more):
    return archive_file(file=ContentFile(content, name=name), name=name, **more)


class RemoteStorage(Storage):
    """Files that lie nowhere on this machine, as in an object store."""

    def __init__(self):
        self.contents = InMemoryStorage()

    def _open(self, name, mode="rb"):
        return self.contents.open(name, mode)

    def _save(self, name, content):
        return self.contents.save(name, content)

    def exists(self, name):
        return self.contents.exists(name)


def stored_files() -> set[str]:
    root = Path(storages["default"].location)
    return {str(path) for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def unit():
    return DeliveryUnitFactory()


@pytest.fixture
def stocktake(unit):
    return StocktakeFactory(
        unit=unit, access=Access.PUBLIC, departments=[DepartmentFactory()]
    )


class TestArchiving:
    def test_a_file_becomes_the_first_version_of_a_document(self):
        user = UserFactory()
        archived = archive(name="Vacancy_note  2017.txt", user=user)
        version = archived.version
        assert archived.outcome is Outcome.ARCHIVED
        assert archived.document.title == "Vacancy note 2017"
        assert archived.document.current_version == version
        assert archived.document.uploaded_by_user == user
        assert (version.number, version.size) == (1, 38)
        assert version.media_type == "text/plain"
        assert version.status == ReadingStatus.QUEUED
        assert version.file.read() == b"Sanctioned posts are not filled posts."

    def test_it_takes_over_what_its_stocktake_knows(self, stocktake):
        document = archive(stocktake=stocktake).document
        assert document.unit == stocktake.unit
        assert document.sector == stocktake.sector
        assert document.date == stocktake.date
        assert list(document.departments.all()) == list(stocktake.departments.all())

    def test_nothing_is_public_until_somebody_has_looked(self, stocktake):
        assert archive(stocktake=stocktake).document.access == Access.INTERNAL

    def test_details_that_are_known_are_not_guessed(self, stocktake):
        document = archive(
            name="minutes.txt", stocktake=stocktake, title="Actions", tags=["staffing"]
        ).document
        assert document.title == "Actions"
        assert document.kind == "minutes"
        assert document.tags.names().get() == "staffing"

    def test_the_type_is_told_by_the_content_and_not_by_the_name(self):
        archived = archive(b"%PDF-1.7\n1 0 obj\nendobj\n", name="minutes.docx")
        assert archived.version.media_type == "application/pdf"

    @pytest.mark.parametrize(
        ("content", "words"), [(b"", "is empty"), (b"x" * 2000, "files of up to")]
    )
    def test_an_unfit_file_is_refused_in_words(self, settings, content, words):
        settings.ARCHIVE_MAX_FILE_SIZE = 1000
        with pytest.raises(FileRefused, match=words):
            archive(content)
        assert not Document.objects.exists()


class TestDuplicates:
    def test_the_same_content_is_archived_once(self):
        user = UserFactory()
        first = archive(user=user)
        before = stored_files()
        again = archive(name="other name.txt", user=user)
        assert again.outcome is Outcome.DUPLICATE
        assert again.version == first.version
        assert stored_files() == before

    def test_a_duplicate_that_the_user_may_not_see_is_not_told(self, unit):
        hidden = archive(unit=unit, access=Access.RESTRICTED)
        archived = archive(user=UserFactory())
        assert archived.outcome is Outcome.ARCHIVED
        assert archived.document != hidden.document

    def test_the_system_itself_sees_every_duplicate(self, unit):
        archive(unit=unit, access=Access.RESTRICTED)
        assert archive().outcome is Outcome.DUPLICATE


class TestNewVersions:
    def test_the_same_name_in_a_stocktake_is_a_new_version(self, stocktake):
        first = archive(b"one", stocktake=stocktake)
        second = archive(b"two", stocktake=stocktake)
        assert second.outcome is Outcome.NEW_VERSION
        assert second.document == first.document
        document = Document.objects.get()
        assert document.current_version.number == 2
        assert document.file.name == document.current_version.file.name
        assert first.version.file.read() == b"one"

    def test_the_same_name_elsewhere_is_another_document(self, stocktake):
        archive(b"one", stocktake=stocktake)
        assert archive(b"two", stocktake=StocktakeFactory()).outcome == "archived"
        assert archive(b"three").outcome == "archived"

    def test_a_namesake_that_the_user_may_not_see_is_left_alone(self, unit):
        stocktake = StocktakeFactory(unit=unit)
        hidden = archive(b"one", stocktake=stocktake, access=Access.RESTRICTED)
        archived = archive(b"two", stocktake=stocktake, user=UserFactory())
        assert archived.outcome is Outcome.ARCHIVED
        assert hidden.document.versions.count() == 1

    def test_the_document_can_be_named(self):
        document = archive(b"one").document
        archived = archive(b"two", name="quite different.txt", document=document)
        assert archived.outcome is Outcome.NEW_VERSION
        assert archived.version.number == 2


class TestAtomicity:
    def test_a_failing_database_leaves_no_file(self, monkeypatch):
        before = stored_files()

        def fail(self, *args, **kwargs):
            raise RuntimeError("disk full")

        monkeypatch.setattr(DocumentVersion, "save", fail)
        with pytest.raises(RuntimeError):
            archive()
        assert stored_files() == before
        assert not Document.objects.exists()

    def test_a_failing_storage_leaves_no_row_and_no_half_file(self, monkeypatch):
        before = stored_files()

        def write_half(self, name, content):
            super_save(self, name, ContentFile(b"half"))
            raise OSError("No space left on device")

        super_save = FileSystemStorage._save
        monkeypatch.setattr(FileSystemStorage, "_save", write_half)
        with pytest.raises(OSError, match="No space"):
            archive()
        assert stored_files() == before
        assert not Document.objects.exists()

    def test_a_file_stored_while_its_duplicate_came_in_is_taken_away(self, monkeypatch):
        """Two people drop the same file at the same moment."""
        before = stored_files()
        store = ingest._store

        def store_slowly(version, file):
            monkeypatch.setattr(ingest, "_store", store)
            archive(name="the other's.txt")
            return store(version, file)

        monkeypatch.setattr(ingest, "_store", store_slowly)
        assert archive(name="mine.txt").outcome is Outcome.DUPLICATE
        assert Document.objects.count() == 1
        assert len(stored_files() - before) == 1

    def test_deleting_a_document_deletes_all_its_files(
        self, django_capture_on_commit_callbacks
    ):
        before = stored_files()
        document = archive(b"one").document
        archive(b"two", document=document)
        with django_capture_on_commit_callbacks(execute=True):
            document.delete()
        assert stored_files() == before


class TestNames:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            (r"C:\Users\clerk\minutes.docx", "minutes.docx"),
            ("minutes\0.pdf", "minutes.pdf"),
            ("report\u202efdp.exe", "reportfdp.exe"),
            ("bro\udcffken.txt", "broken.txt"),
            ("...", "unnamed"),
            ("", "unnamed"),
            ("folder/", "unnamed"),
            (" \u200c ", "unnamed"),
            ("رپورٹ\u200cنمبر.pdf", "رپورٹ\u200cنمبر.pdf"),
            (".gitignore", ".gitignore"),
        ],
    )
    def test_a_name_is_made_harmless(self, given, kept):
        assert clean_name(given) == kept

    def test_a_long_name_keeps_its_suffix(self):
        name = clean_name("ا" * 400 + ".pdf")
        assert len(name) == 255
        assert name.endswith(".pdf")

    @pytest.mark.parametrize(
        "name",
        ["???", "..", "/", "<script>.txt", "ا" * 400 + ".txt", "con", "a" * 5000, "؟"],
    )
    def test_every_name_can_be_stored(self, name):
        archived = archive(name=name)
        stored = DocumentVersion.objects.get(pk=archived.version.pk)
        assert stored.file.read()
        assert len(stored.file.name) <= 100
        assert ".." not in stored.file.name
        assert archived.document.title

    def test_the_stored_path_is_never_given_twice(self):
        paths = {
            archive(f"{number}".encode(), name="same.txt").version.file.name
            for number in range(3)
        }
        assert len(paths) == 3


class TestFilesPutOnADocumentDirectly:
    """As Wagtail's admin does."""

    def test_such_a_file_is_a_version(self):
        user = UserFactory()
        document = Document(title="Minutes", uploaded_by_user=user)
        document.file = SimpleUploadedFile("Minutes of June.txt", b"Agreed.")
        document.save()
        version = document.versions.get()
        assert version.original_name == "Minutes of June.txt"
        assert version.sha256 == ingest.checksum(ContentFile(b"Agreed."))
        assert (version.number, version.added_by) == (1, user)
        document.refresh_from_db()
        assert document.current_version == version
        assert document.file.name == version.file.name

    def test_another_file_is_the_next_version_and_the_old_one_stays(self):
        document = archive(b"one").document
        document.file.save("again.txt", ContentFile(b"two"))
        assert document.current_version.number == 2
        assert document.versions.get(number=1).file.read() == b"one"

    def test_saving_other_fields_adds_no_version(self):
        document = archive(b"one").document
        document = Document.objects.get(pk=document.pk)
        document.title = "Better title"
        document.save()
        assert document.versions.count() == 1

    def test_nothing_is_saved_if_the_version_cannot_be(self, monkeypatch):
        before = stored_files()

        def fail(file):
            raise OSError("unreadable")

        monkeypatch.setattr(ingest, "checksum", fail)
        document = Document(title="Minutes")
        document.file = SimpleUploadedFile("Minutes.txt", b"Agreed.")
        with pytest.raises(OSError, match="unreadable"):
            document.save()
        assert not Document.objects.exists()
        assert stored_files() == before


class TestWagtailsScreens:
    """Administrators may add documents there."""

    @pytest.fixture(autouse=True)
    def administrator(self, client):
        user = UserFactory(is_superuser=True)
        client.force_login(user)
        return user

    def add(self, client, content=b"Agreed."):
        return client.post(
            reverse("wagtaildocs:add"),
            {
                "title": "Minutes",
                "file": SimpleUploadedFile("Minutes of June.txt", content),
                "kind": "minutes",
                "access": "internal",
                "collection": Collection.get_first_root_node().pk,
            },
        )

    def test_a_document_added_there_has_a_version(self, client, administrator):
        response = self.add(client)
        assert response.status_code == 302
        version = DocumentVersion.objects.get()
        assert version.document.title == "Minutes"
        assert version.original_name == "Minutes of June.txt"
        assert version.added_by == administrator

    def test_a_file_dropped_there_has_a_version(self, client):
        client.post(
            reverse("wagtaildocs:add_multiple"),
            {
                "title": "Minutes",
                "files[]": SimpleUploadedFile("Minutes of June.txt", b"Agreed."),
                "collection": Collection.get_first_root_node().pk,
            },
            headers={"x-requested-with": "XMLHttpRequest"},
        )
        for upload in UploadedFile.objects.all():
            # Details that are required are asked for before it becomes a document.
            client.post(
                reverse(
                    "wagtaildocs:create_multiple_from_uploaded_document",
                    args=[upload.pk],
                ),
                {
                    f"uploaded-document-{upload.pk}-title": "Minutes",
                    f"uploaded-document-{upload.pk}-kind": "minutes",
                    f"uploaded-document-{upload.pk}-access": "internal",
                },
                headers={"x-requested-with": "XMLHttpRequest"},
            )
        version = DocumentVersion.objects.get()
        assert version.original_name.startswith("Minutes")
        assert version.file.read() == b"Agreed."

    def test_a_file_that_the_archive_has_is_refused(self, client):
        archive(b"Agreed.", title="June")
        response = self.add(client)
        assertContains(response, "is in the archive already: “June”")
        assert Document.objects.count() == 1

    def test_an_empty_file_is_refused(self, client):
        assertContains(self.add(client, b""), "empty")
        assert not Document.objects.exists()

    def test_editing_details_leaves_the_file_alone(self, client):
        document = archive(b"Agreed.").document
        client.post(
            reverse("wagtaildocs:edit", args=[document.pk]),
            {
                "title": "Better title",
                "file": SimpleUploadedFile("other.txt", b"Replaced."),
                "kind": "minutes",
                "access": "internal",
                "collection": document.collection_id,
            },
        )
        document.refresh_from_db()
        assert document.title == "Better title"
        assert document.versions.get().file.read() == b"Agreed."


class TestReading:
    def test_pages_and_language_are_put_down(self):
        text = "The posts of the school are sanctioned and the posts are not filled."
        version = archive(text.encode()).version
        reading.read_version(version.pk)
        version.refresh_from_db()
        assert version.status == ReadingStatus.READY
        assert version.pages.get().text == text
        assert Document.objects.get().language == "en"

    def test_a_language_that_somebody_chose_is_kept(self):
        version = archive(
            b"The posts of the school are sanctioned and not filled.", language="ur"
        ).version
        reading.read_version(version.pk)
        assert Document.objects.get().language == "ur"

    def test_a_corrupt_file_ends_with_a_status_and_a_reason(self):
        version = archive(b"%PDF-1.7\nnot really", name="minutes.pdf").version
        reading.read_version(version.pk)
        version.refresh_from_db()
        assert version.status == ReadingStatus.FAILED
        assert "damaged" in version.status_message

    def test_a_file_gone_from_the_storage_fails_and_keeps_the_text_it_had(self):
        version = DocumentFactory(pages=["Quoted."]).current_version
        DocumentVersion.objects.filter(pk=version.pk).update(status="queued")
        version.file.storage.delete(version.file.name)
        reading.read_version(version.pk)
        version.refresh_from_db()
        assert (version.status, version.reason) == ("failed", "missing")
        assert version.pages.get().text == "Quoted."

    def test_a_storage_without_local_paths_will_do(self, monkeypatch):
        field = DocumentVersion._meta.get_field("file")
        monkeypatch.setattr(field, "storage", RemoteStorage())
        version = archive(b"Kept in memory.").version
        with pytest.raises(NotImplementedError):
            version.file.path  # noqa: B018
        reading.read_version(version.pk)
        assert version.pages.get().text == "Kept in memory."

    def test_a_version_is_read_by_one_worker_only(self):
        version = archive().version
        assert reading._claim(version.pk)
        reading.read_version(version.pk)
        assert not DocumentPage.objects.exists()

    def test_what_a_worker_brings_after_its_lease_is_dropped(self, monkeypatch):
        version = archive().version
        extract = reading.extraction.extract

        def extract_slowly(*args, **kwargs):
            DocumentVersion.objects.filter(pk=version.pk).update(
                status=ReadingStatus.QUEUED, reading_since=None
            )
            return extract(*args, **kwargs)

        monkeypatch.setattr(reading.extraction, "extract", extract_slowly)
        reading.read_version(version.pk)
        version.refresh_from_db()
        assert version.status == ReadingStatus.QUEUED
        assert not version.pages.exists()


class TestRetry:
    def test_a_failed_version_is_queued_again(self):
        version = archive().version
        DocumentVersion.objects.update(status="failed", reason="timeout", attempts=3)
        version.refresh_from_db()
        assert reading.retry(version)
        version.refresh_from_db()
        assert (version.status, version.reason, version.attempts) == ("queued", "", 0)

    def test_a_version_being_read_is_left_alone(self):
        version = archive().version
        assert not reading.retry(version)


class TestInterruption:
    def begin(self, minutes: float, **fields) -> DocumentVersion:
        version = archive().version
        begun = timezone.now() - datetime.timedelta(minutes=minutes)
        DocumentVersion.objects.update(
            **{"status": "reading", "reading_since": begun, "attempts": 1} | fields
        )
        return version

    def test_a_reading_whose_worker_died_is_taken_up_again(self):
        version = self.begin(minutes=10)
        assert reading.resume_interrupted() == 1
        reading.read_version(version.pk)
        version.refresh_from_db()
        assert version.status == ReadingStatus.READY

    def test_a_reading_under_way_is_left_alone(self):
        version = self.begin(minutes=0.5)
        assert reading.resume_interrupted() == 0
        version.refresh_from_db()
        assert version.status == ReadingStatus.READING

    def test_a_file_that_ends_every_worker_is_given_up(self):
        version = self.begin(minutes=10, attempts=3)
        assert reading.resume_interrupted() == 0
        version.refresh_from_db()
        assert (version.status, version.reason) == ("failed", "interrupted")

    def test_a_version_whose_task_was_lost_is_queued_again(self):
        self.begin(
            0,
            status="queued",
            reading_since=None,
            attempts=0,
            added_to_queue_at=timezone.now() - datetime.timedelta(hours=1),
        )
        assert reading.resume_interrupted() == 1
        assert reading.resume_interrupted() == 0

    def test_a_long_queue_is_no_lost_one(self):
        self.begin(
            0,
            status="queued",
            reading_since=None,
            attempts=0,
            added_to_queue_at=timezone.now() - datetime.timedelta(hours=1),
        )
        DBTaskResult.objects.create(
            args_kwargs={"args": [0], "kwargs": {}},
            task_path=tasks.read_version.module_path,
            backend_name="default",
            run_after=timezone.now(),
        )
        assert reading.resume_interrupted() == 0


def test_archiving_from_an_open_file_leaves_the_original(tmp_path):
    original = tmp_path / "note.txt"
    original.write_text("Kept.")
    with original.open("rb") as content:
        archive_file(file=File(content, name="note.txt"), name="note.txt")
    assert original.read_text() == "Kept."


def test_an_upload_in_memory_needs_no_file():
    upload = SimpleUploadedFile("note.txt", b"In memory.")
    assert isinstance(upload.file, io.BytesIO)
    archived = archive_file(file=upload, name=upload.name)
    assert archived.version.file.read() == b"In memory."


def test_an_outer_transaction_that_fails_takes_the_rows_with_it():
    with pytest.raises(RuntimeError), transaction.atomic():
        archive()
        raise RuntimeError
    assert not Document.objects.exists()
