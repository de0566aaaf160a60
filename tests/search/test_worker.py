"""The worker does what is outstanding, and goes on whatever happens."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.core.management import call_command

from knowledge import quote_checks
from knowledge.models import DocumentVersion
from knowledge.models.documents import ReadingStatus
from portal.management.commands.worker import Housekeeping
from search import outbox
from search.documents import SearchQuery
from search.engines import EngineUnavailable, get_engine
from tests.factories import DocumentFactory


@pytest.fixture
def database_tasks(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.mark.django_db
class TestOnce:
    def test_a_document_that_waits_is_read_and_found(self, index, database_tasks):
        from django.core.files.base import ContentFile

        from knowledge.ingest import archive_file

        archived = archive_file(
            file=ContentFile(b"The silt was removed.", name="canal.txt"),
            name="canal.txt",
        )
        call_command("worker", "--once")
        version = DocumentVersion.objects.get(pk=archived.version.pk)
        assert version.status == ReadingStatus.READY
        found = get_engine().search(SearchQuery("silt", labels=None))
        assert [hit.id for hit in found.hits] == [archived.document.pk]
        assert outbox.pending() == 0

    def test_an_index_that_is_absent_is_built(
        self, index, settings, tmp_path, database_tasks
    ):
        DocumentFactory(title="Canal")
        outbox.OutboxRow.objects.all().delete()
        engine = settings.SEARCH_ENGINES["default"]
        settings.SEARCH_ENGINES = {
            "default": engine | {"LOCATION": str(tmp_path / "index")}
        }
        assert get_engine().needs_rebuild
        call_command("worker", "--batch")
        assert not get_engine().needs_rebuild
        assert get_engine().search(SearchQuery("canal", labels=None)).total == 1

    def test_an_engine_that_fails_is_not_hidden(
        self, index, settings, tmp_path, database_tasks
    ):
        DocumentFactory()
        (tmp_path / "index").write_text("This is a file, not a folder.")
        engine = settings.SEARCH_ENGINES["default"]
        settings.SEARCH_ENGINES = {
            "default": engine | {"LOCATION": str(tmp_path / "index")}
        }
        with pytest.raises(EngineUnavailable):
            call_command("worker", "--once")
        assert outbox.pending() == 1


class TestHousekeeping:
    def test_a_duty_that_fails_is_logged_and_ends_nothing(self, caplog):
        def fail():
            raise ValueError("the disk is full")

        housekeeping = Housekeeping()
        assert housekeeping.attempt(fail) is False
        assert "the disk is full" in caplog.text
        assert housekeeping.attempt(lambda: None) is True

    def test_quotes_are_compared_with_their_pages(self):
        assert quote_checks.check_due in Housekeeping().seldom


class TestProcess:
    @pytest.fixture
    def environment(self, tmp_path):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DATA_DIR": str(tmp_path),
            "PYTHONUNBUFFERED": "1",
        }
        for name in ("DATABASE_URL", "SEARCH_URL"):
            environment.pop(name, None)
        manage(environment, "migrate", "--verbosity", "0")
        return environment

    def test_it_indexes_what_others_change_and_ends_when_told(self, environment):
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            # More than a request tells the engine by itself.
            manage(
                environment,
                "shell",
                "-v0",
                "-c",
                "from django.db import transaction\n"
                "from knowledge.models import Document\n"
                "with transaction.atomic():\n"
                "    for number in range(30):\n"
                "        Document.objects.create(title='Canal', access='public')\n",
            )
            deadline = time.monotonic() + 60
            total = ""
            while time.monotonic() < deadline and "30 results" not in total:
                time.sleep(0.5)
                total = manage(environment, "search", "canal", check=False)
            assert "30 results" in total
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(timeout=30) == 0
        finally:
            worker.kill()
            output = worker.communicate()[0]
        assert "Traceback" not in output


def manage(environment, *arguments, check=True) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=environment,
        check=check,
        capture_output=True,
        text=True,
    )
    return done.stdout
