"""The forms of learning events: the event, its questions, what is said, invitations."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from knowledge.access import Access
from knowledge.forms.archive import DateInput
from knowledge.models import DiscussionQuestion, EventEntry, LearningEvent, Stocktake
from knowledge.models.lesson_place import names_no_person
from knowledge.templatetags.localized import digits

Part = EventEntry.Part


class EventForm(forms.ModelForm):
    """An event. What was said under closed access is opened by nobody unawares."""

    opens_entries = forms.BooleanField(
        required=False,
        label=gettext_lazy("The new readers may read what was said so far"),
        help_text=gettext_lazy(
            "Needed only to open the event to more readers: those who spoke counted on "
            "fewer. Ask them first."
        ),
    )

    class Meta:
        model = LearningEvent
        fields = [
            "kind",
            "title",
            "title_ur",
            "date",
            "stocktake",
            "unit",
            "sector",
            "purpose",
            "participants",
            "access",
        ]
        widgets = {
            "date": DateInput(),
            "purpose": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            "participants": forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "title_ur": forms.TextInput(attrs={"dir": "auto"}),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.was_open = self.instance.access
        self.entries = self.instance.entries.count() if self.instance.pk else 0
        if not self.entries or self.was_open == Access.PUBLIC:
            del self.fields["opens_entries"]
        self.fields["access"].help_text = gettext_lazy(
            "Restricted: the owning unit. Internal: every member of staff who is "
            "signed in. Public: everybody."
        )
        units = self.fields["unit"].queryset
        self.fields["unit"].queryset = (
            units if user.is_superuser else units.filter(pk__in=user.unit_ids)
        )
        stocktakes = Stocktake.objects.visible_to(user).order_by("-date", "-pk")
        self.fields["stocktake"].queryset = stocktakes
        looks_back_on = self.instance.stocktake
        if looks_back_on and not looks_back_on.is_visible_to(user):
            # What one may not see one cannot choose anew: it stays as it is.
            del self.fields["stocktake"]

    def clean(self):
        cleaned = super().clean()
        access, unit = cleaned.get("access"), cleaned.get("unit")
        if access == Access.RESTRICTED and unit is None:
            self.add_error(
                "unit", _("Choose the unit that sees it while it is restricted.")
            )
        stocktake, levels = cleaned.get("stocktake"), Access.values
        if "stocktake" not in self.fields:
            stocktake = self.instance.stocktake
        if (
            stocktake
            and access
            and levels.index(access) > levels.index(stocktake.access)
        ):
            self.add_error(
                "access",
                _("It cannot be more open than the stocktake it looks back on."),
            )
        if (
            access
            and self.entries
            and levels.index(access) > levels.index(self.was_open)
            and not cleaned.get("opens_entries")
        ):
            self.add_error(
                "opens_entries",
                ngettext(
                    "%(number)s entry was written when fewer could read it. Tick this "
                    "box if it may be read by more, or keep the access as it was.",
                    "%(number)s entries were written when fewer could read them. Tick "
                    "this box if they may be read by more, or keep the access as it "
                    "was.",
                    self.entries,
                )
                % {"number": digits(self.entries)},
            )
        return cleaned


QuestionFormSet = forms.inlineformset_factory(
    LearningEvent,
    DiscussionQuestion,
    fields=["text", "text_ur"],
    widgets={
        "text": forms.TextInput(attrs={"dir": "auto"}),
        "text_ur": forms.TextInput(attrs={"dir": "rtl", "lang": "ur"}),
    },
    extra=3,
    max_num=10,
)


class EntryForm(forms.ModelForm):
    """One entry; several people send theirs at once, each a row of its own."""

    class Meta:
        model = EventEntry
        fields = ["part", "question", "text", "responsible", "due_date"]
        widgets = {
            "part": forms.HiddenInput(),
            "question": forms.HiddenInput(),
            "text": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            "responsible": forms.TextInput(attrs={"dir": "auto"}),
            "due_date": DateInput(),
        }

    def __init__(self, *args, event: LearningEvent, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.event = event
        self.fields["question"].queryset = event.questions.all()
        self.fields["text"].error_messages["required"] = _("Write something first.")
        self.fields["responsible"].validators.append(names_no_person)

    def clean(self):
        cleaned = super().clean()
        part = cleaned.get("part")
        if part and (part == Part.DISCUSSION) != bool(cleaned.get("question")):
            raise forms.ValidationError(
                _("This question is not there any more. Load the page again.")
            )
        if part == Part.ACTION and not cleaned.get("responsible"):
            self.add_error("responsible", _("Say which post does it."))
        return cleaned


class InvitationForm(forms.Form):
    days = forms.TypedChoiceField(
        label=gettext_lazy("Open for"),
        coerce=int,
        choices=[
            (1, gettext_lazy("a day")),
            (7, gettext_lazy("a week")),
            (30, gettext_lazy("30 days")),
        ],
        initial=7,
    )

    @property
    def expires_at(self):
        return timezone.now() + timedelta(days=self.cleaned_data["days"])
