"""Panels of the admin for pages that point to what not every editor may see."""

from functools import partial

from django.forms.models import model_to_dict
from django.utils.functional import cached_property
from modelcluster.forms import BaseChildFormSet
from modelcluster.queryset import FakeQuerySet
from wagtail.admin.compare import ChildRelationComparison
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel, Panel
from wagtail.admin.widgets import BaseChooser

from knowledge.access import Access


class VisibleChoicesForm(WagtailAdminModelForm):
    """Offers, and accepts, only what the user may see.

    It is the choice fields whose queryset has ``visible_to`` that are narrowed. Of
    anything else the form says what it says of what does not exist.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            choices = getattr(field, "queryset", None)
            if hasattr(choices, "visible_to"):
                field.queryset = choices.visible_to(self.for_user)
                if isinstance(field.widget, BaseChooser):
                    _name_only_choices(field)


def _name_only_choices(field) -> None:
    """Keep a chooser from naming what was sent to it and is no choice."""
    value_data = field.widget.get_value_data

    def get_value_data(value):
        data = value_data(value)
        if data and not field.queryset.filter(pk=data["id"]).exists():
            return value_data(None)
        return data

    field.widget.get_value_data = get_value_data


class DraftRowsFormSet(BaseChildFormSet):
    """Edits rows of which some are only in a draft, and so have no primary key.

    Formsets take such a row, though nobody has changed it, for a new one. Here it stays
    the row that it was, with what is not in the form, and counts as unchanged.
    """

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if self.is_bound and i < self.initial_form_count() and form.instance.pk is None:
            row = next((row for row in self._drafted if _says(form, row)), None)
            if row is not None:
                self._drafted.remove(row)
                row.is_in_draft = True
                form.instance = row
                form.initial |= _values_of(form, row)
        return form

    def save(self, commit=True):
        saved = super().save(commit=False)
        # It has removed what has no number and was not changed.
        manager = getattr(self.instance, self.rel_name)
        manager.add(
            *(
                form.instance
                for form in self.initial_forms
                if form.instance.pk is None
                and not form.has_changed()
                and form not in self.deleted_forms
            )
        )
        if commit:
            manager.commit()
        return saved

    @cached_property
    def _drafted(self) -> list:
        """The rows without a number that no form has taken yet."""
        return [row for row in self.get_queryset() if row.pk is None]


def _says(form, row) -> bool:
    """Tell whether what was sent is what ``row`` has."""
    values = _values_of(form, row)
    return not any(
        form.fields[name].has_changed(value, form[name].data)
        for name, value in values.items()
    )


def _values_of(form, row) -> dict:
    return model_to_dict(row, form._meta.fields, form._meta.exclude)


class VisibleRowsFormSet(DraftRowsFormSet):
    """Edits the rows that the user may see and keeps the others as they are."""

    def __init__(self, *args, instance=None, form_kwargs=None, **kwargs):
        rows = getattr(instance, self.fk.remote_field.related_name).all()
        user = (form_kwargs or {}).get("for_user")
        self.hidden = [row for row in rows if not row.is_visible_to(user)]
        shown = [row for row in rows if row not in self.hidden]
        kwargs["queryset"] = FakeQuerySet(self.model, shown)
        super().__init__(*args, instance=instance, form_kwargs=form_kwargs, **kwargs)

    def save(self, commit=True):
        saved = super().save(commit=False)
        # Rows of a draft have no number yet; the formset takes them for its own and
        # removes those that were not submitted.
        manager = getattr(self.instance, self.rel_name)
        manager.add(*(row for row in self.hidden if row.pk is None))
        if commit:
            manager.commit()
        return saved


class VisibleRowsComparison(ChildRelationComparison):
    """Compares the rows that the user may see."""

    def __init__(self, field, field_comparisons, obj_a, obj_b, label="", *, user):
        super().__init__(field, field_comparisons, obj_a, obj_b, label=label)
        self.val_a = _VisibleRows(self.val_a, user)
        self.val_b = _VisibleRows(self.val_b, user)


class _VisibleRows:
    def __init__(self, manager, user):
        self.rows = [row for row in manager.all() if row.is_visible_to(user)]

    def all(self):
        return self.rows


class StandingPanel(Panel):
    """Shows in the form of a lesson where it stands and what it needs."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/panels/lesson_standing.html"

        def is_shown(self):
            return self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return context | {"request": self.request}


class DraftedFromPanel(Panel):
    """Says why a lesson that was drafted from observations is not public."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/panels/lesson_drafted_from.html"

        def is_shown(self):
            lesson = self.instance
            if lesson.pk is None or lesson.access == Access.PUBLIC:
                return False
            return lesson.observations.drafted().exists()


class FindEvidencePanel(Panel):
    """Leads from the form of a lesson to the pages whose words it can cite."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/panels/lesson_find_evidence.html"

        def is_shown(self):
            return self.instance.pk is not None


class DraftRowsPanel(InlinePanel):
    """An inline panel that keeps rows which are only in a draft as they are."""

    formset_class = DraftRowsFormSet

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = self.formset_class
        return options


class VisibleRowsPanel(DraftRowsPanel):
    """An inline panel of rows that have ``is_visible_to(user)``."""

    formset_class = VisibleRowsFormSet

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {
            "form": VisibleChoicesForm,
            "inherit_kwargs": ["for_user"],
        }
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        def get_comparison(self):
            (comparison,) = super().get_comparison()
            return [
                partial(
                    VisibleRowsComparison,
                    *comparison.args,
                    user=self.request.user,
                    **comparison.keywords,
                )
            ]
