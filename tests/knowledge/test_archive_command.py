"""``manage.py archive`` takes in files and folders, and says what became of each."""

import datetime
import io
import json
import os
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from knowledge import ingest
from knowledge.access import Access
from knowledge.models import Document, DocumentVersion
from tests.factories import (
    DeliveryUnitFactory,
    DepartmentFactory,
    SectorFactory,
    StocktakeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path_factory):
    settings.DATA_DIR = tmp_path_factory.mktemp("data")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "minutes.txt").write_text("Agreed.")
    (tmp_path / "annex").mkdir()
    (tmp_path / "annex" / "data.csv").write_text("district,posts\nSwat,40\n")
    return tmp_path


def run(*args, fails=False, **options) -> dict:
    """Run the command; return its report."""
    out = io.StringIO()
    status = 0
    try:
        call_command("archive", *map(str, args), json=True, stdout=out, **options)
    except SystemExit as end:
        status = end.code
    assert status == (1 if fails else 0), out.getvalue()
    return json.loads(out.getvalue())


def statuses(told: dict) -> dict:
    return {os.path.basename(row["path"]): row["status"] for row in told["files"]}


def reasons(told: dict) -> dict:
    return {os.path.basename(row["path"]): row["reason"] for row in told["files"]}


class TestFolders:
    def test_every_file_below_is_archived(self, folder):
        told = run(folder)
        assert statuses(told) == {"data.csv": "archived", "minutes.txt": "archived"}
        assert told["counts"] == {
            "archived": 2,
            "duplicate": 0,
            "new_version": 0,
            "failed": 0,
            "skipped": 0,
        }
        numbers = {row["document"] for row in told["files"]}
        assert numbers == set(Document.objects.values_list("pk", flat=True))
        assert set(DocumentVersion.objects.values_list("status", flat=True)) == {
            "queued"
        }

    def test_what_programs_leave_behind_is_skipped_with_a_reason(self, folder):
        for name in ("Thumbs.db", ".DS_Store", "~$minutes.docx", ".hidden.txt"):
            (folder / name).write_text("junk")
        (folder / ".git").mkdir()
        (folder / ".git" / "config").write_text("junk")
        told = run(folder)
        assert told["counts"]["skipped"] == 5
        assert told["counts"]["archived"] == 2
        assert all(row["reason"] for row in told["files"] if row["status"] == "skipped")

    def test_links_in_a_circle_end(self, folder):
        (folder / "annex" / "up").symlink_to(folder)
        (folder / "gone").symlink_to(folder / "nowhere")
        told = run(folder)
        assert told["counts"]["archived"] == 2
        assert statuses(told)["gone"] == "skipped"

    def test_a_pipe_is_no_file(self, folder):
        os.mkfifo(folder / "pipe")
        assert statuses(run(folder))["pipe"] == "skipped"

    def test_a_name_that_is_no_text_is_archived_and_reported(self, folder):
        name = os.fsencode(folder) + b"/\xff\xfe.txt"
        with suppress(OSError), open(name, "w") as file:
            file.write("Named in bytes.")
        told = run(folder)
        assert told["counts"]["failed"] == 0
        json.dumps(told).encode()

    def test_nothing_named_is_an_error(self):
        with pytest.raises(CommandError, match="Name the files"):
            call_command("archive")


class TestFailures:
    def test_a_bad_file_keeps_no_other_out(self, folder):
        (folder / "empty.txt").write_text("")
        told = run(folder, folder / "nowhere.txt", fails=True)
        assert statuses(told)["empty.txt"] == "failed"
        assert "is empty" in reasons(told)["empty.txt"]
        assert "No such file" in reasons(told)["nowhere.txt"]
        assert told["counts"]["archived"] == 2

    def test_the_report_can_be_read_by_people(self, folder):
        (folder / "empty.txt").write_text("")
        out = io.StringIO()
        with pytest.raises(SystemExit):
            call_command("archive", str(folder), stdout=out)
        assert "archived: " in out.getvalue()
        assert "is empty" in out.getvalue()
        assert "2 archived, 1 failed" in out.getvalue()


class TestDestination:
    def test_files_of_a_stocktake_take_over_its_details(self, folder):
        stocktake = StocktakeFactory()
        run(folder, stocktake=stocktake.slug)
        documents = stocktake.documents.all()
        assert len(documents) == 2
        assert {document.unit for document in documents} == {stocktake.unit}

    def test_unit_and_access_can_be_given(self, folder):
        unit = DeliveryUnitFactory()
        run(folder, unit=unit.slug, access="restricted")
        assert set(Document.objects.values_list("unit", "access")) == {
            (unit.pk, Access.RESTRICTED)
        }

    @pytest.mark.parametrize("option", ["stocktake", "unit"])
    def test_an_unknown_slug_names_the_nearest(self, folder, option):
        DeliveryUnitFactory(slug="smu-punjab")
        StocktakeFactory(slug="smu-punjab-2017")
        with pytest.raises(CommandError, match=f"no {option} “smu-pujab”.*smu-punjab"):
            call_command("archive", str(folder), **{option: "smu-pujab"})
        assert not Document.objects.exists()


class TestRepeating:
    def test_a_second_run_archives_nothing_twice(self, folder):
        run(folder)
        told = run(folder)
        assert told["counts"]["duplicate"] == 2
        assert "SBQ-D-" in reasons(told)["minutes.txt"]
        assert Document.objects.count() == 2

    def test_a_changed_file_of_a_stocktake_is_a_new_version(self, folder):
        stocktake = StocktakeFactory()
        run(folder, stocktake=stocktake.slug)
        (folder / "minutes.txt").write_text("Agreed, and corrected.")
        told = run(folder, stocktake=stocktake.slug)
        assert statuses(told)["minutes.txt"] == "new_version"

    def test_resuming_does_not_read_finished_files_again(self, folder, monkeypatch):
        run(folder)
        (folder / "new.txt").write_text("New.")
        read = []
        checksum = ingest.checksum

        def note(file):
            read.append(os.path.basename(file.name))
            return checksum(file)

        monkeypatch.setattr(ingest, "checksum", note)
        told = run(folder, resume=True)
        assert read == ["new.txt"]
        assert statuses(told) == {
            "data.csv": "skipped",
            "minutes.txt": "skipped",
            "new.txt": "archived",
        }
        assert "earlier run" in reasons(told)["minutes.txt"]

    def test_resuming_after_a_run_that_was_killed_takes_the_rest(
        self, folder, monkeypatch
    ):
        archive_file = ingest.archive_file

        def killed(*, name, **options):
            if name == "minutes.txt":
                raise KeyboardInterrupt
            return archive_file(name=name, **options)

        monkeypatch.setattr(ingest, "archive_file", killed)
        with pytest.raises(KeyboardInterrupt):
            run(folder)
        monkeypatch.undo()
        told = run(folder, resume=True)
        assert statuses(told)["minutes.txt"] == "archived"
        assert Document.objects.count() == 2

    def test_a_file_that_was_changed_since_is_read(self, folder):
        run(folder)
        (folder / "minutes.txt").write_text("Agreed, and corrected.")
        assert statuses(run(folder, resume=True))["minutes.txt"] == "archived"

    def test_a_file_that_the_archive_lost_since_is_read(self, folder):
        run(folder)
        Document.objects.all().delete()
        assert run(folder, resume=True)["counts"]["archived"] == 2

    def test_a_damaged_journal_is_no_obstacle(self, folder, settings):
        run(folder)
        journal = settings.DATA_DIR / "archive-journal.jsonl"
        lines = journal.read_text().splitlines()
        journal.write_text(f"{lines[0]}\n[]\n{lines[1][:20]}")
        told = run(folder, resume=True)
        assert told["counts"] == {
            "archived": 0,
            "duplicate": 1,
            "new_version": 0,
            "failed": 0,
            "skipped": 1,
        }


class TestDryRun:
    def test_it_tells_what_would_happen_and_writes_nothing(self, folder, settings):
        stocktake = StocktakeFactory()
        run(folder / "minutes.txt", stocktake=stocktake.slug)
        journal = (settings.DATA_DIR / "archive-journal.jsonl").read_bytes()
        (folder / "minutes.txt").write_text("Agreed, and corrected.")
        (folder / "copy of data.csv").write_text("district,posts\nSwat,40\n")
        (folder / "empty.txt").write_text("")
        told = run(folder, stocktake=stocktake.slug, dry_run=True, fails=True)
        assert statuses(told) == {
            "data.csv": "archived",
            "copy of data.csv": "duplicate",
            "empty.txt": "failed",
            "minutes.txt": "new_version",
        }
        assert Document.objects.count() == DocumentVersion.objects.count() == 1
        assert (settings.DATA_DIR / "archive-journal.jsonl").read_bytes() == journal


class TestManifest:
    def write(self, folder, *lines):
        path = folder / "manifest.csv"
        path.write_text("\n".join(lines), encoding="utf-8-sig")
        return path

    def test_its_details_are_taken_over(self, folder):
        sector = SectorFactory(slug="education")
        department = DepartmentFactory(slug="schools")
        manifest = self.write(
            folder,
            "path,title,kind,date,language,tags,access,sector,departments,summary",
            "minutes.txt,تعلیم کی روداد,minutes,2017-12-12,ur,staffing; vacancies,"
            'public,education,schools,"In short, agreed."',
        )
        told = run(manifest=manifest)
        assert told["counts"]["archived"] == 1
        document = Document.objects.get()
        assert document.title == "تعلیم کی روداد"
        assert (document.kind, document.language) == ("minutes", "ur")
        assert document.date == datetime.date(2017, 12, 12)
        assert set(document.tags.names()) == {"staffing", "vacancies"}
        assert (document.access, document.sector) == (Access.PUBLIC, sector)
        assert list(document.departments.all()) == [department]
        assert document.summary == "In short, agreed."

    def test_files_without_a_row_keep_what_is_guessed(self, folder):
        manifest = self.write(folder, "path,title", "minutes.txt,Actions")
        run(folder / "minutes.txt", folder / "annex", manifest=manifest)
        assert set(Document.objects.values_list("title", flat=True)) == {
            "Actions",
            "data",
        }

    def test_all_faults_are_told_with_their_lines_before_anything_is_written(
        self, folder
    ):
        SectorFactory(slug="education")
        manifest = self.write(
            folder,
            "path,kind,date,language,access,sector",
            "minutes.txt,minutes,2017-12-12,en,public,education",
            "minutes.txt,memo,12.12.2017,english,open,educaton",
            "nowhere.txt,,,,,",
            ",minutes,,,,",
            "annex/data.csv,,,,,,too many",
        )
        with pytest.raises(CommandError) as caught:
            call_command("archive", manifest=manifest)
        message = str(caught.value)
        for words in (
            "Line 3: kind: “memo” is none of presentation",
            "Line 3: date: “12.12.2017” is no date like 2017-12-31.",
            "Line 3: language: “english” is none of en, ur",
            "Line 3: access: “open” is none of",
            "Line 3: sector: there is no “educaton”. Nearest: education",
            "is on line 2 already",
            "Line 4: there is no file",
            "Line 5: the path is missing",
            "Line 6: there are more values than columns",
        ):
            assert words in message
        assert not Document.objects.exists()

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"title\nMinutes\n", "column “path” is missing"),
            (b"path,colour\nminutes.txt,green\n", "no column “colour”"),
            ("path,title\nminutes.txt,é\n".encode("latin-1"), "not in UTF-8"),
            (b'path,title\nminutes.txt,"open\n', "is no CSV file"),
            (b"", "column “path” is missing"),
        ],
    )
    def test_a_file_that_is_no_manifest_is_told(self, folder, content, words):
        manifest = folder / "manifest.csv"
        manifest.write_bytes(content)
        with pytest.raises(CommandError, match=words):
            call_command("archive", str(folder), manifest=manifest)
        assert not Document.objects.exists()

    def test_a_manifest_that_is_not_there_is_told(self, folder):
        with pytest.raises(CommandError, match="There is no file"):
            call_command("archive", manifest=folder / "nowhere.csv")

    def test_rows_for_files_that_were_not_given_are_told(self, folder):
        manifest = self.write(folder, "path,title", "minutes.txt,Actions")
        with pytest.raises(CommandError, match="not among those given"):
            call_command("archive", str(folder / "annex"), manifest=manifest)
        assert not Document.objects.exists()
