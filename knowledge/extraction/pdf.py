"""PDF, page by page, through pdfium."""

import ctypes
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from .results import (
    ExtractedPage,
    FileMetadata,
    Item,
    PageCount,
    Problem,
    Reason,
    UnreadableError,
)


def read_pdf(path: Path) -> Iterator[Item]:
    """Text of every page in reading order, with the values of form fields.

    pdfium puts right-to-left lines into logical order. Pages that are pictures of
    text come out empty; a file of nothing else has no text layer.
    """
    try:
        document = _open(path)
    except pypdfium2.PdfiumError as error:
        document = _open_rebuilt(path)
        if document is None:
            raise UnreadableError(Reason.CORRUPT, f"pdfium: {error}") from error
        yield Problem("damaged file, objects found by searching: text may be missing")
    if document.get_formtype() != pdfium.FORMTYPE_NONE:
        document.init_forms()
    yield PageCount(len(document))
    yield _metadata(document)
    found_text = False
    for index in range(len(document)):
        text = ""
        try:
            text = _page_text(document, index)
        except (pypdfium2.PdfiumError, ValueError, OSError) as error:
            yield Problem(f"page {index + 1}: {error}")
        found_text = found_text or any(character.isalnum() for character in text)
        yield ExtractedPage(number=index + 1, text=text)
    if not found_text:
        raise UnreadableError(Reason.NO_TEXT_LAYER, "no text layer")


def _open(source: Path | bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableError(Reason.ENCRYPTED, "PDF behind a password") from error
        raise


_CATALOG = re.compile(
    rb"(\d+ \d+) obj\s*<<(?:(?!endobj).){0,2000}?/Type\s*/Catalog\b", re.DOTALL
)


def _open_rebuilt(path: Path) -> pypdfium2.PdfDocument | None:
    """Open a PDF that lost its header or its end, as an upload cut short has.

    pdfium searches for the objects itself, if it is told which is the root.
    """
    content = path.read_bytes()
    catalogs = _CATALOG.findall(content)
    if not catalogs:
        return None
    trailer = b"\nendobj\ntrailer\n<</Root %s R>>\nstartxref\n0\n%%%%EOF\n"
    try:
        return _open(b"%PDF-1.7\n" + content + trailer % catalogs[-1])
    except pypdfium2.PdfiumError:
        return None


def _page_text(document: pypdfium2.PdfDocument, index: int) -> str:
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            text = _mend_lam_alef(text_page, text_page.get_text_range())
            # pdfium marks a hyphen at the end of a line with U+FFFE.
            text = _LOST_SPACE.sub(" ", text.replace("\ufffe", "-"))
        finally:
            text_page.close()
        values = [value for value in _annotation_texts(page) if value not in text]
        return "\n".join([text, *values])
    finally:
        page.close()


# pdfium drops the space where a right-to-left line comes back from a Latin word.
_LOST_SPACE = re.compile("(?<=[A-Za-z])(?=[\u0621-\u064a\u0671-\u06d3])")
_ALEF_LAM = re.compile("[اأإآٱ]ل")


def _mend_lam_alef(text_page: pypdfium2.PdfTextPage, text: str) -> str:
    """Put the two letters of the lam-alef ligature into the order they are read.

    pdfium reverses right-to-left lines letter by letter, and with them the two that
    one glyph stands for: سلام becomes سالم, another word. Two letters of one glyph
    share one box, and no glyph but lam-alef joins these two.
    """
    if not _ALEF_LAM.search(text):
        return text
    letters = list(text)
    offset = 0  # between Python's code points and pdfium's UTF-16 code units
    previous = 0
    for match in _ALEF_LAM.finditer(text):
        start = match.start()
        offset += sum(character > "\uffff" for character in text[previous:start])
        previous = start
        index = pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, start + offset)
        if _share_a_glyph(text_page, index, match[0]):
            letters[start], letters[start + 1] = letters[start + 1], letters[start]
    return "".join(letters)


def _share_a_glyph(text_page: pypdfium2.PdfTextPage, index: int, pair: str) -> bool:
    first, second = (
        chr(pdfium.FPDFText_GetUnicode(text_page, position))
        for position in (index, index + 1)
    )
    return first + second == pair and (
        text_page.get_charbox(index) == text_page.get_charbox(index + 1)
    )


def _annotation_texts(page: pypdfium2.PdfPage) -> Iterator[str]:
    """What was filled into form fields and written on top of the page."""
    form = page.formenv.raw if page.formenv else None
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if kind == pdfium.FPDF_ANNOT_WIDGET and form:
                field = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
                if field in _FIELDS_OF_TEXT:
                    yield _wide_string(
                        lambda buffer, size, annotation=annotation: (
                            pdfium.FPDFAnnot_GetFormFieldValue(
                                form, annotation, buffer, size
                            )
                        )
                    )
            elif kind == pdfium.FPDF_ANNOT_FREETEXT:
                yield _wide_string(
                    lambda buffer, size, annotation=annotation: (
                        pdfium.FPDFAnnot_GetStringValue(
                            annotation, b"Contents", buffer, size
                        )
                    )
                )
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


_FIELDS_OF_TEXT = (
    pdfium.FPDF_FORMFIELD_TEXTFIELD,
    pdfium.FPDF_FORMFIELD_COMBOBOX,
    pdfium.FPDF_FORMFIELD_LISTBOX,
)


def _wide_string(fill) -> str:
    """Call a pdfium function that fills a UTF-16 buffer and tells its length."""
    size = fill(None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    fill(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", errors="replace")


_PRINTED_FROM = re.compile(r"^Microsoft (Office )?(Word|PowerPoint|Excel) - ")


def _metadata(document: pypdfium2.PdfDocument) -> FileMetadata:
    values = document.get_metadata_dict()
    return FileMetadata(
        title=_PRINTED_FROM.sub("", values.get("Title", "")),
        author=values.get("Author", ""),
        created=_date(values.get("CreationDate", "")),
    )


def _date(value: str) -> date | None:
    """The day in a PDF date such as ``D:20160131120000+05'00'``."""
    match = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", value)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
