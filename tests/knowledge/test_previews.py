"""Editors see a page before it is saved for the first time."""

import datetime

import pytest
from django.urls import reverse

from knowledge import models
from knowledge.access import Access
from tests.factories import (
    DeliveryUnitFactory,
    LessonFactory,
    ModuleFactory,
    ProgrammeFactory,
    SectorFactory,
    StocktakeFactory,
    UnitProfileFactory,
    UserFactory,
    home_page,
)
from tests.html import assert_well_made, words

pytestmark = pytest.mark.django_db


def unsaved(model):
    fields = {
        models.Stocktake: lambda: {
            "date": datetime.date(2017, 12, 12),
            "sector": SectorFactory(),
            "agenda": "1. Attendance",
        },
        models.Lesson: lambda: {"summary": "A line.", "cause": "Nobody asked."},
        models.UnitProfile: lambda: {"unit": DeliveryUnitFactory()},
        models.Programme: dict,
        models.Module: lambda: {"summary": "What it is about."},
    }
    page = model(title="Not saved yet", slug="new", **fields[model]())
    parent = (
        ProgrammeFactory()
        if model is models.Module
        else model.allowed_parent_page_models()[0].objects.get()
    )
    # As the admin does it before it shows a page that is being made.
    page.path = model._get_children_path_interval(parent.path)[1]
    page.depth = parent.depth + 1
    page.set_url_path(parent)
    return page


@pytest.mark.parametrize(
    "model",
    [
        models.Stocktake,
        models.Lesson,
        models.UnitProfile,
        models.Programme,
        models.Module,
    ],
)
def test_a_page_can_be_previewed_before_it_is_saved(model):
    home_page()
    response = unsaved(model).make_preview_request()
    assert "Not saved yet" in words(response)
    assert_well_made(response)


@pytest.mark.parametrize(
    "factory",
    [
        StocktakeFactory,
        LessonFactory,
        UnitProfileFactory,
        ProgrammeFactory,
        ModuleFactory,
    ],
)
def test_a_draft_can_be_viewed_by_its_editors(client, factory):
    page = factory(live=False, access=Access.RESTRICTED)
    client.force_login(UserFactory(is_superuser=True))
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert response.status_code == 200
    assert page.title in words(response)
