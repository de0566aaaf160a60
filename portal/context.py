"""What every template knows about the site."""

from django.conf import settings
from django.utils.translation import get_language, get_language_bidi


def site(request) -> dict:
    """Return the site's name and the direction of the page's language."""
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_notice": settings.SITE_NOTICE,
        "page_direction": "rtl" if get_language_bidi() else "ltr",
        "page_language": get_language() or settings.LANGUAGE_CODE,
    }
