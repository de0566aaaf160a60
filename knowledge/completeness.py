"""How complete a lesson is: which of its parts are still empty, in words."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

# Fields that are one part together are one row; the first is the one to go to.
PARTS = (
    ("type",),
    ("what_happened",),
    ("cause",),
    ("recommendation",),
    ("sector",),
    ("unit",),
    ("evidence",),
    ("context",),
    ("driving_event",),
    ("expected",),
    ("effect",),
    ("early_signs",),
    ("discussion", "further_parts"),
    ("conclusion",),
    ("applies_when",),
    ("not_applies_when",),
    ("challenges",),
    ("tags",),
    ("priority_area", "target", "indicator"),
    ("chain_step",),
    ("level",),
    ("period_start", "period_end"),
    ("review_on",),
    ("contact",),
)
NAMES = {"evidence": _("evidence"), "period_start": _("period")}
ANCHORS = {"evidence": "panel-child-content-evidence-section"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a lesson, whether it is there, and its anchor in the form."""

    name: str
    label: str
    is_written: bool

    @property
    def anchor(self) -> str:
        return ANCHORS.get(self.name, f"id_{self.name}")


@dataclass(frozen=True, slots=True)
class Completeness:
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        return len(self.parts)

    @property
    def written(self) -> int:
        return sum(part.is_written for part in self.parts)

    @property
    def missing(self) -> list[Part]:
        return [part for part in self.parts if not part.is_written]


def completeness_of(lesson) -> Completeness:
    """Tell which parts of ``lesson`` are written."""
    return Completeness(
        tuple(
            Part(
                fields[0],
                capfirst(_label(lesson, fields[0])),
                any(_has(lesson, name) for name in fields),
            )
            for fields in PARTS
        )
    )


def _label(lesson, name: str) -> str:
    return str(NAMES.get(name) or lesson.heading_of(name))


def _has(lesson, name: str) -> bool:
    value = getattr(lesson, name)
    if hasattr(value, "all"):
        return bool(value.all())
    return bool(value)


class CompletenessPanel(Panel):
    """Lists in the form of a lesson what is still empty, with links to the fields."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/panels/completeness.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return context | {"completeness": completeness_of(self.instance)}
