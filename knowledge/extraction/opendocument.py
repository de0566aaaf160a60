"""ODT, ODP and ODS (OpenDocument), read from their XML."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from .packages import Package, attribute, content_of, first, local_name, parse_day
from .results import (
    ExtractedPage,
    FileMetadata,
    Item,
    PageCount,
    Reason,
    UnreadableError,
)


def read_odt(path: Path) -> Iterator[Item]:
    """The text as one section: the file does not say where its pages began."""
    with Package(path) as package:
        yield _metadata(package)
        body = _body(package)
        styles = package.xml("styles.xml")
        lines = list(_lines(body))
        master = first(styles, "master-styles")
        if master is not None:
            lines += _lines(master)
        heading = next(
            (content_of(h) for h in body.iter("{*}h") if content_of(h).strip()), ""
        )
        yield ExtractedPage(number=1, title=heading, text="\n".join(lines))


def read_odp(path: Path) -> Iterator[Item]:
    """Slides with their notes."""
    with Package(path) as package:
        yield _metadata(package)
        slides = [
            element
            for element in _body(package).iter("{*}page")
            if "drawing" in etree.QName(element).namespace
        ]
        yield PageCount(len(slides))
        for number, slide in enumerate(slides, start=1):
            notes = "\n".join(
                line for part in slide.findall("{*}notes") for line in _lines(part)
            )
            title = next(
                (
                    " ".join(_lines(frame))
                    for frame in slide.iter("{*}frame")
                    if attribute(frame, "class") == "title"
                ),
                "",
            )
            shapes = (part for part in slide if local_name(part) != "notes")
            text = "\n".join(line for shape in shapes for line in _lines(shape))
            yield ExtractedPage(number=number, title=title, text=text, notes=notes)


def read_ods(path: Path) -> Iterator[Item]:
    """Sheets with rows as lines and tabs between cells."""
    with Package(path) as package:
        yield _metadata(package)
        sheet_elements = _body(package).iter("{*}table")
        for number, sheet in enumerate(sheet_elements, start=1):
            yield ExtractedPage(
                number=number,
                label=attribute(sheet, "name"),
                text="\n".join(filter(None, map(_row, sheet.iter("{*}table-row")))),
            )


def _body(package: Package) -> etree._Element:
    manifest = package.read("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise UnreadableError(Reason.ENCRYPTED, "OpenDocument behind a password")
    body = first(package.xml("content.xml"), "body")
    if body is None:
        raise UnreadableError(Reason.CORRUPT, "no readable content.xml")
    return body


def _metadata(package: Package) -> FileMetadata:
    meta = package.xml("meta.xml")
    author = first(meta, "initial-creator")
    return FileMetadata(
        title=content_of(first(meta, "title")),
        author=content_of(author if author is not None else first(meta, "creator")),
        created=parse_day(content_of(first(meta, "creation-date"))),
    )


def _lines(parent: etree._Element) -> Iterator[str]:
    """Paragraphs and table rows in order; deleted text left out."""
    match local_name(parent):
        case "p" | "h":
            yield _inline(parent)
            return
        case "table-row":
            yield _row(parent)
            return
        case "tracked-changes" | "annotation":
            return
    for child in parent:
        yield from _lines(child)


def _row(row: etree._Element) -> str:
    cells = (cell for cell in row if local_name(cell) == "table-cell")
    texts = (" ".join(filter(str.strip, _cell_lines(cell))) for cell in cells)
    return "\t".join(texts).rstrip("\t")


def _cell_lines(cell: etree._Element) -> Iterator[str]:
    for child in cell:
        yield from _lines(child)


def _inline(paragraph: etree._Element) -> str:
    """A paragraph's text with its tabs, line breaks and runs of blanks."""
    pieces = [paragraph.text or ""]
    for child in paragraph:
        match local_name(child):
            case "tab":
                pieces.append("\t")
            case "line-break":
                pieces.append("\n")
            case "s":
                pieces.append(" ")
            case "annotation" | "tracked-changes":
                pass
            case "p" | "h":
                pieces.append(f"\n{_inline(child)}\n")
            case _:
                pieces.append(_inline(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
