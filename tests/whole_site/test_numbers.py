"""Numbers that nothing can have are no errors, at whatever address."""

import re

import pytest
from django.urls import get_resolver

from tests.factories import UserFactory, home_page

pytestmark = pytest.mark.django_db

TOO_LARGE = "9" * 25


def addresses(resolver=None, before=""):
    """Yield every address of the site that has a number in it, with too large ones."""
    for pattern in (resolver or get_resolver()).url_patterns:
        whole = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, whole)
        elif "<int:" in whole:
            filled = re.sub(r"<int:\w+>", TOO_LARGE, whole)
            filled = re.sub(r"<\w+:\w+>", "x", filled)
            if not re.search(r"[<(^$\\]", filled):
                yield f"/{filled}"


def test_no_address_fails_for_a_number_that_is_too_large(client):
    home_page()
    found = list(addresses())
    assert len(found) > 60
    for user in (None, UserFactory(is_superuser=True)):
        if user:
            client.force_login(user)
        for address in found:
            assert client.get(address).status_code in {302, 404}, address


@pytest.mark.parametrize("number", ["\u00b2", TOO_LARGE, "-1", "x", "\u0663"])
def test_nor_does_a_parameter(client, number):
    home_page()
    client.force_login(UserFactory(is_superuser=True))
    for address, name in [
        ("/triage/draft/", "observations"),
        ("/events/new/", "stocktake"),
        ("/observe/", "place"),
        ("/search/", "page"),
        ("/search/", "year_from"),
    ]:
        assert client.get(address, {name: number}).status_code < 500, address
