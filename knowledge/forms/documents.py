"""The form with which Wagtail's admin archives and edits a document."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.documents.forms import BaseDocumentForm

from knowledge import ingest
from knowledge.models import Stocktake


class DocumentForm(BaseDocumentForm):
    """Takes a new document's file; of an archived one it edits the details only.

    Wagtail's own form replaces a document's file and deletes the old one. A file that
    was archived is a version, which is kept; new ones come in on the archive's screen.
    """

    class Meta(BaseDocumentForm.Meta):
        widgets = BaseDocumentForm.Meta.widgets | {
            "access_groups": forms.CheckboxSelectMultiple,
            "date": AdminDateInput,
            "departments": forms.CheckboxSelectMultiple,
            "embargo_until": AdminDateInput,
        }

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.archivist = user
        if self.instance.pk:
            self.fields.pop("file", None)
        if "stocktake" in self.fields:
            chosen = self.instance.stocktake_id
            visible = Stocktake.objects.visible_to(user)
            self.fields["stocktake"].queryset = visible
            if chosen and not visible.filter(pk=chosen).exists():
                # It keeps a stocktake that the user may not see, and does not show it.
                del self.fields["stocktake"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            ingest.refuse_unfit(file, file.name)
        except ingest.FileRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        duplicate = ingest.find_duplicate(ingest.checksum(file), self.archivist)
        if duplicate:
            raise ValidationError(
                _("“%(name)s” is in the archive already: “%(title)s”.")
                % {"name": file.name, "title": duplicate.document.title}
            )
        return file
