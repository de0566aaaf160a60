"""The accounts of members of staff, with their delivery units."""

from django import forms
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet


class StaffCreationForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"units"}
        widgets = UserCreationForm.Meta.widgets | {
            "units": forms.CheckboxSelectMultiple
        }


class StaffEditForm(UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"units"}
        widgets = UserEditForm.Meta.widgets | {"units": forms.CheckboxSelectMultiple}


class StaffViewSet(UserViewSet):
    def get_form_class(self, for_update=False):
        return StaffEditForm if for_update else StaffCreationForm
