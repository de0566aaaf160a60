"""What was searched for, how often, and what the archive should get."""

from django.conf import settings
from django.db import models
from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 200


class SearchCountQuerySet(models.QuerySet):
    def by_text(self):
        """Return a row for each text: how often, how often in vain, when last."""
        return (
            self.values("text")
            .annotate(
                searched=Sum("times"),
                fruitless=Sum("times_in_vain"),
                last_day=Max("day"),
            )
            .order_by("-searched", "text")
        )


class SearchCount(models.Model):
    """How often a text was searched for on a day; never by whom.

    Wagtail's own `Query` and `QueryDailyHits` know neither searches in vain nor the
    language, and their chooser shows everybody in the admin what was searched for.
    """

    text = models.CharField(_("text"), max_length=LONGEST_TEXT)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    day = models.DateField(_("day"), db_index=True)
    times = models.PositiveIntegerField(_("times"), default=0)
    times_in_vain = models.PositiveIntegerField(_("times in vain"), default=0)

    objects = SearchCountQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "text"]
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["text", "language", "day"], name="one_count_a_day"
            )
        ]

    def __str__(self):
        return self.text


class WantedDocument(models.Model):
    """What was searched for in vain, and whether the archive should get it."""

    class State(models.TextChoices):
        WANTED = "wanted", _("Wanted")
        GOT = "got", _("In the archive now")
        DECLINED = "declined", _("Not for this archive")

    text = models.CharField(
        _("searched for"),
        max_length=LONGEST_TEXT,
        unique=True,
        error_messages={"unique": _("This search is in the list already.")},
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WANTED
    )
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("Such as who may have it, or where it now is."),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = _("wanted document")
        verbose_name_plural = _("documents wanted")

    def __str__(self):
        return self.text
