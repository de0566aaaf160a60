"""Writes every demo document as a real file, the same bytes on each run."""

from pathlib import Path

from portal.demo import blocks
from portal.demo.documents import DOCUMENTS
from portal.demo.stocktakes import STOCKTAKES
from portal.demo.units import UNITS
from portal.demo.vocabulary import GOVERNMENTS
from portal.demo.writers import pdf, pdf_urdu, plain, slides, word, workbook
from portal.demo.writers.front import Front

SOURCES = Path(__file__).parent / "texts"

BLOCK_WRITERS = {
    ".pdf": pdf.write,
    ".pptx": slides.write,
    ".docx": word.write,
    ".xlsx": workbook.write,
}
SOURCE_WRITERS = {
    ".txt": plain.write_text,
    ".md": plain.write_text,
    ".html": plain.write_html,
}

KIND_LABELS = {
    "stocktake-presentation": ("Stocktake presentation", "جائزہ اجلاس کی پیشکش"),
    "working-paper": ("Working paper", "ورکنگ پیپر"),
    "minutes": ("Minutes", "روداد"),
    "deep-dive-report": ("Deep-dive report", "تفصیلی جائزہ رپورٹ"),
    "field-visit-report": ("Field-visit report", "رپورٹ برائے معائنہ"),
    "briefing-note": ("Briefing note", "بریفنگ نوٹ"),
    "annual-assessment": ("Annual assessment", "سالانہ جائزہ"),
    "data-sheet": ("Data sheet", "اعداد و شمار"),
    "published-report": ("Published report", "شائع شدہ رپورٹ"),
    "other": ("Guide", "رہنما"),
}

_governments = {government.slug: government for government in GOVERNMENTS}
_units = {unit.slug: unit for unit in UNITS}
_stocktakes = {stocktake.slug: stocktake for stocktake in STOCKTAKES}


def build_files(target_dir):
    """Write all demo files below `target_dir` and return their paths by document key.

    The same content gives the same bytes, so that a second loading of the demo finds
    nothing new to archive.
    """
    target = Path(target_dir)
    target.mkdir(parents=True, exist_ok=True)
    paths = {}
    for document in DOCUMENTS:
        path = target / document.filename
        source = (SOURCES / f"{document.key}.md").read_text(encoding="utf-8")
        front = _front(document)
        if path.suffix == ".pdf" and document.language == "ur":
            pdf_urdu.write(path, front, blocks.parse(source))
        elif path.suffix in BLOCK_WRITERS:
            BLOCK_WRITERS[path.suffix](path, front, blocks.parse(source))
        else:
            SOURCE_WRITERS[path.suffix](path, front, source)
        paths[document.key] = path
    return paths


def _front(document):
    unit = _units[document.unit]
    government = _governments[unit.government]
    stocktake = _stocktakes.get(document.stocktake)
    label, label_ur = KIND_LABELS[document.kind]
    if document.language == "ur":
        name, kind = f"{unit.name_ur}، {government.name_ur}", label_ur
        subtitle = stocktake.title_ur if stocktake else government.name_ur
    else:
        name, kind = f"{unit.name}, {government.name}", label
        subtitle = stocktake.title if stocktake else government.name
    return Front(
        title=document.title,
        subtitle=subtitle,
        kind=kind,
        unit=name,
        date=document.date,
        language=document.language,
    )
