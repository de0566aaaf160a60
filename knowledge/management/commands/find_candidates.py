"""Offers sentences of the archive's documents as observations."""

import json

from django.core.management.base import BaseCommand
from django.db.models import F

from knowledge import candidates
from knowledge.models import DocumentVersion
from knowledge.models.documents import ReadingStatus


class Command(BaseCommand):
    help = (
        "Look for candidate observations in all minutes and reports, such as after "
        "cues were added. What was decided about before is not offered again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, **options):
        versions = DocumentVersion.objects.filter(
            document__current_version=F("pk"),
            status=ReadingStatus.READY,
            document__kind__in=candidates.KINDS,
        ).select_related("document")
        scanned = found = 0
        for version in versions.order_by("pk").iterator(chunk_size=50):
            scanned += 1
            found += candidates.scan(version)
        if options["json"]:
            self.stdout.write(json.dumps({"scanned": scanned, "found": found}))
        else:
            self.stdout.write(f"{scanned} documents looked through, {found} new.")
