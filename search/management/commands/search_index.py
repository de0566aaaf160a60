"""Keeps the search index: rebuild, update, status, verify."""

import json
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from search import indexing, outbox
from search.engines import EngineError, get_engine

DEFAULT = "default"


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
            indexing.rebuild(self.engine, advance)
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
        self.report(indexing.known_differences(self.engine))

    def verify(self):
        with self.progress("Comparing") as advance:
            differences = indexing.differences(self.engine, advance)
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

    def report(self, differences: indexing.Differences, *, keys: bool = False):
        counts = self.engine.counts()
        is_default = self.alias == DEFAULT
        content = {
            "engine": self.engine.name,
            "documents": counts.documents,
            "pages": counts.pages,
            "pending": outbox.pending() if is_default else 0,
            "failed": outbox.failed() if is_default else 0,
            "missing": len(differences.missing),
            "surplus": len(differences.surplus),
            "stale": len(differences.stale),
        }
        if self.as_json:
            if keys:
                content["keys"] = {
                    "missing": sorted(differences.missing),
                    "surplus": sorted(differences.surplus),
                    "stale": sorted(differences.stale),
                }
            self.stdout.write(json.dumps(content, indent=2))
            return
        for name, value in content.items():
            self.stdout.write(f"{name.ljust(10)} {value}")
        if self.engine.needs_rebuild:
            self.stdout.write("The index has to be rebuilt: search_index rebuild")
