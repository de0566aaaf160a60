"""Puts the pinned PDF.js, which the PDF viewer is made of, into static/vendor/pdfjs.

Usage: scripts/vendor_pdfjs.py

Needs npm, which fetches the package from the registry that this machine is set to.
To take another version, change VERSION and INTEGRITY (``npm view pdfjs-dist@VERSION
dist.integrity``), run this, and run the browser tests.
"""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

VERSION = "6.5.438"
INTEGRITY = (
    "sha512-vg8Pw1x+AFKy4AMDvhuWl5cOYV8d698UoEANoFFhc79hqXDnZQqnOXoxw3HG907WHOg1JYOvLhP"
    "756boddFxpA=="
)
FOLDER = Path(__file__).resolve().parent.parent / "static" / "vendor" / "pdfjs"
# Patterns of the package, and where the files go. The legacy build is the one for
# browsers that are not of this year. Left out: source maps, the sandbox for scripts in
# documents (never run here), and fonts under the GPL, which stand in for Helvetica
# where a system has no such font, as no browser asks for.
TAKEN = {
    "LICENSE": ".",
    "legacy/build/pdf.min.mjs": "build",
    "legacy/build/pdf.worker.min.mjs": "build",
    "legacy/web/pdf_viewer.mjs": "web",
    "legacy/web/pdf_viewer.css": "web",
    "legacy/web/images/*": "web/images",
    "cmaps/*": "cmaps",
    "iccs/*": "iccs",
    "standard_fonts/*FOXIT": "standard_fonts",
    "standard_fonts/Foxit*": "standard_fonts",
    "wasm/LICENSE*J*": "wasm",
    "wasm/LICENSE_QCMS": "wasm",
    "wasm/jbig2*": "wasm",
    "wasm/openjpeg*": "wasm",
    "wasm/qcms*": "wasm",
}
LEFT_OUT = "*QUICKJS"
README = """\
# PDF.js {version}

Mozilla's viewer of PDF files, unchanged, from the npm package `pdfjs-dist` {version}
(legacy build). Source: <https://github.com/mozilla/pdf.js>.

Licence: Apache-2.0 (`LICENSE`). With it come Adobe's character maps (BSD,
`cmaps/LICENSE`), Foxit's fonts (BSD, `standard_fonts/LICENSE_FOXIT`), a colour
profile (CC0, `iccs/LICENSE`), OpenJPEG and PDFium's JBIG2 (BSD) and qcms (MIT;
`wasm/LICENSE_*`).

Put here by `scripts/vendor_pdfjs.py`, which names the version and its checksum. Do not
edit these files: run the script.
"""


def main() -> int:
    npm = shutil.which("npm")
    if npm is None:
        print("npm is not installed: apt-get install npm", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        fetched = subprocess.run(
            [npm, "pack", "--silent", f"pdfjs-dist@{VERSION}"],
            cwd=folder,
            capture_output=True,
            text=True,
        )
        if fetched.returncode:
            print(f"npm could not fetch the package: {fetched.stderr}", file=sys.stderr)
            return 1
        package = Path(folder) / fetched.stdout.strip()
        if integrity(package) != INTEGRITY:
            print("The package is not the one that was pinned.", file=sys.stderr)
            return 1
        unpack(package)
    print(f"PDF.js {VERSION} is in {FOLDER}")
    return 0


def integrity(package: Path) -> str:
    """Return the checksum of a package as npm writes it."""
    digest = hashlib.sha512(package.read_bytes()).digest()
    return f"sha512-{base64.b64encode(digest).decode()}"


def unpack(package: Path) -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    with tarfile.open(package) as archive:
        for member in archive:
            path = PurePosixPath(member.name).relative_to("package")
            place = destination(path)
            if place is not None and member.isfile():
                target = FOLDER / place / path.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.extractfile(member).read())
    (FOLDER / "README.md").write_text(README.format(version=VERSION))


def destination(path: PurePosixPath) -> str | None:
    """Return the folder for a file of the package, or ``None`` to leave it out."""
    if path.match(LEFT_OUT):
        return None
    for pattern, place in TAKEN.items():
        # ``match`` alone would take a pattern for the end of a longer path.
        if len(path.parts) == pattern.count("/") + 1 and path.match(pattern):
            return place
    return None


if __name__ == "__main__":
    sys.exit(main())
