"""Saved searches: keeping, changing and deleting them, by whoever is signed in."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from search import saving
from search.models import Frequency, SavedSearch
from search.saved import description, read
from tests.factories import DocumentFactory, SectorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(db):
    return UserFactory(email="reader@example.org")


@pytest.fixture
def browser(reader):
    return signed_in(reader)


def signed_in(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def soup_of(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def save(browser, query: str = "q=water", **fields):
    fields = {"name": "Water", "frequency": "none", "language": "en"} | fields
    return browser.post(f"/search/saved/new/?{query}", fields)


class TestSaving:
    def test_a_search_is_saved_from_the_search_page(self, browser, reader, index):
        sector = SectorFactory(name="Health")
        DocumentFactory(title="Clinics", sector=sector)
        index.drain()
        address = f"/search/?q=clinics&sector={sector.slug}&year_from=2015&sort=-date"
        page = soup_of(browser.get(address))
        link = page.find("a", string="Save this search")
        form = soup_of(browser.get(link["href"]))
        assert form.find("input", {"name": "name"})["value"] == (
            "“clinics” · Sector: Health · Year: 2015–…"
        )
        response = browser.post(
            link["href"],
            {"name": "My clinics", "frequency": "weekly", "language": "ur"},
            follow=True,
        )
        listed = soup_of(response)
        assert "Saved: My clinics" in listed.get_text()
        entry = listed.select_one("main .items > li")
        assert "“clinics” · Sector: Health · Year: 2015–…" in entry.get_text()
        assert "Mail: Every week" in " ".join(entry.get_text().split())
        # It leads to the same search.
        again = soup_of(browser.get(entry.h2.a["href"]))
        assert [h.get_text() for h in again.select(".hit h2")] == ["Clinics"]
        assert again.find("option", {"value": "-date"}).has_attr("selected")
        saved = reader.saved_searches.get()
        assert (saved.frequency, saved.language) == (Frequency.WEEKLY, "ur")

    @pytest.mark.parametrize(
        ("typed", "name"),
        [("canals", "“canals”"), ('"lined canals"', '"lined canals"')],
    )
    def test_a_name_that_is_left_as_proposed_is_said_once(
        self, browser, reader, typed, name
    ):
        address = "/search/saved/new/?" + urlencode({"q": typed})
        proposed = soup_of(browser.get(address)).find("input", {"name": "name"})
        response = browser.post(
            address,
            {"name": proposed["value"], "frequency": "none", "language": "en"},
            follow=True,
        )
        listed = soup_of(response)
        entry = listed.select_one("main .items > li")
        assert entry.h2.get_text() == name == reader.saved_searches.get().name
        assert entry.get_text().count(name) - len(entry.select(".visually-hidden")) == 1
        assert f"Saved: {name}" in listed.select_one("[role=status]").get_text()

    def test_everything_can_be_saved_too(self, browser, reader):
        save(browser, "", name="All")
        saved = reader.saved_searches.get()
        assert description(read(saved)) == ["Everything"]

    def test_what_is_no_part_of_a_search_is_not_saved(self, browser, reader):
        save(browser, "q=water&page=7&all=sector&colour=red&kind=nothing")
        assert reader.saved_searches.get().parameters == "q=water"

    def test_words_of_any_script_come_back(self, browser, reader):
        save(browser, "q=%D9%BE%D8%A7%D9%86%DB%8C+%26+%22a+b%22")
        assert read(reader.saved_searches.get()).text == 'پانی & "a b"'

    def test_the_language_of_the_page_is_offered_for_the_mail(self, browser):
        form = soup_of(browser.get("/ur/search/saved/new/?q=water"))
        chosen = form.select("select[name=language] option[selected]")
        assert [option["value"] for option in chosen] == ["ur"]

    def test_visitors_are_asked_to_sign_in_and_come_back(self, client):
        for address in ("/search/saved/", "/search/saved/new/?q=water"):
            response = client.get(address)
            assert response.status_code == 302
            assert response["Location"].startswith("/sign-in/?next=/search/saved/")

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"name": "  "}, "This field is required."),
            ({"name": "x" * 101}, "at most 100 characters"),
            ({"frequency": "hourly"}, "hourly is not one of the available choices"),
            ({"language": "fr"}, "fr is not one of the available choices"),
        ],
    )
    def test_mistakes_are_told_at_the_field(self, browser, reader, fields, message):
        assert message in save(browser, **fields).content.decode()
        assert not reader.saved_searches.exists()

    def test_a_name_is_given_once_whatever_its_spaces(self, browser, reader):
        save(browser, name="My  water\n search")
        page = save(browser, "q=other", name=" My water search ").content.decode()
        assert "You have a saved search of this name already." in page
        assert reader.saved_searches.get().name == "My water search"

    def test_others_may_use_the_same_name(self, browser):
        save(browser)
        save(signed_in(UserFactory()))
        assert SavedSearch.objects.filter(name="Water").count() == 2

    def test_two_clicks_at_once_save_it_once(self, browser, reader, monkeypatch):
        save(browser)

        def see_no_other(form):
            return form.cleaned_data["name"]

        monkeypatch.setattr(saving.SavedSearchForm, "clean_name", see_no_other)
        page = save(browser).content.decode()
        assert "You have a saved search of this name already." in page
        assert reader.saved_searches.count() == 1

    def test_nobody_saves_without_end(self, browser, reader, monkeypatch):
        monkeypatch.setattr(saving, "MOST_SAVED", 2)
        for number in range(3):
            page = save(browser, name=f"Number {number}").content.decode()
        assert "You have saved 2 searches, which is as many as one may have." in page
        assert reader.saved_searches.count() == 2

    def test_a_search_without_end_is_not_saved(self, browser, reader):
        page = save(browser, f"q={'x' * 5000}").content.decode()
        assert "This search is too long to be saved." in page
        assert not reader.saved_searches.exists()

    def test_mail_needs_an_address(self):
        user = UserFactory(email="")
        page = save(signed_in(user), frequency="daily").content.decode()
        assert "Your account has no e-mail address." in page
        save(signed_in(user), frequency="none")
        assert user.saved_searches.count() == 1

    def test_the_database_refuses_two_of_a_name(self, reader):
        SavedSearch.objects.create(user=reader, name="Water")
        with pytest.raises(IntegrityError):
            SavedSearch.objects.create(user=reader, name="Water")


class TestChanging:
    @pytest.fixture
    def saved(self, browser, reader):
        save(browser, frequency="daily")
        return reader.saved_searches.get()

    def test_it_is_renamed(self, browser, saved):
        browser.post(
            f"/search/saved/{saved.pk}/",
            {"name": "Wells", "frequency": "daily", "language": "en"},
        )
        due = saved.due_at
        saved.refresh_from_db()
        assert (saved.name, saved.parameters) == ("Wells", "q=water")
        assert saved.due_at == due

    def test_a_change_leaves_what_the_worker_wrote_meanwhile(self, browser, saved):
        # The form was opened before, its answer comes after the worker's work.
        SavedSearch.objects.filter(pk=saved.pk).update(known=["document:1"])
        browser.post(
            f"/search/saved/{saved.pk}/",
            {"name": "Wells", "frequency": "weekly", "language": "en"},
        )
        saved.refresh_from_db()
        assert (saved.frequency, saved.known) == ("weekly", ["document:1"])

    def test_mail_that_is_taken_up_again_starts_afresh(self, browser, saved):
        SavedSearch.objects.filter(pk=saved.pk).update(known=["document:1"])
        address = f"/search/saved/{saved.pk}/"
        fields = {"name": "Water", "language": "en"}
        browser.post(address, fields | {"frequency": "none"})
        saved.refresh_from_db()
        assert saved.due_at is None
        browser.post(address, fields | {"frequency": "monthly"})
        saved.refresh_from_db()
        assert saved.due_at is not None
        assert saved.known is None

    def test_it_is_deleted_only_after_a_question(self, browser, saved, reader):
        address = f"/search/saved/{saved.pk}/delete/"
        assert "Delete this saved search?" in browser.get(address).content.decode()
        assert reader.saved_searches.exists()
        browser.post(address)
        assert not reader.saved_searches.exists()

    def test_the_feed_gets_another_address(self, browser, saved):
        address = f"/search/saved/{saved.pk}/"
        before = soup_of(browser.get(address)).select_one("#feed-address")["value"]
        response = browser.post(f"{address}feed/", follow=True)
        after = soup_of(response).select_one("#feed-address")["value"]
        assert after != before
        assert browser.get(f"{address}feed/").status_code == 405

    def test_nobody_reaches_those_of_others(self, saved):
        stranger = signed_in(UserFactory(is_superuser=True))
        for part in ("", "delete/", "feed/"):
            address = f"/search/saved/{saved.pk}/{part}"
            assert stranger.post(address, {"name": "Mine"}).status_code == 404
        assert "Water" not in stranger.get("/search/saved/").content.decode()
        saved.refresh_from_db()
        assert saved.name == "Water"

    def test_forged_requests_are_refused(self, saved, reader):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(reader)
        assert strict.post(f"/search/saved/{saved.pk}/delete/").status_code == 403
        assert SavedSearch.objects.filter(pk=saved.pk).exists()


class TestList:
    def test_its_queries_do_not_grow(
        self, browser, reader, django_assert_max_num_queries
    ):
        for number in range(20):
            SavedSearch.objects.create(
                user=reader, name=f"{number}", parameters="q=a&kind=minutes"
            )
        with django_assert_max_num_queries(8):
            page = soup_of(browser.get("/search/saved/"))
        assert len(page.select("main .items > li")) == 20

    def test_it_says_what_is_lost_of_a_search(self, browser, reader):
        sector = SectorFactory(name="Health")
        SavedSearch.objects.create(
            user=reader, name="Health", parameters=f"sector={sector.slug}"
        )
        sector.delete()
        page = soup_of(browser.get("/search/saved/")).get_text()
        assert "A part of this search is no more" in page

    def test_pages_are_kept_out_of_shared_caches(self, browser, reader):
        saved = SavedSearch.objects.create(user=reader, name="Water")
        for address in (
            reverse("saved_searches"),
            reverse("saved_search_new"),
            reverse("saved_search", args=[saved.pk]),
        ):
            cache = browser.get(address)["Cache-Control"]
            assert "private" in cache
            assert "no-store" in cache

    def test_urdu_pages_are_whole(self, browser, reader):
        saved = SavedSearch.objects.create(user=reader, name="پانی")
        for part in ("", "new/", f"{saved.pk}/", f"{saved.pk}/delete/"):
            page = soup_of(browser.get(f"/ur/search/saved/{part}"))
            assert page.html["dir"] == "rtl"
            assert len(page.select("h1")) == 1
