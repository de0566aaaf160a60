"""Letters about reviews: the invitation, and that a verdict has come."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from knowledge import access, reviews
from knowledge.models import ReviewInvitation, Validation
from knowledge.templatetags.localized import digits


def send_invitation(invitation_id: int) -> None:
    """Send the link to whom it is for, in the language of the lesson."""
    invitations = ReviewInvitation.objects.select_related("lesson", "made_by")
    invitation = invitations.filter(pk=invitation_id).exclude(email="").first()
    if invitation is None or not reviews.is_in_force(invitation):
        return
    with translation.override(invitation.lesson.language):
        _send(
            _("Please review a lesson: %(title)s") % {"title": _title(invitation)},
            _(
                "%(body)s is asked to review the lesson “%(title)s”.\n\n"
                "Read it and give your verdict here, without an account, until "
                "%(moment)s:\n%(address)s\n\n"
                "Whoever has this link can answer once. Please do not pass it on "
                "outside your body.\n"
            )
            % {
                "body": invitation.body,
                "title": _title(invitation),
                "moment": digits(invitation.expires_at),
                "address": absolute(invitation.get_absolute_url()),
            },
            invitation.email,
        )


def tell_of_verdict(validation_id: int) -> None:
    """Tell whoever invited that the verdict has come, if it still sees the lesson."""
    found = Validation.objects.select_related("lesson", "invitation__made_by")
    verdict = found.filter(pk=validation_id, invitation__isnull=False).first()
    maker = verdict and verdict.invitation.made_by
    if (
        maker is None
        or not (maker.is_active and maker.email)
        or not access.may_handle(maker, verdict.lesson)
    ):
        return
    profile = UserProfile.get_for_user(maker)
    with translation.override(profile.get_preferred_language()):
        _send(
            _("%(body)s has reviewed “%(title)s”")
            % {"body": verdict.body, "title": verdict.lesson.title},
            _(
                "%(body)s has reviewed the lesson “%(title)s”: %(verdict)s.\n"
                "Read the verdict here:\n%(address)s\n"
            )
            % {
                "body": verdict.body,
                "title": verdict.lesson.title,
                "verdict": verdict.get_verdict_display(),
                "address": absolute(
                    reverse("lesson_reviewers", args=[verdict.lesson_id])
                ),
            },
            maker.email,
        )


def absolute(url: str) -> str:
    return settings.SITE_URL.rstrip("/") + url


def _title(invitation: ReviewInvitation) -> str:
    return invitation.revision.content["title"]


def _send(subject: str, text: str, to: str) -> None:
    EmailMessage(
        # A title may hold line breaks, a header must not.
        " ".join(f"{settings.WAGTAIL_SITE_NAME}: {subject}".split()),
        text,
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
