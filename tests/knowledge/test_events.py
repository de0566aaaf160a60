"""People say at a learning event what there is to learn, several at once."""

import pytest

from knowledge.access import Access
from knowledge.models import EventEntry, LearningEvent
from tests.factories import (
    DeliveryUnitFactory,
    LearningEventFactory,
    LessonFactory,
    ObservationFactory,
    StocktakeFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    home_page()


@pytest.fixture
def event():
    return LearningEventFactory()


@pytest.fixture
def member(client):
    member = UserFactory(first_name="Nadia", last_name="Demo")
    client.force_login(member)
    return member


def say(client, event, part="happened", **fields):
    return client.post(
        f"/events/{event.pk}/say/", {"part": part, "text": "Fuel came late."} | fields
    )


def details(**changes):
    return {
        "kind": "debrief",
        "title": "Debrief",
        "date": "2018-03-01",
        "access": "internal",
        "questions-TOTAL_FORMS": "1",
        "questions-INITIAL_FORMS": "0",
        "questions-0-text": "What made the difference?",
    } | changes


def test_the_page_asks_the_standing_questions_and_its_own(client, event, member):
    event.questions.create(text="Can it outlast the government?")
    page = client.get(event.get_absolute_url()).content.decode()
    for words in ("supposed to happen?", "Why was it so?", "kept?", "by when?"):
        assert words in page
    assert "Can it outlast the government?" in page


def test_two_who_write_at_once_both_are_kept(client, event, member):
    """Each has loaded the page before the other wrote."""
    from django.test import Client

    other = Client()
    other.force_login(UserFactory())
    for browser in (client, other):
        browser.get(event.get_absolute_url())
    say(client, event, text="Said by the first.")
    say(other, event, text="Said by the second.")
    entries = client.get(f"/events/{event.pk}/entries/").content.decode()
    assert "Said by the first." in entries and "Said by the second." in entries
    assert "<html" not in entries


def test_a_second_touch_of_the_button_adds_nothing(client, event, member):
    for _touch in range(2):
        assert say(client, event).status_code == 302
    assert EventEntry.objects.count() == 1
    say(client, event, part="why")
    client.force_login(UserFactory())
    say(client, event)
    assert EventEntry.objects.count() == 3


def test_who_writes_is_told_that_an_event_is_public(client, event, member):
    words = "can be read by everybody at once"
    assert words not in client.get(event.get_absolute_url()).content.decode()
    public = LearningEventFactory(access=Access.PUBLIC)
    assert words in client.get(public.get_absolute_url()).content.decode()
    client.logout()
    assert words not in client.get(public.get_absolute_url()).content.decode()


def test_who_does_it_is_a_post_and_reaches_nobody(client, event, member):
    refused = say(
        client, event, part="action", text="Pay.", responsible="a.khan@example.org"
    )
    assert "Name an office or a role" in refused.content.decode()
    assert not EventEntry.objects.exists()


def test_an_action_says_who_and_by_when(client, event, member):
    refused = say(client, event, part="action", text="Pay by the fifth.")
    assert refused.status_code == 400
    assert "Say which post does it." in refused.content.decode()
    assert "Pay by the fifth." in refused.content.decode()
    say(
        client, event, part="action", text="Pay by the fifth.",
        responsible="Secretary, Finance", due_date="2018-04-05",
    )  # fmt: skip
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Secretary, Finance" in page and "due 5 Apr 2018" in page
    assert "Overdue" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"text": " "},
        {"part": "nonsense"},
        {"part": "discussion"},
        {"question": "999"},
        {"due_date": "soon", "part": "action", "responsible": "X"},
    ],
)
def test_what_cannot_be_added_is_not(client, event, member, fields):
    assert say(client, event, **fields).status_code == 400
    assert not EventEntry.objects.exists()


def test_an_answer_belongs_to_a_question_of_the_event(client, event, member):
    foreign = LearningEventFactory().questions.create(text="Of another event?")
    assert say(client, event, "discussion", question=foreign.pk).status_code == 400
    own = event.questions.create(text="Of this one?")
    assert say(client, event, "discussion", question=own.pk).status_code == 302
    assert own.entries.get().text == "Fuel came late."


def test_one_takes_back_only_what_one_wrote(client, event, member):
    say(client, event)
    entry = EventEntry.objects.get()
    address = f"/events/{event.pk}/entries/{entry.pk}/take-back/"
    client.force_login(UserFactory())
    assert address not in client.get(event.get_absolute_url()).content.decode()
    client.post(address)
    assert EventEntry.objects.exists()
    client.force_login(member)
    assert address in client.get(event.get_absolute_url()).content.decode()
    client.post(address)
    assert not EventEntry.objects.exists()


def test_visitors_read_a_public_event_without_names_and_write_nothing(client, member):
    event = LearningEventFactory(access=Access.PUBLIC)
    say(client, event)
    client.logout()
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Fuel came late." in page and "Nadia" not in page
    assert "<form" not in page.partition("<main")[2]
    assert say(client, event).status_code == 302
    assert EventEntry.objects.count() == 1


def test_a_closed_event_is_as_if_it_were_not_there(client, member):
    event = LearningEventFactory(access=Access.RESTRICTED, title="Closed event")
    assert "Closed event" not in client.get("/events/").content.decode()
    for address in ("", "entries/", "change/", "invitations/"):
        assert client.get(f"/events/{event.pk}/{address}").status_code in (403, 404)
    assert client.get(event.get_absolute_url()).status_code == 404
    assert say(client, event).status_code == 404


def test_it_shows_its_observations_and_lessons_as_far_as_they_may_be_seen(
    client, event, member
):
    ObservationFactory(
        event=event, text="Seen.", lesson=LessonFactory(title="Open lesson")
    )
    ObservationFactory(event=event, text="Waits.", state="submitted")
    closed = LessonFactory(title="Closed lesson", access=Access.RESTRICTED)
    ObservationFactory(event=event, lesson=closed)
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Seen." in page and "Open lesson" in page
    assert "Waits." not in page and "Closed lesson" not in page


def test_it_does_not_name_a_stocktake_that_its_reader_may_not_see(client, member):
    closed = StocktakeFactory(access=Access.RESTRICTED, title="Closed stocktake")
    event = LearningEventFactory(stocktake=closed)
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Closed stocktake" not in page


def test_roles_are_a_line_each(client, member):
    event = LearningEventFactory(participants="2 officers\n\n One analyst \n")
    assert event.roles == ["2 officers", "One analyst"]
    assert "One analyst" in client.get(event.get_absolute_url()).content.decode()


class TestHosts:
    @pytest.fixture
    def unit(self):
        return DeliveryUnitFactory()

    @pytest.fixture
    def host(self, client, unit):
        host = UserFactory(groups=["Archivists"], units=[unit])
        client.force_login(host)
        return host

    def test_they_open_a_debrief_from_a_stocktake(self, client, unit, host):
        stocktake = StocktakeFactory(unit=unit)
        address = f"/events/new/?stocktake={stocktake.pk}"
        assert address in client.get(stocktake.url).content.decode()
        form = client.get(address).context["form"]
        assert form["stocktake"].value() == str(stocktake.pk)
        response = client.post(address, details(stocktake=stocktake.pk, unit=unit.pk))
        event = LearningEvent.objects.get()
        assert response.url == event.get_absolute_url()
        assert (event.stocktake, event.unit) == (stocktake, unit)
        assert event.questions.get().text == "What made the difference?"

    def test_it_is_not_more_open_than_its_stocktake(self, client, unit, host):
        stocktake = StocktakeFactory(unit=unit, access=Access.RESTRICTED)
        response = client.post(
            "/events/new/", details(stocktake=stocktake.pk, unit=unit.pk)
        )
        assert "It cannot be more open" in response.content.decode()
        assert not LearningEvent.objects.exists()

    def test_what_was_said_is_opened_by_nobody_unawares(self, client, unit, host):
        event = LearningEventFactory(unit=unit, access=Access.INTERNAL)
        given = {"unit": unit.pk, "questions-INITIAL_FORMS": 0}
        address = f"/events/{event.pk}/change/"
        assert "opens_entries" not in client.get(address).content.decode()
        say(client, event)
        refused = client.post(address, details(**given, access="public"))
        assert refused.status_code == 400
        assert "1 entry was written when fewer could" in refused.content.decode()
        event.refresh_from_db()
        assert event.access == Access.INTERNAL
        assert client.post(address, details(**given)).status_code == 302
        opened = details(**given, access="public", opens_entries="on")
        assert client.post(address, opened).status_code == 302
        event.refresh_from_db()
        assert event.access == Access.PUBLIC

    def test_a_restricted_one_has_a_unit(self, client, host):
        response = client.post("/events/new/", details(access="restricted"))
        assert "Choose the unit" in response.content.decode()

    def test_closed_stocktakes_are_not_offered(self, client, host):
        closed = StocktakeFactory(access=Access.RESTRICTED, title="Closed one")
        assert "Closed one" not in client.get("/events/new/").content.decode()
        response = client.post("/events/new/", details(stocktake=closed.pk))
        assert "Select a valid choice" in response.content.decode()

    def test_a_stocktake_that_was_closed_to_its_host_stays(self, client, unit, host):
        closed = StocktakeFactory(access=Access.RESTRICTED, title="Closed one")
        event = LearningEventFactory(unit=unit, stocktake=closed)
        address = f"/events/{event.pk}/change/"
        assert "Closed one" not in client.get(address).content.decode()
        given = {
            "unit": unit.pk,
            "questions-INITIAL_FORMS": 0,
            "purpose": "Another purpose.",
        }
        refused = client.post(address, details(**given, access="internal"))
        assert "It cannot be more open" in refused.content.decode()
        client.post(address, details(**given, access="restricted"))
        event.refresh_from_db()
        assert (event.purpose, event.stocktake) == ("Another purpose.", closed)

    def test_another_units_event_is_not_theirs(self, client, host):
        event = LearningEventFactory()
        for address in ("change/", "invitations/"):
            assert client.get(f"/events/{event.pk}/{address}").status_code == 403

    def test_changing_it_keeps_what_was_said(self, client, unit, host):
        event = LearningEventFactory(unit=unit)
        question = event.questions.create(text="Why?")
        say(client, event, "discussion", question=question.pk)
        changes = {
            "questions-TOTAL_FORMS": "1",
            "questions-INITIAL_FORMS": "1",
            "questions-0-id": question.pk,
            "questions-0-text": "Why was it so?",
            "unit": unit.pk,
            "title": "New title",
        }
        client.post(f"/events/{event.pk}/change/", details(**changes))
        event.refresh_from_db()
        assert event.title == "New title"
        assert event.questions.get().entries.get().text == "Fuel came late."

    def test_others_open_none(self, client):
        client.force_login(UserFactory())
        assert client.get("/events/new/").status_code == 403


def test_the_list_asks_as_often_for_many_as_for_one(
    client, member, django_assert_max_num_queries
):
    LearningEventFactory.create_batch(15)
    with django_assert_max_num_queries(20):
        page = client.get("/events/").content.decode()
    assert page.count('class="card"') == 15


def test_an_event_asks_as_often_for_many_entries_as_for_one(
    client, event, member, django_assert_max_num_queries
):
    for _ in range(15):
        event.entries.create(part="happened", text="Late.", author=UserFactory())
        ObservationFactory(event=event)
    with django_assert_max_num_queries(35):
        client.get(event.get_absolute_url())


def test_a_stocktake_with_an_event_is_not_deleted(client):
    stocktake = StocktakeFactory()
    LearningEventFactory(stocktake=stocktake)
    client.force_login(UserFactory(is_superuser=True))
    response = client.post(f"/admin/pages/{stocktake.pk}/delete/", follow=True)
    assert "Learning events or observations belong" in response.content.decode()
    assert type(stocktake).objects.filter(pk=stocktake.pk).exists()
