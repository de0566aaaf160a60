"""Nobody is told of what one may not see by a feed, a mail, an export or a likeness.

Every kind of user asks on an archive of every kind of item. All access has changed
since the engine was told of it: what it has is wrong for nearly every item.
"""

import itertools

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from knowledge.access import Access
from knowledge.models import Document, Lesson
from search import alerts, exports
from search.models import SavedSearch
from search.saved import feed_url
from tests.whole_site import mixed_archive

# So many pages, each measured, take minutes and measure nothing new.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

# One of each kind of label.
USERS = ["visitor", "colleague", "member of the first unit", "auditor", "administrator"]
FORMATS = ("csv", "ris", "bibtex")

_numbers = itertools.count(1)


@pytest.fixture
def archive(any_index):
    archive = mixed_archive.build()
    any_index.drain()
    return archive


def change_all_access(archive) -> None:
    """Open what was closed and close what was open, unknown to the index."""
    levels = itertools.cycle([Access.RESTRICTED, Access.PUBLIC, Access.INTERNAL])
    units = [item.record.unit for item in archive.items[:4]]
    for number, item in enumerate(archive.items):
        record = item.record
        record.refresh_from_db()
        record.access = next(levels)
        record.unit = units[(number // 2) % len(units)]
        if number % 4 == 0:
            record.access_groups.clear()
        record.save()


def browser_of(user) -> Client:
    browser = Client()
    if user.is_authenticated:
        browser.force_login(user)
    return browser


def body(response) -> str:
    assert response.status_code == 200, response
    parts = response if response.streaming else [response.content]
    return b"".join(parts).decode()


def searches(hidden) -> list[str]:
    """Searches for everything, for what all have, and for what only the hidden have."""
    return [
        "",
        f"q={mixed_archive.COMMON}",
        "q=" + "+".join(item.bait for item in hidden),
    ]


def saved(user, parameters: str) -> SavedSearch:
    return SavedSearch.objects.create(
        user=user,
        name=f"Search {next(_numbers)}",
        parameters=parameters,
        frequency="daily",
        watched_since=timezone.now(),
        due_at=timezone.now(),
        known=[],
    )


def told_by_addresses(user, parameters: str):
    browser = browser_of(user)
    for part in ("feed", "feed/rss", *(f"export/{name}" for name in FORMATS)):
        address = f"/search/{part}/?{parameters}"
        yield address, body(browser.get(address))


def told_by_pages(user, archive):
    browser = browser_of(user)
    for item in archive.shown_to(user):
        if isinstance(item.record, Document | Lesson):
            yield item.address, body(browser.get(item.address))


def told_by_mail(user, parameters: str):
    type(user).objects.filter(pk=user.pk).update(email="reader@example.org")
    saved(user, parameters)
    mail.outbox.clear()
    alerts.send_due()
    for message in mail.outbox:
        text = message.subject + message.body + message.alternatives[0].content
        yield f"mail about {parameters}", text


def everything_told(user, archive):
    for parameters in searches(archive.hidden_from(user)):
        yield from told_by_addresses(user, parameters)
        if user.is_authenticated:
            yield from told_by_mail(user, parameters)
            address = feed_url(saved(user, parameters))
            yield address, body(Client().get(address))
    yield from told_by_pages(user, archive)


def test_nothing_hidden_is_told_by_an_index_that_is_behind(archive, monkeypatch):
    monkeypatch.setattr(exports, "BATCH", 20)
    change_all_access(archive)
    for name in USERS:
        user = archive.users[name]
        hidden = archive.hidden_from(user)
        assert hidden, "There is something to hide from everybody: drafts."
        count = 0
        for where, text in everything_told(user, archive):
            count += 1
            leaks = [item.level for item in hidden if item.secret in text]
            assert not leaks, f"{where} tells {name} of {leaks}"
        assert count > 15


def test_what_one_may_see_is_told(archive, any_index):
    change_all_access(archive)
    any_index.drain()
    for name in USERS:
        user = archive.users[name]
        shown = [item.secret for item in archive.shown_to(user)]
        assert shown
        for where, text in told_by_addresses(user, f"q={mixed_archive.COMMON}"):
            missing = [secret for secret in shown if secret not in text]
            # A feed ends; a file does not.
            if "export" in where:
                assert not missing, f"{where} does not tell {name} of {missing}"
            else:
                assert len(missing) < len(shown)
