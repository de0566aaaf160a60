"""Sending an observation: by staff, by invitation, and without a connection.

Nothing here writes to the session, to the log or to messages: an observation without a
name must leave no trace of who sent it.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from knowledge import access, capture, recurrence
from knowledge.forms.observations import ObservationForm, ReceiptForm, TextForm
from knowledge.models import Invitation, Observation
from knowledge.places import place_of_event

FILES = (
    "css/sabaq.css",
    "css/records.css",
    "css/capture.css",
    "js/observe.js",
    "fonts/public-sans-latin.woff2",
    "fonts/noto-naskh-arabic.woff2",
    "images/favicon.svg",
)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def observe(request: HttpRequest) -> HttpResponse:
    """Take an observation of a member of staff; ``?place=`` names where it was."""
    if not access.is_staff_member(request.user):
        if _wants_json(request):
            return _refusal(_("Sign in to send what waits on this device."), 401)
        return redirect_to_login(request.get_full_path())
    form = ObservationForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        initial={"place": request.GET.get("place", "")},
    )
    return _take(request, form, {})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def observe_invited(request: HttpRequest, token: str) -> HttpResponse:
    """Take an observation of whoever has the link of an event's invitation.

    Whether somebody is signed in makes no difference: the link is for a room.
    """
    try:
        invitation = Invitation.from_token(token)
    except Invitation.DoesNotExist:
        return _closed(request, _("This invitation does not exist."), 404)
    if not invitation.is_open:
        return _closed(
            request,
            _("This invitation is over. Ask those who held the event for a new one."),
            410,
        )
    form = ObservationForm(
        request.POST if request.method == "POST" else None,
        invitation_place=place_of_event(invitation.event),
    )
    response = _take(request, form, {"invitation": invitation}, invitation)
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
def observe_session(request: HttpRequest) -> JsonResponse:
    """Tell the page whether it may send now, and with which token.

    ``who`` differs between accounts and tells nothing else: what one account wrote is
    not sent by the next one on a shared device.
    """
    user = request.user
    is_member = access.is_staff_member(user)
    who = salted_hmac("knowledge.observe", str(user.pk)).hexdigest()[:16]
    return JsonResponse(
        {
            "token": get_token(request),
            "signed_in": is_member,
            "who": who if is_member else "",
        }
    )


@require_safe
def observe_offline(request: HttpRequest) -> HttpResponse:
    """Show the form as the device keeps it: the same for everybody, of nobody."""
    nobody = AnonymousUser()
    response = render(
        request,
        "knowledge/observe.html",
        {
            "form": ObservationForm(initial={"key": None}),
            "user": nobody,
            "is_kept": True,
        },
    )
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def observe_worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the form, in the folder that it works for."""
    files = [static(name) for name in FILES]
    context = {
        "cache": f"observe-{get_language()}-{_version()}",
        "prefix": f"observe-{get_language()}-",
        "shell": reverse("observe_offline"),
        "files": json.dumps(files),
    }
    return HttpResponse(
        render_to_string("knowledge/observe_worker.js", context),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


@require_safe
def observe_manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to install the form."""
    start = reverse("observe")
    name = _("%(site)s: observation") % {"site": settings.WAGTAIL_SITE_NAME}
    manifest = {
        "name": name,
        "short_name": settings.WAGTAIL_SITE_NAME,
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "id": start,
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b5c3b",
        "icons": [
            {
                "src": static("images/favicon.svg"),
                "sizes": "any",
                "type": "image/svg+xml",
            }
        ],
    }
    return JsonResponse(manifest, content_type="application/manifest+json")


@never_cache
@sensitive_post_parameters()
def receipt(request: HttpRequest) -> HttpResponse:
    """Show what became of an observation to whoever has its receipt.

    The receipt is never a part of an address, which web servers log.
    """
    form = ReceiptForm(request.POST or None)
    observation = None
    if form.is_valid():
        found = Observation.objects.of_receipt(form.cleaned_data["receipt"])
        observation = found.with_details().first()
        if observation is None:
            form.add_error("receipt", _("No observation has this receipt."))
    text_form, is_sent = None, False
    if observation and observation.state == Observation.State.RETURNED:
        text_form = TextForm(
            request.POST if "text" in request.POST else None,
            initial={"text": observation.text},
        )
        if text_form.is_valid():
            is_sent = capture.send_again(observation, text_form.cleaned_data["text"])
            observation.refresh_from_db()
    return render(
        request,
        "knowledge/observation_receipt.html",
        {
            "form": form,
            "observation": observation,
            "steps": observation.steps.all() if observation else (),
            "text_form": text_form,
            "is_sent": is_sent,
        },
    )


def _take(request, form, context: dict, invitation=None) -> HttpResponse:
    if not form.is_valid():
        if _wants_json(request):
            return JsonResponse(
                {"message": " ".join(_errors(form)), "errors": form.errors}, status=400
            )
        context |= {"form": form, "place": form.fixed_place}
        status = 400 if form.is_bound else 200
        return render(request, "knowledge/observe.html", context, status=status)
    is_known = Observation.objects.of_receipt(form.cleaned_data["key"]).exists()
    if invitation is not None and not is_known and not invitation.take_turn():
        return _closed(
            request,
            _("Very many observations came by this invitation. Send it in an hour."),
            429,
        )
    received = form.save()
    reader = form.user or AnonymousUser()
    context |= {
        "received": received,
        "receipt": str(form.cleaned_data["key"]),
        "has_account": form.user is not None,
        "said_before": recurrence.said_before(form.cleaned_data["text"], reader)
        if received.is_new
        else [],
    }
    if _wants_json(request):
        html = render_to_string("knowledge/observation_thanks.html", context, request)
        return JsonResponse({"html": html})
    return render(request, "knowledge/observe_sent.html", context)


def _closed(request, message: str, status: int) -> HttpResponse:
    if _wants_json(request):
        return _refusal(message, status)
    return render(
        request, "knowledge/observe_closed.html", {"message": message}, status=status
    )


def _refusal(message: str, status: int) -> JsonResponse:
    headers = {"Retry-After": "3600"} if status == 429 else {}
    return JsonResponse({"message": message}, status=status, headers=headers)


def _wants_json(request) -> bool:
    types = ["text/html", "application/json"]
    return request.get_preferred_type(types) == "application/json"


def _errors(form) -> list[str]:
    return [error for errors in form.errors.values() for error in errors]


@lru_cache(maxsize=1)
def _version() -> str:
    """Return a name of the files' content, so that a new release replaces them."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(Path(finders.find(name)).read_bytes())
    return digest.hexdigest()[:12]
