"""The members of staff who have an account."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .vocabulary import DeliveryUnit


class User(AbstractUser):
    """A member of staff. Groups say what one may do, units whose records one sees."""

    units = models.ManyToManyField(
        DeliveryUnit,
        related_name="members",
        blank=True,
        verbose_name=_("delivery units"),
        help_text=_("Restricted records of these units can be seen."),
    )

    # Read several times a request by the access rule.
    @cached_property
    def unit_ids(self) -> frozenset[int]:
        return frozenset(self.units.values_list("pk", flat=True))

    @cached_property
    def group_ids(self) -> frozenset[int]:
        return frozenset(self.groups.values_list("pk", flat=True))
