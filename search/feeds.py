"""Feeds of searches, the latest first, for whoever asks.

Programs that read feeds cannot sign in. So a saved search has an address of its own
that nobody can guess; what it shows is what its user may see at that moment.
"""

import datetime
import logging
import re
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knowledge import access
from knowledge.templatetags.localized import digits
from search import appearances
from search.engines import EngineError
from search.finding import Found
from search.forms import SearchForm
from search.saved import (
    absolute,
    asked,
    description,
    latest,
    of_feed_token,
    parameters_of,
    read,
    search_url,
)

logger = logging.getLogger(__name__)

FEED_LIMIT = 50
RETRY_AFTER = 300  # seconds
# When a feed without entries changed last: it always was empty.
NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
# The year in which the scheme of these identifiers began (RFC 4151).
TAG_YEAR = 2026

_not_in_xml = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Changed:
    """Says of a feed without entries that it never changed, not that it just did."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER


class AtomFeed(_Changed, Atom1Feed):
    pass


class RssFeed(_Changed, Rss201rev2Feed):
    pass


@dataclass(frozen=True, slots=True)
class Asked:
    """A search, who asks it, what the feed is called and where it is."""

    form: SearchForm
    user: object
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that was found, and since when it can be."""

    found: Found
    since: datetime.datetime


class SearchFeed(Feed):
    """The latest results of any search, for whoever asks."""

    feed_type = AtomFeed

    @method_decorator(require_safe)
    def __call__(self, request, *args, **kwargs):
        try:
            response = super().__call__(request, *args, **kwargs)
        except EngineError as error:
            logger.warning("A feed could not be made: %s", error)
            response = HttpResponse(
                _("Search is catching up. Try again later."),
                status=503,
                content_type="text/plain; charset=utf-8",
                headers={"Retry-After": str(RETRY_AFTER)},
            )
            return _for_reader(request, response)
        # Rights may open or close older entries, which no date tells of. So only the
        # content decides on whether somebody has it already.
        del response["Last-Modified"]
        etag = blake2b(response.content, digest_size=16).hexdigest()
        response["ETag"] = f'"{etag}"'
        response = get_conditional_response(request, response["ETag"], None, response)
        return _for_reader(request, response)

    def get_object(self, request) -> Asked:
        form = asked(request)
        return Asked(form, request.user, "", absolute(request.get_full_path()))

    def title(self, asked: Asked) -> str:
        name = asked.name or " · ".join(description(asked.form))
        return _plain(f"{name} · {settings.WAGTAIL_SITE_NAME}")

    def subtitle(self, asked: Asked) -> str:
        return _("What came to be found last, at most %(number)s results.") % {
            "number": digits(FEED_LIMIT)
        }

    description = subtitle

    def link(self, asked: Asked) -> str:
        return absolute(search_url(parameters_of(asked.form)))

    def feed_url(self, asked: Asked) -> str:
        return asked.url

    def items(self, asked: Asked) -> list[Entry]:
        found = latest(asked.form, asked.user, FEED_LIMIT).found
        times = appearances.times(item.hit.key for item in found)
        return [Entry(item, times.get(item.hit.key, NEVER)) for item in found]

    def item_title(self, entry: Entry) -> str:
        return _plain(entry.found.record.title)

    def item_description(self, entry: Entry) -> str:
        # It is HTML to those who read it.
        return escape(_plain(_about(entry.found)))

    def item_link(self, entry: Entry) -> str:
        return absolute(entry.found.url)

    def item_guid(self, entry: Entry) -> str:
        host = urlsplit(settings.SITE_URL).hostname
        return f"tag:{host},{TAG_YEAR}:{entry.found.hit.key}"

    item_guid_is_permalink = False

    def item_author_name(self, entry: Entry) -> str | None:
        unit = entry.found.record.unit
        return _plain(unit.label) if unit else None

    def item_pubdate(self, entry: Entry) -> datetime.datetime:
        return entry.since

    def item_updateddate(self, entry: Entry) -> datetime.datetime:
        return entry.since

    def item_categories(self, entry: Entry) -> list[str]:
        return [_plain(str(entry.found.kind))]


class SearchRssFeed(SearchFeed):
    feed_type = RssFeed


class SavedSearchFeed(SearchFeed):
    """The latest results of a saved search, under a secret address."""

    def get_object(self, request, token: str) -> Asked:
        saved = of_feed_token(token)
        if saved is None:
            raise Http404
        return Asked(read(saved), saved.user, saved.name, absolute(request.path))


def _about(found: Found) -> str:
    """Say in a line what a record is, then what it says of itself."""
    record = found.record
    facts = [
        str(found.kind),
        record.unit.label if record.unit else "",
        digits(found.date),
    ]
    summary = getattr(record, "summary", "")
    return "\n".join(filter(None, [" · ".join(filter(None, facts)), summary]))


def _plain(text: str) -> str:
    """Leave out what XML has no way to write; files do hold such characters."""
    return _not_in_xml.sub("", text)


def _for_reader(request, response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, no_cache=True)
    has_token = "token" in request.resolver_match.kwargs
    if has_token or access.is_staff_member(request.user):
        patch_cache_control(response, private=True)
    return response
