"""The search page in a real browser: with script it acts at once, without it works."""

import re

from playwright.sync_api import expect


def results(page) -> int:
    return int(re.search(r"\d+", page.locator("h1").inner_text()).group())


def test_choosing_a_value_narrows_at_once_and_keeps_the_focus(open_page):
    page = open_page("/search/?q=teacher")
    before = results(page)
    page.locator("#kind-minutes").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**kind=minutes**")
    expect(page.locator("#announcement")).to_have_text(re.compile(r"\d+ results?"))
    assert 0 < results(page) < before
    assert page.locator("#announcement").inner_text() == page.locator("h1").inner_text()
    assert page.evaluate("document.activeElement.id") == "kind-minutes"
    expect(page.locator("#kind-minutes")).to_be_checked()


def test_the_way_back_leads_to_the_earlier_results(open_page):
    page = open_page("/search/?q=teacher")
    before = page.locator("h1").inner_text()
    page.locator("#q").fill("zzyzx")
    page.locator("#q").press("Enter")
    expect(page.locator("h1")).to_have_text("0 results")
    page.go_back()
    expect(page.locator("h1")).to_have_text(before)
    expect(page.locator("#q")).to_have_value("teacher")


def test_addresses_hold_only_what_was_chosen(open_page):
    page = open_page("/search/")
    page.locator("#year_from").fill("2016")
    page.locator("#year_from").press("Enter")
    page.wait_for_url("**/search/?year_from=2016")
    page.locator("#sort").select_option("date")
    page.wait_for_url("**/search/?year_from=2016&sort=date")


def test_the_link_to_the_other_language_follows_the_search(open_page):
    page = open_page("/search/?q=teacher")
    page.locator("#kind-minutes").check()
    page.wait_for_url("**kind=minutes**")
    expect(page.locator("h1")).to_be_visible()
    link = page.locator(".masthead a[hreflang=ur]")
    expect(link).to_have_attribute("href", re.compile("kind=minutes"))


def test_everything_works_without_script(open_page):
    page = open_page("/search/?q=teacher", java_script_enabled=False)
    page.locator("#kind-minutes").check()
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**kind=minutes**")
    assert page.locator(".hit").count() > 0
    page.locator(".hit .pages a").first.click()
    assert "q=teacher" in page.url
    assert page.locator("mark").count() > 0


def test_a_phone_shows_results_first_and_is_not_too_narrow(open_page):
    for path in ("/search/?q=teacher&kind=minutes", "/ur/search/?q=teacher"):
        page = open_page(path, width=360, height=740)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert not page.locator("#year_from").is_visible()
        page.locator(".facets > summary").click()
        assert page.locator("#year_from").is_visible()
