"""The whole way of a lesson: noticed on a phone, proved, validated, published."""

import re
import time

import pytest
from playwright.sync_api import expect

PHONE = {"width": 360, "height": 740}
OBSERVED = "The district offices learned of the new form from the newspaper."
RETOLD = "A new form was in use before the district offices were told of it."
TITLE = "Tell the districts before the newspaper does"
MOST_SECONDS, MOST_INTERACTIONS = 60, 12
# The first bytes of a file tell what it is.
PPTX, PDF = b"PK\x03\x04", b"%PDF"


class Thumb:
    """Counts how often a phone is touched or a field is filled."""

    def __init__(self, page):
        self.page = page
        self.interactions = 0
        self.started = time.monotonic()

    def touch(self, target):
        self.interactions += 1
        self.page.locator(target).click()

    def fill(self, target, text):
        self.interactions += 1
        self.page.locator(target).fill(text)

    @property
    def seconds(self):
        return time.monotonic() - self.started


@pytest.fixture
def observed(open_page):
    """Send an observation from a phone, signing in first."""
    page = open_page("/sign-in/?next=/observe/", **PHONE)
    thumb = Thumb(page)
    thumb.fill("input[name=username]", "trainer")
    thumb.fill("input[name=password]", "sabaq-demo")
    thumb.touch("main button[type=submit], main form button")
    page.wait_for_url("**/observe/")
    thumb.fill("[name=text]", OBSERVED)
    thumb.touch("label:has([name=tone][value=bad])")
    thumb.touch("label:has([name=naming][value=role])")
    if page.locator("[name=shown_as]").is_visible():
        thumb.fill("[name=shown_as]", "A trainer")
    thumb.touch(".send button")
    page.locator(".message--success", has_text="It is received").wait_for()
    return thumb


def draft_from_the_queue(curator):
    """Decide in the queue that the observation becomes a lesson."""
    curator.goto("/triage/")
    row = curator.locator("li", has_text=OBSERVED).last
    row.locator("a[href*='/triage/']").first.click()
    curator.get_by_role("link", name="Draft a lesson from it").click()
    curator.fill("#id_title", TITLE)
    curator.fill("#id_summary", "Who has to use a form has to hear of it first.")
    curator.fill("#id_reason", "Nobody has written this down yet.")
    curator.get_by_role("button", name="Draft the lesson").click()
    curator.wait_for_url("**/admin/pages/**")
    return int(curator.url.rstrip("/").split("/")[-2])


def cite(curator, kind, first_bytes):
    """Cite the first words of a page that search finds in a file of this kind."""
    curator.goto(f"/search/?q=teachers+students+attendance&kind={kind}&language=en")
    curator.locator(".hit .pages a[href*='/pages/']").first.click()
    curator.wait_for_url("**/pages/**")
    version = curator.url.split("pages/")[0]
    file = curator.request.get(f"{version}file/")
    assert file.body().startswith(first_bytes)
    words = curator.evaluate(
        """() => {
          const text = document.querySelector(".reader__page p:not(.kind)");
          const range = document.createRange();
          range.selectNodeContents(text);
          document.getSelection().removeAllRanges();
          document.getSelection().addRange(range);
          return document.getSelection().toString();
        }"""
    )
    curator.locator(".cite-near").click()
    curator.wait_for_url("**/cite/**")
    curator.fill("#id_q", TITLE)
    curator.get_by_role("button", name="Find lessons").click()
    curator.locator("label", has_text=TITLE).click()
    curator.get_by_role("button", name="Add to the draft").click()
    expect(curator.locator(".message--success")).to_contain_text("is in the draft of")
    return words.split("\n")[0].strip()


def submit(curator, lesson):
    """Tell it in words of one's own for the public, and send it to moderation."""
    curator.goto(f"/admin/pages/{lesson}/edit/")
    expect(curator.locator("#id_what_happened")).to_have_value(re.compile(OBSERVED))
    curator.fill("#id_what_happened", RETOLD)
    curator.select_option("#id_access", "public")
    button = curator.locator("button[name=action-submit]")
    if not button.is_visible():
        curator.locator("footer [data-w-dropdown-target=toggle]").first.click()
    button.click()
    curator.wait_for_load_state()


def invite(moderator, lesson):
    """Invite a body to review the lesson and return the link."""
    moderator.goto(f"/lesson-reviewers/{lesson}/")
    moderator.fill("#id_body", "A reviewing body (illustrative)")
    moderator.get_by_role("button", name="Make an invitation").click()
    return moderator.locator("input[readonly]").first.input_value()


def endorse(reviewer):
    """Give the verdict from a phone, without an account."""
    expect(reviewer.locator("h1")).to_have_text(TITLE)
    reviewer.fill("#id_role", "Reviewer")
    reviewer.locator("[name=verdict][value=endorsed]").check()
    reviewer.get_by_role("button", name="Give the verdict").click()
    reviewer.wait_for_load_state()


def test_from_a_phone_to_a_published_lesson(observed, sign_in, open_page):
    assert observed.interactions <= MOST_INTERACTIONS
    assert observed.seconds <= MOST_SECONDS

    curator = sign_in("curator", "/triage/")
    lesson = draft_from_the_queue(curator)
    quotes = [
        cite(curator, "presentation", PPTX),
        cite(curator, "minutes", PDF),
    ]
    submit(curator, lesson)

    moderator = sign_in("moderator", "/lessons/")
    moderator.goto(f"/lesson-steps/{lesson}/")
    identify = moderator.locator("button[name=action][value=identify]")
    expect(identify).to_have_attribute("aria-disabled", "true")
    link = invite(moderator, lesson)
    endorse(open_page(link, **PHONE))

    moderator.goto(f"/lesson-steps/{lesson}/")
    expect(identify).not_to_have_attribute("aria-disabled", "true")
    moderator.fill("#id_reason", "Two quotes and a reviewing body agree.")
    identify.click()
    expect(moderator.locator(".way [aria-current=step]")).to_have_text(
        "Lesson identified"
    )

    moderator.goto(f"/admin/pages/{lesson}/edit/")
    approve = moderator.locator("[data-workflow-action-name=approve]").first
    if not approve.is_visible():
        moderator.locator("footer [data-w-dropdown-target=toggle]").first.click()
    approve.click()
    moderator.wait_for_load_state()

    reader = sign_in("trainer", "/lessons/")
    reader.goto(f"/l/{lesson}/")
    expect(reader.locator("h1")).to_have_text(TITLE)
    expect(reader.locator("main")).to_contain_text("Lesson identified")
    expect(reader.locator("main")).to_contain_text("A reviewing body (illustrative)")

    visitor = open_page(f"/l/{lesson}/", **PHONE)
    expect(visitor.locator("main")).to_contain_text(RETOLD)
    expect(visitor.locator("main")).not_to_contain_text(OBSERVED)
    for number, quote in enumerate(quotes):
        visitor.goto(f"/l/{lesson}/")
        visitor.locator(".evidence a[href*='quote=']").nth(number).click()
        visitor.wait_for_url("**/pages/**")
        lit = visitor.locator("mark#quote").first
        expect(lit).to_be_in_viewport()
        expect(lit).to_contain_text(quote)
