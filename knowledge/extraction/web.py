"""HTML, as the text a reader sees."""

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, CData, NavigableString, Tag
from bs4.element import PreformattedString

from .results import ExtractedPage, FileMetadata, Item
from .text import decode_text

_INVISIBLE = ("script", "style", "template", "noscript", "svg", "head")
_BLOCK_NAMES = """
    address article aside blockquote body caption center dd details dialog div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main
    nav ol option p pre section summary table tbody tfoot thead title tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def read_html(path: Path) -> Iterator[Item]:
    """The page as one section, titled by its title or first heading."""
    content = path.read_bytes()
    soup = parse_html(decode_html(content))
    title = _title(soup)
    author = soup.find("meta", attrs={"name": re.compile("^author$", re.IGNORECASE)})
    html = soup.find("html")
    language = str(html.get("lang", "")) if isinstance(html, Tag) else ""
    yield FileMetadata(
        title=title,
        author=str(author.get("content", "")) if isinstance(author, Tag) else "",
        language=language.split("-")[0].lower()[:3],
    )
    yield ExtractedPage(number=1, title=title, text=visible_text(soup))


def parse_html(markup: str) -> BeautifulSoup:
    return BeautifulSoup(markup, "lxml")


def decode_html(content: bytes) -> str:
    """Decode a page; what it declares is believed only if it is not UTF-8."""
    declared = _CHARSET.search(content[:4096])
    return decode_text(
        content, declared[1].decode("ascii", "ignore") if declared else ""
    )


def visible_text(root: Tag) -> str:
    """Text as laid out: blocks on lines of their own, tabs between cells."""
    pieces: list[str] = []
    at_line_start = True
    for piece in _pieces(root):
        if piece == "\n" and at_line_start:
            continue
        pieces.append(piece)
        if piece.strip(" "):
            at_line_start = piece.endswith("\n")
    return "".join(pieces)


def _pieces(root: Tag) -> Iterator[str]:
    """Text and whitespace in order. No recursion: nesting may be thousands deep."""
    has_preformatted = root.find("pre") is not None
    waiting: list[Tag | NavigableString | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag):
            if node.name in _INVISIBLE:
                continue
            before, after = _whitespace_around(node)
            yield before
            waiting.append(after)
            waiting.extend(reversed(node.contents))
        elif not isinstance(node, NavigableString):
            yield node
        elif not isinstance(node, PreformattedString) or isinstance(node, CData):
            is_preformatted = has_preformatted and node.find_parent("pre")
            yield str(node) if is_preformatted else re.sub(r"\s+", " ", node)


def _whitespace_around(element: Tag) -> tuple[str, str]:
    if element.name == "br":
        return "\n", ""
    if element.name in ("td", "th"):
        return "", "\t"
    return ("\n", "\n") if element.name in _BLOCKS else ("", "")


def _title(soup: BeautifulSoup) -> str:
    for name in ("title", "h1", "h2"):
        element = soup.find(name)
        if isinstance(element, Tag) and element.get_text(strip=True):
            return element.get_text(" ", strip=True)
    return ""
