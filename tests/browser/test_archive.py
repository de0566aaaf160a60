"""An archivist drops a pack on a stocktake in a real browser."""

import re

import pytest
from playwright.sync_api import expect

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"
)
# Puts files into a drop, as a desktop does.
DROP = """
(form, files) => {
  const transfer = new DataTransfer();
  for (const [name, text] of files) transfer.items.add(new File([text], name));
  form.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true }));
}
"""


@pytest.fixture
def screen(sign_in):
    """A new stocktake's screen, ready for files."""
    page = sign_in("archivist", "/archive/stocktakes/new/")
    page.select_option("[name=sector]", index=1)
    page.fill("[name=round]", "9")
    page.fill("[name=date]", "2018-03-01")
    page.click("main button:has-text('Publish')")
    page.wait_for_selector("[data-upload]")
    return page


def file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_chosen_files_are_sent_read_and_shown_to_be_corrected(screen):
    text = b"Vacancies of round nine are shared every month by the department."
    screen.set_input_files(
        "#files",
        [
            file("minutes of round nine.txt", text),
            file("empty.txt", b""),
            file("broken.pdf", PDF + b"round nine"),
        ],
    )
    uploads = screen.locator("#uploads li")
    expect(uploads).to_have_count(3)
    screen.wait_for_selector("#upload-status:has-text('2 of 3')", state="attached")
    assert "is empty" in uploads.nth(1).inner_text()
    assert uploads.nth(0).locator("a").inner_text() == "minutes of round nine"
    # The worker reads it, and its details appear without a reload.
    uploads.nth(0).locator(".badge:has-text('Ready')").wait_for(timeout=60_000)
    screen.locator("#review .badge:has-text('Ready')").first.wait_for()
    # Two are sent at once, and either may come in first.
    titles = screen.locator("#review [name^=form-][name$=-title]").all()
    (title,) = [t for t in titles if t.input_value() == "minutes of round nine"]
    title.fill("Minutes, round nine")
    screen.click("button:has-text('Save all')")
    screen.wait_for_selector(".message:has-text('1 document was changed.')")


def test_files_that_are_chosen_before_the_script_arrives_are_sent(screen):
    held = []
    screen.route("**/js/archive*.js", lambda route: held.append(route))
    screen.reload(wait_until="commit")
    screen.set_input_files("#files", [file("early paper.txt", b"Chosen very early.")])
    expect(screen.locator("#uploads li")).to_have_count(0)
    while not held:
        screen.wait_for_timeout(50)
    held[0].continue_()
    expect(screen.locator("#uploads li a")).to_have_text("early paper")
    assert screen.input_value("#files") == ""


def test_a_drop_does_not_lose_what_is_being_typed(screen):
    form = screen.locator("[data-upload]")
    form.evaluate(DROP, [["working paper nine.txt", "Paper of the drop test."]])
    screen.locator("#review [name=form-0-title]").wait_for(timeout=30_000)
    screen.fill("[name=form-0-title]", "Half typed")
    form.evaluate(DROP, [["second paper nine.txt", "Second paper of the test."]])
    screen.wait_for_selector("#review-stale", state="visible", timeout=30_000)
    assert screen.input_value("[name=form-0-title]") == "Half typed"
    screen.click("button:has-text('Save all')")
    screen.wait_for_selector("[name=form-1-title]")
    assert screen.input_value("[name=form-0-title]") == "Half typed"


def test_files_can_be_chosen_with_the_keyboard_alone(screen):
    # The browser is told early to hand over what it opens, for that takes it a moment.
    with screen.expect_file_chooser() as chooser:
        for _press in range(40):
            screen.keyboard.press("Tab")
            if screen.evaluate("document.activeElement.id") == "files":
                break
        screen.keyboard.press("Enter")
    assert chooser.value.is_multiple()


def test_without_scripts_the_plain_form_does_it(sign_in):
    page = sign_in("archivist", "/archive/", java_script_enabled=False)
    page.click(".items a[href^='/archive/stocktakes/']")
    page.set_input_files(
        "#files",
        [
            file("plain one.txt", b"First file of the plain form."),
            file("plain two.txt", b"Second file of the plain form."),
        ],
    )
    page.click("button:has-text('Archive these files')")
    page.wait_for_selector(".message:has-text('plain two.txt')")
    assert re.search("plain one.txt” is archived", page.inner_text("main"))
