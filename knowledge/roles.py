"""The groups of members of staff, and what each may do in the admin.

A group says what its members may do; their units say whose restricted items they may
do it to. Administrators are superusers and in no group.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext_noop
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from knowledge.models import (
    LessonIndex,
    ProgrammeIndex,
    SecondPersonApproval,
    StocktakeIndex,
    UnitIndex,
)

ARCHIVISTS = "Archivists"
EDITORS = "Editors"
MODERATORS = "Moderators"
TRAINERS = "Trainers"
CURATORS = "Curators"

WORDS = ("sector", "department", "rule")
EVENTS = ("add_learningevent", "change_learningevent")
# Whoever fills the archive also sees what is sought in it and helps to find it.
SEARCH = (
    "search.view_searchcount",
    *(
        f"search.{name}_{model}"
        for model in ("synonymgroup", "wanteddocument")
        for name in ("view", "add", "change", "delete")
    ),
    *(
        f"wagtailsearchpromotions.{name}_searchpromotion"
        for name in ("view", "add", "change", "delete")
    ),
)


@dataclass(frozen=True)
class Role:
    """What a group may do.

    ``pages`` gives, for the section of each kind of page, Wagtail's actions on the
    pages in it; ``documents`` Wagtail's actions on documents; ``permissions`` codenames
    of permissions of this app, with the name of the app before them if of another one.
    """

    pages: dict[type[Page], tuple[str, ...]]
    documents: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()


ROLES = {
    ARCHIVISTS: Role(
        pages={StocktakeIndex: ("add", "change", "publish")},
        documents=("add", "change", "choose"),
        permissions=(
            "add_document",
            "change_document",
            "view_document",
            *EVENTS,
            *(f"{action}_{word}" for action in ("add", "change") for word in WORDS),
            *SEARCH,
        ),
    ),
    EDITORS: Role(
        pages={LessonIndex: ("add", "change"), UnitIndex: ("add", "change")},
        documents=("choose",),
        permissions=(
            "add_webcopy",
            "advance_lesson",
            *(f"view_{word}" for word in WORDS),
        ),
    ),
    MODERATORS: Role(
        pages=dict.fromkeys(
            (LessonIndex, UnitIndex, StocktakeIndex),
            ("add", "change", "publish", "lock", "unlock"),
        ),
        documents=("choose",),
        permissions=(
            "add_clearedquote",
            "invite_reviewer",
            "add_validation",
            "view_validation",
            "advance_lesson",
            "validate_lesson",
            "add_webcopy",
            "moderate_lessoncomment",
            "moderate_lessonuse",
            *EVENTS,
            *(f"view_{word}" for word in WORDS),
        ),
    ),
    CURATORS: Role(
        pages={LessonIndex: ("add", "change")},
        documents=("choose",),
        permissions=(
            "triage_observation",
            "invite_reviewer",
            "view_validation",
            "advance_lesson",
            "add_webcopy",
            *EVENTS,
            *(f"{action}_cue" for action in ("add", "change", "view")),
            *(f"view_{word}" for word in WORDS),
        ),
    ),
    TRAINERS: Role(
        pages={
            ProgrammeIndex: ("add", "change", "publish"),
            LessonIndex: ("change",),
        },
        documents=("choose",),
        permissions=tuple(f"view_{word}" for word in WORDS),
    ),
}
# Sections whose pages somebody else publishes than the one who wrote them.
MODERATED = (LessonIndex, UnitIndex)
WORKFLOW = gettext_noop("Moderation")


@transaction.atomic
def ensure_roles() -> None:
    """Make the groups and the workflow of moderation, where absent.

    Needs the sections of the page tree. A group gets the permissions of its role once;
    afterwards they are the administrators' to change.
    """
    sections = {
        section: section.objects.get()
        for section in (LessonIndex, ProgrammeIndex, StocktakeIndex, UnitIndex)
    }
    for name, role in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        if not group.page_permissions.filter(page__in=sections.values()).exists():
            _give(group, role, sections)
    _ensure_moderation(Group.objects.get(name=MODERATORS), sections)


def _give(group: Group, role: Role, sections: dict) -> None:
    # Wagtail makes groups of two of these names that may edit everything.
    group.page_permissions.all().delete()
    group.collection_permissions.all().delete()
    group.permissions.set(
        [
            _permission("wagtailadmin", "access_admin"),
            *_permissions(role),
        ]
    )
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(
            group=group,
            page=sections[section],
            permission=_permission("wagtailcore", f"{action}_page"),
        )
        for section, actions in role.pages.items()
        for action in actions
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(
            group=group,
            collection=Collection.get_first_root_node(),
            permission=_permission("wagtaildocs", f"{action}_document"),
        )
        for action in role.documents
    )


def give_permissions_of(app: str) -> None:
    """Give each group what its role may do in an app that came later."""
    for group in Group.objects.filter(name__in=ROLES):
        permissions = _permissions(ROLES[group.name])
        group.permissions.add(
            *(each for each in permissions if each.content_type.app_label == app)
        )


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.select_related("content_type").get(
        content_type__app_label=app, codename=codename
    )


def _permissions(role: Role) -> list[Permission]:
    found = []
    for name in role.permissions:
        app, _dot, codename = name.rpartition(".")
        found.append(_permission(app or "knowledge", codename))
    return found


def _ensure_moderation(moderators: Group, sections: dict) -> None:
    task, _ = SecondPersonApproval.objects.get_or_create(name=WORKFLOW)
    task.groups.add(moderators)
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    # An earlier one of the same name let people approve their own words.
    workflow.workflow_tasks.filter(task__name=WORKFLOW).exclude(task=task).update(
        task=task
    )
    WorkflowTask.objects.get_or_create(
        workflow=workflow, task=task, defaults={"sort_order": 0}
    )
    for section in MODERATED:
        WorkflowPage.objects.get_or_create(
            page=sections[section], defaults={"workflow": workflow}
        )
