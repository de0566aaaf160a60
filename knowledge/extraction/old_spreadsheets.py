"""XLS, sheet by sheet, through xlrd."""

import os
from collections.abc import Iterator
from pathlib import Path

import xlrd

from .results import ExtractedPage, FileMetadata, Item, Reason, UnreadableError
from .spreadsheets import format_row


def read_xls(path: Path) -> Iterator[Item]:
    """Rows as lines with tabs between cells; hidden sheets too."""
    try:
        with open(os.devnull, "w") as nowhere:
            book = xlrd.open_workbook(
                path, logfile=nowhere, on_demand=True, ignore_workbook_corruption=True
            )
    except xlrd.XLRDError as error:
        reason = Reason.ENCRYPTED if "encrypted" in str(error) else Reason.CORRUPT
        raise UnreadableError(reason, f"xlrd: {error}") from error
    yield FileMetadata(author=book.user_name or "")
    for number, name in enumerate(book.sheet_names(), start=1):
        sheet = book.sheet_by_name(name)
        rows = (
            format_row(_value(cell, book.datemode) for cell in sheet.row(index))
            for index in range(sheet.nrows)
        )
        yield ExtractedPage(
            number=number, label=name, text="\n".join(filter(None, rows))
        )
        book.unload_sheet(name)


def _value(cell: xlrd.sheet.Cell, datemode: int) -> object:
    match cell.ctype:
        case xlrd.XL_CELL_DATE:
            try:
                return xlrd.xldate_as_datetime(cell.value, datemode)
            except (ValueError, OverflowError):
                return cell.value
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(cell.value, "#ERROR")
        case xlrd.XL_CELL_EMPTY | xlrd.XL_CELL_BLANK:
            return None
    return cell.value
