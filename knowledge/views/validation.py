"""Reviews of lessons: invitations, the page of a link, and verdicts of staff.

The token of a link is all it takes to answer, so that it is kept out of logs (see
``knowledge.log_filters``), caches, search engines and the addresses that others see.
"""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from knowledge import access, reviews, validation
from knowledge.forms.reviews import ReviewInvitationForm, VerdictForm
from knowledge.models import Lesson, ReviewInvitation, Validation
from knowledge.review_letters import absolute

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def kept_private(view):
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        # The address tells the token; its origin alone is needed to send the form.
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    return never_cache(sensitive_post_parameters()(wrapped))


@kept_private
@read_or_send
def review_invited(request: HttpRequest, token: str) -> HttpResponse:
    """Show the text that a body is asked to review, and take its verdict, once."""
    try:
        invitation = ReviewInvitation.from_token(token)
    except ReviewInvitation.DoesNotExist:
        return _closed(request, _("This invitation does not exist."), 404)
    if invitation.account_id and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if invitation.account_id not in (None, request.user.pk):
        return _closed(request, _("This invitation is for another account."), 403)
    given = Validation.objects.filter(invitation=invitation).first()
    if given is not None and invitation.revoked_at is None:
        return render(request, "knowledge/review_given.html", {"given": given})
    if not reviews.is_in_force(invitation):
        return _closed(
            request,
            _("This invitation is over. Ask those who sent it for a new one."),
            410,
        )
    is_sent = request.method == "POST"
    if is_sent and not invitation.take_turn():
        return _closed(
            request, _("This link was tried very often. Try again in an hour."), 429
        )
    form = VerdictForm(
        request.POST if is_sent else None,
        text=validation.hash_of_texts(invitation.revision.content),
        invitation=invitation,
    )
    refusal = reviews.why_not_to_validate(request.user, invitation.lesson)
    if not refusal and form.is_valid():
        try:
            reviews.answer(invitation, form.instance, user=request.user)
        except reviews.ReviewRefused as error:
            refusal = str(error)
        else:
            return redirect(request.path)
    lesson = invitation.revision.as_object()
    return _show(request, lesson, form, refusal, invitation=invitation)


@login_required
@kept_private
@read_or_send
def lesson_validate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the verdict of a member of staff on the newest text of a lesson."""
    lesson = _handled(request.user, pk)
    if not reviews.may_validate(request.user, lesson):
        raise PermissionDenied
    shown = lesson.get_latest_revision_as_object()
    form = VerdictForm(
        request.POST if request.method == "POST" else None,
        instance=Validation(lesson=lesson),
        text=validation.hash_of_lesson(shown),
    )
    refusal = reviews.why_not_to_validate(request.user, lesson)
    if not refusal and form.is_valid():
        reviews.give(
            form.instance, revision=reviews.newest_text(lesson), user=request.user
        )
        messages.success(request, _("The verdict is kept and shown on the lesson."))
        return redirect(_place(lesson))
    return _show(request, shown, form, refusal)


@login_required
@kept_private
@read_or_send
def lesson_reviewers(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a body to review a lesson, and show who was invited."""
    lesson = _handled(request.user, pk)
    if not reviews.may_invite(request.user, lesson):
        raise PermissionDenied
    if "revoke" in request.POST:
        _revoke(request, lesson)
        return redirect("lesson_reviewers", pk)
    form = ReviewInvitationForm(request.POST if request.method == "POST" else None)
    refusal = reviews.why_not_to_invite(request.user, lesson)
    if not refusal and form.is_valid():
        try:
            _invite(request, lesson, form)
        except reviews.ReviewRefused as error:
            form.add_error(None, str(error))
        else:
            return redirect("lesson_reviewers", pk)
    invitations = lesson.review_invitations.select_related("account", "lesson")
    return render(
        request,
        "knowledge/lesson_reviewers.html",
        {
            "lesson": lesson,
            "form": form,
            "refusal": refusal,
            "invitations": [
                {
                    "invitation": invitation,
                    # An author must not answer for the body.
                    "url": "" if refusal else _link(invitation),
                }
                for invitation in invitations
            ],
        },
        status=400 if form.errors else 200,
    )


def _invite(request, lesson: Lesson, form: ReviewInvitationForm) -> None:
    answers = form.cleaned_data
    invitation = reviews.invite(
        lesson,
        body=answers["body"],
        role=answers["role"],
        email=answers["email"],
        account=answers["account"],
        expires_at=form.expires_at,
        user=request.user,
    )
    messages.success(
        request,
        _("The invitation is sent to %(email)s.") % {"email": invitation.email}
        if invitation.email
        else _("The invitation is open. Hand over its link."),
    )


def _revoke(request, lesson: Lesson) -> None:
    number = request.POST["revoke"]
    chosen = lesson.review_invitations.filter(pk=number if number.isdecimal() else None)
    invitation = chosen.first()
    if invitation is not None and reviews.revoke(invitation):
        messages.success(request, _("The invitation is withdrawn; its link is closed."))
    else:
        messages.info(request, _("This invitation was closed already."))


def _link(invitation: ReviewInvitation) -> str:
    if not invitation.is_open:
        return ""
    with translation.override(invitation.lesson.language):
        return absolute(invitation.get_absolute_url())


def _handled(user, pk: int) -> Lesson:
    lesson = get_object_or_404(Lesson, pk=pk)
    if not access.may_handle(user, lesson):
        raise Http404
    return lesson


def _place(lesson: Lesson) -> str:
    """Return where the verdict is seen; a draft has no page yet."""
    if lesson.live:
        return f"{lesson.url}#validations"
    return reverse("lesson_validate", args=[lesson.pk])


def _show(request, lesson, form, refusal: str, invitation=None) -> HttpResponse:
    evidence, hidden = lesson.evidence_for(request.user)
    return render(
        request,
        "knowledge/review.html",
        {
            "lesson": lesson,
            "evidence": evidence,
            "hidden": hidden,
            "form": form,
            "refusal": refusal,
            "invitation": invitation,
        },
        status=403 if refusal else 400 if form.errors else 200,
    )


def _closed(request, message: str, status: int) -> HttpResponse:
    return render(
        request, "knowledge/review_closed.html", {"message": message}, status=status
    )
