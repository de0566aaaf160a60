"""Stocktake presentations as PPTX: speaker notes, tables and native charts."""

import io

import pptx
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

from portal.demo import blocks as b
from portal.demo.writers.front import (
    ACCENT,
    ACCENT_LIGHT,
    INK_MUTED,
    MARK_UR,
    urdu_digits,
)
from portal.demo.writers.stable_zip import freeze

GREEN = RGBColor.from_string(ACCENT)
PALE = RGBColor.from_string(ACCENT_LIGHT)
MUTED = RGBColor.from_string(INK_MUTED)
WHITE = RGBColor(255, 255, 255)
SERIES_COLOURS = (RGBColor(0xA9, 0xC7, 0xB8), GREEN, RGBColor(0xC9, 0x8B, 0x2B))
TITLE_LAYOUT, TITLE_ONLY_LAYOUT = 0, 5
LEFT, TOP, WIDTH, HEIGHT = Inches(0.7), Inches(1.5), Inches(11.9), Inches(5.2)
GAP = Inches(0.3)


def write(path, front, blocks):
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    properties = deck.core_properties
    properties.title, properties.author = front.title, front.unit
    properties.subject, properties.language = front.mark, front.language
    _add_title_slide(deck, front)
    for number, section in enumerate(b.sections(blocks), start=2):
        _add_slide(deck, front, section, number)
    buffer = io.BytesIO()
    deck.save(buffer)
    path.write_bytes(freeze(buffer.getvalue(), front.timestamp))


def _add_title_slide(deck, front):
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_LAYOUT])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = GREEN
    title, subtitle = slide.placeholders[0], slide.placeholders[1]
    _place(title, LEFT, Inches(1.6), WIDTH, Inches(1.8))
    _write(title.text_frame.paragraphs[0], front.title, 38, WHITE, bold=True)
    _place(subtitle, LEFT, Inches(3.5), WIDTH, Inches(2.6))
    lines = (
        front.subtitle,
        f"{front.unit} · {front.written_date}",
        front.mark,
        MARK_UR,
    )
    frame = subtitle.text_frame
    for index, line in enumerate(lines):
        paragraph = frame.add_paragraph() if index else frame.paragraphs[0]
        _write(paragraph, line, 20 if index < 2 else 14, WHITE)
    slide.notes_slide.notes_text_frame.text = front.mark


def _add_slide(deck, front, section, number):
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY_LAYOUT])
    bar = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, 0, 0, deck.slide_width, Inches(0.14)
    )
    bar.fill.solid()
    bar.fill.fore_color.rgb = GREEN
    bar.line.fill.background()
    _place(slide.shapes.title, LEFT, Inches(0.4), WIDTH, Inches(0.95))
    heading = slide.shapes.title.text_frame.paragraphs[0]
    _write(heading, section.title, 28, GREEN, bold=True)
    notes = [block.text for block in section.blocks if isinstance(block, b.Notes)]
    if notes:
        slide.notes_slide.notes_text_frame.text = "\n".join(notes)
    words = [
        block for block in section.blocks if isinstance(block, (b.Bullets, b.Paragraph))
    ]
    figures = [
        block for block in section.blocks if isinstance(block, (b.Table, b.Chart))
    ]
    words_width = (WIDTH - GAP) // 2 if words and figures else WIDTH
    # The words come first in the direction of reading, the figures beside them.
    places = [LEFT, LEFT + WIDTH - words_width]
    if b.is_rtl(section.title):
        places.reverse()
    if words:
        _add_words(slide, words, places[0], words_width)
    for figure in figures:
        draw = _add_chart if isinstance(figure, b.Chart) else _add_table
        draw(slide, figure, places[1], words_width)
    foot = slide.shapes.add_textbox(LEFT, Inches(6.95), WIDTH, Inches(0.4))
    paragraph = foot.text_frame.paragraphs[0]
    number = urdu_digits(number) if front.language == "ur" else number
    _write(paragraph, f"{front.mark}   {number}", 10, MUTED)


def _add_words(slide, words, left, width):
    frame = slide.shapes.add_textbox(left, TOP, width, HEIGHT).text_frame
    frame.word_wrap = True
    lines = [
        line
        for block in words
        for line in (
            [block.text]
            if isinstance(block, b.Paragraph)
            else [f"• {item}" for item in block.items]
        )
    ]
    for index, line in enumerate(lines):
        paragraph = frame.add_paragraph() if index else frame.paragraphs[0]
        paragraph.space_after = Pt(10)
        _write(paragraph, line, 20)


def _add_table(slide, table, left, width):
    rows = (table.header, *table.rows)
    height = Inches(0.45) * len(rows)
    shape = slide.shapes.add_table(
        len(rows), len(table.header), left, TOP, width, height
    )
    if b.is_rtl(" ".join(table.header)):
        shape.table._tbl.tblPr.set("rtl", "1")
    for row_index, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = shape.table.cell(row_index, column)
            cell.fill.solid()
            cell.fill.fore_color.rgb = (
                GREEN if row_index == 0 else PALE if row_index % 2 == 0 else WHITE
            )
            colour = WHITE if row_index == 0 else None
            paragraph = cell.text_frame.paragraphs[0]
            _write(paragraph, text, 14, colour, bold=row_index == 0)


def _add_chart(slide, block, left, width):
    data = CategoryChartData()
    data.categories = block.categories
    for name, values in block.series:
        data.add_series(name, values)
    chart = slide.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, left, TOP, width, HEIGHT, data
    ).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = block.title
    chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(14)
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    chart.font.size = Pt(12)
    for series, colour in zip(chart.series, SERIES_COLOURS, strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour


def _place(shape, left, top, width, height):
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _write(paragraph, text, size, colour=None, *, bold=False):
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold = Pt(size), bold
    if colour is not None:
        run.font.color.rgb = colour
    paragraph.alignment = PP_ALIGN.LEFT
    if b.is_rtl(text):
        paragraph.alignment = PP_ALIGN.RIGHT
        paragraph._p.get_or_add_pPr().set("rtl", "1")
        run._r.get_or_add_rPr().set("lang", "ur-PK")
