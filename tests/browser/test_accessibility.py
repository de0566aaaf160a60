"""axe finds nothing on the pages that people use most, and nothing overflows."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PHONE, DESKTOP = 360, 1280


@pytest.fixture(scope="session")
def pages(chromium, demo):
    """Addresses of one page of each kind, found as a visitor would find them."""
    page = chromium.new_page(base_url=demo)

    def first(path, selector):
        page.goto(path)
        return page.locator(selector).first.get_attribute("href")

    found = {
        "home": "/",
        "search": "/search/?q=attendance",
        "document": first(
            "/search/?kind=presentation", "main article a[href^='/documents/']"
        ),
        "stocktake": first("/stocktakes/", "main a[href^='/stocktakes/']"),
        "unit": first("/units/", "main a[href^='/units/']"),
        "lesson": first("/lessons/", "main a[href^='/lessons/']"),
        "department": first("/departments/", "main a[href^='/departments/']"),
        "programme": first("/teaching/", "main a[href^='/teaching/']"),
        "browse": "/browse/",
        "sign in": "/sign-in/",
    }
    found["module"] = first(found["programme"], f"main a[href^='{found['programme']}']")
    page.close()
    return found


KINDS = [
    "home",
    "search",
    "document",
    "stocktake",
    "unit",
    "lesson",
    "department",
    "programme",
    "module",
    "browse",
    "sign in",
]


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(pages, open_page, kind, language, scheme):
    prefix = "/ur" if language == "ur" else ""
    page = open_page(prefix + pages[kind], color_scheme=scheme)
    results = Axe().run(page)
    assert not results.response["violations"], results.generate_report()


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_shows_the_whole_width(pages, open_page, kind, language):
    prefix = "/ur" if language == "ur" else ""
    page = open_page(prefix + pages[kind], width=PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_one_heading_of_the_first_rank(pages, open_page, kind):
    assert open_page(pages[kind]).locator("h1").count() == 1


def test_the_first_tab_skips_to_the_content(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_the_menu_of_a_phone_opens_without_javascript(open_page):
    page = open_page("/", width=PHONE, java_script_enabled=False)
    link = page.locator("header a[href='/lessons/']").first
    assert not link.is_visible()
    page.locator("header summary").first.click()
    assert link.is_visible()
