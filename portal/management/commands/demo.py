"""Sets the demonstration up, serves it, and runs the background worker beside it."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from knowledge.models import Document
from portal.demo.accounts import ACCOUNTS, PASSWORD
from portal.demo.loader import load_demo
from portal.demo.searching import promote_a_unit
from search.engines import get_engine
from search.starting_set import ensure_starting_set

READY_WITHIN = 60  # seconds
# How many seconds to wait before each new start of the worker. It is given up when it
# stops once more; having run for so long, it begins anew.
WAITS = (1, 5, 15, 30)
STEADY_AFTER = 60  # seconds


class Command(BaseCommand):
    help = "Set up the demonstration (once) and serve it until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--setup-only", action="store_true", help="Set up, but do not serve."
        )

    def handle(self, *, host, port, setup_only, **options):
        if not setup_only:
            require_free(host, port)
        self.set_up()
        if not setup_only:
            self.serve(host, port)

    def set_up(self):
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        if not Document.objects.exists():
            self.stdout.write("Making and archiving the demo content …")
            load_demo(report=self.stdout.write)
            promote_a_unit()
        ensure_starting_set()
        if get_engine().needs_rebuild or not get_engine().counts().documents:
            self.stdout.write("Building the search index …")
            call_command("search_index", "rebuild", stdout=self.stdout)

    def serve(self, host, port):
        web_server = [
            sys.executable,
            *("-m", "gunicorn", "portal.wsgi:application"),
            *("--bind", f"{host}:{port}"),
            *("--workers", "2", "--threads", "4", "--worker-class", "gthread"),
            *("--timeout", "120", "--log-level", "warning"),
            *("--worker-tmp-dir", shared_memory()),
        ]
        # A signal to this process reaches the two through ``stop`` alone.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        # Mails and feeds lead to where the demonstration is.
        os.environ.setdefault("SITE_URL", f"http://{host}:{port}")
        web = start(web_server)
        worker = Worker(self.stderr.write)
        try:
            wait_until_open(host, port, web)
            self.announce(host, port)
            while True:
                time.sleep(1)
                if web.poll() is not None:
                    raise CommandError("The web server stopped; its reason is above.")
                worker.look_after()
        except KeyboardInterrupt:
            self.stdout.write("\nStopping …")
        finally:
            stop([web, worker.process])

    def announce(self, host, port):
        address = f"http://{host}:{port}"
        width = max(len(account.username) for account in ACCOUNTS)
        lines = [
            "",
            f"Sabaq runs at {address}/ (Urdu: {address}/ur/)",
            f"Sign in at    {address}/sign-in/ (authoring: {address}/admin/)",
            f"Accounts, each with the password {PASSWORD}:",
            *(
                f"  {account.username.ljust(width)}  {account.may_do}"
                for account in ACCOUNTS
            ),
            "Press Ctrl-C to stop. The content is illustrative.",
        ]
        self.stdout.write("\n".join(lines))


def require_free(host: str, port: int) -> None:
    """Stop unless a server could listen there.

    Raises:
        CommandError: the port is taken or not to be had.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError as error:
            raise CommandError(
                f"There is no port {port}; ports have numbers up to 65535."
            ) from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CommandError(
                    f"Nothing can listen on {host}, port {port}: {error.strerror}. "
                    "Choose another: make demo PORT=8000"
                ) from error
            raise CommandError(
                f"Port {port} is taken ({error.strerror}). Stop what uses it, "
                f"or choose another: make demo PORT={port + 1}"
            ) from error


def start(command: list[str]) -> subprocess.Popen:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": os.environ.get(
            "DJANGO_SETTINGS_MODULE", "portal.settings.dev"
        )
    }
    # A session of its own keeps Ctrl-C in the terminal from ending it half-way.
    return subprocess.Popen(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=environment, start_new_session=True
    )


class Worker:
    """The background worker, started anew when it stops, unless it keeps stopping."""

    def __init__(self, report, clock=time.monotonic, start=start):
        """Start it.

        Args:
            report: is told in a sentence that it stopped.
            clock: gives the seconds that have passed, from any moment.
            start: starts a command and returns its process.
        """
        self.report, self.clock, self._start = report, clock, start
        self.quick_stops = 0
        self.start_anew()

    def start_anew(self) -> None:
        self.process = self._start([sys.executable, "manage.py", "worker"])
        self.started_at, self.starts_at = self.clock(), None

    def look_after(self) -> None:
        """Start it anew if it stopped and has waited; to be called again and again.

        Raises:
            CommandError: it stopped so often that another start is of no use.
        """
        if self.starts_at is not None:
            if self.clock() >= self.starts_at:
                self.start_anew()
        elif self.process.poll() is not None:
            self._wait()

    def _wait(self) -> None:
        if self.clock() - self.started_at >= STEADY_AFTER:
            self.quick_stops = 0
        if self.quick_stops == len(WAITS):
            raise CommandError(
                f"The background worker stopped {len(WAITS) + 1} times, each time "
                f"within {STEADY_AFTER} seconds; its reason is above. Mend that, then "
                "start the demonstration again: the data are kept."
            )
        wait = WAITS[self.quick_stops]
        self.quick_stops += 1
        self.starts_at = self.clock() + wait
        self.report(
            "The background worker stopped (exit status "
            f"{self.process.returncode}); its reason is above. It starts anew in "
            f"{wait} seconds."
        )


def stop(processes) -> None:
    processes = list(processes)
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_open(host: str, port: int, server: subprocess.Popen) -> None:
    """Wait until the server accepts connections.

    Raises:
        CommandError: it ended, or did not within ``READY_WITHIN`` seconds.
    """
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((host, port)) == 0:
                return
        time.sleep(0.1)
    raise CommandError("The web server did not start; its reason is above.")


def shared_memory() -> str:
    """Return a folder in memory for the server's heartbeat, where there is one."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp"  # noqa: S108
