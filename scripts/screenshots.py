"""Takes pictures of pages of a running demonstration, for the README and for looking.

Usage: scripts/screenshots.py [--url URL] [--folder FOLDER] [--all] [--dark] [--print]
                              [--whole] [PATH…]

Every page is taken as a desktop (1280 pixels wide) and a phone (360) show it, in
English and in Urdu. Without paths it is the README's pages; with --all one page of
every kind, the archivist's screens among them. With --print pages also come out as a
printer would give them (PDF).
"""

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
README_FOLDER = ROOT / "docs" / "screenshots"
WIDTHS = {"desktop": (1280, 800), "phone": (360, 740)}
PREFIXES = {"en": "", "ur": "/ur"}
ACCOUNT = ("archivist", "sabaq-demo")

# Name of the picture: path, or path and the selector of the link to follow from there.
DOCUMENT = ("/search/?kind=presentation", "main article a[href*='/documents/']")
README_PAGES = {
    "home": "/",
    "search": "/search/?q=teachers",
    "document": DOCUMENT,
    "lesson": "/lessons/measure-the-class-not-the-register/",
}
PUBLIC_PAGES = README_PAGES | {
    "search-nothing": "/search/?q=xyzzyq",
    "search-help": "/search/help/",
    "lesson-urdu": "/lessons/kamra-jamaat-ka-paimana/",
    "lessons": "/lessons/",
    "stocktakes": "/stocktakes/",
    "stocktake": "/stocktakes/pb-education-2015/",
    "units": "/units/",
    "unit": "/units/smu/",
    "teaching": "/teaching/",
    "programme": "/teaching/policy-execution/",
    "module": "/teaching/policy-execution/data-and-routines/",
    "departments": "/departments/",
    "department": "/departments/pb-school-education/",
    "browse": "/browse/",
    "sign-in": "/sign-in/",
    "missing": "/there-is-no-such-page/",
    "document-pdf": (
        "/search/?kind=deep_dive",
        "main article a[href*='/documents/']",
    ),
    "document-urdu": (
        "/search/?kind=published_report&language=ur",
        "main article a[href*='/documents/']",
    ),
    "document-found": (
        "/search/?kind=deep_dive&q=signatures",
        "main .pages a[href*='/documents/']",
    ),
}
STAFF_PAGES = {
    "archive": "/archive/",
    "archive-new": "/archive/stocktakes/new/",
    "archive-stocktake": "/archive/stocktakes/pb-solid-waste-2017/",
    "home-staff": "/",
    "stocktake-staff": "/stocktakes/pb-solid-waste-2017/",
}


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
            _take_all(browser, options)
        except Error as error:
            print(f"{options.url} cannot be shown: {error}", file=sys.stderr)
            return 1
        finally:
            browser.close()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="*", metavar="PATH")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--folder", type=Path, default=README_FOLDER, metavar="FOLDER")
    parser.add_argument("--all", action="store_true", help="one page of every kind")
    parser.add_argument("--dark", action="store_true", help="in dark colours")
    parser.add_argument("--print", action="store_true", help="as a PDF file too")
    parser.add_argument("--whole", action="store_true", help="to the end of the page")
    return parser.parse_args()


def _take_all(browser, options: argparse.Namespace) -> None:
    if options.paths:
        pages = {_name_of(path): path for path in options.paths}
    else:
        pages = PUBLIC_PAGES if options.all else README_PAGES
    _take(_open(browser, options), pages, options)
    if options.all and not options.paths:
        context = _open(browser, options)
        _sign_in(context, options)
        _take(context, STAFF_PAGES, options)


def _name_of(path: str) -> str:
    return path.partition("?")[0].strip("/").replace("/", "-") or "home"


def _open(browser, options: argparse.Namespace):
    return browser.new_context(
        base_url=options.url.rstrip("/"),
        color_scheme="dark" if options.dark else "light",
    )


def _sign_in(context, options: argparse.Namespace) -> None:
    page = context.new_page()
    page.goto("/sign-in/")
    name, password = ACCOUNT
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()
    page.close()


def _take(context, pages: dict, options: argparse.Namespace) -> None:
    page = context.new_page()
    for name, place in pages.items():
        for language, prefix in PREFIXES.items():
            page.goto(prefix + _address(page, place), wait_until="load")
            for device, (width, height) in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                page.evaluate("document.fonts.ready")
                file = options.folder / f"{name}-{language}-{device}.png"
                page.screenshot(path=file, full_page=options.whole)
                print(file)
            if options.print:
                page.pdf(path=options.folder / f"{name}-{language}.pdf", format="A4")
    page.close()


def _address(page, place) -> str:
    if isinstance(place, str):
        return place
    start, selector = place
    page.goto(start)
    return page.locator(selector).first.get_attribute("href")


if __name__ == "__main__":
    sys.exit(main())
