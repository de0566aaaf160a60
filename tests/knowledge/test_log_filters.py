"""What the log keeps of requests that were refused."""

import io
import logging
from urllib.parse import quote, urlsplit

import pytest
from django.urls import reverse

from knowledge.models import Invitation, ReviewInvitation
from search.letters import unsubscribe_url
from search.models import SavedSearch
from search.saved import feed_url
from tests.factories import UserFactory


@pytest.fixture
def log():
    """What the console is told, as it is written there."""
    (console,) = [
        handler
        for handler in logging.getLogger().handlers
        if type(handler) is logging.StreamHandler
    ]
    written = io.StringIO()
    before = console.setStream(written)
    yield written.getvalue
    console.setStream(before)


@pytest.mark.django_db
def test_who_may_not_do_something_is_a_line(client, log):
    client.force_login(UserFactory())

    assert client.get("/archive/").status_code == 403

    assert "Forbidden (Permission denied): /archive/" in log()
    assert "Traceback" not in log()


def test_other_failures_keep_their_trace(log):
    try:
        raise ValueError("of the test")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: /x/")

    assert "ValueError: of the test" in log()


@pytest.mark.parametrize("write", [str, quote, str.lower])
def test_the_token_of_a_link_is_hidden(log, write):
    links = [
        feed_url(SavedSearch(pk=1)),
        urlsplit(unsubscribe_url(SavedSearch(pk=12))).path,
        reverse("review_invited", args=[ReviewInvitation(pk=3).token]),
        reverse("observe_invited", args=[Invitation(pk=456).token]),
    ]
    for link in map(write, links):
        before, token = link.rstrip("/").replace("/unsubscribe", "").rsplit("/", 1)

        logging.getLogger("django.request").warning("Not Found: %s", link)

        assert f"{before}/…/" in log()
        assert token[-43:] not in log()
