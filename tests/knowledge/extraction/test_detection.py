import random

import pytest

from knowledge.extraction import Reason, Status, detect_media_type, media_types

from .builders import (
    OLE_MAGIC,
    write_docx,
    write_ole,
    write_pdf,
    write_pptx,
    write_xlsx,
    write_zip,
)


@pytest.mark.parametrize(
    ("write", "media_type"),
    [
        (lambda path: write_pdf(path, "text"), media_types.PDF),
        (write_docx, media_types.DOCX),
        (write_pptx, media_types.PPTX),
        (lambda path: write_xlsx(path, Data=[["v"]]), media_types.XLSX),
        (lambda path: write_zip(path, **{"a.txt": "text"}), media_types.ZIP),
    ],
)
@pytest.mark.parametrize("lie", ["a.txt", "a.pdf", "a.docx", "none"])
def test_content_decides_whatever_the_name_says(tmp_path, write, media_type, lie):
    path = tmp_path / lie
    write(path)
    assert detect_media_type(path) == media_type
    assert detect_media_type(path, name="b.html") == media_type


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", media_types.EMPTY),
        (b"plain words", media_types.PLAIN),
        ("سبق".encode("utf-16"), media_types.PLAIN),
        (b"\x89PNG\r\n\x1a\n", media_types.PNG),
        (b"\xff\xd8\xff\xe0", media_types.JPEG),
        (b"BM letters that begin a text", media_types.PLAIN),
        (b"BM\x36\x00\x00\x00\x00\x00\x01\x02", media_types.BMP),
        (b"RIFF\x00\x00\x00\x00WEBP", media_types.WEBP),
        (b"\x00\x00\x00\x18ftypheic", media_types.HEIC),
        (b"{\\rtf1 text}", media_types.RTF),
        (b"<!DOCTYPE html><p>text", media_types.HTML),
        (b"\xef\xbb\xbf<?xml version='1.0'?><html><body>", media_types.HTML),
        (b"<?xml version='1.0'?><data/>", media_types.XML),
        (b"From: a@b\nSubject: x\n\ntext", media_types.EMAIL),
        (b"Subject: the road\n\nA note with one line like a header", media_types.PLAIN),
        (OLE_MAGIC + "WordDocument".encode("utf-16-le") + b"\0\0", media_types.DOC),
        (OLE_MAGIC + "Workbook".encode("utf-16-le") + b"\0\0", media_types.XLS),
        (OLE_MAGIC + b"something else", media_types.OLE),
        (b"\x1f\x8b\x08\x00", "application/gzip"),
        (b"%PDF-1.7", media_types.PDF),
        (bytes(range(256)), media_types.UNKNOWN),
    ],
)
def test_signatures(tmp_path, content, media_type):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert detect_media_type(path) == media_type


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.md", media_types.MARKDOWN),
        ("a.CSV", media_types.CSV),
        ("a.pdf", media_types.PLAIN),
        ("a.html", media_types.PLAIN),
        ("", media_types.PLAIN),
    ],
)
def test_the_name_decides_between_kinds_of_text_only(tmp_path, name, media_type):
    path = tmp_path / "file"
    path.write_bytes(b"one,two\n1,2\n")
    assert detect_media_type(path, name=name) == media_type


def test_an_office_file_behind_a_password_is_encrypted(tmp_path, read):
    path = tmp_path / "a.docx"
    path.write_bytes(OLE_MAGIC + "EncryptedPackage".encode("utf-16-le") + b"\0\0")
    assert read(path).status is Status.ENCRYPTED


def test_zero_bytes_are_empty(tmp_path, read):
    path = tmp_path / "a.pdf"
    path.touch()
    extraction = read(path)
    assert (extraction.status, extraction.reason) == (Status.NO_TEXT, Reason.EMPTY)


def test_a_picture_has_no_text_layer(tmp_path, read):
    path = tmp_path / "a.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    extraction = read(path)
    assert extraction.reason is Reason.NO_TEXT_LAYER
    assert extraction.page_count == 1


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"%PDF-1.7\n",
        b"PK\x03\x04 word/",
        b"PK\x03\x04 ppt/",
        b"PK\x03\x04 xl/",
        OLE_MAGIC,
        OLE_MAGIC + "WordDocument".encode("utf-16-le") + b"\0\0",
        OLE_MAGIC + "Workbook".encode("utf-16-le") + b"\0\0",
        OLE_MAGIC + "PowerPoint Document".encode("utf-16-le") + b"\0\0",
        OLE_MAGIC + "__properties_version1.0".encode("utf-16-le") + b"\0\0",
        b"\x09\x08\x08\x00",
        b"\x1f\x8b",
    ],
)
def test_random_bytes_end_with_a_status_and_a_reason(tmp_path, read, start):
    path = tmp_path / "file"
    path.write_bytes(start + random.Random(7).randbytes(5000))
    extraction = read(path)
    assert extraction.status in (Status.FAILED, Status.NO_TEXT)
    assert extraction.reason is not Reason.NONE
    assert extraction.detail


def test_an_old_word_file_behind_a_password_is_encrypted(tmp_path, read):
    header = bytes(10) + b"\x00\x01" + bytes(20)
    path = write_ole(tmp_path / "a.doc", {"WordDocument": header})
    assert read(path).status is Status.ENCRYPTED


def test_an_old_presentation_behind_a_password_is_encrypted(tmp_path, read):
    user = bytes(12) + b"\xdf\xc4\xd1\xf3" + bytes(10)
    path = write_ole(
        tmp_path / "a.ppt", {"PowerPoint Document": b"x", "Current User": user}
    )
    assert read(path).status is Status.ENCRYPTED


def test_a_title_that_a_program_made_up_is_no_title(tmp_path, read):
    for title, kept in (("Slide 1", ""), ("Untitled", ""), ("Roads", "Roads")):
        path = write_pdf(tmp_path / "a.pdf", "text", title=title)
        assert read(path).metadata.title == kept
