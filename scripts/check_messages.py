"""Checks that the Urdu catalogues are complete and compiled.

Collects the strings of code and templates anew and compares; needs GNU gettext and
says so, with exit status 0, where it is absent.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "locale" / "ur" / "LC_MESSAGES" / "django.po"
FOR_DJANGO = ROOT / "locale" / "django" / "ur" / "LC_MESSAGES" / "django.po"
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


def faults_of(catalogue: Path) -> list[str]:
    """Return what is wrong with a catalogue, or between it and its compiled form."""
    name = catalogue.relative_to(ROOT)
    compiled = subprocess.run(
        ["msgfmt", "--check", "--statistics", "-o", "-", str(catalogue)],
        capture_output=True,
    )
    statistics = compiled.stderr.decode().strip()
    faults = []
    if compiled.returncode or "untranslated" in statistics:
        faults.append(f"{name} is not whole: {statistics}")
    if "fuzzy" in statistics:
        faults.append(f"{name} has fuzzy translations: check and unmark them.")
    if decompiled(compiled.stdout) != decompiled(
        catalogue.with_suffix(".mo").read_bytes()
    ):
        faults.append(f"{name} is not compiled as it stands: run make messages.")
    return faults


def main() -> int:
    if not shutil.which("xgettext"):
        print("Skipped: the catalogue is not compared, GNU gettext is absent.")
        return 0
    faults = faults_of(FOR_DJANGO)
    before = OWN.read_text()
    try:
        run(*MAKE)
        faults += faults_of(OWN)
        if without_dates(before) != without_dates(OWN.read_text()):
            faults.append("Strings have changed: run make messages and translate them.")
    finally:
        OWN.write_text(before)
    print("\n".join(faults) or "The Urdu catalogues are whole.")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
