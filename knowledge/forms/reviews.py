"""The forms of reviews: inviting a body, and giving a verdict."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.forms.events import InvitationForm
from knowledge.models import ReviewInvitation, User, Validation


class ReviewInvitationForm(InvitationForm, forms.ModelForm):
    account = forms.CharField(
        label=gettext_lazy("Account"),
        required=False,
        help_text=gettext_lazy(
            "A user name, if the link is to work for this account only."
        ),
    )

    class Meta:
        model = ReviewInvitation
        fields = ["body", "role", "email"]
        widgets = {
            "body": forms.TextInput(attrs={"dir": "auto"}),
            "role": forms.TextInput(attrs={"dir": "auto"}),
            "email": forms.EmailInput(attrs={"dir": "ltr"}),
        }
        help_texts = {
            "email": gettext_lazy(
                "The link is sent there. Without one you hand it over yourself."
            ),
        }

    field_order = ["body", "role", "email", "account", "days"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)

    def clean_account(self) -> User | None:
        name = self.cleaned_data["account"].strip()
        if not name:
            return None
        account = User.objects.filter(username=name, is_active=True).first()
        if account is None:
            raise forms.ValidationError(_("No active account has this user name."))
        return account

    def save(self, commit=False):
        raise NotImplementedError("An invitation is made by knowledge.reviews.invite.")


class VerdictForm(forms.ModelForm):
    """A verdict; the body is asked for where no invitation has named it."""

    # What was read: the lesson may be changed while somebody reads it.
    text = forms.CharField(widget=forms.HiddenInput())

    class Meta:
        model = Validation
        fields = ["body", "role", "verdict", "comment"]
        widgets = {
            "body": forms.TextInput(attrs={"dir": "auto"}),
            "role": forms.TextInput(attrs={"dir": "auto"}),
            "verdict": forms.RadioSelect(),
            "comment": forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        }

    def __init__(self, *args, text: str, invitation=None, **kwargs):
        initial = {"text": text, "role": invitation.role if invitation else ""}
        super().__init__(*args, initial=initial, **kwargs)
        self.text = text
        # Django offers an empty choice, which among buttons is one too many.
        self.fields["verdict"].choices = Validation.Verdict.choices
        if invitation is not None:
            del self.fields["body"]

    def clean(self):
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        # Without the comment the constraint of the database would say it worse.
        if (
            verdict
            and verdict != Validation.Verdict.ENDORSED
            and not cleaned.get("comment", "").strip()
            and "comment" not in self.errors
        ):
            self.add_error(
                "comment", _("Say why: what do you doubt, or what would you change?")
            )
        if cleaned.get("text") and cleaned["text"] != self.text:
            self.data = self.data.copy()
            self.data["text"] = self.text
            raise forms.ValidationError(
                _(
                    "The lesson has changed while you read it. Read it again; what you "
                    "wrote is still here."
                )
            )
        return cleaned
