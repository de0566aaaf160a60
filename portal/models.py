"""The portal's home page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from knowledge import access
from knowledge.languages import in_page_language
from knowledge.models import (
    DeliveryUnit,
    Document,
    Lesson,
    Module,
    Sector,
    Stocktake,
    SystemLink,
)

LATEST = 6


class HomePage(Page):
    """The front door: one question, and what is new."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "knowledge.StocktakeIndex",
        "knowledge.LessonIndex",
        "knowledge.ProgrammeIndex",
        "knowledge.UnitIndex",
    ]

    lead = models.TextField(_("lead"), blank=True)
    lead_ur = models.TextField(_("lead in Urdu"), blank=True)

    content_panels = Page.content_panels + [
        FieldPanel("lead"),
        FieldPanel("lead_ur"),
    ]

    class Meta:
        verbose_name = _("home page")

    @property
    def introduction(self) -> str:
        """The lead in the language of the page, as far as there is one."""
        return in_page_language(self.lead, self.lead_ur)

    def get_context(self, request, *args, **kwargs):
        """Show what is public, whoever reads: this page is the archive's face."""
        context = super().get_context(request, *args, **kwargs)
        restrictions = access.view_restrictions()

        def public(model):
            return access.visible_to(model.objects.all(), None, restrictions)

        documents, lessons = public(Document), public(Lesson)
        taught = lessons.filter(curriculum_links__outcome__module__in=public(Module))
        changed = lessons.filter(system_links__relation=SystemLink.Relation.CHANGED)
        context["figures"] = [
            (_("documents published"), documents.count()),
            (_("stocktakes"), public(Stocktake).count()),
            (_("lessons"), lessons.count()),
            (_("lessons taught"), taught.distinct().count()),
            (_("lessons that changed a system"), changed.distinct().count()),
        ]
        context["lessons"] = lessons.select_related("unit", "sector").order_by(
            "-first_published_at", "-pk"
        )[:LATEST]
        context["documents"] = documents.with_details().newest_first()[:LATEST]
        for name, model in [("units", DeliveryUnit), ("sectors", Sector)]:
            context[name] = model.objects.filter(documents__in=documents).distinct()
        return context
