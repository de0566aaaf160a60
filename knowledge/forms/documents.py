"""The form with which Wagtail's admin edits a document."""

from wagtail.documents.forms import BaseDocumentForm


class DocumentForm(BaseDocumentForm):
    """Edits a document's details.

    The admin's own form replaces a document's file and deletes the old one. Here a
    file is archived as a version, which is never deleted, so files come in through
    ``knowledge.ingest`` alone.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("file", None)
