"""The forms in which a lesson is taken on: its steps and its actions."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.learning import TRANSITIONS, Action
from knowledge.lesson_numbers import find_lesson
from knowledge.models import LessonAction, LessonState


class StepForm(forms.Form):
    """One step with its reason; merging and superseding name the other lesson."""

    action = forms.ChoiceField(choices=Action.choices)
    # What the lesson was when the page was made.
    state = forms.ChoiceField(choices=LessonState.choices, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=2000,
        help_text=gettext_lazy("It is kept with the step, for members of staff."),
        error_messages={
            "required": gettext_lazy("Say why. The reason is kept with the step.")
        },
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    other = forms.CharField(
        label=gettext_lazy("The lesson that takes its place, by its number"),
        required=False,
        help_text=gettext_lazy("Only to merge or supersede it: such as SBQ-L-000012."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.user = user

    def clean(self):
        cleaned = super().clean()
        number = cleaned.get("other", "").strip()
        cleaned["other"] = None
        if cleaned.get("action") in TRANSITIONS and (
            TRANSITIONS[cleaned["action"]].needs_other
        ):
            cleaned["other"] = find_lesson(number, self.user)
            if cleaned["other"] is None:
                self.add_error(
                    "other",
                    _("No lesson has this number. It looks like SBQ-L-000012."),
                )
        return cleaned


class ActionForm(forms.ModelForm):
    """Who does what by when."""

    class Meta:
        model = LessonAction
        fields = ["text", "post", "due_on"]
        widgets = {
            "text": forms.TextInput(attrs={"dir": "auto"}),
            "post": forms.TextInput(attrs={"dir": "auto"}),
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": ""} | kwargs)


class ProofField(forms.ModelChoiceField):
    def label_from_instance(self, row):
        quote = " ".join(row.quote.split())
        return f"“{quote[:80]}”"


class CloseForm(forms.Form):
    """Closes an action with its proof."""

    proof = ProofField(
        label=gettext_lazy("Which quote of the lesson proves it?"),
        queryset=None,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args, quotes, **kwargs):
        super().__init__(*args, **{"label_suffix": "", "prefix": "close"} | kwargs)
        self.fields["proof"].queryset = quotes


class MoveForm(forms.Form):
    """Moves the date of an action."""

    due_on = forms.DateField(
        label=gettext_lazy("By when"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why does the date move?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": "", "prefix": "move"} | kwargs)


class DropForm(forms.Form):
    """Drops an action."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it dropped?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": "", "prefix": "drop"} | kwargs)
