"""What the name of a file suggests about the document in it."""

import re
from pathlib import PurePath

from knowledge.models.documents import DocumentKind

TITLE_LENGTH = 255

# Asked in this order: minutes of a stocktake are minutes.
_KIND_WORDS = {
    DocumentKind.MINUTES: ("minutes", "روداد"),
    DocumentKind.WORKING_PAPER: ("working paper", "ورکنگ پیپر"),
    DocumentKind.DEEP_DIVE: ("deep dive", "تفصیلی"),
    DocumentKind.FIELD_VISIT: ("field visit", "site visit"),
    DocumentKind.BRIEFING_NOTE: ("briefing", "brief"),
    DocumentKind.ANNUAL_ASSESSMENT: ("annual assessment", "annual review"),
    DocumentKind.PRESENTATION: ("presentation", "stocktake", "slides"),
    DocumentKind.DATA_SHEET: ("data", "annex"),
}
_KIND_BY_SUFFIX = {
    ".ppt": DocumentKind.PRESENTATION,
    ".pptx": DocumentKind.PRESENTATION,
    ".odp": DocumentKind.PRESENTATION,
    ".xls": DocumentKind.DATA_SHEET,
    ".xlsx": DocumentKind.DATA_SHEET,
    ".csv": DocumentKind.DATA_SHEET,
    ".ods": DocumentKind.DATA_SHEET,
}


def suggest_title(name: str) -> str:
    """Return a title made from a file's name."""
    stem = PurePath(name).stem
    return re.sub(r"[\s_]+", " ", stem).strip(" -.")[:TITLE_LENGTH] or name


def suggest_kind(name: str) -> str:
    """Return the kind of document that a file's name suggests."""
    words = re.sub(r"[\W_]+", " ", PurePath(name).stem).lower()
    for kind, cues in _KIND_WORDS.items():
        if any(re.search(rf"\b{cue}\b", words) for cue in cues):
            return kind
    return _KIND_BY_SUFFIX.get(PurePath(name).suffix.lower(), DocumentKind.OTHER)
