"""Mail about what is new: each thing once, only what one may see, never empty."""

import datetime
import re
import smtplib
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from knowledge.access import Access
from search import alerts, letters
from search.engines import EngineError, EngineUnavailable
from search.models import Frequency, SavedSearch
from search.saved import feed_url
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    SectorFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

KARACHI = ZoneInfo("Asia/Karachi")
# A Tuesday.
START = datetime.datetime(2026, 3, 10, 9, 30, tzinfo=KARACHI)


class Clock:
    def __init__(self):
        self.now = START

    def go_to(self, *parts: int) -> None:
        self.now = datetime.datetime(*parts, tzinfo=KARACHI)

    def go_on(self, **step) -> None:
        self.now += datetime.timedelta(**step)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def unit():
    return DeliveryUnitFactory(short_name="SMU")


@pytest.fixture
def reader(unit):
    return UserFactory(email="reader@example.org", units=[unit])


@pytest.fixture
def watch(clock, index, reader):
    """Save a search as the form does; the worker looks it up at once."""

    def watch(parameters="q=canal", frequency=Frequency.DAILY, **fields):
        fields = {"user": reader, "name": "Canals"} | fields
        saved = SavedSearch(parameters=parameters, frequency=frequency, **fields)
        alerts.schedule(saved)
        saved.save()
        index.drain()
        alerts.send_due()
        assert mail.outbox == []
        return saved

    return watch


@pytest.fixture
def mails(clock, index):
    """The mails of the next morning, with the index up to date unless told."""

    def mails(*, drain=True):
        if drain:
            index.drain()
        clock.go_on(minutes=1)
        day = timezone.localtime(clock.now) + datetime.timedelta(days=1)
        clock.now = day.replace(hour=7, minute=0)
        return send()

    return mails


def send() -> list:
    """Let the worker do its round; return the mails of it."""
    mail.outbox.clear()
    alerts.send_due()
    return list(mail.outbox)


def text_of(message) -> str:
    return message.body + message.alternatives[0].content


class TestWhatIsNew:
    def test_what_was_there_is_no_news_and_what_comes_is(self, watch, mails):
        DocumentFactory(title="Old canal")
        watch()
        DocumentFactory(title="New canal", date="2014-01-01")
        DocumentFactory(title="New school")
        (message,) = mails()
        assert message.subject == "1 new result: Canals"
        assert message.to == ["reader@example.org"]
        assert "New canal" in message.body
        assert "Old canal" not in text_of(message)
        assert "New school" not in text_of(message)

    def test_nothing_is_told_twice(self, watch, mails):
        watch()
        DocumentFactory(title="First canal")
        assert len(mails()) == 1
        second = DocumentFactory(title="Second canal")
        (message,) = mails()
        assert "First canal" not in text_of(message)
        second.summary = "Corrected."
        second.save()
        assert mails() == []

    def test_no_mail_is_empty(self, watch, mails):
        watch()
        assert mails() == []
        assert mails() == []

    def test_a_document_that_is_opened_is_new(self, watch, mails):
        document = DocumentFactory(title="Canal", access=Access.RESTRICTED)
        watch()
        document.access = Access.INTERNAL
        document.save()
        (message,) = mails()
        assert "Canal" in message.body

    def test_opening_to_others_is_no_news_to_those_who_saw_it(self, watch, mails, unit):
        document = DocumentFactory(title="Canal", access=Access.RESTRICTED, unit=unit)
        watch()
        document.access = Access.PUBLIC
        document.save()
        assert mails() == []

    def test_what_was_closed_and_opened_again_is_no_news(self, watch, mails):
        document = DocumentFactory(title="Canal")
        watch()
        document.access = Access.RESTRICTED
        document.save()
        assert mails() == []
        document.access = Access.PUBLIC
        document.save()
        assert mails() == []

    def test_what_a_reader_was_admitted_to_is_new(self, watch, mails, reader):
        other = DeliveryUnitFactory()
        DocumentFactory(title="Canal", access=Access.RESTRICTED, unit=other)
        watch()
        assert mails() == []
        reader.units.add(other)
        assert len(mails()) == 1

    def test_what_answers_since_it_was_described_better_is_new(self, watch, mails):
        document = DocumentFactory(title="Untitled")
        watch()
        document.title = "Canal"
        document.save()
        assert len(mails()) == 1

    def test_what_came_before_the_first_look_is_told(self, clock, index, reader, mails):
        DocumentFactory(title="Old canal")
        index.drain()
        saved = SavedSearch(user=reader, name="Canals", frequency="daily")
        clock.go_on(minutes=1)
        alerts.schedule(saved)
        saved.save()
        clock.go_on(minutes=1)
        DocumentFactory(title="New canal")
        index.drain()
        assert send() == []
        (message,) = mails()
        assert "New canal" in message.body
        assert "Old canal" not in message.body

    def test_more_than_is_looked_at_is_told_in_part_and_then_done(
        self, watch, mails, monkeypatch, clock
    ):
        monkeypatch.setattr(alerts, "LOOKED_AT", 3)
        for _ in range(5):
            DocumentFactory(title="Old canal")
        watch()
        clock.go_on(minutes=1)
        new = DocumentFactory(title="New canal")
        (message,) = mails()
        assert message.subject == "1 new result: Canals"
        # What then comes into sight from behind is old.
        new.delete()
        assert mails() == []

    def test_a_long_list_is_cut_and_counted(self, watch, mails, monkeypatch):
        monkeypatch.setattr(letters, "LISTED", 2)
        watch()
        for number in range(5):
            DocumentFactory(title=f"Canal {number}")
        (message,) = mails()
        assert message.subject == "5 new results: Canals"
        assert message.body.count("* Canal") == 2
        assert "And 3 more." in message.body
        assert mails() == []


class TestAccess:
    def test_rights_are_those_of_the_moment_of_sending(
        self, watch, mails, reader, unit
    ):
        watch()
        DocumentFactory(title="Canal", access=Access.RESTRICTED, unit=unit)
        reader.units.clear()
        assert mails() == []

    def test_a_closed_document_is_not_told_although_the_index_is_behind(
        self, watch, mails, index
    ):
        watch()
        document = DocumentFactory(title="Canal secret")
        index.drain()
        document.access = Access.RESTRICTED
        document.save()
        assert mails(drain=False) == []

    def test_inactive_readers_get_none(self, watch, mails, reader):
        watch()
        DocumentFactory(title="Canal")
        reader.is_active = False
        reader.save()
        assert mails() == []
        reader.is_active = True
        reader.save()
        assert len(mails()) == 1

    def test_rights_lost_during_a_round_count(self, watch, mails, reader, monkeypatch):
        watch(name="First")
        watch(name="Second")
        DocumentFactory(title="Canal")

        def lock_out(messages):
            type(reader).objects.update(is_active=False)
            return len(messages)

        sent = []
        monkeypatch.setattr(
            EmailBackend,
            "send_messages",
            lambda backend, messages: sent.extend(messages) or lock_out(messages),
        )
        mails()
        assert [message.subject for message in sent] == ["1 new result: First"]

    def test_readers_without_an_address_are_left_out(self, watch, mails, reader):
        watch()
        DocumentFactory(title="Canal")
        reader.email = ""
        reader.save()
        assert mails() == []

    def test_a_search_that_lost_a_part_is_not_taken_for_another(self, watch, mails):
        sector = SectorFactory()
        watch(f"sector={sector.slug}")
        sector.delete()
        DocumentFactory(title="Of another sector")
        assert mails() == []


class TestCalendar:
    @pytest.mark.parametrize(
        ("frequency", "now", "due"),
        [
            ("daily", (2026, 3, 10, 9, 30), (2026, 3, 11, 7)),
            ("daily", (2026, 3, 10, 0, 1), (2026, 3, 11, 7)),
            ("daily", (2026, 12, 31, 23, 59), (2027, 1, 1, 7)),
            ("weekly", (2026, 3, 10, 9, 30), (2026, 3, 16, 7)),
            ("weekly", (2026, 3, 16, 7, 0), (2026, 3, 23, 7)),
            ("weekly", (2026, 3, 15, 23, 0), (2026, 3, 16, 7)),
            ("monthly", (2026, 1, 31, 9, 30), (2026, 2, 1, 7)),
            ("monthly", (2026, 2, 1, 7, 0), (2026, 3, 1, 7)),
            ("monthly", (2026, 12, 1, 0, 0), (2027, 1, 1, 7)),
        ],
    )
    def test_mail_is_due_on_mornings_of_the_local_calendar(self, frequency, now, due):
        now = datetime.datetime(*now, tzinfo=KARACHI).astimezone(datetime.UTC)
        assert alerts.next_due(frequency, now) == datetime.datetime(
            *due, tzinfo=KARACHI
        )

    def test_without_mail_nothing_is_due(self):
        assert alerts.next_due("none", START) is None

    def test_a_weekly_mail_waits_for_monday(self, watch, index, clock):
        watch(frequency="weekly")
        DocumentFactory(title="Canal")
        index.drain()
        clock.go_to(2026, 3, 16, 6, 59)
        assert send() == []
        clock.go_to(2026, 3, 16, 7, 0)
        assert len(send()) == 1
        clock.go_on(minutes=1)
        DocumentFactory(title="Canal again")
        index.drain()
        assert send() == []
        clock.go_to(2026, 3, 23, 7, 0)
        assert len(send()) == 1

    def test_a_worker_that_slept_for_days_sends_one_mail(self, watch, index, clock):
        watch()
        DocumentFactory(title="Canal")
        index.drain()
        clock.go_on(days=9)
        assert len(send()) == 1
        assert send() == []


class TestFailures:
    def test_an_engine_that_is_away_loses_nothing(
        self, watch, mails, index, monkeypatch
    ):
        watch()
        DocumentFactory(title="Canal")

        def fail(query):
            raise EngineUnavailable("no answer")

        with monkeypatch.context() as patch:
            patch.setattr(index.engine, "search", fail)
            with pytest.raises(EngineUnavailable):
                mails()
        assert len(send()) == 1

    def test_an_index_that_is_behind_loses_nothing(self, watch, mails):
        watch()
        DocumentFactory(title="Canal")
        # Found or not, it is told once.
        first = mails(drain=False)
        assert len(first + mails()) == 1

    def test_one_search_that_the_engine_refuses_holds_up_no_other(
        self, watch, mails, index, monkeypatch, caplog
    ):
        watch("q=refused", name="Bad")
        watch("q=canal", name="Good")
        DocumentFactory(title="Canal")
        search = index.engine.search

        def refuse(query):
            if query.text == "refused":
                raise EngineError("too complex")
            return search(query)

        monkeypatch.setattr(index.engine, "search", refuse)
        (message,) = mails()
        assert message.subject.endswith("Good")
        assert "too complex" in caplog.text

    def test_a_mail_server_that_is_away_is_tried_again(
        self, watch, mails, clock, monkeypatch, caplog
    ):
        saved = watch()
        DocumentFactory(title="Canal")

        def fail(backend, messages):
            raise ConnectionRefusedError("no mail server")

        with monkeypatch.context() as patch:
            patch.setattr(EmailBackend, "send_messages", fail)
            assert mails() == []
        assert "no mail server" in caplog.text
        # Not at once, so that others have their turn.
        assert send() == []
        clock.go_on(minutes=16)
        assert len(send()) == 1
        saved.refresh_from_db()
        assert saved.due_at == datetime.datetime(2026, 3, 12, 7, tzinfo=KARACHI)
        clock.go_on(minutes=16)
        assert send() == []

    def test_one_address_that_is_refused_holds_up_no_other(
        self, watch, mails, monkeypatch
    ):
        watch(user=UserFactory(email="gone@example.org"))
        watch()
        DocumentFactory(title="Canal")
        deliver = EmailBackend.send_messages

        def refuse(backend, messages):
            if messages[0].to == ["gone@example.org"]:
                raise smtplib.SMTPRecipientsRefused({"gone@example.org": (550, b"no")})
            return deliver(backend, messages)

        monkeypatch.setattr(EmailBackend, "send_messages", refuse)
        assert [message.to for message in mails()] == [["reader@example.org"]]

    def test_a_dead_mail_server_is_not_asked_for_every_reader(
        self, watch, mails, monkeypatch
    ):
        for number in range(6):
            watch(name=f"Canals {number}")
        DocumentFactory(title="Canal")
        tried = []

        def fail(backend, messages):
            tried.append(messages)
            raise TimeoutError

        monkeypatch.setattr(EmailBackend, "send_messages", fail)
        mails()
        assert len(tried) == alerts.MOST_FAILURES

    def test_a_worker_killed_while_sending_sends_no_second_mail(
        self, watch, mails, clock, reader, monkeypatch
    ):
        saved = watch()
        DocumentFactory(title="Canal")
        deliver = EmailBackend.send_messages

        def die(backend, messages):
            deliver(backend, messages)
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(EmailBackend, "send_messages", die)
            with pytest.raises(KeyboardInterrupt):
                mails()
        assert len(mail.outbox) == 1
        assert send() == []
        assert mails() == []
        # Nobody knows whether it arrived, so its reader is told.
        saved.refresh_from_db()
        assert saved.is_mail_uncertain
        browser = Client()
        browser.force_login(reader)
        page = browser.get(reverse("saved_searches")).content.decode()
        assert "may not have reached you" in page
        DocumentFactory(title="Canal again")
        assert len(mails()) == 1
        saved.refresh_from_db()
        assert not saved.is_mail_uncertain

    def test_a_worker_killed_before_sending_loses_nothing(
        self, watch, mails, monkeypatch
    ):
        watch()
        DocumentFactory(title="Canal")

        def die(*args):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(alerts, "letter", die)
            with pytest.raises(KeyboardInterrupt):
                mails()
        assert len(send()) == 1

    def test_two_workers_send_one_mail(self, watch, mails, monkeypatch):
        watch()
        DocumentFactory(title="Canal")
        make_letter = alerts.letter
        others = []

        def meanwhile(*args):
            # The other worker does the same round to its end.
            monkeypatch.setattr(alerts, "letter", make_letter)
            others.append(alerts.send_due())
            return make_letter(*args)

        monkeypatch.setattr(alerts, "letter", meanwhile)
        assert len(mails()) == 1
        assert others == [1]

    def test_who_stops_the_mails_while_they_are_made_gets_none(
        self, watch, mails, monkeypatch
    ):
        saved = watch()
        DocumentFactory(title="Canal")
        make_letter = alerts.letter

        def meanwhile(*args):
            letters.unsubscribe(saved)
            return make_letter(*args)

        monkeypatch.setattr(alerts, "letter", meanwhile)
        assert mails() == []
        saved.refresh_from_db()
        assert saved.due_at is None

    def test_a_round_has_an_end_and_the_next_goes_on(self, watch, mails, monkeypatch):
        for number in range(3):
            watch(name=f"Canals {number}")
        DocumentFactory(title="Canal")
        monkeypatch.setattr(alerts.send_due, "__defaults__", (2,))
        assert len(mails()) == 2
        assert len(send()) == 1


class TestLetter:
    @pytest.fixture
    def letter(self, watch, mails, unit):
        def letter(title="Canal <b>silt</b> & sand", **fields):
            watch(**fields)
            DocumentFactory(title=title, unit=unit, date="2017-12-05")
            (message,) = mails()
            return message

        return letter

    def html_of(self, message):
        (html,) = message.alternatives
        assert html.mimetype == "text/html"
        return BeautifulSoup(html.content, "html.parser")

    def test_text_and_html_tell_the_same(self, letter):
        message = letter()
        html = self.html_of(message)
        (entry,) = html.select("li")
        assert entry.a.get_text() == "Canal <b>silt</b> & sand"
        assert entry.a["href"].startswith("http://127.0.0.1:8000/documents/")
        for fact in ("Minutes", "SMU", "5 Dec 2017", entry.a["href"]):
            assert fact in message.body
        assert "Canal <b>silt</b> & sand" in message.body
        assert "http://127.0.0.1:8000/search/?q=canal" in message.body
        assert html.html["dir"] == "ltr"

    def test_it_comes_in_the_language_that_was_chosen(self, letter):
        message = letter(title="پانی canal", language="ur")
        html = self.html_of(message)
        assert (html.html["lang"], html.html["dir"]) == ("ur", "rtl")
        assert "http://127.0.0.1:8000/ur/documents/" in message.body
        assert "۲۰۱۷" in message.body
        assert message.subject.startswith("۱")

    def test_a_name_cannot_add_headers(self, letter):
        message = letter(name="Canals Bcc: evil@example.org")
        assert message.message()["Bcc"] is None
        assert "\n" not in message.subject

    def test_programs_can_unsubscribe_in_one_click(self, letter):
        headers = letter().message()
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = re.fullmatch(r"<(http://\S+)>", headers["List-Unsubscribe"])[1]
        assert headers["From"] == "sabaq@localhost"
        assert headers["Auto-Submitted"] == "auto-generated"
        strict = Client(enforce_csrf_checks=True)
        response = strict.post(
            address.removeprefix("http://127.0.0.1:8000"),
            {"List-Unsubscribe": "One-Click"},
        )
        assert response.status_code == 200
        assert SavedSearch.objects.get().frequency == Frequency.NONE


class TestUnsubscribing:
    @pytest.fixture
    def saved(self, watch):
        return watch()

    @pytest.fixture
    def address(self, saved, mails):
        DocumentFactory(title="Canal")
        (message,) = mails()
        found = re.search(r"http://\S+/unsubscribe/", message.body)
        return found[0].removeprefix("http://127.0.0.1:8000")

    def test_opening_the_link_only_asks(self, client, saved, address):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        assert "No more mail about this search?" in page.h1.get_text()
        assert "Canals" in page.main.get_text()
        client.head(address)
        saved.refresh_from_db()
        assert saved.frequency == Frequency.DAILY
        assert page.main.form["method"] == "post"
        assert not page.main.form.get("action")

    def test_the_button_stops_the_mail_and_keeps_the_search(
        self, client, saved, address, mails
    ):
        for _ in range(2):  # As often as one likes.
            response = client.post(address)
            assert "You get no more mail" in response.content.decode()
        saved.refresh_from_db()
        assert saved.frequency == Frequency.NONE
        DocumentFactory(title="Canal again")
        assert mails() == []

    def test_a_search_that_was_deleted_is_fine_too(self, client, saved, address):
        saved.delete()
        for response in (client.get(address), client.post(address)):
            assert "You get no more mail" in response.content.decode()

    def test_other_searches_go_on(self, client, watch, address):
        mail.outbox.clear()
        other = watch(name="Other")
        client.post(address)
        other.refresh_from_db()
        assert other.is_watched

    @pytest.mark.parametrize("token", ["1", "1:x", "x", "%00"])
    def test_it_cannot_be_forged(self, client, saved, token):
        address = f"/search/alerts/{token}/unsubscribe/"
        assert client.post(address).status_code == 404
        assert client.get(address).status_code == 404
        saved.refresh_from_db()
        assert saved.is_watched

    def test_the_secret_of_a_feed_does_not_unsubscribe(self, client, saved):
        token = feed_url(saved).rstrip("/").rpartition("/")[2]
        address = f"/search/alerts/{token}/unsubscribe/"
        assert client.post(address).status_code == 404


def test_the_worker_sends_what_is_due(watch, clock, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    watch()
    DocumentFactory(title="Canal")
    clock.go_on(days=1)
    call_command("worker", "--once")
    assert [message.subject for message in mail.outbox] == ["1 new result: Canals"]


def test_the_queries_of_a_mail_do_not_grow(
    watch, index, clock, django_assert_max_num_queries
):
    watch()
    for _ in range(30):
        DocumentFactory(title="Canal")
    index.drain()
    clock.go_on(days=1)
    mail.outbox.clear()
    with django_assert_max_num_queries(20):
        alerts.send_due()
    assert len(mail.outbox) == 1
