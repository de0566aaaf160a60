"""Keeps the search index: rebuild, update, status, verify."""

import json
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from search import health, indexing, outbox
from search.engines import EngineError, get_engine

DEFAULT = health.DEFAULT
DIFFERENCES = ("missing", "surplus", "stale")
COUNTS = ("engine", "documents", "pages", "pending", "failed", *DIFFERENCES)


class Command(BaseCommand):
    help = "Rebuild, update, describe or verify the search index."

    def add_arguments(self, parser):
        parser.add_argument(
            "action",
            choices=["rebuild", "update", "status", "verify"],
            help="rebuild: build it anew from the database, while the old one answers; "
            "update: tell it of what changed; status: count; verify: compare it with "
            "the database and exit with 1 if they differ.",
        )
        parser.add_argument(
            "--engine",
            default=DEFAULT,
            help="An engine's name, or its alias in SEARCH_ENGINES.",
        )
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *, action, engine, **options):
        self.as_json = options["json"]
        self.alias = self.find_alias(engine)
        self.engine = get_engine(self.alias)
        try:
            getattr(self, action)()
        except EngineError as error:
            raise CommandError(
                f"The engine “{self.engine.name}” did not do it: {error}"
            ) from error

    def find_alias(self, name: str) -> str:
        if name in settings.SEARCH_ENGINES:
            return name
        by_name = {get_engine(alias).name: alias for alias in settings.SEARCH_ENGINES}
        if name in by_name:
            return by_name[name]
        known = ", ".join(sorted({*by_name, *settings.SEARCH_ENGINES}))
        raise CommandError(f"There is no engine “{name}”; there are: {known}.")

    def rebuild(self):
        with self.progress("Indexing") as advance:
            health.rebuild(self.engine, advance)
        if self.alias == DEFAULT:
            outbox.drain(engine=self.engine)
        self.report(indexing.known_differences(self.engine))

    def update(self):
        if self.alias == DEFAULT:
            outbox.drain(engine=self.engine)
        else:
            # The outbox is the default engine's; others are brought up by comparing.
            with self.progress("Comparing") as advance:
                indexing.mend(self.engine, advance)
        self.report(indexing.known_differences(self.engine))

    def status(self):
        try:
            differences = indexing.known_differences(self.engine)
        except EngineError:
            # The state tells why.
            self.report(None)
            raise SystemExit(1) from None
        self.report(differences)

    def verify(self):
        with self.progress("Comparing") as advance:
            differences = health.verify(self.engine, advance)
        self.report(differences, keys=True)
        if differences:
            raise SystemExit(1)

    @contextmanager
    def progress(self, title: str):
        """Show a bar on a terminal, and nothing elsewhere."""
        console = Console(file=self.stderr._out)
        with Progress(
            title,
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=self.as_json or not console.is_terminal,
        ) as progress:
            bar = progress.add_task(title, total=indexing.count_records())
            yield lambda document: progress.advance(bar)

    def report(self, differences: indexing.Differences | None, *, keys: bool = False):
        state = health.state(self.alias)
        content = state.as_json() | {
            name: None if differences is None else len(getattr(differences, name))
            for name in DIFFERENCES
        }
        if not self.as_json:
            self.print_text(state, content)
            return
        if keys:
            content["keys"] = {
                name: sorted(getattr(differences, name)) for name in DIFFERENCES
            }
        self.stdout.write(json.dumps(content, indent=2))

    def print_text(self, state: health.IndexState, content: dict):
        for name in COUNTS:
            value = "unknown" if content[name] is None else content[name]
            self.stdout.write(f"{name.ljust(10)} {value}")
        if state.pending:
            seconds = content["lag_seconds"]
            self.stdout.write(f"The oldest change has been waiting for {seconds} s.")
        for milestone in (state.rebuild, state.failed_rebuild, state.verify):
            if milestone:
                details = ", ".join(f"{k} {v}" for k, v in milestone.details.items())
                when = f"{timezone.localtime(milestone.reached_at):%Y-%m-%d %H:%M}"
                self.stdout.write(f"{milestone} on {when}: {details}")
        if state.fault:
            self.stdout.write(f"The engine does not answer: {state.fault}")
        if state.needs_rebuild:
            self.stdout.write("The index has to be rebuilt: search_index rebuild")
