"""The command line answers as the site does, and keeps the index."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from knowledge.access import Access
from knowledge.models import Document
from search import outbox
from search.engines import get_engine
from search.models import OutboxRow
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    LessonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def run(*arguments) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def run_json(*arguments) -> dict:
    return json.loads(run(*arguments, "--json"))


class TestSearch:
    def test_json_has_the_agreed_keys(self, any_index):
        document = DocumentFactory(
            title="Canals", pages=["Nothing.", "The silt was removed."]
        )
        any_index.drain()
        answer = run_json("search", "silt")
        assert answer.keys() >= {"query", "total", "hits", "facets", "suggestion"}
        assert (answer["query"], answer["total"]) == ("silt", 1)
        (hit,) = answer["hits"]
        assert (hit["type"], hit["id"], hit["title"]) == (
            "document",
            document.pk,
            "Canals",
        )
        assert hit["url"] == document.get_absolute_url()
        assert hit["score"] > 0
        (page,) = hit["pages"]
        assert (page["page"], page["snippet"]) == (2, "The silt was removed.")
        assert answer["facets"]["kind"] == [
            {"value": "minutes", "label": "Minutes", "count": 1}
        ]
        assert answer["facets"]["unit"][0]["label"] == document.unit.short_name

    def test_it_finds_what_the_person_may_see(self, index):
        unit = DeliveryUnitFactory()
        for level in Access:
            DocumentFactory(title=f"Canal {level}", access=level, unit=unit)
        UserFactory(username="colleague")
        UserFactory(username="member", units=[unit])
        UserFactory(username="administrator", is_superuser=True)
        index.drain()
        assert run_json("search", "canal")["total"] == 1
        assert run_json("search", "canal", "--as", "colleague")["total"] == 2
        assert run_json("search", "canal", "--as", "member")["total"] == 3
        everything = run_json("search", "canal", "--as", "administrator")
        assert everything["total"] == 3
        assert len(everything["facets"]["access"]) == 3
        assert "access" not in run_json("search", "canal")["facets"]

    def test_results_can_be_narrowed_and_limited(self, index):
        wanted = DocumentFactory(title="Canal", kind="minutes")
        DocumentFactory(title="Canal", kind="deep_dive")
        LessonFactory(title="Canal")
        index.drain()
        assert run_json("search", "canal", "--kind", "minutes")["total"] == 1
        both = run_json("search", "canal", "--kind", "minutes", "--kind", "lesson")
        assert both["total"] == 2
        for name in ("unit", "sector"):
            slug = getattr(wanted, name).slug
            answer = run_json("search", "canal", f"--{name}", slug)
            assert [hit["id"] for hit in answer["hits"]] == [wanted.pk]
        limited = run_json("search", "canal", "--limit", "2")
        assert (limited["total"], len(limited["hits"])) == (3, 2)

    def test_text_is_for_people(self, index):
        DocumentFactory(title="Canals", pages=["The silt was removed."])
        index.drain()
        text = run("search", "silt")
        assert "1 results" in text
        assert "Canals" in text
        assert "[1] The silt was removed." in text

    def test_mistakes_are_said_in_a_sentence(self, index):
        with pytest.raises(CommandError, match="no account “nobody”"):
            run("search", "canal", "--as", "nobody")
        with pytest.raises(CommandError, match="not one of .*minutes"):
            run("search", "canal", "--kind", "poems")
        with pytest.raises(CommandError, match="1 or more"):
            run("search", "canal", "--limit", "0")

    def test_an_index_that_was_never_built_is_said(self, index, settings, tmp_path):
        use_location(settings, tmp_path / "none")
        with pytest.raises(CommandError, match="cannot answer now"):
            run("search", "canal")


class TestSearchIndex:
    KEYS = {
        "engine",
        "documents",
        "pages",
        "pending",
        "failed",
        "missing",
        "surplus",
        "stale",
    }

    def test_rebuild_finds_everything_anew(self, any_index):
        any_index.engine.rebuild([])
        DocumentFactory(title="Canal", pages=["One.", "Two."])
        LessonFactory(title="Canal")
        OutboxRow.objects.all().delete()
        assert run_json("search", "canal")["total"] == 0
        content = run_json("search_index", "rebuild")
        assert content.keys() >= self.KEYS
        assert (content["documents"], content["pages"]) == (2, 2)
        assert run_json("search", "canal")["total"] == 2

    def test_rebuild_on_disk_replaces_what_was_there(self, index, settings, tmp_path):
        use_location(settings, tmp_path / "index")
        DocumentFactory(title="Canal")
        run("search_index", "rebuild")
        Document.objects.all().delete()
        OutboxRow.objects.all().delete()
        DocumentFactory(title="Road")
        run("search_index", "rebuild")
        assert run_json("search", "canal")["total"] == 0
        assert run_json("search", "road")["total"] == 1
        assert run_json("search_index", "verify")["missing"] == 0

    def test_what_changes_during_a_rebuild_is_not_lost(
        self, index, settings, tmp_path, monkeypatch
    ):
        use_location(settings, tmp_path / "index")
        document = DocumentFactory(title="Canal")
        DocumentFactory(title="Road")
        index.drain()
        engine = get_engine()
        rebuild = engine.rebuild

        def rebuild_while_somebody_edits(documents):
            def edited():
                for number, each in enumerate(documents):
                    yield each
                    if number == 0:
                        document.title = "Barrage"
                        document.save()
                        outbox.drain()

            return rebuild(edited())

        monkeypatch.setattr(engine, "rebuild", rebuild_while_somebody_edits)
        run("search_index", "rebuild")
        assert run_json("search", "barrage")["total"] == 1
        assert run_json("search", "canal")["total"] == 0

    def test_update_drains_the_outbox(self, any_index):
        DocumentFactory(title="Canal")
        assert run_json("search_index", "status")["pending"] == 1
        assert run_json("search_index", "update")["pending"] == 0
        assert run_json("search", "canal")["total"] == 1

    def test_status_counts(self, any_index):
        waiting, deleted, told = DocumentFactory(), DocumentFactory(), DocumentFactory()
        any_index.drain()
        waiting.save()
        deleted.delete()
        DocumentFactory()
        content = run_json("search_index", "status")
        assert content.keys() >= self.KEYS
        assert content["engine"] == get_engine().name
        assert content["documents"] == 3
        assert (content["pending"], content["failed"]) == (3, 0)
        assert (content["missing"], content["surplus"], content["stale"]) == (1, 1, 1)
        assert "pending    3" in run("search_index", "status")
        assert told.pk

    def test_verify_is_content_when_index_and_database_agree(self, any_index):
        DocumentFactory()
        LessonFactory()
        any_index.drain()
        content = run_json("search_index", "verify")
        assert (content["missing"], content["surplus"], content["stale"]) == (0, 0, 0)

    def test_verify_exits_with_1_and_says_what_differs(self, any_index):
        stale, surplus = DocumentFactory(), DocumentFactory()
        any_index.drain()
        Document.objects.filter(pk=stale.pk).update(title="Behind all signals")
        surplus.delete()
        missing = LessonFactory()
        out = StringIO()
        with pytest.raises(SystemExit) as exit_:
            call_command("search_index", "verify", "--json", stdout=out)
        assert exit_.value.code == 1
        keys = json.loads(out.getvalue())["keys"]
        assert keys["stale"] == [f"document:{stale.pk}"]
        assert len(keys["surplus"]) == 1
        assert keys["missing"] == [f"lesson:{missing.pk}"]

    def test_an_engine_is_chosen_by_its_name_or_alias(self, index):
        assert run_json("search_index", "status", "--engine", get_engine().name)
        assert run_json("search_index", "status", "--engine", "default")
        with pytest.raises(CommandError, match="no engine “sphinx”"):
            run("search_index", "status", "--engine", "sphinx")

    def test_another_engine_is_brought_up_by_comparing(self, index, settings, tmp_path):
        default = settings.SEARCH_ENGINES["default"]
        settings.SEARCH_ENGINES = {
            "default": default,
            "spare": default | {"LOCATION": str(tmp_path / "spare")},
        }
        document = DocumentFactory(title="Canal")
        DocumentFactory(title="Road")
        arguments = ("search_index", "update", "--engine", "spare")
        assert run_json(*arguments)["documents"] == 2
        # The outbox belongs to the default engine.
        assert outbox.pending() == 2
        document.delete()
        content = run_json(*arguments)
        assert (content["documents"], content["surplus"]) == (1, 0)

    def test_an_engine_that_fails_is_said_in_a_sentence(
        self, index, settings, tmp_path
    ):
        (tmp_path / "index").write_text("This is a file, not a folder.")
        use_location(settings, tmp_path / "index")
        with pytest.raises(CommandError, match="did not do it"):
            run("search_index", "rebuild")


def use_location(settings, path):
    engine = settings.SEARCH_ENGINES["default"]
    settings.SEARCH_ENGINES = {"default": engine | {"LOCATION": str(path)}}
