"""The demonstration starts once, keeps its data, and says what stands in its way."""

import json
import socket
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from knowledge.models import (
    ClearedQuote,
    Document,
    DocumentRequest,
    DocumentVersion,
    Evidence,
    Lesson,
    Stocktake,
    User,
)
from knowledge.models.documents import ReadingStatus
from portal.demo.accounts import ACCOUNTS
from portal.management.commands.demo import (
    STEADY_AFTER,
    WAITS,
    Worker,
    require_free,
)
from portal.site_structure import ensure_site


def test_a_taken_port_is_told_with_another_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken"):
            require_free("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port", "sentence"),
    [
        ("127.0.0.1", 70000, "There is no port 70000"),
        ("203.0.113.1", 8000, "Nothing can listen on 203.0.113.1, port 8000"),
    ],
)
def test_a_port_that_cannot_be_had_is_told_in_one_sentence(host, port, sentence):
    with pytest.raises(CommandError, match=sentence):
        require_free(host, port)


class TestWorker:
    """The clock and the processes are ours: nothing waits and nothing is started."""

    @pytest.fixture
    def clock(self):
        return SimpleNamespace(now=0.0)

    @pytest.fixture
    def told(self):
        return []

    @pytest.fixture
    def worker(self, clock, told):
        self.started = []

        def start(command):
            process = SimpleNamespace(returncode=None)
            process.poll = lambda: process.returncode
            self.started.append(process)
            return process

        return Worker(told.append, clock=lambda: clock.now, start=start)

    def crash(self, worker):
        worker.process.returncode = 1
        worker.look_after()

    def test_while_it_runs_nothing_is_done(self, worker, told):
        worker.look_after()
        assert len(self.started) == 1 and not told

    def test_it_is_started_anew_after_a_wait_and_that_is_told_once(
        self, worker, clock, told
    ):
        self.crash(worker)
        worker.look_after()
        assert len(self.started) == 1
        assert told == [
            "The background worker stopped (exit status 1); its reason is above. "
            "It starts anew in 1 seconds."
        ]
        clock.now += WAITS[0]
        worker.look_after()
        assert len(self.started) == 2 and worker.process is self.started[1]

    def test_the_waits_grow_and_then_it_is_given_up(self, worker, clock, told):
        for wait in WAITS:
            self.crash(worker)
            assert f"in {wait} seconds" in told[-1]
            clock.now += wait
            worker.look_after()
        with pytest.raises(CommandError, match="stopped 5 times"):
            self.crash(worker)
        assert len(self.started) == 5

    def test_after_a_long_run_it_has_all_its_starts_again(self, worker, clock, told):
        for _ in range(3 * len(WAITS)):
            clock.now += STEADY_AFTER
            self.crash(worker)
            clock.now += WAITS[0]
            worker.look_after()
        assert all("in 1 seconds" in sentence for sentence in told)


@pytest.mark.django_db
def test_the_site_is_made_once():
    home = ensure_site()
    pages = set(home.get_descendants().values_list("pk", flat=True))
    assert ensure_site() == home
    assert set(home.get_descendants().values_list("pk", flat=True)) == pages


@pytest.mark.django_db
class TestDemo:
    def test_it_loads_units_stocktakes_documents_and_lessons(self, index):
        call_command("demo", "--setup-only", stdout=StringIO())
        assert Stocktake.objects.live().count() == 8
        for stocktake in Stocktake.objects.all():
            kinds = set(stocktake.documents.values_list("kind", flat=True))
            assert {"presentation", "working_paper", "minutes", "deep_dive"} <= kinds
        assert Lesson.objects.live().count() >= 6
        assert Evidence.objects.count() >= 12
        assert User.objects.count() == len(ACCOUNTS) == 6
        unread = DocumentVersion.objects.exclude(status=ReadingStatus.READY)
        assert not unread.exists()

        answer = StringIO()
        call_command("search", "attendance", "--json", stdout=answer)
        assert json.loads(answer.getvalue())["total"] > 0

        documents = Document.objects.count()
        call_command("demo", "--setup-only", stdout=StringIO())
        assert Document.objects.count() == documents

    def test_an_editor_writes_and_a_moderator_publishes(self, index, client):
        call_command("demo", "--setup-only", stdout=StringIO())
        lesson = Lesson.objects.get(slug="measure-the-class-not-the-register")
        title = lesson.title
        people = {user.username: user for user in User.objects.all()}
        draft = Lesson.objects.get(pk=lesson.pk)
        draft.title = "A better title"
        draft.save_revision(user=people["editor"])
        assert not lesson.permissions_for_user(people["editor"]).can_publish()
        workflow = draft.get_workflow().start(draft, people["editor"])
        task = workflow.current_task_state.task.specific
        assert not task.user_can_access_editor(draft, people["trainer"])
        assert ("approve", "Approve", False) in [
            (action, str(label), modal)
            for action, label, modal in task.get_actions(draft, people["moderator"])
        ]
        assert Lesson.objects.get(pk=lesson.pk).title == title
        workflow.current_task_state.approve(user=people["moderator"])
        assert Lesson.objects.get(pk=lesson.pk).title == "A better title"

    def test_what_is_closed_is_closed_to_the_public_but_one_quote(self, index, client):
        call_command("demo", "--setup-only", stdout=StringIO())
        public = Document.objects.visible_to(None)
        closed = Document.objects.exclude(pk__in=public)
        assert {document.access for document in closed} >= {"restricted", "internal"}
        assert closed.filter(embargo_until__isnull=False).exists()

        # But one quote, by which a lesson is as well proved as can be.
        cleared = ClearedQuote.objects.get()
        assert cleared.version.document in closed.filter(access="restricted")
        lesson = Lesson.objects.get(evidence__quote=cleared.quote, live=True)
        assert (lesson.access, lesson.confidence) == ("public", "A")
        page = client.get(lesson.url).content.decode()
        assert cleared.quote in page and cleared.source_description in page
        assert cleared.version.document.title not in page
        assert DocumentRequest.objects.get().is_open

        web = Evidence.objects.get(web_copy__isnull=False)
        assert web.is_verified and web.lesson.live
        assert "illustrative" in web.web_copy.text
