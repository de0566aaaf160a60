"""The embedded engine keeps the contract, and what only an index on disk must do."""

import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from datetime import date
from pathlib import Path

import pytest

from search.documents import SearchQuery
from search.engines import EngineBusy, EngineUnavailable
from search.engines.embedded import EmbeddedEngine, querying, wording
from search.engines.embedded.locks import locked
from search.engines.expansion import Expansion
from search.query import parse
from search.text import index_form

from .access_contract import *  # noqa: F403
from .engine_contract import *  # noqa: F403
from .engine_contract import PUBLIC, document

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def location(tmp_path):
    return tmp_path / "search"


@pytest.fixture
def engine(location):
    return EmbeddedEngine(location=location, writer_timeout=0.2)


def titles(engine, text=""):
    results = engine.search(SearchQuery(text, labels=PUBLIC, limit=100))
    return sorted(hit.title for hit in results.hits)


def run_elsewhere(location, code):
    """Start another process that has `engine` and `document`; return it."""
    code = textwrap.dedent(
        """
        import sys, time
        from search.engines.embedded import EmbeddedEngine, querying
        from tests.contract.engine_contract import document
        engine = EmbeddedEngine(location=sys.argv[1])
        def say(word):
            sys.stdout.write(word + "\\n")
            sys.stdout.flush()
        """
    ) + textwrap.dedent(code)
    return subprocess.Popen(
        [sys.executable, "-c", code, str(location)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def finish(process):
    process.communicate(timeout=30)
    assert process.returncode == 0


class TestProcesses:
    def test_what_another_process_writes_is_seen_at_once(self, engine, location):
        engine.update([document(1, "Mine")])
        assert titles(engine) == ["Mine"]
        finish(run_elsewhere(location, 'engine.update([document(2, "Theirs")])'))
        assert titles(engine) == ["Mine", "Theirs"]
        finish(run_elsewhere(location, 'engine.delete(["document:1"])'))
        assert titles(engine) == ["Theirs"]

    def test_a_rebuild_by_another_process_is_seen_at_once(self, engine, location):
        engine.update([document(1, "Old")])
        assert titles(engine) == ["Old"]
        finish(run_elsewhere(location, 'engine.rebuild([document(2, "New")])'))
        assert titles(engine) == ["New"]
        engine.update([document(3, "Newer")])
        assert titles(engine) == ["New", "Newer"]

    def test_a_process_killed_while_writing_leaves_the_index_as_it_was(
        self, engine, location
    ):
        engine.update([document(1, "Before")])
        process = run_elsewhere(
            location,
            """
            def documents():
                for number in range(2, 500):
                    yield document(number, "Lost", pages=["canal"] * 20)
                say("writing")
                time.sleep(60)
            engine.update(documents())
            """,
        )
        assert process.stdout.readline() == "writing\n"
        with pytest.raises(EngineBusy):
            engine.update([document(900)])
        process.send_signal(signal.SIGKILL)
        process.communicate()

        assert titles(engine) == ["Before"]
        assert titles(EmbeddedEngine(location=location)) == ["Before"]
        engine.update([document(2, "After")])
        assert titles(engine) == ["After", "Before"]
        assert engine.counts().pages == 0

    def test_a_rebuild_that_is_killed_leaves_the_old_index(self, engine, location):
        engine.update([document(1, "Before")])
        process = run_elsewhere(
            location,
            """
            def documents():
                yield document(2, "Lost", pages=["canal"])
                say("building")
                time.sleep(60)
            engine.rebuild(documents())
            """,
        )
        assert process.stdout.readline() == "building\n"
        process.send_signal(signal.SIGKILL)
        process.communicate()

        assert titles(engine) == ["Before"]
        engine.update([document(3, "After")])
        engine.rebuild([document(4, "Rebuilt")])
        assert titles(engine) == ["Rebuilt"]
        assert len(list(location.glob("index-*"))) == 1

    def test_a_reader_outlives_the_index_it_reads(self, engine, location):
        engine.update(document(n, f"Title {n}", pages=["canal"]) for n in range(50))
        generation = engine._store.reader()
        engine.rebuild([document(1, "New")])
        searcher = generation.documents.searcher()

        hits = searcher.search(engine_query("canal"), 50).hits
        assert len({searcher.doc(place).get_first("key") for _, place in hits}) == 50


def engine_query(text):
    expansion = Expansion(parse(text), words=(text,))
    return querying.plan(SearchQuery(text, labels=PUBLIC), expansion).matching()


class TestWritersWait:
    def test_a_second_writer_is_told_that_the_first_is_busy(self, engine, location):
        engine.update([document(1, "Old")])
        with (
            locked(location / "writer.lock", 1, "unused"),
            pytest.raises(EngineBusy, match="try again later"),
        ):
            engine.update([document(1, "New")])
        assert titles(engine) == ["Old"]

    def test_a_writer_waits_its_turn(self, location):
        patient = EmbeddedEngine(location=location, writer_timeout=20)
        patient.update([document(0, "First")])
        writers = [
            threading.Thread(target=patient.update, args=([document(n, "More")],))
            for n in range(1, 5)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert len(titles(patient)) == 5

    def test_two_rebuilds_at_once_are_refused(self, engine):
        def documents():
            with pytest.raises(EngineBusy, match="already being rebuilt"):
                engine.rebuild([document(2)])
            yield document(1, "First")

        engine.rebuild(documents())
        assert titles(engine) == ["First"]

    def test_what_is_written_during_a_rebuild_is_in_both_indices(self, engine):
        seen = []

        def documents():
            yield document(1, "One as it was")
            yield document(2, "Two")
            engine.update([document(1, "One as it is"), document(4, "Four")])
            engine.delete(["document:3"])
            seen.extend(titles(engine))
            yield document(3, "Three")

        engine.update([document(3, "Three")])
        engine.rebuild(documents())
        assert seen == ["Four", "One as it is"]
        assert titles(engine) == ["Four", "One as it is", "Two"]


class TestDamage:
    def test_an_absent_index_is_empty_and_is_made_by_the_first_update(self, engine):
        assert engine.needs_rebuild
        assert engine.healthy()
        assert titles(engine) == []
        assert engine.counts().documents == 0
        assert list(engine.keys_with_fingerprints()) == []
        engine.update([document(1, "First")])
        assert titles(engine) == ["First"]
        assert not engine.needs_rebuild

    def test_a_removed_directory_is_an_absent_index(self, engine, location):
        engine.update([document(1, "First")])
        shutil.rmtree(location)
        assert titles(engine) == []
        engine.update([document(2, "Second")])
        assert titles(engine) == ["Second"]

    @pytest.mark.parametrize(
        "damage",
        [
            lambda index: (index / "documents" / "meta.json").write_text("{"),
            lambda index: (index / "documents" / "meta.json").unlink(),
            lambda index: shutil.rmtree(index),
            lambda index: shutil.rmtree(index / "pages"),
            lambda index: [
                path.write_bytes(b"") for path in (index / "documents").glob("*.term")
            ],
            lambda index: [
                path.write_bytes(b"\xff" * 100)
                for path in (index / "pages").glob("*.store")
            ],
        ],
        ids=["meta", "no meta", "gone", "no pages", "empty terms", "wrong store"],
    )
    def test_a_damaged_index_says_so_and_can_be_rebuilt(self, engine, location, damage):
        engine.update([document(1, "Old", pages=["canal"])])
        (index,) = location.glob("index-*")
        damage(index)
        engine = EmbeddedEngine(location=location)

        assert engine.needs_rebuild
        assert not engine.healthy()
        for ask in (
            lambda: titles(engine),
            lambda: engine.update([document(2)]),
            lambda: engine.counts(),
        ):
            with pytest.raises(EngineUnavailable, match="search_index rebuild"):
                ask()
        engine.rebuild([document(1, "New")])
        assert titles(engine) == ["New"]
        assert not engine.needs_rebuild

    def test_an_index_of_another_make_asks_for_a_rebuild(self, engine, location):
        engine.update([document(1, "Old")])
        (index,) = location.glob("index-*")
        older = index.rename(location / "index-v0-0123456789ab")
        (location / "current").write_text(older.name)

        assert engine.needs_rebuild
        with pytest.raises(EngineUnavailable, match="older make"):
            titles(engine)
        engine.rebuild([document(1, "New")])
        assert titles(engine) == ["New"]
        assert not older.exists()


class TestMemory:
    def test_frequent_words_are_known_only_from_visible_texts(
        self, engine, monkeypatch
    ):
        """Found in a sample or outside of it, and never in what is closed."""
        monkeypatch.setattr(wording, "FREQUENT", 1)
        monkeypatch.setattr(wording, "SAMPLE", 1)
        engine.update(
            [
                document(1, text="canal", date=date(2018, 1, 2)),
                document(2, text="silt", date=date(2018, 1, 1)),
                document(3, text="secret", labels=frozenset({"unit:9"})),
            ]
        )
        words = engine._asking(PUBLIC, frozenset()).words
        tokens = {index_form(word) for word in ("canal", "silt", "secret")}
        assert words.known(tokens) == tokens - {index_form("secret")}

    def test_an_engine_in_memory_keeps_nothing_for_others(self):
        engine = EmbeddedEngine()
        engine.update([document(1, "Here")])
        assert titles(engine) == ["Here"]
        assert titles(EmbeddedEngine(location=":memory:")) == []

    def test_a_rebuild_in_memory_replaces_everything(self):
        engine = EmbeddedEngine()
        engine.update([document(1, "Old")])
        engine.rebuild([document(2, "New")])
        assert titles(engine) == ["New"]
