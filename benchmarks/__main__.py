"""All benchmarks that this machine has the material for, one after the other.

    python -m benchmarks

The collections of judged queries and of real files are sought in ../shared/corpora, or
in the folder that `SABAQ_SHARED` names. Elasticsearch is measured if `SEARCH_URL`
names one.
"""

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.relevance import ENGINES

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SABAQ_SHARED", ROOT.parent / "shared"))
FILES = SHARED / "corpora" / "files" / "manifest.tsv"
COLLECTIONS = sorted((SHARED / "corpora" / "ir").glob("*/corpus.jsonl"))


def run(benchmark: str, *arguments: object) -> None:
    """Run one benchmark in a process of its own and stop if it fails."""
    command = [sys.executable, "-m", f"benchmarks.{benchmark}", *map(str, arguments)]
    print(f"\n=== {benchmark} {' '.join(command[3:])}", flush=True)
    subprocess.run(command, check=True, cwd=ROOT)


def main() -> None:
    engines = ENGINES if os.environ.get("SEARCH_URL") else ("embedded",)
    for engine in engines:
        for collection in COLLECTIONS:
            run("relevance", "--collection", collection.parent, "--engine", engine)
        run("search", "--engine", engine)
        run("readers", "--engine", engine)
    if FILES.exists():
        run("extraction", "--manifest", FILES)
    else:
        print(f"\nSkipped: extraction, for there is no {FILES}.")
    if not COLLECTIONS:
        print(f"\nSkipped: relevance, for there are no collections in {SHARED}.")


if __name__ == "__main__":
    main()
