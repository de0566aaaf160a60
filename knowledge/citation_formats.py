"""How records are written for reference managers: RIS and BibTeX.

RIS: the tags of the format's specification (Research Information Systems, 2011).
"""

import datetime
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.models import DocumentKind

CONTROLS = re.compile("[\0-\x08\x0b-\x1f\x7f\ud800-\udfff]")

_BIBTEX_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # A brace counts as one even behind a backslash.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "$&#_%"},
    }
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun",
           "jul", "aug", "sep", "oct", "nov", "dec")  # fmt: skip

_REPORTS = {
    DocumentKind.WORKING_PAPER,
    DocumentKind.MINUTES,
    DocumentKind.DEEP_DIVE,
    DocumentKind.FIELD_VISIT,
    DocumentKind.BRIEFING_NOTE,
    DocumentKind.ANNUAL_ASSESSMENT,
    DocumentKind.PUBLISHED_REPORT,
}
_RIS_TYPES = {
    **dict.fromkeys(_REPORTS, "RPRT"),
    DocumentKind.PRESENTATION: "SLIDE",
    DocumentKind.DATA_SHEET: "DATA",
    DocumentKind.OTHER: "GEN",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A record as it is exported; texts are plain, `url` is absolute and permanent.

    `date` is of what the record tells or when it appeared; `version_date` is that of
    the words that are cited, of records whose words change.
    """

    identifier: str
    kind: str
    kind_label: str
    title: str
    date: datetime.date | None
    unit: str
    sector: str
    language: str
    tags: tuple[str, ...]
    page_count: int | None
    summary: str
    access: str
    url: str
    version_date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of itself: where from, when, how much of how much."""

    site_name: str
    date: datetime.date
    written: int
    total: int
    is_for_staff: bool


class Format(ABC):
    """A format of files, written piece by piece."""

    label: str
    extension: str
    content_type: str

    def head(self, facts: Facts) -> str:
        """Return what stands before the rows."""
        return ""

    @abstractmethod
    def rows(self, rows: Iterable[Row], facts: Facts) -> str:
        """Return some rows, written."""

    def foot(self, count: int) -> str:
        """Return what ends a whole file of so many rows."""
        return ""


class Ris(Format):
    label = "RIS"
    extension = "ris"
    content_type = "application/x-research-info-systems; charset=utf-8"

    def rows(self, rows: Iterable[Row], facts: Facts) -> str:
        return "".join(self._record(row, facts) for row in rows)

    def _record(self, row: Row, facts: Facts) -> str:
        day = row.date
        lines = [
            ("TY", _RIS_TYPES.get(row.kind, "ELEC")),
            ("ID", row.identifier),
            ("TI", row.title),
            ("AU", row.unit),
            ("PY", f"{day.year:04}" if day else ""),
            ("DA", f"{day:%Y/%m/%d}" if day else ""),
            ("ET", row.version_date.isoformat() if row.version_date else ""),
            ("AB", row.summary),
            *(("KW", tag) for tag in row.tags),
            ("LA", row.language),
            ("M3", row.kind_label),
            ("AN", row.identifier),
            ("DP", facts.site_name),
            ("UR", row.url),
        ]
        written = [(tag, _in_one_line(text)) for tag, text in lines]
        body = "".join(f"{tag}  - {text}\r\n" for tag, text in written if text)
        return f"{body}ER  - \r\n\r\n"


class BibTex(Format):
    label = "BibTeX"
    extension = "bib"
    content_type = "application/x-bibtex; charset=utf-8"

    # What stands outside of entries is a comment, as long as it has no @.
    def head(self, facts: Facts) -> str:
        return (
            f"% {facts.site_name.replace('@', ' ')}, {facts.date.isoformat()}: "
            f"{facts.written} of {facts.total} results\n\n"
        )

    def rows(self, rows: Iterable[Row], facts: Facts) -> str:
        return "".join(self._entry(row) for row in rows)

    def foot(self, count: int) -> str:
        return f"% End of the file: {count} entries\n"

    def _entry(self, row: Row) -> str:
        day = row.date
        is_report = row.kind in _REPORTS
        fields = {
            # The second pair of braces keeps capitals, and names of units whole.
            "title": f"{{{_escaped(row.title)}}}",
            "author": f"{{{_escaped(row.unit)}}}" if row.unit else "",
            "institution": _escaped(row.unit) if is_report else "",
            "year": f"{day.year:04}" if day else "",
            "month": _MONTHS[day.month - 1] if day else "",
            "type": _escaped(row.kind_label) if is_report else "",
            "number": row.identifier if is_report else "",
            "howpublished": "" if is_report else _escaped(row.kind_label),
            "edition": row.version_date.isoformat() if row.version_date else "",
            "abstract": _escaped(row.summary),
            "keywords": _escaped(", ".join(row.tags)),
            "language": row.language,
            "url": row.url,
        }
        lines = [
            # Names of months are words of the format.
            f"  {name} = {text},\n" if name == "month" else f"  {name} = {{{text}}},\n"
            for name, text in fields.items()
            if text
        ]
        kind = "techreport" if is_report else "misc"
        return f"@{kind}{{{row.identifier},\n{''.join(lines)}}}\n\n"


def _in_one_line(text: str) -> str:
    return " ".join(CONTROLS.sub(" ", text).split())


def _escaped(text: str) -> str:
    return _in_one_line(text).translate(_BIBTEX_ESCAPES)
