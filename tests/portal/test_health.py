"""Supervisors learn whether the portal lives and whether it can serve."""

import pytest
from django.test import override_settings
from django.urls import reverse


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


def test_health_is_only_read(client):
    assert client.post(reverse("health_live")).status_code == 405
