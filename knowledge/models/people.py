"""The members of staff who have an account."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from knowledge.fixed_queries import fixed_query

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
        return frozenset(pk for (pk,) in _units_of(self.pk))

    @cached_property
    def group_ids(self) -> frozenset[int]:
        return frozenset(pk for (pk,) in _groups_of(self.pk))

    def may_archive_for(self, unit_id: int | None) -> bool:
        """Tell whether one may put documents into the archive for that unit."""
        return self.has_perm("knowledge.add_document") and self._works_for(unit_id)

    def may_correct(self, document) -> bool:
        """Tell whether one may correct the details of ``document``, if one sees it."""
        return self.has_perm("knowledge.change_document") and self._works_for(
            document.unit_id
        )

    @property
    def units_to_archive_for(self) -> models.QuerySet[DeliveryUnit]:
        if not self.has_perm("knowledge.add_document"):
            return DeliveryUnit.objects.none()
        if self.is_superuser:
            return DeliveryUnit.objects.all()
        return self.units.all()

    def _works_for(self, unit_id: int | None) -> bool:
        return self.is_superuser or unit_id in self.unit_ids


@fixed_query
def _units_of():
    """Return the numbers of the units of the user of that number."""
    return User.units.through.objects.filter(user=0).values_list("deliveryunit_id")


@fixed_query
def _groups_of():
    """Return the numbers of the groups of the user of that number."""
    return User.groups.through.objects.filter(user=0).values_list("group_id")
