"""What is to be done about a lesson: who, what, by when, and what proves it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .evidence import Evidence
from .lessons import Lesson


class LessonActionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=LessonAction.State.OPEN)

    def proved(self):
        """Return the actions that are done and whose proof stands where it is cited."""
        return self.filter(
            state=LessonAction.State.DONE, proof__state=Evidence.State.VERIFIED
        )


class LessonAction(models.Model):
    """Who does what by when. It is closed with proof, or dropped with a reason."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(
        _("what is to be done"), max_length=500, help_text=_("One thing, in one line.")
    )
    post = models.CharField(
        _("who does it"),
        max_length=200,
        help_text=_(
            "The post, not the person: such as “Director, Public Instruction”."
        ),
    )
    due_on = models.DateField(_("by when"))
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OPEN, editable=False
    )
    closed_on = models.DateField(_("closed on"), null=True, editable=False)
    closing_note = models.TextField(_("reason"), max_length=2000, blank=True)
    proof = models.ForeignKey(
        Evidence,
        null=True,
        blank=True,
        # The text of the lesson may drop a quote; the action then has no proof.
        on_delete=models.SET_NULL,
        related_name="proved_actions",
        verbose_name=_("proof"),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    objects = LessonActionQuerySet.as_manager()

    class Meta:
        ordering = ["lesson", "due_on", "pk"]
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True)
                | Q(~Q(state="open"), closed_on__isnull=False),
                name="lesson_action_closed_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped", closing_note=""),
                name="lesson_action_dropped_has_a_reason",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_overdue(self) -> bool:
        return self.state == self.State.OPEN and self.due_on < timezone.localdate()


class DueDateMove(models.Model):
    """One time that the date of an action was moved: from, to, why."""

    action = models.ForeignKey(
        LessonAction, on_delete=models.CASCADE, related_name="moves"
    )
    from_date = models.DateField(_("from"))
    to_date = models.DateField(_("to"))
    reason = models.TextField(_("reason"), max_length=2000)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("by"),
    )
    moved_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["action", "pk"]
        verbose_name = _("move of a date")
        verbose_name_plural = _("moves of dates")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="due_date_move_has_a_reason"
            )
        ]

    def __str__(self):
        return f"{self.from_date} → {self.to_date}"
