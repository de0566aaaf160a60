"""Takes pictures of pages of a running portal, for the README and for looking.

Usage: scripts/screenshots.py [--url URL] [--folder FOLDER] [--dark] [--print] [PATH…]

Every page is taken as a desktop (1280 pixels wide) and a phone (360) show it, in
English and in Urdu; with --print also as it comes out of a printer (PDF).
"""

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PATHS = ["/", "/search/?q=attendance", "/stocktakes/", "/lessons/", "/browse/"]
WIDTHS = {"desktop": (1280, 800), "phone": (360, 740)}
PREFIXES = {"en": "", "ur": "/ur"}


def main() -> int:
    options = _options()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("Chromium is not installed: apt-get install chromium", file=sys.stderr)
        return 1
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            for path in options.paths:
                _take(browser, path, options)
        except Error as error:
            print(f"{options.url} cannot be shown: {error}", file=sys.stderr)
            return 1
        finally:
            browser.close()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="*", default=PATHS, metavar="PATH")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument(
        "--folder", type=Path, default=ROOT / "docs" / "screenshots", metavar="FOLDER"
    )
    parser.add_argument("--dark", action="store_true", help="in dark colours")
    parser.add_argument("--print", action="store_true", help="as a PDF file too")
    return parser.parse_args()


def _take(browser, path: str, options: argparse.Namespace) -> None:
    name = path.partition("?")[0].strip("/").replace("/", "-") or "home"
    for language, prefix in PREFIXES.items():
        address = options.url.rstrip("/") + prefix + path
        for device, (width, height) in WIDTHS.items():
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if options.dark else "light",
            )
            page.goto(address, wait_until="load")
            page.evaluate("document.fonts.ready")
            file = options.folder / f"{name}-{language}-{device}.png"
            page.screenshot(path=file, full_page=False)
            print(file)
            if options.print and device == "desktop":
                page.pdf(path=file.with_suffix(".pdf"), format="A4")
            page.close()


if __name__ == "__main__":
    sys.exit(main())
