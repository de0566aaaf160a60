"""Supervisors learn whether the portal lives and whether it can serve."""

import shutil

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import override_settings
from django.urls import reverse

from portal.views import health


def test_liveness_asks_nothing(client):
    response = client.get(reverse("health_live"))
    assert response.status_code == 200
    assert response.json() == {"status": "live"}
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.django_db
def test_readiness_tells_that_everything_answers(client, index):
    response = client.get(reverse("health_ready"))
    assert response.status_code == 200
    assert response.json()["checks"] == {"database": True, "search": True}


@pytest.mark.django_db
def test_readiness_tells_which_part_does_not_answer(client, tmp_path):
    occupied = tmp_path / "index"
    occupied.write_text("a file where the folder of the index should be")
    engine = {
        "ENGINE": "search.engines.embedded.EmbeddedEngine",
        "LOCATION": str(occupied),
    }
    with override_settings(SEARCH_ENGINES={"default": engine}):
        response = client.get(reverse("health_ready"))
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": True, "search": False}


def test_readiness_needs_the_database_as_it_is_now(
    tmp_path, index, client, monkeypatch
):
    """A connection that was kept answers though its database is gone."""
    path = tmp_path / "gone" / "sabaq.sqlite3"
    path.parent.mkdir()
    settings = connection.settings_dict | {
        "NAME": str(path),
        "OPTIONS": {},
        "CONN_MAX_AGE": None,
    }
    kept = DatabaseWrapper(settings)
    kept.connect()
    monkeypatch.setattr(health, "connection", kept)
    assert client.get(reverse("health_ready")).json()["checks"]["database"]
    shutil.move(path.parent, tmp_path / "elsewhere")
    assert not client.get(reverse("health_ready")).json()["checks"]["database"]
    kept.close()


def test_health_is_only_read(client):
    assert client.post(reverse("health_live")).status_code == 405
