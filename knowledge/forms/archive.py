"""The forms of archiving: a new stocktake, and the details of its documents."""

import re
from datetime import date

from django import forms
from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import get_text_list, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.coreutils import find_available_slug

from knowledge.models import Document, Language, Stocktake, StocktakeIndex

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
        title = self.fields["title"]
        title.required = False
        title.help_text = gettext_lazy("Left empty, it is made of sector and round.")

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
            self.instance.title_ur = self._title(sector, number, "ur")
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
    """Corrects what was guessed about an archived document."""

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
        for field in self.fields.values():
            # Help is given once, above all the documents.
            field.help_text = ""

    def clean_tags(self):
        parts = re.split("[,،;]", self.cleaned_data["tags"])
        tags = [" ".join(part.split()) for part in parts if part.strip()]
        for tag in tags:
            if len(tag) > TAG_LENGTH:
                raise forms.ValidationError(
                    _("“%(tag)s” is too long for a tag; separate tags by commas.")
                    % {"tag": f"{tag[:40]}…"}
                )
        return tags

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
                "text": _date_in_words(value) if name == "date" else value,
            }
            for name in ("title", "date")
            if (value := offered.get(name)) and value != str(self[name].value() or "")
        ]

    @property
    def changes(self) -> str:
        """The names of the fields that were changed, in words."""
        names = [str(self.fields[name].label).lower() for name in self.changed_data]
        return get_text_list(names, _("and"))


def _date_in_words(value: str) -> str:
    return date_format(date.fromisoformat(value))


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
