"""Nobody is told anything of an item that one may not see, anywhere on the site.

Every kind of user walks every public address of the site over an archive of every
kind of item at every level of access.
"""

import json
from io import StringIO
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from knowledge import access
from knowledge.models import Document, DocumentVersion, LearningEvent, Lesson
from search import outbox
from tests.whole_site import mixed_archive

# So many pages, each measured, take minutes and measure nothing new.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

USERS = [
    "visitor",
    "colleague",
    "member of the first unit",
    "member of the second unit",
    "auditor",
    "archivist of the second unit",
    "editor of the second unit",
    "trainer",
    "administrator",
]
# The admin has a test of its own; these change the session or need a server.
SKIPPED = ("/admin/", "/ur/admin/", "/sign-out/", "/ur/sign-out/", "/static/")
# Where lessons are worked on, drafts as well, by those who may handle them.
WORK = ("/cite/", "/lesson-steps/", "/lesson-reviewers/", "/lesson-validations/")
# What can be taken away of a search.
KEPT = ("feed", "feed/rss", "export/csv", "export/ris", "export/bibtex")
MOST_PAGES = 1500


@pytest.fixture(scope="module")
def archive(keep):
    with keep():
        archive = mixed_archive.build()
        outbox.drain()
        yield archive


@pytest.fixture(params=USERS)
def user_name(request):
    return request.param


@pytest.fixture
def user(archive, user_name):
    return archive.users[user_name]


@pytest.fixture
def browser(user):
    client = Client()
    if user.is_authenticated:
        client.force_login(user)
    return client


def told(response) -> str:
    """Everything that an answer tells: body and headers."""
    body = b"".join(response) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return body.decode("utf-8", "replace") + headers


def addresses_without_arguments() -> set[str]:
    """Every named address of the site that needs no arguments."""
    found = set()
    for name in get_resolver().reverse_dict:
        if isinstance(name, str):
            try:
                found.add(reverse(name))
            except NoReverseMatch:
                continue
    return found


def addresses_of(archive) -> set[str]:
    """The addresses of every item, its files and its parts, closed ones included."""
    found = {"/", "/ur/", archive.department.get_absolute_url()}
    for item in archive.items:
        record = item.record
        if isinstance(record, Document):
            version = record.current_version
            found |= {
                record.get_absolute_url(),
                version.get_absolute_url(),
                version.get_download_url(),
                version.get_download_url() + "?inline=1",
                version.get_viewer_url(),
                record.url,
                *(page.get_absolute_url() for page in version.pages.all()),
                version.pages.first().get_absolute_url() + "?q=page",
                f"{reverse('search_pages', args=[record.pk])}?q={mixed_archive.COMMON}",
                reverse("cite", args=[record.pk, version.number, 1]),
                reverse("said_before", args=[record.pk, version.number]),
            }
            for cleared in version.cleared_quotes.all():
                found |= {
                    cleared.get_absolute_url(),
                    reverse("request_document", args=[cleared.key]),
                }
        else:
            found.add(item.address)
        if isinstance(record, LearningEvent):
            found.add(reverse("event_entries", args=[record.pk]))
        if isinstance(record, Lesson):
            found |= {
                reverse("lesson_short", args=[record.pk]),
                reverse("lesson_history", args=[record.pk]),
                reverse("lesson_steps", args=[record.pk]),
                reverse("lesson_code", args=[record.pk]),
                reverse("lesson_print", args=[record.pk]),
                reverse("lesson_citation", args=[record.pk, "ris"]),
                reverse("lesson_citation", args=[record.pk, "bibtex"]),
                reverse("lesson_use_new", args=[record.pk]),
                reverse("lesson_comment_new", args=[record.pk]),
                reverse("lesson_texts", args=[record.pk]),
                reverse("lesson_reviewers", args=[record.pk]),
                reverse("find_evidence", args=[record.pk]),
                reverse("lesson_validate", args=[record.pk]),
            }
            for use in record.uses.all():
                found |= {
                    reverse("lesson_use_change", args=[use.pk]),
                    reverse("lesson_use_decide", args=[use.pk]),
                }
            for comment in record.reader_comments.all():
                found |= {
                    reverse("lesson_comment_change", args=[comment.pk]),
                    reverse("lesson_comment_remove", args=[comment.pk]),
                }
    return found


def searches(hidden) -> set[str]:
    """Searches for everything, and for what each hidden item alone holds."""
    search = reverse("search")
    found = {
        search,
        f"{search}?q={mixed_archive.COMMON}",
        f"{search}?q={mixed_archive.COMMON}&sort=date",
        f"{search}?q={mixed_archive.COMMON}&page=2",
        f"{search}?q={mixed_archive.COMMON}&access=restricted",
        f"{search}?q=title:item&unit=term-0",
        f"{search}?q=karif",
        f"/ur{search}?q={mixed_archive.COMMON}",
        f"{search}suggestions/?q={mixed_archive.COMMON}",
        f"{search}suggestions/?q=it",
        f"/ur{search}suggestions/?q={mixed_archive.COMMON}",
        *(f"{search}{part}/?q={mixed_archive.COMMON}" for part in KEPT),
        f"/ur{search}feed/?q={mixed_archive.COMMON}",
        f"{search}saved/new/?q={mixed_archive.COMMON}",
    }
    for item in hidden:
        found |= {
            f"{search}?q={item.bait}",
            f"{search}?q=title:{item.bait}",
            f"{search}suggestions/?q={item.bait}",
            f"{search}suggestions/?q={item.bait[:-2]}",
            f"{search}feed/?q={item.bait}",
            f"{search}export/csv/?q={item.bait}",
        }
    return found


def links_in(response, address: str) -> set[str]:
    """The site's own addresses that an HTML page links to."""
    if not response.get("Content-Type", "").startswith("text/html"):
        return set()
    soup = BeautifulSoup(response.content, "html.parser")
    found = set()
    for element in soup.select("a[href], link[href], iframe[src], object[data]"):
        target = next(
            element[name] for name in ("href", "src", "data") if element.get(name)
        )
        parts = urlsplit(urljoin(f"http://testserver{address}", target))
        if parts.netloc == "testserver":
            found.add(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def walk(browser, start: set[str]):
    """Yield every address that can be reached from ``start``, with its answer."""
    waiting, seen = sorted(start), set(start)
    for number, address in enumerate(waiting):
        assert number < MOST_PAGES, "The walk has no end."
        if address.startswith(SKIPPED):
            continue
        response = browser.get(address)
        yield address, response
        fresh = links_in(response, address) - seen
        # Facets combine without end: from search pages only documents are followed.
        if "/search/" in address:
            fresh = {link for link in fresh if "/search/" not in link}
        # The lists in Urdu are walked, not every page of them a second time.
        if address.startswith("/ur/") and address.count("/") > 3:
            fresh = set()
        if not address.startswith("/ur/"):
            fresh = {link for link in fresh if not link.startswith("/ur/")}
        seen |= fresh
        waiting.extend(sorted(fresh))


def test_no_page_tells_of_an_item_that_its_reader_may_not_see(archive, user, browser):
    hidden = archive.hidden_from(user)
    start = addresses_of(archive) | searches(hidden) | addresses_without_arguments()
    visited = 0
    for address, response in walk(browser, start):
        assert response.status_code < 500, address
        text = told(response)
        for item in hidden:
            is_work = any(part in address for part in WORK)
            if is_work and access.may_handle(user, item.record):
                continue
            # A page repeats the address that its reader typed.
            assert item.secret in address or item.secret not in text, (
                f"{address} tells of {item.level}"
            )
        if not user.is_authenticated:
            assert mixed_archive.FOR_STAFF not in text, address
        visited += 1
    assert visited > 150


def test_every_item_that_one_may_see_is_there(archive, user, browser):
    for item in archive.shown_to(user):
        response = browser.get(item.address)
        assert response.status_code == 200, (item.address, item.level)
        assert item.secret in told(response)


def test_what_is_said_of_a_lesson_is_there_for_those_who_may_see_it(archive, client):
    shown = archive.shown_to(archive.users["visitor"])
    lessons = [item for item in shown if isinstance(item.record, Lesson)]
    assert lessons
    for item in lessons:
        texts = client.get(reverse("lesson_texts", args=[item.record.pk]))
        assert texts.status_code == 200
        assert f"Cause {item.bait} {item.secret}." in told(texts)
        page = told(client.get(item.record.url))
        sheet = told(client.get(reverse("lesson_print", args=[item.record.pk])))
        assert f"Verdict {item.bait} {item.secret}." in page
        assert f"Verdict {item.bait} {item.secret}." in sheet
        assert f"Place {item.bait} {item.secret}" in page
    client.force_login(archive.users["colleague"])
    assert mixed_archive.FOR_STAFF in told(client.get(lessons[0].record.url))


def test_search_counts_exactly_what_one_may_see(archive, user, user_name):
    out = StringIO()
    arguments = ["--as", user.username] if user.is_authenticated else []
    call_command(
        "search",
        mixed_archive.COMMON,
        *arguments,
        "--json",
        "--limit",
        "100",
        stdout=out,
    )
    answer = json.loads(out.getvalue())
    shown = archive.shown_to(user)
    found = {(hit["type"], hit["id"]) for hit in answer["hits"]}
    documents, events = (
        {(kind, item.record.pk) for item in shown if isinstance(item.record, model)}
        for kind, model in (("document", Document), ("event", LearningEvent))
    )
    assert documents | events <= found
    assert answer["total"] == len(answer["hits"])
    kinds = {entry["value"]: entry["count"] for entry in answer["facets"]["kind"]}
    assert kinds["minutes"] == len(documents)
    assert kinds["event"] == len(events)
    assert sum(kinds.values()) == answer["total"]
    text = out.getvalue()
    assert not [item for item in archive.hidden_from(user) if item.secret in text]


def test_no_file_is_given_in_parts_either(archive, user, browser):
    for item in archive.hidden_from(user):
        if isinstance(item.record, Document):
            address = item.record.current_version.get_download_url()
            for headers in ({}, {"Range": "bytes=0-5"}, {"If-None-Match": "*"}):
                assert browser.get(address, headers=headers).status_code == 404
            assert browser.head(address).status_code == 404


def test_the_viewer_of_pdf_files_tells_nothing_either(archive, user, browser):
    DocumentVersion.objects.update(media_type="application/pdf")
    hidden = archive.hidden_from(user)
    for item in archive.items:
        if isinstance(item.record, Document):
            response = browser.get(item.record.current_version.get_viewer_url())
            assert response.status_code == (404 if item in hidden else 200)
            text = told(response)
            assert not [other for other in hidden if other.secret in text]


def test_the_archive_holds_something_hidden_from_everybody_but_administrators(archive):
    for name, user in archive.users.items():
        hidden = {item.level for item in archive.hidden_from(user)}
        shown = {item.level for item in archive.shown_to(user)}
        assert "public" in shown
        assert "a draft" in hidden
        if name != "administrator":
            assert {"restricted to the second unit", "under embargo"} & hidden
