"""Old Office files, through LibreOffice where it is installed."""

import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import olefile

from .pdf import read_pdf
from .results import Item, Reason, UnreadableError

_NAMES = ("soffice", "libreoffice")


def read_doc(path: Path) -> Iterator[Item]:
    """DOC: page by page, of a rendition to PDF."""
    header = _stream_start(path, "WordDocument", 12)
    # MS-DOC 2.5.2: bit 8 of the flags at offset 10 is fEncrypted.
    if len(header) == 12 and header[11] & 1:
        raise UnreadableError(Reason.ENCRYPTED, "DOC behind a password")
    yield from read_other(path)


def read_ppt(path: Path) -> Iterator[Item]:
    """PPT: slide by slide, of a rendition to PDF."""
    # MS-PPT 2.3.2: the token of an encrypted document.
    token = _stream_start(path, "Current User", 16)[12:16]
    if token == b"\xdf\xc4\xd1\xf3":
        raise UnreadableError(Reason.ENCRYPTED, "PPT behind a password")
    yield from read_other(path)


def read_other(path: Path) -> Iterator[Item]:
    """Whatever else LibreOffice may know, as a rendition to PDF."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        raise UnreadableError(Reason.NEEDS_LIBREOFFICE, "LibreOffice is not installed")
    yield from read_pdf(_convert(program, path))


def _convert(program: str, path: Path) -> Path:
    """Write a PDF into the working folder, which the parent process removes.

    There is no time limit here: that of the whole process group holds.
    """
    workplace = Path.cwd()
    outcome = subprocess.run(  # noqa: S603 - the program is LibreOffice
        [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={(workplace / 'profile').as_uri()}",
            "--convert-to",
            "pdf",
            "--outdir",
            str(workplace / "rendition"),
            str(path),
        ],
        capture_output=True,
        check=False,
        preexec_fn=_take_more_memory,
    )
    renditions = list((workplace / "rendition").glob("*.pdf"))
    if not renditions:
        words = outcome.stderr.decode("utf-8", "replace").strip()
        raise UnreadableError(Reason.CORRUPT, f"LibreOffice: {words or 'no output'}")
    return renditions[0]


def _take_more_memory() -> None:
    """LibreOffice maps more address space than a reader needs: up to the hard limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _stream_start(path: Path, name: str, size: int) -> bytes:
    try:
        with olefile.OleFileIO(path) as container:
            return container.openstream(name).read(size)
    except (OSError, ValueError, IndexError):
        return b""
