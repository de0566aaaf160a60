"""The portal's home page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


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
    title_ur = models.CharField(_("title in Urdu"), max_length=255, blank=True)

    content_panels = Page.content_panels + [
        FieldPanel("title_ur"),
        FieldPanel("lead"),
        FieldPanel("lead_ur"),
    ]

    class Meta:
        verbose_name = _("home page")
