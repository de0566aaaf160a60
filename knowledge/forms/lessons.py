"""The form that a lesson is written in."""

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from knowledge import publication
from knowledge.access import Access


class LessonForm(WagtailAdminPageForm):
    """Says at the publish button what keeps the lesson from being published."""

    def is_valid(self):
        if not super().is_valid():
            return False
        if not self._is_to_be_published():
            return True
        found = publication.obstacles_of(
            self._evidence(),
            is_public=self.cleaned_data.get("access") == Access.PUBLIC,
            user=self.for_user,
        )
        if found:
            message = publication.as_html(self.instance, found)
            self.add_error(None, ValidationError(message))
        return not found

    def _is_to_be_published(self) -> bool:
        if self.data.get("action-workflow-action"):
            return self.data.get("workflow-action-name") == "approve"
        return "action-publish" in self.data

    def _evidence(self) -> list:
        """Return the rows as they are to be saved, also those closed to the user."""
        formset = self.formsets.get("evidence")
        if formset is None:
            return []
        rows = [
            form.instance
            for form in formset.forms
            if form.instance.quote and form not in formset.deleted_forms
        ]
        for row in formset.hidden:
            row.check_quote()
        return rows + formset.hidden
