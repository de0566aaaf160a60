"""What the search engine has still to be told."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxRow(models.Model):
    """A record that changed since the search engine was last told about it.

    Written in the transaction of the change, so a change is never lost; removed when
    the engine has it.
    """

    key = models.CharField(_("record"), max_length=100, unique=True)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    # Another number after each change, so that one made while the engine is told is
    # not forgotten.
    change = models.PositiveIntegerField(default=1)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        ordering = ["changed_at", "pk"]
        verbose_name = _("outbox row")
        verbose_name_plural = _("outbox rows")

    def __str__(self):
        return self.key
