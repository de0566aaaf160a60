"""XLSX and XLSM, sheet by sheet, through openpyxl."""

import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl

from .packages import Package, core_metadata
from .results import ExtractedPage, Item, Problem, Reason, UnreadableError


def read_xlsx(path: Path) -> Iterator[Item]:
    """Rows as lines with tabs between cells; hidden sheets too.

    Values are those last calculated, formatted as dates where they are dates.
    """
    with Package(path) as package:
        yield core_metadata(package)
    warnings.simplefilter("ignore")  # about styles and extensions it does not know
    try:
        book = openpyxl.load_workbook(
            path, read_only=True, data_only=True, keep_links=False
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise UnreadableError(Reason.CORRUPT, f"openpyxl: {error}") from error
    for number, sheet in enumerate(book.worksheets, start=1):
        lines: list[str] = []
        try:
            sheet.reset_dimensions()  # what a sheet says of its size is often wrong
            for row in sheet.iter_rows(values_only=True):
                lines.append(format_row(row))
        except (KeyError, ValueError, TypeError, SyntaxError) as error:
            yield Problem(f"sheet {number}: {error}")
        yield ExtractedPage(
            number=number, label=sheet.title, text="\n".join(filter(None, lines))
        )


def format_row(values: Iterable[object]) -> str:
    return "\t".join(map(format_value, values)).rstrip("\t")


def format_value(value: object) -> str:
    """A cell as a person would read it, independent of locale."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return format(value, ".15g")
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return " ".join(str(value).split())
