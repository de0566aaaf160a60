"""Single quotes of closed documents that were released, and requests for the rest."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge import access

from .documents import Document, DocumentVersion
from .records import Language
from .web_copies import hash_of

# How many requests one sender may make in an hour.
REQUESTS_AN_HOUR = 5


class ClearedQuoteQuerySet(models.QuerySet):
    def active(self):
        """Return those that were not revoked."""
        return self.filter(revoked_at__isnull=True)

    def for_evidence(self, rows) -> dict[tuple[int, int, str], "ClearedQuote"]:
        """Return the active ones for the quotes of these rows, by what is quoted."""
        wanted = {place_of(row) for row in rows if row.version_id}
        if not wanted:
            return {}
        found = self.active().filter(
            version__in={version for version, page, sha256 in wanted},
            sha256__in={sha256 for version, page, sha256 in wanted},
        )
        return {place: quote for quote in found if (place := quote.place) in wanted}


class ClearedQuote(models.Model):
    """A quote of a closed document that all may read; the document stays closed.

    What the public is told of the source is ``source_description``, and not the title.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, related_name="cleared_quotes"
    )
    page = models.PositiveIntegerField(_("page"))
    quote = models.TextField(_("exact quote"))
    sha256 = models.CharField(_("SHA-256 of the quote"), max_length=64)
    source_description = models.CharField(
        _("what the public is told of the source"),
        max_length=300,
        help_text=_(
            "Such as “Minutes of a stocktake on schools, 2017”. The title is told only "
            "if you write it here."
        ),
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("released by"),
    )
    # Who it was is known also when the account is gone.
    releaser = models.CharField(_("releaser"), max_length=300)
    released_at = models.DateTimeField(_("released at"), default=timezone.now)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    revocation_reason = models.CharField(
        _("why it was revoked"), max_length=500, blank=True
    )

    objects = ClearedQuoteQuerySet.as_manager()

    class Meta:
        ordering = ["-released_at", "-pk"]
        verbose_name = _("cleared quote")
        verbose_name_plural = _("cleared quotes")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "page", "sha256"],
                condition=Q(revoked_at__isnull=True),
                name="quote_is_cleared_once",
            ),
            models.CheckConstraint(
                condition=~Q(source_description=""),
                name="cleared_quote_describes_its_source",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revocation_reason=""),
                name="revocation_of_a_cleared_quote_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"“{self.quote}”"

    def save(self, *args, **kwargs):
        self.sha256 = hash_of(self.quote)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("cleared_quote", args=[self.key])

    @property
    def place(self) -> tuple[int, int, str]:
        return self.version_id, self.page, self.sha256

    @property
    def is_active(self) -> bool:
        return self.revoked_at is None


def place_of(row) -> tuple[int, int, str]:
    """Return what a row of evidence quotes, as ``ClearedQuote.place`` has it."""
    return row.version_id, row.page, hash_of(row.quote)


@dataclass(frozen=True, slots=True)
class PublicQuote:
    """What those are shown of evidence who may not see its document.

    It holds nothing of the document, so that no template can tell more.
    """

    quote: str
    role: str
    role_label: str
    note: str
    source_description: str
    released_at: datetime
    url: str
    is_cleared: bool = True

    @classmethod
    def of(cls, row, cleared: ClearedQuote) -> "PublicQuote":
        return cls(
            quote=cleared.quote,
            role=row.role,
            role_label=row.get_role_display(),
            note=row.note,
            source_description=cleared.source_description,
            released_at=cleared.released_at,
            url=cleared.get_absolute_url(),
        )


class DocumentRequestQuerySet(models.QuerySet):
    def to_be_decided_by(self, user):
        """Return the requests for documents that ``user`` may decide about."""
        documents = access.releasable_by(Document.objects.all(), user)
        return self.filter(cleared_quote__version__document__in=documents)

    def too_many_from(self, sender: str) -> bool:
        """Tell whether ``sender`` asked so often in the last hour that it must wait."""
        hour_ago = timezone.now() - timedelta(hours=1)
        recent = self.filter(sender=sender, created_at__gt=hour_ago)
        return recent.count() >= REQUESTS_AN_HOUR


class DocumentRequest(models.Model):
    """Somebody's request to be given the document that a cleared quote is from."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    cleared_quote = models.ForeignKey(
        ClearedQuote, on_delete=models.PROTECT, related_name="requests"
    )
    name = models.CharField(_("your name"), max_length=200)
    email = models.EmailField(_("your e-mail address"))
    purpose = models.TextField(
        _("what you need it for"),
        max_length=2000,
        help_text=_("The unit that holds the document decides by this."),
    )
    language = models.CharField(max_length=5, choices=Language)
    # A keyed hash of the network address, which itself is not kept.
    sender = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("asked at"), default=timezone.now)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.OPEN, db_index=True
    )
    answer = models.TextField(
        _("answer"),
        blank=True,
        max_length=5000,
        help_text=_("It is sent to the person who asked, as you write it."),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    answered_at = models.DateTimeField(_("answer sent at"), null=True)

    objects = DocumentRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("request for a document")
        verbose_name_plural = _("requests for documents")
        indexes = [models.Index(fields=["sender", "created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", decided_at__isnull=True)
                | (Q(decided_at__isnull=False) & ~Q(status="open") & ~Q(answer="")),
                name="decision_on_a_request_has_date_and_answer",
            )
        ]

    def __str__(self):
        return f"{self.name}: {self.cleared_quote}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN
