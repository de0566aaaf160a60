"""Copies of the text of web pages, kept so that they can be quoted."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FetchStatus(models.TextChoices):
    """How far the copying of a web page has come."""

    QUEUED = "queued", _("Queued")
    FETCHING = "fetching", _("Fetching")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class WebCopy(models.Model):
    """The text of a web page as it was on one day; never changed afterwards."""

    address = models.URLField(_("web address"), max_length=2000)
    title = models.CharField(_("title"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64, blank=True)
    fetched_at = models.DateTimeField(_("copied at"), null=True, blank=True)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=FetchStatus,
        default=FetchStatus.QUEUED,
        db_index=True,
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # When it was queued or taken up last: who takes it up has it for a while.
    moved_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("added by"),
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("copy of a web page")
        verbose_name_plural = _("copies of web pages")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="ready")
                | (Q(fetched_at__isnull=False) & ~Q(sha256="")),
                name="web_copy_that_is_ready_has_date_and_hash",
            )
        ]

    def __str__(self):
        return self.title or self.address

    def get_absolute_url(self):
        return reverse("web_copy", args=[self.pk])

    @property
    def is_being_fetched(self) -> bool:
        return self.status in {FetchStatus.QUEUED, FetchStatus.FETCHING}

    @property
    def is_intact(self) -> bool:
        """Tell that the text is the one that was copied."""
        return self.sha256 == hash_of(self.text)


def hash_of(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
