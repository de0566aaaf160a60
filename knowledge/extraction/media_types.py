"""Tell what a file is from its content.

The name is asked only where content cannot decide: between kinds of plain text.
"""

import re
import zipfile
from pathlib import Path

from .archives import ZIP_ERRORS

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSM = "application/vnd.ms-excel.sheet.macroenabled.12"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
DOC = "application/msword"
PPT = "application/vnd.ms-powerpoint"
XLS = "application/vnd.ms-excel"
MSG = "application/vnd.ms-outlook"
ODT = "application/vnd.oasis.opendocument.text"
ODP = "application/vnd.oasis.opendocument.presentation"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
EPUB = "application/epub+zip"
RTF = "application/rtf"
EMAIL = "message/rfc822"
HTML = "text/html"
XML = "text/xml"
PLAIN = "text/plain"
MARKDOWN = "text/markdown"
CSV = "text/csv"
TSV = "text/tab-separated-values"
PNG = "image/png"
JPEG = "image/jpeg"
GIF = "image/gif"
TIFF = "image/tiff"
BMP = "image/bmp"
WEBP = "image/webp"
HEIC = "image/heic"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
ENCRYPTED = "application/encrypted"
"""An Office file behind a password, whose kind cannot be told."""
EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"

_HEAD = 1 << 16

_SIGNATURES = (
    (b"\x89PNG\r\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF8", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"BM", BMP),
    (b"{\\rtf", RTF),
    (b"\x09\x00\x04\x00", XLS),  # worksheets of Excel 2 to 5 outside a container
    (b"\x09\x02\x06\x00", XLS),
    (b"\x09\x04\x06\x00", XLS),
    (b"\x09\x08\x08\x00", XLS),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
)

_BY_SUFFIX = {
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".csv": CSV,
    ".tsv": TSV,
    ".tab": TSV,
}


def detect_media_type(path: Path | str, *, name: str = "") -> str:
    """The media type of the file at ``path``, found from its content.

    ``name`` is the name that the file came with, if it differs from that of
    ``path``; it decides only between plain text, Markdown and CSV.
    """
    path = Path(path)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        return EMPTY
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07")):
        return _zip_type(path, head)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_type(path)
    # Readers accept junk before the header, as web servers and mail gateways add.
    if re.search(rb"%PDF-\d", head[:1024]) or re.match(
        rb"%(.*\n){1,3}\d+ \d+ obj", head
    ):
        return PDF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return HEIC
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature) and not (media_type == BMP and _is_text(head)):
            return media_type
    if not _is_text(head):
        return UNKNOWN
    return _text_type(head, Path(name or path.name).suffix.lower())


def _zip_type(path: Path, head: bytes) -> str:
    mimetype = re.search(rb"^PK.{24}\x08\0..mimetype([a-z0-9./+-]+)", head, re.DOTALL)
    if mimetype:
        declared = mimetype[1].decode("ascii")
        for known in (ODT, ODP, ODS, EPUB):
            if declared.startswith(known):
                return known
    try:
        with zipfile.ZipFile(path) as archive:
            names = "\n".join(archive.namelist()[:10_000]).encode("utf-8", "replace")
            content_types = _content_types(archive)
    except ZIP_ERRORS:
        # No directory, as in a file cut short: the head has the first names.
        names, content_types = head, b""
    names = names.replace(b"\\", b"/").lower()
    if b"word/" in names:
        return DOCX
    if b"ppt/" in names:
        return PPTX
    if b"xl/workbook.bin" in names:
        return XLSB
    if b"xl/" in names:
        return XLSM if b"macroenabled" in content_types.lower() else XLSX
    if b"meta-inf/container.xml" in names:
        return EPUB
    return ZIP


def _content_types(archive: zipfile.ZipFile) -> bytes:
    try:
        with archive.open("[Content_Types].xml") as file:
            return file.read(_HEAD)
    except ZIP_ERRORS:
        return b""


def _ole_type(path: Path) -> str:
    """Look for the streams by which Office programs keep their documents.

    Their names are searched for in the bytes, not in the container's directory:
    that works for damaged containers too and cannot be led in circles.
    """
    with path.open("rb") as file:
        content = file.read(1 << 26)
    for stream, media_type in (
        ("EncryptedPackage", ENCRYPTED),
        ("__properties_version1.0", MSG),
        ("PowerPoint Document", PPT),
        ("WordDocument", DOC),
        ("Workbook", XLS),
    ):
        if stream.encode("utf-16-le") + b"\0\0" in content:
            return media_type
    return XLS if "\0Book\0".encode("utf-16-le")[2:] in content else OLE


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    if _looks_like_utf16(head):
        return True
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    return controls * 50 <= len(head) and b"\0" not in head


_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b")) + b"\x7f"


def _looks_like_utf16(head: bytes) -> bool:
    """Latin or Arabic text in UTF-16: every other byte is one of a few values."""
    pairs = len(head) // 2
    if pairs < 4:
        return False
    for high in (head[0::2][:pairs], head[1::2][:pairs]):
        common = sum(high.count(byte) for byte in (0, 6))
        other = head[1::2] if high == head[0::2][:pairs] else head[0::2]
        if common * 10 >= pairs * 9 and other.count(0) * 50 <= pairs:
            return True
    return False


_HTML = re.compile(
    rb"<(!doctype\s+html|html|head|body|title|meta|table|div|script|style|h[1-6]|p|br)"
    rb"[\s>/]",
    re.IGNORECASE,
)
_MAIL_HEADER = re.compile(
    rb"^(from|to|cc|subject|date|received|return-path|message-id|mime-version|"
    rb"delivered-to|content-type|reply-to|sender|x-[a-z-]+|arc-[a-z-]+|"
    rb"dkim-signature|content-transfer-encoding|in-reply-to|references):",
    re.IGNORECASE | re.MULTILINE,
)
_ANY_HEADER = re.compile(rb"\A(From .*\r?\n)?[!-9;-~]+:", re.IGNORECASE)


def _text_type(head: bytes, suffix: str) -> str:
    if b"\0" in head:
        head = head.replace(b"\0", b"")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _ANY_HEADER.match(start):
        block = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
        headers = {match.lower() for match in _MAIL_HEADER.findall(block)}
        if len(headers) >= (1 if suffix in (".eml", ".mht", ".mhtml") else 2):
            return EMAIL
    if start.startswith(b"<"):
        if _HTML.search(start[:4096]):
            return HTML
        if start.startswith(b"<?xml"):
            return XML
    if suffix in (".html", ".htm", ".xhtml") and _HTML.search(head):
        return HTML
    return _BY_SUFFIX.get(suffix, PLAIN)
