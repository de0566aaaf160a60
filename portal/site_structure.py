"""The fixed parts of the page tree and the groups of staff, made if absent."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from knowledge.models import LessonIndex, ProgrammeIndex, StocktakeIndex, UnitIndex
from knowledge.roles import ensure_roles
from portal.models import HomePage

SECTIONS = [
    (UnitIndex, "Units", "units"),
    (StocktakeIndex, "Stocktakes", "stocktakes"),
    (LessonIndex, "Lessons", "lessons"),
    (ProgrammeIndex, "Teaching", "teaching"),
]
PORTS = {"http": 80, "https": 443}


@transaction.atomic
def ensure_site() -> HomePage:
    """Make the home page, its sections, the site and the groups, where absent.

    Returns:
        The home page. Running it again changes nothing.
    """
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        # Wagtail's own first migration leaves a welcome page in the way.
        welcome = root.get_children().filter(slug="home").first()
        if welcome is not None:
            welcome.delete()
            root = Page.objects.get(pk=root.pk)
        home = root.add_child(instance=HomePage(title="Sabaq", slug="home"))
    for model, title, slug in SECTIONS:
        if not model.objects.child_of(home).exists():
            home.add_child(instance=model(title=title, slug=slug, show_in_menus=True))
            home = HomePage.objects.get(pk=home.pk)
    # By these Wagtail writes whole addresses, such as in its letters.
    address = urlsplit(settings.SITE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname,
            "port": address.port or PORTS[address.scheme],
            "root_page": home,
            "site_name": "Sabaq",
        },
    )
    ensure_roles()
    return home
