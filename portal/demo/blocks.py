"""Reads a Markdown source into the blocks that every writer knows.

One source style serves all formats: `##` opens a section (a slide, a sheet), `---`
breaks the page, a block quote holds speaker notes, and a table whose paragraph above
begins with "Chart:" is drawn as a chart of its columns.
"""

import re
from dataclasses import dataclass

import lxml.html
import markdown

CHART_MARK = "Chart:"
ARABIC_SCRIPT = re.compile("[\u0600-\u06ff]")
LATIN_SCRIPT = re.compile("[A-Za-z]")


@dataclass(frozen=True)
class Heading:
    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Table:
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]


@dataclass(frozen=True)
class Notes:
    text: str


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Heading | Paragraph | Bullets | Table | Chart | Notes | PageBreak


@dataclass(frozen=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


def is_rtl(text):
    """Whether the text is mainly in Arabic script and so runs from right to left."""
    return len(ARABIC_SCRIPT.findall(text)) > len(LATIN_SCRIPT.findall(text))


def parse(source):
    """Return the blocks of a Markdown source, in order."""
    html = markdown.markdown(source, extensions=["tables", "sane_lists"])
    blocks = []
    for element in lxml.html.fragments_fromstring(html, no_leading_text=True):
        block = _block(element)
        previous = blocks[-1] if blocks else None
        if isinstance(block, Table) and _announces_chart(previous):
            blocks[-1] = _chart(previous.text, block)
        else:
            blocks.append(block)
    return tuple(blocks)


def sections(blocks):
    """Split blocks at their second-level headings, as slides and sheets need."""
    found = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            found.append((block.text, []))
        elif not isinstance(block, PageBreak):
            found[-1][1].append(block)
    return tuple(Section(title, tuple(inner)) for title, inner in found)


def _block(element):
    match element.tag:
        case "h2" | "h3":
            return Heading(_text(element), int(element.tag[1]))
        case "p":
            return Paragraph(_text(element))
        case "ul" | "ol":
            return Bullets(tuple(map(_text, element)), element.tag == "ol")
        case "table":
            rows = [tuple(map(_text, row)) for row in element.iter("tr")]
            return Table(rows[0], tuple(rows[1:]))
        case "blockquote":
            return Notes(_text(element))
        case "hr":
            return PageBreak()
    raise ValueError(f"No writer knows the element <{element.tag}>.")


def _text(element):
    return " ".join(element.text_content().split())


def _announces_chart(block):
    return isinstance(block, Paragraph) and block.text.startswith(CHART_MARK)


def _chart(announcement, table):
    columns = zip(*(row[1:] for row in table.rows), strict=True)
    return Chart(
        title=announcement.removeprefix(CHART_MARK).strip(),
        categories=tuple(row[0] for row in table.rows),
        series=tuple(
            (name, tuple(map(float, column)))
            for name, column in zip(table.header[1:], columns, strict=True)
        ),
    )
