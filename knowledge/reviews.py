"""How a lesson is reviewed: a body is invited, and says what it thinks of it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from knowledge import access, confidence_facts, tasks, validation
from knowledge.models import Lesson, ReviewInvitation, User, Validation


class ReviewRefused(Exception):
    """The invitation or the verdict was not taken; the text says why."""


def may_invite(user, lesson: Lesson) -> bool:
    """Tell whether ``user`` may invite others to review ``lesson``."""
    return (
        access.is_staff_member(user)
        and user.has_perm("knowledge.invite_reviewer")
        and access.may_handle(user, lesson)
    )


def may_validate(user, lesson: Lesson) -> bool:
    """Tell whether ``user`` may give a verdict without having been invited."""
    return (
        access.is_staff_member(user)
        and user.has_perm("knowledge.add_validation")
        and access.may_handle(user, lesson)
    )


def why_not_to_invite(user, lesson: Lesson) -> str:
    """Say why ``user`` may not choose who reviews ``lesson``, or return ``""``."""
    if validation.is_author(user, lesson):
        return _(
            "You wrote part of this lesson. Somebody else has to choose who reviews it."
        )
    return ""


def why_not_to_validate(user, lesson: Lesson) -> str:
    """Say why the verdict of ``user`` is not taken, or return an empty string."""
    if validation.is_author(user, lesson):
        return _(
            "You wrote part of this lesson. Its authors cannot validate it: somebody "
            "else has to."
        )
    return ""


@transaction.atomic
def invite(
    lesson: Lesson,
    *,
    body: str,
    role: str = "",
    email: str = "",
    account: User | None = None,
    expires_at: datetime,
    user,
) -> ReviewInvitation:
    """Invite a body to review the newest text of ``lesson``.

    Args:
        body: as readers will see it.
        role: who reviews for it, by role.
        email: where the link is sent, if it is not handed over otherwise.
        account: the only one that may use the link, if one is given.
        expires_at: when the link closes.
        user: who invites.

    Raises:
        PermissionDenied: the user may not invite anybody to review this lesson.
        ReviewRefused: the user, or the one who is invited, wrote the lesson.
    """
    if not may_invite(user, lesson):
        raise PermissionDenied
    if refusal := why_not_to_invite(user, lesson):
        raise ReviewRefused(refusal)
    authors = User.objects.filter(pk__in=validation.authors_of(lesson))
    if account in authors or (email and authors.filter(email__iexact=email).exists()):
        raise ReviewRefused(
            _("An author of the lesson cannot review it. Invite somebody else.")
        )
    invitation = ReviewInvitation.objects.create(
        lesson=lesson,
        revision=newest_text(lesson),
        body=body,
        role=role,
        email=email,
        account=account,
        expires_at=expires_at,
        made_by=user,
    )
    if email:
        tasks.send_review_invitation.enqueue(invitation.pk)
    return invitation


def newest_text(lesson: Lesson) -> Revision:
    """Return the newest revision of ``lesson``, which it may have to be given."""
    if lesson.latest_revision is None:
        return lesson.save_revision(user=lesson.owner, changed=False, clean=False)
    return lesson.latest_revision


def is_in_force(invitation: ReviewInvitation) -> bool:
    """Tell whether the link opens: nobody lets others in where it may not look."""
    maker = invitation.made_by
    return (
        invitation.is_open
        and invitation.revision is not None
        and maker is not None
        and access.is_staff_member(maker)
        and access.may_handle(maker, invitation.lesson)
    )


def give(verdict: Validation, *, revision: Revision, user=None) -> Validation:
    """Keep the verdict of a member of staff who was not invited.

    Raises:
        PermissionDenied: the user may not validate this lesson.
        ReviewRefused: the user wrote the lesson.
    """
    if not may_validate(user, verdict.lesson):
        raise PermissionDenied
    return _keep(verdict, revision, user)


@transaction.atomic
def answer(invitation: ReviewInvitation, verdict: Validation, *, user) -> Validation:
    """Keep the verdict that comes by an invitation, which takes one only.

    Args:
        user: who is signed in, or an anonymous user.

    Raises:
        ReviewRefused: the invitation was answered meanwhile or is over, or the user
            wrote the lesson or sent the invitation.
    """
    # The first of two that come at once has it.
    taken = ReviewInvitation.objects.open().filter(pk=invitation.pk, answered_at=None)
    if not taken.update(answered_at=timezone.now()):
        raise ReviewRefused(_("This invitation was answered already, or is over."))
    if user.is_authenticated and user.pk == invitation.made_by_id:
        raise ReviewRefused(
            _("You invited this body, so somebody of the body has to answer.")
        )
    verdict.lesson, verdict.body = invitation.lesson, invitation.body
    verdict.invitation = invitation
    kept = _keep(verdict, invitation.revision, user if user.is_authenticated else None)
    tasks.tell_of_verdict.enqueue(kept.pk)
    return kept


def revoke(invitation: ReviewInvitation) -> bool:
    """Close a link; tell whether it was open."""
    still_open = ReviewInvitation.objects.open().filter(
        pk=invitation.pk, answered_at=None
    )
    return bool(still_open.update(revoked_at=timezone.now()))


def _keep(verdict: Validation, revision: Revision, user) -> Validation:
    if refusal := why_not_to_validate(user, verdict.lesson):
        raise ReviewRefused(refusal)
    verdict.made_by, verdict.revision = user, revision
    verdict.text_sha256 = validation.hash_of_texts(revision.content)
    verdict.save()
    confidence_facts.refresh_confidence(verdict.lesson)
    return verdict
