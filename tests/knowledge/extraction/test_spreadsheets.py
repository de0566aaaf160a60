import struct
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from knowledge.extraction import PageKind, Reason, Status
from knowledge.extraction.spreadsheets import format_value

from .builders import replace_part, write_xlsx


def test_each_sheet_is_a_page_labelled_with_its_name(tmp_path, read):
    path = write_xlsx(
        tmp_path / "a.xlsx",
        Targets=[["District", "Target"], ["Swat", 1200], [], ["Dir", 0.5]],
        اضلاع=[["سوات"]],
    )
    extraction = read(path)
    assert extraction.status is Status.READY
    assert extraction.page_kind is PageKind.SHEET
    assert [(page.label, page.text) for page in extraction.pages] == [
        ("Targets", "District\tTarget\nSwat\t1200\nDir\t0.5"),
        ("اضلاع", "سوات"),
    ]


def test_hidden_sheets_are_read(tmp_path, read):
    book = openpyxl.Workbook()
    book.active.append(["shown"])
    hidden = book.create_sheet("Working")
    hidden.append(["kept back"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").pages[1].text == "kept back"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "TRUE"),
        (0.1 + 0.2, "0.3"),
        (1e6, "1000000"),
        (datetime(2016, 2, 29), "2016-02-29"),
        (datetime(2016, 2, 29, 15, 30), "2016-02-29 15:30"),
        (date(2016, 2, 29), "2016-02-29"),
        (time(9, 5), "09:05:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        ("two\nlines", "two lines"),
    ],
)
def test_values_are_written_as_a_person_reads_them(value, text):
    assert format_value(value) == text


def test_a_sheet_that_claims_to_be_huge_is_read_as_it_is(tmp_path, read):
    path = replace_part(
        write_xlsx(tmp_path / "a.xlsx", Data=[["only"]]),
        "xl/worksheets/sheet1.xml",
        'ref="A1"',
        'ref="A1:XFD1048576"',
    )
    assert read(path).pages[0].text == "only"


def test_a_workbook_without_values_is_blank(tmp_path, read):
    extraction = read(write_xlsx(tmp_path / "a.xlsx", Empty=[]))
    assert (extraction.status, extraction.reason) == (Status.NO_TEXT, Reason.BLANK)


def test_an_entity_bomb_in_a_sheet_ends_with_a_reason(tmp_path, read):
    bomb = (
        '<!DOCTYPE b [<!ENTITY a "'
        + "x" * 1000
        + '">'
        + "".join(
            f'<!ENTITY a{n} "{f"&a{n - 1 if n > 1 else str()};" * 20}">'
            for n in range(1, 6)
        )
        + "]>"
    )
    path = write_xlsx(tmp_path / "a.xlsx", Data=[["v"]])
    replace_part(path, "xl/worksheets/sheet1.xml", "<worksheet", bomb + "<worksheet")
    replace_part(
        path, "xl/worksheets/sheet1.xml", "<sheetData>", "<a>&a5;</a><sheetData>"
    )
    extraction = read(path)
    assert extraction.status in (Status.FAILED, Status.NO_TEXT)
    assert "xxxx" not in extraction.detail


def test_a_workbook_with_a_broken_list_of_sheets_is_corrupt(tmp_path, read):
    path = replace_part(
        write_xlsx(tmp_path / "a.xlsx", Data=[["v"]]),
        "xl/workbook.xml",
        "<workbook",
        "<w",
    )
    extraction = read(path)
    assert (extraction.status, extraction.reason) == (Status.FAILED, Reason.CORRUPT)


def test_an_old_worksheet_is_read(tmp_path, read):
    def record(kind, content):
        return struct.pack("<HH", kind, len(content)) + content

    label = b"District"
    path = tmp_path / "a.xls"
    path.write_bytes(
        record(0x0409, struct.pack("<HHH", 0, 0x10, 0))  # a sheet of Excel 4
        + record(0x0204, struct.pack("<HHHH", 0, 0, 0, len(label)) + label)
        + record(0x0203, struct.pack("<HHHd", 0, 1, 0, 12.5))
        + record(0x0205, struct.pack("<HHHBB", 1, 0, 0, 1, 0))  # TRUE
        + record(0x0205, struct.pack("<HHHBB", 1, 1, 0, 0x2A, 1))  # an error
        + record(0x000A, b"")
    )
    extraction = read(path)
    assert extraction.page_kind is PageKind.SHEET
    assert extraction.pages[0].text == "District\t12.5\nTRUE\t#N/A"
