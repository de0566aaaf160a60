"""A lesson holds what the lesson systems of others hold, and may stay short."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.test.utils.form_data import inline_formset, streamfield

from knowledge.access import Access
from knowledge.completeness import completeness_of
from knowledge.models import (
    DeliveryChallenge,
    Lesson,
    LessonRelation,
    LessonType,
    Observation,
)
from knowledge.models.lesson_text import TEXT_PARTS
from knowledge.triage import draft_lesson
from search.sources import SOURCES
from tests.factories import (
    DeliveryUnitFactory,
    LessonFactory,
    ObservationFactory,
    UserFactory,
    home_page,
)
from tests.html import parse as parsed
from tests.knowledge.test_lesson_authoring import (
    add_lesson,
    draft_of,
    edit_address,
    lesson_form,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return home_page()


@pytest.fixture
def unit():
    return DeliveryUnitFactory()


@pytest.fixture
def as_editor(client, unit):
    client.force_login(UserFactory(groups=["Editors"], units=[unit]))
    return client


def whole_lesson(**fields):
    """A lesson with every part written."""
    texts = {name: f"The part {name}." for name in TEXT_PARTS}
    parts = [
        ("part", {"heading": "The committee", "text": "It met **twice**."}),
        (
            "course",
            {"heading": "How it went", "steps": [{"when": "May", "what": "Asked."}]},
        ),
    ]
    return LessonFactory(
        further_parts=parts,
        priority_area="Presence of teachers",
        target="Ninety of a hundred",
        indicator="Teachers seen teaching",
        chain_step="front-line",
        level="district",
        effect_direction="positive",
        effect_size="large",
        character="instructional",
        priority="caution",
        period_start=datetime.date(2015, 3, 1),
        period_end=datetime.date(2016, 2, 29),
        contact="Deputy Secretary (Planning)",
        review_on=timezone.localdate() + datetime.timedelta(days=400),
        **{**texts, **fields},
    )


class TestPage:
    def test_every_written_part_stands_under_its_heading_in_order(self, client):
        page = parsed(client.get(whole_lesson().url))
        headings = [h.get_text(strip=True) for h in page.select(".prose h2")]
        assert headings == [
            "Abstract", "Context", "Driving event", "What was expected",
            "What happened", "Why it happened", "Effect", "Early-warning signs",
            "Discussion", "The committee", "How it went", "Conclusion", "What to do",
            "Applies when", "Does not apply when", "Related policy",
        ]  # fmt: skip
        assert page.select_one(".prose").find("strong", string="twice")

    def test_what_is_empty_is_not_there(self, client):
        page = parsed(client.get(LessonFactory().url))
        headings = [h.get_text(strip=True) for h in page.select(".prose h2")]
        assert headings == ["What happened"]

    def test_the_facts_are_told(self, client):
        lesson = whole_lesson()
        challenge = DeliveryChallenge.objects.get(slug="flow-of-funds")
        lesson.challenges.set([challenge])
        lesson.save()
        facts = parsed(client.get(lesson.url)).select_one(".facts").get_text(" ")
        for fact in (
            lesson.unit.government.name, "District", challenge.name,
            "Presence of teachers", "Ninety of a hundred", "Teachers seen teaching",
            "Front line", "Positive", "Large", "Instructional", "Caution",
            "Deputy Secretary (Planning)", "Review",
        ):  # fmt: skip
            assert fact in facts
        assert "It is due" not in facts

    def test_a_lesson_whose_review_is_due_says_so(self, client):
        lesson = LessonFactory(review_on=timezone.localdate())
        assert "It is due" in client.get(lesson.url).content.decode()

    def test_what_went_well_has_headings_of_its_own(self, client):
        lesson = LessonFactory(type=LessonType.PRACTICE, cause="Trust.")
        assert [heading for heading, _text in lesson.sections] == [
            "what went well",
            "why it went well",
        ]

    def test_all_types_wear_the_same_badge(self, client):
        badges = set()
        for kind in LessonType:
            lesson = LessonFactory(type=kind)
            (badge,) = parsed(client.get(lesson.url)).find_all(
                "span", string=str(kind.label)
            )
            badges.add(tuple(badge["class"]))
        assert len(badges) == 1

    def test_challenges_have_names_in_urdu(self):
        names = list(DeliveryChallenge.objects.values_list("name_ur", flat=True))
        assert len(names) == 12 and all(names)
        with override("ur"):
            assert str(DeliveryChallenge.objects.get(slug="flow-of-funds")) in names


class TestRules:
    def test_a_period_ends_after_it_starts(self):
        lesson = Lesson(
            period_start=datetime.date(2016, 1, 1), period_end=datetime.date(2015, 1, 1)
        )
        with pytest.raises(ValidationError, match="cannot end before it starts"):
            lesson.clean()

    @pytest.mark.parametrize("contact", ["a.person@sabaq.example", "0300 1234567"])
    def test_the_contact_is_a_role_and_reaches_no_person(
        self, as_editor, unit, contact
    ):
        response = add_lesson(as_editor, lesson_form(unit, contact=contact))
        assert "Name an office or a role" in response.content.decode()
        assert not Lesson.objects.exists()


class TestForm:
    def test_a_short_lesson_is_saved_and_completed_later(self, as_editor, unit):
        add_lesson(as_editor, lesson_form(unit))
        lesson = Lesson.objects.get()
        parts = streamfield([("part", {"heading": "Before", "text": "Long ago."})])
        form = lesson_form(
            unit,
            type="practice",
            effect="Much.",
            applies_when="Always.",
            further_parts=parts,
        )
        response = as_editor.post(edit_address(lesson), form)
        assert response.status_code == 302
        draft = draft_of(lesson)
        assert (draft.type, draft.effect) == ("practice", "Much.")
        assert ("Before", "Long ago.") in draft.sections

    def test_it_is_short_at_first(self, as_editor):
        lesson = LessonFactory(live=False)
        page = parsed(as_editor.get(edit_address(lesson)))
        first = page.find(string="The lesson in short").find_parent("section")
        names = {field.get("name") for field in first.select("[name]")}
        assert {
            "summary", "type", "what_happened", "cause", "recommendation", "sector",
            "unit", "access",
        } <= names  # fmt: skip
        assert not names & {"effect", "discussion", "applies_when"}
        for name in ("effect", "discussion", "applies_when", "chain_step"):
            assert page.select_one(f"[name={name}]").find_parent(class_="collapsed")

    def test_it_says_what_is_still_empty_and_leads_there(self, as_editor):
        lesson = LessonFactory(live=False)
        page = parsed(as_editor.get(edit_address(lesson)))
        assert "3 of 24 parts are written." in page.get_text()
        links = page.select(".completeness a")
        assert len(links) == 21
        for link in links:
            assert page.select_one(link["href"]), link

    def test_nothing_is_left_to_write_of_a_whole_lesson(self):
        lesson = whole_lesson(type="strength", tags=["one"])
        lesson.challenges.set(DeliveryChallenge.objects.all()[:1])
        missing = {part.name for part in completeness_of(lesson).missing}
        assert missing == {"evidence"}

    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            ("strength", "Why did it go well?"),
            ("practice", "Why did it go well?"),
            ("challenge", "Why did it go wrong?"),
            ("risk", "Why may it happen?"),
            ("", "Why did it happen?"),
        ],
    )
    def test_the_questions_follow_the_type(self, as_editor, kind, words):
        lesson = LessonFactory(type=kind, live=False)
        page = parsed(as_editor.get(edit_address(lesson)))
        help_id = page.select_one("[name=cause]")["aria-describedby"]
        assert words in page.find(id=help_id).get_text()

    def test_a_form_that_did_not_arrive_whole_is_refused(self, as_editor, unit):
        form = lesson_form(unit)
        del form["further_parts-count"]
        assert add_lesson(as_editor, form).status_code == 400


class TestDraftsFromObservations:
    @pytest.mark.parametrize(
        ("tones", "kind"),
        [(["good"], "strength"), (["bad", "bad"], "challenge"), (["good", "bad"], "")],
    )
    def test_the_type_is_what_the_observations_agree_on(self, tones, kind):
        curator = UserFactory(groups=["Curators"])
        observations = [ObservationFactory(tone=tone) for tone in tones]
        lesson = draft_lesson(
            observations, title="T", summary="S", user=curator, reason="Why not."
        )
        assert draft_of(lesson).type == kind
        assert Observation.objects.get(pk=observations[0].pk).lesson_id == lesson.pk


class TestPreviewOfMarkdown:
    address = "/admin/markdown-preview/"

    def test_it_is_rendered_as_the_site_does(self, as_editor):
        text = "**bold** <script>alert(1)</script> [a](javascript:b)"
        html = as_editor.post(self.address, {"text": text}).json()["html"]
        assert "<strong>bold</strong>" in html
        assert "<script" not in html and "javascript:" not in html

    def test_it_is_for_the_admin_alone(self, client):
        assert client.post(self.address, {"text": "a"}).status_code == 302
        client.force_login(UserFactory())
        assert client.post(self.address, {"text": "a"}).status_code in (302, 403)

    def test_it_is_asked_by_post_with_a_token(self, as_editor, unit):
        from django.test import Client

        assert as_editor.get(self.address).status_code == 405
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(UserFactory(groups=["Editors"], units=[unit]))
        assert strict.post(self.address, {"text": "a"}).status_code == 403

    def test_too_long_a_text_is_refused_in_words(self, as_editor):
        response = as_editor.post(self.address, {"text": "a" * 50_001})
        assert response.status_code == 413
        assert "too long" in response.json()["error"]

    @pytest.mark.parametrize(
        "text",
        ["> " * 2000 + "x", "[" * 5000, "*" * 9000, "\0", "", "- " * 2000,
         "".join(f"{' ' * 4 * n}- a\n" for n in range(80))],
    )  # fmt: skip
    def test_a_hostile_text_is_no_failure(self, as_editor, text):
        assert as_editor.post(self.address, {"text": text}).status_code == 200

    def test_without_script_the_field_is_a_plain_one(self, as_editor):
        lesson = LessonFactory(what_happened="It *rose*.", live=False)
        page = parsed(as_editor.get(edit_address(lesson)))
        field = page.select_one("textarea[name=what_happened]")
        assert field.get_text().strip() == "It *rose*."
        box = field.find_parent(class_="markdown")
        assert box.select_one(".markdown__preview em").get_text() == "rose"
        assert box.select_one("[aria-live=polite]")


class TestSearch:
    def test_every_part_is_found(self):
        lesson = whole_lesson()
        lesson.challenges.set(DeliveryChallenge.objects.filter(slug="flow-of-funds"))
        lesson.save()
        (document,) = SOURCES["lesson"].documents([lesson.pk])
        for name in TEXT_PARTS:
            assert f"The part {name}." in document.text
        assert "It met twice." in document.text
        assert "Teachers seen teaching" in document.text
        assert "Flow of funds" in document.text and "رقوم" in document.text

    def test_a_challenge_that_is_renamed_is_told_to_the_index(self):
        lesson = whole_lesson()
        challenge = DeliveryChallenge.objects.first()
        lesson.challenges.set([challenge])
        lesson.save()
        assert list(SOURCES["lesson"].touched_by(challenge)) == [f"lesson:{lesson.pk}"]


class TestReviews:
    address = "/admin/reports/reviews/"

    def test_overdue_and_soon_ones_are_listed(self, as_editor):
        today = timezone.localdate()
        for title, days in (("Late one", -3), ("Soon one", 30), ("Far one", 300)):
            LessonFactory(title=title, review_on=today + datetime.timedelta(days=days))
        text = as_editor.get(self.address).content.decode()
        assert "Late one" in text and "Soon one" in text and "Overdue" in text
        assert "Far one" not in text

    def test_only_those_that_the_user_may_see(self, as_editor):
        LessonFactory(
            title="Closed one",
            access=Access.RESTRICTED,
            review_on=timezone.localdate(),
        )
        for address in (self.address, f"{self.address}?export=csv"):
            response = as_editor.get(address)
            body = (
                b"".join(response.streaming_content)
                if response.streaming
                else response.content
            )
            assert b"Closed one" not in body

    def test_many_cost_no_more_than_few(self, as_editor, django_assert_max_num_queries):
        for _number in range(12):
            LessonFactory(review_on=timezone.localdate())
        with django_assert_max_num_queries(40):
            as_editor.get(self.address)


def test_relations_form_needs_no_javascript(as_editor, unit):
    other = LessonFactory()
    rows = [{"kind": "similar", "target": other.pk, "note": "Same field."}]
    add_lesson(as_editor, lesson_form(unit, relations=inline_formset(rows)))
    lesson = Lesson.objects.get(title="Measure what matters")
    (row,) = draft_of(lesson).relations.all()
    assert (row.target, row.kind) == (other, LessonRelation.Kind.SIMILAR)
    assert reverse("lesson_texts", args=[1])
