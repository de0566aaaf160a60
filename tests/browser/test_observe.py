"""An observation on a phone: within a minute, without a connection, and once."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PHONE = {"width": 360, "height": 740}
TEXT = "Fuel money reached the third district two weeks late."
QUEUE = "[data-queue]"


def sent(page):
    return page.locator(".message--success:has-text('It is received')")


def answer(page, text=TEXT, naming="none"):
    """Fill the form with a thumb: one field typed, two choices touched."""
    page.locator("[name=text]").fill(text)
    page.locator("label:has([name=tone][value=bad])").click()
    page.locator(f"label:has([name=naming][value={naming}])").click()
    page.locator(".send button").click()


def wait_for_worker(page):
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(
        """() => caches.keys().then(async (names) => {
          for (const name of names) {
            const cache = await caches.open(name);
            if ((await cache.keys()).length > 5) return true;
          }
          return false;
        })"""
    )


@pytest.mark.parametrize("prefix", ["", "/ur"])
def test_four_touches_from_the_link_to_the_receipt(sign_in, prefix):
    page = sign_in("trainer", f"{prefix}/observe/", **PHONE)
    answer(page)
    receipt = page.locator(".receipt")
    receipt.wait_for()
    assert re.fullmatch(r"[0-9a-f-]{36}", receipt.inner_text())
    assert page.locator(QUEUE).is_hidden()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]


@pytest.mark.parametrize("prefix", ["", "/ur"])
def test_axe_finds_nothing_and_nothing_overflows(sign_in, prefix):
    page = sign_in("curator", f"{prefix}/observe/", **PHONE)
    addresses = [
        "/observe/", "/observe/receipt/", "/observe/offline/", "/observations/",
        "/triage/", "/triage/1/", "/triage/candidates/", "/events/", "/events/1/",
        "/events/new/", "/events/2/invitations/",
        "/documents/45/versions/1/said-before/",
    ]  # fmt: skip
    for address in addresses:
        page.goto(prefix + address)
        results = Axe().run(page)
        assert not results.response["violations"], results.generate_report()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], address


def test_what_can_be_touched_is_large_enough_and_send_is_in_reach(sign_in):
    page = sign_in("trainer", "/observe/", **PHONE)
    for target in page.locator(".observe fieldset label, .send button").all():
        assert target.bounding_box()["height"] >= 44
    button = page.locator(".send button").bounding_box()
    assert button["y"] + button["height"] <= PHONE["height"]


def test_what_is_missing_is_said_before_it_is_kept(sign_in):
    page = sign_in("trainer", "/observe/", **PHONE)
    page.locator("[name=text]").fill(TEXT)
    page.locator(".send button").click()
    assert page.locator(".error").all_inner_texts() == [
        "Say whether it went well.", "Choose how we may name you.",
    ]  # fmt: skip
    assert page.locator("[name=tone]").first.evaluate(
        "e => e == document.activeElement"
    )
    assert page.locator(QUEUE).is_hidden()


@pytest.mark.parametrize(
    ("prefix", "message"), [("", "Enter your role, such as"), ("/ur", "")]
)
def test_a_missing_role_is_asked_for_at_its_field(sign_in, prefix, message):
    page = sign_in("trainer", f"{prefix}/observe/", **PHONE)
    page.locator("[name=text]").fill(TEXT)
    page.locator("[name=tone][value=bad]").check()
    page.locator("[name=naming][value=role]").check()
    page.locator(".send button").click()
    role = page.locator("[name=shown_as]")
    error = page.locator(".signature .error")
    assert error.inner_text().startswith(message)
    assert role.get_attribute("aria-describedby") == error.get_attribute("id")
    assert role.get_attribute("aria-invalid") == "true"
    assert role.evaluate("e => e == document.activeElement")
    assert not Axe().run(page).response["violations"]
    role.fill("Trainer")
    page.locator(".send button").click()
    page.locator(".receipt, [data-said] p").first.wait_for()
    assert page.locator(".error").count() == 0


def test_it_works_without_javascript(chromium, demo):
    context = chromium.new_context(base_url=demo, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/?next=/observe/")
    page.fill("input[name=username]", "trainer")
    page.fill("input[name=password]", "sabaq-demo")
    page.press("input[name=password]", "Enter")
    page.fill("[name=text]", TEXT)
    page.locator("[name=tone][value=bad]").check()
    page.locator("[name=naming][value=none]").check()
    page.click(".send button")
    assert page.locator(".receipt").count() == 1
    context.close()


class TestWithoutConnection:
    """Errors of the network are what these tests are about."""

    @pytest.fixture
    def phone(self, chromium, demo, request):
        options = getattr(request, "param", {})
        context = chromium.new_context(base_url=demo, viewport=PHONE, **options)
        page = context.new_page()
        page.goto("/sign-in/?next=/observe/")
        page.fill("input[name=username]", "trainer")
        page.fill("input[name=password]", "sabaq-demo")
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/observe/")
        if not options:
            wait_for_worker(page)
        yield page
        context.close()

    def mine(self, page):
        """How many of this account's observations the server has."""
        return page.evaluate(
            """fetch('/observations/?mine=1').then((r) => r.text())
               .then((text) => text.split('SBQ-O-').length - 1)"""
        )

    def test_it_is_kept_shown_and_sent_once_when_the_connection_returns(self, phone):
        before = self.mine(phone)
        phone.context.set_offline(True)
        answer(phone, naming="name")
        queue = phone.locator(QUEUE)
        queue.wait_for()
        assert TEXT in queue.inner_text()
        assert (
            "sent when the connection returns"
            in phone.locator("[data-said]").inner_text()
        )
        phone.context.set_offline(False)
        sent_one = phone.locator(".message--success")
        sent_one.wait_for(timeout=30_000)
        queue.wait_for(state="hidden")
        assert self.mine(phone) == before + 1

    # Playwright does not see the requests of a page that a worker looks after.
    @pytest.mark.parametrize("phone", [{"service_workers": "block"}], indirect=True)
    def test_an_answer_that_gets_lost_does_not_make_two_of_it(self, phone):
        """The server keeps it, the device never hears so, and sends it again."""
        before = self.mine(phone)
        lost = []

        def lose(route):
            if route.request.method == "POST" and not lost:
                lost.append(route.fetch().status)
                route.abort()
            else:
                route.continue_()

        phone.route("**/observe/", lose)
        with phone.expect_event("requestfailed"):
            answer(phone, naming="name")
        assert lost == [200]
        assert TEXT in phone.locator(QUEUE).inner_text()
        phone.click("[data-send-now]")
        phone.locator(".message:has-text('received already')").wait_for()
        assert self.mine(phone) == before + 1

    def test_two_open_pages_send_it_once(self, phone):
        before = self.mine(phone)
        other = phone.context.new_page()
        other.goto("/observe/")
        phone.context.set_offline(True)
        answer(phone, naming="name")
        phone.locator(f"{QUEUE} li").wait_for()
        phone.context.set_offline(False)
        other.evaluate("window.dispatchEvent(new Event('online'))")
        phone.evaluate("window.dispatchEvent(new Event('online'))")
        phone.wait_for_function(
            "() => (localStorage.getItem('sabaq-observations') || '[]') === '[]'",
            timeout=30_000,
        )
        phone.wait_for_timeout(500)
        assert self.mine(phone) == before + 1

    def test_the_form_opens_without_a_connection_and_keeps_what_is_written(self, phone):
        before = self.mine(phone)
        phone.context.set_offline(True)
        phone.goto("/observe/?place=stocktake:1")
        assert "There is no connection" in phone.locator("main").inner_text()
        assert "Demo" not in phone.locator("header").inner_text()
        answer(phone, naming="none")
        phone.locator(f"{QUEUE} li").wait_for()
        phone.reload()
        expect(phone.locator(QUEUE)).to_contain_text(TEXT)
        phone.locator("[data-delete]").click()
        assert phone.locator(QUEUE).is_hidden()
        phone.context.set_offline(False)
        expect(phone.locator("[data-offline]")).to_have_count(0)
        assert self.mine(phone) == before

    def test_a_half_written_one_survives_a_closed_page(self, phone):
        phone.locator("[name=text]").fill("Half a sentence")
        phone.goto("/browse/")
        phone.goto("/observe/")
        expect(phone.locator("[name=text]")).to_have_value("Half a sentence")

    def test_nothing_of_signed_in_pages_is_kept(self, phone):
        phone.goto("/observe/")
        phone.goto("/observe/?place=stocktake:1")
        kept = phone.evaluate(
            """caches.keys().then(async (names) => {
              const found = {};
              for (const name of names) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) {
                  const response = await cache.match(request);
                  const type = response.headers.get('Content-Type');
                  found[new URL(request.url).pathname] =
                    type.includes('html') ? await response.text() : '';
                }
              }
              return found;
            })"""
        )
        pages = {path: text for path, text in kept.items() if text}
        assert list(pages) == ["/observe/offline/"]
        others = set(kept) - set(pages)
        assert others and all(path.startswith("/static/") for path in others)
        assert "Demo Trainer" not in pages["/observe/offline/"]
        assert "csrfmiddlewaretoken" not in pages["/observe/offline/"]

    def test_signed_out_it_waits_and_says_so(self, phone):
        phone.context.set_offline(True)
        answer(phone, naming="name")
        phone.locator(f"{QUEUE} li").wait_for()
        phone.context.clear_cookies()
        phone.context.set_offline(False)
        phone.locator(f"{QUEUE} :text('Sign in to send it.')").wait_for(timeout=30_000)

    def test_the_next_account_on_the_device_does_not_send_it_as_its_own(self, phone):
        phone.context.set_offline(True)
        answer(phone, naming="name")
        phone.locator(f"{QUEUE} li").wait_for()
        # Signed out before the connection returns: otherwise its author sends it.
        phone.context.clear_cookies()
        phone.context.set_offline(False)
        phone.goto("/sign-in/?next=/observe/")
        phone.fill("input[name=username]", "archivist")
        phone.fill("input[name=password]", "sabaq-demo")
        phone.press("input[name=password]", "Enter")
        phone.locator(f"{QUEUE} :text('Another account wrote it.')").wait_for(
            timeout=30_000
        )
        assert TEXT not in phone.locator(QUEUE).inner_text()
        assert phone.locator("[data-change]").is_hidden()

    def sign_in_as(self, phone, username):
        phone.context.clear_cookies()
        phone.goto("/sign-in/?next=/observe/")
        phone.fill("input[name=username]", username)
        phone.fill("input[name=password]", "sabaq-demo")
        phone.press("input[name=password]", "Enter")
        phone.wait_for_url("**/observe/")

    def test_the_next_account_on_the_device_does_not_see_what_is_half_written(
        self, phone
    ):
        phone.locator("[name=text]").fill("Half a sentence")
        with phone.expect_response("**/observe/session/"):
            self.sign_in_as(phone, "archivist")
        phone.wait_for_timeout(300)
        assert phone.locator("[name=text]").input_value() == ""
        with phone.expect_response("**/observe/session/"):
            self.sign_in_as(phone, "trainer")
        expect(phone.locator("[name=text]")).to_have_value("Half a sentence")

    def test_what_waits_without_a_name_is_shown_to_its_tab_alone(self, phone):
        phone.context.set_offline(True)
        answer(phone, naming="none")
        expect(phone.locator(f"{QUEUE} li")).to_contain_text(TEXT)
        other = phone.context.new_page()
        other.goto("/observe/")
        expect(other.locator(f"{QUEUE} li")).to_contain_text("written here before")
        assert TEXT not in other.locator(QUEUE).inner_text()

    def test_a_receipt_and_a_role_are_not_left_for_the_next_one(self, phone):
        phone.locator("[name=naming][value=role]").check()
        phone.locator("[name=shown_as]").fill("Head of the unit")
        answer(phone, naming="none")
        phone.locator(".receipt").wait_for()
        assert phone.locator("[name=shown_as]").input_value() == ""
        phone.goto("/browse/")
        phone.go_back()
        phone.locator("[data-said]").wait_for(state="attached")
        assert phone.locator(".receipt").count() == 0


def test_people_in_the_room_send_without_an_account(sign_in, open_page):
    host = sign_in("curator", "/events/")
    host.click("main a:has-text('Debrief')")
    host.click("main a:has-text('Invite')")
    host.click("main button:has-text('Make an invitation')")
    picture = host.locator("img.code").first
    assert picture.evaluate("image => image.naturalWidth") > 100
    address = host.get_by_label("Link of the invitation").first.input_value()
    guest = open_page(address, **PHONE)
    answer(guest)
    guest.locator(".receipt").wait_for()


def test_a_guest_writes_without_a_connection(sign_in, chromium, demo):
    """The link of an invitation opens again, and what is written there goes there."""
    host = sign_in("curator", "/events/1/invitations/")
    host.click("main button:has-text('Make an invitation')")
    address = host.get_by_label("Link of the invitation").first.input_value()
    context = chromium.new_context(base_url=demo, viewport=PHONE)
    guest = context.new_page()
    guest.goto(address)
    wait_for_worker(guest)
    context.set_offline(True)
    guest.goto(address)
    assert "There is no connection" in guest.locator("main").inner_text()
    answer(guest)
    expect(guest.locator(f"{QUEUE} li")).to_contain_text(TEXT)
    context.set_offline(False)
    guest.locator(".receipt").wait_for(timeout=30_000)
    expect(guest.locator(QUEUE)).to_be_hidden()
    context.close()


def test_the_link_of_an_invitation_is_copied_with_the_keyboard(sign_in):
    host = sign_in(
        "curator",
        "/events/2/invitations/",
        permissions=["clipboard-read", "clipboard-write"],
    )
    host.click("main button:has-text('Make an invitation')")
    link = host.get_by_label("Link of the invitation").first
    link.focus()
    host.keyboard.press("Tab")
    host.keyboard.press("Enter")
    host.get_by_text("The link is copied.").wait_for()
    copied = host.evaluate("navigator.clipboard.readText()")
    assert copied == link.input_value()


def test_two_people_write_at_an_event_at_once(sign_in):
    first = sign_in("archivist", "/events/")
    second = sign_in("curator", "/events/")
    for page in (first, second):
        page.click("main a:has-text('Debrief')")
    form = second.locator(".asks section").nth(1)
    form.locator("summary").click()
    form.locator("textarea").fill("Half typed by the second")
    asked = first.locator(".asks section").nth(1)
    asked.locator("summary").click()
    asked.locator("textarea").fill("Said by the first")
    asked.locator("button:has-text('Add')").click()
    # It comes in by itself, and what is being typed stays.
    second.locator(".said:has-text('Said by the first')").wait_for(timeout=20_000)
    assert form.locator("textarea").input_value() == "Half typed by the second"
