"""Zip packages of XML parts (Office Open XML, OpenDocument, EPUB), opened with care.

Parts are found whatever the case and slashes of their names, relationships may be
broken, and names are compared without XML namespaces, so that the strict and the
transitional dialect of Office Open XML read alike.
"""

import posixpath
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote

from lxml import etree

from .archives import ZIP_ERRORS, open_archive
from .results import FileMetadata

_LARGEST_XML = 1 << 28


class Package:
    """A zip file whose size when unpacked was checked before anything is unpacked.

    Raises ``UnreadableError`` if the file is no zip, is encrypted or oversized.
    """

    def __init__(self, path: Path):
        self._archive = open_archive(path)
        self._entries = {}
        for entry in self._archive.infolist():
            self._entries.setdefault(_normalized(entry.filename), entry)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()

    def names(self, prefix: str = "", suffix: str = "") -> list[str]:
        """Names of parts in lower case, in the order of the numbers in them."""
        return sorted(
            (name for name in self._entries if _matches(name, prefix, suffix)),
            key=lambda name: (len(name), name),
        )

    def read(self, name: str) -> bytes | None:
        """A part's content; ``None`` if it is missing or damaged."""
        entry = self._entries.get(_normalized(name))
        if entry is None or entry.file_size > _LARGEST_XML:
            return None
        try:
            return self._archive.read(entry)
        except ZIP_ERRORS:
            return None

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part; ``None`` if it is missing or beyond repair."""
        content = self.read(name)
        return parse_xml(content) if content else None

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Relationships of a part: id to (kind, name of the other part)."""
        folder, base = posixpath.split(_normalized(name))
        root = self.xml(f"{folder}/_rels/{base}.rels")
        found = {}
        for relation in () if root is None else root.iter("{*}Relationship"):
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External" or not target:
                continue
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            part = _normalized(posixpath.join("/" + folder, unquote(target)))
            found[relation.get("Id", "")] = (kind, part)
        return found


def parse_xml(content: bytes) -> etree._Element | None:
    """Parse untrusted XML: no entities, no network, errors mended where possible."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local_name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str, default: str = "") -> str:
    """An attribute's value by its name without namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return default


def first(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first descendant of that name, without namespace."""
    return None if element is None else next(element.iter("{*}" + name), None)


def content_of(element: etree._Element | None) -> str:
    return "" if element is None else "".join(element.itertext())


def drawing_paragraphs(element: etree._Element) -> Iterator[str]:
    """Paragraphs of DrawingML, as in shapes, charts and diagrams."""
    for paragraph in element.iter("{*}p"):
        text = "".join(_drawing_runs(paragraph))
        if text.strip():
            yield text


def _drawing_runs(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter("{*}t", "{*}br", "{*}tab"):
        yield {"t": content_of(element), "br": "\n", "tab": "\t"}[local_name(element)]


def core_metadata(package: Package) -> FileMetadata:
    """Title, author and day of creation of an Office Open XML package."""
    root = package.xml("docProps/core.xml")
    return FileMetadata(
        title=content_of(first(root, "title")),
        author=content_of(first(root, "creator")),
        created=parse_day(content_of(first(root, "created"))),
    )


def parse_day(value: str) -> date | None:
    """The day of an ISO 8601 date or time; ``None`` if it is none."""
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def _normalized(name: str) -> str:
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").lower()


def _matches(name: str, prefix: str, suffix: str) -> bool:
    return name.startswith(prefix) and name.endswith(suffix)
