"""Stocktakes: the meetings that documents come from."""

from django import forms
from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page, PageManager

from knowledge.languages import in_page_language

from .documents import Document
from .records import (
    AccessControlledPage,
    PaginatedList,
    Titled,
    VisiblePageQuerySet,
    Written,
)
from .vocabulary import Department, Sector


class StocktakeIndex(PaginatedList, Page):
    """The list of stocktakes."""

    max_count = 1
    subpage_types = ["knowledge.Stocktake"]

    class Meta:
        verbose_name = _("list of stocktakes")

    def listed_for(self, user):
        return (
            Stocktake.objects.child_of(self)
            .visible_to(user)
            .select_related("unit", "sector")
            .order_by("-date", "-pk")
        )


class StocktakeQuerySet(VisiblePageQuerySet):
    def concerning(self, department):
        """Return the stocktakes of ``department``, by their lists or decisions."""
        return self.filter(
            Q(departments=department) | Q(decisions__department=department)
        ).distinct()


class Stocktake(AccessControlledPage, Titled, Written, Page):
    """One meeting of a cycle in which departments account for their progress."""

    sector = models.ForeignKey(
        Sector,
        on_delete=models.PROTECT,
        related_name="stocktakes",
        verbose_name=_("sector"),
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    date = models.DateField(_("date"))
    chair = models.CharField(
        _("chair"),
        max_length=200,
        blank=True,
        help_text=_("The post that chairs the meeting, not the person."),
    )
    chair_ur = models.CharField(_("chair in Urdu"), max_length=200, blank=True)
    departments = ParentalManyToManyField(
        Department, blank=True, related_name="stocktakes", verbose_name=_("departments")
    )
    agenda = models.TextField(
        _("agenda"), blank=True, help_text=_("Markdown may be used.")
    )
    agenda_ur = models.TextField(
        _("agenda in Urdu"), blank=True, help_text=_("Markdown may be used.")
    )

    objects = PageManager.from_queryset(StocktakeQuerySet)()

    parent_page_types = ["knowledge.StocktakeIndex"]
    subpage_types = []

    content_panels = Page.content_panels + [
        FieldPanel("title_ur"),
        MultiFieldPanel(
            [
                FieldPanel("sector"),
                FieldPanel("round"),
                FieldPanel("date"),
                FieldPanel("chair"),
                FieldPanel("chair_ur"),
                FieldPanel("departments", widget=forms.CheckboxSelectMultiple),
                FieldPanel("language"),
            ],
            heading=_("Meeting"),
        ),
        *AccessControlledPage.access_panels,
        FieldPanel("agenda"),
        FieldPanel("agenda_ur"),
        InlinePanel("decisions", heading=_("Decisions"), label=_("Decision")),
    ]

    class Meta:
        verbose_name = _("stocktake")
        verbose_name_plural = _("stocktakes")
        indexes = [models.Index(fields=["-date"])]

    @property
    def chaired_by(self) -> str:
        """The chair in the language of the page, as far as there is one."""
        return in_page_language(self.chair, self.chair_ur)

    @property
    def business(self) -> str:
        """The agenda in the language of the page, as far as there is one."""
        return in_page_language(self.agenda, self.agenda_ur)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        # A stocktake in preview may not be saved yet.
        documents = self.documents if self.pk else Document.objects.none()
        context["documents"] = (
            documents.visible_to(request.user).with_details().order_by("kind", "pk")
        )
        context["departments"] = self.departments.all()
        context["decisions"] = self.decisions.select_related("department")
        # Lessons build on stocktakes, so that their model is not imported here.
        lessons = apps.get_model("knowledge", "Lesson").objects
        context["lessons"] = (
            lessons.visible_to(request.user)
            .proved_by(context["documents"])
            .select_related("unit", "sector")
            .order_by("title", "pk")
        )
        return context


class Decision(Orderable):
    """What a stocktake decided: who does what by when."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    stocktake = ParentalKey(
        Stocktake, on_delete=models.CASCADE, related_name="decisions"
    )
    text = models.TextField(_("decision"))
    text_ur = models.TextField(_("decision in Urdu"), blank=True)
    department = models.ForeignKey(
        Department,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("department"),
    )
    due_date = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN
    )

    class Meta(Orderable.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self):
        return self.wording

    @property
    def wording(self) -> str:
        """The text in the language of the page, as far as there is one."""
        return in_page_language(self.text, self.text_ur)

    @property
    def is_overdue(self) -> bool:
        """Tell whether it is open although its day has passed."""
        return bool(
            self.state == self.State.OPEN
            and self.due_date
            and self.due_date < timezone.localdate()
        )
