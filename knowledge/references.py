"""How a page of a document is referred to in another text."""

import datetime
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from knowledge.models.documents import PageKind
from knowledge.templatetags.localized import digits

PLACES = {
    PageKind.PAGE: lambda: _("p. %(number)s"),
    PageKind.SLIDE: lambda: _("slide %(number)s"),
    PageKind.SHEET: lambda: _("sheet %(number)s"),
    PageKind.SECTION: lambda: _("section %(number)s"),
}


def place_reference(version, number: int | str, title: str = "") -> str:
    """Return a reference to a page, in words only and in the language of the reader.

    Such as: SMU, Government of Punjab, “Register and classroom”, 2 Apr 2015, p. 4.

    Args:
        version: a ``DocumentVersion``.
        number: of the page; a text stands for a number that is put in later.
        title: stands for the document's own, which is put in later.
    """
    document = version.document
    unit = document.unit
    return _reference(
        (unit.label, str(unit.government)) if unit else (),
        title or document.title,
        document.date,
        version.page_kind,
        number,
        get_language(),
    )


# A page of results has one for each document.
@lru_cache(maxsize=4_096)
def _reference(
    owners: tuple[str, ...],
    title: str,
    date: datetime.date | None,
    kind: str,
    number: int | str,
    _language: str,
) -> str:
    """Put a reference together in the active language."""
    parts = [
        *owners,
        _("“%(title)s”") % {"title": title},
        digits(date),
        PLACES[kind]() % {"number": digits(number)},
    ]
    separator = pgettext("between parts of a reference", ", ")
    return _("%(reference)s.") % {"reference": separator.join(filter(None, parts))}


def page_reference(version, number: int) -> str:
    """Return a reference to a page that ends with its permanent address.

    The address is that of one version, so that the page stays the one meant.
    """
    address = settings.SITE_URL.rstrip("/") + version.get_page_url(number)
    return f"{place_reference(version, number)} {address}"
