"""A lesson's text as it was submitted, beside the text that was validated.

Wagtail's revisions hold both, so that nothing is copied that could be changed later.
The submitted text is that of the revision that first went to moderation or was first
published; what a moderator took out before that, only those who may edit the lesson
read, and to others the first published text is the submitted one. The validated one is
that which a body endorsed, if it was published, or else the published one. It is the
lesson's own words that are shown and never its evidence.
"""

from dataclasses import dataclass

from django.utils.text import capfirst
from wagtail.models import PageLogEntry, Revision, TaskState

from knowledge import access
from knowledge.lesson_parts import parts_of
from knowledge.models import Lesson, Validation
from knowledge.word_diff import Piece, compare

PUBLISHED = "wagtail.publish"


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """One part of a lesson in both texts."""

    heading: str
    submitted: list[Piece]
    validated: list[Piece]

    @property
    def is_changed(self) -> bool:
        return any(piece.is_changed for piece in (*self.submitted, *self.validated))


@dataclass(frozen=True, slots=True)
class Texts:
    """The two revisions that are shown side by side."""

    submitted: Revision
    validated: Revision
    is_validated: bool
    is_published: bool

    def lessons(self) -> tuple[Lesson, Lesson]:
        """Return the lesson as it was submitted, and as it was validated."""
        return self.submitted.as_object(), self.validated.as_object()

    @property
    def is_public(self) -> bool:
        return (
            self.is_published
            and access.may_read_revision(None, self.submitted)
            and access.may_read_revision(None, self.validated)
        )


def compared(before: Lesson, after: Lesson) -> list[ComparedPart]:
    """Return the parts that either text has, in reading order."""
    old, new = parts_of(before), parts_of(after)
    return [
        ComparedPart(capfirst(after.heading_of(name)), *compare(old[name], new[name]))
        for name in old
        if old[name] or new[name]
    ]


def texts_for(lesson: Lesson, user) -> Texts | None:
    """Return both texts of a lesson that ``user`` may see.

    Returns:
        ``None`` if they are the same, or if the lesson was more closed when it was
        submitted and ``user`` could not see it then.
    """
    if lesson.pk is None:
        return None
    submitted = submitted_revision(lesson)
    if submitted is None:
        return None
    published = set(_publications(lesson).values_list("revision", flat=True))
    is_published = submitted.pk in published
    if not is_published and not lesson.permissions_for_user(user).can_edit():
        submitted = _first_published(lesson)
        is_published = True
    endorsed = _endorsed_revision(lesson, published)
    validated = endorsed or lesson.live_revision
    if submitted is None or validated is None or submitted.pk == validated.pk:
        return None
    for revision in (submitted, validated):
        if not access.may_read_revision(user, revision):
            return None
    return Texts(submitted, validated, endorsed is not None, is_published)


def submitted_revision(lesson: Lesson) -> Revision | None:
    """Return the revision that first went to moderation or was first published."""
    in_review = TaskState.objects.filter(
        workflow_state__in=lesson.workflow_states, revision__isnull=False
    )
    moments = [
        *in_review.order_by("started_at").values_list("started_at", "revision")[:1],
        *_publications(lesson)
        .order_by("timestamp")
        .values_list("timestamp", "revision")[:1],
    ]
    if not moments:
        return None
    return lesson.revisions.filter(pk=min(moments)[1]).first()


def _first_published(lesson: Lesson) -> Revision | None:
    first = _publications(lesson).order_by("timestamp", "pk").first()
    return lesson.revisions.filter(pk=first.revision_id).first() if first else None


def _publications(lesson: Lesson):
    return PageLogEntry.objects.filter(
        page=lesson.pk, action=PUBLISHED, revision__isnull=False
    )


def _endorsed_revision(lesson: Lesson, published: set[int]) -> Revision | None:
    endorsing = Validation.objects.filter(lesson=lesson.pk, revision__isnull=False)
    endorsing = endorsing.exclude(verdict=Validation.Verdict.DISPUTED)
    # A draft that was only sent out for review is nothing for readers.
    endorsing = endorsing.filter(revision__in=published)
    latest = endorsing.select_related("revision").order_by("-made_on", "-pk").first()
    return latest.revision if latest else None
