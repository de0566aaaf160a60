"""Since when records can be found."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Appearance(models.Model):
    """Since when a record can be found by as many people as now.

    An old document that was archived today appeared today, and again when it is opened
    to more people. See `search.appearances`.
    """

    key = models.CharField(_("record"), max_length=100, unique=True)
    labels = models.JSONField(_("access labels"), default=list)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("appearance")
        verbose_name_plural = _("appearances")

    def __str__(self):
        return self.key
