import os

import pytest

from knowledge.extraction import Reason, Status

from .builders import OLE_MAGIC, write_pdf


@pytest.fixture
def old_document(tmp_path):
    path = tmp_path / "old.doc"
    path.write_bytes(OLE_MAGIC + "WordDocument".encode("utf-16-le") + b"\0\0")
    return path


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Put a stand-in for LibreOffice on the search path, and nothing else."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    def write(script):
        program = tmp_path / "bin" / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    return write


def test_without_libreoffice_it_says_what_is_needed(old_document, install, read):
    extraction = read(old_document)
    assert (extraction.status, extraction.reason) == (
        Status.NO_TEXT,
        Reason.NEEDS_LIBREOFFICE,
    )


def test_the_pages_are_those_of_the_rendition(old_document, install, read, tmp_path):
    pdf = write_pdf(tmp_path / "prepared.pdf", "one", "two")
    install(f"/bin/mkdir rendition && /bin/cp {pdf} rendition/old.pdf")
    assert [page.text for page in read(old_document).pages] == ["one", "two"]


def test_a_conversion_without_a_result_is_corrupt(old_document, install, read):
    install("echo source file could not be loaded >&2")
    extraction = read(old_document)
    assert (extraction.status, extraction.reason) == (Status.FAILED, Reason.CORRUPT)
    assert "could not be loaded" in extraction.detail
    assert os.listdir() == []
