"""The forms in which curators decide."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.lesson_numbers import find_lesson
from knowledge.models import Lesson, Observation
from knowledge.triage import Action


class DecisionForm(forms.Form):
    """A decision with its reason; what else it needs depends on the decision."""

    action = forms.ChoiceField(choices=[(each.value, each.label) for each in Action])
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=2000,
        help_text=gettext_lazy("It is kept, and shown to the author."),
        error_messages={
            "required": gettext_lazy(
                "Say why. The reason is kept and shown to the author."
            )
        },
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    lesson = forms.CharField(
        label=gettext_lazy("Another lesson, by its number"), required=False
    )
    parts = forms.CharField(
        label=gettext_lazy("The parts, with an empty line between them"),
        help_text=gettext_lazy(
            "In the author's own words: leave out what belongs to no part, change none."
        ),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.user = user

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("action") == Action.MERGE:
            cleaned["lesson"] = self._find_lesson(cleaned.get("lesson", ""))
        return cleaned

    @property
    def texts(self) -> list[str]:
        """The parts of an observation that is split."""
        return re.split(r"\n\s*\n", self.cleaned_data["parts"].replace("\r\n", "\n"))

    def _find_lesson(self, number: str) -> Lesson | None:
        lesson = find_lesson(number, self.user)
        if lesson is None:
            self.add_error(
                "lesson",
                _("No lesson has this number. It looks like SBQ-L-000012."),
            )
        return lesson


class ObservationsField(forms.ModelMultipleChoiceField):
    def clean(self, value):
        # More digits than a database can take.
        if any(len(str(number)) > 18 for number in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_choice"])
        return super().clean(value)


class DraftForm(forms.Form):
    """A lesson to be drafted of the chosen observations."""

    observations = ObservationsField(
        queryset=Observation.objects.none(),
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": gettext_lazy("Choose at least one observation."),
            "invalid_choice": gettext_lazy("An observation is not there any more."),
        },
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=255,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    summary = forms.CharField(
        label=gettext_lazy("The lesson in one line"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("A sentence that can stand alone."),
    )
    reason = DecisionForm.base_fields["reason"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        observations = Observation.objects.visible_to(user)
        self.fields["observations"].queryset = observations.with_details()
