"""The background worker: tasks in the main thread, housekeeping beside them."""

import logging
import threading
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from knowledge import ingest, quote_checks, web_archive
from search import alerts, health, outbox, recording
from search.engines import EngineBusy, EngineError, get_engine

logger = logging.getLogger(__name__)

# Seconds between looks into the outbox, and at what is seldom to do.
OUTBOX_EVERY = 2
SELDOM_EVERY = 30
# How long a stop waits for the housekeeping to come to an end, in seconds.
PATIENCE = 15


class Command(BaseCommand):
    help = "Run background tasks, and keep the search index up to date."

    def add_arguments(self, parser):
        parser.add_argument(
            "--once",
            "--batch",
            action="store_true",
            dest="once",
            help="Do everything that is outstanding, then exit.",
        )

    def handle(self, *, once, **options):
        housekeeping = Housekeeping()
        if once:
            do_everything(housekeeping)
            return
        worker = make_worker(batch=False)
        worker.configure_signals()
        thread = threading.Thread(
            target=housekeeping.run, name="housekeeping", daemon=True
        )
        thread.start()
        try:
            worker.run()
        finally:
            housekeeping.stop()
            thread.join(PATIENCE)


def make_worker(*, batch: bool) -> Worker:
    return Worker(
        queue_names=["*"],
        interval=1,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )


def do_everything(housekeeping: "Housekeeping") -> None:
    """Run tasks and housekeeping until nothing is outstanding.

    Raises:
        EngineError: the search engine could not be told of everything.
    """
    for duty in housekeeping.seldom:
        duty()
    while DBTaskResult.objects.ready().exists():
        make_worker(batch=True).run()
    outbox.drain()
    alerts.send_due(limit=None)


class Housekeeping:
    """What is to be done regularly. Errors are logged and end nothing."""

    def __init__(self):
        self._stopped = threading.Event()
        self._embargoes_seen_until = None
        self._searches_forgotten_on = None
        self.seldom = (
            ingest.resume_interrupted,
            web_archive.resume_interrupted,
            quote_checks.check_due,
            self.note_ended_embargoes,
            self.rebuild_if_needed,
            self.forget_old_searches,
        )

    def stop(self) -> None:
        self._stopped.set()

    def run(self) -> None:
        """Do it until stopped."""
        seldom_due = 0.0
        try:
            while not self._stopped.is_set():
                if time.monotonic() >= seldom_due:
                    seldom_due = time.monotonic() + SELDOM_EVERY
                    for duty in (*self.seldom, alerts.send_due):
                        self.attempt(duty)
                went_well = self.attempt(outbox.drain)
                close_old_connections()
                self._stopped.wait(OUTBOX_EVERY if went_well else SELDOM_EVERY)
        finally:
            connection.close()

    def note_ended_embargoes(self) -> None:
        self._embargoes_seen_until = outbox.mark_ended_embargoes(
            since=self._embargoes_seen_until
        )

    def forget_old_searches(self) -> None:
        today = timezone.localdate()
        if self._searches_forgotten_on != today:
            recording.forget_old()
            self._searches_forgotten_on = today

    def rebuild_if_needed(self) -> None:
        engine = get_engine()
        if engine.needs_rebuild:
            logger.info("Rebuilding the search index.")
            count = health.rebuild(engine)
            logger.info("The search index was rebuilt; it has %d documents.", count)

    def attempt(self, duty) -> bool:
        """Do it; tell whether it can be done again soon."""
        try:
            duty()
        except EngineBusy:
            logger.debug("Somebody else writes to the search index.")
        except EngineError as error:
            logger.warning("The search index cannot be used: %s", error)
            return False
        except Exception:
            logger.exception("Housekeeping failed and will be tried again.")
            return False
        return True
