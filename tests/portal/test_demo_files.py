"""The demo files are real, stable, marked, and say what the demo lessons quote."""

import hashlib
import zipfile
from collections import Counter
from datetime import date

import docx
import openpyxl
import pptx
import pypdfium2
import pytest

from knowledge.extraction import Status, extract
from portal.demo import (
    accounts,
    curriculum,
    lessons,
    stocktakes,
    unit_profiles,
    units,
    vocabulary,
)
from portal.demo.blocks import Chart, is_rtl, parse
from portal.demo.documents import DOCUMENTS
from portal.demo.files import build_files
from portal.demo.writers import pdf_urdu
from portal.demo.writers.front import MARK, MARK_UR, Front

BY_KEY = {document.key: document for document in DOCUMENTS}
MARKS = {"en": MARK, "ur": MARK_UR}
EVIDENCE = [
    pytest.param(row, id=f"{lesson.slug}-{number}")
    for lesson in lessons.LESSONS
    for number, row in enumerate(lesson.evidence, start=1)
]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return build_files(tmp_path_factory.mktemp("demo"))


def words(text):
    """The text on one line, so that line breaks of a layout do not matter."""
    return " ".join(text.split())


def read_pages(path):
    """The text of each page, slide or sheet, by each format's own library."""
    match path.suffix:
        case ".pdf":
            with pypdfium2.PdfDocument(path) as pdf:
                return [page.get_textpage().get_text_range() for page in pdf]
        case ".pptx":
            return [slide_text(slide) for slide in pptx.Presentation(path).slides]
        case ".xlsx":
            return [sheet_text(sheet) for sheet in openpyxl.load_workbook(path)]
        case ".docx":
            return [docx_text(docx.Document(path))]
        case _:
            return [path.read_text(encoding="utf-8")]


def slide_text(slide):
    parts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    parts.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(parts)


def sheet_text(sheet):
    rows = sheet.iter_rows(values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def docx_text(document):
    footers = [section.footer for section in document.sections]
    paragraphs = [p.text for part in (document, *footers) for p in part.paragraphs]
    return "\n".join(paragraphs)


def test_every_build_writes_the_same_bytes(files, tmp_path):
    again = build_files(tmp_path)

    def digests(paths):
        return {
            key: hashlib.sha256(path.read_bytes()).hexdigest()
            for key, path in paths.items()
        }

    assert digests(again) == digests(files)


def test_no_two_files_are_the_same(files):
    contents = {path.read_bytes() for path in files.values()}

    assert len(contents) == len(files) == len(DOCUMENTS)


def test_office_files_carry_no_time_of_writing(files):
    packages = [path for path in files.values() if path.suffix in {".pptx", ".docx"}]

    times = {
        entry.date_time
        for path in packages
        for entry in zipfile.ZipFile(path).infolist()
    }

    assert times == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.key)
def test_every_page_says_that_it_is_illustrative(files, document):
    mark = MARKS[document.language]

    pages = read_pages(files[document.key])

    assert all(mark in words(page) for page in pages)


@pytest.mark.parametrize("row", EVIDENCE)
def test_a_quote_stands_on_its_page_for_an_independent_reader(files, row):
    page = read_pages(files[row.document])[row.page - 1]

    assert words(row.quote) in words(page)


@pytest.mark.parametrize("row", EVIDENCE)
def test_a_quote_stands_on_its_page_for_the_archive(files, row):
    extraction = extract(files[row.document])
    page = extraction.pages[row.page - 1]

    assert words(row.quote) in words(f"{page.text}\n{page.notes}")


@pytest.mark.parametrize("suffix", [".pdf", ".pptx", ".docx", ".xlsx", ".txt", ".md"])
def test_the_archive_reads_each_format(files, suffix):
    path = next(path for path in files.values() if path.suffix == suffix)

    extraction = extract(path)

    assert extraction.status == Status.READY


def test_each_stocktake_has_a_whole_pack():
    expected = {
        "stocktake-presentation",
        "working-paper",
        "minutes",
        "deep-dive-report",
    }

    for stocktake in stocktakes.STOCKTAKES:
        kinds = {d.kind for d in DOCUMENTS if d.stocktake == stocktake.slug}
        assert expected <= kinds


def test_each_unit_has_four_stocktakes():
    counts = Counter(stocktake.unit for stocktake in stocktakes.STOCKTAKES)

    assert counts == {"smu": 4, "ssu": 4}


def test_every_format_of_the_archive_is_there(files):
    formats = Counter(path.suffix for path in files.values())

    assert set(formats) == {".pdf", ".pptx", ".docx", ".xlsx", ".txt", ".md", ".html"}
    assert formats.total() >= 40


def test_presentations_have_notes_a_table_and_a_native_chart(files):
    for path in files.values():
        if path.suffix == ".pptx":
            slides = list(pptx.Presentation(path).slides)
            shapes = [shape for slide in slides for shape in slide.shapes]
            assert 8 <= len(slides) <= 14
            assert all(slide.notes_slide.notes_text_frame.text for slide in slides)
            assert any(shape.has_table for shape in shapes)
            assert any(shape.has_chart for shape in shapes)


@pytest.mark.parametrize(
    ("kind", "fewest", "most"), [("minutes", 3, 5), ("deep-dive-report", 6, 10)]
)
def test_reports_have_several_pages(files, kind, fewest, most):
    paths = [files[d.key] for d in DOCUMENTS if d.kind == kind]
    lengths = [len(read_pages(path)) for path in paths if path.suffix == ".pdf"]

    assert lengths
    assert all(fewest <= length <= most for length in lengths)


def test_urdu_word_files_run_from_right_to_left(files):
    urdu = [d for d in DOCUMENTS if d.language == "ur" and d.filename.endswith("docx")]

    assert urdu
    for document in urdu:
        paragraphs = [
            p for p in docx.Document(files[document.key]).paragraphs if p.text
        ]
        assert all(is_rtl(p.text) for p in paragraphs)
        assert all(p._p.xpath("./w:pPr/w:bidi") for p in paragraphs)


def test_an_urdu_pdf_is_read_by_the_archive_as_it_was_written(files):
    pages = extract(files["smu/six-lessons-urdu"]).pages

    assert len(pages) == 3
    text = words(pages[0].text)
    # With a ligature, a digit and the stop of a sentence among the letters.
    assert "پہلا سبق: سرپرستی دروازہ کھولتی ہے" in text
    assert "خلاصہ وہاں سے نکلنے والے چھ اسباق کو سادہ الفاظ میں بیان کرتا ہے۔" in text
    assert "۲۰۱۳ کے عام انتخابات کے بعد" in text


def test_an_urdu_deck_runs_from_right_to_left(files):
    slides = list(pptx.Presentation(files["ssu/two-units-urdu"]).slides)
    tables = [shape.table for slide in slides for shape in slide.shapes
              if shape.has_table]  # fmt: skip

    for slide in slides:
        title = slide.shapes.title.text_frame.paragraphs[0]
        assert title._p.pPr.get("rtl") == "1"
    assert tables
    assert all(table._tbl.tblPr.get("rtl") == "1" for table in tables)


def test_an_urdu_pdf_refuses_what_it_cannot_show(tmp_path, files):
    with pytest.raises(ValueError, match="Urdu PDF"):
        pdf_urdu.write(
            tmp_path / "chart.pdf",
            Front("عنوان", "ذیلی", "قسم", "یونٹ", date(2018, 1, 1), "ur"),
            [Chart("عنوان", ("الف",), (("ب", (1.0,)),))],
        )


def test_all_levels_of_access_occur():
    assert {d.access for d in DOCUMENTS} == {"public", "internal", "restricted"}
    assert any(d.embargo_until for d in DOCUMENTS)


def test_some_lesson_is_proved_by_an_internal_document():
    quoted = {row.document for lesson in lessons.LESSONS for row in lesson.evidence}

    assert any(BY_KEY[key].access == "internal" for key in quoted)


def test_no_lesson_quotes_a_closed_document_but_by_a_quote_that_is_released():
    quoted = {row.document for lesson in lessons.LESSONS for row in lesson.evidence}

    assert not any(BY_KEY[key].access == "restricted" for key in quoted)
    assert not any(BY_KEY[key].embargo_until for key in quoted)


def test_records_refer_only_to_records_that_exist():
    departments = {record.slug for record in vocabulary.DEPARTMENTS}
    sectors = {record.slug for record in vocabulary.SECTORS}
    instruments = {record.slug for record in vocabulary.INSTRUMENTS}
    unit_slugs = {record.slug for record in units.UNITS}
    questions = [record.slug for record in unit_profiles.PROFILE_QUESTIONS]
    outcomes = {
        outcome.slug
        for programme in curriculum.PROGRAMMES
        for module in programme.modules
        for outcome in module.outcomes
    }

    for unit in units.UNITS:
        assert {*unit.sectors, *(p.sector for p in unit.priorities)} <= sectors
        assert [answer.question for answer in unit.profile] == questions
    for stocktake in stocktakes.STOCKTAKES:
        owners = {decision.department for decision in stocktake.decisions}
        assert owners <= set(stocktake.departments) <= departments
        assert stocktake.unit in unit_slugs
        assert stocktake.sector in sectors
    for lesson in lessons.LESSONS:
        assert {row.document for row in lesson.evidence} <= set(BY_KEY)
        assert {link.outcome for link in lesson.curriculum_links} <= outcomes
        for link in lesson.system_links:
            assert bool(link.department) != bool(link.instrument)
            assert link.department in departments or link.instrument in instruments
    for account in accounts.ACCOUNTS:
        assert set(account.units) <= unit_slugs


def test_every_learning_outcome_but_the_one_on_minutes_is_taught_or_illustrated():
    linked = {
        link.outcome for lesson in lessons.LESSONS for link in lesson.curriculum_links
    }
    outcomes = {
        outcome.slug
        for programme in curriculum.PROGRAMMES
        for module in programme.modules
        for outcome in module.outcomes
    }

    # One hole is left on purpose: the coverage matrix needs something to show.
    assert outcomes - linked == {"po-2-4"}


def test_a_source_that_no_writer_knows_is_refused():
    with pytest.raises(ValueError, match="<pre>"):
        parse("## Heading\n\n    indented code\n")
