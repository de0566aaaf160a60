"""The forms of archiving: a new stocktake, and the details of its documents."""

import re
from datetime import date

from django import forms
from django.db import transaction
from django.utils.text import get_text_list, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.coreutils import find_available_slug

from knowledge.models import Document, Language, Stocktake, StocktakeIndex
from knowledge.templatetags.localized import digits

TAG_LENGTH = 100


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class StocktakeForm(forms.ModelForm):
    """Makes the page of a meeting, for a unit that the user archives for."""

    class Meta:
        model = Stocktake
        fields = [
            "unit",
            "sector",
            "round",
            "date",
            "chair",
            "chair_ur",
            "departments",
            "title",
            "title_ur",
            "access",
        ]
        widgets = {
            "date": DateInput(),
            "departments": forms.CheckboxSelectMultiple(),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        units = user.units_to_archive_for
        self.fields["unit"].queryset = units
        self.fields["unit"].required = True
        self.fields["unit"].empty_label = None if len(units) == 1 else "---------"
        self.fields["departments"].queryset = self.fields[
            "departments"
        ].queryset.select_related("government")
        self.fields["title"].required = False
        for name in ("title", "title_ur"):
            self.fields[name].help_text = gettext_lazy(
                "Left empty, it is made of sector and round."
            )
        for name in ("chair_ur", "title_ur"):
            self.fields[name].widget.attrs |= {"lang": "ur", "dir": "rtl"}

    def clean_round(self):
        number = self.cleaned_data["round"]
        if number < 1:
            raise forms.ValidationError(_("Rounds are counted from 1."))
        return number

    def clean(self):
        cleaned = super().clean()
        sector, number = cleaned.get("sector"), cleaned.get("round")
        if not cleaned.get("title") and sector and number:
            cleaned["title"] = self._title(sector, number, "en")
            cleaned["title_ur"] = cleaned.get("title_ur") or self._title(
                sector, number, "ur"
            )
        return cleaned

    @transaction.atomic
    def save(self, commit=True):
        """Publish the stocktake in the list of stocktakes and return it."""
        stocktake = super().save(commit=False)
        stocktake.departments = self.cleaned_data["departments"]
        index = StocktakeIndex.objects.select_for_update(of=("self",)).get()
        slug = slugify(stocktake.title) or f"stocktake-{stocktake.date:%Y-%m-%d}"
        stocktake.slug = find_available_slug(index, slug)
        index.add_child(instance=stocktake)
        stocktake.save_revision(user=self.user).publish(user=self.user)
        return stocktake

    def _title(self, sector, number: int, language: str) -> str:
        with override(language):
            return _("%(sector)s stocktake, round %(round)d") % {
                "sector": sector,
                "round": number,
            }


class DocumentDetailsForm(forms.ModelForm):
    """Corrects what was guessed about an archived document.

    What somebody else has changed since the form was shown stays as it is now, unless
    the user has changed the same field: then the form tells both values, and sent
    again it puts the user's in place.
    """

    # Not a field of the form's model, which would ask the database for each document.
    tags = forms.CharField(
        required=False, label=gettext_lazy("Tags, separated by commas")
    )

    class Meta:
        model = Document
        fields = ["title", "kind", "date", "language", "access"]
        widgets = {"date": DateInput()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            names = sorted(tag.name for tag in self.instance.tags.all())
            self.initial["tags"] = ", ".join(names)
        self.fields["language"].choices = [("", _("Not known")), *Language.choices]
        self.fields["title"].widget.attrs["dir"] = "auto"
        self.fields["tags"].widget.attrs["dir"] = "auto"
        for name, field in self.fields.items():
            # Help is given once, above all the documents.
            field.help_text = ""
            # The form carries the values that it was shown with.
            field.show_hidden_initial = (
                not self.is_bound or self.add_initial_prefix(name) in self.data
            )

    def clean_tags(self):
        tags = _split_tags(self.cleaned_data["tags"])
        for tag in tags:
            if len(tag) > TAG_LENGTH:
                raise forms.ValidationError(
                    _("“%(tag)s” is too long for a tag; separate tags by commas.")
                    % {"tag": f"{tag[:40]}…"}
                )
        return tags

    def clean(self):
        cleaned = super().clean()
        for name, field in self.fields.items():
            if not field.show_hidden_initial or name not in cleaned:
                continue
            shown = field.to_python(self.data[self.add_initial_prefix(name)])
            stored = field.to_python(self.get_initial_for_field(field, name))
            if shown == stored:
                continue
            if name not in self.changed_data:
                cleaned[name] = _split_tags(stored) if name == "tags" else stored
            elif field.has_changed(stored, self[name].data):
                self._tell_both(name, stored)
        return cleaned

    def _tell_both(self, name: str, stored) -> None:
        own = self.fields[name].to_python(self[name].data)
        self.add_error(
            name,
            _(
                "Somebody else has changed this to “%(theirs)s” since you opened the "
                "page. Yours, “%(mine)s”, is not saved: save again to put it in place "
                "of theirs, or enter theirs."
            )
            % {
                "theirs": self._in_words(name, stored),
                "mine": self._in_words(name, own),
            },
        )
        # Sent again, it is what the user has seen.
        self.data = self.data.copy()
        self.data[self.add_initial_prefix(name)] = str(stored or "")

    def _in_words(self, name: str, value) -> str:
        if isinstance(value, date):
            return digits(value)
        choices = getattr(self.fields[name], "choices", [])
        return str(dict(choices).get(value, value or _("nothing")))

    def save(self, commit=True):
        document = super().save(commit)
        if "tags" in self.changed_data:
            document.tags.set(self.cleaned_data["tags"])
        return document

    @property
    def suggestions(self) -> list[dict]:
        """What the file says of itself and the form does not say yet."""
        version = self.instance.current_version
        offered = version.suggestions if version else {}
        return [
            {
                "field": self[name],
                "value": value,
                "text": digits(date.fromisoformat(value)) if name == "date" else value,
            }
            for name in ("title", "date")
            if (value := offered.get(name)) and value != str(self[name].value() or "")
        ]

    @property
    def changes(self) -> str:
        """The names of the fields that were changed, in words."""
        names = [str(self.fields[name].label).lower() for name in self.changed_data]
        return get_text_list(names, _("and"))


def _split_tags(text: str) -> list[str]:
    parts = re.split("[,،;]", text)
    return [" ".join(part.split()) for part in parts if part.strip()]


class BaseDetailsFormSet(forms.BaseModelFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        # Django takes the number of any document here, and changes another one then.
        number = form.fields["id"]
        number.queryset = self.queryset
        number.error_messages["invalid_choice"] = _(
            "This document cannot be changed here. Load the page again."
        )


DocumentDetailsFormSet = forms.modelformset_factory(
    Document,
    form=DocumentDetailsForm,
    formset=BaseDetailsFormSet,
    extra=0,
    edit_only=True,
)
