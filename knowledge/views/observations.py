"""Reading observations: what staff may see, what one wrote, and what is sealed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.models import ModelLogEntry

from knowledge import capture
from knowledge.forms.observations import TextForm, UnsealForm
from knowledge.models import Observation

PER_PAGE = 20


@never_cache
@login_required
def observation_list(request: HttpRequest) -> HttpResponse:
    """List what was accepted, or with ``?mine=1`` what the reader wrote."""
    is_mine = "mine" in request.GET
    observations = Observation.objects.with_details().order_by("-received_on", "-pk")
    if is_mine:
        observations = observations.written_by(request.user)
    else:
        observations = observations.visible_to(request.user).filter(
            state__in=Observation.SETTLED
        )
    items = Paginator(observations, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "knowledge/observation_list.html",
        {"items": items, "is_mine": is_mine},
    )


@never_cache
@login_required
def observation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an observation; its author answers here when it was returned."""
    observation = _readable(request.user, pk)
    written = Observation.objects.written_by(request.user)
    is_own = written.filter(pk=pk).exists()
    form = None
    if is_own and observation.state == Observation.State.RETURNED:
        form = TextForm(request.POST or None, initial={"text": observation.text})
        if form.is_valid() and capture.send_again(
            observation, form.cleaned_data["text"]
        ):
            messages.success(request, _("It is sent again."))
            return redirect(observation)
    may_decide = request.user.has_perm("knowledge.triage_observation")
    return render(
        request,
        "knowledge/observation.html",
        {
            "observation": observation,
            "place": observation.place_for(request.user),
            "lesson": observation.lesson_for(request.user),
            "administration": observation.administration(),
            "form": form,
            "is_own": is_own,
            "may_decide": may_decide and observation.is_visible_to(request.user),
            "may_unseal": _may_unseal(request.user, observation),
            "steps": observation.steps.select_related("made_by")
            if is_own or may_decide
            else (),
        },
    )


@never_cache
@login_required
@permission_required("knowledge.unseal_observation", raise_exception=True)
def observation_seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who sent an observation by role, after a reason was given and recorded."""
    observation = get_object_or_404(
        Observation.objects.visible_to(request.user),
        pk=pk,
        naming=Observation.Naming.ROLE,
    )
    form = UnsealForm(request.POST or None)
    author, was_opened = None, False
    if form.is_valid():
        author = capture.unseal(
            observation, user=request.user, reason=form.cleaned_data["reason"]
        )
        was_opened = True
    looks = ModelLogEntry.objects.for_instance(observation).filter(
        action=capture.UNSEALED
    )
    return render(
        request,
        "knowledge/observation_seal.html",
        {
            "observation": observation,
            "form": form,
            "author": author,
            "was_opened": was_opened,
            "looks": looks.select_related("user").order_by("-timestamp"),
        },
    )


def _readable(user, pk: int) -> Observation:
    return get_object_or_404(
        Observation.objects.readable_by(user).with_details(), pk=pk
    )


def _may_unseal(user, observation: Observation) -> bool:
    return observation.naming == Observation.Naming.ROLE and user.has_perm(
        "knowledge.unseal_observation"
    )
