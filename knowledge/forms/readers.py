"""What members of staff say about a lesson: that they used it, and comments."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge import using
from knowledge.models import LessonUse
from knowledge.models.comments import LONGEST_COMMENT

LONGEST_REASON = 500


class UseForm(forms.ModelForm):
    """Where a lesson was used, what was done and what came of it."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = LessonUse
        fields = [
            "place",
            "department",
            "used_on",
            "what_was_done",
            "outcome",
            "shown_as",
        ]
        labels = {
            "place": gettext_lazy("Where?"),
            "department": gettext_lazy("Which department?"),
            "used_on": gettext_lazy("When?"),
            "what_was_done": gettext_lazy("What did you do?"),
            "outcome": gettext_lazy("What came of it?"),
            "shown_as": gettext_lazy("Your role"),
        }
        help_texts = {
            "place": gettext_lazy("A department, programme, district or place."),
            "outcome": gettext_lazy(
                "Also if it did not help, or it is too early to say."
            ),
            "shown_as": gettext_lazy(
                "Such as “district officer”. Staff see your name as well; the public "
                "sees the role alone, and only after a moderator has released this."
            ),
        }
        widgets = {
            "place": forms.TextInput({"dir": "auto"}),
            "what_was_done": forms.Textarea({"rows": 4, "dir": "auto"}),
            "outcome": forms.Textarea({"rows": 4, "dir": "auto"}),
            "shown_as": forms.TextInput({"dir": "auto"}),
            "used_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        if self.instance.pk:
            del self.fields["key"]
        self.initial.setdefault("key", self.instance.key)
        department = self.fields["department"]
        department.queryset = department.queryset.select_related("government")
        department.empty_label = _("None of these")

    def clean_used_on(self):
        day = self.cleaned_data["used_on"]
        if day > timezone.localdate():
            raise ValidationError(
                _("This day is still to come. Say when you used the lesson.")
            )
        return day


class UseDecisionForm(forms.Form):
    """A moderator's decision about the use of a lesson."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, if you hide it"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args, use: LessonUse, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = [
            (decision, using.DECISIONS[decision])
            for decision in using.possible_decisions(use)
        ]


class CommentForm(forms.Form):
    """The words of a comment, in lines as they are typed."""

    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write a comment first.")},
    )
    reply_to = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class RemovalForm(forms.Form):
    """Why a moderator removes a comment of somebody else."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you remove it?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        error_messages={
            "required": gettext_lazy(
                "Say why you remove it. The reason stays in its place."
            )
        },
    )
