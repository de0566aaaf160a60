"""Addresses of observations, learning events and triage."""

from django.urls import include, path

from knowledge.views import events, observations, observe, triage

# The service worker works for what is below its own address, so that these stay
# together.
OBSERVE = [
    path("", observe.observe, name="observe"),
    path("offline/", observe.observe_offline, name="observe_offline"),
    path("session/", observe.observe_session, name="observe_session"),
    path("receipt/", observe.receipt, name="observe_receipt"),
    path("worker.js", observe.observe_worker, name="observe_worker"),
    path("app.webmanifest", observe.observe_manifest, name="observe_manifest"),
    path("<str:token>/", observe.observe_invited, name="observe_invited"),
]

EVENTS = [
    path("", events.event_list, name="events"),
    path("new/", events.event_new, name="event_new"),
    path("<int:pk>/", events.event_detail, name="event"),
    path("<int:pk>/entries/", events.event_entries, name="event_entries"),
    path("<int:pk>/say/", events.event_say, name="event_say"),
    path(
        "<int:pk>/entries/<int:entry>/take-back/",
        events.event_take_back,
        name="event_take_back",
    ),
    path("<int:pk>/change/", events.event_edit, name="event_edit"),
    path("<int:pk>/invitations/", events.event_invitations, name="event_invitations"),
]

TRIAGE = [
    path("", triage.triage_queue, name="triage"),
    path("draft/", triage.triage_draft, name="triage_draft"),
    path("candidates/", triage.candidate_list, name="candidates"),
    path(
        "candidates/of-version/<int:pk>/",
        triage.candidate_list,
        name="candidates_of_version",
    ),
    path("candidates/<int:pk>/", triage.candidate_decide, name="candidate_decide"),
    path("<int:pk>/", triage.triage_decide, name="triage_decide"),
]

urlpatterns = [
    path("observe/", include(OBSERVE)),
    path("observations/", observations.observation_list, name="observations"),
    path("observations/<int:pk>/", observations.observation_detail, name="observation"),
    path(
        "observations/<int:pk>/seal/",
        observations.observation_seal,
        name="observation_seal",
    ),
    path("events/", include(EVENTS)),
    path("triage/", include(TRIAGE)),
]
