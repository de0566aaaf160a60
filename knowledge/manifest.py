"""The list that describes files which are archived in bulk: a CSV file, one row each.

It is checked whole before anything is archived: all that is wrong with it is told at
once, with the numbers of the lines.
"""

import csv
import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.forms import DateField, ValidationError
from django.utils.translation import gettext as _

from knowledge.access import Access
from knowledge.models import (
    DeliveryUnit,
    Department,
    DocumentKind,
    Language,
    Sector,
)

LIST_SEPARATOR = ";"
COLUMNS = (
    "path",
    "title",
    "kind",
    "date",
    "language",
    "tags",
    "access",
    "embargo_until",
    "unit",
    "sector",
    "departments",
    "summary",
)


class ManifestError(Exception):
    """The manifest cannot be used; ``faults`` has a sentence for each thing wrong."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Row:
    """What the manifest says of one file."""

    line: int
    path: Path
    details: dict = field(default_factory=dict)


def read_manifest(manifest: Path) -> list[Row]:
    """Read and check a manifest.

    Args:
        manifest: a CSV file in UTF-8 with a line of column names; see ``COLUMNS``.
            Paths count from its own folder. ``tags`` and ``departments`` take several
            values with ``;`` between them, as terms have names with commas. ``unit``,
            ``sector`` and ``departments`` are given by their slugs.

    Raises:
        ManifestError: something in it is wrong.
    """
    try:
        with manifest.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            _check_columns(reader.fieldnames or [])
            return _Reader(manifest.parent).read(reader)
    except FileNotFoundError as error:
        raise ManifestError([_("There is no file %s.") % manifest]) from error
    except UnicodeDecodeError as error:
        raise ManifestError(
            [_("%s is not in UTF-8. Save it as “CSV UTF-8”.") % manifest]
        ) from error
    except csv.Error as error:
        raise ManifestError(
            [
                _("%(file)s is no CSV file: %(error)s.")
                % {"file": manifest, "error": error}
            ]
        ) from error


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that names the words most like ``word``."""
    known = sorted(known)
    close = difflib.get_close_matches(word, known, n=3, cutoff=0.3) or known[:3]
    if not close:
        return _("There is none yet.")
    return _("Nearest: %s.") % ", ".join(close)


def _check_columns(names: list[str]) -> None:
    faults = [
        _("Line 1: there is no column “%(name)s”. Columns are: %(columns)s.")
        % {"name": name, "columns": ", ".join(COLUMNS)}
        for name in names
        if name not in COLUMNS
    ]
    if "path" not in names:
        faults.append(_("Line 1: the column “path” is missing."))
    if faults:
        raise ManifestError(faults)


class _Reader:
    """Reads the rows; collects what is wrong with them."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.faults: list[str] = []
        self.units = {unit.slug: unit for unit in DeliveryUnit.objects.all()}
        self.sectors = {sector.slug: sector for sector in Sector.objects.all()}
        self.departments = {term.slug: term for term in Department.objects.all()}
        self.parsers: dict[str, Callable] = {
            "title": lambda text: text[:255],
            "summary": str,
            "kind": lambda text: _one_of(text, DocumentKind.values),
            "language": lambda text: _one_of(text, Language.values),
            "access": lambda text: _one_of(text, Access.values),
            "date": _date,
            "embargo_until": _date,
            "tags": _split,
            "unit": lambda text: _term(text, self.units),
            "sector": lambda text: _term(text, self.sectors),
            "departments": lambda text: [
                _term(slug, self.departments) for slug in _split(text)
            ],
        }

    def read(self, reader: csv.DictReader) -> list[Row]:
        rows: dict[Path, Row] = {}
        for record in reader:
            row = self.read_row(reader.line_num, record)
            if row is None:
                continue
            if row.path in rows:
                self.fault(
                    row.line,
                    _("%(path)s is on line %(line)d already.")
                    % {"path": row.path, "line": rows[row.path].line},
                )
            rows[row.path] = row
        if self.faults:
            raise ManifestError(self.faults)
        return list(rows.values())

    def read_row(self, line: int, record: dict) -> Row | None:
        if None in record:
            self.fault(line, _("there are more values than columns."))
            return None
        values = {name: (text or "").strip() for name, text in record.items()}
        if not any(values.values()):
            return None
        path = self.read_path(line, values.pop("path"))
        details = {}
        for name, text in values.items():
            if not text:
                continue
            try:
                details[name] = self.parsers[name](text)
            except ValueError as error:
                self.fault(line, f"{name}: {error}")
        return Row(line, path, details) if path else None

    def read_path(self, line: int, text: str) -> Path | None:
        if not text or "\0" in text:
            self.fault(line, _("the path is missing."))
            return None
        path = (self.folder / text).resolve()
        if not path.is_file():
            self.fault(line, _("there is no file %s.") % path)
            return None
        return path

    def fault(self, line: int, sentence: str) -> None:
        self.faults.append(_("Line %d: ") % line + sentence)


def _one_of(text: str, known: list[str]) -> str:
    if text not in known:
        raise ValueError(
            _("“%(text)s” is none of %(known)s.")
            % {"text": text, "known": ", ".join(known)}
        )
    return text


def _date(text: str):
    try:
        return DateField(input_formats=["%Y-%m-%d"]).to_python(text)
    except ValidationError as error:
        raise ValueError(_("“%s” is no date like 2017-12-31.") % text) from error


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(LIST_SEPARATOR) if part.strip()]


def _term(slug: str, known: dict):
    if slug not in known:
        raise ValueError(_("there is no “%s”.") % slug + " " + nearest(slug, known))
    return known[slug]
