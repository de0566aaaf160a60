"""What a lesson needs before a step, in words, each with the place to mend it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge import validation
from knowledge.models import Evidence, Lesson, LessonAction, SystemLink
from knowledge.publication import Obstacle
from knowledge.templatetags.localized import digits


def has_verified_quote(lesson: Lesson, user) -> list[Obstacle]:
    """A quote that speaks for the lesson stands where it is cited, or qualifies it."""
    quotes = [
        row
        for row in _rows(lesson, "evidence")
        if row.role != Evidence.Role.CONTRADICTS and _is_verified(row)
    ]
    if quotes:
        return []
    return [
        Obstacle(
            _("No quote for the lesson is verified. Cite one as it stands on a page."),
            _section(lesson, "evidence"),
        )
    ]


def is_endorsed(lesson: Lesson, user) -> list[Obstacle]:
    """A body that is independent of the authors endorses the present text."""
    standing = validation.standing_of(lesson)
    if standing.endorsing:
        return []
    if standing.earlier:
        words = _(
            "The text or its evidence has changed since it was endorsed. Ask for a "
            "review of what it says now."
        )
    else:
        words = _(
            "Nobody but its authors has endorsed the lesson yet. Ask for a review."
        )
    return [Obstacle(words, _reviewers(lesson))]


def is_not_disputed(lesson: Lesson, user) -> list[Obstacle]:
    """More bodies endorse the lesson than dispute it."""
    standing = validation.standing_of(lesson)
    count = len(standing.disputed)
    if not count or len(standing.endorsing) > count:
        return []
    words = ngettext(
        "%(number)s body disputes the lesson, and not more than that endorse it. "
        "Mend what is in doubt and ask for another review.",
        "%(number)s bodies dispute the lesson, and not more than that endorse it. "
        "Mend what is in doubt and ask for another review.",
        count,
    )
    return [Obstacle(words % {"number": digits(count)}, _reviewers(lesson))]


def _reviewers(lesson: Lesson) -> str:
    return reverse("lesson_reviewers", args=[lesson.pk])


def has_action(lesson: Lesson, user) -> list[Obstacle]:
    if lesson.actions.open().exists():
        return []
    return [
        Obstacle(
            _("No action is assigned. Say who does what by when."),
            f"{reverse('lesson_steps', args=[lesson.pk])}#actions",
        )
    ]


def has_nothing_left_to_do(lesson: Lesson, user) -> list[Obstacle]:
    """Every action is done or dropped, and one is done."""
    here = f"{reverse('lesson_steps', args=[lesson.pk])}#actions"
    count = lesson.actions.open().count()
    if count:
        words = ngettext(
            "%(number)s action is still open. Close it with its proof, or drop it.",
            "%(number)s actions are still open. Close them with proof, or drop them.",
            count,
        )
        return [Obstacle(words % {"number": digits(count)}, here)]
    if not lesson.actions.filter(state=LessonAction.State.DONE).exists():
        return [Obstacle(_("No action is done."), here)]
    return []


def has_changed_something(lesson: Lesson, user) -> list[Obstacle]:
    links = _rows(lesson, "system_links")
    if any(link.relation == SystemLink.Relation.CHANGED for link in links):
        return []
    return [
        Obstacle(
            _(
                "No link to the administration says what was changed. Add one whose "
                "relation is “changed”."
            ),
            _section(lesson, "system_links"),
        )
    ]


def is_accepted(lesson: Lesson, user) -> list[Obstacle]:
    """A department has accepted what the lesson asks of it."""
    links = _rows(lesson, "system_links")
    if any(link.response == SystemLink.Response.ACCEPTED for link in links):
        return []
    return [
        Obstacle(
            _("No department has accepted the lesson. Enter the response of one."),
            _section(lesson, "system_links"),
        )
    ]


def has_proof(lesson: Lesson, user) -> list[Obstacle]:
    """A verified quote shows the change, or an action is done with its proof."""
    if lesson.actions.proved().exists() or any(
        row.role == Evidence.Role.SHOWS_CHANGE and _is_verified(row)
        for row in _rows(lesson, "evidence")
    ):
        return []
    return [
        Obstacle(
            _("Nothing proves the change. Cite a verified quote that shows it."),
            _section(lesson, "evidence"),
        )
    ]


def _rows(lesson: Lesson, relation: str) -> list:
    """Return rows as readers have them, or those of the draft if nobody reads it yet.

    Rows of a draft are not in the database.
    """
    source = lesson if lesson.live else lesson.get_latest_revision_as_object()
    return list(getattr(source, relation).all())


def _is_verified(row: Evidence) -> bool:
    """Compare the quote afresh; nothing is saved."""
    row.check_quote()
    return row.is_verified


def _section(lesson: Lesson, relation: str) -> str:
    """Return the address of a part of the form that the lesson is written in."""
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    return f"{edit}#panel-child-content-{relation}-section"
