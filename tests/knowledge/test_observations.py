"""An observation comes in within a minute, once, and by nobody who may not send it."""

import datetime
import json
import uuid

import pytest
from django.db import IntegrityError
from django.utils import timezone

from knowledge import capture
from knowledge.access import Access
from knowledge.models import Invitation, Observation, SealedIdentity
from tests.factories import (
    DeliveryUnitFactory,
    DepartmentFactory,
    DocumentFactory,
    LearningEventFactory,
    LessonFactory,
    ObservationFactory,
    SectorFactory,
    StocktakeFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def answers(**changes):
    return {
        "text": "Fuel money came late, so outreach stopped.",
        "tone": "bad",
        "naming": "none",
        "place": "",
        "subject": "",
        "shown_as": "",
        "key": str(uuid.uuid4()),
    } | changes


@pytest.fixture
def staff(client):
    home_page()
    user = UserFactory(first_name="Nadia", last_name="Demo")
    client.force_login(user)
    return user


@pytest.fixture
def invitation():
    home_page()
    return LearningEventFactory().invitations.create()


class TestStaff:
    def test_five_answers_are_kept(self, client, staff):
        department = DepartmentFactory()
        response = client.post(
            "/observe/",
            answers(naming="name", tone="good", subject=f"department:{department.pk}"),
        )
        assert response.status_code == 200
        kept = Observation.objects.get()
        assert kept.text == "Fuel money came late, so outreach stopped."
        assert (kept.tone, kept.department) == ("good", department)
        assert (kept.author, kept.shown_as) == (staff, "Nadia Demo")
        assert kept.state == "submitted"

    def test_by_name_is_the_name_of_the_account(self, client, staff):
        client.post("/observe/", answers(naming="name", shown_as="The Chief Secretary"))
        assert Observation.objects.get().shown_as == "Nadia Demo"

    def test_the_link_from_a_stocktake_names_the_place(self, client, staff):
        stocktake = StocktakeFactory()
        page = client.get(stocktake.url).content.decode()
        address = f"/observe/?place=stocktake:{stocktake.pk}"
        assert f'href="{address}"' in page
        form = client.get(address).context["form"]
        assert form["place"].value() == f"stocktake:{stocktake.pk}"
        client.post("/observe/", answers(place=f"stocktake:{stocktake.pk}"))
        kept = Observation.objects.get()
        assert (kept.stocktake, kept.unit, kept.sector) == (
            stocktake, stocktake.unit, stocktake.sector,
        )  # fmt: skip

    def test_the_link_from_a_page_names_the_page(self, client, staff):
        document = DocumentFactory(pages=["One.", "Two."])
        version = document.current_version
        page = client.get(version.pages.get(number=2).get_absolute_url())
        assert f"/observe/?place=page:{version.pk}:2" in page.content.decode()
        client.post("/observe/", answers(place=f"page:{version.pk}:2"))
        kept = Observation.objects.get()
        assert (kept.version, kept.page, kept.unit) == (version, 2, document.unit)

    def test_visitors_are_not_shown_the_link(self, client):
        stocktake = StocktakeFactory()
        assert "/observe/" not in client.get(stocktake.url).content.decode()

    def test_an_urdu_observation_is_known_as_urdu(self, client, staff):
        client.post("/ur/observe/", answers(text="ایندھن کی رقم دیر سے ملی۔"))
        assert Observation.objects.get().language == "ur"

    def test_the_menu_leads_to_the_form(self, client, staff):
        assert 'href="/observe/"' in client.get("/browse/").content.decode()

    def test_the_government_of_the_day_is_known_from_the_unit(self, client, staff):
        stocktake = StocktakeFactory()
        administration = stocktake.unit.government.administrations.create(
            name="Government of the day", started_on=datetime.date(2000, 1, 1)
        )
        client.post("/observe/", answers(place=f"stocktake:{stocktake.pk}"))
        assert Observation.objects.get().administration() == administration

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"text": "  "}, "Say in a sentence what happened."),
            ({"tone": ""}, "Say whether it went well."),
            ({"naming": ""}, "Choose how we may name you."),
            ({"naming": "document"}, "Select a valid choice"),
            ({"naming": "role"}, "Enter your role"),
            ({"text": "x" * 5001}, "at most 5000 characters"),
            ({"text": "a\x00b"}, "Null characters are not allowed."),
            ({"subject": "sector:999"}, "Select a valid choice"),
            ({"place": "stocktake:999"}, "not there any more"),
            ({"place": "page:1:99999999999999999999"}, "not there any more"),
            ({"place": "user:1"}, "not there any more"),
            ({"place": "event:\u0663"}, "not there any more"),
            ({"key": "none"}, "Enter a valid UUID."),
        ],
    )
    def test_what_is_missing_is_said(self, client, staff, changes, message):
        response = client.post("/observe/", answers(**changes))
        assert response.status_code == 400
        assert (
            message in json.dumps(response.context["form"].errors, default=str)
            or message in response.content.decode()
        )
        assert not Observation.objects.exists()

    def test_a_missing_role_is_asked_for_at_its_field(self, client, staff):
        response = client.post("/observe/", answers(naming="role", shown_as=" "))
        (message,) = response.context["form"].errors["shown_as"]
        assert message.startswith("Enter your role, such as")
        page = response.content.decode()
        assert f'<div class="error" id="id_shown_as_error">{message}</div>' in page
        assert 'aria-describedby="id_shown_as_error"' in page

    def test_a_place_that_one_may_not_see_is_as_if_it_were_not_there(
        self, client, staff
    ):
        closed = StocktakeFactory(access=Access.RESTRICTED, title="Secret meeting")
        address = f"/observe/?place=stocktake:{closed.pk}"
        assert "Secret meeting" not in client.get(address).content.decode()
        response = client.post("/observe/", answers(place=f"stocktake:{closed.pk}"))
        assert response.status_code == 400
        assert not Observation.objects.exists()

    def test_visitors_are_sent_to_sign_in(self, client):
        home_page()
        response = client.get("/observe/?place=stocktake:1")
        assert response.url == "/sign-in/?next=/observe/%3Fplace%3Dstocktake%3A1"
        assert client.post("/observe/", answers(), headers=JSON).status_code == 401
        assert not Observation.objects.exists()


class TestOnce:
    def test_sent_twice_it_is_kept_once(self, client, staff):
        same = answers()
        first = client.post("/observe/", same, headers=JSON)
        second = client.post("/observe/", same | {"text": "Changed."}, headers=JSON)
        assert first.status_code == second.status_code == 200
        assert Observation.objects.get().text == same["text"]
        assert "received already" in second.json()["html"]

    def test_the_same_answer_with_another_key_is_another_observation(
        self, client, staff
    ):
        client.post("/observe/", answers())
        client.post("/observe/", answers())
        assert Observation.objects.count() == 2

    def test_two_that_arrive_at_the_same_time_are_kept_once(self, staff):
        key = uuid.uuid4()

        def observation():
            return Observation(text="Late.", tone="bad", naming="none")

        first = capture.receive_observation(
            key=key, observation=observation(), place=None, user=staff
        )
        second = capture.receive_observation(
            key=key, observation=observation(), place=None, user=staff
        )
        assert first.is_new and not second.is_new
        assert first.observation == second.observation

    def test_another_failure_is_not_taken_for_a_repetition(self):
        broken = Observation(text="Late.", tone="bad", naming="none", shown_as="Me")
        with pytest.raises(IntegrityError, match="without_name"):
            capture.receive_observation(
                key=uuid.uuid4(), observation=broken, place=None
            )


class TestInvitation:
    def test_people_without_an_account_send_an_observation(self, client, invitation):
        address = invitation.get_absolute_url()
        page = client.get(address)
        assert (page.status_code, page["X-Robots-Tag"]) == (200, "noindex")
        response = client.post(address, answers(naming="name", shown_as="A. Guest"))
        assert response.status_code == 200
        kept = Observation.objects.get()
        assert (kept.event, kept.shown_as) == (invitation.event, "A. Guest")
        assert kept.author is None

    def test_a_name_has_to_be_typed(self, client, invitation):
        response = client.post(
            invitation.get_absolute_url(), answers(naming="name"), headers=JSON
        )
        assert response.status_code == 400
        assert "Enter your name" in response.json()["message"]

    def test_the_place_is_the_event_whatever_is_sent(self, client, invitation):
        other = StocktakeFactory()
        client.post(
            invitation.get_absolute_url(), answers(place=f"stocktake:{other.pk}")
        )
        assert Observation.objects.get().stocktake is None

    def test_an_account_makes_no_difference(self, client, invitation, staff):
        client.post(
            invitation.get_absolute_url(), answers(naming="role", shown_as="Clerk")
        )
        assert not SealedIdentity.objects.exists()
        assert "Nadia" not in str(list(Observation.objects.values()))

    @pytest.mark.parametrize("token", ["1", "1.", "1.forged", "x.y", "٣.a", "."])
    def test_a_forged_link_is_none(self, client, invitation, token):
        assert client.get(f"/observe/{token}/").status_code == 404
        response = client.post(f"/observe/{token}/", answers(), headers=JSON)
        assert response.status_code == 404
        assert not Observation.objects.exists()

    def test_the_link_of_another_invitation_is_not_made_from_this_one(
        self, client, invitation
    ):
        signature = invitation.token.partition(".")[2]
        other = LearningEventFactory().invitations.create()
        response = client.get(f"/observe/{other.pk}.{signature}/")
        assert response.status_code == 404

    def test_it_ends(self, client, invitation):
        invitation.expires_at = timezone.now()
        invitation.save()
        response = client.post(invitation.get_absolute_url(), answers())
        assert response.status_code == 410
        assert "This invitation is over" in response.content.decode()
        assert not Observation.objects.exists()

    def test_it_is_withdrawn(self, client, invitation):
        host = UserFactory(groups=["Curators"], units=[invitation.event.unit])
        client.force_login(host)
        page = f"/events/{invitation.event.pk}/invitations/"
        assert invitation.token in client.get(page).content.decode()
        client.post(page, {"revoke": invitation.pk})
        client.logout()
        assert client.get(invitation.get_absolute_url()).status_code == 410

    def test_only_so_many_come_in_an_hour(self, client, invitation, monkeypatch):
        monkeypatch.setattr(Invitation, "AN_HOUR", 2)
        address = invitation.get_absolute_url()
        first = answers()
        assert client.post(address, first).status_code == 200
        assert client.post(address, answers(), headers=JSON).status_code == 200
        refused = client.post(address, answers(), headers=JSON)
        assert refused.status_code == 429
        assert refused["Retry-After"] == "3600"
        # What had been received is still told so, for the device to forget it.
        assert client.post(address, first).status_code == 200
        assert Observation.objects.count() == 2

    def test_the_next_hour_begins_anew(self, invitation, monkeypatch):
        monkeypatch.setattr(Invitation, "AN_HOUR", 1)
        assert invitation.take_turn()
        assert not invitation.take_turn()
        Invitation.objects.update(hour=timezone.now() - datetime.timedelta(hours=2))
        assert invitation.take_turn()

    def test_its_code_is_a_picture_of_the_link(self, client, invitation):
        host = UserFactory(is_superuser=True)
        client.force_login(host)
        page = client.get(f"/events/{invitation.event.pk}/invitations/")
        assert 'src="data:image/svg+xml' in page.content.decode()
        (row,) = page.context["invitations"]
        assert row["url"] == f"http://testserver{invitation.get_absolute_url()}"

    def test_its_link_stands_in_a_field_of_its_own(self, client, invitation):
        client.force_login(UserFactory(is_superuser=True))
        invitation.event.invitations.create()
        page = client.get(f"/events/{invitation.event.pk}/invitations/")
        page = page.content.decode()
        address = f"http://testserver{invitation.get_absolute_url()}"
        assert f'readonly dir="ltr" value="{address}"' in page
        assert f'<label for="link-{invitation.pk}">Link of the invitation' in page

    def test_only_hosts_make_one(self, client):
        home_page()
        event = LearningEventFactory()
        client.force_login(UserFactory())
        page = f"/events/{event.pk}/invitations/"
        assert client.post(page, {"days": 7}).status_code == 403
        stranger = UserFactory(groups=["Curators"])
        client.force_login(stranger)
        assert client.post(page, {"days": 7}).status_code == 403
        assert not Invitation.objects.exists()


class TestWithoutConnection:
    def test_the_kept_form_is_nobodys(self, client, staff):
        StocktakeFactory(title="Internal meeting", access=Access.INTERNAL)
        signed_in = client.get("/observe/offline/")
        client.logout()
        signed_out = client.get("/observe/offline/")
        assert signed_in.content == signed_out.content
        assert "Nadia" not in signed_in.content.decode()
        assert "Internal meeting" not in signed_in.content.decode()
        assert "csrfmiddlewaretoken" not in signed_in.content.decode()

    @pytest.mark.parametrize("prefix", ["", "/ur"])
    def test_the_worker_keeps_the_form_and_its_files_only(self, client, prefix):
        response = client.get(f"{prefix}/observe/worker.js")
        assert response["Content-Type"].startswith("text/javascript")
        script = response.content.decode()
        assert f'SHELL = "{prefix}/observe/offline/"' in script
        files = json.loads(script.split("FILES = ")[1].split(";")[0])
        assert files and all(name.startswith("/static/") for name in files)
        assert script.count(".addAll(") == 1 and ".put(" not in script

    @pytest.mark.parametrize(("prefix", "direction"), [("", "ltr"), ("/ur", "rtl")])
    def test_it_can_be_installed(self, client, prefix, direction):
        response = client.get(f"{prefix}/observe/app.webmanifest")
        manifest = response.json()
        assert response["Content-Type"] == "application/manifest+json"
        assert manifest["scope"] == manifest["start_url"] == f"{prefix}/observe/"
        assert manifest["dir"] == direction
        assert manifest["display"] == "standalone"

    def test_the_policy_lets_the_worker_and_the_manifest_come_from_here(self, client):
        home_page()
        policy = client.get("/observe/offline/")["Content-Security-Policy"]
        assert "worker-src 'self'" in policy
        assert "manifest-src 'self'" in policy

    def test_the_device_is_told_whether_it_may_send(self, client, staff):
        told = client.get("/observe/session/").json()
        assert told["signed_in"] and told["token"]
        other = UserFactory()
        client.force_login(other)
        assert client.get("/observe/session/").json()["who"] not in ("", told["who"])
        client.logout()
        signed_out = client.get("/observe/session/").json()
        assert not signed_out["signed_in"] and not signed_out["who"]


class TestReceipt:
    def test_who_has_it_sees_what_became_of_the_observation(self, client, staff):
        sent = answers()
        page = client.post("/observe/", sent).content.decode()
        assert sent["key"] in page
        client.logout()
        page = client.post("/observe/receipt/", {"receipt": sent["key"]})
        assert "Submitted" in page.content.decode()
        assert sent["text"] in page.content.decode()

    @pytest.mark.parametrize(
        ("receipt", "message"),
        [
            ("", "This field is required."),
            ("nonsense", "This is not a receipt."),
            (
                "7c9e6679-7425-40de-944b-e07fc1f90ae7",
                "No observation has this receipt.",
            ),
        ],
    )
    def test_another_one_opens_nothing(self, client, receipt, message):
        home_page()
        ObservationFactory(text="Not yours.")
        page = client.post("/observe/receipt/", {"receipt": receipt}).content.decode()
        assert message in page and "Not yours." not in page

    def test_the_parts_of_a_split_one_have_no_receipt(self, client):
        home_page()
        ObservationFactory(key_digest="part 1 of 5")
        page = client.post("/observe/receipt/", {"receipt": "part 1 of 5"})
        assert "This is not a receipt." in page.content.decode()


class TestWhoSees:
    def test_before_it_is_accepted_only_curators_and_its_author_do(self, client):
        home_page()
        author, colleague = UserFactory(), UserFactory()
        curator = UserFactory(groups=["Curators"])
        observation = ObservationFactory(
            state="submitted", naming="name", author=author, shown_as="A"
        )
        address = observation.get_absolute_url()
        for user, status in [(author, 200), (curator, 200), (colleague, 404)]:
            client.force_login(user)
            assert client.get(address).status_code == status
        Observation.objects.update(state="accepted")
        assert client.get(address).status_code == 200
        client.logout()
        assert client.get(address).status_code == 302

    def test_it_is_as_closed_as_its_place(self, client):
        home_page()
        unit = DeliveryUnitFactory()
        member, colleague = UserFactory(units=[unit]), UserFactory()
        open_ones = [
            ObservationFactory(stocktake=StocktakeFactory(unit=unit)),
            ObservationFactory(event=LearningEventFactory(unit=unit)),
            ObservationFactory(version=DocumentFactory(unit=unit).current_version),
        ]
        assert Observation.objects.visible_to(colleague).count() == 3
        for observation in open_ones:
            document = observation.version and observation.version.document
            place = observation.stocktake or observation.event or document
            place.access = Access.RESTRICTED
            place.save()
        assert not Observation.objects.visible_to(colleague).exists()
        assert Observation.objects.visible_to(member).count() == 3
        assert not any(each.is_visible_to(colleague) for each in open_ones)

    def test_the_public_sees_none(self):
        ObservationFactory()
        assert not Observation.objects.visible_to(None).exists()
        with pytest.raises(IntegrityError, match="never_public"):
            ObservationFactory(access=Access.PUBLIC)

    def test_the_author_of_what_was_closed_later_sees_the_words_not_the_place(
        self, client
    ):
        home_page()
        author = UserFactory()
        stocktake = StocktakeFactory(title="Closed later", access=Access.INTERNAL)
        observation = ObservationFactory(
            naming="name", author=author, shown_as="A", stocktake=stocktake,
            lesson=LessonFactory(title="Closed lesson", access=Access.RESTRICTED),
        )  # fmt: skip
        stocktake.access = Access.RESTRICTED
        stocktake.save()
        client.force_login(author)
        page = client.get(observation.get_absolute_url()).content.decode()
        assert observation.text in page
        assert "Closed later" not in page and "Closed lesson" not in page

    def test_the_list_asks_as_often_for_many_as_for_one(
        self, client, staff, django_assert_max_num_queries
    ):
        for _ in range(15):
            ObservationFactory(
                sector=SectorFactory(), stocktake=StocktakeFactory(), unit=None
            )
        with django_assert_max_num_queries(20):
            page = client.get("/observations/").content.decode()
        assert page.count("SBQ-O-") == 15


class TestReturned:
    def test_its_author_answers(self, client, staff):
        client.post("/observe/", answers(naming="name"))
        observation = Observation.objects.get()
        address = observation.get_absolute_url()
        client.post(address, {"text": "Not asked for."})
        observation.refresh_from_db()
        assert observation.text != "Not asked for."
        Observation.objects.update(state="returned")
        client.post(address, {"text": "Which district: the third."})
        observation.refresh_from_db()
        assert observation.text == "Which district: the third."
        assert observation.state == "submitted"

    def test_nobody_else_does(self, client, staff):
        observation = ObservationFactory(state="returned", text="Mine.")
        curator = UserFactory(groups=["Curators"])
        for user in (staff, curator):
            client.force_login(user)
            client.post(observation.get_absolute_url(), {"text": "Theirs."})
        observation.refresh_from_db()
        assert (observation.text, observation.state) == ("Mine.", "returned")

    def test_who_sent_it_without_a_name_answers_by_the_receipt(self, client, staff):
        sent = answers()
        client.post("/observe/", sent)
        Observation.objects.update(state="returned")
        client.logout()
        page = client.post(
            "/observe/receipt/", {"receipt": sent["key"], "text": "In the third."}
        )
        assert "It is sent again." in page.content.decode()
        assert Observation.objects.get().text == "In the third."
