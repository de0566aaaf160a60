"""Small files of many formats, made for the tests."""

import io
import struct
import zipfile
from pathlib import Path

import docx
import openpyxl
import pptx
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def write_pdf(path: Path, *pages: str, password: str | None = None, **metadata) -> Path:
    canvas = Canvas(str(path), pagesize=A4, encrypt=password)
    canvas.setTitle(metadata.get("title", ""))
    canvas.setAuthor(metadata.get("author", ""))
    for page in pages:
        for number, line in enumerate(page.splitlines()):
            canvas.drawString(72, 750 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return path


def write_right_to_left_pdf(path: Path, glyphs: list[str]) -> Path:
    """One line of glyphs from left to right, each with the letters it stands for.

    That is how programs print Urdu: the letters of the end of the line come first.
    """
    codes = bytes(range(65, 65 + len(glyphs)))
    mapping = "\n".join(
        f"<{code:02x}> <{letters.encode('utf-16-be').hex()}>"
        for code, letters in zip(codes, glyphs, strict=True)
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(glyphs)} beginbfchar\n{mapping}\nendbfchar\nendcmap end end"
    ).encode()
    drawing = b"BT /F1 20 Tf 100 700 Td (" + codes + b") Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier/ToUnicode 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap),
    ]
    body = b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, content)
        for number, content in enumerate(objects, start=1)
    )
    path.write_bytes(b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n")
    return path


def write_pptx(path: Path) -> Path:
    """Two slides: a title, a table, a group and notes; then a chart."""
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "Roads of Swat"
    table = slide.shapes.add_table(2, 2, 0, 0, 900000, 900000).table
    for row, values in enumerate((("District", "Kilometres"), ("Swat", "120"))):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 900000, 900000).text_frame.text = "in a group"
    slide.notes_slide.notes_text_frame.text = "Ask about land acquisition."
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "Progress"
    data = CategoryChartData()
    data.categories = ["January", "February"]
    data.add_series("Schools opened", (3, 4))
    second.shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, 900000, 900000, data)
    show.core_properties.title = "A stocktake"
    show.core_properties.author = "Unit"
    show.save(path)
    return path


def write_docx(path: Path) -> Path:
    """Two pages with headings, a table, a header and a footer."""
    text = docx.Document()
    text.add_heading("Minutes", level=1)
    text.add_paragraph("The chair opened the meeting.")
    text.add_page_break()
    text.add_heading("Decisions", level=2)
    table = text.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Secretary"
    table.cell(0, 1).text = "within a week"
    text.sections[0].header.paragraphs[0].text = "Draft for comment"
    text.sections[0].footer.paragraphs[0].text = "Planning cell"
    text.core_properties.title = "Minutes of the meeting"
    text.save(path)
    return path


def write_xlsx(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def write_zip(path: Path, **parts: str | bytes) -> Path:
    """A zip file; in the names, ``__`` stands for a slash and ``_xml`` for ``.xml``."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return path


def replace_part(path: Path, name: str, old: str, new: str) -> Path:
    """Change a part of a zip package in place."""
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == name:
                changed = content.decode("utf-8").replace(old, new)
                assert changed != content.decode("utf-8")
                content = changed.encode("utf-8")
            target.writestr(entry.filename, content)
    return path


def without_part(path: Path, name: str) -> Path:
    """Drop a part of a zip package in place."""
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if entry.filename != name:
                target.writestr(entry.filename, source.read(entry))
    assert name in source.namelist()
    return path


def write_ole(path: Path, streams: dict[str, bytes]) -> Path:
    """An OLE container (MS-CFB) of small streams; ``folder/name`` makes a folder.

    Sectors: allocation table, table of the mini stream, directory, mini stream.
    """
    none, end = 0xFFFFFFFF, 0xFFFFFFFE
    folders = sorted({name.partition("/")[0] for name in streams if "/" in name})
    entries = [("Root Entry", 5, b""), *((folder, 1, b"") for folder in folders)]
    children: dict[int, list[int]] = {0: list(range(1, len(entries)))}
    for name, content in streams.items():
        folder, _, base = name.rpartition("/")
        parent = 1 + folders.index(folder) if folder else 0
        children.setdefault(parent, []).append(len(entries))
        entries.append((base, 2, content))

    mini, mini_table, starts = b"", [], []
    for _, _, content in entries:
        sectors = -(-len(content) // 64)
        starts.append(len(mini_table) if sectors else end)
        mini_table += [*range(len(mini_table) + 1, len(mini_table) + sectors), end]
        mini_table = mini_table if sectors else mini_table[:-1]
        mini += content.ljust(sectors * 64, b"\0")
    directory_sectors = -(-len(entries) // 4)
    starts[0] = 2 + directory_sectors
    siblings = {
        child: later
        for family in children.values()
        for child, later in zip(family, family[1:], strict=False)
    }
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack(
            "<HBBIII36xIQ",
            2 * len(name) + 2,
            kind,
            1,
            none,
            siblings.get(number, none),
            children.get(number, [none])[0],
            starts[number],
            len(content) if number else len(mini),
        )
        for number, (name, kind, content) in enumerate(entries)
    )
    table = [0xFFFFFFFD, end, *range(3, 2 + directory_sectors), end]
    table += [*range(len(table) + 1, len(table) - (-len(mini) // 512)), end]
    header = OLE_MAGIC + struct.pack(
        "<16x5H6x9I109I",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 2, 0, 4096, 1, 1, end, 0),
        *[0, *[none] * 108],
    )
    sectors = [
        struct.pack("<128I", *table, *[none] * (128 - len(table))),
        struct.pack("<128I", *mini_table, *[none] * (128 - len(mini_table))),
        directory.ljust(directory_sectors * 512, b"\0"),
        mini.ljust(-(-len(mini) // 512) * 512, b"\0"),
    ]
    path.write_bytes(header + b"".join(sectors))
    return path


def write_msg(path: Path, properties: dict[str, str | bytes]) -> Path:
    """An Outlook message of properties by tag; ``folder/tag`` is an attachment's."""
    streams = {"__properties_version1.0": bytes(32)}
    for tag, value in properties.items():
        folder, slash, tag = tag.rpartition("/")
        name = f"{folder}{slash}__substg1.0_{tag}"
        if isinstance(value, bytes):
            streams[f"{name}0102"] = value
        else:
            streams[f"{name}001F"] = value.encode("utf-16-le")
    return write_ole(path, streams)
