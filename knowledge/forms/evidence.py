"""Forms that cite a quote, and that decide about one that does not stand."""

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from knowledge import line_ends
from knowledge.models import DocumentVersion, Evidence, Lesson


class QuoteField(forms.CharField):
    """The words of a quote, with the ends of lines that the page has."""

    def __init__(self, **kwargs):
        super().__init__(
            label=_("Exact quote"),
            widget=forms.Textarea({"rows": 4, "dir": "auto"}),
            **kwargs,
        )

    def to_python(self, value):
        return line_ends.plain(super().to_python(value))


class CiteForm(forms.Form):
    """A quote from one page, and the lesson that it is evidence for."""

    quote = QuoteField(
        max_length=5000, help_text=_("Word for word as it stands on that page.")
    )
    # Which of several places was meant, as the browser saw it.
    before = forms.CharField(
        required=False, max_length=500, strip=False, widget=forms.HiddenInput
    )
    role = forms.ChoiceField(
        label=_("What it does to the lesson"),
        choices=Evidence.Role.choices,
        initial=Evidence.Role.SUPPORTS,
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        help_text=_("What a reader should know about this quote."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    q = forms.CharField(
        label=_("Find a lesson by words of its title"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search", "dir": "auto"}),
    )
    lesson = forms.ModelChoiceField(
        label=_("Lesson"),
        queryset=Lesson.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the lesson that the quote is for.")},
    )

    def __init__(self, *args, lessons, allowed, chosen=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lesson"].queryset = allowed
        if chosen is not None:
            lessons = [chosen, *(each for each in lessons if each != chosen)]
        self.fields["lesson"].choices = [
            (lesson.pk, lesson.draft_title) for lesson in lessons
        ]


class Decision(TextChoices):
    """What can be done about a quote that does not stand as it was cited."""

    CITE = "cite", _("Cite these words")
    KEEP_VERSION = "keep_version", _("Keep to the version that is cited")
    KEEP = "keep", _("Leave it as it is")


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect
    )
    version = forms.ModelChoiceField(
        label=_("Version"),
        queryset=DocumentVersion.objects.none(),
        empty_label=None,
        required=False,
    )
    page = forms.IntegerField(label=_("Page"), min_value=1, required=False)
    quote = QuoteField(required=False)
    note = forms.CharField(
        label=_("Why"),
        max_length=500,
        required=False,
        help_text=_("For colleagues; it is kept with the quote."),
    )

    def __init__(self, *args, row: Evidence, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = row.version.document.versions.all()
        if row.newer_version is None:
            # There is nothing to keep to in spite of it.
            self.fields["decision"].choices = [
                choice
                for choice in Decision.choices
                if choice[0] != Decision.KEEP_VERSION
            ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == Decision.CITE:
            for name in ("version", "page", "quote"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("This field is required."))
        return cleaned
