"""A field for Markdown in the admin, with its preview below."""

from django import forms
from django.urls import reverse_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from knowledge.markdown import render

# Far more than any part of a lesson; a limit, so that nobody keeps the server busy.
MAX_LENGTH = 50_000


class MarkdownTextarea(AdminAutoHeightTextInput):
    """A plain field that the script ``markdown_preview.js`` gives a live preview."""

    template_name = "wagtailadmin/widgets/markdown_textarea.html"
    preview_url = reverse_lazy("markdown_preview")

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        text = context["widget"]["value"] or ""
        context["preview_url"] = self.preview_url
        context["preview"] = render(text) if len(text) <= MAX_LENGTH else ""
        return context

    @property
    def media(self):
        return super().media + forms.Media(js=["js/markdown_preview.js"])
