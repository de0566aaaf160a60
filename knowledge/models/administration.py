"""Links from lessons into the public administration."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
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


class SystemLinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the links of the lessons that ``user`` may see."""
        return self.filter(lesson__in=Lesson.objects.visible_to(user))

    def concerning(self, department):
        """Return the links to ``department`` or to one of its rules."""
        return self.filter(Q(department=department) | Q(rule__department=department))

    def lessons_per_department(self) -> dict[int, int]:
        """Return the number of lessons for each department, by its primary key."""
        return dict(
            self.order_by()
            .values_list(Coalesce("department", "rule__department"))
            .annotate(models.Count("lesson", distinct=True))
        )

    def by_relation(self) -> dict[str, list["SystemLink"]]:
        """Return the links under their relations, in the order of these."""
        links = self.select_related(
            "lesson__unit", "lesson__sector", "rule", "department"
        ).order_by("lesson__title", "pk")
        groups = {relation.value: [] for relation in SystemLink.Relation}
        for link in links:
            groups[link.relation].append(link)
        return {relation: found for relation, found in groups.items() if found}


class SystemLink(Orderable):
    """What a lesson means for a department, or for one of its rules."""

    class Relation(models.TextChoices):
        CONCERNS = "concerns", _("concerns")
        SHOULD_CHANGE = "should_change", _("should change")
        CHANGED = "changed", _("changed")

    class Response(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        PARTLY = "partly", _("partly accepted")
        REJECTED = "rejected", _("rejected")

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
    response = models.CharField(
        _("response"),
        max_length=8,
        choices=Response,
        blank=True,
        help_text=_("What the department answered; empty until it has answered."),
    )
    response_reason = models.CharField(
        _("reason of the response"), max_length=500, blank=True
    )
    respondent = models.CharField(
        _("who answered"),
        max_length=200,
        blank=True,
        help_text=_(
            "The post, not the person: such as “Director, Public Instruction”."
        ),
    )
    responded_on = models.DateField(_("answered on"), null=True, blank=True)

    objects = SystemLinkQuerySet.as_manager()

    panels = [
        FieldPanel("department"),
        FieldPanel("rule"),
        FieldPanel("relation"),
        FieldPanel("note"),
        FieldPanel("response"),
        FieldPanel("response_reason"),
        FieldPanel("respondent"),
        FieldPanel("responded_on"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("system link")
        verbose_name_plural = _("system links")
        constraints = [
            models.CheckConstraint(
                condition=Q(department__isnull=False) | Q(rule__isnull=False),
                name="system_link_names_a_department_or_a_rule",
                violation_error_message=_("Choose a department or a rule."),
            ),
            models.CheckConstraint(
                condition=Q(response__in=["", "accepted"]) | ~Q(response_reason=""),
                name="system_link_not_accepted_has_a_reason",
                violation_error_message=_(
                    "Say why the department did not accept it as a whole."
                ),
            ),
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
        self._clean_response()

    def _clean_response(self):
        errors = {}
        if self.response and not self.respondent.strip():
            errors["respondent"] = _("Give the post that answered.")
        if self.response and not self.responded_on:
            errors["responded_on"] = _("Give the day of the answer.")
        if self.response not in {"", self.Response.ACCEPTED} and (
            not self.response_reason.strip()
        ):
            errors["response_reason"] = _(
                "Say why the department did not accept it as a whole."
            )
        if not self.response and (self.respondent or self.responded_on):
            errors["response"] = _("Choose what the department answered.")
        if errors:
            raise ValidationError(errors)

    @property
    def concerned_department(self) -> Department:
        return self.department or self.rule.department
