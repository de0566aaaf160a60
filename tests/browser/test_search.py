"""The search page in a real browser: with script it acts at once, without it works."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect


def results(page) -> int:
    return int(re.search(r"\d+", page.locator("h1").inner_text()).group())


def box(page, value):
    return page.locator(f".facet input[value={value}]")


def options(page):
    return page.locator("#suggestions [role=option]")


def focused(page, attribute) -> str:
    return page.evaluate(f"document.activeElement.{attribute}")


class TestWithoutLoadingThePageAnew:
    @pytest.fixture
    def page(self, open_page):
        page = open_page("/search/?q=teacher")
        page.evaluate("window.isTheSamePage = true")
        yield page
        assert page.evaluate("window.isTheSamePage")

    def test_choosing_a_value_narrows_at_once_and_keeps_the_focus(self, page):
        before = results(page)
        box(page, "minutes").focus()
        page.keyboard.press("Space")
        page.wait_for_url("**kind=minutes**")
        expect(page.locator("#announcement")).to_have_text(re.compile(r"\d+ results?"))
        assert 0 < results(page) < before
        told = page.locator("#announcement").inner_text()
        assert told == page.locator("h1").inner_text()
        assert focused(page, "value") == "minutes"
        expect(box(page, "minutes")).to_be_checked()
        expect(page.locator("#found")).not_to_have_attribute("aria-busy", "true")

    def test_several_values_and_chips(self, page):
        box(page, "minutes").check()
        page.wait_for_url("**kind=minutes**")
        one = results(page)
        box(page, "working_paper").check()
        page.wait_for_url("**kind=minutes&kind=working_paper")
        both = results(page)
        assert both > one
        page.locator(".chip--remove", has_text="Minutes").click()
        page.wait_for_url(re.compile(r"\?q=teacher&kind=working_paper$"))
        expect(box(page, "minutes")).not_to_be_checked()
        assert results(page) == both - one
        # The chip is gone; those who use the keyboard are at the results.
        assert focused(page, "tagName") == "H1"

    def test_other_pages_of_results(self, page):
        first = page.locator(".hit h2").first.inner_text()
        page.get_by_role("link", name="Next").click()
        page.wait_for_url("**page=2**")
        expect(page.locator("nav [aria-current=page]").last).to_have_text("2")
        assert page.locator(".hit h2").first.inner_text() != first
        assert focused(page, "tagName") == "H1"

    def test_addresses_hold_only_what_was_chosen(self, page):
        page.locator("#q").fill("")
        page.locator("#year_from").fill("2016")
        page.locator("#year_from").press("Enter")
        page.wait_for_url("**/search/?year_from=2016")
        page.locator("#sort").focus()
        page.locator("#sort").select_option("date")
        page.wait_for_url("**/search/?year_from=2016&sort=date")
        assert focused(page, "id") == "sort"

    def test_the_link_to_the_other_language_follows_the_search(self, page):
        box(page, "minutes").check()
        page.wait_for_url("**kind=minutes**")
        link = page.locator(".masthead a[hreflang=ur]")
        expect(link).to_have_attribute("href", re.compile("kind=minutes"))

    def test_more_pages_open_in_place(self, page):
        found = page.locator(".hit").first.locator(".pages")
        more = found.locator("a", has_text="more page")
        number = int(re.search(r"\d+", more.inner_text()).group())
        more.click()
        expect(found.locator("li")).to_have_count(3 + number)
        assert page.url.endswith("/search/?q=teacher")
        # They, too, can be referred to.
        expect(found.locator("button")).to_have_count(3 + number)

    def test_the_slider_and_the_inputs_for_years_say_the_same(self, page):
        first, last = page.locator("#first"), page.locator("#last")
        start = int(first.get_attribute("min"))
        first.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_url(f"**year_from={start + 1}**")
        expect(page.locator("#year_from")).to_have_value(str(start + 1))
        expect(page.locator("#year_to")).to_have_value("")
        # The focus stays, so that the next key moves the thumb on.
        assert focused(page, "id") == "first"
        page.keyboard.press("ArrowLeft")
        page.wait_for_url(re.compile(r"\?q=teacher$"))
        expect(page.locator("#year_from")).to_have_value("")
        page.locator("#year_to").fill(str(start))
        expect(last).to_have_value(str(start))
        page.locator("#year_to").press("Enter")
        page.wait_for_url(f"**year_to={start}**")


def test_an_engine_that_is_gone_is_said_in_place(chromium, demo):
    # The browser itself complains of such answers, which is well.
    page = chromium.new_page(base_url=demo)
    page.goto("/search/?q=teacher")
    page.route(
        "**/search/?*",
        lambda route: route.fulfill(
            status=503,
            content_type="text/html",
            body="<div><h1>Search is catching up</h1></div>",
        ),
    )
    # The answer comes at once and takes the box away before it could be looked at.
    box(page, "minutes").click()
    expect(page.locator("h1")).to_have_text("Search is catching up")
    expect(page.locator("#announcement")).to_have_text("Search is catching up")
    page.route("**/suggestions/*", lambda route: route.fulfill(status=503, body=""))
    page.locator("#q").fill("")
    page.locator("#q").type("teach")
    expect(options(page)).to_have_count(0)
    expect(page.locator("#q")).to_have_value("teach")
    page.close()


def test_the_way_back_leads_to_the_earlier_results(open_page):
    page = open_page("/search/?q=teacher")
    before = page.locator("h1").inner_text()
    page.locator("#q").fill("zzyzx")
    page.locator("#q").press("Enter")
    expect(page.locator("h1")).to_have_text("0 results")
    page.go_back()
    expect(page.locator("h1")).to_have_text(before)
    expect(page.locator("#q")).to_have_value("teacher")
    page.go_forward()
    expect(page.locator("h1")).to_have_text("0 results")
    expect(page.locator("#q")).to_have_value("zzyzx")


def test_the_way_back_from_a_document_is_a_whole_page(open_page):
    page = open_page("/search/?q=teacher")
    box(page, "minutes").check()
    page.wait_for_url("**kind=minutes**")
    before = page.locator("h1").inner_text()
    page.locator(".hit h2 a").first.click()
    page.wait_for_url("**/documents/**")
    page.go_back()
    expect(page.locator("h1")).to_have_text(before)
    expect(page.locator(".masthead")).to_be_visible()
    expect(box(page, "minutes")).to_be_checked()


class TestReferences:
    def test_a_reference_to_a_page_is_copied_and_told(self, open_page):
        page = open_page("/search/?q=teacher")
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        hit = page.locator(".hit", has=page.locator(".pages")).first
        title = hit.locator("h2").inner_text()
        link = hit.locator(".pages a").first
        number = re.search(r"/pages/(\d+)/", link.get_attribute("href")).group(1)
        button = hit.locator(".pages button").first
        expect(button).to_have_accessible_name(re.compile("Copy reference: "))
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert re.fullmatch(
            rf"SMU, Government of Punjab, “{re.escape(title)}”, \d+ \w+ \d{{4}}, "
            rf"(p\.|slide|sheet|section) {number}\. "
            rf"http://[^ ]+/documents/\d+/versions/1/pages/{number}/",
            copied,
        )
        expect(page.get_by_role("status").filter(has_text=copied)).to_have_count(1)

    def test_a_page_of_a_pdf_file_opens_with_the_words_lit(self, open_page):
        page = open_page("/search/?q=teacher&kind=deep_dive")
        link = page.locator(".pages a", has_text=re.compile("^PDF$")).first
        expect(link).to_have_attribute(
            "href", re.compile(r"/documents/\d+/versions/1/viewer/#page=\d+&search=")
        )


class TestSuggestions:
    @pytest.fixture(params=["/", "/search/", "/ur/"])
    def page(self, request, open_page):
        return open_page(request.param)

    def test_by_keyboard(self, page):
        field = page.locator("#q")
        expect(field).to_have_role("combobox")
        expect(field).to_have_attribute("aria-expanded", "false")
        field.focus()
        page.keyboard.type("teach")
        listed = options(page)
        expect(listed.first).to_be_visible()
        expect(field).to_have_attribute("aria-expanded", "true")
        controlled = page.locator("#" + field.get_attribute("aria-controls"))
        expect(controlled).to_have_role("listbox")
        # The number of suggestions is told.
        told = page.locator(".search [role=status]")
        expect(told).to_have_text(re.compile(r"^[\d۰-۹]+ "))
        expect(field).to_have_attribute("aria-activedescendant", "")
        page.keyboard.press("ArrowDown")
        first = listed.first.get_attribute("id")
        expect(field).to_have_attribute("aria-activedescendant", first)
        expect(listed.first).to_have_attribute("aria-selected", "true")
        page.keyboard.press("ArrowUp")
        expect(field).to_have_attribute("aria-activedescendant", "")
        page.keyboard.press("ArrowUp")
        last = listed.last.get_attribute("id")
        expect(field).to_have_attribute("aria-activedescendant", last)
        # The focus never leaves the field.
        assert focused(page, "id") == "q"
        page.keyboard.press("Escape")
        expect(field).to_have_attribute("aria-expanded", "false")
        expect(field).to_have_value("teach")
        page.keyboard.press("Escape")
        expect(field).to_have_value("")

    def test_axe_finds_nothing_while_the_list_is_open(self, page):
        page.locator("#q").focus()
        page.keyboard.type("teach")
        expect(options(page).first).to_be_visible()
        page.keyboard.press("ArrowDown")
        found = Axe().run(page)
        assert not found.response["violations"], found.generate_report()

    def test_a_press_on_words_searches_for_them(self, page):
        page.locator("#q").focus()
        page.keyboard.type("teach")
        option = options(page).first
        words = option.inner_text()
        option.click()
        page.wait_for_url(re.compile(r"/search/\?q="))
        expect(page.locator("#q")).to_have_value(words)
        expect(page.locator(".hit").first).to_be_visible()
        expect(options(page)).to_have_count(0)


def test_enter_on_a_title_opens_its_record(open_page):
    page = open_page("/")
    page.locator("#q").focus()
    page.keyboard.type("register and class")
    option = options(page).filter(has_text="a deep dive on teacher").first
    expect(option).to_be_visible()
    while option.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/**")


def test_a_value_of_a_facet_narrows(open_page):
    page = open_page("/")
    page.locator("#q").focus()
    page.keyboard.type("minut")
    options(page).filter(has_text="Kind").click()
    page.wait_for_url("**/search/?kind=minutes")


def test_enter_without_a_choice_searches_for_what_was_typed(open_page):
    page = open_page("/search/")
    page.locator("#q").focus()
    page.keyboard.type("teach")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=teach")
    expect(options(page)).to_have_count(0)


def test_by_touch(open_page):
    page = open_page("/", width=360, height=740, has_touch=True)
    page.locator("#q").tap()
    page.keyboard.type("teach")
    option = options(page).first
    words = option.inner_text()
    option.tap()
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("#q")).to_have_value(words)


def test_answers_that_come_too_late_are_not_shown(open_page):
    page = open_page("/search/")
    waiting = []
    page.route("**/suggestions/?q=tea", lambda route: waiting.append(route))
    page.locator("#q").focus()
    with page.expect_request("**/suggestions/?q=tea"):
        page.keyboard.type("tea")
    page.keyboard.type("zzyzx")
    with page.expect_response("**/suggestions/?q=teazzyzx"):
        pass
    expect(options(page)).to_have_count(0)


def test_the_list_of_an_urdu_page_runs_from_right_to_left(open_page):
    page = open_page("/ur/search/")
    page.locator("#q").focus()
    page.keyboard.type("است")
    option = options(page).first
    expect(option).to_be_visible()
    words = option.locator("bdi").bounding_box()
    row = option.bounding_box()
    assert words["x"] + words["width"] > row["x"] + row["width"] - 40
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


class TestWithoutScript:
    def test_everything_works(self, open_page):
        page = open_page("/search/?q=teacher", java_script_enabled=False)
        box(page, "minutes").check()
        page.locator("#year_from").fill("2015")
        page.get_by_role("button", name="Apply").click()
        page.wait_for_url("**kind=minutes**")
        assert page.locator(".hit").count() > 0
        page.locator(".hit .pages a").first.click()
        assert "q=teacher" in page.url
        expect(page.locator("mark").first).to_be_visible()

    def test_all_pages_of_a_document_are_a_page_of_their_own(self, open_page):
        page = open_page("/search/?q=teacher", java_script_enabled=False)
        page.locator(".pages a", has_text="more page").first.click()
        assert "/search/pages/" in page.url
        expect(page.locator(".pages li").nth(3)).to_be_visible()

    def test_nothing_is_shown_that_needs_it(self, open_page):
        page = open_page("/search/?q=teacher", java_script_enabled=False)
        assert page.locator(".slider").is_hidden()
        assert page.locator("[role=combobox]").count() == 0
        assert page.locator(".pages button").count() == 0


def test_a_phone_shows_results_first_and_is_not_too_narrow(open_page):
    for path in ("/search/?q=teacher&kind=minutes", "/ur/search/?q=teacher"):
        page = open_page(path, width=360, height=740)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert not page.locator("#year_from").is_visible()
        page.locator(".facets > summary").click()
        assert page.locator("#year_from").is_visible()
        box(page, "minutes").click()
        expect(page.locator("#announcement")).not_to_be_empty()
        # Open facets stay open.
        assert page.locator("#year_from").is_visible()


@pytest.mark.parametrize("prefix", ["", "/ur"])
def test_axe_finds_nothing_around_the_results_and_a_phone_shows_them_whole(
    sign_in, prefix
):
    page = sign_in("editor", "/search/", width=360, height=740)
    page.goto("/search/?q=attendance")
    page_found = page.locator(".hit .pages a").first.get_attribute("href")
    addresses = [
        "/search/help/",
        "/search/?q=zzyzx",
        "/search/?q=teacher&kind=minutes&year_from=2015&unit=nothing",
        "/search/saved/new/?q=teacher&kind=minutes",
        "/search/saved/",
        page_found,
        page_found.split("?")[0] + "cite/",
    ]
    for address in addresses:
        assert page.goto(prefix + address).status == 200, address
        found = Axe().run(page)
        assert not found.response["violations"], found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
