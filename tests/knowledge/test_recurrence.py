"""What was said before is told; documents offer what may be said in them."""

import json
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse

from knowledge import candidates, recurrence, tasks
from knowledge.access import Access
from knowledge.candidates import sentences_with_cues
from knowledge.models import Candidate, Cue, Observation
from knowledge.models.documents import DocumentKind
from search.engines import EngineUnavailable
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    EvidenceFactory,
    LessonFactory,
    ObservationFactory,
    StocktakeFactory,
    UserFactory,
    add_version,
    home_page,
)

pytestmark = pytest.mark.django_db

SAID = "The fuel allowance reached the vaccinators late, so outreach stopped."


@pytest.fixture(autouse=True)
def site():
    home_page()


@pytest.fixture
def curator():
    return UserFactory(groups=["Curators"])


def fuel_lesson(**fields):
    return LessonFactory(
        **{
            "title": "Pay the fuel allowance of vaccinators in time",
            "summary": "Outreach stops where the allowance arrives late.",
        }
        | fields
    )


class TestSaidBefore:
    def test_it_says_which_lesson_how_often_and_since_when(self, index, curator):
        lesson = fuel_lesson(state="learned")
        for year in (2016, 2017):
            document = DocumentFactory(date=f"{year}-02-18")
            EvidenceFactory(lesson=lesson, version=document.current_version)
        ObservationFactory(lesson=lesson, state="merged")
        LessonFactory(title="Agree on the indicator", summary="Choose it together.")
        index.drain()
        (said,) = recurrence.said_before(SAID, curator)
        assert said.lesson == lesson
        assert (said.times, said.since, said.is_learned) == (3, 2016, True)
        assert said.like.share >= 0.3 and "allowance" in said.like.words

    def test_what_one_may_not_see_is_neither_told_nor_counted(self, index, curator):
        lesson = fuel_lesson()
        closed = DocumentFactory(access=Access.RESTRICTED, date="2011-01-01")
        EvidenceFactory(lesson=lesson, version=closed.current_version)
        ObservationFactory(lesson=lesson, stocktake=None, state="submitted")
        fuel_lesson(title="Closed: fuel allowance", access=Access.RESTRICTED)
        index.drain()
        (said,) = recurrence.said_before(SAID, UserFactory())
        assert said.lesson == lesson
        assert (said.times, said.since) == (1, lesson.first_published_at or None)

    @pytest.mark.parametrize(
        "text", ["", "?!", "12 34", '"-kind:x', "Completely different words here."]
    )
    def test_nothing_is_like_it(self, index, curator, text):
        fuel_lesson()
        index.drain()
        assert recurrence.said_before(text, curator) == []

    def test_it_works_in_urdu(self, index, curator):
        lesson = fuel_lesson(
            title="ایندھن کا الاؤنس وقت پر دیں", summary="دیر ہو تو دورے رک جاتے ہیں۔",
            language="ur",
        )  # fmt: skip
        index.drain()
        (said,) = recurrence.said_before(
            "ایندھن کا الاؤنس دیر سے ملا، دورے رک گئے۔", curator
        )
        assert said.lesson == lesson

    def test_the_sender_is_told(self, index, client):
        fuel_lesson()
        index.drain()
        client.force_login(UserFactory())
        page = client.post(
            "/observe/",
            {
                "text": SAID, "tone": "bad", "naming": "none",
                "key": "c0ffee00-0000-4000-8000-000000000001",
            },
        ).content.decode()  # fmt: skip
        assert "Said before" in page and "Pay the fuel allowance" in page

    def test_whoever_archives_minutes_is_told(self, index, client, cues):
        """From the archiving screen one step leads to what its sentences repeat."""
        lesson = fuel_lesson()
        unit = DeliveryUnitFactory()
        archivist = UserFactory(groups=["Archivists"], units=[unit])
        minutes = DocumentFactory(
            stocktake=StocktakeFactory(unit=unit), unit=unit, pages=[SAID, MINUTES]
        )
        rejected = "The grant arrived too late in every one of the districts."
        Candidate.objects.create(
            version=minutes.current_version, page=1, text=SAID, digest="said"
        )
        Candidate.objects.create(
            version=minutes.current_version,
            page=1,
            text=rejected,
            digest="no",
            state="rejected",
        )
        index.drain()
        client.force_login(archivist)
        address = reverse("said_before", args=[minutes.pk, 1])
        screen = client.get(f"/archive/stocktakes/{minutes.stocktake.slug}/")
        assert "1 sentence may be a lesson" in screen.content.decode()
        assert f'href="{address}"' in screen.content.decode()
        page = client.get(address).content.decode()
        assert SAID in page and lesson.title in page and "said 1 time" in page
        assert rejected not in page
        assert "Decide about them" not in page

    def test_what_is_new_is_told_to_be_new(self, index, client):
        document = DocumentFactory()
        address = reverse("said_before", args=[document.pk, 1])
        client.force_login(UserFactory())
        assert "None of its sentences" in client.get(address).content.decode()
        Candidate.objects.create(
            version=document.current_version, page=1, text=SAID, digest="said"
        )
        assert "No lesson says this yet." in client.get(address).content.decode()

    def test_a_closed_document_and_visitors_are_told_nothing(self, client):
        closed = DocumentFactory(access=Access.RESTRICTED)
        open_one = DocumentFactory(access=Access.PUBLIC)
        assert (
            client.get(reverse("said_before", args=[open_one.pk, 1])).status_code == 302
        )
        client.force_login(UserFactory())
        assert (
            client.get(reverse("said_before", args=[closed.pk, 1])).status_code == 404
        )

    def test_the_curator_is_offered_to_merge(self, index, client, curator):
        lesson = fuel_lesson()
        index.drain()
        observation = ObservationFactory(state="submitted", text=SAID)
        client.force_login(curator)
        page = client.get(f"/triage/{observation.pk}/").content.decode()
        assert "1 similar lesson" in page
        assert f'value="{lesson.identifier}"' in page

    def test_a_word_in_common_does_not_make_a_lesson_similar(
        self, index, client, curator
    ):
        fuel_lesson()
        LessonFactory(title="Agree on the indicator", summary="Choose it together.")
        index.drain()
        observation = ObservationFactory(
            state="submitted",
            text="The road was flooded, and teachers arrived on foot from villages.",
        )
        client.force_login(curator)
        page = client.get(f"/triage/{observation.pk}/").content.decode()
        assert "No similar lesson was found." in page
        assert "Pay the fuel allowance" not in page

    def test_what_is_decided_is_offered_no_lesson(self, index, client, curator):
        observation = ObservationFactory(state="merged", lesson=fuel_lesson())
        client.force_login(curator)
        page = client.get(f"/triage/{observation.pk}/").content.decode()
        assert "similar lesson" not in page

    def test_without_the_search_engine_the_observation_is_kept_and_it_is_said(
        self, index, client, curator, monkeypatch
    ):
        def unavailable(*args, **kwargs):
            raise EngineUnavailable("No connection.")

        monkeypatch.setattr("search.similar_lessons.find", unavailable)
        observation = ObservationFactory(state="submitted")
        client.force_login(curator)
        page = client.get(f"/triage/{observation.pk}/").content.decode()
        assert "cannot be looked up now" in page
        page = client.post(
            "/observe/",
            {
                "text": SAID, "tone": "bad", "naming": "none",
                "key": "c0ffee00-0000-4000-8000-000000000002",
            },
        ).content.decode()  # fmt: skip
        assert "It is received." in page and "cannot be looked up now" in page


MINUTES = """Minutes of the stocktake

The chair opened the meeting at ten.

1. Fuel money reached the vaccinators three weeks too late in most
districts.
2. The next meeting is on Monday.

Lessons learned
- Pay the allowance before the month of outreach begins.
- Ask the drivers first!

Any other business
The hall was cold and the tea was good enough for everybody.
"""


@pytest.fixture
def cues():
    Cue.objects.all().delete()
    return [
        Cue.objects.create(phrase="too late"),
        Cue.objects.create(phrase="lessons learned", is_heading=True),
    ]


class TestSentences:
    def texts(self, text):
        return [found.text for found in sentences_with_cues(text, Cue.objects.all())]

    def test_phrases_and_points_below_headings(self, cues):
        late, heading = cues
        found = list(sentences_with_cues(MINUTES, [late, heading]))
        assert [(each.text, each.cue) for each in found] == [
            (
                "Fuel money reached the vaccinators three weeks too late in most "
                "districts.",
                late,
            ),
            ("Pay the allowance before the month of outreach begins.", heading),
        ]

    def test_a_cue_is_whole_words_in_any_case(self, cues):
        assert self.texts("The money came TOO  LATE for the second round.")
        assert not self.texts("The money came too lately for the second round.")

    def test_urdu_phrases_and_headings_in_any_letter_form(self, cues):
        Cue.objects.create(phrase="رکاوٹ", language="ur")
        Cue.objects.create(phrase="اسباق", language="ur", is_heading=True)
        text = (
            "اجلاس صبح دس بجے شروع ہوا۔ سب سے بڑی رکاوٹ ایندھن کی رقم تھی۔\n\n"
            "اسباق:\n- رقم مہینے کے آغاز سے پہلے ادا كى جائے۔\n"
        )
        assert self.texts(text) == [
            "سب سے بڑی رکاوٹ ایندھن کی رقم تھی۔",
            "رقم مہینے کے آغاز سے پہلے ادا كى جائے۔",
        ]

    def test_signs_in_a_phrase_are_signs(self, cues):
        Cue.objects.create(phrase="(late")
        assert not self.texts("A sentence that has no such sign in it at all.")

    def test_the_first_cues_are_in_both_languages(self):
        assert Cue.objects.filter(language="en", is_heading=True).exists()
        assert Cue.objects.filter(language="ur", is_heading=False).exists()


class TestCandidates:
    @pytest.fixture
    def minutes(self, cues):
        return DocumentFactory(pages=["Nothing to see here at all.", MINUTES])

    def test_reading_minutes_offers_candidates_with_their_page(self, minutes):
        tasks.read_version.func(minutes.current_version.pk)
        assert [(each.page, each.state) for each in Candidate.objects.all()] == [
            (2, "waiting"),
            (2, "waiting"),
        ]

    def test_reading_again_offers_nothing_twice(self, minutes, curator):
        version = minutes.current_version
        assert candidates.scan(version) == 2
        candidates.reject(Candidate.objects.first(), user=curator)
        assert candidates.scan(version) == 0
        assert Candidate.objects.filter(state="rejected").count() == 1

    def test_cues_that_are_switched_off_offer_nothing(self, minutes):
        Cue.objects.update(is_active=False)
        assert candidates.scan(minutes.current_version) == 0

    def test_other_kinds_of_documents_are_not_scanned(self, cues):
        sheet = DocumentFactory(kind=DocumentKind.DATA_SHEET, pages=[MINUTES])
        assert candidates.scan(sheet.current_version) == 0

    def test_a_document_full_of_cues_does_not_bury_the_queue(self, cues):
        page = "\n\n".join(f"Grant number {n} arrived too late." for n in range(200))
        document = DocumentFactory(pages=[page])
        assert candidates.scan(document.current_version) == 40
        assert candidates.scan(document.current_version) == 0

    def test_a_version_that_is_gone_is_no_fault(self):
        tasks.read_version.func(999_999)

    def test_accepting_makes_an_observation_of_the_page(self, client, minutes, curator):
        candidates.scan(minutes.current_version)
        candidate = Candidate.objects.first()
        client.force_login(curator)
        page = client.get(f"/triage/candidates/of-version/{candidate.version_id}/")
        assert candidate.text in page.content.decode()
        client.post(f"/triage/candidates/{candidate.pk}/", {"decision": "bad"})
        observation = Observation.objects.get()
        assert observation.text == candidate.text
        assert (observation.version, observation.page) == (candidate.version, 2)
        assert (observation.state, observation.naming) == ("accepted", "document")
        assert observation.signature == minutes.identifier
        candidate.refresh_from_db()
        assert (candidate.decided_by, candidate.observation) == (curator, observation)

    def test_it_is_decided_once(self, client, minutes, curator):
        candidates.scan(minutes.current_version)
        candidate = Candidate.objects.first()
        client.force_login(curator)
        for decision in ("good", "bad", "reject"):
            client.post(f"/triage/candidates/{candidate.pk}/", {"decision": decision})
        assert Observation.objects.get().tone == "good"
        candidate.refresh_from_db()
        assert candidate.state == "accepted"

    @pytest.mark.parametrize("decision", ["", "burn"])
    def test_unknown_decisions_do_nothing(self, client, minutes, curator, decision):
        candidates.scan(minutes.current_version)
        candidate = Candidate.objects.first()
        client.force_login(curator)
        client.post(f"/triage/candidates/{candidate.pk}/", {"decision": decision})
        candidate.refresh_from_db()
        assert candidate.state == "waiting"

    def test_a_closed_document_offers_nothing_to_others(self, client, cues, curator):
        closed = DocumentFactory(access=Access.RESTRICTED, pages=[MINUTES])
        candidates.scan(closed.current_version)
        candidate = Candidate.objects.first()
        client.force_login(curator)
        assert "Fuel money" not in client.get("/triage/candidates/").content.decode()
        version = f"/triage/candidates/of-version/{candidate.version_id}/"
        assert client.get(version).status_code == 404
        address = f"/triage/candidates/{candidate.pk}/"
        assert client.post(address, {"decision": "bad"}).status_code == 404
        with pytest.raises(PermissionDenied):
            candidates.accept(candidate, tone="bad", user=curator)

    def test_only_curators_decide(self, minutes):
        candidates.scan(minutes.current_version)
        with pytest.raises(PermissionDenied):
            candidates.reject(
                Candidate.objects.first(), user=UserFactory(groups=["Editors"])
            )

    def test_it_says_which_lesson_said_so_before(self, index, client, cues, curator):
        fuel_lesson()
        document = DocumentFactory(
            pages=["The fuel allowance of the vaccinators came too late."]
        )
        index.drain()
        candidates.scan(document.current_version)
        client.force_login(curator)
        page = client.get("/triage/candidates/").content.decode()
        assert "Said before" in page and "Pay the fuel allowance" in page

    def test_the_command_looks_through_what_was_read_before(self, minutes):
        DocumentFactory(kind=DocumentKind.DATA_SHEET, pages=[MINUTES])
        for found in (2, 0):
            out = StringIO()
            call_command("find_candidates", "--json", stdout=out)
            assert json.loads(out.getvalue()) == {"scanned": 1, "found": found}
        # The version that was replaced is not looked through.
        add_version(minutes, ["Nothing here."])
        call_command("find_candidates", stdout=StringIO())
        assert Candidate.objects.count() == 2

    def test_a_new_version_is_offered_anew(self, minutes):
        candidates.scan(minutes.current_version)
        version = add_version(minutes, [MINUTES])
        assert candidates.scan(version) == 2

    def test_what_came_of_each_cue_is_counted_in_the_admin(
        self, client, minutes, curator, cues
    ):
        candidates.scan(minutes.current_version)
        first, second = Candidate.objects.order_by("pk")
        candidates.accept(first, tone="bad", user=curator)
        candidates.reject(second, user=curator)
        late, heading = Cue.objects.with_counts().order_by("is_heading")
        assert (late.accepted_count, late.rejected_count) == (1, 0)
        assert (heading.accepted_count, heading.rejected_count) == (0, 1)
        client.force_login(curator)
        page = client.get("/admin/cue/").content.decode()
        assert "too late" in page and "Accepted" in page and "Rejected" in page
        response = client.post(
            "/admin/cue/new/",
            {"phrase": "next time", "language": "en", "is_active": "on"},
        )
        assert response.status_code == 302
        assert Cue.objects.filter(phrase="next time").exists()
        again = client.post(
            "/admin/cue/new/",
            {"phrase": "Next time", "language": "en", "is_active": "on"},
        )
        assert "in the list already" in again.content.decode()

    def test_archivists_do_not_keep_the_cues(self, client):
        client.force_login(UserFactory(groups=["Archivists"]))
        assert client.get("/admin/cue/new/").status_code in (302, 403)
