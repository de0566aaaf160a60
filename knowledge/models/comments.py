"""What members of staff say about a lesson; never shown to the public."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .lessons import Lesson

LONGEST_COMMENT = 3000


class LessonComment(models.Model):
    """A comment by a member of staff, or an answer to one.

    Of a removed comment only its place is kept: that there was one, and why it went.
    """

    lesson = models.ForeignKey(
        Lesson,
        on_delete=models.CASCADE,
        related_name="reader_comments",
        verbose_name=_("lesson"),
    )
    reply_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="replies",
        verbose_name=_("answer to"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("author"),
    )
    text = models.TextField(_("comment"), max_length=LONGEST_COMMENT, blank=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    edited_at = models.DateTimeField(_("changed at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("removed by"),
    )
    removal_reason = models.CharField(_("reason"), max_length=500, blank=True)
    # Made up with the form, so that what is sent twice is kept once.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["lesson", "pk"]
        verbose_name = _("comment on a lesson")
        verbose_name_plural = _("comments on lessons")
        default_permissions = ()
        permissions = [("moderate_lessoncomment", "Can remove comments of others")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(removed_at__isnull=True) & ~Q(text=""))
                | (Q(removed_at__isnull=False) & Q(text="")),
                name="comment_has_words_until_it_is_removed",
            )
        ]

    def __str__(self):
        return f"{self.lesson} · {self.made_at:%Y-%m-%d}"

    @property
    def is_removed(self) -> bool:
        return self.removed_at is not None
