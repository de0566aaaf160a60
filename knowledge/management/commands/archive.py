"""Archives files and folders in bulk."""

import json
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from knowledge.access import Access
from knowledge.bulk import (
    BulkArchiver,
    Found,
    Journal,
    Result,
    Status,
    find_files,
    report,
)
from knowledge.manifest import ManifestError, Row, nearest, read_manifest
from knowledge.models import DeliveryUnit, Stocktake


class Command(BaseCommand):
    help = (
        "Archive files and folders. Their text is read by the background worker. "
        "The exit status is 1 if any file failed."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
        parser.add_argument(
            "--stocktake", metavar="SLUG", help="The meeting they are of."
        )
        parser.add_argument("--unit", metavar="SLUG", help="The unit that owns them.")
        parser.add_argument("--access", choices=Access.values, metavar="LEVEL",
                            help=f"One of: {', '.join(Access.values)}.")  # fmt: skip
        parser.add_argument(
            "--manifest",
            type=Path,
            metavar="CSV",
            help="Details of each file; without PATH, also the list of files.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Tell what would happen."
        )
        parser.add_argument(
            "--resume",
            action="store_true",
            help="Pass over files that an earlier run finished, without reading them.",
        )
        parser.add_argument("--json", action="store_true", help="Report in JSON.")

    def handle(self, *, paths, stocktake, unit, access, manifest, dry_run, resume,
               **options):  # fmt: skip
        if not paths and not manifest:
            raise CommandError("Name the files or folders to archive, or a --manifest.")
        defaults = {}
        if unit:
            defaults["unit"] = by_slug(DeliveryUnit.objects.all(), unit, "unit")
        if access:
            defaults["access"] = access
        if stocktake:
            stocktake = by_slug(Stocktake.objects.live(), stocktake, "stocktake")
        rows = self.rows(manifest)
        files = self.files(paths, rows)
        archiver = BulkArchiver(
            Journal(Path(settings.DATA_DIR) / "archive-journal.jsonl"),
            stocktake=stocktake,
            defaults=defaults,
            dry_run=dry_run,
            resume=resume,
        )
        results = self.archive(archiver, files, rows)
        self.show(results, as_json=options["json"], dry_run=dry_run)
        if any(result.status is Status.FAILED for result in results):
            sys.exit(1)

    def rows(self, manifest: Path | None) -> dict[Path, Row]:
        if manifest is None:
            return {}
        try:
            return {row.path: row for row in read_manifest(manifest)}
        except ManifestError as error:
            raise CommandError(
                f"Nothing was archived. {manifest} has faults:\n{error}"
            ) from error

    def files(self, paths: list[Path], rows: dict[Path, Row]) -> list[Found]:
        if not paths:
            return [Found(path) for path in rows]
        files = list(find_files(paths))
        given = {found.path.resolve() for found in files}
        missing = [row for path, row in rows.items() if path not in given]
        if missing:
            lines = "\n".join(f"Line {row.line}: {row.path}" for row in missing)
            raise CommandError(
                f"Nothing was archived. The manifest names files that are not among "
                f"those given:\n{lines}"
            )
        return files

    def archive(self, archiver, files: list[Found], rows: dict) -> list[Result]:
        console = Console(stderr=True)
        results = []
        for found in track(
            files,
            description="Archiving",
            console=console,
            disable=not console.is_terminal,
        ):
            if found.reason:
                path = str(found.path)
                results.append(Result(path, Status.SKIPPED, reason=found.reason))
                continue
            row = rows.get(found.path.resolve())
            results.append(archiver.archive(found.path, row.details if row else {}))
        return results

    def show(self, results: list[Result], *, as_json: bool, dry_run: bool) -> None:
        told = report(results)
        if as_json:
            self.stdout.write(json.dumps(told | {"dry_run": dry_run}, indent=2))
            return
        for result in results:
            words = result.status.replace("_", " ")
            reason = f" ({result.reason})" if result.reason else ""
            number = f" → document {result.document}" if result.document else ""
            self.stdout.write(f"{words}: {result.path}{number}{reason}")
        counts = ", ".join(
            f"{count} {status.replace('_', ' ')}"
            for status, count in told["counts"].items()
            if count
        )
        if dry_run:
            self.stdout.write("Nothing was written: this was a dry run.")
        self.stdout.write(counts or "There was nothing to archive.")


def by_slug(queryset, slug: str, name: str):
    """Return the record of that slug.

    Raises:
        CommandError: there is none; it names the nearest.
    """
    record = queryset.filter(slug=slug).first()
    if record is None:
        known = queryset.values_list("slug", flat=True)
        raise CommandError(f"There is no {name} “{slug}”. {nearest(slug, known)}")
    return record
