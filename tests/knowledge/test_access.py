"""The access rule in its two forms, labels and database condition, is one rule."""

import datetime
import itertools

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from knowledge import access
from knowledge.access import Access
from knowledge.models import Document, Lesson, Stocktake
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    LessonFactory,
    StocktakeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TOMORROW = timezone.localdate() + datetime.timedelta(
    days=2
)  # the tests may run at midnight
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


@pytest.fixture
def units():
    return [DeliveryUnitFactory(), DeliveryUnitFactory()]


@pytest.fixture
def audit_group():
    return Group.objects.create(name="Audit")


@pytest.fixture
def users(units, audit_group):
    return {
        "nobody": None,
        "visitor": AnonymousUser(),
        "inactive": UserFactory(is_active=False, units=[units[0]]),
        "colleague": UserFactory(),
        "member": UserFactory(units=[units[0]]),
        "other member": UserFactory(units=[units[1]]),
        "auditor": UserFactory(groups=["Audit"]),
        "administrator": UserFactory(is_superuser=True),
    }


def label_rule(user, item):
    wanted = access.labels_for(user)
    if wanted is None:
        return True
    return bool(wanted & access.labels_of(item))


def make_items(factory, units, audit_group):
    levels = [Access.RESTRICTED, Access.INTERNAL, Access.PUBLIC]
    items = [
        factory(access=level, unit=unit, embargo_until=embargo)
        for level, unit, embargo in itertools.product(
            levels, [*units, None], [None, YESTERDAY, TOMORROW]
        )
    ]
    for item in items[::4]:
        item.access_groups.set([audit_group])
        item.save()
    return items


@pytest.mark.parametrize("factory", [DocumentFactory, LessonFactory, StocktakeFactory])
def test_labels_and_database_agree_for_every_user_and_item(
    factory, users, units, audit_group
):
    items = make_items(factory, units, audit_group)
    model = factory._meta.model
    if model is Document:
        collection = Collection.get_first_root_node().add_child(name="Closed")
        CollectionViewRestriction.objects.create(
            collection=collection, restriction_type="groups"
        ).groups.add(audit_group)
        for item in items[::5]:
            item.collection = collection
            item.save()
    else:
        parent = items[0].get_parent()
        PageViewRestriction.objects.create(page=parent, restriction_type="login")
        PageViewRestriction.objects.create(
            page=items[1], restriction_type="groups"
        ).groups.add(audit_group)
        PageViewRestriction.objects.create(
            page=items[2], restriction_type="password", password="secret"
        )
    seen_by_somebody = set()
    for name, user in users.items():
        in_database = set(model.objects.visible_to(user).values_list("pk", flat=True))
        by_labels = {item.pk for item in items if label_rule(user, item)}
        one_by_one = {item.pk for item in items if access.may_see(user, item)}
        assert in_database == by_labels == one_by_one, name
        if name != "administrator":
            seen_by_somebody |= in_database
    assert seen_by_somebody
    assert len(seen_by_somebody) < len(items)


def test_the_public_sees_public_items_only(users, units):
    for level in Access:
        DocumentFactory(access=level, unit=units[0])
    titles = Document.objects.visible_to(users["visitor"])
    assert {document.access for document in titles} == {Access.PUBLIC}


def test_an_embargo_keeps_a_public_item_with_its_unit(users, units):
    document = DocumentFactory(
        access=Access.PUBLIC, unit=units[0], embargo_until=TOMORROW
    )
    assert access.may_see(users["member"], document)
    assert not access.may_see(users["colleague"], document)
    assert not access.may_see(users["visitor"], document)


def test_an_embargo_ends_on_its_date(users, units):
    today = timezone.localdate()
    document = DocumentFactory(access=Access.PUBLIC, unit=units[0], embargo_until=today)
    assert access.may_see(users["visitor"], document)
    assert document in Document.objects.visible_to(users["visitor"])


def test_a_draft_is_seen_by_nobody_here(users):
    lesson = LessonFactory(live=False)
    assert not access.may_see(users["administrator"], lesson)
    assert lesson not in Lesson.objects.visible_to(users["administrator"])


def test_a_stocktake_of_another_unit_does_not_exist_for_a_visitor(client, units):
    stocktake = StocktakeFactory(access=Access.RESTRICTED, unit=units[0])
    response = client.get(stocktake.url)
    assert response.status_code == 404
    assert stocktake.title not in response.content.decode()
    assert Stocktake.objects.count() == 1
