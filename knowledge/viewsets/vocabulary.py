"""The words that records are described with, under one menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from knowledge.models import (
    Administration,
    DeliveryChallenge,
    DeliveryUnit,
    Department,
    Government,
    ProfileQuestion,
    Rule,
    Sector,
)
from knowledge.viewsets.cues import CueViewSet

TERM_PANELS = [
    TitleFieldPanel("name", targets=["slug"]),
    FieldPanel("name_ur"),
    FieldPanel("slug"),
]


class TermViewSet(ModelViewSet):
    list_display = ["name", "name_ur"]
    search_fields = ["name", "name_ur"]
    search_backend_name = None
    ordering = ["name"]
    panels = TERM_PANELS
    copy_view_enabled = False
    inspect_view_enabled = False


class GovernmentViewSet(TermViewSet):
    model = Government
    icon = "home"
    list_display = ["name", "name_ur", "level"]
    list_filter = ["level"]
    panels = [*TERM_PANELS, FieldPanel("level")]


class AdministrationViewSet(TermViewSet):
    model = Administration
    icon = "calendar-alt"
    list_display = ["name", "government", "started_on", "ended_on"]
    list_filter = ["government"]
    ordering = ["government", "-started_on"]
    panels = [
        FieldPanel("government"),
        FieldPanel("name"),
        FieldPanel("name_ur"),
        FieldPanel("started_on"),
        FieldPanel("ended_on"),
    ]


class SectorViewSet(TermViewSet):
    model = Sector
    icon = "tag"


class DeliveryChallengeViewSet(TermViewSet):
    model = DeliveryChallenge
    icon = "warning"


class DepartmentViewSet(TermViewSet):
    model = Department
    icon = "group"
    list_display = ["name", "name_ur", "government"]
    list_filter = ["government"]
    panels = [*TERM_PANELS, FieldPanel("government")]


class DeliveryUnitViewSet(TermViewSet):
    model = DeliveryUnit
    icon = "site"
    list_display = ["name", "short_name", "government"]
    list_filter = ["government", "sectors"]
    search_fields = ["name", "name_ur", "short_name", "short_name_ur"]
    panels = [
        *TERM_PANELS,
        FieldPanel("short_name"),
        FieldPanel("short_name_ur"),
        FieldPanel("government"),
        FieldPanel("sectors"),
    ]


class RuleViewSet(TermViewSet):
    model = Rule
    icon = "list-ol"
    list_display = ["name", "kind", "department"]
    list_filter = ["kind", "department"]
    panels = [*TERM_PANELS, FieldPanel("kind"), FieldPanel("department")]


class ProfileQuestionViewSet(TermViewSet):
    model = ProfileQuestion
    icon = "help"
    list_display = ["text", "text_ur", "position"]
    search_fields = ["text", "text_ur"]
    ordering = ["position", "pk"]
    panels = [FieldPanel("text"), FieldPanel("text_ur"), FieldPanel("position")]


class VocabularyViewSetGroup(ModelViewSetGroup):
    menu_label = _("Vocabulary")
    menu_icon = "list-ul"
    menu_order = 450
    items = (
        GovernmentViewSet,
        AdministrationViewSet,
        SectorViewSet,
        DeliveryChallengeViewSet,
        DepartmentViewSet,
        DeliveryUnitViewSet,
        RuleViewSet,
        ProfileQuestionViewSet,
        CueViewSet,
    )
