"""The quotes that prove a lesson, and how they stood when they were last checked."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.models import Orderable

from knowledge.verdicts import State

from .checked_quotes import CheckedQuote
from .documents import DocumentVersion, ReadingStatus
from .events import LearningEvent
from .lesson_place import names_no_person
from .web_copies import WebCopy, hash_of

# Words of a quote that are looked for in a PDF file.
WORDS_TO_FIND = 5


class EvidenceQuerySet(models.QuerySet):
    def with_sources(self):
        """Fetch with each row what is shown of where its quote is from."""
        return self.select_related(
            "version__document__current_version", "web_copy", "event"
        )

    def troubled(self):
        """Return the rows about which a person has to decide."""
        return self.filter(state__in=[State.MOVED, State.BROKEN])


class Evidence(CheckedQuote, Orderable):
    """An exact quote for or against a lesson.

    It is from a page of a document version, from the copy of a web page, or was said at
    a learning event; which of them is given decides on ``source``.
    """

    class Role(models.TextChoices):
        SUPPORTS = "supports", _("supports")
        QUALIFIES = "qualifies", _("qualifies")
        CONTRADICTS = "contradicts", _("contradicts")
        SHOWS_CHANGE = "shows_change", _("shows the change")

    class Source(models.TextChoices):
        DOCUMENT = "document", _("document")
        WEB = "web", _("web page")
        TESTIMONY = "testimony", _("testimony")

    State = State

    # Tells of a row without a primary key that the draft has it just as it is.
    is_in_draft = False

    lesson = ParentalKey(
        "knowledge.Lesson", on_delete=models.CASCADE, related_name="evidence"
    )
    source = models.CharField(
        _("source"),
        max_length=10,
        choices=Source,
        default=Source.DOCUMENT,
        editable=False,
    )
    version = models.ForeignKey(
        DocumentVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
        verbose_name=_("document version"),
    )
    page = models.PositiveIntegerField(
        _("page"),
        null=True,
        blank=True,
        help_text=_("The number of the page, slide or sheet."),
    )
    web_copy = models.ForeignKey(
        WebCopy,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
        verbose_name=_("web page"),
    )
    event = models.ForeignKey(
        LearningEvent,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
        verbose_name=_("learning event"),
    )
    said_by = models.CharField(
        _("who said it"),
        max_length=300,
        blank=True,
        validators=[names_no_person],
        help_text=_("For testimony: by role, and where, such as “a head teacher”."),
    )
    quote = models.TextField(
        _("exact quote"), help_text=_("Word for word as it stands on that page.")
    )
    role = models.CharField(
        _("role"), max_length=15, choices=Role, default=Role.SUPPORTS
    )
    note = models.CharField(
        _("note"),
        max_length=500,
        blank=True,
        help_text=_("What a reader should know about this quote."),
    )

    objects = EvidenceQuerySet.as_manager()

    panels = [
        HelpPanel(
            content=_(
                "Give one source: a document with its page, a web page, or for "
                "testimony the event or who said it."
            )
        ),
        FieldPanel("version"),
        FieldPanel("page"),
        FieldPanel("web_copy"),
        FieldPanel("event"),
        FieldPanel("said_by"),
        FieldPanel("quote"),
        FieldPanel("role"),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    source="document",
                    version__isnull=False,
                    page__isnull=False,
                    web_copy__isnull=True,
                    event__isnull=True,
                )
                | Q(
                    source="web",
                    version__isnull=True,
                    page__isnull=True,
                    web_copy__isnull=False,
                    event__isnull=True,
                )
                | Q(
                    Q(event__isnull=False) | ~Q(said_by=""),
                    source="testimony",
                    version__isnull=True,
                    page__isnull=True,
                    web_copy__isnull=True,
                ),
                name="evidence_has_one_source",
            )
        ]

    def __str__(self):
        return f"“{self.quote}”"

    def save(self, *args, update_fields=None, **kwargs):
        # Whatever is saved of the quote is checked; a check saves its fields alone.
        if update_fields is None:
            self.source = self._source_given()
            self.check_quote()
        super().save(*args, update_fields=update_fields, **kwargs)

    def clean(self):
        """Refuse a quote that does not stand where it is said to.

        One that stood there once is not refused for that: it is broken, and somebody
        has to decide.

        Raises:
            ValidationError: says what is wrong and where the quote does stand.
        """
        super().clean()
        self.source = self._source_given()
        self._clean_source()
        if self.quote and not self._is_as_saved():
            fault = self._fault()
            if fault:
                raise ValidationError({fault.field: fault.message})
            self.occurrences = 0
            self.decided_by = self.decided_at = self.kept_despite = None
            self.decision = ""
        self.check_quote()

    def is_visible_to(self, user) -> bool:
        """Tell whether ``user`` may see where the quote is from, and so the quote."""
        if self.version_id:
            return self.version.document.is_visible_to(user)
        return not self.event_id or self.event.is_visible_to(user)

    @property
    def key(self) -> str:
        """What tells the quote from the others of its lesson, in drafts as well.

        A row of a draft may have no primary key, and gets another one with each save.
        """
        place = (
            self.version_id,
            self.page,
            self.web_copy_id,
            self.event_id,
            self.said_by,
            self.quote,
        )
        return hash_of(repr(place))[:16]

    @property
    def decision_url(self) -> str:
        """The address where one decides about the quote if it does not stand."""
        return reverse("quote_decision", args=[self.lesson_id, self.key])

    @property
    def release_url(self) -> str:
        """The address where the quote is released to the public."""
        return reverse("quote_release", args=[self.lesson_id, self.key])

    def get_absolute_url(self):
        """Return the address of the source, with the quote lit if it is a text."""
        if self.version_id:
            return quote_address(self.version, self.page, self.quote)
        if self.web_copy_id:
            return self.web_copy.address
        return self.event.get_absolute_url() if self.event_id else ""

    @property
    def viewer_url(self) -> str:
        """The address where a PDF file is shown at the page with the quote lit, or "".

        The first words are enough to find it, and a line break in between is less
        likely to hide them.
        """
        if not self.version_id or not self.version.is_pdf:
            return ""
        words = " ".join(self.quote.replace('"', " ").split()[:WORDS_TO_FIND])
        return self.version.get_viewer_url(self.page, f'"{words}"')

    def _source_given(self) -> str:
        if self.version_id:
            return self.Source.DOCUMENT
        return self.Source.WEB if self.web_copy_id else self.Source.TESTIMONY

    def _clean_source(self) -> None:
        given = [self.version_id, self.web_copy_id, self.event_id or self.said_by]
        if sum(map(bool, given)) != 1 and not (self.version_id and self.said_by):
            raise ValidationError(
                {
                    "version": _(
                        "Give one source: a document with its page, a web page, or for "
                        "testimony the event or who said it."
                    )
                }
            )
        if self.version_id and not self.page:
            raise ValidationError({"page": _("Give the page of the document.")})
        if self.page and not self.version_id:
            raise ValidationError({"page": _("Only a document has pages.")})

    def _is_as_saved(self) -> bool:
        """Tell that the quote and its place are those of the database or the draft."""
        if self.pk is None:
            return self.is_in_draft
        return (
            type(self)
            .objects.filter(
                pk=self.pk,
                version=self.version_id,
                page=self.page,
                web_copy=self.web_copy_id,
                quote=self.quote,
            )
            .exists()
        )


def quote_address(version: DocumentVersion, page: int, quote: str) -> str:
    """Return the address of a page of a version with ``quote`` lit."""
    address = reverse("document_page", args=[version.document_id, version.number, page])
    return f"{address}?{urlencode({'quote': quote})}#quote"


def due_for_check(before) -> Q:
    """Return the condition of rows that were not checked since ``before``.

    A newer version of the document that was read since makes a row due as well.
    """
    return (
        Q(checked_at__isnull=True)
        | Q(checked_at__lt=before)
        | (
            Q(version__document__current_version__status=ReadingStatus.READY)
            & Q(version__document__current_version__number__gt=F("version__number"))
            & ~Q(checked_in=F("version__document__current_version"))
        )
    )
