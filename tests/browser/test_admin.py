"""The admin works in a browser under the site's policy without inline scripts.

The page of ``open_page`` fails its test when the browser complains, of the policy too.
"""

import pytest
from playwright.sync_api import expect

TITLE = "Keep the remit tight"
SCREENS = [
    "/admin/",
    "/admin/pages/",
    "/admin/documents/",
    "/admin/documents/edit/1/",
    "/admin/users/",
    "/admin/reports/site-history/",
    "/admin/workflows/edit/1/",
    "/admin/department/",
    "/admin/synonymgroup/",
    "/admin/synonymgroup/new/",
    "/admin/wanteddocument/",
    "/admin/searchpicks/",
    "/admin/searchpicks/add/",
    "/admin/reports/searches/",
    "/admin/reports/searches/in-vain/",
    "/admin/reports/index/",
]


def test_no_screen_breaks_the_policy(sign_in):
    page = sign_in("administrator", "/admin/")
    for screen in SCREENS:
        page.goto(screen)
        page.wait_for_load_state("networkidle")


@pytest.fixture
def lesson_form(sign_in):
    page = sign_in("editor", "/admin/")
    found = page.request.get("/admin/api/main/pages/?slug=say-no-by-rule").json()
    page.goto(f"/admin/pages/{found['items'][0]['id']}/edit/")
    page.wait_for_selector("#id_evidence-ADD")
    return page


def test_evidence_is_added_and_its_document_chosen(lesson_form):
    page = lesson_form
    row = int(page.input_value("#id_evidence-TOTAL_FORMS"))
    page.click("#id_evidence-ADD")
    field = page.locator(f"#id_evidence-{row}-version-chooser")
    field.locator("[data-chooser-action-choose]:visible").click()
    page.fill(".modal-dialog input[name=q]", "deep dive hydropower")
    choice = page.locator(".modal-dialog [data-chooser-modal-choice]")
    expect(choice).to_have_count(1)
    choice.click()
    page.wait_for_selector(".modal-dialog", state="detached")
    assert "hydropower" in field.inner_text()
    assert page.input_value(f"#id_evidence-{row}-version")
    page.locator(f"#id_evidence-{row}-DELETE-button").click()


def test_a_date_is_picked(lesson_form):
    page = lesson_form
    page.click("[id$=-who_may_see_it_more_exactly-section] [data-panel-toggle]")
    page.click("#id_embargo_until")
    page.locator(".xdsoft_datetimepicker:visible .xdsoft_date >> nth=10").click()
    assert page.input_value("#id_embargo_until")


def test_the_preview_shows_the_lesson(lesson_form):
    page = lesson_form
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("#w-preview-iframe")
    frame.get_by_role("heading", name=TITLE).wait_for()


def test_a_document_is_promoted(sign_in):
    page = sign_in("archivist", "/admin/searchpicks/add/")
    page.fill("#id_query_string", "Small rivers")
    page.click("#id_editors_picks-ADD")
    field = page.locator("#id_editors_picks-0-document-chooser")
    field.locator("[data-chooser-action-choose]:visible").click()
    page.fill(".modal-dialog input[name=q]", "deep dive hydropower")
    choice = page.locator(".modal-dialog [data-chooser-modal-choice]")
    expect(choice).to_have_count(1)
    choice.click()
    page.wait_for_selector(".modal-dialog", state="detached")
    page.get_by_role("button", name="Create").click()
    page.wait_for_url("**/admin/searchpicks/")
    page.goto("/search/?q=small+river")
    expect(page.get_by_role("region", name="Promoted results")).to_contain_text(
        "hydropower"
    )
