"""The civil-service curriculum and its links to lessons."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, Page

from knowledge.languages import in_page_language

from .lessons import Lesson, evidence_by_lesson
from .records import AccessControlledPage, Summarised, VisiblePageManager, Written


class ProgrammeIndex(Page):
    """The list of training programmes."""

    max_count = 1
    subpage_types = ["knowledge.Programme"]

    class Meta:
        verbose_name = _("list of programmes")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["programmes"] = (
            Programme.objects.child_of(self).visible_to(request.user).order_by("title")
        )
        return context


class Programme(AccessControlledPage, Summarised, Written, Page):
    """A training programme of an academy."""

    institution = models.CharField(_("institution"), max_length=200, blank=True)
    institution_ur = models.CharField(
        _("institution in Urdu"), max_length=200, blank=True
    )

    objects = VisiblePageManager()

    parent_page_types = ["knowledge.ProgrammeIndex"]
    subpage_types = ["knowledge.Module"]

    content_panels = Page.content_panels + [
        FieldPanel("title_ur"),
        FieldPanel("institution"),
        FieldPanel("institution_ur"),
        FieldPanel("summary"),
        FieldPanel("summary_ur"),
        FieldPanel("language"),
        *AccessControlledPage.access_panels,
    ]

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    @property
    def provider(self) -> str:
        """The institution in the language of the page, as far as there is one."""
        return in_page_language(self.institution, self.institution_ur)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["modules"] = (
            Module.objects.child_of(self)
            .visible_to(request.user)
            .order_by("path")
            .prefetch_related("outcomes")
        )
        context["lessons"] = (
            Lesson.objects.visible_to(request.user)
            .filter(curriculum_links__outcome__module__in=context["modules"])
            .select_related("unit", "sector")
            .order_by("title", "pk")
            .distinct()
        )
        return context


class Module(AccessControlledPage, Summarised, Written, Page):
    """A part of a programme, with the learning outcomes it is to reach."""

    body = models.TextField(_("text"), blank=True, help_text=_("Markdown may be used."))
    body_ur = models.TextField(
        _("text in Urdu"), blank=True, help_text=_("Markdown may be used.")
    )

    objects = VisiblePageManager()

    parent_page_types = ["knowledge.Programme"]
    subpage_types = []

    content_panels = Page.content_panels + [
        FieldPanel("title_ur"),
        FieldPanel("summary"),
        FieldPanel("summary_ur"),
        FieldPanel("body"),
        FieldPanel("body_ur"),
        FieldPanel("language"),
        *AccessControlledPage.access_panels,
        InlinePanel(
            "outcomes", heading=_("Learning outcomes"), label=_("Learning outcome")
        ),
    ]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    @property
    def text(self) -> str:
        """The body in the language of the page, as far as there is one."""
        return in_page_language(self.body, self.body_ur)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["programme"] = self.programme_for(request.user)
        context["outcomes"] = self.outcomes_with_lessons(request.user)
        lessons = {
            link.lesson_id: link.lesson
            for _outcome, links in context["outcomes"]
            for link in links
        }.values()
        evidence = evidence_by_lesson(lessons, request.user)
        context["today"] = timezone.localdate()
        context["lessons"] = [(lesson, *evidence[lesson.pk]) for lesson in lessons]
        return context

    def programme_for(self, user) -> Programme | None:
        """Return the programme of this module if ``user`` may see it."""
        return Programme.objects.parent_of(self).visible_to(user).first()

    def outcomes_with_lessons(self, user) -> list[tuple["LearningOutcome", list]]:
        """Return each outcome with the links whose lesson ``user`` may see."""
        outcomes = list(self.outcomes.all())
        links = (
            CurriculumLink.objects.filter(
                outcome__in=[outcome.pk for outcome in outcomes if outcome.pk],
                lesson__in=Lesson.objects.visible_to(user),
            )
            .select_related("lesson__unit", "lesson__sector", "outcome")
            .order_by("outcome", "lesson__title")
        )
        by_outcome = {}
        for link in links:
            by_outcome.setdefault(link.outcome_id, []).append(link)
        return [(outcome, by_outcome.get(outcome.pk, [])) for outcome in outcomes]


class LearningOutcomeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the outcomes of the modules that ``user`` may see."""
        return self.filter(module__in=Module.objects.visible_to(user))


class LearningOutcome(Orderable):
    """What a trainee can do after a module."""

    module = ParentalKey(Module, on_delete=models.CASCADE, related_name="outcomes")
    code = models.CharField(_("code"), max_length=20)
    text = models.CharField(_("learning outcome"), max_length=500)
    text_ur = models.CharField(
        _("learning outcome in Urdu"), max_length=500, blank=True
    )

    objects = LearningOutcomeQuerySet.as_manager()

    panels = [FieldPanel("code"), FieldPanel("text"), FieldPanel("text_ur")]

    class Meta(Orderable.Meta):
        verbose_name = _("learning outcome")
        verbose_name_plural = _("learning outcomes")

    def __str__(self):
        return f"{self.code} {self.wording}"

    @property
    def wording(self) -> str:
        """The text in the language of the page."""
        return in_page_language(self.text, self.text_ur)


class CurriculumLink(Orderable):
    """How a lesson serves a learning outcome."""

    class Relation(models.TextChoices):
        TEACHES = "teaches", _("teaches")
        ASSESSES = "assesses", _("assesses")
        ILLUSTRATES = "illustrates", _("illustrates")
        REQUIRES = "requires", _("requires")

    lesson = ParentalKey(
        Lesson, on_delete=models.CASCADE, related_name="curriculum_links"
    )
    outcome = models.ForeignKey(
        LearningOutcome,
        on_delete=models.PROTECT,
        related_name="curriculum_links",
        verbose_name=_("learning outcome"),
    )
    relation = models.CharField(
        _("relation"), max_length=15, choices=Relation, default=Relation.TEACHES
    )

    panels = [FieldPanel("outcome"), FieldPanel("relation")]

    class Meta(Orderable.Meta):
        verbose_name = _("curriculum link")
        verbose_name_plural = _("curriculum links")

    def __str__(self):
        return f"{self.get_relation_display()} {self.outcome}"

    def is_visible_to(self, user) -> bool:
        return self.outcome.module.is_visible_to(user)

    @staticmethod
    def visible_among(links: list["CurriculumLink"], user) -> list["CurriculumLink"]:
        """Return those of ``links`` whose module ``user`` may see."""
        if not links:
            return []
        modules = Module.objects.visible_to(user).filter(
            pk__in={link.outcome.module_id for link in links}
        )
        visible = set(modules.values_list("pk", flat=True))
        return [link for link in links if link.outcome.module_id in visible]
