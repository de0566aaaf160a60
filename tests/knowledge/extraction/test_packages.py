"""Zip packages: OpenDocument, EPUB, bombs and broken ones."""

import zipfile

import pytest

from knowledge.extraction import PageKind, Reason, Status, archives

from .builders import replace_part, write_docx, write_xlsx, write_zip

OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def write_opendocument(path, kind, body, manifest="<manifest/>"):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED
        )
        archive.writestr(
            "content.xml",
            f"<office:document {OFFICE}><office:body>{body}</office:body>"
            "</office:document>",
        )
        archive.writestr(
            "meta.xml",
            f"<office:meta {OFFICE}><dc:title>Brief</dc:title></office:meta>",
        )
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def test_opendocument_text_is_one_section(tmp_path, read):
    path = write_opendocument(
        tmp_path / "a.odt",
        "text",
        "<text:h>Roads</text:h><text:p>One<text:tab/>two<text:span> three</text:span>"
        "<office:annotation><text:p>a comment</text:p></office:annotation></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p>"
        "</table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell>"
        "</table:table-row></table:table>",
    )
    extraction = read(path)
    assert extraction.pages[0].text == "Roads\nOne\ttwo three\na\tb"
    assert extraction.pages[0].title == "Roads"
    assert extraction.metadata.title == "Brief"


def test_opendocument_slides_have_notes(tmp_path, read):
    path = write_opendocument(
        tmp_path / "a.odp",
        "presentation",
        "<draw:page><draw:frame presentation:class='title'><text:p>Title</text:p>"
        "</draw:frame><draw:frame><text:p>Body</text:p></draw:frame>"
        "<presentation:notes><draw:frame><text:p>Say this</text:p></draw:frame>"
        "</presentation:notes></draw:page>",
    )
    extraction = read(path)
    assert extraction.page_kind is PageKind.SLIDE
    page = extraction.pages[0]
    assert (page.title, page.text, page.notes) == ("Title", "Title\nBody", "Say this")


def test_opendocument_sheets_are_labelled(tmp_path, read):
    path = write_opendocument(
        tmp_path / "a.ods",
        "spreadsheet",
        "<table:table table:name='Targets'><table:table-row><table:table-cell>"
        "<text:p>12</text:p></table:table-cell></table:table-row></table:table>",
    )
    page = read(path).pages[0]
    assert (page.label, page.text) == ("Targets", "12")


def test_opendocument_behind_a_password_is_encrypted(tmp_path, read):
    path = write_opendocument(
        tmp_path / "a.odt", "text", "", manifest="<m><encryption-data/></m>"
    )
    assert read(path).status is Status.ENCRYPTED


def test_a_book_is_read_in_the_order_of_its_spine(tmp_path, read):
    path = write_zip(
        tmp_path / "a.epub",
        **{
            "META-INF__container_xml": "<c><rootfile full-path='b/book.opf'/></c>",
            "b__book.opf": "<package><metadata><title>Reader</title>"
            "<language>en-GB</language></metadata><manifest>"
            "<item id='x' href='one%20.html'/><item id='y' href='two.html'/></manifest>"
            "<spine><itemref idref='y'/><itemref idref='x'/><itemref idref='z'/>"
            "</spine></package>",
            "b__one .html": "<html><p>last</p></html>",
            "b__two.html": "<html><h1>Start</h1><p>first</p></html>",
        },
    )
    extraction = read(path)
    assert [page.title for page in extraction.pages] == ["Start", "", ""]
    assert "first" in extraction.pages[0].text
    assert extraction.pages[1].text == "last"
    assert "section 3" in extraction.detail
    assert extraction.metadata.language == "en"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, read):
    path = write_zip(tmp_path / "a.docx", word__document_xml=bytes(100 << 20))
    extraction = read(path)
    assert (extraction.status, extraction.reason) == (Status.FAILED, Reason.OVERSIZED)


def test_an_archive_of_too_many_files_is_refused(tmp_path, read, monkeypatch):
    monkeypatch.setattr(archives, "_MOST_ENTRIES", 3)
    assert read(write_docx(tmp_path / "a.docx")).reason is Reason.OVERSIZED


def test_an_archive_too_large_when_unpacked_is_refused(tmp_path, read, monkeypatch):
    monkeypatch.setattr(archives, "_MOST_UNPACKED", 1000)
    path = write_xlsx(tmp_path / "a.xlsx", Data=[["v"]])
    assert read(path).reason is Reason.OVERSIZED


def test_entities_are_not_expanded_nor_files_included(tmp_path, read):
    secret = tmp_path / "secret"
    secret.write_text("top secret")
    path = replace_part(
        write_docx(tmp_path / "a.docx"),
        "word/document.xml",
        "<w:document",
        f'<!DOCTYPE d [<!ENTITY s SYSTEM "{secret.as_uri()}">]><w:document',
    )
    replace_part(path, "word/document.xml", "The chair opened", "&s; The chair opened")
    extraction = read(path)
    assert "The chair opened" in extraction.pages[0].text
    assert "top secret" not in extraction.pages[0].text


def test_backslashes_and_capitals_in_names_do_no_harm(tmp_path, read):
    text = "<document><body><p><r><t>hi</t></r></p></body></document>"
    path = write_zip(tmp_path / "a.docx", **{"Word\\Document_xml": text})
    assert read(path).pages[0].text == "hi"


@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_a_package_cut_short_is_corrupt(tmp_path, read, share):
    path = write_docx(tmp_path / "a.docx")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    extraction = read(path)
    assert (extraction.status, extraction.reason) == (Status.FAILED, Reason.CORRUPT)
    assert extraction.media_type.endswith("wordprocessingml.document")


def test_an_archive_of_other_files_is_not_unpacked(tmp_path, read):
    extraction = read(write_zip(tmp_path / "a.zip", **{"inner.txt": "text"}))
    assert (extraction.status, extraction.reason) == (
        Status.NO_TEXT,
        Reason.UNSUPPORTED,
    )


def test_damage_within_a_packed_part_ends_with_a_reason(tmp_path, read):
    path = write_docx(tmp_path / "a.docx")
    content = bytearray(path.read_bytes())
    start = content.index(b"[Content_Types].xml") + len("[Content_Types].xml")
    content[start : start + 40] = b"\xff" * 40
    path.write_bytes(content)
    extraction = read(path)
    assert extraction.media_type.endswith("wordprocessingml.document")
    assert "The chair opened" in extraction.pages[0].text
