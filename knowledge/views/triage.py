"""The curators' queue of observations and candidates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from knowledge import candidates, recurrence, triage
from knowledge.forms.triage import DecisionForm, DraftForm
from knowledge.models import Candidate, DocumentVersion, Observation
from knowledge.templatetags.localized import digits
from knowledge.triage import Action

PER_PAGE = 20
CANDIDATES_PER_PAGE = 10

is_curator = permission_required("knowledge.triage_observation", raise_exception=True)


@never_cache
@login_required
@is_curator
def triage_queue(request: HttpRequest) -> HttpResponse:
    """List what waits for a curator, the oldest first; ``?state=`` lists the others."""
    states = Observation.State
    state = request.GET.get("state")
    if state not in states.values:
        state = states.SUBMITTED
    visible = Observation.objects.visible_to(request.user)
    order = "pk" if state == states.SUBMITTED else "-pk"
    observations = visible.filter(state=state).with_details().order_by(order)
    waiting = Candidate.objects.visible_to(request.user).waiting()
    return render(
        request,
        "knowledge/triage_queue.html",
        {
            "items": Paginator(observations, PER_PAGE).get_page(
                request.GET.get("page")
            ),
            "state": state,
            "states": states.choices,
            "may_draft": state in triage.OPEN_STATES,
            "candidate_count": waiting.count(),
        },
    )


@never_cache
@login_required
@is_curator
def triage_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about one observation, beside the lessons that say the same."""
    user = request.user
    observation = get_object_or_404(
        Observation.objects.visible_to(user).with_details(), pk=pk
    )
    form = DecisionForm(
        request.POST or None, user=user, initial={"parts": observation.text}
    )
    if form.is_valid() and _decide(request, observation, form):
        return redirect("triage")
    return render(
        request,
        "knowledge/triage_decide.html",
        {
            "observation": observation,
            "place": observation.place_for(user),
            "lesson": observation.lesson_for(user),
            "form": form,
            "actions": triage.possible_actions(observation),
            "said_before": recurrence.said_before(observation.text, user, loosely=True),
            "steps": observation.steps.select_related("made_by"),
        },
        status=400 if form.errors else 200,
    )


@never_cache
@login_required
@is_curator
def triage_draft(request: HttpRequest) -> HttpResponse:
    """Draft a lesson of the chosen observations: ``?observations=`` or as posted."""
    chosen = request.GET.getlist("observations")
    form = DraftForm(
        request.POST or None, user=request.user, initial={"observations": chosen}
    )
    if form.is_valid():
        try:
            lesson = triage.draft_lesson(user=request.user, **form.cleaned_data)
        except triage.DecisionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("“%(title)s” is drafted. Complete it and submit it.")
                % {"title": lesson.title},
            )
            return redirect("wagtailadmin_pages:edit", lesson.pk)
    keys = form["observations"].value() or []
    pks = [key for key in keys if str(key).isdecimal() and len(str(key)) < 10]
    observations = form.fields["observations"].queryset.filter(pk__in=pks)
    return render(
        request,
        "knowledge/triage_draft.html",
        {"form": form, "observations": observations},
        status=400 if form.errors else 200,
    )


@never_cache
@login_required
@is_curator
def candidate_list(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Offer the sentences that cues point to, in all documents or in one version."""
    user = request.user
    waiting = Candidate.objects.visible_to(user).waiting()
    version = None
    if pk is not None:
        version = get_object_or_404(
            DocumentVersion.objects.visible_to(user).select_related("document"), pk=pk
        )
        waiting = waiting.filter(version=version)
    rows = waiting.select_related("version__document", "cue").order_by(
        "version__document__title", "version", "page", "pk"
    )
    items = Paginator(rows, CANDIDATES_PER_PAGE).get_page(request.GET.get("page"))
    for candidate in items:
        candidate.said_before = recurrence.said_before(candidate.text, user)
    return render(
        request,
        "knowledge/candidate_list.html",
        {"items": items, "version": version, "tones": Observation.Tone.choices},
    )


@require_POST
@login_required
@is_curator
def candidate_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a candidate with its tone, or reject it."""
    candidate = get_object_or_404(
        Candidate.objects.visible_to(request.user).select_related("version__document"),
        pk=pk,
    )
    decision = request.POST.get("decision")
    if decision in Observation.Tone.values:
        done = candidates.accept(candidate, tone=decision, user=request.user)
        words = _("It is accepted as an observation.")
    elif decision == "reject":
        done = candidates.reject(candidate, user=request.user)
        words = _("It is put away.")
    else:
        messages.error(request, _("Choose what to do with the sentence."))
        return redirect(_back(request))
    if done:
        messages.success(request, words)
    else:
        messages.info(request, _("Somebody else has decided about it already."))
    return redirect(_back(request))


def _decide(request, observation, form) -> bool:
    """Carry the decision out; what is refused is told at the form."""
    action, reason = form.cleaned_data["action"], form.cleaned_data["reason"]
    user = request.user
    try:
        if action == Action.SPLIT:
            parts = triage.split(observation, form.texts, user=user, reason=reason)
            count = len(parts)
            words = ngettext(
                "It is split into %(number)s observation.",
                "It is split into %(number)s observations.",
                count,
            ) % {"number": digits(count)}
        elif action in {Action.ACCEPT, Action.RETURN, Action.REJECT, Action.MERGE}:
            lesson = form.cleaned_data["lesson"] if action == Action.MERGE else None
            decided = triage.decide(
                observation, action, user=user, reason=reason, lesson=lesson
            )
            words = _("%(observation)s: %(state)s.") % {
                "observation": decided,
                "state": decided.get_state_display(),
            }
        else:
            raise triage.DecisionRefused(_("Choose what to do with the observation."))
    except triage.DecisionRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, words)
    return True


def _back(request) -> str:
    """Return the list that the decision was made on."""
    version = request.POST.get("version", "")
    if version.isascii() and version.isdecimal():
        return reverse("candidates_of_version", args=[version])
    return reverse("candidates")
