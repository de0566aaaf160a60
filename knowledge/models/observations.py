"""Observations: what somebody noticed, said within a minute.

An observation is never public, and it may be without a name. Then nothing here, nor
anywhere else, tells whose it is; docs/explanation/safe-speaking.md says how.
"""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.access import Access

from .documents import Document, DocumentVersion
from .events import LearningEvent
from .records import AccessControlledRecord, VisibleQuerySet, Written
from .stocktakes import Stocktake
from .vocabulary import Administration, Department, Sector

LONGEST_TEXT = 5000


def digest_of(key) -> str:
    """Return what is kept of the key that the sender made up for an observation."""
    return hashlib.sha256(str(key).encode()).hexdigest()


class ObservationQuerySet(VisibleQuerySet):
    def with_details(self):
        """Fetch with each observation what a list shows of it."""
        return self.select_related(
            "unit", "sector", "department", "stocktake", "event", "lesson",
            "version__document",
        )  # fmt: skip

    def written_by(self, user):
        """Return what ``user`` sent by name or by role; nothing that has no author."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(author=user) | Q(seal__user=user))

    def readable_by(self, user):
        """Return what ``user`` may see or wrote."""
        return self.filter(
            Q(pk__in=self.visible_to(user).values("pk"))
            | Q(pk__in=self.written_by(user).values("pk"))
        )

    def waiting(self):
        return self.filter(state=Observation.State.SUBMITTED)

    def drafted(self):
        """Return those of which a lesson was made."""
        return self.filter(state=Observation.State.DRAFTED)

    def of_receipt(self, receipt: str):
        return self.filter(key_digest=digest_of(receipt))


class Observation(AccessControlledRecord, Written, models.Model):
    """What somebody noticed, in five fields."""

    class Tone(models.TextChoices):
        GOOD = "good", _("Went well")
        BAD = "bad", _("Did not go well")

    class Naming(models.TextChoices):
        NAME = "name", _("By name")
        ROLE = "role", _("By role")
        NONE = "none", _("Not at all")
        # Not from a person: a sentence that a curator took from a document.
        DOCUMENT = "document", _("From a document")

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        REJECTED = "rejected", _("Rejected")
        ACCEPTED = "accepted", _("Accepted")
        MERGED = "merged", _("Merged with a lesson")
        SPLIT = "split", _("Split")
        DRAFTED = "drafted", _("Became a lesson")

    # What other members of staff than the curators see.
    SETTLED = (State.ACCEPTED, State.MERGED, State.DRAFTED)

    text = models.TextField(_("what happened"), max_length=LONGEST_TEXT)
    tone = models.CharField(_("good or bad"), max_length=4, choices=Tone)
    stocktake = models.ForeignKey(
        Stocktake,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("stocktake"),
    )
    event = models.ForeignKey(
        LearningEvent,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("learning event"),
    )
    version = models.ForeignKey(
        DocumentVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("document version"),
    )
    page = models.PositiveIntegerField(_("page"), null=True, blank=True)
    sector = models.ForeignKey(
        Sector,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("sector"),
    )
    department = models.ForeignKey(
        Department,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("department"),
    )
    naming = models.CharField(_("how to name you"), max_length=8, choices=Naming)
    shown_as = models.CharField(_("name or role"), max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("author"),
    )
    # A day and no time: the times in a web server's log would tell whose it is.
    received_on = models.DateField(_("received on"), default=timezone.localdate)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State,
        default=State.SUBMITTED,
        db_index=True,
    )
    lesson = models.ForeignKey(
        "knowledge.Lesson",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="observations",
        verbose_name=_("lesson"),
    )
    split_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name=_("split from"),
    )
    # Made up by the sender's device, so that what is sent twice is kept once. Only its
    # digest is kept; the key itself is the sender's receipt.
    key_digest = models.CharField(max_length=64, unique=True, editable=False)

    objects = ObservationQuerySet.as_manager()
    # The admin lists what refers to a page or an account, to whoever sees that one.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        permissions = [
            ("triage_observation", "Can decide about observations"),
            ("unseal_observation", "Can see who sent an observation by role"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(access=Access.PUBLIC), name="observation_is_never_public"
            ),
            models.CheckConstraint(
                condition=Q(naming="name") | Q(author__isnull=True),
                name="observation_has_an_author_only_by_name",
            ),
            models.CheckConstraint(
                condition=~Q(naming="none") | Q(shown_as=""),
                name="observation_without_name_shows_none",
            ),
            models.CheckConstraint(
                condition=Q(page__isnull=True) | Q(version__isnull=False),
                name="observation_page_is_of_a_version",
            ),
        ]

    def __str__(self):
        return self.identifier

    def get_absolute_url(self):
        return reverse("observation", args=[self.pk])

    @classmethod
    def visible_when(cls, user) -> Q:
        """Return what has to be true besides the access of the observation itself.

        Whoever may not see the meeting or the document is told nothing of what was
        observed there; and until a curator has accepted it, only curators see it.
        """
        place = (
            (Q(stocktake=None) | Q(stocktake__in=Stocktake.objects.visible_to(user)))
            & (Q(event=None) | Q(event__in=LearningEvent.objects.visible_to(user)))
            & (
                Q(version=None)
                | Q(version__document__in=Document.objects.visible_to(user))
            )
        )
        if user is not None and user.has_perm("knowledge.triage_observation"):
            return place
        return place & Q(state__in=cls.SETTLED)

    @property
    def identifier(self) -> str:
        """The observation's number, which is never given twice."""
        return f"SBQ-O-{self.pk:06d}"

    @property
    def signature(self) -> str:
        """How its author is named, by the author's own choice."""
        return self.shown_as or str(_("without a name"))

    def administration(self) -> Administration | None:
        """Return the government of the day, as far as the unit tells which."""
        if self.unit is None:
            return None
        return Administration.objects.in_office(
            self.unit.government, self.received_on
        ).last()

    def lesson_for(self, user):
        """Return the lesson that the observation went into, if ``user`` may see it."""
        lesson = self.lesson
        return lesson if lesson is not None and lesson.is_visible_to(user) else None

    def sources(self) -> list:
        """Return the observation and what it is about: each may be closed by itself."""
        document = self.version and self.version.document
        places = (self.stocktake, self.event, document)
        return [self, *(place for place in places if place is not None)]

    def place_for(self, user):
        """Return the meeting or document of the observation, if ``user`` may see it."""
        document = self.version.document if self.version else None
        place = self.event or self.stocktake or document
        return place if place is not None and place.is_visible_to(user) else None


class SealedIdentity(models.Model):
    """Who sent an observation that shows only a role.

    A table of its own, in no list, search, export or log. It is read for its author
    alone (the own list; that authors do not validate their own lesson), and by
    ``knowledge.capture.unseal``, which keeps a record of every look.
    """

    observation = models.OneToOneField(
        Observation, on_delete=models.CASCADE, related_name="seal"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.observation}"


class TriageStep(models.Model):
    """One decision about an observation: who, when, why."""

    class Action(models.TextChoices):
        ACCEPT = "accept", _("Accepted")
        RETURN = "return", _("Returned")
        REJECT = "reject", _("Rejected")
        MERGE = "merge", _("Merged with a lesson")
        SPLIT = "split", _("Split")
        DRAFT = "draft", _("Drafted as a lesson")
        RESEND = "resend", _("Sent again by its author")

    observation = models.ForeignKey(
        Observation, on_delete=models.CASCADE, related_name="steps"
    )
    action = models.CharField(_("decision"), max_length=8, choices=Action)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("decided by"),
    )
    made_on = models.DateField(_("decided on"), default=timezone.localdate)

    class Meta:
        ordering = ["observation", "pk"]
        verbose_name = _("step of triage")
        verbose_name_plural = _("steps of triage")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") | Q(action="resend"),
                name="triage_step_has_a_reason",
            ),
            # Whoever sends it again is its author.
            models.CheckConstraint(
                condition=~Q(action="resend") | Q(made_by__isnull=True),
                name="triage_step_of_the_author_names_nobody",
            ),
        ]

    def __str__(self):
        return f"{self.observation} {self.get_action_display()}"
