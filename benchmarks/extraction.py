"""Read a collection of real files and count what comes out.

``python -m benchmarks.extraction --manifest TSV [--json]``. The manifest names, per
file, a path beside it, its kind, its extension and a phrase that it contains (may be
empty). A phrase counts as found if the text of all pages, notes included, has it as a
substring after NFKC and whitespace folding. ``crashed`` counts files for which
``extract`` raised, ``hung`` those that took over a minute.
"""

import argparse
import csv
import json
import sys
import time
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from knowledge.extraction import Extraction, extract

AT_ONCE = 2
HUNG_AFTER_SECONDS = 60
BAR_FORMATS = ("pdf", "pptx", "docx", "xlsx", "xlsm", "txt", "md", "html", "htm")
"""The formats that the product promises to read, by extension."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--manifest", type=Path, required=True)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    options = parser.parse_args()
    with options.manifest.open(encoding="utf-8", newline="") as file:
        entries = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    folder = options.manifest.parent
    rows = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for row in pool.map(lambda entry: measure(folder, entry), entries):
            rows.append(row)
            if len(rows) % 20 == 0 or len(rows) == len(entries):
                print(f"{len(rows)} of {len(entries)} files", file=sys.stderr)
    report = summarize(rows)
    print(
        json.dumps(report, ensure_ascii=False, indent=1)
        if options.json
        else as_text(report)
    )


def measure(folder: Path, entry: dict[str, str]) -> dict:
    """Read one file of the manifest."""
    row = {
        "path": entry["path"],
        "ext": entry["ext"],
        "kind": entry["kind"],
        "status": "",
        "reason": "",
        "seconds": 0.0,
        "found": None,
        "pages": 0,
        "media_type": "",
        "detail": "",
    }
    started = time.monotonic()
    try:
        extraction = extract(folder / entry["path"])
    except Exception as error:  # noqa: BLE001 - this is what "crashed" counts
        return row | {"status": "crashed", "detail": repr(error)} | _time(started)
    expected = folded(entry["expected_text"])
    return (
        row
        | _time(started)
        | {
            "status": extraction.status.value,
            "reason": extraction.reason.value,
            "found": expected in folded(whole_text(extraction)) if expected else None,
            "pages": len(extraction.pages),
            "media_type": extraction.media_type,
            "detail": extraction.detail,
        }
    )


def _time(started: float) -> dict[str, float]:
    return {"seconds": round(time.monotonic() - started, 3)}


def whole_text(extraction: Extraction) -> str:
    return " ".join(f"{page.text} {page.notes}" for page in extraction.pages)


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def summarize(rows: list[dict]) -> dict:
    promised = [row for row in rows if row["ext"] in BAR_FORMATS]
    return {
        "files": len(rows),
        "crashed": sum(row["status"] == "crashed" for row in rows),
        "hung": sum(row["seconds"] > HUNG_AFTER_SECONDS for row in rows),
        **_found(rows),
        "promised": _found(promised),
        "promised_without_scans": _found(
            [row for row in promised if row["kind"] != "scan"]
        ),
        "formats": {
            ext: _found([row for row in rows if row["ext"] == ext])
            for ext in sorted({row["ext"] for row in rows})
        },
        "statuses": dict(Counter(row["status"] for row in rows)),
        "slowest_seconds": max(row["seconds"] for row in rows),
        "total_seconds": round(sum(row["seconds"] for row in rows), 1),
        "rows": rows,
    }


def _found(rows: list[dict]) -> dict[str, int]:
    counted = [row["found"] for row in rows if row["found"] is not None]
    return {"expected": len(counted), "found": sum(counted)}


def as_text(report: dict) -> str:
    lines = [
        f"{report['files']} files, {report['crashed']} crashed, {report['hung']} hung, "
        f"slowest {report['slowest_seconds']} s",
        "statuses: " + ", ".join(f"{k} {v}" for k, v in report["statuses"].items()),
    ]
    for label, part in (
        ("all", report),
        ("promised formats", report["promised"]),
        ("promised formats without scans", report["promised_without_scans"]),
        *report["formats"].items(),
    ):
        if part["expected"]:
            share = part["found"] / part["expected"]
            lines.append(
                f"{label}: {part['found']} of {part['expected']} found ({share:.0%})"
            )
    lines += [
        f"missed: {row['path']} ({row['status']} {row['reason']})"
        for row in report["rows"]
        if row["found"] is False
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
