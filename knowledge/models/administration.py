"""Links from lessons into the public administration."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from .lessons import Lesson
from .vocabulary import Department, Term


class Rule(Term):
    """A rule, a procedure or a form that a department works by."""

    class Kind(models.TextChoices):
        RULE = "rule", _("Rule")
        PROCEDURE = "procedure", _("Procedure")
        FORM = "form", _("Form")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.RULE)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="rules",
        verbose_name=_("department"),
    )

    class Meta(Term.Meta):
        verbose_name = _("rule, procedure or form")
        verbose_name_plural = _("rules, procedures and forms")


class SystemLink(Orderable):
    """What a lesson means for a department, or for one of its rules."""

    class Relation(models.TextChoices):
        CONCERNS = "concerns", _("concerns")
        SHOULD_CHANGE = "should_change", _("should change")
        CHANGED = "changed", _("changed")

    lesson = ParentalKey(Lesson, on_delete=models.CASCADE, related_name="system_links")
    department = models.ForeignKey(
        Department,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="system_links",
        verbose_name=_("department"),
    )
    rule = models.ForeignKey(
        Rule,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="system_links",
        verbose_name=_("rule, procedure or form"),
    )
    relation = models.CharField(
        _("relation"), max_length=15, choices=Relation, default=Relation.CONCERNS
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    panels = [
        FieldPanel("department"),
        FieldPanel("rule"),
        FieldPanel("relation"),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("system link")
        verbose_name_plural = _("system links")
        constraints = [
            models.CheckConstraint(
                condition=Q(department__isnull=False) | Q(rule__isnull=False),
                name="system_link_names_a_department_or_a_rule",
                violation_error_message=_("Choose a department or a rule."),
            )
        ]

    def __str__(self):
        return f"{self.get_relation_display()}: {self.rule or self.department}"

    def clean(self):
        super().clean()
        if not self.department_id and not self.rule_id:
            raise ValidationError(_("Choose a department or a rule."))
        if (
            self.rule_id
            and self.department_id
            and self.rule.department_id != self.department_id
        ):
            raise ValidationError(
                {
                    "rule": _("“%(rule)s” belongs to %(department)s.")
                    % {"rule": self.rule, "department": self.rule.department}
                }
            )

    @property
    def concerned_department(self) -> Department:
        return self.department or self.rule.department
