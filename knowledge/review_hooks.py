"""How reviews fit into Wagtail's admin: the list of invitations."""

from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views.reports import ReportView

from knowledge import access
from knowledge.models import Lesson, ReviewInvitation
from knowledge.templatetags.localized import digits


class ReviewInvitationsReport(ReportView):
    """Invitations to review the lessons that the user may see, and their state."""

    model = ReviewInvitation
    page_title = _("Invitations to review")
    header_icon = "mail"
    index_url_name = "review_invitations"
    index_results_url_name = "review_invitations_results"
    default_ordering = "-made_at"
    is_searchable = False

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("knowledge.invite_reviewer"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        lessons = access.visible_to(
            Lesson.objects.all(), self.request.user, drafts=True
        )
        invitations = ReviewInvitation.objects.filter(lesson__in=lessons.values("pk"))
        return invitations.select_related("lesson", "made_by")

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "body",
                label=_("Body"),
                get_url=lambda row: reverse("lesson_reviewers", args=[row.lesson_id]),
            ),
            Column("lesson", label=_("Lesson"), accessor="lesson.title"),
            Column("state", label=_("State"), accessor=state_of),
            UserColumn("made_by", label=_("Made by")),
            DateColumn("made_at", label=_("Made at"), sort_key="made_at"),
            # Wagtail's column of dates tells how long ago they were.
            Column(
                "expires_at",
                label=_("Open until"),
                sort_key="expires_at",
                accessor=lambda invitation: digits(invitation.expires_at),
            ),
        ]


def state_of(invitation: ReviewInvitation) -> str:
    """Return how an invitation stands, in a word."""
    if invitation.answered_at:
        return pgettext("invitation", "Answered")
    if invitation.revoked_at:
        return pgettext("invitation", "Withdrawn")
    if invitation.is_over:
        return pgettext("invitation", "Over")
    return pgettext("invitation", "Open")


class MenuItemOfInviters(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("knowledge.invite_reviewer")


# Before Wagtail's own.
@hooks.register("register_admin_urls", order=-1)
def register_urls():
    view = ReviewInvitationsReport
    return [
        path("reports/review-invitations/", view.as_view(), name="review_invitations"),
        path(
            "reports/review-invitations/results/",
            view.as_view(results_only=True),
            name="review_invitations_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def add_invitations():
    return MenuItemOfInviters(
        _("Invitations to review"),
        reverse("review_invitations"),
        icon_name="mail",
        order=1130,
    )
