"""Observations, learning events and candidates tell nobody what one may not see.

Observations are tied to every kind of item at every level of access; each has a secret
word of its own, and so has the item.
"""

import datetime

import pytest
from django.test import Client

from knowledge import access
from knowledge.models import Candidate, Document, Lesson, Observation, Stocktake
from search import outbox
from tests import factories
from tests.whole_site import mixed_archive
from tests.whole_site.test_no_leaks import addresses_without_arguments, told

# So many pages, each measured, take minutes and measure nothing new.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

LEVELS = {
    name: options
    for name, options in mixed_archive.LEVELS.items()
    if name not in {"a draft", "privately public"}
}


class Captured:
    """The mixed archive with what was observed in it."""

    def __init__(self):
        self.archive = mixed_archive.build()
        units = [item.record.unit for item in self.archive.items[:4]]
        self.first, self.second = units[0], units[3]
        self.archive.users |= {
            "curator": factories.UserFactory(groups=["Curators"]),
            "curator of the second unit": factories.UserFactory(
                groups=["Curators"], units=[self.second]
            ),
        }
        self.secrets = []  # pairs of a record and the word that only it has
        self.make_events()
        self.make_observations()
        self.make_candidates()

    def keep(self, record, secret):
        self.secrets.append((record, secret))

    def make_events(self):
        stocktakes = [
            item.record
            for item in self.archive.items
            if isinstance(item.record, Stocktake)
        ]
        group = next(iter(self.archive.users["auditor"].groups.all()))
        for number, options in enumerate(LEVELS.values()):
            secret = f"eventsecret{number}x"
            event = factories.LearningEventFactory(
                title=f"Event {secret}",
                purpose=f"Purpose {secret}.",
                participants=f"Officer {secret}",
                access=options["access"],
                unit=self.second if options.get("second") else self.first,
                # An open event may look back on a closed stocktake.
                stocktake=stocktakes[(number + 2) % len(stocktakes)],
                embargo_until=datetime.date(2999, 1, 1)
                if options.get("embargo")
                else None,
            )
            if options.get("group"):
                event.access_groups.add(group)
            question = event.questions.create(text=f"Why {secret}?")
            event.entries.create(part="discussion", question=question, text=secret)
            event.invitations.create()
            self.keep(event, secret)

    def make_observations(self):
        lessons = [
            item.record
            for item in self.archive.items
            if isinstance(item.record, Lesson)
        ]
        places = [{"event": event} for event, _secret in self.secrets]
        for item in self.archive.items:
            if isinstance(item.record, Stocktake):
                places.append({"stocktake": item.record})
            elif isinstance(item.record, Document):
                places.append({"version": item.record.current_version, "page": 1})
        for number, place in enumerate(places):
            for state in ("submitted", "rejected", "accepted"):
                secret = f"observedsecret{number}{state}x"
                observation = factories.ObservationFactory(
                    text=f"Seen: {secret}.",
                    naming="role",
                    shown_as=f"Officer {secret}",
                    state=state,
                    lesson=lessons[number % len(lessons)],
                    **place,
                )
                observation.steps.create(action="accept", reason=f"As {secret} says.")
                self.keep(observation, secret)

    def make_candidates(self):
        for item in self.archive.items:
            if isinstance(item.record, Document):
                Candidate.objects.create(
                    version=item.record.current_version,
                    page=1,
                    text=f"A sentence with {item.secret} in it.",
                    digest=item.secret,
                )

    def addresses(self) -> set[str]:
        found = addresses_without_arguments()
        for record, _secret in self.secrets:
            address = record.get_absolute_url()
            found.add(address)
            if isinstance(record, Observation):
                found |= {f"{address}seal/", f"/triage/{record.pk}/"}
                found.add(f"/triage/draft/?observations={record.pk}")
            else:
                found |= {f"{address}{part}/" for part in ("entries", "change")}
                found.add(f"{address}invitations/")
                found.add(f"/observe/?place=event:{record.pk}")
        for item in self.archive.items:
            if isinstance(item.record, Document):
                number = item.record.current_version_id
                found.add(f"/triage/candidates/of-version/{number}/")
                found.add(f"/observe/?place=page:{number}:1")
            elif isinstance(item.record, Stocktake):
                found.add(f"/observe/?place=stocktake:{item.record.pk}")
                found.add(f"/events/new/?stocktake={item.record.pk}")
        for state in Observation.State.values:
            found.add(f"/triage/?state={state}")
        return {each for each in found if not each.startswith("/admin/")}


USERS = [
    "visitor",
    "colleague",
    "member of the second unit",
    "auditor",
    "archivist of the second unit",
    "curator",
    "curator of the second unit",
    "administrator",
]


@pytest.fixture(scope="module")
def captured(keep):
    with keep():
        captured = Captured()
        outbox.drain()
        yield captured


@pytest.mark.parametrize("name", USERS)
def test_nobody_is_told_what_one_may_not_see(captured, name):
    user = captured.archive.users[name]
    hidden = {
        secret
        for record, secret in captured.secrets
        if not access.may_see(user, record)
    } | {item.secret for item in captured.archive.hidden_from(user)}
    browser = Client()
    if user.is_authenticated:
        browser.force_login(user)
    for address in sorted(captured.addresses()):
        response = browser.get(address)
        assert response.status_code < 500, address
        text = told(response)
        leaked = {secret for secret in hidden if secret in text}
        assert not leaked, f"{address} tells of {leaked}"
    # What one may see is there, or else nothing was tested.
    for record, secret in captured.secrets:
        if secret not in hidden:
            response = browser.get(record.get_absolute_url())
            assert response.status_code == 200
            assert secret in told(response)


def test_the_rule_hides_and_shows_something_for_everybody_but_visitors(captured):
    for name in USERS:
        user = captured.archive.users[name]
        seen = [access.may_see(user, record) for record, _secret in captured.secrets]
        assert any(seen), name
        assert all(seen) == (name == "administrator"), name
