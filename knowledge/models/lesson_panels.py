"""The form of a lesson in the admin: short at first, complete in the end.

The first group is all that a lesson needs to begin with. The others are folded up; the
list of what is still empty leads into them.
"""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
)

from knowledge.completeness import CompletenessPanel
from knowledge.forms.lesson_words import TypeSelect
from knowledge.markdown_widget import MarkdownTextarea
from knowledge.panels import (
    DraftedFromPanel,
    DraftRowsPanel,
    FindEvidencePanel,
    VisibleRowsPanel,
)


def _text(name, help_text="") -> FieldPanel:
    return FieldPanel(name, widget=MarkdownTextarea, help_text=help_text)


def _folded(heading, *panels, icon=None) -> MultiFieldPanel:
    return MultiFieldPanel(
        list(panels), heading=heading, classname="collapsed", icon=icon
    )


SHORT = MultiFieldPanel(
    [
        FieldPanel("summary"),
        FieldPanel("type", widget=TypeSelect),
        HelpPanel(content=_("Markdown may be used: **bold**, *italic*, lists, links.")),
        # What these ask for depends on the type: knowledge.forms.lesson_words.
        _text("what_happened"),
        _text("cause"),
        _text("recommendation"),
        FieldRowPanel([FieldPanel("sector"), FieldPanel("unit")]),
        DraftedFromPanel(),
        FieldRowPanel([FieldPanel("access"), FieldPanel("language")]),
    ],
    heading=_("The lesson in short"),
)

PANELS = [
    SHORT,
    CompletenessPanel(heading=_("How complete it is")),
    FindEvidencePanel(heading=_("Cite from a page")),
    VisibleRowsPanel(
        "evidence",
        heading=_("Evidence"),
        label=_("Quote"),
        help_text=_(
            "Quotes that prove the lesson. Each is compared with the text of its "
            "page when the lesson is saved."
        ),
    ),
    _folded(
        _("Context and expectations"),
        _text("abstract", _("The whole lesson in a paragraph.")),
        _text("context", _("What a stranger has to know to follow.")),
        _text("driving_event", _("What set it off: a meeting, a flood, a deadline.")),
        _text("expected"),
    ),
    _folded(
        _("Effect"),
        _text("effect", _("What came of it, for whom, how much.")),
        FieldRowPanel([FieldPanel("effect_direction"), FieldPanel("effect_size")]),
        _text("early_signs"),
    ),
    _folded(
        _("Discussion and conclusion"),
        _text("discussion", _("Other explanations, other views, and what is open.")),
        FieldPanel(
            "further_parts",
            help_text=_("Parts with headings of your own, in the order you like."),
        ),
        _text("conclusion", _("What follows from it, in a few sentences.")),
    ),
    _folded(
        _("When it applies"),
        FieldRowPanel([FieldPanel("character"), FieldPanel("priority")]),
        _text("applies_when", _("Under which conditions others can use it.")),
        _text("not_applies_when", _("Where it would mislead.")),
    ),
    _folded(
        _("Where it belongs"),
        FieldPanel("challenges", widget=forms.CheckboxSelectMultiple),
        FieldPanel("tags"),
        FieldPanel("priority_area"),
        FieldRowPanel([FieldPanel("target"), FieldPanel("indicator")]),
        FieldRowPanel([FieldPanel("chain_step"), FieldPanel("level")]),
        FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
        _text("related_policy", _("Policies, laws and plans that it touches.")),
    ),
    VisibleRowsPanel(
        "relations",
        heading=_("Other lessons"),
        label=_("Relation"),
        classname="collapsed",
        help_text=_(
            "Shown on the pages of both lessons. A lesson that is superseded tells its "
            "readers so at its top."
        ),
    ),
    DraftRowsPanel(
        "system_links",
        heading=_("Links to the administration"),
        label=_("System link"),
        classname="collapsed",
    ),
    VisibleRowsPanel(
        "curriculum_links",
        heading=_("Links to the curriculum"),
        label=_("Curriculum link"),
        classname="collapsed",
    ),
    _folded(
        _("Keeping it up to date"),
        FieldPanel(
            "review_on",
            help_text=_("When somebody should look whether it still holds."),
        ),
        FieldPanel(
            "contact",
            help_text=_("Whom to ask: an office or a role, no person."),
        ),
    ),
    _folded(
        _("Who may see it, more exactly"),
        FieldPanel("access_groups", widget=forms.CheckboxSelectMultiple),
        FieldPanel("embargo_until"),
    ),
]
