"""DOCX, read from its XML.

The parts are read directly and not through python-docx, which refuses the strict
dialect and leaves out text boxes, footnotes and page breaks.
"""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from .packages import (
    Package,
    attribute,
    content_of,
    core_metadata,
    first,
    local_name,
)
from .results import ExtractedPage, Item, Reason, UnreadableError


def read_docx(path: Path) -> Iterator[Item]:
    """Body text in reading order, split into pages as far as the file tells.

    A DOCX file has no pages; a program makes them up when it lays the text out. Word
    notes where its pages began when it saved the file, and those marks are followed
    here together with the page breaks that the writer set. So the numbers are those
    that the author saw in Word, but may be off by one or more on another printer or
    in another program; a blank page forced by a section is not counted; and files of
    other programs (LibreOffice, Google Docs) have only the writer's own breaks, so
    that a long text may be one page.

    Tables come row by row, with tabs between cells; text boxes after the paragraph
    that anchors them; footnotes at the end of their page; endnotes, headers and
    footers once. Deleted text and comments are left out.
    """
    with Package(path) as package:
        yield core_metadata(package)
        main = _main_part(package)
        root = package.xml(main)
        body = first(root, "body")
        if body is None:
            raise UnreadableError(Reason.CORRUPT, "no readable text part")
        parts = [name for _, name in package.related(main).values()]
        pages = _Pages(
            headings=_heading_styles(package.xml("word/styles.xml")),
            footnotes=_notes(package.xml("word/footnotes.xml"), "footnote"),
        )
        pages.add_blocks(body)
        pages.finish()
        margins = sorted({*parts, *package.names("word/", ".xml")})
        pages.texts[0] = "\n".join(
            [*_running(package, margins, "header"), pages.texts[0]]
        )
        endnotes = _notes(package.xml("word/endnotes.xml"), "endnote").values()
        pages.texts[-1] = "\n".join(
            [pages.texts[-1], *endnotes, *_running(package, margins, "footer")]
        )
        for number, text in enumerate(pages.texts, start=1):
            yield ExtractedPage(
                number=number, title=pages.titles.get(number, ""), text=text
            )


def _main_part(package: Package) -> str:
    for kind, name in package.related("").values():
        if kind == "officeDocument" and package.read(name):
            return name
    return "word/document.xml"


def _heading_styles(styles: etree._Element | None) -> set[str]:
    """Ids of the styles for titles and headings, whatever language they are in."""
    found = set()
    for style in () if styles is None else styles.iter("{*}style"):
        name = first(style, "name")
        label = "" if name is None else attribute(name, "val").lower()
        if label == "title" or label.startswith("heading "):
            found.add(attribute(style, "styleId"))
    return found


def _notes(root: etree._Element | None, kind: str) -> dict[str, str]:
    """Text of foot- or endnotes by id, the separators left out."""
    return {
        attribute(note, "id"): "\n".join(_plain_paragraphs(note))
        for note in (() if root is None else root.iter("{*}" + kind))
        if attribute(note, "type") in ("", "normal")
    }


def _running(package: Package, names: list[str], kind: str) -> Iterator[str]:
    """Text of all headers or footers, each different one once."""
    seen = set()
    for name in names:
        if not name.rsplit("/", 1)[-1].startswith(kind):
            continue
        root = package.xml(name)
        text = "" if root is None else "\n".join(_plain_paragraphs(root))
        if text.strip() and text not in seen:
            seen.add(text)
            yield text


def _plain_paragraphs(root: etree._Element) -> Iterator[str]:
    pages = _Pages(headings=set(), footnotes={})
    pages.add_blocks(root)
    pages.finish()
    yield from filter(None, pages.texts)


class _Pages:
    """The pages of one text, filled block by block."""

    def __init__(self, headings: set[str], footnotes: dict[str, str]):
        self.headings = headings
        self.footnotes = footnotes
        self.texts: list[str] = []
        self.titles: dict[int, str] = {}
        self._lines: list[str] = []
        self._line = ""
        self._notes: list[str] = []
        self._boxes: list[etree._Element] = []

    def add_blocks(self, parent: etree._Element) -> None:
        for block in parent:
            match local_name(block):
                case "p":
                    self._add_paragraph(block)
                case "tbl":
                    self._add_table(block)
                case "AlternateContent":
                    self.add_blocks(_preferred(block))
                case "sectPr" | "del" | "moveFrom":
                    continue
                case _:  # content controls, custom XML, insertions
                    self.add_blocks(block)

    def finish(self) -> None:
        if self._line or self._boxes:
            self._end_line()
        self._end_page()

    def _add_paragraph(self, paragraph: etree._Element) -> None:
        properties = paragraph.find("{*}pPr")
        if _is_on(first(properties, "pageBreakBefore")):
            self._end_page()
        self._add_runs(paragraph)
        style = first(properties, "pStyle")
        number = len(self.texts) + 1
        is_heading = style is not None and attribute(style, "val") in self.headings
        if is_heading and self._line.strip():
            self.titles.setdefault(number, self._line)
        self._end_line()

    def _add_runs(self, parent: etree._Element) -> None:
        for element in parent:
            match local_name(element):
                case "t":
                    self._line += content_of(element)
                case "tab" | "ptab":
                    self._line += "\t"
                case "noBreakHyphen":
                    self._line += "-"
                case "cr":
                    self._line += "\n"
                case "br":
                    self._add_break(attribute(element, "type"))
                case "lastRenderedPageBreak":
                    if self._line.strip() or any(map(str.strip, self._lines)):
                        self._add_break("page")
                case "footnoteReference":
                    note = self.footnotes.get(attribute(element, "id"))
                    if note:
                        self._notes.append(note)
                case "txbxContent":
                    self._boxes.append(element)
                case "AlternateContent":
                    self._add_runs(_preferred(element))
                case "pPr" | "rPr" | "del" | "moveFrom" | "delText" | "instrText":
                    continue
                case _:
                    self._add_runs(element)

    def _add_break(self, kind: str) -> None:
        if kind == "page":
            self._end_line()
            self._end_page()
        else:
            self._line += "\n"

    def _add_table(self, table: etree._Element) -> None:
        """Rows as lines; a row in which a page begins goes where it begins."""
        for row in _within(table, "tr"):
            cells = []
            for cell in _within(row, "tc"):
                inner = _Pages(headings=set(), footnotes=self.footnotes)
                inner.add_blocks(cell)
                inner.finish()
                cells.append(" ".join(" ".join(inner.texts).split()))
            breaks = first(row, "lastRenderedPageBreak") is not None
            text = "\t".join(cells)
            if breaks and any(map(str.strip, self._lines)):
                self._end_page()
            self._lines.append(text)

    def _end_line(self) -> None:
        self._lines.append(self._line)
        self._line = ""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.add_blocks(box)

    def _end_page(self) -> None:
        self.texts.append("\n".join([*self._lines, *self._notes]))
        self._lines, self._notes = [], []


def _preferred(alternatives: etree._Element) -> etree._Element:
    """Of alternatives for newer and older programs, the first with text in it."""
    for option in alternatives:
        if content_of(option).strip():
            return option
    return alternatives[0] if len(alternatives) else alternatives


def _within(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, not those of tables inside it."""
    for child in parent:
        if local_name(child) == name:
            yield child
        elif local_name(child) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _within(child, name)


def _is_on(toggle: etree._Element | None) -> bool:
    return toggle is not None and attribute(toggle, "val", "1") not in ("0", "false")
