"""The words that records are described with."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge.languages import in_page_language


class Term(models.Model):
    """A name in English and, where there is one, in Urdu."""

    name = models.CharField(_("name"), max_length=200)
    name_ur = models.CharField(_("name in Urdu"), max_length=200, blank=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self):
        return in_page_language(self.name, self.name_ur)


class Government(Term):
    """A federal or provincial government."""

    class Level(models.TextChoices):
        FEDERAL = "federal", _("Federal")
        PROVINCIAL = "provincial", _("Provincial")

    level = models.CharField(_("level"), max_length=12, choices=Level)

    class Meta(Term.Meta):
        verbose_name = _("government")
        verbose_name_plural = _("governments")


class AdministrationQuerySet(models.QuerySet):
    def in_office(self, government, on_date):
        """Return the administrations of ``government`` in office on ``on_date``."""
        return self.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=on_date),
            government=government,
            started_on__lte=on_date,
        )


class Administration(models.Model):
    """Who governed from when to when, so that an item knows the one of its date."""

    government = models.ForeignKey(
        Government,
        on_delete=models.CASCADE,
        related_name="administrations",
        verbose_name=_("government"),
    )
    name = models.CharField(_("name"), max_length=200)
    name_ur = models.CharField(_("name in Urdu"), max_length=200, blank=True)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = AdministrationQuerySet.as_manager()

    class Meta:
        ordering = ["government", "started_on"]
        verbose_name = _("administration")
        verbose_name_plural = _("administrations")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(ended_on__gte=models.F("started_on")),
                name="administration_ends_after_it_starts",
                violation_error_message=_("It cannot end before it starts."),
            )
        ]

    def __str__(self):
        return in_page_language(self.name, self.name_ur)


class Sector(Term):
    """A field of public service, such as education."""

    class Meta(Term.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class DeliveryChallenge(Term):
    """A difficulty that delivery meets in every sector, such as late funds."""

    class Meta(Term.Meta):
        verbose_name = _("delivery challenge")
        verbose_name_plural = _("delivery challenges")


class Department(Term):
    """A department that carries policy out."""

    government = models.ForeignKey(
        Government,
        on_delete=models.PROTECT,
        related_name="departments",
        verbose_name=_("government"),
    )

    class Meta(Term.Meta):
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    def get_absolute_url(self):
        return reverse("department", args=[self.slug])


class DeliveryUnit(Term):
    """A unit that drives the delivery of a government's priorities."""

    short_name = models.CharField(_("short name"), max_length=60)
    short_name_ur = models.CharField(_("short name in Urdu"), max_length=60, blank=True)
    government = models.ForeignKey(
        Government,
        on_delete=models.PROTECT,
        related_name="units",
        verbose_name=_("government"),
    )
    sectors = models.ManyToManyField(
        Sector, related_name="units", blank=True, verbose_name=_("sectors")
    )

    class Meta(Term.Meta):
        verbose_name = _("delivery unit")
        verbose_name_plural = _("delivery units")

    @property
    def label(self):
        """The short name in the language of the page."""
        return in_page_language(self.short_name, self.short_name_ur)
