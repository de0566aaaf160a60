"""The forms by which people keep a search."""

from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from knowledge.templatetags.localized import digits
from search import alerts
from search.models import Frequency, SavedSearch

# Of one person.
MOST_SAVED = 50
LONGEST = 4000


class SavedSearchForm(forms.ModelForm):
    """Name, mail and language of a saved search, new or changed."""

    class Meta:
        model = SavedSearch
        fields = ["name", "frequency", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.frequency_before = self.instance.frequency
        if not self.instance.pk:
            self.frequency_before = Frequency.NONE

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        others = self.instance.user.saved_searches.exclude(pk=self.instance.pk)
        if others.filter(name=name).exists():
            raise forms.ValidationError(self.name_is_taken())
        return name

    def clean_frequency(self):
        frequency = self.cleaned_data["frequency"]
        if frequency != Frequency.NONE and not self.instance.user.email:
            raise forms.ValidationError(
                _(
                    "Your account has no e-mail address. Choose “No mail”, or ask an "
                    "administrator to enter your address."
                )
            )
        return frequency

    def clean(self):
        if len(self.instance.parameters) > LONGEST:
            raise forms.ValidationError(
                _("This search is too long to be saved. Ask for less at once.")
            )
        is_new = not self.instance.pk
        if is_new and self.instance.user.saved_searches.count() >= MOST_SAVED:
            raise forms.ValidationError(
                _(
                    "You have saved %(number)s searches, which is as many as one may "
                    "have. Delete one that you do not need any more."
                )
                % {"number": digits(MOST_SAVED)}
            )
        return super().clean()

    def name_is_taken(self) -> str:
        return _("You have a saved search of this name already. Choose another name.")

    def save(self) -> bool:
        """Save what was entered; the mails follow.

        Returns:
            False, with an error at the name, if it was taken in the last moment.
        """
        saved = self.instance
        changed = [*self.changed_data]
        if saved.frequency != self.frequency_before:
            changed += alerts.schedule(saved, self.frequency_before)
        try:
            with transaction.atomic():
                # Only what was entered: the worker writes to the other fields.
                saved.save(update_fields=changed if saved.pk else None)
        except IntegrityError:
            self.add_error("name", self.name_is_taken())
            return False
        return True
