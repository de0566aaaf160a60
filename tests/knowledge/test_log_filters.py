"""What the log keeps of requests that were refused."""

import io
import logging

import pytest
from django.core import signing

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


def test_the_token_of_a_link_is_hidden(log):
    token = signing.Signer().sign("12").replace(":", ".")

    logging.getLogger("django.request").warning("Forbidden: %s", f"/review/{token}/")

    assert "/review/…/" in log()
    assert token not in log()
