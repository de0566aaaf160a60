"""What a lesson tells: its parts in Markdown, and what kind of lesson it is.

The parts are the union of what the lesson systems of NASA, NATO, PRINCE2, DOE, UNDP and
IFRC ask for, so that a lesson of any of them finds a place for each of its own.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.fields import StreamField

from .lesson_blocks import FurtherParts


class LessonType(models.TextChoices):
    """What kind of experience a lesson tells of: good ones as well as bad ones."""

    STRENGTH = "strength", _("Strength")
    CHALLENGE = "challenge", _("Challenge")
    PRACTICE = "practice", _("Good practice")
    RISK = "risk", _("Risk")


# Of these is told what went well, and why.
GOOD_TYPES = frozenset({LessonType.STRENGTH, LessonType.PRACTICE})
HEADINGS_OF_GOOD_TYPES = {
    "expected": _("what was intended"),
    "what_happened": _("what went well"),
    "cause": _("why it went well"),
    "early_signs": _("how one sees that it works"),
    "recommendation": _("how to do it again"),
}


class EffectDirection(models.TextChoices):
    POSITIVE = "positive", pgettext_lazy("effect", "Positive")
    NEGATIVE = "negative", pgettext_lazy("effect", "Negative")
    MIXED = "mixed", pgettext_lazy("effect", "Mixed")


class EffectSize(models.TextChoices):
    SMALL = "small", pgettext_lazy("effect", "Small")
    MODERATE = "moderate", pgettext_lazy("effect", "Moderate")
    LARGE = "large", pgettext_lazy("effect", "Large")


class Character(models.TextChoices):
    """Whether a lesson tells what was seen or what to do (as ALNAP tags them)."""

    OBSERVATIONAL = "observational", _("Observational: tells what was seen")
    INSTRUCTIONAL = "instructional", _("Instructional: tells what to do")


class Priority(models.TextChoices):
    """How soon a lesson has to be heeded (the descriptors of DOE-STD-7501)."""

    URGENT = "urgent", _("Urgent: act now")
    CAUTION = "caution", _("Caution: check whether it concerns you")
    INFORMATION = "information", _("Information")
    GOOD_PRACTICE = "good-practice", _("Good work practice")


# The parts of a lesson in the order in which they are read.
TEXT_PARTS = (
    "abstract",
    "context",
    "driving_event",
    "expected",
    "what_happened",
    "cause",
    "effect",
    "early_signs",
    "discussion",
    "conclusion",
    "recommendation",
    "applies_when",
    "not_applies_when",
    "related_policy",
)


class LessonText(models.Model):
    """The parts of a lesson, in Markdown; each may be left empty."""

    type = models.CharField(
        _("type"), max_length=12, choices=LessonType, blank=True, db_index=True
    )
    abstract = models.TextField(_("abstract"), blank=True)
    context = models.TextField(_("context"), blank=True)
    driving_event = models.TextField(_("driving event"), blank=True)
    expected = models.TextField(_("what was expected"), blank=True)
    what_happened = models.TextField(_("what happened"), blank=True)
    cause = models.TextField(_("why it happened"), blank=True)
    effect = models.TextField(_("effect"), blank=True)
    effect_direction = models.CharField(
        _("direction of the effect"), max_length=10, choices=EffectDirection, blank=True
    )
    effect_size = models.CharField(
        _("size of the effect"), max_length=10, choices=EffectSize, blank=True
    )
    early_signs = models.TextField(_("early-warning signs"), blank=True)
    discussion = models.TextField(_("discussion"), blank=True)
    further_parts = StreamField(
        FurtherParts(), blank=True, verbose_name=_("further parts")
    )
    conclusion = models.TextField(_("conclusion"), blank=True)
    recommendation = models.TextField(_("what to do"), blank=True)
    character = models.CharField(
        _("character"), max_length=15, choices=Character, blank=True
    )
    priority = models.CharField(
        _("priority of the lesson"), max_length=15, choices=Priority, blank=True
    )
    applies_when = models.TextField(_("applies when"), blank=True)
    not_applies_when = models.TextField(_("does not apply when"), blank=True)
    related_policy = models.TextField(_("related policy"), blank=True)

    class Meta:
        abstract = True

    @property
    def is_good(self) -> bool:
        """Whether it tells of something that went well."""
        return self.type in GOOD_TYPES

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Heading and Markdown of each part that is written, in reading order."""
        written = []
        for name in TEXT_PARTS:
            if getattr(self, name):
                written.append((self.heading_of(name), getattr(self, name)))
            if name == "discussion":
                written += [part.value.section for part in self.further_parts]
        return written

    def heading_of(self, name: str) -> str:
        """Return the heading of a part, in the words that fit the lesson's type."""
        if self.is_good and name in HEADINGS_OF_GOOD_TYPES:
            return str(HEADINGS_OF_GOOD_TYPES[name])
        return str(self._meta.get_field(name).verbose_name)
