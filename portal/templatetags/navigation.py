"""Where a reader is, and the ways from there."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.urls import resolve, reverse
from django.urls.exceptions import NoReverseMatch, Resolver404
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _

from knowledge import access
from knowledge.addresses import address

register = template.Library()

# So that nobody fills the memory with addresses that are made up.
LONGEST_REMEMBERED = 300


@register.simple_tag(takes_context=True)
def main_navigation(context) -> list[dict]:
    """Return the sections of the site: label, address and ``aria-current``."""
    sections = [
        (_("Search"), "search", []),
        (_("Stocktakes"), "wagtail_serve", ["stocktakes/"]),
        (_("Lessons"), "wagtail_serve", ["lessons/"]),
        (_("Teaching"), "wagtail_serve", ["teaching/"]),
        (_("Units"), "wagtail_serve", ["units/"]),
        (_("Browse"), "browse", []),
    ]
    user = context.get("user")
    if access.is_staff_member(user):
        sections.append((_("Observe"), "observe", []))
    path = _path(context)
    links = []
    for label, name, args in sections:
        url = address(name, *args)
        current = "page" if path == url else "true" if path.startswith(url) else ""
        links.append({"label": label, "url": url, "current": current})
    return links


@register.simple_tag(takes_context=True)
def other_languages(context) -> list[dict]:
    """Return this page in each other language: code, own name and address."""
    current = get_language()
    codes = [code for code, _name in settings.LANGUAGES if code != current]
    return [_page_in_language(context, code) for code in codes]


@register.simple_tag(takes_context=True)
def page_in_languages(context) -> list[dict]:
    """Return this page in every language of the site, its own included."""
    return [_page_in_language(context, code) for code, _name in settings.LANGUAGES]


@register.simple_tag(takes_context=True)
def absolute(context, path: str) -> str:
    """Return ``path`` with the scheme and host that the site is known by."""
    return settings.SITE_URL.rstrip("/") + path


@register.simple_tag(takes_context=True)
def canonical(context) -> str:
    """Return the one address of this page: of its parameters only ``page`` counts."""
    request = context["request"]
    page = request.GET.get("page", "")
    query = f"?page={page}" if page.isascii() and page.isdigit() else ""
    return absolute(context, request.path + query)


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*labels_and_urls) -> dict:
    """Show the way here, from pairs of a label and an address.

    A pair whose label or address is empty is left out.
    """
    pairs = zip(labels_and_urls[::2], labels_and_urls[1::2], strict=True)
    return {"trail": [(label, url) for label, url in pairs if label and url]}


def _path(context) -> str:
    request = context.get("request")
    return request.path if request else ""


def _page_in_language(context, code: str) -> dict:
    """Return this page in a language, or its home page if it has no such page."""
    request = context.get("request")
    path, path_info = (request.path, request.path_info) if request else ("/", "/")
    is_short = len(path) <= LONGEST_REMEMBERED
    find = _path_in_language if is_short else _path_in_language.__wrapped__
    url = find(path, path_info, code, get_language())
    if url is None:
        with override(code):
            url = address("wagtail_serve", "")
    elif request and (query := request.META.get("QUERY_STRING", "")):
        url = f"{url}?{iri_to_uri(query)}"
    return {
        "code": code,
        "name": get_language_info(code)["name_local"],
        "url": url,
    }


# The same pages are asked for again and again, and each is resolved twice.
@lru_cache(maxsize=4_096)
def _path_in_language(
    path: str, path_info: str, code: str, _language: str
) -> str | None:
    """Return an address of the active language in another one, or nothing."""
    try:
        # Not the request's own match: previews of drafts have none.
        match = resolve(path_info)
    except Resolver404:
        return None
    try:
        with override(code):
            return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    except NoReverseMatch:
        return escape_uri_path(path)
