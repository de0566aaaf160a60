"""Citing words of a page in a real browser, with script and without."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def page_of_minutes(sign_in):
    """A page of minutes that search finds, opened by an editor."""

    def open_(**options):
        page = sign_in("editor", "/search/", **options)
        page.goto("/search/?q=teacher&kind=minutes")
        page.locator(".hit .pages a").first.click()
        page.wait_for_url("**/pages/**")
        return page

    return open_


def select_words(page) -> str:
    """Select the first line of the text, as a drag of the mouse does."""
    return page.evaluate(
        """() => {
          const text = document.querySelector(".reader__page p:not(.kind)");
          const range = document.createRange();
          range.selectNodeContents(text);
          const selection = document.getSelection();
          selection.removeAllRanges();
          selection.addRange(range);
          return selection.toString();
        }"""
    )


def test_selected_words_become_evidence_in_a_draft(page_of_minutes):
    page = page_of_minutes()
    words = select_words(page)
    near = page.locator(".cite-near")
    expect(near).to_be_visible()
    near.click()
    page.wait_for_url("**/cite/**")
    expect(page.locator("#id_quote")).to_have_value(words.strip())
    page.locator("input[name=lesson]").first.check()
    page.locator("#id_role").select_option("qualifies")
    page.get_by_role("button", name="Add to the draft").click()
    expect(page.locator(".message--success")).to_contain_text("is in the draft of")
    expect(page.locator("mark#quote").first).to_be_visible()
    page.get_by_role("link", name="Open the draft").click()
    page.wait_for_url("**/admin/pages/**")
    expect(page.locator("textarea[name^=evidence-][name$=-quote]").last).to_have_value(
        re.compile(re.escape(words.split()[0]))
    )


def test_the_keyboard_reaches_the_link_with_the_words_in_it(page_of_minutes):
    page = page_of_minutes()
    select_words(page)
    link = page.locator("[data-cite]:not(.cite-near)")
    expect(link).to_have_attribute("href", re.compile(r"\?quote=.+&before="))
    assert page.locator(".cite-near").get_attribute("tabindex") == "-1"


def test_a_selection_that_is_gone_leaves_no_button(page_of_minutes):
    page = page_of_minutes()
    select_words(page)
    expect(page.locator(".cite-near")).to_be_visible()
    page.evaluate("document.getSelection().removeAllRanges()")
    expect(page.locator(".cite-near")).to_be_hidden()
    assert "quote=" not in page.locator("[data-cite]").first.get_attribute("href")


def test_without_script_the_words_are_typed(page_of_minutes):
    page = page_of_minutes(java_script_enabled=False)
    words = page.locator(".reader__page p:not(.kind)").first.inner_text().split("\n")[0]
    page.get_by_role("link", name="Cite words of this page").click()
    page.fill("#id_quote", words)
    page.fill("#id_q", "zzyzx")
    page.get_by_role("button", name="Find lessons").click()
    expect(
        page.get_by_text("No lesson that you may edit has these words.")
    ).to_be_visible()
    expect(page.locator("#id_quote")).to_have_value(words)
    page.fill("#id_q", "")
    page.get_by_role("button", name="Find lessons").click()
    page.locator("input[name=lesson]").nth(1).check()
    page.get_by_role("button", name="Add to the draft").click()
    expect(page.locator(".message--success")).to_be_visible()


def test_a_phone_shows_the_form_whole(page_of_minutes):
    page = page_of_minutes(width=360, height=740)
    select_words(page)
    page.locator(".cite-near").click()
    page.wait_for_url("**/cite/**")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
