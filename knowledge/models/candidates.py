"""Sentences of documents that may be observations, and the words that point to them."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .documents import Document, DocumentVersion
from .observations import Observation
from .records import Written


class CueQuerySet(models.QuerySet):
    def with_counts(self):
        """Count what was offered because of each cue, and what became of it."""
        state = Candidate.State
        return self.annotate(
            accepted_count=Count("candidates", Q(candidates__state=state.ACCEPTED)),
            rejected_count=Count("candidates", Q(candidates__state=state.REJECTED)),
            waiting_count=Count("candidates", Q(candidates__state=state.WAITING)),
        )


class Cue(Written, models.Model):
    """Words that often stand where a lesson is told, in minutes and reports."""

    phrase = models.CharField(
        _("phrase"),
        max_length=100,
        help_text=_("Whole words, in any case, such as “going forward”."),
    )
    is_heading = models.BooleanField(
        _("is a heading"),
        default=False,
        help_text=_("Offers the points below a heading that has these words."),
    )
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Switched off, it offers nothing new.")
    )

    objects = CueQuerySet.as_manager()

    class Meta:
        ordering = ["language", "phrase"]
        verbose_name = _("cue")
        verbose_name_plural = _("cues")
        constraints = [
            models.UniqueConstraint(
                Lower("phrase"),
                "is_heading",
                name="cue_is_given_once",
                violation_error_message=_("This cue is in the list already."),
            )
        ]

    def __str__(self):
        return self.phrase


class CandidateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the candidates from the documents that ``user`` may see."""
        return self.filter(version__document__in=Document.objects.visible_to(user))

    def waiting(self):
        return self.filter(state=Candidate.State.WAITING)


class Candidate(models.Model):
    """A sentence of a document, offered to curators as an observation."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.CASCADE, related_name="candidates"
    )
    page = models.PositiveIntegerField(_("page"))
    text = models.TextField(_("sentence"))
    cue = models.ForeignKey(
        Cue,
        null=True,
        on_delete=models.SET_NULL,
        related_name="candidates",
        verbose_name=_("cue"),
    )
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.WAITING, db_index=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    observation = models.OneToOneField(
        Observation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="candidate",
        verbose_name=_("observation"),
    )
    # A sentence is offered once, however often its document is read again.
    digest = models.CharField(max_length=64, editable=False)

    objects = CandidateQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["version", "page", "pk"]
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "digest"], name="candidate_is_offered_once"
            )
        ]

    def __str__(self):
        return self.text
