"""“We used this”: members of staff report what they made of a lesson."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from knowledge import using
from knowledge.forms.readers import UseDecisionForm, UseForm
from knowledge.models import Lesson, LessonUse


@never_cache
@login_required
def lesson_use_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Report that a lesson was used."""
    lesson = get_object_or_404(Lesson.objects.visible_to(request.user), id=pk)
    form = UseForm(request.POST or None, instance=LessonUse(lesson=lesson))
    status = 200
    if request.method == "POST" and form.is_valid():
        form.instance.key = form.cleaned_data["key"]
        try:
            use = using.report(form.instance, user=request.user)
        except using.UseRefused as refusal:
            form.add_error(None, str(refusal))
            status = 429
        else:
            messages.success(request, _("Thank you. Staff see it on the lesson now."))
            return redirect(_place(use))
    return _show(request, lesson, form, status=status)


@never_cache
@login_required
def lesson_use_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own report, or take it back."""
    use = _use_or_404(request.user, pk)
    if use.author_id != request.user.pk or not use.is_shown:
        raise PermissionDenied
    if "withdraw" in request.POST:
        using.withdraw(use, user=request.user)
        messages.success(request, _("Your report is withdrawn."))
        return redirect(use.lesson.url)
    form = UseForm(request.POST or None, instance=use)
    if request.method == "POST" and form.is_valid():
        using.change(form.instance, user=request.user)
        messages.success(request, _("Your report is changed."))
        return redirect(_place(use))
    return _show(request, use.lesson, form, use=use)


@never_cache
@login_required
def lesson_use_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Release a report to the public, close it, hide it or show it again."""
    if not using.may_moderate(request.user):
        raise PermissionDenied
    use = _use_or_404(request.user, pk)
    if use.state == LessonUse.State.WITHDRAWN:
        raise Http404
    form = UseDecisionForm(request.POST or None, use=use)
    if request.method == "POST" and form.is_valid():
        try:
            using.decide(
                use,
                form.cleaned_data["decision"],
                user=request.user,
                reason=form.cleaned_data["reason"],
            )
        except using.UseRefused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Your decision is kept."))
            return redirect(_place(use))
    return render(
        request,
        "knowledge/lesson_use_decide.html",
        {"lesson": use.lesson, "use": use, "form": form},
        status=400 if form.errors else 200,
    )


def _use_or_404(user, pk: int) -> LessonUse:
    lessons = Lesson.objects.visible_to(user)
    uses = LessonUse.objects.select_related("lesson", "department", "author")
    return get_object_or_404(uses, pk=pk, lesson__in=lessons.values("pk"))


def _place(use: LessonUse) -> str:
    return f"{use.lesson.url}#use-{use.pk}"


def _show(request, lesson, form, *, use=None, status=200) -> HttpResponse:
    return render(
        request,
        "knowledge/lesson_use.html",
        {"lesson": lesson, "form": form, "use": use},
        status=400 if form.errors and status == 200 else status,
    )
