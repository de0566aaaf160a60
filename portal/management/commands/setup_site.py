"""Makes the fixed parts of a new installation."""

from django.core.management.base import BaseCommand

from portal.site_structure import ensure_site


class Command(BaseCommand):
    help = "Make the page tree and the groups of staff, where they are absent."

    def handle(self, **options):
        ensure_site()
        self.stdout.write("The page tree and the groups of staff are in place.")
