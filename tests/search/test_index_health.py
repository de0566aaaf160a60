"""Administrators see how the index is and act on it; the command line says the same."""

import datetime
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from search import health, outbox
from search.engines import EngineError, EngineUnavailable, get_engine
from search.models import Milestone, OutboxRow
from tests.factories import (
    DocumentFactory,
    LearningEventFactory,
    LessonFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db

SCREEN = "/admin/reports/index/"


@pytest.fixture
def as_administrator(client, index):
    home_page()
    client.force_login(UserFactory(is_superuser=True))
    index.drain()
    return client


@pytest.fixture
def database_tasks(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def engine_gone(index, monkeypatch):
    """Take the engine away, as when its server is down."""

    def refuse(*arguments, **options):
        raise EngineUnavailable("connection to <search.example> refused")

    engine = get_engine()
    for name in ("search", "update", "delete", "counts", "keys_with_fingerprints"):
        monkeypatch.setattr(engine, name, refuse)
    monkeypatch.setattr(engine, "rebuild", refuse)
    monkeypatch.setattr(engine, "healthy", lambda: False)
    monkeypatch.setattr(type(engine), "needs_rebuild", property(refuse))
    return engine


def status(*arguments) -> dict:
    out = StringIO()
    call_command("search_index", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def fail(record, error="TypeError: broken") -> OutboxRow:
    """Note a change of a record that the engine was told of in vain."""
    row, _ = OutboxRow.objects.update_or_create(
        key=f"{record._meta.model_name}:{record.pk}",
        defaults={"attempts": 3, "last_error": error},
    )
    return row


def rebuilds():
    return DBTaskResult.objects.filter(task_path="search.tasks.rebuild_index")


def messages(response) -> str:
    return " ".join(str(each) for each in response.context["messages"])


class TestState:
    def test_an_index_that_keeps_up_is_well(self, index):
        DocumentFactory(pages=["One.", "Two."])
        index.drain()
        state = health.state()
        assert state.is_well
        assert (state.counts.documents, state.counts.pages, state.records) == (1, 2, 1)
        assert (state.pending, state.failed, state.lag.total_seconds()) == (0, 0, 0)

    def test_the_lag_is_that_of_the_oldest_change(self, index):
        DocumentFactory()
        LessonFactory()
        hour_ago = timezone.now() - datetime.timedelta(hours=1)
        OutboxRow.objects.filter(key__startswith="lesson").update(changed_at=hour_ago)
        state = health.state()
        assert state.pending == 2
        assert 3600 <= state.lag.total_seconds() < 3700
        assert state.is_late
        assert not state.is_well

    def test_rebuilds_and_comparisons_are_remembered(self, index):
        DocumentFactory(pages=["One.", "Two."])
        call_command("search_index", "rebuild", stdout=StringIO())
        call_command("search_index", "verify", stdout=StringIO())
        content = status("status")
        assert content["last_rebuild"]["documents"] == 1
        assert content["last_rebuild"]["pages"] == 2
        assert content["last_rebuild"]["seconds"] >= 0
        assert content["last_verify"]["missing"] == 0
        today = timezone.now().date().isoformat()
        assert content["last_rebuild"]["at"].startswith(today)

    def test_a_rebuild_that_failed_is_told_until_one_goes_well(
        self, index, monkeypatch
    ):
        engine = get_engine()
        with monkeypatch.context() as patch, pytest.raises(EngineError):
            patch.setattr(engine, "rebuild", refuse_to_rebuild)
            health.rebuild(engine)
        assert "no room" in health.state().failed_rebuild.details["error"]
        health.rebuild(engine)
        assert health.state().failed_rebuild is None

    def test_another_engine_has_no_past(self, index, settings):
        default = settings.SEARCH_ENGINES["default"]
        settings.SEARCH_ENGINES = {"default": default, "spare": default}
        health.rebuild(get_engine("spare"))
        assert not Milestone.objects.exists()

    def test_the_past_of_an_engine_that_was_replaced_is_not_told(self, index):
        health.rebuild(get_engine())
        rebuilt = Milestone.objects.get()
        rebuilt.details["engine"] = "elasticsearch"
        rebuilt.save()
        assert health.state().rebuild is None

    def test_the_command_says_what_the_screen_says(self, as_administrator):
        DocumentFactory()
        content = status("status")
        state = as_administrator.get(SCREEN).context["state"]
        told = state.as_json()
        assert content.keys() >= told.keys()
        for name in told.keys() - {"lag_seconds"}:
            assert content[name] == told[name]

    def test_the_command_says_when_the_engine_is_gone(self, engine_gone):
        out = StringIO()
        with pytest.raises(SystemExit) as exit_:
            call_command("search_index", "status", "--json", stdout=out)
        assert exit_.value.code == 1
        content = json.loads(out.getvalue())
        assert content["healthy"] is False
        assert content["documents"] is None
        assert "refused" in content["fault"]
        out = StringIO()
        with pytest.raises(SystemExit):
            call_command("search_index", "status", stdout=out)
        assert "documents  unknown" in out.getvalue()
        assert "does not answer" in out.getvalue()


def refuse_to_rebuild(documents):
    raise EngineUnavailable("no room on the disk")


class TestScreen:
    def test_it_shows_the_state(self, as_administrator, index):
        DocumentFactory(pages=["One.", "Two."])
        index.drain()
        health.rebuild(get_engine())
        health.verify(get_engine())
        page = as_administrator.get(SCREEN).content.decode()
        assert "The index is well" in page
        assert "embedded" in page
        assert "1 of 1 records, 2 pages" in page
        assert "1 records, 2 pages in" in page
        assert "0 missing, 0 too many, 0 out of date" in page

    def test_it_works_when_the_engine_is_gone_and_says_so(
        self, as_administrator, engine_gone
    ):
        DocumentFactory()
        response = as_administrator.get(SCREEN)
        page = response.content.decode()
        assert response.status_code == 200
        assert "The search engine does not answer" in page
        assert "connection to &lt;search.example&gt; refused" in page
        assert "it should have 1 records" in page

    def test_failures_are_listed_with_their_error(self, as_administrator):
        document = DocumentFactory(title="Canal <i>minutes</i>")
        fail(document, error="TypeError: <b>broken</b>")
        event = LearningEventFactory()
        OutboxRow.objects.filter(key=f"event:{event.pk}").update(attempts=1)
        OutboxRow.objects.create(key="lesson:999999", attempts=1, last_error="gone")
        OutboxRow.objects.create(key="poem:1", attempts=1, last_error="unknown kind")
        page = as_administrator.get(SCREEN).content.decode()
        assert "Canal &lt;i&gt;minutes" in page
        assert "TypeError: &lt;b&gt;broken" in page
        assert reverse("wagtaildocs:edit", args=[document.pk]) in page
        assert reverse("event_edit", args=[event.pk]) in page
        assert "lesson:999999" in page
        assert "poem:1" in page

    def test_many_failures_come_in_pages_at_a_constant_price(
        self, as_administrator, django_assert_max_num_queries
    ):
        for _ in range(60):
            fail(DocumentFactory())
        with django_assert_max_num_queries(30):
            response = as_administrator.get(SCREEN)
        assert len(response.context["failures"]) == 50
        response = as_administrator.get(SCREEN, {"p": "2"})
        assert len(response.context["failures"]) == 10
        assert as_administrator.get(SCREEN, {"p": "x"}).status_code == 200

    def test_one_failure_is_tried_again(self, as_administrator, index):
        fail(DocumentFactory())
        row = fail(DocumentFactory())
        response = as_administrator.post(
            f"{SCREEN}retry/", {"row": row.pk}, follow=True
        )
        assert "The index knows of it now" in messages(response)
        assert not OutboxRow.objects.filter(pk=row.pk).exists()
        assert outbox.failed() == 1

    def test_all_failures_are_tried_again(self, as_administrator):
        for _ in range(3):
            fail(DocumentFactory())
        as_administrator.post(f"{SCREEN}retry/")
        assert outbox.failed() == outbox.pending() == 0

    def test_what_still_fails_stays_with_its_error(self, as_administrator, monkeypatch):
        from search.sources import SOURCES

        def break_(self, record, restrictions):
            raise TypeError("still broken")

        row = fail(DocumentFactory())
        monkeypatch.setattr(type(SOURCES["document"]), "document", break_)
        response = as_administrator.post(
            f"{SCREEN}retry/", {"row": row.pk}, follow=True
        )
        assert "1 change still waits" in messages(response)
        row.refresh_from_db()
        assert (row.attempts, row.last_error) == (4, "TypeError: still broken")

    def test_an_engine_that_is_gone_is_said_and_loses_nothing(
        self, as_administrator, engine_gone
    ):
        row = fail(DocumentFactory())
        response = as_administrator.post(f"{SCREEN}retry/", follow=True)
        assert "cannot be written to" in messages(response)
        assert OutboxRow.objects.filter(pk=row.pk, attempts__gt=0).exists()

    @pytest.mark.parametrize("given", ["x", "-1", "", "9" * 30, "²"])
    def test_a_made_up_row_does_no_harm(self, as_administrator, given):
        row = fail(DocumentFactory())
        response = as_administrator.post(f"{SCREEN}retry/", {"row": given})
        assert response.status_code == 302
        assert OutboxRow.objects.filter(pk=row.pk).exists()


class TestTasks:
    def test_the_worker_rebuilds_on_request_once(
        self, as_administrator, database_tasks, index
    ):
        DocumentFactory(title="Canal")
        OutboxRow.objects.all().delete()
        for _ in range(2):
            response = as_administrator.post(f"{SCREEN}rebuild/", follow=True)
        assert "will be rebuilt by the worker" in messages(response)
        assert "waits for the worker" in response.content.decode()
        assert rebuilds().count() == 1
        assert get_engine().counts().documents == 0
        call_command("worker", "--once")
        assert get_engine().counts().documents == 1
        page = as_administrator.get(SCREEN).content.decode()
        assert "waits for the worker" not in page

    def test_the_worker_compares_on_request(self, as_administrator, database_tasks):
        DocumentFactory()
        OutboxRow.objects.all().delete()
        as_administrator.post(f"{SCREEN}verify/")
        call_command("worker", "--once")
        assert Milestone.objects.last("verify").details["missing"] == 1
        assert "1 missing" in as_administrator.get(SCREEN).content.decode()

    def test_a_task_that_died_with_its_worker_blocks_no_other(
        self, as_administrator, database_tasks
    ):
        as_administrator.post(f"{SCREEN}rebuild/")
        yesterday = timezone.now() - datetime.timedelta(days=1)
        rebuilds().update(status="RUNNING", started_at=yesterday)
        as_administrator.post(f"{SCREEN}rebuild/")
        assert rebuilds().count() == 2


class TestHomePanel:
    def test_it_warns_administrators_when_they_have_to_act(self, as_administrator):
        fail(DocumentFactory())
        page = as_administrator.get("/admin/").content.decode()
        assert "The search index needs attention" in page
        assert "1 change could not be told" in page
        assert SCREEN in page

    def test_it_works_when_the_engine_is_gone(self, as_administrator, engine_gone):
        page = as_administrator.get("/admin/").content.decode()
        assert "The search engine does not answer" in page

    def test_it_is_silent_while_all_is_well(self, as_administrator):
        page = as_administrator.get("/admin/").content.decode()
        assert "needs attention" not in page

    def test_others_are_told_nothing(self, client, index):
        home_page()
        fail(DocumentFactory())
        client.force_login(UserFactory(groups=["Archivists"]))
        page = client.get("/admin/").content.decode()
        assert "needs attention" not in page
        assert SCREEN not in page


@pytest.mark.parametrize("group", ["Archivists", "Editors", "Moderators", "Trainers"])
def test_only_administrators_have_a_way_in(client, index, group):
    home_page()
    row = fail(DocumentFactory())
    client.force_login(UserFactory(groups=[group]))
    asked = client.get(SCREEN, headers={"X-Requested-With": "XMLHttpRequest"})
    assert asked.status_code == 403
    for action in ("retry", "rebuild", "verify"):
        assert client.get(f"{SCREEN}{action}/").status_code in (302, 405)
        response = client.post(f"{SCREEN}{action}/", {"row": row.pk})
        assert response.url == "/admin/"
    assert OutboxRow.objects.filter(pk=row.pk).exists()
    assert not Milestone.objects.exists()


def test_a_visitor_is_sent_to_sign_in(client, index):
    assert client.get(SCREEN).url.startswith("/sign-in/")
