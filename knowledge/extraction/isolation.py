"""Run the reading process, watch it, and believe nothing that it says.

The child is a fresh process and not a fork, so that it can be started from a threaded
server, and gets neither the parent's environment (which holds secrets) nor its open
files. It leads its own process group, which is killed whole at the end.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from .messages import Begin, End, MalformedMessageError, decode
from .results import (
    ExtractedPage,
    Extraction,
    FileMetadata,
    Limits,
    PageCount,
    PageKind,
    Problem,
    Reason,
    Status,
)

PROGRAM = ("-m", "knowledge.extraction.child")
_PROJECT = Path(__file__).resolve().parents[2]
_CHUNK = 1 << 16
_NEARLY_ALL = 0.8


def extract(
    path: Path | str,
    *,
    name: str = "",
    limits: Limits = Limits(),  # noqa: B008 - frozen
    program: Sequence[str] = PROGRAM,
) -> Extraction:
    """Read the file at ``path`` in a child process.

    ``name`` is the name the file came with, if ``path`` has another; ``program`` is
    what the Python interpreter runs as the child. A bad file never raises: it ends
    with a status and a reason. Raises ``FileNotFoundError`` (or another ``OSError``)
    if there is no file to read.
    """
    path = Path(path).resolve(strict=True)
    with path.open("rb"):
        pass
    deadline = time.monotonic() + limits.seconds
    with tempfile.TemporaryDirectory(prefix="extraction-") as workplace:
        process = subprocess.Popen(  # noqa: S603 - no shell, arguments are ours
            [sys.executable, "-P", *program, *_arguments(path, name, limits)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=workplace,
            env=_environment(workplace),
            start_new_session=True,
        )
        try:
            conversation = Conversation(limits)
            ending = _listen(process, conversation, limits, deadline)
        finally:
            _kill_group(process)
    return conversation.result(ending)


def _arguments(path: Path, name: str, limits: Limits) -> list[str]:
    return [
        f"--name={name}",
        f"--parent={os.getpid()}",
        f"--seconds={limits.seconds}",
        f"--memory-bytes={limits.memory_bytes}",
        f"--output-chars={limits.output_chars}",
        f"--pages={limits.pages}",
        "--",
        str(path),
    ]


def _environment(workplace: str) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(_PROJECT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
        "LC_ALL": "C.UTF-8",
        "HOME": workplace,
        "TMPDIR": workplace,
    }


class Conversation:
    """What the child has said so far, checked."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.begin = Begin("application/octet-stream", PageKind.SECTION)
        self.metadata = FileMetadata()
        self.pages: list[ExtractedPage] = []
        self.page_count: int | None = None
        self.problems: list[str] = []
        self.characters = 0
        self.end: End | None = None

    def hear(self, line: bytes) -> None:
        message = decode(line)
        match message:
            case Begin():
                self.begin = message
            case ExtractedPage():
                self._add_page(message)
            case FileMetadata():
                self.metadata = message
            case PageCount(count):
                self.page_count = count
            case Problem(detail):
                if len(self.problems) < 20:
                    self.problems.append(detail[:200])
            case End():
                self.end = message

    def _add_page(self, page: ExtractedPage) -> None:
        if page.number != len(self.pages) + 1 or page.number > self.limits.pages:
            raise MalformedMessageError(f"page {page.number} out of turn")
        self.characters += len(page.text) + len(page.notes)
        if self.characters > self.limits.output_chars:
            raise MalformedMessageError("more text than allowed")
        self.pages.append(page)

    def result(self, ending: End) -> Extraction:
        if ending.status in (Status.READY, Status.NO_TEXT) and self.page_count is None:
            self.page_count = len(self.pages) or None
        return Extraction(
            status=ending.status,
            media_type=self.begin.media_type,
            page_kind=self.begin.page_kind,
            pages=tuple(self.pages),
            page_count=self.page_count,
            metadata=self.metadata,
            reason=ending.reason,
            detail="; ".join(filter(None, [ending.detail, *self.problems]))[:2000],
        )


def _listen(
    process: subprocess.Popen,
    conversation: Conversation,
    limits: Limits,
    deadline: float,
) -> End:
    """Take messages until the child is done, dies, or breaks a limit."""
    # A character is at most 4 bytes, or 2 when escaped; the rest is punctuation.
    budget = limits.output_chars * 4 + limits.pages * 1000 + (1 << 20)
    pending = bytearray()
    try:
        for chunk in _chunks(process, deadline):
            budget -= len(chunk)
            if budget < 0:
                return End(Status.FAILED, Reason.OUTPUT, "endless output")
            *lines, rest = chunk.split(b"\n")
            if lines:
                lines[0] = bytes(pending) + lines[0]
                pending.clear()
            pending += rest
            for line in lines:
                conversation.hear(line)
                if conversation.end:
                    return conversation.end
        return _post_mortem(process, limits, deadline)
    except TimeoutError:
        return End(Status.FAILED, Reason.TIMEOUT, f"over {limits.seconds:g} seconds")
    except MalformedMessageError as error:
        return End(Status.FAILED, Reason.CRASHED, f"malformed message: {error}")


def _chunks(process: subprocess.Popen, deadline: float) -> Iterator[bytes]:
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0 or not selector.select(remaining):
                raise TimeoutError
            chunk = os.read(process.stdout.fileno(), _CHUNK)
            if not chunk:
                return
            yield chunk


def _post_mortem(process: subprocess.Popen, limits: Limits, deadline: float) -> End:
    """Say what the child died of, having closed its pipe without a last word."""
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.01)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode >= 0:
        detail = f"exit status {process.returncode}"
        return End(Status.FAILED, Reason.CRASHED, detail)
    killer = -process.returncode
    detail = f"killed by {signal.Signals(killer).name}"
    if killer == signal.SIGXCPU:
        return End(Status.FAILED, Reason.TIMEOUT, detail)
    # Nobody here sends SIGKILL before this point: it comes from the kernel, short of
    # memory. Libraries in C abort when they get no more.
    peak = usage.ru_maxrss * 1024
    if killer == signal.SIGKILL or peak > limits.memory_bytes * _NEARLY_ALL:
        return End(Status.FAILED, Reason.MEMORY, detail)
    return End(Status.FAILED, Reason.CRASHED, detail)


def _kill_group(process: subprocess.Popen) -> None:
    """Kill the child and all that it started, and reap it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.stdout.close()
    process.wait()
