"""Checks that the Urdu catalogue is complete and compiled.

Collects the strings of code and templates anew and compares; needs GNU gettext and
says so, with exit status 0, where it is absent.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "ur" / "LC_MESSAGES" / "django.po"
MAKE = [
    *(sys.executable, "manage.py", "makemessages", "--locale", "ur", "--no-location"),
    *("--ignore", ".venv", "--ignore", "var"),
]


def run(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def without_dates(text: str) -> str:
    """Return a catalogue without the day on which its strings were collected."""
    return "\n".join(
        line for line in text.splitlines() if not line.startswith('"POT-Creation-Date')
    )


def decompiled(catalogue: bytes) -> str:
    done = subprocess.run(["msgunfmt", "-"], input=catalogue, capture_output=True)
    return without_dates(done.stdout.decode())


def main() -> int:
    if not shutil.which("xgettext"):
        print("Skipped: the catalogue is not compared, GNU gettext is absent.")
        return 0
    before = CATALOGUE.read_text()
    compiled = CATALOGUE.with_suffix(".mo").read_bytes()
    try:
        run(*MAKE)
        after = CATALOGUE.read_text()
        statistics = subprocess.run(
            ["msgfmt", "--check", "--statistics", "-o", "/dev/null", str(CATALOGUE)],
            capture_output=True,
            text=True,
        )
        fresh = subprocess.run(
            ["msgfmt", "-o", "-", str(CATALOGUE)],
            capture_output=True,
        ).stdout
    finally:
        CATALOGUE.write_text(before)
    faults = []
    if without_dates(before) != without_dates(after):
        faults.append("Strings have changed: run make messages and translate them.")
    if statistics.returncode or "untranslated" in statistics.stderr:
        faults.append(f"The catalogue is not whole: {statistics.stderr.strip()}")
    if "fuzzy" in statistics.stderr:
        faults.append("Some translations are marked fuzzy: check and unmark them.")
    if decompiled(fresh) != decompiled(compiled):
        faults.append("The compiled catalogue is stale: run make messages.")
    print("\n".join(faults) or "The Urdu catalogue is whole.")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
