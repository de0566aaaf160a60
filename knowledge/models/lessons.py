"""Lessons and the evidence that proves them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page, PageManager

from knowledge import evidence
from knowledge.panels import VisibleRowsPanel

from .documents import Document, DocumentVersion
from .records import AccessControlledPage, PaginatedList, VisiblePageQuerySet, Written
from .vocabulary import Sector


class LessonIndex(PaginatedList, Page):
    """The list of lessons."""

    max_count = 1
    subpage_types = ["knowledge.Lesson"]

    class Meta:
        verbose_name = _("list of lessons")

    def listed_for(self, user):
        return (
            Lesson.objects.child_of(self)
            .visible_to(user)
            .select_related("unit", "sector")
            .order_by("-first_published_at", "-pk")
        )


class LessonTag(TaggedItemBase):
    content_object = ParentalKey(
        "knowledge.Lesson", on_delete=models.CASCADE, related_name="tagged_items"
    )


class LessonQuerySet(VisiblePageQuerySet):
    def proved_by(self, documents):
        """Return the lessons with a quote from one of ``documents``.

        Give documents that the reader may see: that a lesson quotes a document tells
        that the document exists.
        """
        cited = Evidence.objects.filter(version__document__in=documents.order_by())
        return self.filter(pk__in=cited.values("lesson"))


class Lesson(AccessControlledPage, Written, Page):
    """What happened, why, what to do: a lesson, proved by evidence.

    Its texts are Markdown. The links to the administration (``system_links``) and to
    the curriculum (``curriculum_links``) are models of their own that point here.
    """

    summary = models.CharField(
        _("the lesson in one line"),
        max_length=300,
        help_text=_("A sentence that can stand alone."),
    )
    context = models.TextField(_("context"), blank=True)
    what_happened = models.TextField(_("what happened"), blank=True)
    cause = models.TextField(_("why it happened"), blank=True)
    recommendation = models.TextField(_("what to do"), blank=True)
    sector = models.ForeignKey(
        Sector,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lessons",
        verbose_name=_("sector"),
    )
    tags = ClusterTaggableManager(through=LessonTag, blank=True, verbose_name=_("tags"))

    objects = PageManager.from_queryset(LessonQuerySet)()

    parent_page_types = ["knowledge.LessonIndex"]
    subpage_types = []

    content_panels = Page.content_panels + [
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                HelpPanel(
                    content=_("Markdown may be used: **bold**, *italic*, lists, links.")
                ),
                FieldPanel("context"),
                FieldPanel("what_happened"),
                FieldPanel("cause"),
                FieldPanel("recommendation"),
            ],
            heading=_("The lesson"),
        ),
        MultiFieldPanel(
            [FieldPanel("sector"), FieldPanel("language"), FieldPanel("tags")],
            heading=_("Where it belongs"),
        ),
        *AccessControlledPage.access_panels,
        VisibleRowsPanel(
            "evidence",
            heading=_("Evidence"),
            label=_("Quote"),
            help_text=_(
                "Quotes that prove the lesson. Each is compared with the text of its "
                "page when the lesson is saved."
            ),
        ),
        InlinePanel(
            "system_links",
            heading=_("Links to the administration"),
            label=_("System link"),
        ),
        VisibleRowsPanel(
            "curriculum_links",
            heading=_("Links to the curriculum"),
            label=_("Curriculum link"),
        ),
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @property
    def identifier(self) -> str:
        """The lesson's number, which is never given twice."""
        return f"SBQ-L-{self.pk:06d}"

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Heading and Markdown of each part that is written."""
        parts = ["context", "what_happened", "cause", "recommendation"]
        return [
            (str(self._meta.get_field(name).verbose_name), getattr(self, name))
            for name in parts
            if getattr(self, name)
        ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["evidence"], context["hidden_evidence"] = self.evidence_for(
            request.user
        )
        context["system_links"] = self.system_links.select_related(
            "department", "rule__department"
        )
        context["curriculum_links"] = self.curriculum_links_for(request.user)
        return context

    def evidence_for(self, user) -> tuple[list["Evidence"], int]:
        """Return the evidence that ``user`` may see, and how much is hidden."""
        rows = list(self.evidence.select_related("version__document"))
        return _divide(rows, _documents_visible_to(user, rows))

    def curriculum_links_for(self, user) -> list:
        """Return the links to outcomes of the modules that ``user`` may see."""
        links = self.curriculum_links.select_related("outcome__module")
        # The curriculum builds on lessons, so that its models are not imported here.
        return self.curriculum_links.model.visible_among(list(links), user)


def evidence_by_lesson(lessons, user) -> dict[int, tuple[list["Evidence"], int]]:
    """Return what ``Lesson.evidence_for`` returns for each of many lessons.

    Returns:
        Shown evidence and number of hidden quotes, by the lesson's primary key. The
        number of queries does not depend on the number of lessons.
    """
    rows_by_lesson = {lesson.pk: [] for lesson in lessons}
    rows = list(
        Evidence.objects.filter(lesson__in=rows_by_lesson).select_related(
            "version__document"
        )
    )
    for row in rows:
        rows_by_lesson[row.lesson_id].append(row)
    visible = _documents_visible_to(user, rows)
    return {pk: _divide(own, visible) for pk, own in rows_by_lesson.items()}


def _divide(rows: list["Evidence"], visible: set[int]) -> tuple[list["Evidence"], int]:
    shown = [row for row in rows if row.version.document_id in visible]
    return shown, len(rows) - len(shown)


def _documents_visible_to(user, rows: list["Evidence"]) -> set[int]:
    cited = {row.version.document_id for row in rows}
    if not cited:
        return set()
    documents = Document.objects.filter(pk__in=cited).visible_to(user)
    return set(documents.values_list("pk", flat=True))


class Evidence(Orderable):
    """An exact quote from a page of a document version, for or against a lesson."""

    class Role(models.TextChoices):
        SUPPORTS = "supports", _("supports")
        QUALIFIES = "qualifies", _("qualifies")
        CONTRADICTS = "contradicts", _("contradicts")
        SHOWS_CHANGE = "shows_change", _("shows the change")

    lesson = ParentalKey(Lesson, on_delete=models.CASCADE, related_name="evidence")
    version = models.ForeignKey(
        DocumentVersion,
        on_delete=models.PROTECT,
        related_name="evidence",
        verbose_name=_("document version"),
    )
    page = models.PositiveIntegerField(
        _("page"), help_text=_("The number of the page, slide or sheet.")
    )
    quote = models.TextField(
        _("exact quote"), help_text=_("Word for word as it stands on that page.")
    )
    role = models.CharField(
        _("role"), max_length=15, choices=Role, default=Role.SUPPORTS
    )

    panels = [
        FieldPanel("version"),
        FieldPanel("page"),
        FieldPanel("quote"),
        FieldPanel("role"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self):
        return f"“{self.quote}”"

    def clean(self):
        """Refuse a quote that does not stand on its page.

        Raises:
            ValidationError: says what is wrong and where the quote does stand.
        """
        super().clean()
        if not (self.version_id and self.page and self.quote):
            return
        fault = evidence.fault_of(self.version, self.page, self.quote)
        if fault:
            raise ValidationError({fault.field: fault.message})

    def is_visible_to(self, user) -> bool:
        return self.version.document.is_visible_to(user)

    def get_absolute_url(self):
        """Return the address of the page with the quote lit."""
        address = reverse(
            "document_page",
            args=[self.version.document_id, self.version.number, self.page],
        )
        return f"{address}?{urlencode({'quote': self.quote})}#quote"
