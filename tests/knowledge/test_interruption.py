"""What is left when processes are killed in the middle: real processes, real files.

Each test has a database file of its own, as a lock between processes is what is tested.
"""

import json
import os
import signal
import subprocess
import time

from tests.installation import PATIENCE


def kill(process: subprocess.Popen) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def wait_until(condition) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.02)


def test_a_reader_killed_in_the_middle_is_followed_by_another(installation, tmp_path):
    file = tmp_path / "note.txt"
    file.write_text("The posts of the school are sanctioned and they are not filled.")
    installation.run("archive", file)
    # The extraction waits, so that the reader is killed while it reads.
    reader = installation.start(
        "shell",
        "--no-imports",
        "-c",
        "import time; from knowledge import ingest, reading;"
        "reading.extraction.extract = lambda *args, **kwargs: time.sleep(600);"
        "ingest.read_version(1)",
    )
    statuses = "SELECT status FROM knowledge_documentversion"
    wait_until(lambda: installation.query(statuses) == [("reading",)])
    kill(reader)
    assert installation.query(statuses) == [("reading",)]
    told = installation.python(
        "from datetime import timedelta; from django.utils import timezone;"
        "from knowledge import ingest; from knowledge.models import DocumentVersion;"
        "print(ingest.resume_interrupted());"
        # Its lease has not run out yet: let that time pass.
        "DocumentVersion.objects.update("
        "reading_since=timezone.now() - timedelta(minutes=10));"
        "print(ingest.resume_interrupted()); ingest.read_version(1)"
    )
    assert told.split() == ["0", "1"]
    assert installation.query(statuses) == [("ready",)]
    assert installation.query("SELECT count(*) FROM knowledge_documentpage") == [(1,)]


def test_a_bulk_run_killed_in_the_middle_is_taken_up_without_duplicates(
    installation, tmp_path
):
    folder = tmp_path / "pack"
    folder.mkdir()
    for number in range(60):
        (folder / f"paper {number:02}.txt").write_text(f"Paper number {number}.")
    versions = "SELECT count(*) FROM knowledge_documentversion"
    first = installation.start("archive", folder)
    wait_until(lambda: installation.query(versions)[0][0] >= 5)
    kill(first)
    done = installation.query(versions)[0][0]
    assert done < 60, "It was over before it could be killed."
    told = json.loads(installation.run("archive", folder, "--resume", "--json"))
    counts = told["counts"]
    assert counts["failed"] == 0
    assert counts["archived"] == 60 - done
    # One may be in the database and not in the journal; it is known by its content.
    assert counts["skipped"] + counts["duplicate"] == done
    assert installation.query(versions) == [(60,)]
    # A file whose transaction was cut off is the only one that can be left over.
    assert len(installation.files()) in {60, 61}


def test_runs_at_the_same_time_take_in_each_file_once(installation, tmp_path):
    folder = tmp_path / "pack"
    folder.mkdir()
    for number in range(15):
        (folder / f"paper {number:02}.txt").write_text(f"Paper number {number}.")
    runs = [installation.start("archive", folder, "--json") for _run in range(2)]
    told = [
        json.loads(process.communicate(timeout=4 * PATIENCE)[0]) for process in runs
    ]
    assert [run["counts"]["failed"] for run in told] == [0, 0]
    assert sum(run["counts"]["archived"] for run in told) == 15
    assert sum(run["counts"]["duplicate"] for run in told) == 15
    assert len(installation.files()) == 15


def test_versions_added_at_once_get_numbers_of_their_own(installation, tmp_path):
    file = tmp_path / "paper.txt"
    file.write_text("The first version.")
    installation.run("archive", file)
    code = (
        "from django.core.files.base import ContentFile;"
        "from knowledge import ingest; from knowledge.models import Document;"
        "document = Document.objects.get();"
        "[ingest.archive_file(file=ContentFile(f'{RUN} {n}'.encode()), name='p.txt',"
        " document=document) for n in range(6)]"
    )
    runs = [
        installation.start("shell", "--no-imports", "-c", code.replace("RUN", str(run)))
        for run in range(3)
    ]
    for process in runs:
        _out, err = process.communicate(timeout=4 * PATIENCE)
        assert process.returncode == 0, err
    numbers = installation.query("SELECT number FROM knowledge_documentversion")
    assert sorted(number for (number,) in numbers) == list(range(1, 20))
