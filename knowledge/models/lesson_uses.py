"""What became of a lesson: who used it, where, and what came of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.access import is_staff_member

from .lessons import Lesson
from .vocabulary import Department

LONGEST_USE = 2000


class LessonUseQuerySet(models.QuerySet):
    def shown_to(self, user):
        """Return what a reader of the lesson is shown; visitors see what is released.

        Whether ``user`` may see the lesson itself is asked before.
        """
        shown = self.filter(state=LessonUse.State.SHOWN)
        if not is_staff_member(user):
            shown = shown.filter(released_at__isnull=False)
        return shown

    def with_details(self):
        return self.select_related("department", "author").order_by("-used_on", "-pk")


class LessonUse(models.Model):
    """“We used this”: where a lesson was used, how, and what came of it.

    Staff see it at once, with the name of whoever reports it. The public sees it only
    after a moderator has released it, and then only with the role.
    """

    class State(models.TextChoices):
        SHOWN = "shown", _("Shown")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        HIDDEN = "hidden", _("Hidden")

    lesson = models.ForeignKey(
        Lesson, on_delete=models.CASCADE, related_name="uses", verbose_name=_("lesson")
    )
    place = models.CharField(_("where"), max_length=200)
    department = models.ForeignKey(
        Department,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lesson_uses",
        verbose_name=_("department"),
    )
    what_was_done = models.TextField(_("what was done"), max_length=LONGEST_USE)
    outcome = models.TextField(_("what came of it"), max_length=LONGEST_USE, blank=True)
    used_on = models.DateField(_("when"), default=timezone.localdate)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("reported by"),
    )
    shown_as = models.CharField(_("role"), max_length=100)
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.SHOWN
    )
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    # Whoever released or hid it.
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    edited_at = models.DateTimeField(_("changed at"), null=True, blank=True)
    # Made up with the form, so that what is sent twice is kept once.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = LessonUseQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("use of a lesson")
        verbose_name_plural = _("uses of lessons")
        default_permissions = ()
        permissions = [
            ("moderate_lessonuse", "Can release and hide what was made of lessons")
        ]
        indexes = [models.Index(fields=["lesson", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="hidden") | ~Q(reason=""),
                name="hidden_use_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="shown") | Q(released_at__isnull=True),
                name="only_a_shown_use_is_released",
            ),
        ]

    def __str__(self):
        return f"{self.lesson} · {self.place}"

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    @property
    def is_shown(self) -> bool:
        return self.state == self.State.SHOWN
