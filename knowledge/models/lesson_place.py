"""Where a lesson belongs: in what field, to what aim, at what step, in what time."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from .vocabulary import DeliveryChallenge, Sector


class ChainStep(models.TextChoices):
    """A step of the delivery chain, from the decision to the citizen."""

    DECISION = "decision", _("Decision and policy")
    PLANNING = "planning", _("Planning and targets")
    FUNDS = "funds", _("Budget and release of funds")
    SUPPLY = "supply", _("Procurement and supply")
    STAFF = "staff", _("Staff and training")
    SUPERVISION = "supervision", _("District management and supervision")
    FRONT_LINE = "front-line", _("Front line: school, clinic, street")
    CITIZEN = "citizen", _("The citizen")


class LessonLevel(models.TextChoices):
    """The level of government that a lesson tells of."""

    FEDERAL = "federal", _("Federal")
    PROVINCIAL = "provincial", _("Provincial")
    DISTRICT = "district", _("District")


def names_no_person(text: str) -> None:
    """Refuse what reaches a person: lessons outlive whoever held a post."""
    if "@" in text or len(re.sub(r"\D", "", text)) >= 7:
        raise ValidationError(
            _(
                "Name an office or a role, such as “Deputy Secretary (Planning)”: no "
                "e-mail address and no telephone number."
            )
        )


class LessonPlace(models.Model):
    """Where a lesson belongs, and how it is kept up to date."""

    sector = models.ForeignKey(
        Sector,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lessons",
        verbose_name=_("sector"),
    )
    challenges = ParentalManyToManyField(
        DeliveryChallenge,
        blank=True,
        related_name="lessons",
        verbose_name=_("delivery challenges"),
    )
    priority_area = models.CharField(_("priority area"), max_length=200, blank=True)
    target = models.CharField(_("target"), max_length=200, blank=True)
    indicator = models.CharField(_("indicator"), max_length=200, blank=True)
    chain_step = models.CharField(
        _("step of the delivery chain"), max_length=12, choices=ChainStep, blank=True
    )
    level = models.CharField(
        _("level of government"), max_length=12, choices=LessonLevel, blank=True
    )
    period_start = models.DateField(_("period from"), null=True, blank=True)
    period_end = models.DateField(_("period until"), null=True, blank=True)
    contact = models.CharField(
        _("contact"), max_length=200, blank=True, validators=[names_no_person]
    )
    review_on = models.DateField(_("review on"), null=True, blank=True, db_index=True)

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if (
            self.period_start
            and self.period_end
            and self.period_end < self.period_start
        ):
            raise ValidationError(
                {"period_end": _("The period cannot end before it starts.")}
            )

    @property
    def is_due_for_review(self) -> bool:
        return bool(self.review_on and self.review_on <= timezone.localdate())
