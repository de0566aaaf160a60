"""Permissions are Django's, asked for with one query."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission

from tests import factories

OWN, OF_GROUP = "knowledge.add_document", "knowledge.triage_observation"


def permission(name):
    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


@pytest.fixture
def user(db):
    user = factories.UserFactory()
    user.user_permissions.add(permission(OWN))
    group = Group.objects.create(name="Those of the test")
    group.permissions.add(permission(OF_GROUP), permission(OWN))
    user.groups.add(group)
    return get_user_model().objects.get(pk=user.pk)


def test_own_ones_and_those_of_groups_with_one_query(user, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert user.get_all_permissions() == {OWN, OF_GROUP}
        assert user.has_perm(OWN)
        assert not user.has_perm("knowledge.delete_document")


def test_they_are_those_that_django_finds(user):
    same = get_user_model().objects.get(pk=user.pk)
    assert user.get_all_permissions() == ModelBackend().get_all_permissions(same)


def test_nobody_has_those_of_another(user):
    assert factories.UserFactory().get_all_permissions() == set()


def test_who_left_and_who_is_signed_out_have_none(user):
    user.is_active = False
    assert user.get_all_permissions() == set()
    assert not AnonymousUser().has_perm(OWN)


def test_an_administrator_has_all(db):
    administrator = factories.UserFactory(is_superuser=True)
    assert administrator.has_perm(OWN)
    assert len(administrator.get_all_permissions()) == Permission.objects.count()


def test_none_is_for_one_object_alone(user):
    assert not user.has_perm(OWN, obj=user)
