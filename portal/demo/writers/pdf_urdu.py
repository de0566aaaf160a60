"""Urdu reports as PDF: letters joined by HarfBuzz, lines from right to left.

The font is one whose letters are whole glyphs, so that a reader of the file finds the
words again; fonts that compose letters of a skeleton and dots give scattered dots.
"""

import tempfile
from datetime import UTC
from pathlib import Path

from fontTools.ttLib import TTFont
from fpdf import FPDF, FontFace, XPos, YPos

from portal.demo import blocks as b
from portal.demo.writers.front import ACCENT, ACCENT_LIGHT, INK_MUTED, urdu_digits

FONTS = Path(__file__).parent.parent / "fonts"
SCRIPTS = ("arabic", "latin")
WEIGHTS = {"": 400, "B": 700}
GREEN, PALE, MUTED = f"#{ACCENT}", f"#{ACCENT_LIGHT}", f"#{INK_MUTED}"
INK = "#000000"
# The sign of the possessive tears its word apart for who reads the file by machine;
# Urdu is mostly written without it.
KASRA = "\u0650"
MARGIN, INDENT = 28, 9  # mm
SIZES = {2: 17, 3: 14}


def write(path, front, blocks):
    with tempfile.TemporaryDirectory(prefix="sabaq-fonts-") as folder:
        report = _Report(front, Path(folder))
        report.add_title_block()
        for block in blocks:
            report.add(block)
        path.write_bytes(report.output())


class _Report(FPDF):
    def __init__(self, front, folder):
        super().__init__(format="A4")
        self.front = front
        self.set_title(front.title)
        self.set_author(front.unit)
        self.set_subject(front.mark)
        self.set_lang(front.language)
        self.set_creation_date(front.timestamp.replace(tzinfo=UTC))
        self.set_margins(MARGIN, 26, MARGIN)
        self.set_auto_page_break(auto=True, margin=26)
        self._add_fonts(folder)
        self.set_text_shaping(use_shaping_engine=True)
        self.add_page()

    def _add_fonts(self, folder):
        for script in SCRIPTS:
            for style, weight in WEIGHTS.items():
                name = f"vazirmatn-{script}-{weight}"
                # HarfBuzz reads no compressed fonts.
                font = TTFont(FONTS / f"{name}.woff2", recalcTimestamp=False)
                font.flavor = None
                font.save(folder / f"{name}.ttf")
                self.add_font(script, style, folder / f"{name}.ttf")
        self.set_fallback_fonts(["latin"])

    def header(self):
        self.set_draw_color(GREEN)
        self.set_line_width(0.7)
        self.line(MARGIN, 17, self.w - MARGIN, 17)

    def footer(self):
        self.set_y(-17)
        self._write(self.front.mark, size=8, colour=MUTED)
        self.set_y(-17)
        self._write(urdu_digits(self.page_no()), size=8, colour=MUTED, align="L")

    def add_title_block(self):
        front = self.front
        self._write(front.kind, size=11, style="B", colour=GREEN)
        self._write(front.title, size=23, style="B")
        self._write(front.subtitle, size=13)
        self._write(f"{front.unit} · {front.written_date}", size=9.5, colour=MUTED)
        self.ln(3)

    def add(self, block):
        match block:
            case b.Heading(text, level):
                self.ln(3)
                self._write(text, size=SIZES[level], style="B", colour=GREEN)
            case b.Paragraph(text):
                self._write(text)
                self.ln(2)
            case b.Bullets(items, ordered):
                for number, item in enumerate(items, start=1):
                    self._add_item(f"{urdu_digits(number)}۔" if ordered else "•", item)
                self.ln(2)
            case b.Table():
                self._add_table(block)
            case b.PageBreak():
                self.add_page()
            case _:
                raise ValueError(f"An Urdu PDF cannot show {block!r}.")

    def _write(self, text, *, size=12, style="", colour=INK, align="R", width=0):
        self.set_font("arabic", style, size)
        self.set_text_color(colour)
        self.multi_cell(
            width,
            size * 0.65,
            text.replace(KASRA, ""),
            align=align,
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )

    def _add_item(self, mark, text):
        if self.will_page_break(2 * 12 * 0.65):
            self.add_page()
        top = self.y
        self._write(mark, colour=GREEN)
        self.y = top
        self._write(text, width=self.epw - INDENT)

    def _add_table(self, block):
        self.set_font("arabic", "", 10.5)
        self.set_text_color(INK)
        self.set_draw_color(MUTED)
        self.set_line_width(0.15)
        head = FontFace(emphasis="BOLD", color="#FFFFFF", fill_color=GREEN)
        with self.table(
            text_align="RIGHT",
            line_height=7.5,
            headings_style=head,
            borders_layout="HORIZONTAL_LINES",
            cell_fill_color=PALE,
            cell_fill_mode="EVEN_ROWS",
            padding=1,
        ) as table:
            for cells in (block.header, *block.rows):
                row = table.row()
                # The first column stands at the right.
                for text in reversed(cells):
                    row.cell(text.replace(KASRA, ""))
        self.ln(4)
