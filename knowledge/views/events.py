"""Learning events: their list, their page with live capture, and their invitations."""

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from knowledge import access
from knowledge.forms.events import (
    EntryForm,
    EventForm,
    InvitationForm,
    QuestionFormSet,
)
from knowledge.models import EventEntry, Invitation, LearningEvent, Lesson, Observation

PER_PAGE = 20
Part = EventEntry.Part

may_add = permission_required("knowledge.add_learningevent", raise_exception=True)


@never_cache
def event_list(request: HttpRequest) -> HttpResponse:
    events = LearningEvent.objects.visible_to(request.user)
    events = events.with_details().newest_first()
    items = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "knowledge/event_list.html", {"items": items})


@never_cache
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an event; staff who are there write what is said, several at once."""
    event = _visible(request.user, pk)
    return _show(request, event)


@never_cache
def event_entries(request: HttpRequest, pk: int) -> HttpResponse:
    """Return only what was said so far, for the page to keep up with."""
    event = _visible(request.user, pk)
    return render(
        request,
        "knowledge/event_entries.html",
        {"parts": parts_of(event, request.user)},
    )


@never_cache
@login_required
@require_POST
def event_say(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an entry."""
    event = _visible(request.user, pk)
    form = EntryForm(request.POST, event=event)
    if not form.is_valid():
        return _show(request, event, refused=form)
    form.instance.author = request.user
    entry = _kept_once(form)
    return redirect(f"{event.get_absolute_url()}#entry-{entry.pk}")


@never_cache
@login_required
@require_POST
def event_take_back(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Remove an entry of one's own."""
    event = _visible(request.user, pk)
    own = event.entries.filter(pk=entry, author=request.user)
    if own.delete()[0]:
        messages.success(request, _("Your entry is removed."))
    else:
        messages.error(request, _("Only your own entries can be removed."))
    return redirect(event)


@never_cache
@login_required
@may_add
def event_new(request: HttpRequest) -> HttpResponse:
    initial = {}
    if request.GET.get("stocktake", "").isdecimal():
        initial["stocktake"] = request.GET["stocktake"]
    return _edit(request, LearningEvent(), initial)


@never_cache
@login_required
@permission_required("knowledge.change_learningevent", raise_exception=True)
def event_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, _hosted(request.user, pk), {})


@never_cache
@login_required
def event_invitations(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an invitation for those who are there without an account, or withdraw it."""
    event = _hosted(request.user, pk)
    form = InvitationForm(request.POST if "days" in request.POST else None)
    if form.is_valid():
        event.invitations.create(expires_at=form.expires_at, made_by=request.user)
        messages.success(
            request, _("The invitation is open. Show its code in the room.")
        )
        return redirect("event_invitations", pk)
    if "revoke" in request.POST:
        _revoke(request, event)
        return redirect("event_invitations", pk)
    invitations = [
        {"invitation": invitation, **_link(request, invitation)}
        for invitation in event.invitations.open()
    ]
    return render(
        request,
        "knowledge/event_invitations.html",
        {"event": event, "form": form, "invitations": invitations},
    )


def parts_of(event: LearningEvent, user) -> list[dict]:
    """Return the questions of an event with what was said to each."""
    entries = list(event.entries.select_related("author"))
    for entry in entries:
        entry.is_own = bool(entry.author_id) and entry.author_id == user.pk
    parts = [
        {
            "part": part.value,
            "question": None,
            "label": part.label,
            "entries": [entry for entry in entries if entry.part == part],
        }
        for part in Part
        if part != Part.DISCUSSION
    ]
    parts += [
        {
            "part": Part.DISCUSSION.value,
            "question": question.pk,
            "label": str(question),
            "entries": [entry for entry in entries if entry.question_id == question.pk],
        }
        for question in event.questions.all()
    ]
    return parts


def _show(request, event: LearningEvent, refused: EntryForm | None = None):
    user = request.user
    parts = parts_of(event, user)
    is_member = access.is_staff_member(user)
    if is_member:
        for number, part in enumerate(parts):
            part["form"] = _form_of(part, number, event, refused)
    observations = Observation.objects.visible_to(user).filter(event=event)
    lessons = Lesson.objects.visible_to(user).filter(observations__event=event)
    stocktake = event.stocktake
    return render(
        request,
        "knowledge/event.html",
        {
            "event": event,
            "parts": parts,
            "stocktake": stocktake
            if stocktake and access.may_see(user, stocktake)
            else None,
            "observations": observations.with_details().order_by("-pk"),
            "lessons": lessons.select_related("unit", "sector").distinct(),
            "is_member": is_member,
            "is_host": is_member and _may_host(user, event),
            "refused": refused,
        },
        status=400 if refused else 200,
    )


def _form_of(part: dict, number: int, event, refused: EntryForm | None) -> EntryForm:
    """Return the form below a question; the refused one keeps what was typed."""
    if refused is not None and (
        refused["part"].value() == part["part"]
        and str(refused["question"].value() or "") == str(part["question"] or "")
    ):
        return refused
    return EntryForm(
        event=event,
        auto_id=f"id_{number}_%s",
        initial={"part": part["part"], "question": part["question"]},
    )


@transaction.atomic
def _kept_once(form: EntryForm) -> EventEntry:
    """Keep an entry, or return the same one if a second touch of the button sent it."""
    said = form.instance
    event = LearningEvent.objects.select_for_update(of=("self",)).get(pk=said.event_id)
    same = event.entries.filter(
        author=said.author,
        part=said.part,
        question=said.question,
        text=said.text,
        responsible=said.responsible,
        due_date=said.due_date,
    )
    return same.first() or form.save()


def _edit(request, event: LearningEvent, initial: dict) -> HttpResponse:
    form = EventForm(
        request.POST or None, instance=event, initial=initial, user=request.user
    )
    questions = QuestionFormSet(request.POST or None, instance=event)
    if form.is_valid() and questions.is_valid():
        with transaction.atomic():
            event = form.save()
            questions.save()
        messages.success(request, _("“%(title)s” is saved.") % {"title": event.heading})
        return redirect(event)
    return render(
        request,
        "knowledge/event_edit.html",
        {"event": event if event.pk else None, "form": form, "questions": questions},
        status=400 if form.errors or any(questions.errors) else 200,
    )


def _visible(user, pk: int) -> LearningEvent:
    events = LearningEvent.objects.visible_to(user).select_related(
        "unit__government", "sector", "stocktake"
    )
    return get_object_or_404(events, pk=pk)


def _hosted(user, pk: int) -> LearningEvent:
    """Return an event that the user may change.

    Raises:
        Http404: the user may not see it.
        PermissionDenied: it is another unit's.
    """
    event = _visible(user, pk)
    if not _may_host(user, event):
        raise PermissionDenied
    return event


def _may_host(user, event: LearningEvent) -> bool:
    own = event.unit_id is None or user.is_superuser or event.unit_id in user.unit_ids
    return own and user.has_perm("knowledge.change_learningevent")


def _revoke(request, event: LearningEvent) -> None:
    number = request.POST["revoke"]
    open_ones = event.invitations.open()
    chosen = open_ones.filter(pk=number) if number.isdecimal() else open_ones.none()
    if chosen.update(revoked_at=timezone.now()):
        messages.success(request, _("The invitation is withdrawn; its link is closed."))
    else:
        messages.info(request, _("This invitation was closed already."))


def _link(request, invitation: Invitation) -> dict:
    """Return the address of an invitation and its code to be scanned, as a picture."""
    url = request.build_absolute_uri(invitation.get_absolute_url())
    code = segno.make_qr(url, error="m")
    return {"url": url, "code": code.svg_data_uri(scale=6, dark="#000", light="#fff")}
