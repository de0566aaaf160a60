"""Archived documents, their versions (files) and pages."""

import re
import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.search.queryset import SearchableQuerySetMixin

from knowledge.addresses import address

from .records import AccessControlledRecord, Language, VisibleQuerySet, Written
from .vocabulary import Department, Sector


class DocumentKind(models.TextChoices):
    PRESENTATION = "presentation", _("Stocktake presentation")
    WORKING_PAPER = "working_paper", _("Working paper")
    MINUTES = "minutes", _("Minutes")
    DEEP_DIVE = "deep_dive", _("Deep-dive report")
    FIELD_VISIT = "field_visit", _("Field-visit report")
    BRIEFING_NOTE = "briefing_note", _("Briefing note")
    ANNUAL_ASSESSMENT = "annual_assessment", _("Annual assessment")
    DATA_SHEET = "data_sheet", _("Data sheet")
    PUBLISHED_REPORT = "published_report", _("Published report")
    OTHER = "other", _("Other")


def version_path(version, filename: str) -> str:
    """Return a path that no other file has; at most 100 characters, as Wagtail allows.

    Its last part is the end of the file's name, as far as a storage can take it.
    """
    name = re.sub(r"[^\w.-]", "_", PurePath(filename).name)[-40:].lstrip(".") or "file"
    return f"documents/{timezone.now():%Y/%m}/{uuid.uuid4().hex}/{name}"


class DocumentQuerySet(SearchableQuerySetMixin, VisibleQuerySet):
    def with_details(self):
        """Fetch with each document what a list shows of it."""
        return self.select_related(
            "unit", "sector", "current_version", "stocktake"
        ).prefetch_related("tags")

    def newest_first(self):
        return self.order_by(models.F("date").desc(nulls_last=True), "-pk")


class Document(AccessControlledRecord, Written, AbstractDocument):
    """One archived work with its metadata; its files are its versions.

    ``file`` (Wagtail's field) always names the file of the current version.
    """

    kind = models.CharField(
        _("kind"), max_length=20, choices=DocumentKind, default=DocumentKind.OTHER
    )
    date = models.DateField(_("date"), null=True, blank=True)
    # Empty until the file was read or somebody said so.
    language = models.CharField(
        _("language"), max_length=5, choices=Language, blank=True
    )
    summary = models.TextField(_("summary"), blank=True)
    sector = models.ForeignKey(
        Sector,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name=_("sector"),
    )
    departments = models.ManyToManyField(
        Department,
        blank=True,
        related_name="documents",
        verbose_name=_("departments"),
    )
    stocktake = models.ForeignKey(
        "knowledge.Stocktake",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name=_("stocktake"),
    )
    current_version = models.ForeignKey(
        "DocumentVersion",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("current version"),
    )

    # Wagtail's own document model has the same name, hence these two related names.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="archived_documents",
        verbose_name=_("archived by"),
    )
    uploaded_by_user.wagtail_reference_index_ignore = True
    tags = TaggableManager(
        blank=True,
        help_text=None,
        related_name="tagged_documents",
        verbose_name=_("tags"),
    )

    objects = DocumentQuerySet.as_manager()

    admin_form_fields = (
        "title",
        "file",
        "kind",
        "date",
        "language",
        "summary",
        "unit",
        "sector",
        "departments",
        "stocktake",
        "access",
        "access_groups",
        "embargo_until",
        "collection",
        "tags",
    )

    class Meta(AbstractDocument.Meta):
        permissions = [("choose_document", "Can choose document")]
        indexes = [models.Index(fields=["access", "-date"])]

    def save(self, *args, **kwargs):
        # A new file and the version made of it are saved together or not at all.
        with transaction.atomic():
            super().save(*args, **kwargs)

    @property
    def identifier(self) -> str:
        """The accession number, which is never given twice."""
        return f"SBQ-D-{self.pk:06d}"

    def get_absolute_url(self):
        return address("document", self.pk)


class ReadingStatus(models.TextChoices):
    """How far the reading of a version's text has come."""

    QUEUED = "queued", _("Queued")
    READING = "reading", _("Reading")
    READY = "ready", _("Ready")
    NO_TEXT = "no_text", _("No text")
    ENCRYPTED = "encrypted", _("Encrypted")
    FAILED = "failed", _("Failed")


class PageKind(models.TextChoices):
    """What one unit of a version's text is called."""

    PAGE = "page", _("Page")
    SLIDE = "slide", _("Slide")
    SHEET = "sheet", _("Sheet")
    SECTION = "section", _("Section")


# Keys are those of ``knowledge.extraction.Reason``, and of ``knowledge.ingest``.
REASONS = {
    "empty": _("The file is empty. Archive it again from its source."),
    "unsupported": _("Text is not read from files of this type."),
    "no_text_layer": _("The pages are pictures: there is no text to read."),
    "encrypted": _("The file is locked with a password. Archive an open copy."),
    "blank": _("The file has no text in it."),
    "corrupt": _("The file is damaged. Archive it again from its source."),
    "oversized": _("The file unpacks to far more than its size and was not read."),
    "timeout": _("Reading took too long and was stopped."),
    "memory": _("Reading needed too much memory and was stopped."),
    "output": _("The file holds more text than is read from one file."),
    "crashed": _("The reader failed on this file."),
    "needs_libreoffice": _("Files of this type are read only where LibreOffice is."),
    "missing": _("The file is not in the storage."),
    "interrupted": _("Reading was interrupted several times."),
    "failed": _("The text could not be read."),
}


class DocumentVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the versions of the documents that ``user`` may see."""
        return self.filter(document__in=Document.objects.visible_to(user))


class DocumentVersion(models.Model):
    """One file of a document, never changed after it was archived."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField(_("version"))
    file = models.FileField(_("file"), upload_to=version_path, max_length=255)
    original_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100)
    page_kind = models.CharField(
        _("kind of page"), max_length=10, choices=PageKind, default=PageKind.PAGE
    )
    page_count = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ReadingStatus,
        default=ReadingStatus.QUEUED,
        db_index=True,
    )
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    detail = models.TextField(_("technical detail"), blank=True)
    # What the file says of itself (title, date), offered to whoever checks the details.
    suggestions = models.JSONField(_("suggestions"), default=dict, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    added_to_queue_at = models.DateTimeField(default=timezone.now, editable=False)
    reading_since = models.DateTimeField(_("reading since"), null=True, blank=True)
    added_at = models.DateTimeField(_("archived at"), default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("archived by"),
    )

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "-number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="version_number_is_given_once"
            )
        ]

    def __str__(self):
        return _("%(title)s, version %(number)d") % {
            "title": self.document.title,
            "number": self.number,
        }

    def get_absolute_url(self):
        return address("document_version", self.document_id, self.number)

    def get_page_url(self, number: int) -> str:
        # Not reversed: a page of results has thirty of them.
        return f"{self.get_absolute_url()}pages/{number}/"

    def get_download_url(self):
        return reverse("document_file", args=[self.document_id, self.number])

    def get_viewer_url(self, page: int | None = None, words: str = "") -> str:
        """Return where a PDF file is shown as it looks, at ``page``.

        Args:
            page: number of the page; the first if not given.
            words: to be lit, without operators; what stands in double quotes is lit
                as a phrase.
        """
        url = reverse("document_viewer", args=[self.document_id, self.number])
        place = {"page": page, "search": words}
        fragment = urlencode({name: value for name, value in place.items() if value})
        return f"{url}#{fragment}" if fragment else url

    @property
    def extension(self) -> str:
        return PurePath(self.original_name).suffix.lstrip(".").upper()

    @property
    def status_message(self) -> str:
        """Why the text is not there, in words, or an empty string."""
        return str(REASONS.get(self.reason, REASONS["failed"])) if self.reason else ""

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"

    @property
    def is_being_read(self) -> bool:
        return self.status in {ReadingStatus.QUEUED, ReadingStatus.READING}


class DocumentPage(models.Model):
    """One page, slide or sheet of a version with its text."""

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.CASCADE, related_name="pages"
    )
    number = models.PositiveIntegerField(_("number"))
    label = models.CharField(_("label"), max_length=255, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)
    notes = models.TextField(_("speaker notes"), blank=True)

    class Meta:
        ordering = ["version", "number"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "number"], name="page_number_is_given_once"
            )
        ]

    def __str__(self):
        return f"{self.version.get_page_kind_display()} {self.number}"

    def get_absolute_url(self):
        return self.version.get_page_url(self.number)

    @property
    def full_text(self) -> str:
        """Text and speaker notes, as searched and quoted."""
        return f"{self.text}\n\n{self.notes}" if self.notes else self.text
