"""The cues that point to candidate observations, and what came of each."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from knowledge.models import Cue


class CueIndexView(generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().with_counts()


class CueViewSet(ModelViewSet):
    model = Cue
    icon = "crosshairs"
    index_view_class = CueIndexView
    list_display = [
        "phrase",
        "language",
        BooleanColumn("is_heading", label=_("Heading"), accessor="is_heading"),
        BooleanColumn("is_active", label=_("In use"), accessor="is_active"),
        Column("accepted", label=_("Accepted"), accessor="accepted_count"),
        Column("rejected", label=_("Rejected"), accessor="rejected_count"),
        Column("waiting", label=_("Waiting"), accessor="waiting_count"),
    ]
    list_filter = ["language", "is_heading", "is_active"]
    search_fields = ["phrase"]
    search_backend_name = None
    ordering = ["language", "phrase"]
    panels = [
        FieldPanel("phrase"),
        FieldPanel("language"),
        FieldPanel("is_heading"),
        FieldPanel("is_active"),
    ]
    copy_view_enabled = False
    inspect_view_enabled = False
