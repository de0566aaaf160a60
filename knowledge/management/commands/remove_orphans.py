"""Removes stored files that no version of a document has."""

import json

from django.core.management.base import BaseCommand
from django.template.defaultfilters import filesizeformat

from knowledge import orphans


class Command(BaseCommand):
    help = (
        "Remove stored files that belong to no version of a document and are older "
        "than a day; an interrupted upload leaves such files."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Show them and remove nothing."
        )
        parser.add_argument("--json", action="store_true", help="Report as JSON.")

    def handle(self, *, dry_run, **options):
        found = list(orphans.find())
        removed = [orphan for orphan in found if not dry_run and orphans.remove(orphan)]
        if options["json"]:
            self.report_json(found, removed)
        else:
            self.report(found, removed, dry_run=dry_run)

    def report(self, found, removed, *, dry_run):
        for orphan in found:
            size = filesizeformat(orphan.size)
            self.stdout.write(f"{orphan.path}  {size}  {orphan.stored_at:%Y-%m-%d}")
        if not found:
            self.stdout.write("Every stored file belongs to a version.")
        elif dry_run:
            self.stdout.write(f"{len(found)} would be removed.")
        else:
            self.stdout.write(f"{len(removed)} removed.")

    def report_json(self, found, removed):
        rows = [
            {
                "path": orphan.path,
                "size": orphan.size,
                "stored_at": orphan.stored_at.isoformat(),
                "removed": orphan in removed,
            }
            for orphan in found
        ]
        counts = {"found": len(found), "removed": len(removed)}
        self.stdout.write(json.dumps({"files": rows, "counts": counts}, indent=2))
