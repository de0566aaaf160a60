"""Unit profiles: what a delivery unit is, by a standard set of questions."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, Page

from knowledge.languages import in_page_language

from .documents import Document
from .lessons import Lesson
from .records import AccessControlledPage, Summarised, VisiblePageManager, Written
from .stocktakes import Stocktake

LATEST = 6


class UnitIndex(Page):
    """The list of delivery units."""

    max_count = 1
    subpage_types = ["knowledge.UnitProfile"]

    class Meta:
        verbose_name = _("list of units")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["profiles"] = (
            UnitProfile.objects.child_of(self)
            .visible_to(request.user)
            .select_related("unit__government")
            .order_by("title")
        )
        return context


class UnitProfile(AccessControlledPage, Summarised, Written, Page):
    """A delivery unit's page: its answers, stocktakes, documents and lessons."""

    objects = VisiblePageManager()

    parent_page_types = ["knowledge.UnitIndex"]
    subpage_types = []

    content_panels = Page.content_panels + [
        FieldPanel("title_ur"),
        FieldPanel("summary"),
        FieldPanel("summary_ur"),
        FieldPanel("language"),
        *AccessControlledPage.access_panels,
        InlinePanel("answers", heading=_("Profile"), label=_("Answer")),
    ]

    class Meta:
        verbose_name = _("unit profile")
        verbose_name_plural = _("unit profiles")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        user = request.user
        # A profile without a unit has nothing, not what belongs to no unit.
        of_unit = {"unit__in": [self.unit_id] if self.unit_id else []}
        context["answers"] = sorted(
            self.answers.select_related("question"),
            key=lambda answer: answer.question.position,
        )
        context["sectors"] = self.unit.sectors.all() if self.unit else []
        context["stocktakes"] = (
            Stocktake.objects.visible_to(user)
            .filter(**of_unit)
            .select_related("unit", "sector")
            .order_by("-date")[:LATEST]
        )
        context["documents"] = (
            Document.objects.visible_to(user)
            .filter(**of_unit)
            .with_details()
            .newest_first()[:LATEST]
        )
        context["lessons"] = (
            Lesson.objects.visible_to(user)
            .filter(**of_unit)
            .select_related("unit", "sector")
            .order_by("title")[:LATEST]
        )
        return context


class ProfileQuestion(models.Model):
    """A question that every unit answers, so that units can be compared."""

    text = models.CharField(_("question"), max_length=300)
    text_ur = models.CharField(_("question in Urdu"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("profile question")
        verbose_name_plural = _("profile questions")

    def __str__(self):
        return in_page_language(self.text, self.text_ur)


class ProfileAnswer(Orderable):
    """A unit's answer to a profile question, in Markdown."""

    profile = ParentalKey(UnitProfile, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(
        ProfileQuestion,
        on_delete=models.PROTECT,
        related_name="answers",
        verbose_name=_("question"),
    )
    text = models.TextField(_("answer"))
    text_ur = models.TextField(_("answer in Urdu"), blank=True)

    panels = [FieldPanel("question"), FieldPanel("text"), FieldPanel("text_ur")]

    class Meta(Orderable.Meta):
        verbose_name = _("profile answer")
        verbose_name_plural = _("profile answers")

    def __str__(self):
        return f"{self.question}: {self.wording}"

    @property
    def wording(self) -> str:
        """The text in the language of the page, as far as there is one."""
        return in_page_language(self.text, self.text_ur)
