import docx
import pytest
from docx.oxml import parse_xml

from knowledge.extraction import PageKind, Reason, Status

from .builders import replace_part, without_part, write_docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def write_body(path, *paragraphs):
    """A document of paragraphs given as the XML inside them."""
    document = docx.Document()
    for inner in reversed(paragraphs):
        document.element.body.insert(0, parse_xml(f"<w:p {W}>{inner}</w:p>"))
    document.save(path)
    return path


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_text_comes_in_pages_with_titles(tmp_path, read):
    extraction = read(write_docx(tmp_path / "a.docx"))
    assert extraction.status is Status.READY
    assert extraction.page_kind is PageKind.PAGE
    first, second = extraction.pages
    assert first.title == "Minutes"
    assert "The chair opened the meeting." in first.text
    assert (second.number, second.title) == (2, "Decisions")
    assert "Secretary\twithin a week" in second.text
    assert extraction.metadata.title == "Minutes of the meeting"


def test_headers_and_footers_are_kept_once(tmp_path, read):
    text = "\n".join(p.text for p in read(write_docx(tmp_path / "a.docx")).pages)
    assert text.count("Draft for comment") == 1
    assert text.count("Planning cell") == 1


def test_page_breaks_that_word_recorded_are_followed(tmp_path, read):
    path = write_body(
        tmp_path / "a.docx",
        run("one"),
        f"<w:r><w:lastRenderedPageBreak/></w:r>{run('two')}",
        f"<w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:lastRenderedPageBreak/></w:r>"
        f"{run('three')}",
        f"{run('still three')}<w:r><w:br w:type='page'/></w:r>{run('four')}",
    )
    assert [page.text for page in read(path).pages] == [
        "one",
        "two",
        "three\nstill three",
        "four",
    ]


def test_deleted_text_is_gone_and_inserted_text_is_there(tmp_path, read):
    path = write_body(
        tmp_path / "a.docx",
        "<w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
        f"<w:ins>{run('new ')}</w:ins>{run('text')}",
    )
    assert read(path).pages[0].text == "new text"


def test_a_text_box_is_read_once_though_it_is_stored_twice(tmp_path, read):
    box = f"<w:txbxContent><w:p>{run('in a box')}</w:p></w:txbxContent>"
    path = write_body(
        tmp_path / "a.docx",
        f"{run('outside')}<w:r><mc:AlternateContent xmlns:mc="
        '"http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>",
    )
    assert read(path).pages[0].text == "outside\nin a box"


def test_a_table_within_a_table_stays_within_its_cell(tmp_path, read):
    document = docx.Document()
    cell = document.add_table(rows=1, cols=2).cell(0, 0)
    cell.text = "outer"
    cell.add_table(rows=1, cols=1).cell(0, 0).text = "inner"
    document.save(tmp_path / "a.docx")
    assert read(tmp_path / "a.docx").pages[0].text.count("inner") == 1


def test_urdu_stays_as_typed(tmp_path, read):
    path = write_body(tmp_path / "a.docx", run("سڑکوں کی مرمت کا کام ابھی باقی ہے"))
    extraction = read(path)
    assert extraction.pages[0].text == "سڑکوں کی مرمت کا کام ابھی باقی ہے"
    assert extraction.metadata.language == "ur"


def test_the_strict_dialect_reads_alike(tmp_path, read):
    path = replace_part(
        write_docx(tmp_path / "a.docx"),
        "word/document.xml",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert "The chair opened the meeting." in read(path).pages[0].text


@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "_rels/.rels", "word/styles.xml"]
)
def test_a_missing_part_that_is_no_text_does_no_harm(tmp_path, read, part):
    path = without_part(write_docx(tmp_path / "a.docx"), part)
    assert "The chair opened the meeting." in read(path).pages[0].text


def test_a_package_without_its_text_is_corrupt(tmp_path, read):
    path = without_part(write_docx(tmp_path / "a.docx"), "word/document.xml")
    extraction = read(path)
    assert (extraction.status, extraction.reason) == (Status.FAILED, Reason.CORRUPT)
