"""Where members of staff take a lesson from state to state."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from knowledge import access, learning, learning_actions
from knowledge.forms.learning import (
    ActionForm,
    CloseForm,
    DropForm,
    MoveForm,
    StepForm,
)
from knowledge.learning_actions import ActionRefused
from knowledge.models import Evidence, Lesson, LessonAction
from knowledge.models.lesson_states import WAY


@never_cache
@login_required
def lesson_steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where a lesson stands and what its next steps need; take one of them."""
    lesson = _lesson_or_404(request.user, pk)
    form = StepForm(
        request.POST if "action" in request.POST else None,
        user=request.user,
        initial={"state": lesson.state},
    )
    action_form = ActionForm(request.POST if "assign" in request.POST else None)
    refused = []
    if form.is_bound and form.is_valid():
        refused = _take(request, lesson, form)
        if not refused:
            return redirect("lesson_steps", lesson.pk)
    if action_form.is_bound and action_form.is_valid():
        try:
            learning_actions.assign(
                lesson, user=request.user, **action_form.cleaned_data
            )
        except ActionRefused as refusal:
            action_form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The action is assigned."))
            return redirect("lesson_steps", lesson.pk)
    lesson.refresh_from_db(fields=["state"])
    user = request.user
    return render(
        request,
        "knowledge/lesson_steps.html",
        {
            "lesson": lesson,
            "way": _way(lesson),
            "form": form,
            "refused": refused,
            "steps": learning.possible_steps(lesson, user),
            "taken": _with_others(lesson.steps.for_reading(), user),
            "actions": lesson.actions.select_related("proof").prefetch_related("moves"),
            "action_form": action_form,
            "may_assign": _may_assign(lesson, user),
            "may_change_actions": user.has_perm(learning.ADVANCE),
        },
        status=400 if refused or form.errors or action_form.errors else 200,
    )


@never_cache
@login_required
def lesson_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an action with its proof, move its date, or drop it."""
    action = get_object_or_404(LessonAction.objects.select_related("lesson"), pk=pk)
    lesson = _lesson_or_404(request.user, action.lesson_id)
    if not request.user.has_perm(learning.ADVANCE):
        raise PermissionDenied
    quotes = Evidence.objects.filter(
        pk__in=[
            row.pk
            for row in lesson.evidence.with_sources()
            if row.is_verified and row.is_visible_to(request.user)
        ]
    )
    what = request.POST.get("what")
    forms = {
        "close": CloseForm(request.POST if what == "close" else None, quotes=quotes),
        "move": MoveForm(request.POST if what == "move" else None),
        "drop": DropForm(request.POST if what == "drop" else None),
    }
    form = forms.get(what)
    if form is not None and form.is_valid():
        does = {
            "close": learning_actions.close,
            "move": learning_actions.move_date,
            "drop": learning_actions.drop,
        }
        try:
            does[what](action, user=request.user, **form.cleaned_data)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The action is changed."))
            return redirect("lesson_steps", lesson.pk)
    return render(
        request,
        "knowledge/lesson_action.html",
        {"lesson": lesson, "action": action, "quotes": quotes, **forms},
        status=400 if form is not None and form.errors else 200,
    )


def _take(request, lesson: Lesson, form: StepForm) -> list[learning.Obstacle]:
    """Take the step; what is refused is returned."""
    lesson.state = form.cleaned_data["state"]
    try:
        step = learning.take_step(
            lesson,
            learning.Action(form.cleaned_data["action"]),
            user=request.user,
            reason=form.cleaned_data["reason"],
            other=form.cleaned_data["other"],
        )
    except learning.StepRefused as refusal:
        return refusal.obstacles
    messages.success(
        request,
        _("“%(title)s”: %(state)s.")
        % {"title": lesson.title, "state": step.get_to_state_display()},
    )
    return []


def _lesson_or_404(user, pk: int) -> Lesson:
    """Return the lesson to work on; what is closed to ``user`` does not exist."""
    lesson = get_object_or_404(Lesson, pk=pk)
    if not access.may_handle(user, lesson):
        raise Http404
    if not learning.may_take_steps(user):
        raise PermissionDenied
    return lesson


def _way(lesson: Lesson) -> list[tuple[str, bool, bool]]:
    """Return the label of each state on the way; whether it is passed, and present."""
    here = WAY.index(lesson.state) if lesson.state in WAY else -1
    return [
        (state.label, place < here, place == here) for place, state in enumerate(WAY)
    ]


def _may_assign(lesson: Lesson, user) -> bool:
    return (
        user.has_perm(learning.ADVANCE) and lesson.state in learning_actions.ASSIGNABLE
    )


def _with_others(steps, user) -> list:
    """Note with each step the other lesson, if ``user`` may see it."""
    steps = list(steps)
    for step in steps:
        step.shown_other = (
            step.other if step.other and access.may_see(user, step.other) else None
        )
    return steps
