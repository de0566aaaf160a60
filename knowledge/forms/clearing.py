"""Forms about single quotes of closed documents."""

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.models import ClearedQuote, DocumentRequest


class ReleaseForm(forms.ModelForm):
    """What the public is told of where a released quote is from."""

    understood = forms.BooleanField(
        label=_("I have read the quote on its page; everybody may read it.")
    )

    class Meta:
        model = ClearedQuote
        fields = ["source_description"]


class RevocationForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is revoked"), max_length=500, widget=forms.Textarea({"rows": 3})
    )


class RequestForm(forms.ModelForm):
    """What somebody who asks for a document says."""

    class Meta:
        model = DocumentRequest
        fields = ["name", "email", "purpose"]
        widgets = {
            "name": forms.TextInput({"autocomplete": "name"}),
            "email": forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
            "purpose": forms.Textarea({"rows": 5, "dir": "auto"}),
        }


class AnswerForm(forms.ModelForm):
    """The decision about a request for a document."""

    status = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (DocumentRequest.Status.GRANTED.value, _("Grant it")),
            (DocumentRequest.Status.REFUSED.value, _("Refuse it")),
        ],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = DocumentRequest
        fields = ["status", "answer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
