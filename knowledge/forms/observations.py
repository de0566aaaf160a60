"""The form of an observation: five fields, a minute."""

import uuid

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge import capture
from knowledge.models import Department, Language, Observation, Sector
from knowledge.models.observations import LONGEST_TEXT
from knowledge.places import Place, find_place, recent_places
from knowledge.templatetags.localized import language_of

Naming = Observation.Naming


class TextForm(forms.Form):
    """The words of an observation."""

    text = forms.CharField(
        label=gettext_lazy("What happened?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Say in a sentence what happened.")},
    )

    def __init__(self, *args, **kwargs):
        # Labels are questions, and no colon follows a question mark in Urdu either.
        super().__init__(*args, **{"label_suffix": ""} | kwargs)


class ObservationForm(TextForm):
    """An observation by a member of staff, or by whoever has an invitation."""

    place = forms.CharField(
        label=gettext_lazy("Where?"),
        required=False,
        max_length=60,
        widget=forms.Select,
    )
    subject = forms.ChoiceField(
        label=gettext_lazy("Which sector or department?"), required=False
    )
    tone = forms.ChoiceField(
        label=gettext_lazy("Good or bad?"),
        choices=Observation.Tone.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether it went well.")},
    )
    naming = forms.ChoiceField(
        label=gettext_lazy("How may we name you?"),
        choices=[(value.value, value.label) for value in Naming if value != "document"],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how we may name you.")},
    )
    # What is asked for depends on the way that was chosen.
    NO_SIGNATURE = {
        Naming.NAME: gettext_lazy("Enter your name, or choose another way."),
        Naming.ROLE: gettext_lazy(
            "Enter your role, such as “district officer, health”, or choose another "
            "way to be named."
        ),
    }
    shown_as = forms.CharField(
        label=gettext_lazy("Your name or role, as it may be shown"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, user=None, invitation_place: Place | None = None, **kw):
        kw["initial"] = {"key": uuid.uuid4()} | kw.get("initial", {})
        # Nothing is filled in by the browser from what another person typed.
        super().__init__(*args, use_required_attribute=False, **kw)
        self.user = user
        self.fixed_place = invitation_place
        self.fields["subject"].choices = _subjects()
        if invitation_place is not None:
            del self.fields["place"]
        else:
            self.fields["place"].widget.choices = self._places()

    def clean_place(self) -> Place | None:
        code = self.cleaned_data["place"]
        if not code:
            return None
        place = find_place(code, self._reader)
        if place is None:
            raise forms.ValidationError(
                _("This meeting or page is not there any more. Choose another one.")
            )
        return place

    def clean(self):
        cleaned = super().clean()
        naming = cleaned.get("naming")
        if naming == Naming.NONE:
            cleaned["shown_as"] = ""
        elif naming == Naming.NAME and self.user is not None:
            # The name is the account's: nobody speaks in the name of somebody else.
            cleaned["shown_as"] = self.user.get_full_name() or self.user.get_username()
        elif naming and "shown_as" in cleaned and not cleaned["shown_as"]:
            self.add_error("shown_as", self.NO_SIGNATURE[naming])
        return cleaned

    def save(self) -> capture.Received:
        """Keep the observation; see ``capture.receive_observation``."""
        cleaned = self.cleaned_data
        kind, _colon, number = cleaned["subject"].partition(":")
        return capture.receive_observation(
            key=cleaned["key"],
            observation=Observation(
                text=cleaned["text"],
                tone=cleaned["tone"],
                naming=cleaned["naming"],
                shown_as=cleaned["shown_as"],
                sector_id=number if kind == "sector" else None,
                department_id=number if kind == "department" else None,
                language=language_of(cleaned["text"]) or Language.ENGLISH,
            ),
            place=self.fixed_place or cleaned.get("place"),
            user=self.user,
        )

    @property
    def _reader(self):
        return self.user or AnonymousUser()

    def _places(self) -> list[tuple[str, str]]:
        """Return the places to choose from, with the one that the link named."""
        places = {place.code: place.label for place in recent_places(self._reader)}
        named = self["place"].value()
        if named and named not in places:
            place = find_place(str(named)[:60], self._reader)
            if place is not None:
                places = {place.code: place.label} | places
        return [("", _("No particular meeting")), *places.items()]


class ReceiptForm(forms.Form):
    """The receipt of an observation, as it was shown when it was sent."""

    receipt = forms.CharField(
        label=gettext_lazy("Receipt"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def clean_receipt(self) -> str:
        try:
            return str(uuid.UUID(self.cleaned_data["receipt"].strip()))
        except ValueError as error:
            raise forms.ValidationError(
                _("This is not a receipt. It has 32 letters and digits in five groups.")
            ) from error


class UnsealForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why do you have to know who sent it?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": ""} | kwargs)


def _subjects() -> list:
    """Return sectors and departments as the choices of one field."""
    departments = Department.objects.select_related("government").order_by(
        "government__name", "name"
    )
    return [
        ("", "---------"),
        (
            _("Sectors"),
            [(f"sector:{term.pk}", str(term)) for term in Sector.objects.all()],
        ),
        (
            _("Departments"),
            [
                (f"department:{term.pk}", f"{term} · {term.government}")
                for term in departments
            ],
        ),
    ]
