"""When something was last done to the search, and how it went."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MilestoneQuerySet(models.QuerySet):
    def reach(self, name: str, **details) -> None:
        """Note that it was done now; numbers and texts about it are `details`."""
        self.update_or_create(
            name=name, defaults={"reached_at": timezone.now(), "details": details}
        )

    def last(self, name: str) -> "Milestone | None":
        """Return when it was last done, if ever."""
        return self.filter(name=name).first()


class Milestone(models.Model):
    """The last time that something was done."""

    class Name(models.TextChoices):
        REBUILD = "rebuild", _("The index was rebuilt")
        FAILED_REBUILD = "failed_rebuild", _("A rebuild of the index failed")
        VERIFY = "verify", _("Index and database were compared")
        STARTING_SET = "starting_set", _("The first synonyms were made")

    name = models.CharField(_("name"), max_length=20, choices=Name, unique=True)
    reached_at = models.DateTimeField(_("when"))
    details = models.JSONField(_("details"), default=dict)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        default_permissions = ()

    def __str__(self):
        return self.get_name_display()
