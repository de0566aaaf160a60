"""Reports and minutes as PDF, with the fonts that every reader carries."""

import io
from xml.sax.saxutils import escape

from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.charts.legends import Legend
from reportlab.graphics.shapes import Drawing, String
from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    HRFlowable,
    KeepTogether,
    ListFlowable,
    ListItem,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from portal.demo import blocks as b
from portal.demo.writers.front import ACCENT, ACCENT_LIGHT, INK_MUTED

GREEN = HexColor(f"#{ACCENT}")
PALE = HexColor(f"#{ACCENT_LIGHT}")
MUTED = HexColor(f"#{INK_MUTED}")
SERIES_COLOURS = (HexColor("#A9C7B8"), GREEN, HexColor("#C98B2B"))
# What ReportLab writes into files that are to be the same every time.
INVARIANT_TIME = b"D:20000101000000"
MARGIN = 28 * mm
FRAME_PADDING = 6
TEXT_WIDTH = A4[0] - 2 * (MARGIN + FRAME_PADDING)

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=12, leading=18.5)
STYLES = {
    "body": ParagraphStyle("paragraph", BODY, spaceAfter=10),
    "title": ParagraphStyle(
        "title", BODY, fontName="Helvetica-Bold", fontSize=23, leading=29
    ),
    "subtitle": ParagraphStyle("subtitle", BODY, fontSize=13, leading=18),
    "kind": ParagraphStyle(
        "kind", BODY, fontName="Helvetica-Bold", textColor=GREEN, spaceAfter=4
    ),
    "muted": ParagraphStyle("muted", BODY, fontSize=9.5, textColor=MUTED),
    2: ParagraphStyle(
        "heading",
        BODY,
        fontName="Helvetica-Bold",
        fontSize=17,
        leading=23,
        textColor=GREEN,
        spaceBefore=12,
        spaceAfter=6,
    ),
    3: ParagraphStyle(
        "subheading",
        BODY,
        fontName="Helvetica-Bold",
        fontSize=13,
        spaceBefore=6,
        spaceAfter=3,
    ),
    "cell": ParagraphStyle("cell", BODY, fontSize=10.5, leading=14.5),
    "head": ParagraphStyle(
        "head",
        BODY,
        fontName="Helvetica-Bold",
        fontSize=10.5,
        leading=14.5,
        textColor=white,
    ),
}


def write(path, front, blocks):
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=26 * mm,
        bottomMargin=24 * mm,
        title=front.title,
        author=front.unit,
        subject=front.mark,
        invariant=True,
    )

    def draw_edges(canvas, template):
        canvas.saveState()
        canvas.setStrokeColor(GREEN)
        canvas.setLineWidth(2)
        canvas.line(MARGIN, 280 * mm, A4[0] - MARGIN, 280 * mm)
        canvas.setFont("Helvetica", 8)
        canvas.setFillColor(MUTED)
        canvas.drawString(MARGIN, 13 * mm, front.mark)
        canvas.drawRightString(A4[0] - MARGIN, 13 * mm, str(template.page))
        canvas.restoreState()

    document.build(
        [*_title_block(front), *map(_flowable, blocks)],
        onFirstPage=draw_edges,
        onLaterPages=draw_edges,
    )
    written = front.timestamp.strftime("D:%Y%m%d%H%M%S").encode()
    path.write_bytes(buffer.getvalue().replace(INVARIANT_TIME, written))


def _title_block(front):
    return [
        _paragraph(front.kind, "kind"),
        _paragraph(front.title, "title"),
        _paragraph(front.subtitle, "subtitle"),
        _paragraph(f"{front.unit} · {front.written_date}", "muted"),
        HRFlowable(width="100%", color=GREEN, spaceBefore=6, spaceAfter=6),
    ]


def _flowable(block):
    match block:
        case b.Heading(text, level):
            return _paragraph(text, level)
        case b.Paragraph(text):
            return _paragraph(text, "body")
        case b.Bullets(items, ordered):
            return ListFlowable(
                [ListItem(_paragraph(item, "body")) for item in items],
                bulletType="1" if ordered else "bullet",
                bulletColor=GREEN,
                start=None if ordered else "•",
                leftIndent=14,
            )
        case b.Table():
            return _table(block)
        case b.Chart():
            return KeepTogether([_chart(block), Spacer(1, 8)])
        case b.PageBreak():
            return PageBreak()
    raise ValueError(f"A PDF cannot show {block!r}.")


def _paragraph(text, style):
    return Paragraph(escape(text), STYLES[style])


def _table(block):
    columns = len(block.header)
    first = TEXT_WIDTH * (0.34 if columns > 2 else 0.3)
    rest = (TEXT_WIDTH - first) / (columns - 1)
    rows = [[_paragraph(cell, "head") for cell in block.header]]
    rows += [[_paragraph(cell, "cell") for cell in row] for row in block.rows]
    return Table(
        rows,
        colWidths=[first, *[rest] * (columns - 1)],
        repeatRows=1,
        spaceBefore=4,
        spaceAfter=10,
        style=[
            ("BACKGROUND", (0, 0), (-1, 0), GREEN),
            ("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, PALE]),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, MUTED),
        ],
    )


def _chart(block):
    drawing = Drawing(TEXT_WIDTH, 250)
    drawing.add(String(0, 236, block.title, fontName="Helvetica-Bold", fontSize=11.5))
    bars = VerticalBarChart()
    bars.x, bars.y, bars.width, bars.height = 28, 60, TEXT_WIDTH - 40, 160
    bars.data = [values for _, values in block.series]
    bars.categoryAxis.categoryNames = list(block.categories)
    bars.categoryAxis.labels.fontSize = 9
    bars.valueAxis.valueMin = 0
    bars.valueAxis.labels.fontSize = 9
    bars.groupSpacing = 8
    for index, colour in enumerate(SERIES_COLOURS[: len(block.series)]):
        bars.bars[index].fillColor = colour
        bars.bars[index].strokeColor = None
    legend = Legend()
    legend.x, legend.y, legend.fontSize = 28, 8, 9
    legend.columnMaximum, legend.deltax, legend.boxAnchor = 1, 150, "sw"
    legend.alignment = "right"
    names = (name for name, _ in block.series)
    legend.colorNamePairs = list(zip(SERIES_COLOURS, names, strict=False))
    drawing.add(bars)
    drawing.add(legend)
    return drawing
