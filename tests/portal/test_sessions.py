"""Sessions are Django's, read with one query."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore as DjangosStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from portal.sessions import SessionStore
from tests import factories


@pytest.fixture
def staff(db):
    return factories.UserFactory()


@pytest.fixture
def session(db):
    session = SessionStore()
    session["visits"] = 3
    session.save()
    return session


def test_a_session_is_read_with_one_query(session, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert SessionStore(session.session_key)["visits"] == 3


def test_django_reads_the_same(session):
    assert DjangosStore(session.session_key).load() == session.load()


def test_a_session_that_is_over_is_empty_and_its_key_is_not_used_again(session):
    over = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(pk=session.session_key).update(expire_date=over)

    again = SessionStore(session.session_key)

    assert dict(again.items()) == {}
    assert again.session_key is None


@pytest.mark.parametrize(
    "key", [None, "", "x" * 32, "kept\udc80' OR 1=1 --", "a\0b" * 9]
)
def test_a_key_that_nobody_was_given_opens_nothing(session, key):
    again = SessionStore(key)

    assert again.load() == {}
    assert again.session_key is None


def test_a_hostile_cookie_is_nobody(client, db):
    client.cookies["sessionid"] = "aaaa\0bbbb' OR 1=1 --"

    response = client.get("/search/help/")

    assert response.status_code == 200
    assert not response.context["user"].is_authenticated


def test_who_signs_out_is_signed_out_at_once(client, staff):
    client.force_login(staff)
    cookie = client.cookies["sessionid"].value
    client.post("/sign-out/")
    client.cookies["sessionid"] = cookie

    assert not client.get("/search/help/").context["user"].is_authenticated


def test_who_may_not_sign_in_any_more_is_signed_out_at_once(client, staff):
    client.force_login(staff)
    assert client.get("/search/help/").context["user"] == staff

    get_user_model().objects.filter(pk=staff.pk).update(is_active=False)
    assert not client.get("/search/help/").context["user"].is_authenticated

    staff.delete()
    assert not client.get("/search/help/").context["user"].is_authenticated
