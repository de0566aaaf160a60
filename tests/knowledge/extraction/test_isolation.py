"""Whatever the reading process does, the parent gets an answer and no orphans."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from knowledge.extraction import Limits, Reason, Status, extract
from knowledge.extraction.messages import MalformedMessageError, decode

from .builders import write_pdf

HOSTILE = (str(Path(__file__).with_name("hostile_child.py")),)
PROJECT = Path(__file__).parents[3]


@pytest.fixture
def behave(tmp_path):
    """Extract a file with a child that does what the file says."""

    def run(behaviour, **limits):
        path = tmp_path / "behaviour.txt"
        path.write_text(behaviour)
        return extract(path, limits=Limits(**limits), program=HOSTILE)

    return run


def is_gone(pid):
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_a_good_file_is_read_in_a_child(tmp_path):
    extraction = extract(write_pdf(tmp_path / "a.pdf", "First", "Second"))
    assert extraction.status is Status.READY
    assert [page.text for page in extraction.pages] == ["First", "Second"]


def test_names_that_look_like_options_are_names(tmp_path):
    path = tmp_path / "--name=x.txt"
    path.write_text("text")
    assert extract(path, name="--pages").status is Status.READY


def test_a_missing_file_raises(tmp_path):
    with pytest.raises(FileNotFoundError):
        extract(tmp_path / "none.pdf")


def test_a_reader_that_never_ends_is_killed_with_all_it_started(behave, tmp_path):
    extraction = behave(f"sleep {tmp_path / 'pids'}", seconds=1.5)
    assert (extraction.status, extraction.reason) == (Status.FAILED, Reason.TIMEOUT)
    assert [page.text for page in extraction.pages] == ["before"]
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    assert len(pids) == 2
    wait_until(lambda: all(map(is_gone, pids)))


def test_a_reader_that_spins_is_stopped(behave):
    assert behave("spin", seconds=1).reason is Reason.TIMEOUT


def test_a_reader_that_eats_memory_is_stopped(behave):
    extraction = behave("eat", memory_bytes=300 << 20)
    assert (extraction.status, extraction.reason) == (Status.FAILED, Reason.MEMORY)


def test_endless_output_is_cut(behave):
    extraction = behave("talk", output_chars=100_000)
    assert (extraction.status, extraction.reason) == (Status.FAILED, Reason.OUTPUT)
    assert sum(len(page.text) for page in extraction.pages) <= 100_000


def test_pages_beyond_the_limit_are_left_out_and_said(behave):
    extraction = behave("talk", pages=5)
    assert extraction.status is Status.READY
    assert len(extraction.pages) == 5
    assert "first 5 pages" in extraction.detail


def test_a_crash_is_told_and_keeps_the_pages_before_it(behave):
    extraction = behave("crash")
    assert (extraction.status, extraction.reason) == (Status.FAILED, Reason.CRASHED)
    assert "SIGSEGV" in extraction.detail
    assert [page.text for page in extraction.pages] == ["before"]


def test_a_child_that_leaves_without_a_word_has_crashed(behave):
    extraction = behave("exit")
    assert extraction.reason is Reason.CRASHED
    assert "exit status 3" in extraction.detail


def test_noise_on_the_standard_output_does_not_reach_the_result(behave):
    extraction = behave("print")
    assert extraction.status is Status.READY
    assert [page.text for page in extraction.pages] == ["before", "after"]


def test_a_page_out_of_turn_is_not_believed(behave):
    extraction = behave("skip")
    assert extraction.reason is Reason.CRASHED
    assert "out of turn" in extraction.detail


def test_an_error_in_a_reader_keeps_the_pages_before_it(behave):
    extraction = behave("raise")
    assert (extraction.status, extraction.reason) == (Status.FAILED, Reason.CORRUPT)
    assert extraction.detail == "RuntimeError: two lines"
    assert len(extraction.pages) == 1


def test_secrets_in_the_environment_stay_with_the_parent(behave, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush-hush")
    assert "hush-hush" not in behave("environment").pages[1].text


def test_it_works_from_many_threads_at_once(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", "text")
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(extract(path).status))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Status.READY] * 4


def test_a_child_dies_with_the_process_that_started_it(tmp_path):
    path = tmp_path / "behaviour.txt"
    path.write_text(f"sleep {tmp_path / 'pids'}")
    code = (
        "import sys; from knowledge.extraction import extract;"
        "extract(sys.argv[1], program=(sys.argv[2],))"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", code, str(path), *HOSTILE], cwd=PROJECT
    )
    pids = tmp_path / "pids"
    wait_until(lambda: pids.exists() and len(pids.read_text().split()) == 2)
    child, sleeper = map(int, pids.read_text().split())
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    wait_until(lambda: is_gone(child))
    os.kill(sleeper, signal.SIGKILL)


def test_it_does_not_load_django(tmp_path):
    code = (
        "import sys; import knowledge.extraction, knowledge.extraction.child;"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT).returncode == 0


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"nonsense",
        b"[]",
        b'["End"]',
        b'["os.system",{}]',
        b'["End",{"status":"wonderful"}]',
        b'["ExtractedPage",{"number":-1}]',
        b'["ExtractedPage",{"number":true}]',
        b'["ExtractedPage",{"number":1,"text":5}]',
        b'["ExtractedPage",{"number":1,"text":"\\u0000"}]',
        b'["ExtractedPage",{"number":1,"text":"\\ud800"}]',
        b'["ExtractedPage",{"number":1,"surprise":"x"}]',
        b'["FileMetadata",{"created":"soon"}]',
        b'["FileMetadata",{"created":7}]',
        b"[" * 100_000,
    ],
)
def test_messages_that_no_honest_child_sends_are_refused(line):
    with pytest.raises(MalformedMessageError):
        decode(line)
