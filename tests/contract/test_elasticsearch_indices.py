"""What is the Elasticsearch engine's own: rebuilds among writers, and bad servers.

What it has in common with every engine is in `test_elasticsearch.py`.
"""

import datetime
import itertools
import threading

import pytest
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import actions as bulk_helpers

from search.documents import SearchDocument, SearchPage, SearchQuery
from search.engines import EngineBusy, EngineUnavailable
from search.engines.elasticsearch import indices, writing

from .elasticsearch_server import location, own_indices

pytestmark = pytest.mark.elasticsearch

PUBLIC = frozenset({"public"})


def document(number: int, text: str = "water", pages: int = 2, **fields):
    return SearchDocument(
        type="document",
        id=number,
        title=f"Paper {text}",
        pages=tuple(SearchPage(n, "", f"{text} {n}") for n in range(1, pages + 1)),
        labels=PUBLIC,
        date=datetime.date(2018, 1, 1),
        **fields,
    )


def titles(engine, text: str = "", **query) -> list[str]:
    results = engine.search(SearchQuery(text, labels=PUBLIC, **query))
    return [hit.title for hit in results.hits]


def pages_kept(engine) -> int:
    """Return how many pages there are, also of those that no document owns."""
    return engine.client.count(index=engine.indices.current.pages)["count"]


@pytest.fixture
def handle():
    """Make further handles to the same indices, as other processes have them."""
    with own_indices(location()) as handle:
        yield handle


@pytest.fixture
def engine(handle):
    return handle()


class TestRebuildAmongWriters:
    def test_what_is_written_meanwhile_is_in_the_old_and_in_the_new_index(
        self, engine, handle
    ):
        engine.update([document(1, "old"), document(2, "old")])
        other = handle()

        def documents():
            yield document(1, "old")
            other.update([document(3, "new")])
            assert titles(engine, "new") == ["Paper new"]
            yield document(2, "old")

        engine.rebuild(documents())
        assert sorted(titles(engine)) == ["Paper new", "Paper old", "Paper old"]

    def test_an_older_reading_does_not_replace_what_was_written_meanwhile(
        self, engine, handle
    ):
        engine.update([document(1, "old", pages=3)])
        other = handle()

        def documents():
            stale = document(1, "old", pages=3)
            other.update([document(1, "new", pages=1)])
            yield stale
            yield from (document(n, "filler") for n in range(10, 20))

        engine.rebuild(documents())
        assert titles(engine, "new") == ["Paper new"]
        assert titles(engine, "old") == []
        assert pages_kept(engine) == engine.counts().pages == 1 + 10 * 2

    def test_what_is_deleted_meanwhile_does_not_come_back(self, engine, handle):
        engine.update([document(1), document(2)])
        other = handle()

        def documents():
            yield document(1)
            other.delete(["document:1", "document:2", "document:3"])
            yield document(2)
            yield document(3)
            yield document(4, "last")

        engine.rebuild(documents())
        assert titles(engine) == ["Paper last"]
        assert pages_kept(engine) == 2

    def test_nobody_notices_the_exchange(self, engine, handle):
        """Readers see every document with its own pages at every moment."""
        count = 30
        database = dict.fromkeys(range(count), "first")
        failures, done = [], threading.Event()

        def documents():
            for number in range(count):
                yield document(number, database[number])

        def write():
            writer = handle()
            for turn in itertools.count():
                if done.is_set():
                    return
                number = turn % count
                try:
                    database[number] = f"turn{turn}"
                    writer.update([document(number, database[number])])
                except Exception as error:  # noqa: BLE001
                    failures.append(error)

        def read():
            reader = handle()
            query = SearchQuery("1 2", labels=PUBLIC, limit=count)
            while not done.is_set():
                try:
                    results = reader.search(query)
                    assert results.total == count
                    for hit in results.hits:
                        text = hit.title.removeprefix("Paper ")
                        assert all(text in page.snippet.text for page in hit.pages)
                except Exception as error:  # noqa: BLE001
                    failures.append(error)

        engine.rebuild(documents())
        threads = [threading.Thread(target=work) for work in (write, read, read)]
        for thread in threads:
            thread.start()
        for _ in range(3):
            handle().rebuild(documents())
        done.set()
        for thread in threads:
            thread.join()
        assert failures == []
        assert set(database.values()) != {"first"}
        hits = engine.search(SearchQuery(labels=PUBLIC, limit=count)).hits
        assert {hit.id: hit.title.removeprefix("Paper ") for hit in hits} == database
        assert pages_kept(engine) == engine.counts().pages == count * 2

    def test_only_one_rebuild_at_a_time(self, engine, handle):
        def documents():
            with pytest.raises(EngineBusy, match="already being rebuilt"):
                handle().rebuild([document(2)])
            yield document(1, "first")

        engine.rebuild(documents())
        assert titles(engine) == ["Paper first"]

    def test_a_rebuild_that_was_killed_leaves_nothing_for_long(
        self, engine, handle, monkeypatch
    ):
        engine.update([document(1, "old")])
        engine.indices.begin_rebuild()  # and then the power fails
        engine.update([document(2, "later")])
        monkeypatch.setattr(indices, "SIGN_OF_LIFE", 0)
        handle().rebuild([document(3, "new")])
        assert titles(engine) == ["Paper new"]
        assert len(engine.indices.state().names) == 2

    def test_a_long_rebuild_gives_signs_of_life(self, engine, handle, monkeypatch):
        monkeypatch.setattr("search.engines.elasticsearch.engine.SIGN_OF_LIFE", -1)

        def sign() -> float:
            names = ",".join(engine.indices.next)
            found = handle().client.indices.get(index=names).body.values()
            return max(index["mappings"]["_meta"]["alive"] for index in found)

        def documents():
            first = sign()
            yield document(1)
            assert sign() > first

        assert engine.rebuild(documents()) == 1

    def test_documents_that_cannot_be_read_leave_the_old_index(self, engine):
        engine.update([document(1, "old")])

        def documents():
            yield document(2)
            raise LookupError("the database has gone")

        with pytest.raises(LookupError):
            engine.rebuild(documents())
        assert titles(engine) == ["Paper old"]
        assert len(engine.indices.state().names) == 2


class TestWriters:
    def test_a_writer_whose_clock_is_behind_is_not_ignored(self, engine, monkeypatch):
        engine.update([document(1, "before", pages=3)])
        monkeypatch.setattr(writing, "now", lambda: 1_000)
        engine.update([document(1, "after", pages=1)])
        assert titles(engine) == ["Paper after"]
        assert pages_kept(engine) == 1
        engine.delete(["document:1"])
        assert titles(engine) == []
        assert pages_kept(engine) == 0

    def test_who_is_overtaken_while_writing_is_told(self, engine, handle, monkeypatch):
        engine.update([document(1, "before")])
        send = writing.Writer._send

        def overtaken(writer, entries):
            monkeypatch.setattr(writing.Writer, "_send", send)
            handle().update([document(1, "faster")])
            return send(writer, entries)

        monkeypatch.setattr(writing.Writer, "_send", overtaken)
        with pytest.raises(EngineBusy, match="document:1"):
            engine.update([document(1, "slower")])
        assert titles(engine) == ["Paper faster"]
        assert engine.search(SearchQuery("faster", labels=PUBLIC)).hits[0].pages

    def test_parcels_stay_small_whatever_the_size_of_a_batch(self, engine, monkeypatch):
        sizes = []
        bulk = Elasticsearch.bulk

        def watched(client, *, operations, **options):
            sizes.append(sum(map(len, operations)))
            return bulk(client, operations=operations, **options)

        monkeypatch.setattr(Elasticsearch, "bulk", watched)
        monkeypatch.setattr(writing, "PARCEL_BYTES", 20_000)
        engine.update([document(n, "word " * 300, pages=9) for n in range(5)])
        assert len(sizes) > 3
        assert max(sizes) <= 25_000
        assert engine.counts().pages == 45

    def test_an_overloaded_server_is_given_time(self, engine, monkeypatch):
        engine.update([document(1, "before")])
        waits, refusals = [], itertools.count()
        bulk = Elasticsearch.bulk

        def overloaded(client, *, operations, **options):
            answer = bulk(client, operations=operations, **options)
            if next(refusals) < 3:
                for item in answer.body["items"]:
                    item["index"] |= {"status": 429, "error": {"type": "rejected"}}
                answer.body["errors"] = True
            return answer

        monkeypatch.setattr(Elasticsearch, "bulk", overloaded)
        monkeypatch.setattr(bulk_helpers.time, "sleep", waits.append)
        engine.update([document(1, "after")])
        assert waits == [1.0, 2.0, 4.0]
        assert titles(engine) == ["Paper after"]

    def test_a_server_that_stays_overloaded_leaves_the_work_with_the_caller(
        self, engine, monkeypatch
    ):
        engine.update([document(1, "before")])

        def refuse(client, *, operations, **options):
            meta = engine.client.info().meta
            meta = type(meta)(429, meta.http_version, meta.headers, 0.0, meta.node)
            raise ApiError("circuit_breaking_exception", meta, {})

        monkeypatch.setattr(Elasticsearch, "bulk", refuse)
        monkeypatch.setattr(bulk_helpers.time, "sleep", lambda seconds: None)
        with pytest.raises(EngineUnavailable, match="429"):
            engine.update([document(1, "after")])
        assert titles(engine) == ["Paper before"]

    def test_half_a_surrogate_pair_is_no_reason_to_stop(self, engine):
        engine.update([document(1, "salt \ud83d water")])
        assert titles(engine, "water") == ["Paper salt \ufffd water"]


class TestIndices:
    def test_an_older_make_is_found_out_and_replaced(self, engine, handle, monkeypatch):
        monkeypatch.setattr(indices, "SCHEMA_VERSION", indices.SCHEMA_VERSION - 1)
        older = handle()
        older.update([document(1, "old")])
        monkeypatch.undo()
        assert not older.needs_rebuild
        assert engine.needs_rebuild
        assert not engine.healthy()
        for attempt in (
            lambda: engine.update([document(2)]),
            lambda: engine.delete(["document:1"]),
            lambda: engine.search(SearchQuery(labels=PUBLIC)),
            engine.counts,
            lambda: list(engine.keys_with_fingerprints()),
        ):
            with pytest.raises(EngineUnavailable, match="search_index rebuild"):
                attempt()
        assert titles(older) == ["Paper old"]
        engine.rebuild([document(2, "new")])
        assert titles(engine) == ["Paper new"]
        assert not engine.needs_rebuild
        assert len(engine.indices.state().names) == 2
        older.indices.remove_all()

    def test_half_an_index_needs_a_rebuild(self, engine):
        engine.update([document(1)])
        names = engine.indices.state().names
        engine.indices.discard(*(name for name in names if "pages" in name))
        assert engine.needs_rebuild
        with pytest.raises(EngineUnavailable, match="search_index rebuild"):
            engine.update([document(1)])
        engine.rebuild([document(1)])
        assert not engine.needs_rebuild

    def test_the_server_makes_up_no_index(self, engine):
        engine.update([document(1)])
        engine.indices.discard(*engine.indices.state().names)
        with pytest.raises(EngineUnavailable):
            engine.writer.update([engine.indices.current], [document(1)])
        assert engine.indices.state().names == frozenset()

    def test_two_portals_share_a_server(self, engine):
        with own_indices(location()) as another:
            another().update([document(1, "theirs")])
            engine.update([document(1, "ours")])
            another().rebuild([document(2, "theirs"), document(3, "theirs")])
            assert titles(engine) == ["Paper ours"]

    def test_results_can_be_turned_to_the_last_page(self, engine):
        count = 10_250
        engine.rebuild(document(n, pages=0) for n in range(count))
        query = SearchQuery("water paper", labels=PUBLIC, offset=count - 7, limit=10)
        results = engine.search(query)
        assert (results.total, len(results.hits)) == (count, 7)
        assert len(dict(engine.keys_with_fingerprints())) == count
        beyond = engine.search(
            SearchQuery("water", labels=PUBLIC, offset=indices.DEEPEST_RESULT + 5)
        )
        assert (beyond.total, beyond.hits) == (count, ())

    def test_no_document_is_on_two_pages_of_results_or_on_none(self, engine):
        count = 240
        engine.rebuild(document(n) for n in range(count))
        seen = [
            hit.id
            for offset in range(0, count, 30)
            for hit in engine.search(
                SearchQuery("water paper", labels=PUBLIC, offset=offset, limit=30)
            ).hits
        ]
        assert sorted(seen) == list(range(count))
