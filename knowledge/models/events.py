"""Learning events: meetings in which people say what there is to learn."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.languages import in_page_language

from .invitations import SignedLink
from .records import AccessControlledRecord, Titled, VisibleQuerySet, Written
from .vocabulary import Sector


class LearningEventQuerySet(VisibleQuerySet):
    def with_details(self):
        """Fetch with each event what a list shows of it."""
        return self.select_related("unit", "sector")

    def newest_first(self):
        return self.order_by("-date", "-pk")


class LearningEvent(AccessControlledRecord, Titled, Written, models.Model):
    """A meeting held to learn: its questions, and what the people there say."""

    class Kind(models.TextChoices):
        DEBRIEF = "debrief", _("Stocktake debrief")
        LESSONS_MEETING = "lessons_meeting", _("Lessons meeting")
        AFTER_ACTION_REVIEW = "after_action_review", _("After-action review")
        WORKSHOP = "workshop", _("Workshop")

    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind, default=Kind.DEBRIEF
    )
    title = models.CharField(_("title"), max_length=255)
    date = models.DateField(_("date"), default=timezone.localdate)
    stocktake = models.ForeignKey(
        "knowledge.Stocktake",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("stocktake"),
        help_text=_("The meeting that is looked back on, if it is one."),
    )
    sector = models.ForeignKey(
        Sector,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("sector"),
    )
    purpose = models.TextField(
        _("purpose"), blank=True, help_text=_("Markdown may be used.")
    )
    participants = models.TextField(
        _("who takes part"),
        blank=True,
        help_text=_("One role a line, such as “3 district officers”. No names."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LearningEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning event")
        verbose_name_plural = _("learning events")
        indexes = [models.Index(fields=["-date"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("event", args=[self.pk])

    @property
    def roles(self) -> list[str]:
        """The roles of those who take part."""
        return [line.strip() for line in self.participants.splitlines() if line.strip()]


class DiscussionQuestion(models.Model):
    """A question of its own that an event discusses, beside the standing ones."""

    event = models.ForeignKey(
        LearningEvent, on_delete=models.CASCADE, related_name="questions"
    )
    text = models.CharField(_("question"), max_length=500)
    text_ur = models.CharField(_("question in Urdu"), max_length=500, blank=True)

    class Meta:
        ordering = ["event", "pk"]
        verbose_name = _("discussion question")
        verbose_name_plural = _("discussion questions")

    def __str__(self):
        return in_page_language(self.text, self.text_ur)


class EventEntry(models.Model):
    """One thing that one person said; entries are small, so that nobody's is lost."""

    class Part(models.TextChoices):
        EXPECTED = "expected", _("What was supposed to happen?")
        HAPPENED = "happened", _("What happened?")
        WHY = "why", _("Why was it so?")
        SUSTAIN = "sustain", _("What should be kept?")
        IMPROVE = "improve", _("What should be done better?")
        ACTION = "action", _("Who does what by when?")
        DISCUSSION = "discussion", _("Questions to discuss")

    event = models.ForeignKey(
        LearningEvent, on_delete=models.CASCADE, related_name="entries"
    )
    part = models.CharField(_("part"), max_length=12, choices=Part)
    question = models.ForeignKey(
        DiscussionQuestion,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="entries",
        verbose_name=_("discussion question"),
    )
    text = models.TextField(_("what is said"), max_length=2000)
    responsible = models.CharField(
        _("who does it"),
        max_length=200,
        blank=True,
        help_text=_("The post, not the person."),
    )
    due_date = models.DateField(_("by when"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("written by"),
    )
    written_at = models.DateTimeField(_("written at"), default=timezone.now)
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["event", "pk"]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(part="discussion", question__isnull=False)
                | (~Q(part="discussion") & Q(question__isnull=True)),
                name="entry_names_its_discussion_question",
            )
        ]

    def __str__(self):
        return self.text

    @property
    def is_overdue(self) -> bool:
        return bool(self.due_date and self.due_date < timezone.localdate())


class Invitation(SignedLink):
    """Lets everybody who has its link send observations from an event.

    It belongs to the event and not to a person: which of those who have the link sent
    what, nobody can tell.
    """

    # A room full of people sends its observations at once; a machine sends many more.
    AN_HOUR = 120

    event = models.ForeignKey(
        LearningEvent, on_delete=models.CASCADE, related_name="invitations"
    )

    def __str__(self):
        return f"{self.event} · {self.expires_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("observe_invited", args=[self.token])
