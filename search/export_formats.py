"""How exported results are written: CSV, beside what reference managers read.

CSV is for spreadsheets: it begins with a byte order mark, and no cell can be taken for
a formula.
"""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from knowledge.citation_formats import CONTROLS, BibTex, Facts, Format, Ris, Row
from knowledge.formulas import without_formula


class Csv(Format):
    label = "CSV"
    extension = "csv"
    content_type = "text/csv; charset=utf-8"

    def head(self, facts: Facts) -> str:
        names = [
            _("Identifier"),
            _("Kind"),
            _("Title"),
            _("Date"),
            _("Unit"),
            _("Sector"),
            _("Language"),
            _("Tags"),
            _("Pages"),
            _("Summary"),
            _("Address"),
        ]
        if facts.is_for_staff:
            names.append(_("Access"))
        return "\ufeff" + self._written([names])

    def rows(self, rows: Iterable[Row], facts: Facts) -> str:
        return self._written(
            [
                row.identifier,
                row.kind_label,
                row.title,
                row.date.isoformat() if row.date else "",
                row.unit,
                row.sector,
                row.language,
                "; ".join(row.tags),
                row.page_count or "",
                row.summary,
                row.url,
                *([row.access] if facts.is_for_staff else []),
            ]
            for row in rows
        )

    def _written(self, rows: Iterable[list]) -> str:
        text = io.StringIO()
        csv.writer(text).writerows(
            [without_formula(CONTROLS.sub("", str(cell))) for cell in row]
            for row in rows
        )
        return text.getvalue()


FORMATS: dict[str, Format] = {"csv": Csv(), "ris": Ris(), "bibtex": BibTex()}
