"""Staff see what is searched for, and in vain; nobody sees who searched."""

import csv
import datetime
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import CollectionViewRestriction

from knowledge.access import Access
from search import recording
from search.models import SearchCount, WantedDocument
from search.recording import tally
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db

FREQUENT = "/admin/reports/searches/"
FRUITLESS = "/admin/reports/searches/in-vain/"


@pytest.fixture(autouse=True)
def nothing_held():
    tally.forget()
    yield
    tally.forget()


@pytest.fixture
def archivist():
    home_page()
    return UserFactory(groups=["Archivists"])


@pytest.fixture
def as_archivist(client, archivist):
    client.force_login(archivist)
    return client


def counted() -> dict[str, tuple[int, int]]:
    """How often each text was searched for, and how often in vain."""
    tally.write()
    rows = SearchCount.objects.values_list("text", "times", "times_in_vain")
    return {text: (times, in_vain) for text, times, in_vain in rows}


def count(text, times=1, in_vain=0, day=None, language="en") -> None:
    SearchCount.objects.create(
        text=text,
        times=times,
        times_in_vain=in_vain,
        day=day or timezone.localdate(),
        language=language,
    )


class TestWhatIsCounted:
    def test_searches_are_counted_by_text_day_and_language(self, client, index):
        DocumentFactory(title="Canal")
        index.drain()
        for address in ("/search/?q=canal", "/search/?q=sluice", "/ur/search/?q=canal"):
            client.get(address)
            client.get(address)
        tally.write()
        rows = set(
            SearchCount.objects.values_list(
                "text", "language", "times", "times_in_vain"
            )
        )
        assert rows == {
            ("canal", "en", 2, 0),
            ("sluice", "en", 2, 2),
            ("canal", "ur", 2, 0),
        }
        assert {row.day for row in SearchCount.objects.all()} == {timezone.localdate()}

    def test_counts_of_two_processes_add_up(self, client, index):
        client.get("/search/?q=canal")
        tally.write()
        client.get("/search/?q=canal")
        tally.write()
        assert counted() == {"canal": (2, 2)}

    @pytest.mark.parametrize("text", ["Canal", " CANAL ", "canal\0", "cana\u200cl"])
    def test_spellings_of_a_text_are_one(self, client, index, text):
        client.get("/search/", {"q": text})
        assert list(counted()) == ["canal"]

    def test_urdu_is_counted_in_one_spelling(self, client, index):
        for text in ("وزیر", "وزير"):
            client.get("/search/", {"q": text})
        assert counted() == {"وزیر": (2, 2)}

    def test_a_very_long_text_is_capped(self, client, index):
        client.get("/search/", {"q": "canal " * 400})
        (text,) = counted()
        assert len(text) <= 200

    @pytest.mark.parametrize(
        "parameters",
        [
            "q=",
            "q=canal&page=2",
            "q=canal&sort=date",
            "q=canal&kind=minutes",
            "q=canal&year_from=2016",
        ],
    )
    def test_looking_on_is_not_searching_again(self, client, index, parameters):
        for number in range(12):
            DocumentFactory(title=f"Canal {number}")
        index.drain()
        assert client.get(f"/search/?{parameters}").status_code == 200
        assert counted() == {}

    def test_suggestions_and_robots_are_not_counted(self, client, index):
        client.get("/search/suggestions/?q=canal")
        robot = {"User-Agent": "Mozilla/5.0 (compatible; Examplebot/2.1)"}
        client.get("/search/?q=canal", headers=robot)
        assert counted() == {}

    @pytest.mark.parametrize(
        "text",
        [
            "someone@example.org",
            "mail someone@example.org please",
            "35202-1234567-1",
            "3520212345671",
            "۳۵۲۰۲۱۲۳۴۵۶۷۱",
            "0300 1234567",
            "+92 (300) 123-4567",
            "minutes 0300-1234567 lahore",
        ],
    )
    def test_what_names_a_person_by_number_or_address_is_not_kept(
        self, client, index, text
    ):
        client.get("/search/", {"q": text})
        assert counted() == {}

    @pytest.mark.parametrize(
        "text",
        [
            "schools 2016 2017 2018",
            "year:2016..2018 canal",
            "12,500,000 rupees",
            "1122",
        ],
    )
    def test_years_and_sums_are_kept(self, client, index, text):
        client.get("/search/", {"q": text})
        assert len(counted()) == 1

    def test_no_trace_of_the_reader_is_kept(self):
        names = {field.name for field in SearchCount._meta.get_fields()}
        assert names == {"id", "text", "language", "day", "times", "times_in_vain"}


class TestWhatIsClosed:
    """A report must not tell of what is closed to its reader, not even that it is."""

    @pytest.fixture
    def unit(self):
        return DeliveryUnitFactory()

    @pytest.fixture
    def closed(self, unit, index):
        DocumentFactory(title="Canal audit", unit=unit, access=Access.RESTRICTED)
        index.drain()

    def test_found_by_those_only_who_may_see_it_it_is_not_counted(
        self, client, unit, closed
    ):
        client.force_login(UserFactory(units=[unit]))
        assert "1 result" in client.get("/search/?q=canal+audit").content.decode()
        assert counted() == {}

    def test_for_all_others_it_was_searched_for_in_vain(self, client, closed):
        client.get("/search/?q=canal+audit")
        client.force_login(UserFactory())
        client.get("/search/?q=canal+audit")
        assert counted() == {"canal audit": (2, 2)}

    def test_what_all_staff_may_see_is_counted(self, client, index):
        DocumentFactory(title="Canal", access=Access.INTERNAL)
        index.drain()
        client.force_login(UserFactory())
        client.get("/search/?q=canal")
        assert counted() == {"canal": (1, 0)}

    def test_an_embargo_and_privacy_close_too(self, client, index):
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        DocumentFactory(title="Canal", embargo_until=tomorrow)
        private = DocumentFactory(title="Barrage")
        CollectionViewRestriction.objects.create(
            collection=private.collection, restriction_type="groups"
        )
        index.drain()
        client.force_login(UserFactory(is_superuser=True))
        for text in ("canal", "barrage"):
            assert "1 result" in client.get(f"/search/?q={text}").content.decode()
        assert counted() == {}


class TestNeverInTheWay:
    def test_a_search_writes_nothing_while_its_reader_waits(
        self, client, index, django_assert_max_num_queries
    ):
        DocumentFactory(title="Canal")
        index.drain()
        with django_assert_max_num_queries(60) as asked:
            client.get("/search/?q=canal")
        assert not [
            query["sql"]
            for query in asked.captured_queries
            if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
        ]

    def test_a_database_that_refuses_fails_no_search_and_loses_no_count(
        self, client, index, monkeypatch, caplog
    ):
        def refuse(held):
            raise DatabaseError("disk full")

        with monkeypatch.context() as patch:
            patch.setattr(recording, "_write", refuse)
            assert client.get("/search/?q=canal").status_code == 200
            tally.write()
        assert "could not be counted" in caplog.text
        assert counted() == {"canal": (1, 1)}

    def test_a_count_that_fails_fails_no_search(
        self, client, index, monkeypatch, caplog
    ):
        def refuse(*arguments):
            raise DatabaseError("locked")

        DocumentFactory(title="Canal")
        index.drain()
        client.force_login(UserFactory())
        monkeypatch.setattr(recording.access, "is_open_to_staff", refuse)
        assert client.get("/search/?q=canal").status_code == 200
        assert "could not be counted" in caplog.text

    def test_while_search_catches_up_nothing_is_counted(
        self, client, index, settings, tmp_path
    ):
        engine = settings.SEARCH_ENGINES["default"]
        settings.SEARCH_ENGINES = {
            "default": engine | {"LOCATION": str(tmp_path / "none")}
        }
        assert client.get("/search/?q=canal").status_code == 503
        assert counted() == {}

    def test_memory_is_bounded(self, monkeypatch):
        monkeypatch.setattr(recording, "MOST_HELD", 2)
        today = timezone.localdate()
        for text in ("a", "b", "c", "a"):
            tally.add(recording.Counted(text, "en", today, False))
        assert counted() == {"a": (2, 0), "b": (1, 0)}


SEARCH_AND_WAIT = """
import time
from django.conf import settings
from django.test import Client
from search.models import SearchCount

settings.SEARCHES_WRITTEN_EVERY = 0.01
assert Client(SERVER_NAME="localhost").get("/search/?q=canal").status_code == 200
deadline = time.monotonic() + 10
while not SearchCount.objects.exists() and time.monotonic() < deadline:
    time.sleep(0.05)
print(SearchCount.objects.get().text)
"""


def test_counts_are_written_a_little_later_by_themselves(installation):
    # A thread with a connection of its own writes them, to a database of files.
    installation.run("setup_site")
    installation.run("search_index", "rebuild")
    assert installation.python(SEARCH_AND_WAIT).split() == ["canal"]


class TestForgetting:
    def test_old_counts_are_removed(self, settings):
        settings.SEARCHES_KEPT_MONTHS = 12
        today = timezone.localdate()
        count("old", day=today - datetime.timedelta(days=367))
        count("young", day=today - datetime.timedelta(days=360))
        assert recording.forget_old() == 1
        assert list(counted()) == ["young"]

    def test_the_worker_does_it_once_a_day(self, django_assert_num_queries):
        from portal.management.commands.worker import Housekeeping

        today = timezone.localdate()
        housekeeping = Housekeeping()
        assert housekeeping.forget_old_searches in housekeeping.seldom
        count("old", day=today.replace(year=today.year - 10))
        housekeeping.forget_old_searches()
        assert counted() == {}
        with django_assert_num_queries(0):
            housekeeping.forget_old_searches()


class TestReports:
    def test_the_most_frequent_come_first(self, as_archivist):
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        count("canal", times=3)
        count("canal", times=4, day=yesterday)
        count("road", times=5)
        rows = as_archivist.get(FREQUENT).context["object_list"]
        assert [(row["text"], row["searched"]) for row in rows] == [
            ("canal", 7),
            ("road", 5),
        ]

    def test_only_what_was_sought_in_vain_is_fruitless(self, as_archivist):
        count("canal", times=3)
        count("sluice", times=3, in_vain=2)
        page = as_archivist.get(FRUITLESS)
        assert [row["text"] for row in page.context["object_list"]] == ["sluice"]
        assert page.context["object_list"][0]["fruitless"] == 2

    def test_a_period_and_a_language_can_be_chosen(self, as_archivist):
        today = timezone.localdate()
        count("old", day=today - datetime.timedelta(days=40))
        count("urdu", language="ur")
        count("new")
        for filters, expected in (
            ({"day_from": today - datetime.timedelta(days=30)}, {"urdu", "new"}),
            ({"day_to": today - datetime.timedelta(days=30)}, {"old"}),
            ({"language": "ur"}, {"urdu"}),
            ({"q": "ne"}, {"new"}),
            ({"day_from": "nonsense"}, {"old", "urdu", "new"}),
        ):
            rows = as_archivist.get(FREQUENT, filters).context["object_list"]
            assert {row["text"] for row in rows} == expected, filters

    @pytest.mark.parametrize("address", [FREQUENT, FRUITLESS])
    def test_what_strangers_typed_is_shown_as_text(self, as_archivist, address):
        count("<script>alert(1)</script>", in_vain=1)
        page = as_archivist.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert(1)" not in page

    @pytest.mark.parametrize("address", [FREQUENT, FRUITLESS])
    def test_a_spreadsheet_takes_it_for_no_formula(self, as_archivist, address):
        formula = '=hyperlink("https://example.org","canal")'
        count(formula, in_vain=1)
        response = as_archivist.get(address, {"export": "csv"})
        text = b"".join(response).decode()
        (row,) = csv.DictReader(StringIO(text))
        assert row["Searched for"] == f"'{formula}"
        response = as_archivist.get(address, {"export": "xlsx"})
        sheet = openpyxl.load_workbook(BytesIO(b"".join(response))).active
        assert sheet["A2"].value == f"'{formula}"
        assert sheet["A2"].data_type == "s"

    @pytest.mark.parametrize("address", [FREQUENT, FRUITLESS])
    def test_they_ask_a_constant_number_of_questions(
        self, as_archivist, address, django_assert_max_num_queries
    ):
        for number in range(40):
            count(f"text {number}", in_vain=1)
            WantedDocument.objects.create(text=f"text {number}")
        with django_assert_max_num_queries(18):
            as_archivist.get(address)

    @pytest.mark.parametrize("group", ["Editors", "Moderators", "Trainers"])
    def test_others_have_no_way_in(self, client, archivist, group):
        count("canal", in_vain=1)
        client.force_login(UserFactory(groups=[group]))
        for address in (FREQUENT, f"{FREQUENT}results/", FRUITLESS):
            asked = client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
            assert asked.status_code == 403, address
            export = client.get(address, {"export": "csv"})
            assert export.status_code == 302
        assert "reports/searches" not in client.get("/admin/").content.decode()

    def test_they_stand_in_the_menu_in_the_place_of_wagtails(self, client):
        home_page()
        client.force_login(UserFactory(is_superuser=True))
        menu = client.get("/admin/").content.decode()
        assert FREQUENT in menu
        assert FRUITLESS in menu
        assert "search-terms" not in menu


class TestWanted:
    @pytest.fixture
    def add(self):
        return reverse("wanteddocument:add")

    def test_from_the_report_to_the_queue_to_the_archive(
        self, as_archivist, archivist, add
    ):
        count("PC-1 of the bridge".lower(), times=2, in_vain=2)
        page = as_archivist.get(FRUITLESS).content.decode()
        address = f"{add}?text=pc-1+of+the+bridge"
        assert address in page
        opened = as_archivist.get(address)
        assert opened.context["form"]["text"].value() == "pc-1 of the bridge"
        sent = {"text": "PC-1 of the  bridge", "state": "wanted", "note": "Ask C&W."}
        as_archivist.post(add, sent)
        wanted = WantedDocument.objects.get()
        assert wanted.text == "pc-1 of the bridge"
        assert wanted.changed_by == archivist
        queue = as_archivist.get(reverse("wanteddocument:index")).content.decode()
        assert "Ask C&amp;W." in queue
        assert reverse("archive") in queue
        page = as_archivist.get(FRUITLESS).content.decode()
        assert "Mark as wanted" not in page
        assert reverse("wanteddocument:edit", args=[wanted.pk]) in page

    def test_got_is_noted_with_who_and_when(self, as_archivist, add):
        wanted = WantedDocument.objects.create(text="canal")
        other = UserFactory(groups=["Archivists"], username="colleague")
        as_archivist.force_login(other)
        as_archivist.post(
            reverse("wanteddocument:edit", args=[wanted.pk]),
            {"text": "canal", "state": "got", "note": "SBQ-D-000012"},
        )
        wanted.refresh_from_db()
        assert (wanted.state, wanted.changed_by) == ("got", other)
        queue = as_archivist.get(reverse("wanteddocument:index"), {"state": "wanted"})
        assert not queue.context["object_list"]

    def test_a_search_is_in_the_queue_once(self, as_archivist, add):
        WantedDocument.objects.create(text="canal")
        response = as_archivist.post(add, {"text": "CANAL", "state": "wanted"})
        assert "in the list already" in response.content.decode()

    def test_others_have_no_way_in(self, client, archivist, add):
        client.force_login(UserFactory(groups=["Editors"]))
        assert client.post(add, {"text": "canal", "state": "wanted"}).status_code == 302
        assert not WantedDocument.objects.exists()
