"""Makes the fixed parts of a new installation."""

from django.core.management.base import BaseCommand

from portal.site_structure import ensure_site
from search.starting_set import ensure_starting_set


class Command(BaseCommand):
    help = (
        "Make the page tree and the groups of staff, where absent, and once synonyms."
    )

    def handle(self, **options):
        ensure_site()
        ensure_starting_set()
        self.stdout.write(
            "The page tree, the groups of staff and the first synonyms are in place."
        )
