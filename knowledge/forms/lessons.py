"""The form that a lesson is written in."""

from django.core.exceptions import ValidationError
from django.forms.formsets import ORDERING_FIELD_NAME
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.forms import WagtailAdminPageForm

from knowledge import access, line_ends, publication, relations
from knowledge.access import Access
from knowledge.forms import lesson_words
from knowledge.publication import words_of

# Remarks beside the fields are no words of the lesson.
COMMENTS = "comments"


class _Html(SafeString):
    """An error with links, which the admin puts behind an empty name of a field."""

    def __radd__(self, before):
        return format_html("{}{}", before, self)


class LessonForm(WagtailAdminPageForm):
    """Says at the publish button what keeps the lesson from being published."""

    def __init__(self, data=None, *args, **kwargs):
        # A quote with other line ends would be another one, and not cleared.
        sent = data and line_ends.plain_form(data)
        super().__init__(sent, *args, **kwargs)
        if "type" in self.fields:
            lesson_words.say_in_words(self.fields, self["type"].value())

    def is_valid(self):
        if not super().is_valid() or not self._relations_fit():
            return False
        if not self._is_to_be_published():
            return True
        found = publication.obstacles_of(
            self.instance,
            self._evidence(),
            is_public=self.cleaned_data.get("access") == Access.PUBLIC,
            user=self.for_user,
        )
        found += publication.words_of_closed_sources(self.instance)
        if self._writes_own_words():
            found.append(publication.Obstacle(publication.own_words()))
        if found:
            message = publication.as_html(self.instance, found)
            self.add_error(None, ValidationError(_Html(message)))
        return not found

    def _is_to_be_published(self) -> bool:
        if self.data.get("action-workflow-action"):
            return self.data.get("workflow-action-name") == "approve"
        return "action-publish" in self.data

    def _writes_own_words(self) -> bool:
        """Tell whether a second person has to publish what is in the form."""
        is_author = self._says_something_new() or publication.is_author_of_draft(
            self.for_user, self.instance
        )
        if self.data.get("action-workflow-action"):
            return is_author
        return (
            is_author
            and self.cleaned_data.get("access") == Access.PUBLIC
            and not access.is_administrator(self.for_user)
        )

    def _says_something_new(self) -> bool:
        rows = [
            form
            for name, formset in self.formsets.items()
            if name != COMMENTS
            for form in formset.forms
        ]
        return any(
            name != ORDERING_FIELD_NAME
            and words_of(form[name].initial) != words_of(form[name].data)
            for form in [self, *rows]
            for name in form.changed_data
        )

    def _relations_fit(self) -> bool:
        formset = self.formsets.get("relations")
        if formset is None:
            return True
        language = self.cleaned_data.get("language", self.instance.language)
        fit = True
        for form in formset.forms:
            row = form.instance
            if form in formset.deleted_forms or not row.target_id:
                continue
            fault = relations.why_not(self.instance, row, language)
            if fault:
                form.add_error("target", fault)
                fit = False
        return fit

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
