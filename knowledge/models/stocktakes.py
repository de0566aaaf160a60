"""Stocktakes: the meetings that documents come from."""

from django import forms
from django.apps import apps
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page, PageManager

from .documents import Document
from .records import AccessControlledPage, Titled, VisiblePageQuerySet, Written
from .vocabulary import Department, Sector

PER_PAGE = 20


class StocktakeIndex(Page):
    """The list of stocktakes."""

    max_count = 1
    subpage_types = ["knowledge.Stocktake"]

    class Meta:
        verbose_name = _("list of stocktakes")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        stocktakes = (
            Stocktake.objects.child_of(self)
            .visible_to(request.user)
            .select_related("unit", "sector")
            .order_by("-date", "-pk")
        )
        context["items"] = Paginator(stocktakes, PER_PAGE).get_page(
            request.GET.get("page")
        )
        return context


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
    departments = ParentalManyToManyField(
        Department, blank=True, related_name="stocktakes", verbose_name=_("departments")
    )
    agenda = models.TextField(
        _("agenda"), blank=True, help_text=_("Markdown may be used.")
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
                FieldPanel("departments", widget=forms.CheckboxSelectMultiple),
                FieldPanel("language"),
            ],
            heading=_("Meeting"),
        ),
        *AccessControlledPage.access_panels,
        FieldPanel("agenda"),
        InlinePanel("decisions", heading=_("Decisions"), label=_("Decision")),
    ]

    class Meta:
        verbose_name = _("stocktake")
        verbose_name_plural = _("stocktakes")
        indexes = [models.Index(fields=["-date"])]

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
        return self.text

    @property
    def is_overdue(self) -> bool:
        """Tell whether it is open although its day has passed."""
        return bool(
            self.state == self.State.OPEN
            and self.due_date
            and self.due_date < timezone.localdate()
        )
