"""EPUB, chapter by chapter."""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from .packages import Package, attribute, content_of, first, parse_day
from .results import (
    ExtractedPage,
    FileMetadata,
    Item,
    Problem,
    Reason,
    UnreadableError,
)
from .web import decode_html, parse_html, visible_text


def read_epub(path: Path) -> Iterator[Item]:
    """The files of the book in the order of its spine, one section each."""
    with Package(path) as package:
        if package.read("META-INF/encryption.xml") and package.read(
            "META-INF/rights.xml"
        ):
            raise UnreadableError(Reason.ENCRYPTED, "book under rights management")
        rootfile = first(package.xml("META-INF/container.xml"), "rootfile")
        location = "" if rootfile is None else attribute(rootfile, "full-path")
        book = package.xml(location)
        if book is None:
            raise UnreadableError(Reason.CORRUPT, "no readable list of contents")
        yield FileMetadata(
            title=content_of(first(book, "title")),
            author=content_of(first(book, "creator")),
            created=parse_day(content_of(first(book, "date"))),
            language=content_of(first(book, "language")).split("-")[0].lower()[:3],
        )
        files = {
            attribute(item, "id"): unquote(attribute(item, "href"))
            for item in book.iter("{*}item")
        }
        spine = [attribute(entry, "idref") for entry in book.iter("{*}itemref")]
        for number, key in enumerate(spine, start=1):
            name = posixpath.join(posixpath.dirname(location), files.get(key, ""))
            content = package.read(name)
            if content is None:
                yield Problem(f"section {number}: {name} is missing or damaged")
                yield ExtractedPage(number=number)
                continue
            soup = parse_html(decode_html(content))
            heading = soup.find(["h1", "h2", "h3"])
            yield ExtractedPage(
                number=number,
                title=heading.get_text(" ", strip=True) if heading else "",
                text=visible_text(soup),
            )
