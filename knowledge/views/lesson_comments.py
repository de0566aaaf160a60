"""Comments of members of staff on a lesson."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from knowledge import commenting
from knowledge.forms.readers import CommentForm, RemovalForm
from knowledge.models import Lesson, LessonComment


@never_cache
@login_required
def lesson_comment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Comment on a lesson, or answer a comment."""
    lesson = get_object_or_404(Lesson.objects.visible_to(request.user), id=pk)
    initial = {"reply_to": request.GET.get("reply_to")}
    form = CommentForm(_sent(request), initial=initial)
    answered = _answered(lesson, form["reply_to"].value())
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            kept = commenting.comment(
                lesson,
                form.cleaned_data["text"],
                user=request.user,
                key=form.cleaned_data["key"],
                reply_to=answered,
            )
        except commenting.CommentRefused as refusal:
            form.add_error(None, str(refusal))
            status = 429
        else:
            messages.success(request, _("Your comment is on the page."))
            return redirect(_place(kept))
    return _show(
        request, lesson, form, heading=_("Comment"), answered=answered, status=status
    )


@never_cache
@login_required
def lesson_comment_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words of one's own comment."""
    comment = _comment_or_404(request.user, pk)
    if not commenting.is_own(comment, request.user) or comment.is_removed:
        raise PermissionDenied
    form = CommentForm(
        _sent(request), initial={"text": comment.text, "key": comment.key}
    )
    if request.method == "POST" and form.is_valid():
        commenting.change(comment, form.cleaned_data["text"], user=request.user)
        messages.success(request, _("Your comment is changed."))
        return redirect(_place(comment))
    return _show(request, comment.lesson, form, heading=_("Change your comment"))


@never_cache
@login_required
def lesson_comment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one's own comment; moderators remove others', with a reason."""
    comment = _comment_or_404(request.user, pk)
    own = commenting.is_own(comment, request.user)
    if comment.is_removed or not (own or commenting.may_moderate(request.user)):
        raise PermissionDenied
    form = RemovalForm(_sent(request))
    if own:
        del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        commenting.remove(comment, user=request.user, reason=reason)
        messages.success(request, _("The comment is removed."))
        return redirect(_place(comment))
    return _show(
        request,
        comment.lesson,
        form,
        heading=_("Remove this comment?"),
        answered=comment,
        button=_("Remove"),
    )


def _sent(request):
    return request.POST if request.method == "POST" else None


def _answered(lesson, number) -> LessonComment | None:
    if not str(number or "").isdecimal():
        return None
    comments = lesson.reader_comments.select_related("author", "reply_to")
    return get_object_or_404(comments, pk=int(number))


def _comment_or_404(user, pk: int) -> LessonComment:
    lessons = Lesson.objects.visible_to(user)
    comments = LessonComment.objects.select_related("lesson", "author")
    return get_object_or_404(comments, pk=pk, lesson__in=lessons.values("pk"))


def _place(comment: LessonComment) -> str:
    return f"{comment.lesson.url}#comment-{comment.pk}"


def _show(request, lesson, form, *, heading, status=200, **context) -> HttpResponse:
    return render(
        request,
        "knowledge/lesson_comment.html",
        {"lesson": lesson, "form": form, "heading": heading, **context},
        status=400 if form.errors and status == 200 else status,
    )
