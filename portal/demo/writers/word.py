"""Working papers and Urdu papers as DOCX, right-to-left where the text is."""

import io

import docx
from docx.enum.table import WD_TABLE_DIRECTION
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from portal.demo import blocks as b
from portal.demo.writers.front import ACCENT, INK_MUTED
from portal.demo.writers.stable_zip import freeze

GREEN = RGBColor.from_string(ACCENT)
MUTED = RGBColor.from_string(INK_MUTED)


def write(path, front, blocks):
    document = docx.Document()
    _set_styles(document)
    properties = document.core_properties
    properties.title, properties.author = front.title, front.unit
    properties.subject, properties.language = front.mark, front.language
    properties.comments = ""
    _styled(document.sections[0].footer.paragraphs[0], front.mark, MUTED, 8)
    _styled(document.add_paragraph(), front.kind, GREEN, 10.5)
    _styled(document.add_heading(level=0), front.title, GREEN, 22)
    _styled(document.add_paragraph(), front.subtitle, None, 13)
    byline = f"{front.unit} · {front.written_date}"
    _styled(document.add_paragraph(), byline, MUTED, 10)
    _styled(document.add_paragraph(), front.mark, MUTED, 9)
    for block in blocks:
        _add(document, block)
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(freeze(buffer.getvalue(), front.timestamp))


def _set_styles(document):
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for level, size in ((1, 15), (2, 12)):
        heading = document.styles[f"Heading {level}"]
        heading.font.name, heading.font.size = "Calibri", Pt(size)
        heading.font.color.rgb = GREEN


def _add(document, block):
    match block:
        case b.Heading(text, level):
            _write(document.add_heading(level=level - 1), text)
        case b.Paragraph(text):
            _write(document.add_paragraph(), text)
        case b.Bullets(items, ordered):
            style = "List Number" if ordered else "List Bullet"
            for item in items:
                _write(document.add_paragraph(style=style), item)
        case b.Table():
            _add_table(document, block)
        case b.PageBreak():
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        case _:
            raise ValueError(f"A Word file cannot show {block!r}.")


def _add_table(document, block):
    table = document.add_table(rows=0, cols=len(block.header))
    table.style = "Light Grid Accent 3"
    for row in (block.header, *block.rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _write(cell.paragraphs[0], text)
    if b.is_rtl(" ".join(block.header)):
        table.table_direction = WD_TABLE_DIRECTION.RTL
    document.add_paragraph()


def _styled(paragraph, text, colour, size):
    run = _write(paragraph, text)
    run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour


def _write(paragraph, text):
    run = paragraph.add_run(text)
    if b.is_rtl(text):
        paragraph.paragraph_format.element.get_or_add_pPr().append(
            OxmlElement("w:bidi")
        )
        properties = run._element.get_or_add_rPr()
        properties.append(OxmlElement("w:rtl"))
        language = OxmlElement("w:lang")
        language.set(qn("w:bidi"), "ur-PK")
        properties.append(language)
    return run
