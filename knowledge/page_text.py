"""Turns the text of a page into HTML: paragraphs, tables, words lit.

The text comes out of files that anybody may have made; everything is escaped here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from knowledge import evidence, letters

MAX_WORDS = 8
MAX_LIGHTS = 500
MAX_ROWS = 200
MAX_COLUMNS = 40
SNIPPET_REACH = 90

_FORMS_OF = {
    form: f"[{letter}{forms}]"
    for letter, forms in letters.FORMS.items()
    for form in letter + forms
}
_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n\s*")
_WORD = re.compile(r"\w[\w'’\u200c-]*")


@dataclass(frozen=True, slots=True)
class Light:
    """A part of a text that is lit, by offsets; ``name`` becomes the mark's id."""

    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (``html``) or a table (``rows`` of cells, each HTML)."""

    html: SafeString = mark_safe("")
    rows: Sequence[Sequence[SafeString]] = ()
    first_row: int = 1
    row_count: int = 0

    @property
    def last_row(self) -> int:
        return self.first_row + len(self.rows) - 1

    @property
    def is_cut(self) -> bool:
        return self.row_count > len(self.rows)


def words_of(query: str) -> list[str]:
    """Return the words of ``query`` that can be lit, at most ``MAX_WORDS``."""
    return _WORD.findall(query[:500])[:MAX_WORDS]


def forms_of(word: str) -> set[str]:
    """Return ``word`` in the letter forms that different keyboards give it."""
    plain = word.translate(letters.TO_URDU)
    return {word, plain, plain.translate(letters.TO_ARABIC)}


def light_words(
    text: str, words: Iterable[str], *, anywhere: bool = False
) -> list[Light]:
    """Light ``words`` where a word begins with them, or ``anywhere`` in a word."""
    forms = [
        "".join(_FORMS_OF.get(letter, re.escape(letter)) for letter in word)
        for word in words
    ]
    if not forms:
        return []
    beginning = "" if anywhere else r"(?<!\w)"
    pattern = re.compile(rf"{beginning}(?:{'|'.join(forms)})", re.IGNORECASE)
    found = islice(pattern.finditer(text), MAX_LIGHTS)
    return [Light(*match.span()) for match in found]


def light_quote(text: str, quote: str) -> list[Light]:
    """Light the exact quote, if it stands in ``text``."""
    found = evidence.find(quote, text) if quote else None
    return [Light(*found, name="quote")] if found else []


def combine(first: list[Light], second: list[Light]) -> list[Light]:
    """Return all lights in order, without those of ``second`` that touch the first."""
    free = [
        light
        for light in second
        if all(light.end <= other.start or light.start >= other.end for other in first)
    ]
    return sorted([*first, *free], key=lambda light: light.start)


def snippet(text: str, lights: Sequence[Light]) -> SafeString:
    """Return the surroundings of the first light on one line, as HTML."""
    if not lights:
        return escape(" ".join(text[: 2 * SNIPPET_REACH].split()))
    centre = lights[0]
    start = max(0, centre.start - SNIPPET_REACH)
    end = min(len(text), centre.end + SNIPPET_REACH)
    # Whole words only, unless that would leave nothing.
    if start and (blank := text.find(" ", start, centre.start)) != -1:
        start = blank + 1
    if end < len(text) and (blank := text.rfind(" ", centre.end, end)) != -1:
        end = blank
    html = _lit(text, start, end, lights)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(before + html.replace("\n", " ") + after)  # noqa: S308 - escaped


def blocks(text: str, lights: Sequence[Light] = (), offset: int = 0) -> list[Block]:
    """Lay ``text`` out.

    Args:
        text: of a page, as it was put down.
        lights: what to light, in order and without overlaps.
        offset: where ``text`` begins in what ``lights`` count from.
    """
    lights = [
        Light(
            max(0, light.start - offset),
            light.end - offset,
            light.name if light.start >= offset else "",
        )
        for light in lights
        if light.end > offset and light.start < offset + len(text)
    ]
    return list(_blocks(text, lights))


def _blocks(text: str, lights: Sequence[Light]) -> Iterator[Block]:
    position = 0
    for gap in [*(m.span() for m in _PARAGRAPH_BREAK.finditer(text)), (len(text),) * 2]:
        paragraph, lines = (position, gap[0]), []
        position = gap[1]
        start = paragraph[0]
        for line in text[slice(*paragraph)].splitlines(keepends=True):
            lines.append((start, start + len(line.rstrip("\n")), "\t" in line))
            start += len(line)
        yield from _paragraph(text, lines, lights)


def _paragraph(text: str, lines: list, lights: Sequence[Light]) -> Iterator[Block]:
    """Yield prose and tables; lines with tabs are the rows of a table."""
    group: list[tuple[int, int]] = []
    tabular = False
    for start, end, has_tabs in [*lines, (0, 0, None)]:
        if group and has_tabs != tabular:
            make = _table if tabular else _prose
            yield make(text, group, lights)
            group = []
        tabular = has_tabs
        group.append((start, end))


def _prose(text: str, lines: list[tuple[int, int]], lights: Sequence[Light]) -> Block:
    html = "<br>".join(_lit(text, start, end, lights) for start, end in lines)
    return Block(html=mark_safe(html))  # noqa: S308 - escaped


def _table(text: str, lines: list[tuple[int, int]], lights: Sequence[Light]) -> Block:
    first = _first_row_shown(lines, lights)
    rows = []
    for start, end in lines[first : first + MAX_ROWS]:
        cells = []
        lit_here = [
            light for light in lights if light.start < end and light.end > start
        ]
        for cell in text[start:end].split("\t")[:MAX_COLUMNS]:
            cells.append(_lit(text, start, start + len(cell), lit_here))
            start += len(cell) + 1
        rows.append(cells)
    return Block(rows=rows, first_row=first + 1, row_count=len(lines))


def _first_row_shown(lines: list[tuple[int, int]], lights: Sequence[Light]) -> int:
    """Return the row to begin with, so that the quote is among those shown."""
    for light in lights:
        for number, (start, end) in enumerate(lines):
            if light.name and start <= light.start <= end:
                return 0 if number < MAX_ROWS else number - MAX_ROWS // 10
    return 0


def _lit(text: str, start: int, end: int, lights: Sequence[Light]) -> SafeString:
    parts = []
    position = start
    for light in lights:
        lit_from, lit_to = max(light.start, start), min(light.end, end)
        if lit_from >= lit_to:
            continue
        # A quote may run over several lines; only its beginning bears its name.
        name = f' id="{light.name}"' if light.name and light.start >= start else ""
        parts.append(escape(text[position:lit_from]))
        parts.append(f"<mark{name}>{escape(text[lit_from:lit_to])}</mark>")
        position = lit_to
    parts.append(escape(text[position:end]))
    return mark_safe("".join(parts))  # noqa: S308 - escaped above
