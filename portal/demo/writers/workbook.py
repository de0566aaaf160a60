"""Data sheets as XLSX: one sheet per section, the mark in its first row."""

import io

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from portal.demo import blocks as b
from portal.demo.writers.front import ACCENT, INK_MUTED
from portal.demo.writers.stable_zip import freeze

FIRST_COLUMN_WIDTH = 34
COLUMN_WIDTH = 18


def write(path, front, blocks):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    properties = workbook.properties
    properties.title, properties.creator = front.title, front.unit
    properties.subject, properties.language = front.mark, front.language
    for section in b.sections(blocks):
        sheet = workbook.create_sheet(section.title)
        sheet.sheet_view.rightToLeft = b.is_rtl(section.title)
        sheet.append([front.mark])
        sheet["A1"].font = Font(italic=True, color=INK_MUTED)
        sheet.append([f"{front.title} · {front.unit} · {front.written_date}"])
        sheet["A2"].font = Font(bold=True, size=13, color=ACCENT)
        for block in section.blocks:
            _add(sheet, block)
    buffer = io.BytesIO()
    workbook.save(buffer)
    path.write_bytes(freeze(buffer.getvalue(), front.timestamp))


def _add(sheet, block):
    match block:
        case b.Paragraph(text):
            sheet.append([text])
        case b.Table(header, rows):
            _add_rows(sheet, header, rows)
        case b.Chart(title, categories, series):
            header = (title, *(name for name, _ in series))
            columns = (categories, *(values for _, values in series))
            rows = tuple(zip(*columns, strict=True))
            first = _add_rows(sheet, header, rows)
            _add_chart(sheet, title, first, len(rows), len(series))
        case _:
            raise ValueError(f"A data sheet cannot show {block!r}.")


def _add_rows(sheet, header, rows):
    """Append a table and return the number of its header row."""
    sheet.append([])
    sheet.append(header)
    first = sheet.max_row
    for cell in sheet[first][: len(header)]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=ACCENT)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for row in rows:
        sheet.append([_value(cell) for cell in row])
    for index in range(len(header)):
        letter = get_column_letter(index + 1)
        width = COLUMN_WIDTH if index else FIRST_COLUMN_WIDTH
        sheet.column_dimensions[letter].width = width
    sheet.append([])
    return first


def _add_chart(sheet, title, first, rows, series):
    chart = BarChart()
    chart.title, chart.height, chart.width = title, 8, 16
    values = Reference(
        sheet, min_col=2, max_col=series + 1, min_row=first, max_row=first + rows
    )
    chart.add_data(values, titles_from_data=True)
    chart.set_categories(
        Reference(sheet, min_col=1, min_row=first + 1, max_row=first + rows)
    )
    sheet.add_chart(chart, f"{get_column_letter(series + 3)}{first}")


def _value(cell):
    """A cell's number where it is one, so that a reader can reckon with it."""
    try:
        number = float(cell)
    except ValueError:
        return cell
    return int(number) if number.is_integer() else number
