"""Feeds of searches: what came last, for whoever asks or whose secret it is."""

import datetime

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.core.signing import Signer
from django.test import Client

from knowledge.access import Access
from search import feeds
from search.engines import EngineUnavailable
from search.models import Appearance, SavedSearch
from search.saved import feed_url
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    LessonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def read(response):
    """Parse a feed as its readers do; it has to be well-formed."""
    assert response.status_code == 200, response.content
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def titles(response) -> list[str]:
    return [entry.title for entry in read(response).entries]


def appeared(record, moment: datetime.datetime) -> None:
    """Pretend that the record could be found since then, and tell the engine."""
    Appearance.objects.filter(key__endswith=f":{record.pk}").update(since=moment)
    record.save()


class TestAnySearch:
    @pytest.fixture(params=["/search/feed/", "/search/feed/rss/"])
    def address(self, request):
        return request.param

    def test_it_has_the_results_of_the_search(self, client, index, address):
        document = DocumentFactory(title="Canal silt", summary="Removed & gone <b>.")
        DocumentFactory(title="Schools")
        index.drain()
        feed = read(client.get(address, {"q": "silt"}))
        (entry,) = feed.entries
        assert entry.title == "Canal silt"
        assert entry.link == f"http://127.0.0.1:8000/documents/{document.pk}/"
        assert entry.id == f"tag:127.0.0.1,2026:document:{document.pk}"
        # HTML that shows the text as it is.
        assert "Removed &amp; gone &lt;b&gt;." in entry.summary
        assert entry.published_parsed
        assert feed.feed.link == "http://127.0.0.1:8000/search/?q=silt"
        assert "silt" in feed.feed.title

    def test_what_came_last_is_first_whatever_its_date(self, client, index, address):
        noon = datetime.datetime(2026, 5, 5, 12, tzinfo=datetime.UTC)
        old = DocumentFactory(title="Old paper, archived last", date="2014-01-01")
        new = DocumentFactory(title="New paper, archived first", date="2018-01-01")
        lesson = LessonFactory(title="Lesson in between")
        index.drain()
        appeared(new, noon)
        appeared(lesson, noon + datetime.timedelta(hours=1))
        appeared(old, noon + datetime.timedelta(hours=2))
        index.drain()
        response = client.get(address)
        assert titles(response) == [old.title, lesson.title, new.title]
        first = read(response).entries[0]
        assert first.published_parsed[:5] == (2026, 5, 5, 14, 0)

    def test_it_narrows_as_the_page_does(self, client, index, address):
        DocumentFactory(title="A", kind="minutes")
        DocumentFactory(title="B", kind="deep_dive")
        index.drain()
        assert titles(client.get(address, {"kind": "deep_dive"})) == ["B"]

    def test_it_has_an_end(self, client, index, address, monkeypatch):
        monkeypatch.setattr(feeds, "FEED_LIMIT", 3)
        for _ in range(5):
            DocumentFactory()
        index.drain()
        feed = read(client.get(address))
        assert len(feed.entries) == 3
        assert "at most 3 results" in feed.feed.subtitle

    def test_a_feed_without_entries_is_a_feed(self, client, index, address):
        assert titles(client.get(address, {"q": "nothing"})) == []

    def test_characters_that_xml_cannot_write_are_left_out(
        self, client, index, address
    ):
        DocumentFactory(title="Canal\x0b of\x00 silt\ufffe", summary="\x1b[0m")
        index.drain()
        assert titles(client.get(address)) == ["Canal of silt"]

    def test_mistakes_in_the_address_are_left_out(self, client, index, address):
        DocumentFactory(title="A")
        index.drain()
        assert titles(client.get(address, {"year_from": "soon", "x": "y"})) == ["A"]

    def test_while_the_engine_is_away_readers_are_told_to_wait(
        self, client, index, address, monkeypatch
    ):
        def fail(*args):
            raise EngineUnavailable("no answer")

        monkeypatch.setattr(index.engine, "search", fail)
        response = client.get(address)
        assert response.status_code == 503
        assert int(response["Retry-After"]) > 0
        assert "no answer" not in response.content.decode()


class TestLanguage:
    def test_the_urdu_feed_is_in_urdu_and_keeps_the_identifiers(self, client, index):
        document = DocumentFactory(title="پانی", language="ur")
        index.drain()
        feed = read(client.get("/ur/search/feed/"))
        (entry,) = feed.entries
        assert feed.feed.language == "ur"
        assert entry.title == "پانی"
        assert entry.link == f"http://127.0.0.1:8000/ur/documents/{document.pk}/"
        assert entry.id == f"tag:127.0.0.1,2026:document:{document.pk}"


class TestConditional:
    def test_an_unchanged_feed_is_not_sent_twice(self, client, index):
        DocumentFactory(title="A")
        index.drain()
        etag = client.get("/search/feed/")["ETag"]
        again = client.get("/search/feed/", headers={"If-None-Match": etag})
        assert again.status_code == 304
        assert not again.content
        DocumentFactory(title="B")
        index.drain()
        changed = client.get("/search/feed/", headers={"If-None-Match": etag})
        assert titles(changed) == ["B", "A"]

    def test_an_empty_feed_does_not_change_with_the_clock(self, client, index):
        etag = client.get("/search/feed/")["ETag"]
        again = client.get("/search/feed/", headers={"If-None-Match": etag})
        assert again.status_code == 304

    def test_an_older_entry_that_goes_changes_it_too(self, client, index):
        old = DocumentFactory(title="A")
        index.drain()
        DocumentFactory(title="B")
        index.drain()
        first = client.get("/search/feed/")
        old.access = Access.RESTRICTED
        old.save()
        later = "Wed, 01 Jan 2099 00:00:00 GMT"
        for headers in (
            {"If-None-Match": first["ETag"]},
            {"If-Modified-Since": later},
        ):
            assert titles(client.get("/search/feed/", headers=headers)) == ["B"]

    def test_readers_do_not_share_a_version(self, client, index):
        DocumentFactory(title="Internal", access=Access.INTERNAL)
        index.drain()
        staff = Client()
        staff.force_login(UserFactory())
        own = staff.get("/search/feed/")
        assert titles(own) == ["Internal"]
        assert "private" in own["Cache-Control"]
        public = client.get("/search/feed/", headers={"If-None-Match": own["ETag"]})
        assert titles(public) == []
        assert "private" not in public["Cache-Control"]
        for response in (own, public):
            assert "Cookie" in response["Vary"]
            assert response["X-Robots-Tag"] == "noindex"


class TestSecretAddress:
    @pytest.fixture
    def unit(self):
        return DeliveryUnitFactory()

    @pytest.fixture
    def user(self, unit):
        return UserFactory(units=[unit])

    @pytest.fixture
    def saved(self, user):
        return SavedSearch.objects.create(
            user=user, name="My canals", parameters="q=canal"
        )

    def test_it_shows_what_its_user_may_see(self, client, index, unit, saved):
        DocumentFactory(title="Canal", access=Access.RESTRICTED, unit=unit)
        DocumentFactory(title="Other canal", access=Access.RESTRICTED)
        index.drain()
        response = client.get(feed_url(saved))
        assert titles(response) == ["Canal"]
        assert "My canals" in read(response).feed.title
        assert "private" in response["Cache-Control"]

    def test_rights_are_those_of_the_moment(self, client, index, unit, user, saved):
        DocumentFactory(title="Canal", access=Access.RESTRICTED, unit=unit)
        index.drain()
        etag = client.get(feed_url(saved))["ETag"]
        user.units.clear()
        response = client.get(feed_url(saved), headers={"If-None-Match": etag})
        assert titles(response) == []

    def test_it_dies_with_its_user(self, client, index, user, saved):
        address = feed_url(saved)
        assert client.get(address).status_code == 200
        user.is_active = False
        user.save()
        assert client.get(address).status_code == 404

    def test_it_dies_when_another_is_made_or_the_search_is_deleted(
        self, client, index, user, saved
    ):
        before = feed_url(saved)
        owner = Client()
        owner.force_login(user)
        owner.post(f"/search/saved/{saved.pk}/feed/")
        saved.refresh_from_db()
        assert client.get(before).status_code == 404
        after = feed_url(saved)
        assert client.get(after).status_code == 200
        saved.delete()
        assert client.get(after).status_code == 404

    @pytest.mark.parametrize("forge", ["wrong salt", "cut", "nonsense", "no key"])
    def test_it_cannot_be_forged(self, client, index, saved, forge):
        good = feed_url(saved)
        token = good.rstrip("/").rpartition("/")[2]
        bad = {
            "wrong salt": Signer().sign(f"{saved.pk}-{saved.feed_key}"),
            "cut": token[:-1],
            "nonsense": "%00:x",
            "no key": Signer(salt="search.saved.feed").sign(f"{saved.pk}"),
        }[forge]
        assert client.get(good.replace(token, bad)).status_code == 404

    def test_another_users_session_changes_nothing(self, index, unit, saved):
        DocumentFactory(title="Canal", access=Access.RESTRICTED, unit=unit)
        index.drain()
        stranger = Client()
        stranger.force_login(UserFactory())
        assert titles(stranger.get(feed_url(saved))) == ["Canal"]


def test_the_search_page_tells_feed_readers_of_the_feed(client, index):
    DocumentFactory(title="Canal", kind="minutes")
    index.drain()
    page = BeautifulSoup(
        client.get("/search/?q=canal&kind=minutes").content, "html.parser"
    )
    link = page.find("link", type="application/atom+xml")
    assert titles(client.get(link["href"])) == ["Canal"]


def test_the_queries_of_a_feed_do_not_grow(
    client, index, django_assert_max_num_queries
):
    for _ in range(20):
        DocumentFactory()
        LessonFactory()
    index.drain()
    client.get("/search/feed/")
    with django_assert_max_num_queries(12):
        assert len(titles(client.get("/search/feed/"))) == 40
