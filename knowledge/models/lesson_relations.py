"""How lessons relate to one another."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from knowledge import access


class LessonRelation(models.Model):
    """One lesson's relation to another; shown on the pages of both."""

    class Kind(models.TextChoices):
        SUPERSEDES = "supersedes", _("supersedes")
        RECURRING = "recurring", _("is the same again as")
        SIMILAR = "similar", _("is similar to")
        TRANSLATION = "translation", _("tells in another language the same as")

    lesson = ParentalKey(
        "knowledge.Lesson", on_delete=models.CASCADE, related_name="relations"
    )
    kind = models.CharField(_("relation"), max_length=12, choices=Kind)
    target = models.ForeignKey(
        "knowledge.Lesson",
        on_delete=models.CASCADE,
        related_name="relations_from_others",
        verbose_name=_("other lesson"),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    panels = [
        FieldPanel("kind"),
        FieldPanel("target"),
        FieldPanel("note"),
    ]

    class Meta:
        ordering = ["pk"]
        verbose_name = _("relation to another lesson")
        verbose_name_plural = _("relations to other lessons")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(lesson=models.F("target")),
                name="lesson_relates_to_another",
                violation_error_message=_("Choose another lesson than this one."),
            ),
            models.UniqueConstraint(
                fields=["lesson", "target", "kind"],
                name="lesson_relation_said_once",
                violation_error_message=_("This relation is there already."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.target}"

    def clean(self):
        super().clean()
        if self.target_id and self.target_id == self.lesson_id:
            raise ValidationError({"target": _("Choose another lesson than this one.")})

    def is_visible_to(self, user) -> bool:
        # As the choice of lessons has it: a draft is no lesson to point to.
        return access.may_see(user, self.target)
