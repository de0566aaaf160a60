"""Web pages are copied once, safely, and quoted from the copy."""

import socket
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from knowledge import quote_checks, web_archive, web_fetch
from knowledge.access import Access
from knowledge.models import Evidence, LearningEvent, WebCopy
from knowledge.models.web_copies import FetchStatus, hash_of
from knowledge.verdicts import State
from knowledge.web_fetch import FetchLimits, FetchRefused, fetch, is_public
from tests.factories import DeliveryUnitFactory, LessonFactory, UserFactory

HTML = (
    b"<!doctype html><title>Annual report</title><script>var hidden = 1</script>"
    b"<p>Of 36 districts, <b>28</b> did not report.</p>"
)
QUOTE = "Of 36 districts, 28 did not report."
ADDRESS = "http://report.example/annual"


@contextmanager
def web_site(answer):
    """Serve ``answer(handler)`` here; yield how to resolve any host to it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            answer(self)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield lambda host, port: server.server_address
    finally:
        server.shutdown()
        server.server_close()


def page(content=HTML, media_type="text/html; charset=utf-8", status=200, **headers):
    def answer(handler):
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


class TestAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
            "0.0.0.0", "100.64.0.1",  # noqa: S104
            "224.0.0.1", "255.255.255.255", "::1", "::",
            "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
            "2002:7f00:1::", "nonsense",
        ],
    )  # fmt: skip
    def test_what_is_not_of_the_internet_is_not_public(self, address):
        assert not is_public(address)

    @pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1"])
    def test_what_is_of_the_internet_is_public(self, address):
        assert is_public(address)

    @pytest.mark.parametrize(
        "address",
        [
            "http://127.0.0.1/",
            "http://localhost/",
            "http://[::1]/",
            "http://169.254.169.254/latest/meta-data/",
            "http://2130706433/",
            "http://0x7f.1/",
        ],
    )
    def test_this_machine_is_not_asked(self, address):
        with pytest.raises(FetchRefused, match="public internet|no web site"):
            fetch(address)

    @pytest.mark.parametrize(
        ("address", "reason"),
        [
            ("file:///etc/passwd", "https://"),
            ("ftp://report.example/", "https://"),
            ("report.example", "https://"),
            ("http://name:word@report.example/", "password"),
            ("http://report.example:22/", "without a port"),
            ("http://report.example:99999/", "not a web address"),
            ("http://[::1/", "not a web address"),
        ],
    )
    def test_other_addresses_are_refused_in_words(self, address, reason):
        with pytest.raises(FetchRefused, match=reason):
            fetch(address)

    def test_one_private_address_of_several_is_enough_to_refuse(self, monkeypatch):
        found = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))
            for address in ("93.184.215.14", "10.0.0.1")
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **more: found)
        with pytest.raises(FetchRefused, match="public internet"):
            web_fetch.resolve_public("report.example", 80)


class TestFetching:
    def test_a_page_comes_whole(self):
        with web_site(page()) as resolve:
            fetched = fetch(ADDRESS, resolve=resolve)
        assert fetched.content == HTML
        assert fetched.media_type == "text/html"

    def test_a_redirect_is_followed_and_looked_at_anew(self):
        asked = []

        def answer(handler):
            if handler.path == "/annual":
                page(b"", status=302, Location="http://other.example/here")(handler)
            else:
                page()(handler)

        with web_site(answer) as resolve:

            def noting(host, port):
                asked.append(host)
                return resolve(host, port)

            fetched = fetch(ADDRESS, resolve=noting)
        assert asked == ["report.example", "other.example"]
        assert fetched.address == "http://other.example/here"

    def test_a_redirect_to_this_machine_is_refused(self):
        answer = page(b"", status=302, Location="http://127.0.0.1/admin/")
        with web_site(answer) as resolve:

            def first_only(host, port):
                if host == "report.example":
                    return resolve(host, port)
                return web_fetch.resolve_public(host, port)

            with pytest.raises(FetchRefused, match="public internet"):
                fetch(ADDRESS, resolve=first_only)

    def test_a_redirect_to_a_file_is_refused(self):
        with (
            web_site(page(b"", status=302, Location="file:///etc/passwd")) as resolve,
            pytest.raises(FetchRefused, match="https://"),
        ):
            fetch(ADDRESS, resolve=resolve)

    def test_redirects_end(self):
        with (
            web_site(page(b"", status=301, Location="/again")) as resolve,
            pytest.raises(FetchRefused, match="without end"),
        ):
            fetch(ADDRESS, resolve=resolve)

    def test_an_error_is_told(self):
        with (
            web_site(page(status=404)) as resolve,
            pytest.raises(FetchRefused, match="error 404"),
        ):
            fetch(ADDRESS, resolve=resolve)

    def test_a_page_without_end_is_cut_off(self):
        def answer(handler):
            handler.send_response(200)
            handler.end_headers()
            while True:
                handler.wfile.write(b"x" * 65536)

        with (
            web_site(quietly(answer)) as resolve,
            pytest.raises(FetchRefused, match="too large"),
        ):
            fetch(ADDRESS, limits=FetchLimits(size=1_000_000), resolve=resolve)

    def test_a_site_that_dawdles_is_hung_up_on(self):
        stopped = threading.Event()

        def answer(handler):
            while not stopped.wait(0.05):
                handler.wfile.write(b"H")

        with web_site(quietly(answer)) as resolve:
            with pytest.raises(FetchRefused, match="too long"):
                fetch(ADDRESS, limits=FetchLimits(seconds=0.6), resolve=resolve)
            stopped.set()

    def test_an_answer_that_breaks_off_is_no_page(self):
        def answer(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
            handler.wfile.write(b"half")

        with (
            web_site(answer) as resolve,
            pytest.raises(FetchRefused, match="broke off"),
        ):
            fetch(ADDRESS, resolve=resolve)

    def test_nobody_there_is_told(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            closed = probe.getsockname()
        with pytest.raises(FetchRefused, match="does not answer"):
            fetch(ADDRESS, resolve=lambda host, port: closed)


def quietly(answer):
    """The other side may hang up at any time."""

    def answer_quietly(handler):
        try:
            answer(handler)
        except OSError:
            handler.close_connection = True

    return answer_quietly


@pytest.mark.django_db
class TestCopies:
    def copy(self, answer, address=ADDRESS):
        copy = web_archive.order_copy(address)
        with web_site(answer) as resolve:
            web_archive.copy_page(copy.pk, resolve=resolve)
        copy.refresh_from_db()
        return copy

    def test_a_copy_has_text_date_and_hash(self):
        copy = self.copy(page())
        assert (copy.status, copy.title) == (FetchStatus.READY, "Annual report")
        assert QUOTE in copy.text
        assert "hidden" not in copy.text
        assert copy.sha256 == hash_of(copy.text)
        assert copy.fetched_at
        assert copy.is_intact

    def test_a_page_that_cannot_be_had_says_why(self):
        copy = self.copy(page(status=500))
        assert copy.status == FetchStatus.FAILED
        assert "error 500" in copy.reason

    def test_a_hostile_file_ends_with_a_reason(self):
        copy = self.copy(page(b"%PDF-1.7 broken", media_type="application/pdf"))
        assert copy.status == FetchStatus.FAILED
        assert copy.reason

    def test_an_interrupted_copy_is_taken_up_again_and_not_for_ever(self):
        copy = web_archive.order_copy(ADDRESS)
        long_ago = timezone.now() - timedelta(hours=1)
        for attempts in (1, 2):
            WebCopy.objects.update(
                status=FetchStatus.FETCHING, moved_at=long_ago, attempts=attempts
            )
            assert web_archive.resume_interrupted() == 1
        WebCopy.objects.update(
            status=FetchStatus.FETCHING, moved_at=long_ago, attempts=3
        )
        assert web_archive.resume_interrupted() == 0
        copy.refresh_from_db()
        assert copy.status == FetchStatus.FAILED

    def test_a_copy_is_not_made_twice(self):
        copy = self.copy(page())
        with web_site(page(b"<p>Another text.</p>")) as resolve:
            web_archive.copy_page(copy.pk, resolve=resolve)
        copy.refresh_from_db()
        assert QUOTE in copy.text

    def test_quotes_wait_for_the_copy_and_are_checked_then(self):
        copy = web_archive.order_copy(ADDRESS)
        rows = [
            Evidence.objects.create(lesson=LessonFactory(), web_copy=copy, quote=quote)
            for quote in (QUOTE, "Of 36 districts, 28 did report.")
        ]
        assert {row.state for row in rows} == {State.UNCHECKED}
        with web_site(page()) as resolve:
            web_archive.copy_page(copy.pk, resolve=resolve)
        states = [Evidence.objects.get(pk=row.pk).state for row in rows]
        assert states == [State.VERIFIED, State.BROKEN]

    def test_a_copy_that_was_tampered_with_breaks_its_quotes(self):
        copy = self.copy(page())
        row = Evidence.objects.create(
            lesson=LessonFactory(), web_copy=copy, quote=QUOTE
        )
        WebCopy.objects.update(text=copy.text + " Or so.")
        quote_checks.check_copy(copy.pk)
        row.refresh_from_db()
        assert row.state == State.BROKEN

    def test_words_that_are_not_in_the_copy_are_refused(self):
        copy = self.copy(page())
        row = Evidence(
            lesson=LessonFactory(), web_copy=copy, quote="Of 35 districts, 28"
        )
        with pytest.raises(ValidationError) as refusal:
            row.full_clean()
        (message,) = refusal.value.message_dict["quote"]
        assert "“Of 36 districts, 28”" in message

    def test_the_public_is_told_address_date_and_hash_but_not_the_copy(self, client):
        copy = self.copy(page())
        lesson = LessonFactory()
        Evidence.objects.create(lesson=lesson, web_copy=copy, quote=QUOTE)
        content = client.get(lesson.url).content.decode()
        assert QUOTE in content
        assert f'href="{ADDRESS}"' in content
        assert copy.sha256[:12] in content
        assert copy.get_absolute_url() not in content
        assert client.get(copy.get_absolute_url()).status_code == 302

    def test_staff_read_the_copy_with_the_quote_lit(self, client):
        copy = self.copy(page())
        client.force_login(UserFactory())
        response = client.get(copy.get_absolute_url(), {"quote": QUOTE})
        assert '<mark id="quote">' in response.content.decode()

    def test_a_script_in_a_page_is_text_in_the_copy(self, client):
        copy = self.copy(page(b"<p>&lt;script&gt;alert(1)&lt;/script&gt; words</p>"))
        client.force_login(UserFactory())
        content = client.get(copy.get_absolute_url()).content.decode()
        assert "<script>alert" not in content
        assert "&lt;script&gt;alert" in content


@pytest.mark.django_db
class TestChooser:
    def order(self, client, address):
        url = reverse("web_copy_chooser:create")
        return client.post(url, {"web-copy-chooser-create-address": address,
                                 "web_copy-chooser-address": address,
                                 "address": address}).json()  # fmt: skip

    def test_an_editor_has_a_page_copied_from_the_form_of_a_lesson(self, client):
        LessonFactory()
        editor = UserFactory(groups=["Editors"])
        client.force_login(editor)
        client.get(reverse("web_copy_chooser:choose"))
        answer = self.order(client, "https://report.example/annual")
        assert answer["step"] == "chosen", answer
        copy = WebCopy.objects.get()
        assert (copy.status, copy.added_by) == (FetchStatus.QUEUED, editor)

    def test_an_address_with_a_port_is_refused_at_once(self, client):
        LessonFactory()
        client.force_login(UserFactory(groups=["Editors"]))
        answer = self.order(client, "http://report.example:8080/")
        assert answer["step"] == "reshow_creation_form"
        assert "without a port" in answer["htmlFragment"]
        assert not WebCopy.objects.exists()


@pytest.mark.django_db
class TestTestimony:
    @pytest.fixture
    def event(self):
        return LearningEvent.objects.create(
            title="Debrief of schools",
            access=Access.INTERNAL,
            unit=DeliveryUnitFactory(),
        )

    def test_it_needs_an_event_or_who_said_it(self):
        row = Evidence(lesson=LessonFactory(), quote="We were not asked.")
        with pytest.raises(ValidationError, match="Give one source"):
            row.full_clean()
        row.said_by = "A head teacher"
        row.full_clean()
        row.save()
        assert (row.source, row.state) == ("testimony", State.UNCHECKED)

    @pytest.mark.parametrize(
        "said_by", ["A. Khan, a.khan@example.org", "A teacher, 0300 1234567"]
    )
    def test_who_said_it_is_a_role_and_reaches_nobody(self, said_by):
        row = Evidence(lesson=LessonFactory(), quote="We were not asked.")
        row.said_by = said_by
        with pytest.raises(ValidationError, match="Name an office or a role"):
            row.full_clean()

    def test_two_sources_are_refused(self, event):
        copy = WebCopy.objects.create(address=ADDRESS)
        row = Evidence(
            lesson=LessonFactory(), event=event, web_copy=copy, quote="Words"
        )
        with pytest.raises(ValidationError, match="Give one source"):
            row.full_clean()

    def test_what_was_said_at_a_closed_event_is_only_counted(self, client, event):
        lesson = LessonFactory()
        Evidence.objects.create(lesson=lesson, event=event, quote="We were not asked.")
        content = client.get(lesson.url).content.decode()
        assert "We were not asked." not in content
        assert "Debrief of schools" not in content
        client.force_login(UserFactory())
        content = client.get(lesson.url).content.decode()
        assert "We were not asked." in content
        assert "Debrief of schools" in content
