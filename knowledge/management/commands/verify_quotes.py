"""Compares every quote with the text that it is from."""

import json
import sys
from collections import Counter

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import track

from knowledge import quote_checks
from knowledge.models import Evidence
from knowledge.quote_checks import Checked
from knowledge.verdicts import State


class Command(BaseCommand):
    help = (
        "Check every quote that proves a lesson against the text of its document, also "
        "against newer versions of it, or of its web page. Nothing is moved. The exit "
        "status is 1 if any is broken."
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="Report in JSON.")

    def handle(self, **options):
        console = Console(stderr=True)
        results = list(
            track(
                quote_checks.check_everything(),
                description="Checking",
                total=Evidence.objects.count(),
                console=console,
                disable=not console.is_terminal,
            )
        )
        counts = Counter(result.state for result in results)
        if options["json"]:
            self.stdout.write(json.dumps(report(results, counts), indent=2))
        else:
            self.show(results, counts)
        if counts[State.BROKEN]:
            sys.exit(1)

    def show(self, results: list[Checked], counts: Counter) -> None:
        for result in results:
            if result.state in {State.MOVED, State.BROKEN}:
                row = result.row
                place = (
                    f"page {row.page} of document {row.version.document_id}, "
                    f"version {row.version.number}"
                    if row.version_id
                    else f"web page {row.web_copy.address}"
                )
                draft = " (draft)" if result.is_draft else ""
                self.stdout.write(
                    f"{result.state}: lesson {row.lesson_id}{draft}, {place}"
                )
        told = ", ".join(f"{counts[state]} {state}" for state in State if counts[state])
        self.stdout.write(f"{len(results)} quotes: {told}" if told else "No quotes.")


def report(results: list[Checked], counts: Counter) -> dict:
    return {
        "checked": len(results),
        **{state.value: counts[state] for state in State},
        "rows": [entry(result) for result in results],
    }


def entry(result: Checked) -> dict:
    row = result.row
    return {
        "lesson": row.lesson_id,
        "evidence": row.pk,
        "draft": result.is_draft,
        "source": row.source,
        "document": row.version.document_id if row.version_id else None,
        "version": row.version.number if row.version_id else None,
        "page": row.page,
        "address": row.web_copy.address if row.web_copy_id else None,
        "state": row.state,
        "candidate": {
            "version": row.candidate_version and row.candidate_version.number,
            "page": row.candidate_page,
            "quote": row.candidate_quote,
            "similarity": row.similarity,
        }
        if row.candidate_quote
        else None,
    }
