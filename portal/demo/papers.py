"""Short ways to describe a demo document; the rest comes from its stocktake."""

from datetime import timedelta

from portal.demo.schema import Document
from portal.demo.stocktakes import STOCKTAKES

_stocktakes = {stocktake.slug: stocktake for stocktake in STOCKTAKES}

DAYS_AFTER_STOCKTAKE = {
    "stocktake-presentation": 0,
    "working-paper": -7,
    "minutes": 3,
    "deep-dive-report": 21,
    "data-sheet": -5,
}


def _paper(stocktake, name, kind, suffix, title, summary, tags, **more):
    """A document of a stocktake, which lends it unit, sector, departments and date."""
    meeting = _stocktakes[stocktake]
    return Document(
        key=f"{stocktake}/{name}",
        filename=f"{stocktake}-{name}.{suffix}",
        title=title,
        kind=kind,
        date=meeting.date + timedelta(days=DAYS_AFTER_STOCKTAKE[kind]),
        language=more.pop("language", "en"),
        unit=meeting.unit,
        sector=meeting.sector,
        stocktake=stocktake,
        departments=meeting.departments,
        tags=tags,
        summary=summary,
        access=more.pop("access", meeting.access),
        **more,
    )


def presentation(stocktake, title, summary, *tags, **more):
    kind = "stocktake-presentation"
    return _paper(stocktake, "presentation", kind, "pptx", title, summary, tags, **more)


def working_paper(stocktake, title, summary, *tags, **more):
    return _paper(
        stocktake,
        "working-paper",
        "working-paper",
        "docx",
        title,
        summary,
        tags,
        **more,
    )


def minutes(stocktake, title, summary, *tags, suffix="pdf", **more):
    return _paper(stocktake, "minutes", "minutes", suffix, title, summary, tags, **more)


def deep_dive(stocktake, title, summary, *tags, **more):
    return _paper(
        stocktake,
        "deep-dive",
        "deep-dive-report",
        "pdf",
        title,
        summary,
        tags,
        **more,
    )


def data_sheet(stocktake, title, summary, *tags, **more):
    return _paper(
        stocktake, "data-sheet", "data-sheet", "xlsx", title, summary, tags, **more
    )


def single(key, suffix, title, kind, day, unit, summary, *tags, **more):
    """A document outside any stocktake."""
    return Document(
        key=key,
        filename=f"{key.replace('/', '-')}.{suffix}",
        title=title,
        kind=kind,
        date=day,
        language=more.pop("language", "en"),
        unit=unit,
        sector=more.pop("sector", None),
        stocktake=None,
        departments=more.pop("departments", ()),
        tags=tags,
        summary=summary,
        **more,
    )
