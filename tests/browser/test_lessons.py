"""The pages around a lesson: axe finds nothing, phones show them whole, text is shown
as it is written."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def lesson(sign_in):
    """A moderator's phone, and the number of a lesson that it may have reviewed."""
    page = sign_in("moderator", "/lessons/", **PHONE)
    page.locator("main article a[href*='/lessons/']").first.click()
    history = page.locator("a[href*='/lesson-history/']").first.get_attribute("href")
    return page, re.search(r"\d+", history)[0]


def invitation_to(page, number) -> str:
    page.goto(f"/lesson-reviewers/{number}/")
    page.fill("#id_body", "A reviewing body (illustrative)")
    page.get_by_role("button", name="Make an invitation").click()
    link = page.locator("input[readonly]").first.input_value()
    return urlsplit(link).path


@pytest.mark.parametrize("prefix", ["", "/ur"])
def test_axe_finds_nothing_and_nothing_overflows(lesson, prefix):
    page, number = lesson
    addresses = [
        "/lessons/?confidence=B&state=identified",
        "/lesson-confidence/",
        invitation_to(page, number).removeprefix("/ur"),
        *(
            f"/{name}/{number}/"
            for name in (
                "lesson-history",
                "lesson-steps",
                "lesson-reviewers",
                "lesson-print",
            )
        ),
        f"/lesson-validations/{number}/new/",
        f"/lesson-uses/{number}/new/",
    ]
    for address in addresses:
        response = page.goto(prefix + address)
        assert response.status == 200, address
        results = Axe().run(page)
        assert not results.response["violations"], results.generate_report()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], address


def test_markdown_is_shown_as_it_is_written(sign_in):
    page = sign_in("editor", "/lessons/")
    page.goto("/lessons/")
    page.locator("main article a[href*='/lessons/']").first.click()
    history = page.locator("a[href*='/lesson-history/']").first.get_attribute("href")
    page.goto(f"/admin/pages/{re.search(r'[0-9]+', history)[0]}/edit/")
    page.fill("#id_what_happened", "Roads were **open** <script>alert(1)</script>.")
    preview = page.locator(".markdown:has(#id_what_happened) [data-markdown-target]")
    expect(preview.locator("strong").first).to_have_text("open")
    assert page.locator(".markdown script").count() == 0
