"""Searches that people keep, to be told of what is new in them."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from knowledge.models import Language

LONGEST_SENDING = datetime.timedelta(hours=1)
LONGEST_NAME = 100


class Frequency(models.TextChoices):
    """How often mail is sent, if there is something new."""

    NONE = "none", _("No mail")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")


def new_feed_key() -> str:
    return get_random_string(20)


class SavedSearch(models.Model):
    """A search that somebody keeps, with a feed and, if wanted, mail about news.

    `parameters` is what follows the question mark in the address of the search.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="saved_searches",
        verbose_name=_("user"),
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    parameters = models.TextField(_("search"), blank=True)
    frequency = models.CharField(
        _("mail about new results"),
        max_length=10,
        choices=Frequency,
        default=Frequency.NONE,
    )
    language = models.CharField(
        _("language of the mail"),
        max_length=5,
        choices=Language,
        default=Language.ENGLISH,
    )
    # A part of the feed's secret address; another one makes the old address invalid.
    feed_key = models.CharField(max_length=20, default=new_feed_key, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # How far the mails have come; kept by `search.alerts` alone.
    due_at = models.DateTimeField(null=True, editable=False, db_index=True)
    watched_since = models.DateTimeField(null=True, editable=False)
    # The keys of results that the reader knows; null until they were looked up first.
    known = models.JSONField(null=True, editable=False)
    # What appeared earlier counts as known without being listed.
    known_before = models.DateTimeField(null=True, editable=False)
    sending_since = models.DateTimeField(null=True, editable=False)
    last_sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"], name="saved_search_is_named_once"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_mail_uncertain(self) -> bool:
        """Tell whether a mail was claimed and its worker died before it was sent."""
        since = self.sending_since
        return since is not None and timezone.now() - since > LONGEST_SENDING

    @property
    def is_watched(self) -> bool:
        return self.frequency != Frequency.NONE
