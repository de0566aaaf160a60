"""Where staff say which words mean the same."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from search.models import SynonymGroup


class SynonymGroupForm(WagtailAdminModelForm):
    """Refuses to save over what somebody else has changed since the form was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self._version

    def clean(self):
        cleaned = super().clean()
        if not self.instance.pk:
            return cleaned
        now = SynonymGroup.objects.filter(pk=self.instance.pk).first()
        if now is None or cleaned.get("seen") == now.changed_at.isoformat():
            return cleaned
        # Shown with what is there now, the form can be saved the next time.
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = now.changed_at.isoformat()
        raise ValidationError(
            _(
                "Somebody has changed this group since you opened it. It is now: "
                "“%(group)s”. Correct your terms accordingly and save again."
            )
            % {"group": now}
        )

    @property
    def _version(self) -> str:
        return self.instance.changed_at.isoformat() if self.instance.pk else ""


class OneGroupForATerm:
    """Tells of a term that another group got while this form was being saved."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except IntegrityError:
            form.add_error(
                "terms",
                _(
                    "Another group has just got one of these terms. Look at the list "
                    "of synonyms, then correct your terms and save again."
                ),
            )
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class SynonymCreateView(OneGroupForATerm, generic.CreateView):
    def form_invalid(self, form):
        form.instance.pk = None
        return super().form_invalid(form)


class SynonymEditView(OneGroupForATerm, generic.EditView):
    pass


class SynonymViewSet(ModelViewSet):
    model = SynonymGroup
    icon = "resubmit"
    add_view_class = SynonymCreateView
    edit_view_class = SynonymEditView
    list_display = ["__str__", UpdatedAtColumn()]
    list_per_page = 50
    search_fields = ["terms"]
    ordering = ["terms"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            HelpPanel(template="search_admin/synonyms_help.html"),
            FieldPanel("terms"),
        ],
        base_form_class=SynonymGroupForm,
    )
