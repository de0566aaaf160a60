"""How far a lesson has come, and every step of the way: who, when, why."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LessonState(models.TextChoices):
    """Where a lesson stands on the axis of knowledge."""

    ANALYSIS = "analysis", _("In analysis")
    VALIDATION = "validation", _("In validation")
    IDENTIFIED = "identified", _("Lesson identified")
    ACTION_ASSIGNED = "action_assigned", _("Action assigned")
    CHANGE_MADE = "change_made", _("Change made")
    LEARNED = "learned", _("Lesson learned")
    MERGED = "merged", _("Merged with another lesson")
    SUPERSEDED = "superseded", _("Superseded")
    RETIRED = "retired", _("Retired")


# The way that a lesson goes; the other states end it.
WAY = (
    LessonState.ANALYSIS,
    LessonState.VALIDATION,
    LessonState.IDENTIFIED,
    LessonState.ACTION_ASSIGNED,
    LessonState.CHANGE_MADE,
    LessonState.LEARNED,
)
CLOSED = (LessonState.MERGED, LessonState.SUPERSEDED, LessonState.RETIRED)


class LessonStanding(models.Model):
    """What is known of a lesson beside its text.

    These fields are no part of a revision: neither publishing nor reverting one changes
    them, and a copy of the lesson starts anew. They are saved only by their names in
    ``update_fields``, so that whoever saves a whole lesson, as publishing and
    withdrawing do, never takes back a step of somebody else. Inherit from it before
    ``Page``.
    """

    outside_revisions = ("state", "confidence")
    exclude_fields_in_copy = [*outside_revisions]

    state = models.CharField(
        _("state"),
        max_length=16,
        choices=LessonState,
        default=LessonState.ANALYSIS,
        db_index=True,
        editable=False,
    )
    # Kept by ``knowledge.confidence_facts``; empty while nobody reads the lesson.
    confidence = models.CharField(
        _("confidence"),
        max_length=1,
        choices=[(letter, letter) for letter in "ABCD"],
        blank=True,
        db_index=True,
        editable=False,
    )

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None and not self._state.adding:
            lessons = type(self)._base_manager.select_for_update()
            self._stand_as(lessons, self)
        return super().save(*args, **kwargs)

    def with_content_json(self, content):
        lesson = super().with_content_json(content)
        self._stand_as(type(self)._base_manager, lesson)
        return lesson

    def _stand_as(self, lessons, lesson) -> None:
        """Let ``lesson`` stand as this one does in the database at this moment.

        Whoever holds this object may have fetched it long ago. One that is not there
        yet stands as it is.
        """
        standing = lessons.filter(pk=self.pk).values(*self.outside_revisions).first()
        for name in self.outside_revisions:
            setattr(lesson, name, standing[name] if standing else getattr(self, name))


class LessonStepQuerySet(models.QuerySet):
    def for_reading(self):
        """Fetch with each step what is shown of it, the newest first."""
        return self.select_related("made_by", "other").order_by("-made_at", "-pk")


class LessonStep(models.Model):
    """One step of a lesson from one state to another. It is never changed."""

    class Action(models.TextChoices):
        SUBMIT = "submit", _("Sent to validation")
        WITHDRAW = "withdraw", _("Taken back to analysis")
        RETURN = "return", _("Returned to analysis")
        IDENTIFY = "identify", _("Identified as a lesson")
        ASSIGN = "assign", _("Action assigned")
        CHANGE = "change", _("Change made")
        LEARN = "learn", _("Declared learned")
        MERGE = "merge", _("Merged with another lesson")
        SUPERSEDE = "supersede", _("Superseded by another lesson")
        RETIRE = "retire", _("Retired")
        REOPEN = "reopen", _("Re-opened")

    lesson = models.ForeignKey(
        "knowledge.Lesson", on_delete=models.CASCADE, related_name="steps"
    )
    action = models.CharField(_("step"), max_length=10, choices=Action)
    from_state = models.CharField(_("from"), max_length=16, choices=LessonState)
    to_state = models.CharField(_("to"), max_length=16, choices=LessonState)
    reason = models.TextField(_("reason"), max_length=2000)
    other = models.ForeignKey(
        "knowledge.Lesson",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("other lesson"),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(_("at"), default=timezone.now)

    objects = LessonStepQuerySet.as_manager()

    class Meta:
        ordering = ["lesson", "pk"]
        verbose_name = _("step of a lesson")
        verbose_name_plural = _("steps of lessons")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="lesson_step_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(from_state=F("to_state")), name="lesson_step_leads_on"
            ),
        ]

    def __str__(self):
        return f"{self.lesson} {self.get_action_display()}"

    def save(self, *args, **kwargs):
        if self.pk is not None and not self._state.adding:
            raise TypeError("A step that was taken is never changed.")
        super().save(*args, **kwargs)
