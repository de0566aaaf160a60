"""Stored files that belong to nothing are found and removed, and no others."""

import json
import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command

from knowledge import ingest, orphans
from knowledge.models import DocumentVersion
from tests.factories import DocumentFactory, add_version

pytestmark = pytest.mark.django_db

TWO_DAYS = 2 * 24 * 60 * 60


def store(path, *, age=TWO_DAYS):
    path = default_storage.save(path, ContentFile(b"left behind"))
    moment = time.time() - age
    os.utime(default_storage.path(path), (moment, moment))
    return path


def make_old(version):
    moment = time.time() - TWO_DAYS
    os.utime(version.file.path, (moment, moment))


def run(*arguments) -> str:
    out = StringIO()
    call_command("remove_orphans", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = settings.STORAGES | {"default": storage}


def test_a_file_that_no_version_has_is_removed():
    orphan = store("documents/2018/01/abc/minutes.pdf")
    assert "1 removed." in run()
    assert not default_storage.exists(orphan)


def test_files_of_versions_stay_the_earlier_ones_too():
    document = DocumentFactory()
    add_version(document, ["Second."])
    for version in document.versions.all():
        make_old(version)
    assert "Every stored file belongs to a version." in run()
    for version in document.versions.all():
        assert Path(version.file.path).exists()


def test_a_file_of_today_may_belong_to_an_upload_that_is_not_through():
    store("documents/2018/01/abc/minutes.pdf", age=60 * 60)
    assert not list(orphans.find())


def test_nothing_outside_the_documents_is_touched():
    other = store("images/logo.png")
    run()
    assert default_storage.exists(other)


def test_a_dry_run_shows_and_removes_nothing():
    orphan = store("documents/2018/01/abc/minutes.pdf")
    report = run("--dry-run")
    assert orphan in report
    assert "1 would be removed." in report
    assert default_storage.exists(orphan)


def test_the_report_can_be_read_by_a_machine():
    orphan = store("documents/2018/01/abc/minutes.pdf")
    report = json.loads(run("--json"))
    assert report["counts"] == {"found": 1, "removed": 1}
    assert report["files"][0]["path"] == orphan
    assert report["files"][0]["removed"] is True


def test_a_file_that_gets_a_version_meanwhile_stays():
    path = store("documents/2018/01/abc/minutes.pdf")
    (orphan,) = orphans.find()
    version = DocumentFactory().current_version
    DocumentVersion.objects.filter(pk=version.pk).update(file=path)
    assert orphans.remove(orphan) is False
    assert default_storage.exists(path)


def test_a_file_that_vanishes_meanwhile_is_passed_over(monkeypatch):
    store("documents/2018/01/abc/minutes.pdf")

    def vanished(storage, path):
        raise FileNotFoundError(path)

    monkeypatch.setattr(FileSystemStorage, "size", vanished)
    assert not list(orphans.find())


def test_an_upload_killed_before_its_commit_is_cleaned_up(monkeypatch):
    """The file is stored; the process dies where its record would be saved."""

    def killed(*arguments):
        raise SystemExit

    # A killed process runs no clean-up: neither its record nor its tidying happens.
    monkeypatch.setattr(ingest, "_save", killed)
    monkeypatch.setattr(FileSystemStorage, "delete", lambda *a: None)
    file = ContentFile(b"Agreed: vacancies are shared.", name="minutes.txt")
    with pytest.raises(SystemExit):
        ingest.archive_file(file=file, name="minutes.txt", user=None)
    monkeypatch.undo()
    (left,) = Path(default_storage.path("documents")).rglob("*.txt")
    assert not list(orphans.find())
    os.utime(left, (0, 0))
    assert "1 removed." in run()
    assert not left.exists()
