"""PPTX, slide by slide, read from its XML.

The parts are read directly and not through python-pptx, which gives up on a broken
relationship or on the strict dialect and leaves out diagrams.
"""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from .packages import (
    Package,
    attribute,
    content_of,
    core_metadata,
    drawing_paragraphs,
    first,
    local_name,
)
from .results import ExtractedPage, Item, Problem, Reason, UnreadableError

_TITLES = ("title", "ctrTitle")
_FURNITURE = ("sldNum", "dt", "ftr", "hdr", "sldImg")
"""Placeholders for what repeats on every slide or notes page."""


def read_pptx(path: Path) -> Iterator[Item]:
    """Slides in the order of the show, hidden ones too, with speaker notes.

    Text comes title first, then in the order of the shapes (which PowerPoint reads
    aloud): text, tables row by row, groups, chart labels, diagrams.
    """
    with Package(path) as package:
        yield core_metadata(package)
        slides = _slides(package)
        if not slides:
            raise UnreadableError(Reason.CORRUPT, "no slides in the package")
        for number, name in enumerate(slides, start=1):
            slide = package.xml(name)
            if slide is None:
                yield Problem(f"slide {number}: {name} is missing or damaged")
                yield ExtractedPage(number=number)
                continue
            relations = package.related(name)
            title, lines = _shapes(package, slide, relations)
            yield ExtractedPage(
                number=number,
                title=title,
                text="\n".join([title, *lines]),
                notes=_notes(package, relations),
            )


def _slides(package: Package) -> list[str]:
    """Names of the slides' parts, from the show or, without one, by number."""
    presentation = package.xml("ppt/presentation.xml")
    relations = package.related("ppt/presentation.xml")
    listed = () if presentation is None else presentation.iter("{*}sldId")
    # The slide's own id is an attribute called id too; the one wanted has a prefix.
    keys = [
        value
        for entry in listed
        for key, value in entry.attrib.items()
        if key.endswith("}id")
    ]
    names = [relations[key][1] for key in keys if key in relations]
    return names or package.names("ppt/slides/slide", ".xml")


def _shapes(
    package: Package, slide: etree._Element, relations: dict[str, tuple[str, str]]
) -> tuple[str, list[str]]:
    title, lines = "", []
    for shape in _leaves(slide):
        placeholder = first(shape, "ph")
        kind = "" if placeholder is None else attribute(placeholder, "type")
        if kind in _FURNITURE:
            continue
        if kind in _TITLES and not title:
            title = " ".join(" ".join(drawing_paragraphs(shape)).split())
        elif local_name(shape) == "graphicFrame":
            lines += _graphic(package, shape, relations)
        else:
            lines += drawing_paragraphs(shape)
    return title, lines


def _leaves(parent: etree._Element) -> Iterator[etree._Element]:
    """Shapes in order, those within groups included.

    Of alternatives for newer and older programs only one is taken.
    """
    for child in parent:
        match local_name(child):
            case "sp" | "graphicFrame" | "cxnSp" | "contentPart":
                yield child
            case "AlternateContent":
                choices = [list(_leaves(option)) for option in child]
                yield from next(filter(None, choices), [])
            case "cSld" | "spTree" | "grpSp":
                yield from _leaves(child)


def _graphic(
    package: Package, frame: etree._Element, relations: dict[str, tuple[str, str]]
) -> Iterator[str]:
    table = first(frame, "tbl")
    if table is not None:
        for row in table.iter("{*}tr"):
            cells = (" ".join(drawing_paragraphs(cell)) for cell in row.iter("{*}tc"))
            yield "\t".join(cells)
        return
    for element in frame.iter("{*}chart", "{*}relIds"):
        keys = (attribute(element, "id"), attribute(element, "dm"))
        for key in filter(None, keys):
            part = package.xml(relations.get(key, ("", ""))[1])
            if part is not None:
                yield from drawing_paragraphs(part)
                yield from _chart_labels(part)


def _chart_labels(chart: etree._Element) -> Iterator[str]:
    """Names of series and categories; the numbers are left to the data sheet."""
    seen = set()
    for place in chart.iter("{*}tx", "{*}cat"):
        for value in place.iter("{*}v"):
            text = content_of(value)
            if text not in seen:
                seen.add(text)
                yield text


def _notes(package: Package, relations: dict[str, tuple[str, str]]) -> str:
    for kind, name in relations.values():
        notes = package.xml(name) if kind == "notesSlide" else None
        if notes is not None:
            return "\n".join(_shapes(package, notes, {})[1])
    return ""
