"""What the groups of staff may do."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Page, Workflow

from knowledge.models import LessonIndex, ProgrammeIndex, StocktakeIndex, UnitIndex
from knowledge.roles import ROLES, ensure_roles
from tests.factories import LessonFactory, StocktakeFactory, UserFactory, home_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return home_page()


def actions(group, section):
    return {
        permission.permission.codename.removesuffix("_page")
        for permission in GroupPagePermission.objects.filter(
            group__name=group, page=section.objects.get()
        )
    }


def test_editors_write_lessons_and_profiles_but_do_not_publish_them():
    assert actions("Editors", LessonIndex) == {"add", "change"}
    assert actions("Editors", UnitIndex) == {"add", "change"}
    assert not actions("Editors", StocktakeIndex)


def test_archivists_publish_stocktakes():
    assert actions("Archivists", StocktakeIndex) == {"add", "change", "publish"}


def test_trainers_publish_the_curriculum():
    assert "publish" in actions("Trainers", ProgrammeIndex)
    assert actions("Trainers", LessonIndex) == {"change"}


def test_no_group_may_edit_the_whole_site():
    root = Page.get_first_root_node()
    assert not GroupPagePermission.objects.filter(page=root).exists()


@pytest.mark.parametrize("name", ROLES)
def test_every_group_reaches_the_admin(name, client):
    client.force_login(UserFactory(groups=[name]))
    assert client.get("/admin/").status_code == 200


def test_staff_without_a_group_do_not_reach_the_admin(client):
    client.force_login(UserFactory())
    assert client.get("/admin/").status_code == 302


def test_lessons_are_moderated_by_moderators():
    workflow = LessonFactory().get_workflow()
    assert workflow.name == "Moderation"
    (task,) = workflow.tasks
    assert [group.name for group in task.specific.groups.all()] == ["Moderators"]


def test_running_it_again_changes_nothing():
    before = GroupPagePermission.objects.count(), Workflow.objects.count()
    ensure_roles()
    assert (GroupPagePermission.objects.count(), Workflow.objects.count()) == before


def test_what_an_administrator_took_from_a_group_stays_taken():
    editors = Group.objects.get(name="Editors")
    editors.page_permissions.filter(permission__codename="add_page").delete()
    ensure_roles()
    assert actions("Editors", LessonIndex) == {"change"}


def test_an_archivist_may_not_edit_lessons(client):
    lesson, stocktake = LessonFactory(), StocktakeFactory()
    archivist = UserFactory(groups=["Archivists"])
    assert not lesson.permissions_for_user(archivist).can_edit()
    assert stocktake.permissions_for_user(archivist).can_publish()
