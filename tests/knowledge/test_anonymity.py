"""Whoever sends an observation without a name leaves no trace.

The whole database is compared before and after; so are logs, revisions and exports.
"""

import datetime
import io
import logging
import uuid

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, models
from django.urls import reverse
from wagtail.models import ModelLogEntry, ReferenceIndex

from knowledge import triage
from knowledge.access import Access
from knowledge.models import Observation, SealedIdentity, TriageStep, User
from tests.factories import (
    LearningEventFactory,
    ObservationFactory,
    StocktakeFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db

# Everything by which a request could be known.
TRACES = ("zqaccount", "Zqfirst", "Zqlast", "zq@", "203.0.113.77", "zqbrowser")
REQUEST = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "zqbrowser/1.0"}


def database() -> dict[str, list]:
    """Every row of every table, by table."""
    return {
        model._meta.db_table: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def changed(before, after) -> dict[str, list]:
    """The rows that are new or different, by table."""
    return {
        table: [row for row in rows if row not in before[table]]
        for table, rows in after.items()
        if rows != before[table]
    }


def columns_of_users(table: str) -> set[str]:
    """The columns of a table that name an account."""
    (model,) = (
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table == table and not model._meta.proxy
    )
    return {
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is User
    }


def answers(**changes):
    return {
        "text": "The visit was announced before.",
        "tone": "bad",
        "naming": "none",
        "shown_as": "Zqfirst Zqlast",
        "key": str(uuid.uuid4()),
    } | changes


@pytest.fixture
def site():
    home_page()


@pytest.fixture
def author(site, client):
    author = UserFactory(
        username="zqaccount", first_name="Zqfirst", last_name="Zqlast",
        email="zq@example.org",
    )  # fmt: skip
    client.force_login(author)
    client.get("/observe/", **REQUEST)
    return author


class Log(logging.Handler):
    """Keeps every record with all that hangs on it."""

    def __init__(self):
        super().__init__(level=0)
        self.records = []

    def emit(self, record):
        self.records.append(f"{record.getMessage()} {vars(record)}")


@pytest.fixture
def log():
    root, handler = logging.getLogger(), Log()
    level = root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def test_sending_changes_one_row_of_one_table(client, author):
    stocktake = StocktakeFactory()
    before = database()
    sent = answers(place=f"stocktake:{stocktake.pk}")
    assert client.post("/observe/", sent, **REQUEST).status_code == 200
    rows = changed(before, database())
    assert set(rows) == {"knowledge_observation"}
    (row,) = rows["knowledge_observation"]
    assert not [trace for trace in TRACES if trace in str(row)]
    assert sent["key"] not in str(row)
    assert row["author_id"] is None and row["shown_as"] == ""
    # No time of day, by which a web server's log would tell who was there then.
    assert not [
        name for name, value in row.items() if isinstance(value, datetime.datetime)
    ]


def test_the_unit_of_the_author_is_not_taken_over(client, author):
    author.units.set([StocktakeFactory().unit])
    client.post("/observe/", answers(), **REQUEST)
    assert Observation.objects.get().unit is None


def test_nothing_is_logged(client, author, log, capfd):
    client.post("/observe/", answers(), **REQUEST)
    client.post("/observe/", answers(naming=""), headers={"Accept": "application/json"})
    told = "\n".join(record for record in log.records if "django.db" not in record)
    out, err = capfd.readouterr()
    # A refused request is logged with its address alone, where the request is kept.
    told = told.replace(str(author.pk), "")
    lines = [line for line in told.splitlines() if "WSGIRequest" not in line]
    for trace in TRACES:
        assert trace not in "\n".join(lines) + out + err


def test_sending_by_invitation_keeps_only_how_many_came_in_the_hour(client, site):
    invitation = LearningEventFactory().invitations.create()
    before = database()
    client.post(invitation.get_absolute_url(), answers(), **REQUEST)
    rows = changed(before, database())
    assert set(rows) == {"knowledge_observation", "knowledge_invitation"}
    (row,) = rows["knowledge_invitation"]
    assert (row["hour"].minute, row["hour"].second, row["sent"]) == (0, 0, 1)
    assert "invitation_id" not in rows["knowledge_observation"][0]
    assert not [trace for trace in TRACES if trace in str(rows)]


def test_its_whole_life_never_names_its_author(client, author, site):
    """Sent, returned, answered by the receipt, accepted, drafted, edited."""
    before = database()
    curator = UserFactory(groups=["Curators"])
    sent = answers()
    client.post("/observe/", sent, **REQUEST)
    observation = Observation.objects.get()
    triage.decide(observation, "return", user=curator, reason="Where was it?")
    client.post(
        "/observe/receipt/",
        {"receipt": sent["key"], "text": "In the third."},
        **REQUEST,
    )
    observation.refresh_from_db()
    assert observation.text == "In the third."
    triage.decide(observation, "accept", user=curator, reason="Clear now.")
    lesson = triage.draft_lesson(
        [observation], title="Visits", summary="Do not announce visits.",
        user=curator, reason="Said by many.",
    )  # fmt: skip
    lesson.title = "Visits are not announced"
    lesson.save_revision(user=curator, log_action=True)
    rows = changed(before, database())
    assert {"wagtailcore_revision", "knowledge_triagestep"} <= set(rows)
    for table, changes in rows.items():
        for row in changes:
            assert not [trace for trace in TRACES if trace in str(row)], table
            named = [row[column] for column in columns_of_users(table)]
            assert author.pk not in named, table


def test_exports_do_not_name_its_author(client, author):
    client.post("/observe/", answers(), **REQUEST)
    out = io.StringIO()
    call_command("dumpdata", exclude=["knowledge.User", "sessions"], stdout=out)
    assert "The visit was announced before." in out.getvalue()
    assert not [trace for trace in TRACES if trace in out.getvalue()]


OUTLETS = [
    "/search/?q=visit", "/search/feed/?q=visit", "/search/feed/rss/?q=visit",
    "/search/export/csv/?q=visit", "/search/export/ris/?q=visit",
    "/search/export/bibtex/?q=visit", "/search/suggestions/?q=vis",
    "/observations/", "/triage/", "/events/",
    "/admin/reports/site-history/", "/admin/reports/site-history/?export=csv",
    "/admin/reports/reviews/", "/admin/reports/aging-pages/?export=csv",
    "/admin/reports/workflow/",
]  # fmt: skip


@pytest.mark.parametrize("naming", ["none", "role"])
def test_what_the_portal_gives_out_does_not_name_its_author(
    client, author, index, naming
):
    """Feeds, exports, lists and reports, from the first word to the public lesson."""
    client.post("/observe/", answers(naming=naming, shown_as="An officer"), **REQUEST)
    curator = UserFactory(groups=["Curators"])
    observation = Observation.objects.get()
    triage.decide(observation, "accept", user=curator, reason="Clear.")
    lesson = triage.draft_lesson(
        [observation], title="A visit", summary="Do not announce a visit.",
        user=curator, reason="Said by many.",
    )  # fmt: skip
    lesson.access = Access.INTERNAL
    lesson.save_revision(user=curator, log_action=True).publish()
    index.drain()
    administrator = UserFactory(is_superuser=True)
    client.force_login(administrator)
    pages = [
        lesson.url,
        observation.get_absolute_url(),
        f"/triage/{observation.pk}/",
        reverse("lesson_history", args=[lesson.pk]),
        reverse("lesson_print", args=[lesson.pk]),
        reverse("lesson_citation", args=[lesson.pk, "ris"]),
        reverse("lesson_citation", args=[lesson.pk, "bibtex"]),
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        reverse("wagtailadmin_pages:history", args=[lesson.pk]),
        reverse("wagtailadmin_pages:usage", args=[lesson.pk]),
    ]
    for address in [*OUTLETS, *pages]:
        response = client.get(address)
        assert response.status_code == 200, address
        sent = response.getvalue().decode(errors="replace")
        if address == lesson.url:
            assert "The visit was announced before." in sent
        assert not [trace for trace in TRACES if trace in sent], address


def test_its_author_is_told_that_nobody_can_find_it(client, author):
    client.post("/observe/", answers(), **REQUEST)
    page = client.get("/observations/?mine=1").content.decode()
    assert "nobody can tell that they are yours" in page
    assert "The visit was announced" not in page


def test_who_answers_by_the_receipt_is_not_noted(client, author):
    sent = answers()
    client.post("/observe/", sent, **REQUEST)
    Observation.objects.update(state="returned")
    client.post("/observe/receipt/", {"receipt": sent["key"], "text": "So."}, **REQUEST)
    assert TriageStep.objects.get().made_by is None
    observation = Observation.objects.get()
    with pytest.raises(IntegrityError, match="names_nobody"):
        observation.steps.create(action="resend", made_by=author)


@pytest.mark.parametrize("naming", ["role", "none", "document"])
def test_the_database_refuses_an_author_who_is_not_named(naming):
    with pytest.raises(IntegrityError, match="has_an_author_only_by_name"):
        ObservationFactory(naming=naming, author=UserFactory())


def test_the_session_is_not_written_to(client, author, settings):
    settings.SESSION_SAVE_EVERY_REQUEST = False
    before = client.session.items(), client.cookies["sessionid"].value
    client.post("/observe/", answers(), **REQUEST)
    client.post("/observe/receipt/", {"receipt": "nonsense"}, **REQUEST)
    assert (client.session.items(), client.cookies["sessionid"].value) == before


def test_addresses_that_are_sent_hold_no_receipt(client, author):
    """Web servers log addresses."""
    response = client.post("/observe/", answers(), **REQUEST)
    assert response.status_code == 200 and not response.has_header("Location")
    assert client.get("/observe/receipt/?receipt=x").context["observation"] is None


def test_what_is_sent_and_fails_is_not_mailed_to_administrators():
    mailed = settings.LOGGING["handlers"]
    assert set(mailed) == {"console"}
    assert not settings.ADMINS


class TestRole:
    @pytest.fixture
    def sealed(self, client, author):
        client.post("/observe/", answers(naming="role", shown_as="District officer"))
        return Observation.objects.get()

    def test_the_identity_is_in_a_table_of_its_own(self, client, author):
        before = database()
        client.post("/observe/", answers(naming="role", shown_as="District officer"))
        rows = changed(before, database())
        assert set(rows) == {"knowledge_observation", "knowledge_sealedidentity"}
        assert author.pk not in [
            rows["knowledge_observation"][0][column]
            for column in columns_of_users("knowledge_observation")
        ]
        assert not [trace for trace in TRACES if trace in str(rows)]

    def test_its_author_finds_it(self, client, sealed):
        assert sealed.identifier in client.get("/observations/?mine=1").content.decode()

    def test_nobody_else_is_shown_more_than_the_role(self, client, author, sealed):
        Observation.objects.update(state="accepted")
        for user in (UserFactory(), UserFactory(groups=["Curators"])):
            client.force_login(user)
            for address in ("/observations/", sealed.get_absolute_url()):
                page = client.get(address).content.decode()
                assert "District officer" in page
                assert not [trace for trace in TRACES if trace in page]
            response = client.post(
                f"{sealed.get_absolute_url()}seal/", {"reason": "Curious."}
            )
            assert response.status_code == 403
        assert not ModelLogEntry.objects.for_instance(sealed).exists()

    def test_every_look_is_recorded_with_who_when_and_why(self, client, author, sealed):
        looker = UserFactory(is_superuser=True, username="looker")
        client.force_login(looker)
        address = f"{sealed.get_absolute_url()}seal/"
        assert "zqaccount" not in client.get(address).content.decode()
        refused = client.post(address, {"reason": " "}).content.decode()
        assert "Zqfirst" not in refused
        assert not ModelLogEntry.objects.for_instance(sealed).exists()
        for _ in range(2):
            page = client.post(address, {"reason": "A threat was reported."})
            assert "Zqfirst Zqlast" in page.content.decode()
        looks = ModelLogEntry.objects.for_instance(sealed)
        assert [look.user for look in looks] == [looker, looker]
        assert looks[0].data == {"reason": "A threat was reported."}
        assert looks[0].timestamp
        assert "A threat was reported." in client.get(address).content.decode()
        # The record of a look does not tell what was seen.
        assert not [trace for trace in TRACES if trace in str(list(looks.values()))]

    def test_the_admin_lists_nothing_that_refers_to_the_account(self, author, sealed):
        assert not ReferenceIndex.get_references_to(author).exists()

    def test_a_lesson_quotes_the_role(self, author, sealed):
        curator = UserFactory(groups=["Curators"])
        lesson = triage.draft_lesson(
            [sealed], title="T", summary="S", user=curator, reason="R"
        )
        assert "— District officer" in lesson.what_happened
        revision = lesson.latest_revision
        assert not [trace for trace in TRACES if trace in str(revision.content)]

    def test_the_parts_of_a_split_one_stay_sealed(self, author, sealed):
        curator = UserFactory(groups=["Curators"])
        parts = triage.split(
            sealed,
            ["The visit was", "announced before."],
            user=curator,
            reason="Two things.",
        )
        assert {part.shown_as for part in parts} == {"District officer"}
        assert SealedIdentity.objects.filter(user=author).count() == 3
        assert not Observation.objects.exclude(author=None).exists()
