"""The form with which Wagtail's admin archives and edits a document."""

from wagtail.documents.forms import BaseDocumentForm

from knowledge.models import Stocktake


class DocumentForm(BaseDocumentForm):
    """Takes a new document's file; of an archived one it edits the details only.

    Wagtail's own form replaces a document's file and deletes the old one. A file that
    was archived is a version, which is kept; new ones come in on the archive's screen.
    """

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        if self.instance.pk:
            self.fields.pop("file", None)
        if "stocktake" in self.fields:
            chosen = self.instance.stocktake_id
            visible = Stocktake.objects.visible_to(user)
            self.fields["stocktake"].queryset = visible
            if chosen and not visible.filter(pk=chosen).exists():
                # It keeps a stocktake that the user may not see, and does not show it.
                del self.fields["stocktake"]
