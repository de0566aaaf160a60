"""The PDF viewer in a real browser. The browser's complaints fail a test: the content
security policy, too, is tested by every one of them."""

import io
import random
import re
import shutil
import subprocess

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.browser.conftest import PASSWORD

# A report of six pages in the demonstration; "teachers" is on its third.
REPORT = "/documents/4/versions/1/viewer/"
LONG = 200
NAME = """
(focused => focused.ariaLabel || focused.id || focused.innerText.trim())(
  document.activeElement
)
"""
URDU = """
<html lang="ur" dir="rtl"><meta charset="utf-8"><body>
<h1>اساتذہ کی حاضری</h1><p>ضلع کے سکول میں اساتذہ کی حاضری ۸۵ فیصد رہی۔</p>
<h1 style="break-before:page">دوسرا صفحہ</h1><p>کمیٹی نے عمارت کی مرمت کی ہدایت کی۔</p>
"""


def file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def pdf(pages=1, **options) -> bytes:
    """A PDF file whose pages say which they are."""
    target = io.BytesIO()
    canvas = Canvas(target, **options)
    for number in range(1, pages + 1):
        canvas.drawString(72, 720, f"This is page {number} of the long report.")
        if pages > 1:
            noise = random.Random(number).randbytes(150 * 150 * 3)
            image = ImageReader(io.BytesIO(b"P6 150 150 255\n" + noise))
            canvas.drawImage(image, 72, 200, 400, 400)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def has_urdu_font() -> bool:
    """Tell whether the machine has a font to print Urdu with."""
    if shutil.which("fc-list") is None:
        return False
    fonts = subprocess.run(["fc-list", ":lang=ur"], capture_output=True, check=True)
    return bool(fonts.stdout.strip())


@pytest.fixture(scope="module")
def archived(chromium, demo):
    """Addresses of viewers of two files that an archivist archives: Urdu, and long."""
    if not has_urdu_font():
        pytest.skip("No font of this machine has Urdu (fonts-noto-core has).")
    page = chromium.new_page(base_url=demo, java_script_enabled=False)
    page.set_content(URDU)
    files = {"urdu-attendance.pdf": page.pdf(), "long-report.pdf": pdf(LONG)}
    page.goto("/sign-in/?next=/archive/")
    page.fill("input[name=username]", "archivist")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.click(".items a[href^='/archive/stocktakes/']")
    page.set_input_files("#files", [file(*item) for item in files.items()])
    page.click("button:has-text('Archive these files')")
    addresses = {
        name: page.locator(f"a[href^='/documents/']:has-text('{name}')")
        .first.get_attribute("href")
        .removesuffix("/")
        + "/versions/1/viewer/"
        for name in files
    }
    page.context.close()
    return addresses | {"size": len(files["long-report.pdf"])}


@pytest.fixture
def open_file(open_page):
    """Open the viewer on other bytes than those of the archived file."""

    def open_file_(content: bytes, hash_="", status=200):
        page = open_page()
        page.route(
            "**/file/",
            lambda route: route.fulfill(
                status=status, body=content, content_type="application/pdf"
            ),
        )
        page.goto(REPORT + hash_)
        return page

    return open_file_


def drawn(page, number):
    """Wait until a page is drawn and has its text."""
    shown = page.locator(f".page[data-page-number='{number}']")
    expect(shown.locator(".textLayer")).to_be_visible(timeout=15_000)
    return shown


class TestAtThePage:
    def test_the_text_of_a_page_leads_to_it_with_the_words_lit(self, open_page):
        page = open_page("/documents/4/versions/1/pages/3/?q=teachers")
        page.get_by_role("link", name="Open the PDF").click()
        page.wait_for_url(f"**{REPORT}#page=3&search=teachers")
        shown = drawn(page, 3)
        expect(shown.locator(".highlight")).to_have_text(["teachers"])
        expect(shown.locator(".highlight")).to_be_in_viewport()
        expect(page.locator("#page")).to_have_value("3")
        expect(page.locator("#find")).to_have_value("teachers")
        expect(page.locator("[data-found]")).to_have_text(re.compile(r"^\d+ of \d+$"))
        expect(page.locator("[data-start]")).to_be_hidden()

    def test_words_are_lit_where_a_word_begins_with_them_whatever_their_order(
        self, open_page
    ):
        page = open_page(f"{REPORT}#page=3&search=classroom+teach+the")
        shown = drawn(page, 3)
        expect(shown.locator(".highlight").first).to_be_visible()
        lit = {text.lower() for text in shown.locator(".highlight").all_inner_texts()}
        assert lit == {"classroom", "teach", "the"}

    def test_a_phrase_stays_together(self, open_page):
        page = open_page(f'{REPORT}#page=3&search="borrowed teachers"')
        shown = drawn(page, 3)
        expect(shown.locator(".highlight")).to_have_text(["borrowed teachers"])
        expect(page.locator("[data-found]")).to_have_text("1 of 1")

    def test_the_reader_stays_at_the_page_even_if_the_words_are_elsewhere(
        self, open_page
    ):
        page = open_page(f'{REPORT}#page=5&search="borrowed teachers"')
        drawn(page, 5)
        expect(page.locator("[data-found]")).to_have_text("1 of 1")
        page.wait_for_timeout(500)
        expect(page.locator("#page")).to_have_value("5")
        expect(page.locator(".page[data-page-number='5']")).to_be_in_viewport()

    @pytest.mark.parametrize(
        ("hash_", "number"), [("#page=99", 6), ("#page=-1", 1), ("#page=x", 1), ("", 1)]
    )
    def test_a_page_that_is_not_there_is_the_nearest(self, open_page, hash_, number):
        page = open_page(REPORT + hash_)
        drawn(page, number)
        expect(page.locator("#page")).to_have_value(str(number))

    def test_a_changed_address_moves_on(self, open_page):
        page = open_page(f"{REPORT}#page=2")
        drawn(page, 2)
        page.evaluate("location.hash = 'page=4&search=register'")
        drawn(page, 4)
        expect(page.locator("#page")).to_have_value("4")
        expect(page.locator("#find")).to_have_value("register")

    @pytest.mark.parametrize("words", ["(", "[a-z]+ \\", "<b>x</b>", "'\"'", "%%%"])
    def test_signs_among_the_words_do_no_harm(self, open_page, words):
        page = open_page(REPORT)
        drawn(page, 1)
        page.fill("#find", words)
        page.press("#find", "Enter")
        expect(page.locator("[data-found]")).not_to_have_text("Looking …")
        assert not page.locator(".viewer b").count()


class TestTools:
    def test_the_address_and_the_links_follow_the_pages(self, open_page):
        page = open_page(f"{REPORT}#page=2&search=register")
        drawn(page, 2)
        page.get_by_role("button", name="Next page").click()
        page.wait_for_url("**#page=3&search=register")
        expect(page.locator("[data-announcement]")).to_have_text("Page 3 of 6")
        link = page.get_by_role("link", name="Text of this page")
        assert link.get_attribute("href").endswith("/pages/3/?q=register")
        page.fill("#page", "6")
        page.press("#page", "Enter")
        page.wait_for_url("**#page=6&search=register")
        expect(page.get_by_role("button", name="Next page")).to_have_attribute(
            "aria-disabled", "true"
        )
        page.locator(".viewer__pages").evaluate("pages => pages.scrollTo(0, 0)")
        page.wait_for_url("**#page=1&search=register")

    def test_matches_are_counted_and_walked_through_both_ways(self, open_page):
        page = open_page(REPORT)
        drawn(page, 1)
        count = page.locator("[data-found]")
        page.fill("#find", "teachers")
        page.press("#find", "Enter")
        expect(count).to_have_text(re.compile(r"^1 of \d+$"))
        page.press("#find", "Enter")
        expect(count).to_have_text(re.compile(r"^2 of \d+$"))
        page.press("#find", "Shift+Enter")
        expect(count).to_have_text(re.compile(r"^1 of \d+$"))
        page.get_by_role("button", name="Next match").click()
        expect(count).to_have_text(re.compile(r"^2 of \d+$"))
        expect(page.locator(".highlight.selected")).to_be_in_viewport()
        page.fill("#find", "zzyzx")
        page.press("#find", "Enter")
        expect(count).to_have_text("Not found")
        page.fill("#find", "")
        page.press("#find", "Enter")
        expect(count).to_have_text("")
        expect(page.locator(".highlight")).to_have_count(0)
        page.wait_for_url(re.compile(r"#page=\d$"))

    def test_pages_grow_and_shrink(self, open_page):
        page = open_page(REPORT)
        shown = drawn(page, 1)
        before = shown.bounding_box()["width"]
        page.get_by_role("button", name="Larger").click()
        assert shown.bounding_box()["width"] > before
        page.get_by_role("button", name="Smaller").click()
        page.locator("[data-zoom]").select_option("50")
        assert shown.bounding_box()["width"] < before
        page.locator("[data-zoom]").select_option("page-fit")
        expect(page.locator("[data-zoom]")).to_have_value("page-fit")
        assert shown.bounding_box()["height"] < 900

    def test_text_can_be_selected(self, open_page):
        page = open_page(f"{REPORT}#page=3")
        shown = drawn(page, 3)
        shown.locator(".textLayer span:has-text('borrowed')").first.click(click_count=3)
        assert "borrowed teachers" in page.evaluate("getSelection().toString()")

    @pytest.mark.parametrize(("prefix", "number"), [("", "3"), ("/ur", "۳")])
    def test_a_reference_to_the_page_is_copied(self, open_page, prefix, number):
        page = open_page(
            f"{prefix}{REPORT}#page=2",
            permissions=["clipboard-read", "clipboard-write"],
        )
        drawn(page, 2)
        page.locator("[data-do=nextPage]").click()
        page.locator(".reference > summary").click()
        page.locator(".reference button").click()
        status = page.locator(".reference [role=status]")
        expect(status).not_to_have_text("")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator(".reference__text").inner_text()
        assert number in copied
        assert copied.endswith(f"{prefix}/documents/4/versions/1/pages/3/")

    def test_a_reference_is_marked_where_the_clipboard_is_closed(self, open_page):
        page = open_page(REPORT)
        drawn(page, 1)
        page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())")
        page.locator(".reference > summary").click()
        page.locator(".reference button").click()
        expect(page.locator(".reference [role=status]")).to_contain_text("Ctrl+C")
        assert "/pages/1/" in page.evaluate("getSelection().toString()")


class TestKeyboard:
    def test_the_keys_scroll_at_once(self, open_page):
        page = open_page(REPORT)
        drawn(page, 1)
        expect(page.locator(".viewer__pages")).to_be_focused()
        page.keyboard.press("End")
        page.wait_for_url("**#page=6")

    def test_every_tool_is_reached_and_named(self, open_page):
        page = open_page(REPORT)
        drawn(page, 1)
        page.locator(".skip").focus()
        names = []
        for _press in range(16):
            page.keyboard.press("Tab")
            names.append(page.evaluate(NAME))
        wanted = [
            "Back to the document",
            "Text of this page",
            "Download",
            "Copy a reference to this page",
            "Previous page",
            "Next page",
            "page",
            "Smaller",
            "Larger",
            "Size",
            "find",
            "Previous match",
            "Next match",
            "Pages",
        ]
        assert [name for name in names if name in wanted][: len(wanted)] == wanted

    def test_the_key_for_finding_leads_to_the_field(self, open_page):
        page = open_page(REPORT)
        drawn(page, 1)
        page.keyboard.press("Control+f")
        expect(page.locator("#find")).to_be_focused()
        page.keyboard.type("register")
        page.keyboard.press("Enter")
        expect(page.locator(".highlight.selected")).to_be_in_viewport()


class TestUrdu:
    def test_the_frame_runs_from_right_to_left_and_the_pages_do_not(self, open_page):
        page = open_page(f"/ur{REPORT}#page=3")
        shown = drawn(page, 3)
        assert page.locator("html").get_attribute("dir") == "rtl"
        back = page.locator(".viewer__back").bounding_box()
        assert back["x"] > 640
        assert shown.evaluate("page => getComputedStyle(page).direction") == "ltr"
        expect(page.locator("[data-of]")).to_contain_text("۶")
        assert "۳" in shown.get_attribute("aria-label")

    # The second has the Arabic letters of another keyboard, the third no vowels.
    @pytest.mark.parametrize(
        ("words", "lit"),
        [
            ("حاضری", "حاضری"),
            ("حاضرى", "حاضری"),
            ("سكول", "سکول"),
            ("اساتذہ", "اساتذہ"),
            ("85", "۸۵"),
        ],
    )
    def test_urdu_words_are_lit_whatever_the_keyboard(
        self, sign_in, archived, words, lit
    ):
        page = sign_in("archivist", "/archive/")
        page.goto(f"{archived['urdu-attendance.pdf']}#page=1&search={words}")
        shown = drawn(page, 1)
        expect(shown.locator(".highlight").first).to_be_visible()
        plain = {"ى": "ی", "ي": "ی", "ك": "ک", "ه": "ہ"}
        for text in shown.locator(".highlight").all_inner_texts():
            assert "".join(plain.get(letter, letter) for letter in text) == lit

    def test_an_urdu_word_on_another_page_is_found(self, sign_in, archived):
        page = sign_in("archivist", "/archive/")
        page.goto(f"/ur{archived['urdu-attendance.pdf']}")
        drawn(page, 1)
        page.fill("#find", "مرمت")
        page.press("#find", "Enter")
        expect(page.locator("#page")).to_have_value("2")
        expect(page.locator(".highlight.selected")).to_be_in_viewport()


class TestOnAPhone:
    @pytest.mark.parametrize("prefix", ["", "/ur"])
    def test_everything_fits(self, open_page, prefix):
        page = open_page(
            f"{prefix}{REPORT}#page=3&search=teachers", width=360, height=740
        )
        shown = drawn(page, 3)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        expect(shown.locator(".highlight")).to_be_in_viewport()
        for tool in page.locator(".viewer__tools :is(button, input)").all():
            box = tool.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= 360
            assert min(box["width"], box["height"]) >= 40
        assert shown.bounding_box()["width"] <= 360
        page.locator(".viewer__more > summary").click()
        page.locator(".reference > summary").click()
        box = page.locator(".reference__text").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 360

    def test_two_fingers_make_the_page_larger(self, open_page):
        page = open_page(REPORT, width=360, height=740, has_touch=True)
        shown = drawn(page, 1)
        before = shown.bounding_box()["width"]
        fingers = page.context.new_cdp_session(page)

        def touch(kind, *points):
            fingers.send(
                "Input.dispatchTouchEvent",
                {
                    "type": kind,
                    "touchPoints": [
                        {"x": x, "y": 400, "id": number}
                        for number, x in enumerate(points)
                    ],
                },
            )

        touch("touchStart", 160, 200)
        for step in range(1, 9):
            touch("touchMove", 160 - 10 * step, 200 + 10 * step)
        touch("touchEnd")
        page.wait_for_function(
            "before => document.querySelector('.page').clientWidth > 1.2 * before",
            arg=before,
        )
        assert page.evaluate("visualViewport.scale") == 1


@pytest.mark.parametrize("prefix", ["", "/ur"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(open_page, prefix, scheme, width):
    page = open_page(
        f"{prefix}{REPORT}#page=3&search=teachers", width=width, color_scheme=scheme
    )
    drawn(page, 3)
    expect(page.locator(".highlight").first).to_be_visible()
    if width == 360:
        page.locator(".viewer__more > summary").click()
    page.locator(".reference > summary").click()
    results = Axe().run(page)
    assert not results.response["violations"], results.generate_report()


class TestOtherFiles:
    def says(self, page, words):
        message = page.locator("[data-problem]:visible")
        expect(message).to_contain_text(words)
        assert message.evaluate("message => !!message.closest('[role=alert]')")
        expect(page.get_by_role("link", name="Back to the document")).to_be_visible()
        start = page.locator("[data-otherwise]")
        expect(start.get_by_role("link", name="Download")).to_be_visible()

    def test_a_locked_one_says_so(self, open_file):
        locked = pdf(encrypt=StandardEncryption("secret", ownerPassword="owner"))
        self.says(open_file(locked), "locked with a password")

    def test_one_that_only_forbids_changes_is_shown(self, open_file):
        page = open_file(pdf(encrypt=StandardEncryption("", ownerPassword="owner")))
        expect(drawn(page, 1)).to_contain_text("This is page 1")

    @pytest.mark.parametrize("content", [b"", b"not a PDF", b"%PDF-1.7\n" + b"x" * 999])
    def test_a_damaged_one_says_so(self, open_file, content):
        self.says(open_file(content), "damaged")

    def test_one_without_pages_is_not_a_blank_page(self, open_file):
        nothing = (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"
        )
        page = open_file(nothing)
        expect(page.locator("[data-start]")).to_be_visible()
        expect(page.locator("[data-problem]:visible")).to_have_count(1)

    def test_one_that_was_withdrawn_says_so(self, chromium, demo):
        # Chromium itself writes of the failure to the console, hence no ``open_page``.
        page = chromium.new_page(base_url=demo)
        page.route("**/file/", lambda route: route.fulfill(status=404))
        page.goto(REPORT)
        self.says(page, "could not be fetched")
        page.close()

    def test_the_first_pages_of_a_long_one_appear_without_the_whole(
        self, sign_in, archived
    ):
        page = sign_in("archivist", "/archive/")
        fetched = []
        page.on(
            "response",
            lambda response: (
                fetched.append(int(response.headers["content-length"]))
                if response.status == 206
                else None
            ),
        )
        page.goto(archived["long-report.pdf"])
        expect(drawn(page, 1)).to_contain_text("This is page 1 of")
        # Its list of pages lies scattered over the file, which is the worst there is.
        assert archived["size"] > 5_000_000
        assert 0 < sum(fetched) < archived["size"] / 3

    def test_the_last_pages_of_a_long_one_are_near(self, sign_in, archived):
        page = sign_in("archivist", "/archive/")
        page.goto(f"{archived['long-report.pdf']}#page=190&search=report")
        expect(drawn(page, 190).locator(".highlight")).to_have_text(["report"])
        expect(page.locator("[data-found]")).to_have_text(
            f"190 of {LONG}", timeout=120_000
        )


class TestWithoutScript:
    def test_the_browsers_own_viewer_and_the_text_are_offered(self, open_page):
        page = open_page(REPORT, java_script_enabled=False)
        expect(page.locator(".viewer__tools")).to_be_hidden()
        page.locator("#other-page").fill("3")
        page.get_by_role("button", name="Go").click()
        link = page.get_by_role("link", name="Open the PDF in the browser")
        assert link.get_attribute("href").endswith("/file/?inline=1#page=3")
        page.locator(".reference > summary").click()
        expect(page.locator(".reference__text")).to_contain_text("/pages/3/")
        expect(page.locator(".reference button")).to_be_hidden()
        page.get_by_role("link", name="Text of page 3").click()
        page.wait_for_url("**/pages/3/")

    def test_the_page_of_the_text_offers_them_too(self, open_page):
        page = open_page("/documents/4/versions/1/pages/3/", java_script_enabled=False)
        link = page.get_by_role("link", name="Open the PDF in the browser")
        assert link.get_attribute("href").endswith("/file/?inline=1#page=3")
        page.locator(".reference > summary").click()
        expect(page.locator(".reference__text")).to_contain_text("/pages/3/")


def test_the_text_of_a_page_has_a_reference_to_copy(open_page):
    page = open_page(
        "/documents/4/versions/1/pages/3/",
        permissions=["clipboard-read", "clipboard-write"],
    )
    page.locator(".reference > summary").click()
    page.locator(".reference button").click()
    expect(page.locator(".reference [role=status]")).to_have_text(
        "The reference is copied."
    )
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".reference__text").inner_text()
