"""Which function reads which media type.

A reader takes the path of the file and yields ``ExtractedPage`` values in order,
numbered from 1, and once ``FileMetadata``, if it can tell any. It yields a ``Problem``
for a part that it had to leave out, and raises ``UnreadableError`` (or anything else)
when it cannot go on: pages already yielded are kept. Text need not be cleaned.
To add a format, write such a function and name it here; the module is imported only
when a file of its type is read.
"""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path

from . import media_types
from .results import Item, PageKind

ReadFunction = Callable[[Path], Iterator[Item]]

READERS: dict[str, tuple[str, PageKind]] = {
    media_types.PDF: ("pdf.read_pdf", PageKind.PAGE),
    media_types.PPTX: ("presentations.read_pptx", PageKind.SLIDE),
    media_types.DOCX: ("word.read_docx", PageKind.PAGE),
    media_types.XLSX: ("spreadsheets.read_xlsx", PageKind.SHEET),
    media_types.XLSM: ("spreadsheets.read_xlsx", PageKind.SHEET),
    media_types.XLS: ("old_spreadsheets.read_xls", PageKind.SHEET),
    media_types.ODT: ("opendocument.read_odt", PageKind.SECTION),
    media_types.ODP: ("opendocument.read_odp", PageKind.SLIDE),
    media_types.ODS: ("opendocument.read_ods", PageKind.SHEET),
    media_types.PLAIN: ("plain_text.read_text", PageKind.SECTION),
    media_types.CSV: ("plain_text.read_text", PageKind.SECTION),
    media_types.TSV: ("plain_text.read_text", PageKind.SECTION),
    media_types.MARKDOWN: ("plain_text.read_markdown", PageKind.SECTION),
    media_types.HTML: ("web.read_html", PageKind.SECTION),
    media_types.XML: ("web.read_html", PageKind.SECTION),
    media_types.RTF: ("rich_text.read_rtf", PageKind.SECTION),
    media_types.EMAIL: ("mail.read_email", PageKind.SECTION),
    media_types.MSG: ("outlook.read_msg", PageKind.SECTION),
    media_types.EPUB: ("books.read_epub", PageKind.SECTION),
    media_types.DOC: ("libreoffice.read_doc", PageKind.PAGE),
    media_types.PPT: ("libreoffice.read_ppt", PageKind.SLIDE),
    media_types.XLSB: ("libreoffice.read_other", PageKind.PAGE),
    media_types.OLE: ("libreoffice.read_other", PageKind.PAGE),
    media_types.PNG: ("images.read_image", PageKind.PAGE),
    media_types.JPEG: ("images.read_image", PageKind.PAGE),
    media_types.GIF: ("images.read_image", PageKind.PAGE),
    media_types.TIFF: ("images.read_image", PageKind.PAGE),
    media_types.BMP: ("images.read_image", PageKind.PAGE),
    media_types.WEBP: ("images.read_image", PageKind.PAGE),
    media_types.HEIC: ("images.read_image", PageKind.PAGE),
    media_types.ENCRYPTED: ("refusals.read_encrypted", PageKind.PAGE),
    media_types.EMPTY: ("refusals.read_empty", PageKind.SECTION),
    media_types.ZIP: ("refusals.read_zip", PageKind.SECTION),
}


def find_reader(media_type: str) -> tuple[ReadFunction, PageKind]:
    """The reader of a type and what it calls its pages."""
    location, page_kind = READERS.get(
        media_type, ("refusals.read_unsupported", PageKind.SECTION)
    )
    module, function = location.split(".")
    return getattr(importlib.import_module(f".{module}", __package__), function), (
        page_kind
    )
