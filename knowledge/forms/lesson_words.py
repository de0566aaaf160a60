"""What the fields of a lesson ask for, in words that fit its type.

What went well is asked for in the same way as what went badly.
"""

import json

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.models.lesson_text import LessonType

TELLS = _(
    "A strength or a good practice is as welcome as a challenge or a risk. The "
    "questions below follow what you choose."
)
_OF_GOOD_TYPES = {
    "what_happened": _("What went well? Who did what, when and where?"),
    "cause": _("Why did it go well? What would it not have worked without?"),
    "recommendation": _("What should others do to have the same success?"),
    "expected": _("What was intended, and by when?"),
    "early_signs": _("How can one see early that it works?"),
}
WORDS: dict[str, dict] = {
    "": {
        "what_happened": _(
            "What went well, or what went wrong? Who did what, when and where?"
        ),
        "cause": _("Why did it happen?"),
        "recommendation": _("What should others do, or do again?"),
        "expected": _("What was supposed to happen?"),
        "early_signs": _("What could have been noticed early?"),
    },
    LessonType.STRENGTH: _OF_GOOD_TYPES,
    LessonType.PRACTICE: _OF_GOOD_TYPES,
    LessonType.CHALLENGE: {
        "what_happened": _("What went wrong? Who did what, when and where?"),
        "cause": _("Why did it go wrong? What is the cause behind the cause?"),
        "recommendation": _("What should others do, so that it does not come again?"),
        "expected": _("What was supposed to happen?"),
        "early_signs": _("What could have been noticed early?"),
    },
    LessonType.RISK: {
        "what_happened": _("What might go wrong, and what was seen of it so far?"),
        "cause": _("Why may it happen?"),
        "recommendation": _("What should others do before it happens?"),
        "expected": _("What is supposed to happen?"),
        "early_signs": _("By which signs is it known to come?"),
    },
}


class TypeSelect(forms.Select):
    """Chooses the type; the script ``lesson_type.js`` changes the words with it."""

    class Media:
        js = ["js/lesson_type.js"]

    def build_attrs(self, base_attrs, extra_attrs=None):
        words = {
            kind: {name: str(text) for name, text in texts.items()}
            for kind, texts in WORDS.items()
        }
        return super().build_attrs(base_attrs, extra_attrs) | {
            "data-controller": "lesson-type",
            "data-action": "lesson-type#change",
            "data-lesson-type-words-value": json.dumps(words, ensure_ascii=False),
        }


def say_in_words(fields, kind: str) -> None:
    """Give the fields of a lesson's form the help texts of the type ``kind``."""
    for name, text in WORDS.get(kind, WORDS[""]).items():
        if name in fields:
            fields[name].help_text = text
    if "type" in fields:
        fields["type"].help_text = TELLS
