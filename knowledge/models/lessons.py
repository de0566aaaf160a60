"""Lessons and the evidence that proves them."""

from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.models import Page, PageManager

from knowledge import access, publication, relations
from knowledge.forms.lessons import LessonForm
from knowledge.panels import StandingPanel

from . import lesson_panels
from .cleared_quotes import ClearedQuote, PublicQuote, place_of
from .documents import Document
from .events import LearningEvent
from .evidence import Evidence
from .lesson_place import LessonPlace
from .lesson_states import LessonStanding
from .lesson_text import LessonText
from .records import PER_PAGE, AccessControlledPage, VisiblePageQuerySet, Written


class LessonIndex(Page):
    """The list of lessons."""

    max_count = 1
    subpage_types = ["knowledge.Lesson"]

    class Meta:
        verbose_name = _("list of lessons")

    def get_context(self, request, *args, **kwargs):
        # The list of lessons builds on lessons.
        from knowledge.lesson_list import LessonList

        context = super().get_context(request, *args, **kwargs)
        listed = LessonList(request.GET, request.user)
        lessons = Paginator(listed.lessons(), PER_PAGE)
        context["listed"] = listed
        context["items"] = lessons.get_page(request.GET.get("page"))
        return context


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


class Lesson(
    LessonStanding, LessonText, LessonPlace, AccessControlledPage, Written, Page
):
    """What happened, why, what to do: a lesson, proved by evidence.

    Its texts are Markdown. The links to the administration (``system_links``) and to
    the curriculum (``curriculum_links``) are models of their own that point here.
    """

    summary = models.CharField(
        _("the lesson in one line"),
        max_length=300,
        help_text=_("A sentence that can stand alone."),
    )
    tags = ClusterTaggableManager(through=LessonTag, blank=True, verbose_name=_("tags"))

    objects = PageManager.from_queryset(LessonQuerySet)()

    parent_page_types = ["knowledge.LessonIndex"]
    subpage_types = []
    base_form_class = LessonForm

    content_panels = [
        *Page.content_panels,
        *lesson_panels.PANELS,
        StandingPanel(heading=_("Where it stands")),
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        permissions = [
            ("advance_lesson", "Can bring lessons to validation and to change"),
            ("validate_lesson", "Can identify lessons and declare them learned"),
        ]

    @property
    def identifier(self) -> str:
        """The lesson's number, which is never given twice."""
        return f"SBQ-L-{self.pk:06d}"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["evidence"], context["hidden_evidence"] = self.evidence_for(
            request.user
        )
        context["system_links"] = self.system_links.select_related(
            "department", "rule__department"
        )
        context["curriculum_links"] = self.curriculum_links_for(request.user)
        context["challenges"] = self.challenges.all()
        context["relations"] = relations.relations_of(self, request.user)
        return context

    def publish(self, revision, *args, **kwargs):
        """Publish ``revision``, wherever that is asked for.

        Raises:
            PublicationRefused: says in words what has to be mended before.
        """
        lesson = revision.as_object()
        obstacles = publication.obstacles(lesson, kwargs.get("user"))
        if not obstacles:
            return super().publish(revision, *args, **kwargs)
        if publication.is_scheduled(kwargs.get("log_action")):
            # The others that are due must not wait for this one.
            publication.note_refusal(lesson, obstacles)
            return None
        raise publication.PublicationRefused(lesson, obstacles)

    def quote_with(self, key: str) -> Evidence | None:
        """Return the evidence with this ``key``: what readers see, else the draft's.

        How a quote of the draft stands is looked up at once, as nobody checks drafts.
        """
        for row in self.evidence.with_sources().select_related(
            "candidate_version", "decided_by"
        ):
            if row.key == key:
                return row
        for row in self.get_latest_revision_as_object().evidence.all():
            if row.key == key:
                row.check_quote()
                return row
        return None

    def evidence_for(self, user) -> tuple[list["Evidence | PublicQuote"], int]:
        """Return the evidence that ``user`` may see, and how much is hidden."""
        # Rows of a draft are not in the database.
        rows = list(
            self.evidence.select_related("version__document", "web_copy", "event")
        )
        return _divide(rows, user)

    def curriculum_links_for(self, user) -> list:
        """Return the links to outcomes of the modules that ``user`` may see."""
        links = self.curriculum_links.select_related("outcome__module")
        # The curriculum builds on lessons, so that its models are not imported here.
        return self.curriculum_links.model.visible_among(list(links), user)


def evidence_by_lesson(
    lessons, user
) -> dict[int, tuple[list["Evidence | PublicQuote"], int]]:
    """Return what ``Lesson.evidence_for`` returns for each of many lessons.

    Returns:
        Shown evidence and number of hidden quotes, by the lesson's primary key. The
        number of queries does not depend on the number of lessons.
    """
    rows = Evidence.objects.filter(lesson__in=[lesson.pk for lesson in lessons])
    rows_by_lesson = {lesson.pk: ([], 0) for lesson in lessons}
    everything = list(rows.with_sources())
    shown = _shown(everything, user)
    for row, what in zip(everything, shown, strict=True):
        rows, hidden = rows_by_lesson[row.lesson_id]
        if what is None:
            rows_by_lesson[row.lesson_id] = rows, hidden + 1
        else:
            rows.append(what)
    return rows_by_lesson


def _divide(rows: list[Evidence], user) -> tuple[list["Evidence | PublicQuote"], int]:
    shown = [what for what in _shown(rows, user) if what is not None]
    return shown, len(rows) - len(shown)


def _shown(rows: list[Evidence], user) -> list["Evidence | PublicQuote | None"]:
    """Return for each row what is shown of it to ``user``.

    Of a document that is closed to the user only a quote is shown that was cleared.
    """
    documents = _visible(
        Document, {row.version.document_id for row in rows if row.version_id}, user
    )
    events = _visible(LearningEvent, {row.event_id for row in rows}, user)
    cleared = ClearedQuote.objects.for_evidence(rows)
    shown = []
    for row in rows:
        quote = cleared.get(place_of(row)) if row.version_id else None
        row.cleared_quote = quote
        is_open = (
            row.version.document_id in documents
            if row.version_id
            else row.event_id is None or row.event_id in events
        )
        shown.append(row if is_open else quote and PublicQuote.of(row, quote))
    return shown


def _visible(model, pks: set[int | None], user) -> set[int]:
    pks = pks - {None}
    if not pks:
        return set()
    visible = access.visible_to(model.objects.filter(pk__in=pks), user)
    return set(visible.values_list("pk", flat=True))
