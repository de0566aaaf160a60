"""The database has the last word, however far the index is behind it.

Every test runs on both engines. The random ones change a small archive in random ways,
tell the engine of it now and then, and compare all that a random user is told with
what follows from the records as they are in the database and as they were indexed.
"""

import csv
import io
import itertools
import random
from collections import Counter
from dataclasses import dataclass

import feedparser
import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from knowledge import access
from knowledge.access import Access
from knowledge.models import Document, Lesson
from search import alerts, outbox
from search.documents import SearchQuery
from search.finding import find, find_pages, find_similar, suggest
from search.models import SavedSearch
from search.saved import absolute
from search.sources import SOURCES
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    LessonFactory,
    UserFactory,
    add_version,
)

pytestmark = pytest.mark.django_db

# Far from each other and from the words of the factories, and none another's stem.
WORDS = ["zirconium", "quokka", "wombat", "yttrium", "jacaranda", "تعلیم", "فراہمی"]
SLIPS = {
    "zirconiun": "zirconium",
    "quoka": "quokka",
    "womabt": "wombat",
    "ytrrium": "yttrium",
    "jacarenda": "jacaranda",
    "تعلم": "تعلیم",
    "فرہمی": "فراہمی",
}


def titles(answer) -> list[str]:
    return sorted(item.record.title for item in answer.found)


def search(text, user=None, **options):
    return find(SearchQuery(text, facets=("kind",), **options), user)


class TestAnAccessChangeHoldsAtOnce:
    @pytest.fixture
    def document(self, any_index):
        document = DocumentFactory(title="Quokka count", pages=["quokka wombat"])
        DocumentFactory(title="Quokka report", pages=["quokka"])
        any_index.drain()
        return document

    def close(self, document):
        document.access = Access.RESTRICTED
        document.save()

    @pytest.mark.parametrize("change", [close, lambda self, record: record.delete()])
    def test_nothing_is_told_of_a_record_that_was_closed_or_deleted(
        self, document, change
    ):
        key = document.pk
        change(self, document)

        answer = search("quokka")
        assert (titles(answer), answer.total) == (["Quokka report"], 1)
        assert sum(each.count for each in answer.results.facets["kind"]) == 1
        assert key not in {item.record.pk for item in answer.found}
        slip = search("womabt")
        assert (slip.total, slip.results.suggestion, slip.results.instead) == (
            0,
            "",
            {},
        )
        suggested = suggest("qu", None)
        assert [item.record.title for item in suggested.titles] == ["Quokka report"]
        assert suggest("wom", None).words == ()

    def test_it_is_no_longer_similar_and_has_no_pages(self, document):
        other = Document.objects.get(title="Quokka report")
        assert [item.record for item in find_similar(other, None)] == [document]
        assert find_pages(document, "quokka", None, 0, 5)[0] == 1
        self.close(document)

        assert find_similar(other, None) == []
        assert find_pages(document, "quokka", None, 0, 5) == (0, [])

    def test_its_owners_still_find_it(self, document):
        owner = UserFactory(units=[document.unit])
        self.close(document)

        assert search("quokka", owner).total == 2

    def test_an_administrator_is_not_told_of_what_is_deleted(self, document):
        document.delete()

        assert search("quokka", UserFactory(is_superuser=True)).total == 1

    def test_a_lesson_that_is_unpublished_is_gone(self, any_index):
        lesson = LessonFactory(title="Quokka lesson")
        any_index.drain()
        lesson.unpublish()

        for user in (None, UserFactory(is_superuser=True)):
            assert search("lesson quokka", user).total == 0

    def test_a_new_restriction_on_a_collection_holds(self, document):
        root = Collection.get_first_root_node()
        CollectionViewRestriction.objects.create(
            collection=root, restriction_type=CollectionViewRestriction.LOGIN
        )

        assert search("quokka").total == 0
        assert search("quokka", UserFactory()).total == 2


class TestAChangedText:
    @pytest.fixture
    def document(self, any_index):
        document = DocumentFactory(
            title="Count", summary="wombat", pages=["wombat zirconium"]
        )
        any_index.drain()
        return document

    def test_what_was_removed_is_not_shown_before_the_index_knows(self, document):
        document.summary = "Nothing"
        document.save()
        add_version(document, ["quokka only"])
        (found,) = search("wombat").found

        assert found.pages == []
        assert "wombat" not in found.hit.snippet.text
        assert find_pages(document, "wombat", None, 0, 5) == (0, [])

    def test_what_is_there_now_is_shown(self, document):
        add_version(document, ["quokka and wombat", "wombat", "yttrium"])
        (found,) = search("wombat").found

        assert [page.snippet.text for page in found.pages] == [
            "quokka and wombat",
            "wombat",
        ]
        total, pages = find_pages(document, "wombat quokka", None, 0, 1)
        assert (total, [page.number for page in pages]) == (2, [1])

    def test_words_that_were_removed_are_not_offered(self, document):
        add_version(document, ["quokka only"])

        assert suggest("zirc", None).words == ()

    def test_words_that_were_removed_replace_no_slip(self, document):
        assert search("zirconiun").results.suggestion == "zirconium"
        add_version(document, ["quokka only"])
        slip = search("zirconiun").results

        assert (slip.total, slip.suggestion, slip.instead) == (0, "", {})

    def test_other_records_that_have_them_lend_them_all_the_same(self, document, index):
        DocumentFactory(title="Other", pages=["zirconium"])
        index.drain()
        add_version(document, ["quokka only"])

        assert search("zirconiun").results.suggestion == "zirconium"

    def test_a_row_without_a_change_takes_no_snippet_away(self, document):
        outbox.mark([f"document:{document.pk}"])
        (found,) = search("zirconium").found

        assert [page.snippet.is_lit for page in found.pages] == [True]

    def test_an_older_title_is_not_shown(self, document):
        Document.objects.filter(pk=document.pk).update(title="Wombat")
        (found,) = search("count").found

        assert found.title.text == "Wombat"
        assert f"document:{document.pk}" in outbox.waiting_keys()


class TestHowMuchItCosts:
    @pytest.mark.parametrize("waiting", [0, 3, 60])
    def test_queries_do_not_grow_with_what_waits(
        self, index, waiting, django_assert_max_num_queries
    ):
        for _ in range(4):
            DocumentFactory(title="Quokka")
        LessonFactory(title="Quokka")
        index.drain()
        for _ in range(waiting):
            DocumentFactory(access=Access.RESTRICTED)
        outbox.mark([f"unit:{number}" for number in range(waiting)])
        outbox.mark([f"lesson:{number}" for number in range(10_000, 10_000 + waiting)])

        with django_assert_max_num_queries(11):
            assert search("quokka").total == 5

    def test_very_many_may_wait(self, index):
        document = DocumentFactory(title="Quokka")
        index.drain()
        outbox.mark([f"document:{number}" for number in range(100_000, 120_000)])

        assert titles(search("quokka")) == [document.title]


@dataclass
class Indexed:
    """What the engine was told of a record when it was last told."""

    labels: frozenset[str]
    words: set[str]
    kind: str
    pages: list[set[str]]
    title: set[str]


class World:
    """A small archive that changes, and what the index knows of it."""

    def __init__(self, seed: int, index):
        self.random = random.Random(seed)
        self.index = index
        self.units = [DeliveryUnitFactory(), DeliveryUnitFactory()]
        self.group = Group.objects.create(name="Audit")
        self.closed = Collection.get_first_root_node().add_child(name="Closed")
        self.users = [
            None,
            UserFactory(),
            UserFactory(units=[self.units[0]]),
            UserFactory(units=[self.units[1]], groups=["Audit"]),
            UserFactory(is_superuser=True),
        ]
        self.indexed: dict[str, Indexed] = {}
        for _ in range(4):
            self.add_document()
        for _ in range(2):
            self.add_lesson()
        self.drain()

    def words(self) -> str:
        return " ".join(self.random.sample(WORDS, self.random.randint(0, 3)))

    def access_fields(self) -> dict:
        return {
            "access": self.random.choice(list(Access)),
            "unit": self.random.choice([*self.units, None]),
        }

    def add_document(self):
        fields = self.access_fields()
        pages = [self.words() or "-" for _ in range(self.random.randint(1, 3))]
        document = DocumentFactory(title=f"Paper {self.words()}", pages=pages, **fields)
        if self.random.random() < 0.3:
            document.access_groups.add(self.group)

    def add_lesson(self):
        LessonFactory(
            title=f"Lesson {self.words()}",
            what_happened=self.words(),
            **self.access_fields(),
        )

    def change(self):
        record = self.random.choice([*Document.objects.all(), *Lesson.objects.live()])
        change = self.random.choice(
            [self.close, self.close, self.rewrite, self.remove, self.restrict]
        )
        change(record)
        if self.random.random() < 0.3:
            self.drain()

    def close(self, record):
        for name, value in self.access_fields().items():
            setattr(record, name, value)
        record.save()

    def rewrite(self, record):
        if isinstance(record, Document):
            add_version(record, [self.words() or "-"])
        else:
            record.what_happened = self.words()
            record.save()

    def remove(self, record):
        if Document.objects.count() > 1 and isinstance(record, Document):
            record.delete()
        elif isinstance(record, Lesson) and Lesson.objects.live().count() > 1:
            record.unpublish()

    def restrict(self, record):
        if isinstance(record, Document):
            record.collection = self.closed
            record.save()
            CollectionViewRestriction.objects.get_or_create(
                collection=self.closed, restriction_type="login"
            )
        else:
            PageViewRestriction.objects.get_or_create(
                page=record.page_ptr, restriction_type="login"
            )

    def drain(self):
        self.index.drain()
        self.indexed = {
            document.key: Indexed(
                labels=document.labels,
                words=_known(
                    document.title,
                    document.text,
                    *(page.text for page in document.pages),
                ),
                kind=document.facets["kind"][0],
                pages=[_known(page.text) for page in document.pages],
                title=_known(document.title),
            )
            for source in SOURCES.values()
            for document in source.documents()
        }

    def record(self, key: str):
        type_, _, pk = key.partition(":")
        return SOURCES[type_].model.objects.filter(pk=pk).first()

    def visible(self, user) -> dict[str, Indexed]:
        """What the database shows to a user of what the index opens to its labels."""
        labels = access.labels_for(user)
        return {
            key: indexed
            for key, indexed in self.indexed.items()
            if (labels is None or labels & indexed.labels)
            and (record := self.record(key))
            and access.may_see(user, record)
        }


def _known(*texts: str) -> set[str]:
    return {word for text in texts for word in text.split() if word in WORDS}


@pytest.mark.parametrize("seed", range(4))
def test_random_changes_of_random_archives_leak_nothing(any_index, seed):
    world = World(seed, any_index)
    for _ in range(6):
        world.change()
        for user in world.users:
            visible = world.visible(user)
            word = world.random.choice(WORDS)
            _search_is_right(world, visible, user, word)
            _slip_is_right(visible, user, world.random.choice(list(SLIPS)))
            _suggestions_are_right(world, visible, user, word)
            _similar_ones_are_visible(world, user)
            _pages_are_right(world, visible, user, word)


@pytest.mark.parametrize("seed", range(10, 13))
def test_random_changes_are_told_rightly_by_files_feeds_and_mails(any_index, seed):
    world = World(seed, any_index)
    mailed = 0
    for _ in range(4):
        world.change()
        for user in world.users:
            seen = _addresses(world, world.visible(user))
            browser = Client()
            if user:
                browser.force_login(user)
            titles = [world.record(key).title for key in world.visible(user)]
            assert sorted(_exported(browser)) == sorted(titles)
            for part in ("feed", "feed/rss"):
                feed = feedparser.parse(browser.get(f"/search/{part}/").content)
                assert sorted(entry.link for entry in feed.entries) == sorted(seen)
            if user:
                unseen = {*_addresses(world, world.indexed)} - {*seen}
                told = _mailed(user)
                mailed += len(told)
                assert not [url for url in unseen for text in told if url in text]
    assert mailed


def _addresses(world, keys) -> list[str]:
    return [
        absolute(SOURCES[key.partition(":")[0]].url(record))
        for key in keys
        if (record := world.record(key))
    ]


def _exported(browser) -> list[str]:
    response = browser.get("/search/export/csv/")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return [row["Title"] for row in csv.DictReader(io.StringIO(text))]


def _mailed(user) -> list[str]:
    """Let a search for everything be due, as new to its reader; return the mails."""
    type(user).objects.filter(pk=user.pk).update(email="reader@example.org")
    SavedSearch.objects.create(
        user=user,
        name="Everything",
        parameters="",
        frequency="daily",
        watched_since=timezone.now(),
        due_at=timezone.now(),
        known=[],
    )
    mail.outbox.clear()
    alerts.send_due()
    SavedSearch.objects.all().delete()
    return [
        message.subject + message.body + message.alternatives[0].content
        for message in mail.outbox
    ]


def _search_is_right(world, visible, user, word):
    matching = {key: one for key, one in visible.items() if word in one.words}
    answer = search(word, user)

    if matching:
        assert {item.hit.key for item in answer.found} == set(matching)
        assert answer.total == len(matching)
        assert {
            each.value: each.count for each in answer.results.facets["kind"]
        } == Counter(one.kind for one in matching.values())
    else:
        assert (answer.total, answer.found, answer.results.suggestion) == (0, [], "")
    for item in answer.found:
        now = next(iter(item.source.documents([item.record.pk])))
        for page in item.pages:
            assert page.snippet.text == now.pages[page.number - 1].text
        assert item.title.text == " ".join(now.title.split())


def _slip_is_right(visible, user, slip):
    meant = SLIPS[slip]
    results = search(slip, user).results
    waiting = outbox.waiting_keys()
    if any(meant in one.words for key, one in visible.items() if key not in waiting):
        assert results.instead == {slip: (meant,)}
        assert results.suggestion == meant
    else:
        assert (results.total, results.instead, results.suggestion) == (0, {}, "")


def _suggestions_are_right(world, visible, user, word):
    waiting = outbox.waiting_keys()
    offered = suggest(word[:3], user)

    single = {text for text in offered.words if " " not in text}
    settled = [one for key, one in visible.items() if key not in waiting]
    assert single == ({word} if any(word in one.words for one in settled) else set())
    for item in offered.titles:
        assert access.may_see(user, world.record(item.hit.key))
        assert word in item.record.title
    assert {item.hit.key for item in offered.titles} == {
        key for key, one in visible.items() if word in one.title
    }


def _similar_ones_are_visible(world, user):
    for record in itertools.chain(Document.objects.all(), Lesson.objects.live()):
        for item in find_similar(record, user):
            assert access.may_see(user, world.record(item.hit.key))
            assert item.record != record


def _pages_are_right(world, visible, user, word):
    waiting = outbox.waiting_keys()
    for document in Document.objects.all():
        key = f"document:{document.pk}"
        total, pages = find_pages(document, word, user, 0, 20)
        if not access.may_see(user, document):
            assert (total, pages) == (0, [])
            continue
        now = next(iter(SOURCES["document"].documents([document.pk])))
        matching = {page.number for page in now.pages if word in page.text.split()}
        if key in waiting or key in visible:
            assert {page.number for page in pages} == matching
            assert total == len(matching)
