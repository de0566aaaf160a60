"""Lessons supersede, repeat, resemble and translate one another."""

import pytest
from django.db import IntegrityError, transaction
from wagtail.test.utils.form_data import inline_formset

from knowledge.access import Access
from knowledge.models import LessonRelation
from knowledge.publication import PublicationRefused
from knowledge.relations import relations_of, superseding
from tests.factories import (
    DeliveryUnitFactory,
    GovernmentFactory,
    LessonFactory,
    UserFactory,
    home_page,
)
from tests.html import parse as parsed
from tests.knowledge.test_lesson_authoring import draft_of, edit_address, lesson_form

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


def relate(lesson, kind, target, note=""):
    return LessonRelation.objects.create(
        lesson=lesson, kind=kind, target=target, note=note
    )


def told(client, lesson):
    page = parsed(client.get(lesson.url))
    for panel in page.select("aside .panel"):
        if panel.h2.get_text() == "Other lessons":
            return {
                heading.get_text(): [
                    link.get_text() for link in heading.find_next("ul").select("a")
                ]
                for heading in panel.select("h3")
            }
    return {}


def save(client, lesson, unit, *rows, **fields):
    rows = [{"kind": kind, "target": target.pk} for kind, target in rows]
    form = lesson_form(unit, relations=inline_formset(rows), **fields)
    return client.post(edit_address(lesson), form)


class TestReaders:
    @pytest.mark.parametrize(
        ("kind", "words", "words_of_the_other"),
        [
            ("supersedes", "Supersedes", "Superseded by"),
            ("recurring", "Was so before", "Was so again"),
            ("similar", "Similar lessons", "Similar lessons"),
            ("translation", "In another language", "In another language"),
        ],
    )
    def test_it_is_told_on_both_pages(self, client, kind, words, words_of_the_other):
        one, other = LessonFactory(title="One"), LessonFactory(title="Other")
        relate(one, kind, other)
        assert told(client, one) == {words: ["Other"]}
        assert told(client, other) == {words_of_the_other: ["One"]}

    def test_said_by_both_it_is_told_once(self, client):
        one, other = LessonFactory(title="One"), LessonFactory(title="Other")
        relate(one, "similar", other)
        relate(other, "similar", one)
        assert told(client, one) == {"Similar lessons": ["Other"]}

    def test_a_superseded_lesson_says_so_at_its_top(self, client):
        old, new = LessonFactory(title="Old"), LessonFactory(title="New")
        relate(new, "supersedes", old)
        notice = parsed(client.get(old.url)).select_one("article .message")
        assert "This lesson is superseded." in notice.get_text()
        assert notice.a["href"].endswith(new.get_url())
        assert not parsed(client.get(new.url)).select_one("article .message")
        assert superseding(old) == [new]

    @pytest.mark.parametrize("closed", [{"access": Access.RESTRICTED}, {"live": False}])
    def test_nothing_is_told_of_a_lesson_that_is_closed_to_the_reader(
        self, client, closed
    ):
        lesson = LessonFactory()
        secret = LessonFactory(title="Secret title", **closed)
        relate(lesson, "similar", secret)
        relate(secret, "supersedes", lesson, note="Secret note")
        text = client.get(lesson.url).content.decode()
        assert "Secret" not in text and "superseded" not in text
        assert not relations_of(lesson, None)

    def test_the_number_of_queries_does_not_grow(
        self, client, django_assert_num_queries
    ):
        lesson = LessonFactory()
        for _number in range(9):
            relate(lesson, "similar", LessonFactory())
        with django_assert_num_queries(4):
            relations_of(lesson, None)


class TestEditors:
    def test_no_lesson_relates_to_itself(self, as_editor, unit):
        lesson = LessonFactory(unit=unit)
        response = save(as_editor, lesson, unit, ("similar", lesson))
        assert "Choose another lesson than this one." in response.content.decode()
        with pytest.raises(IntegrityError), transaction.atomic():
            relate(lesson, "similar", lesson)

    def test_no_circle_of_supersession(self, as_editor, unit):
        first, second, third = LessonFactory.create_batch(3, unit=unit)
        relate(second, "supersedes", first)
        relate(third, "supersedes", second)
        response = save(as_editor, first, unit, ("supersedes", third))
        assert "supersedes this one already" in response.content.decode()

    def test_nor_by_publishing_two_drafts(self, unit):
        first, second = LessonFactory.create_batch(2, unit=unit)
        for one, other in ((first, second), (second, first)):
            one.relations.add(LessonRelation(kind="supersedes", target=other))
        first.save_revision().publish()
        with pytest.raises(PublicationRefused, match="supersedes this one already"):
            second.save_revision().publish()

    def test_a_translation_is_in_another_language(self, as_editor, unit):
        lesson = LessonFactory(unit=unit)
        english, urdu = LessonFactory(), LessonFactory(language="ur")
        response = save(as_editor, lesson, unit, ("translation", english))
        assert "in the same language" in response.content.decode()
        assert save(as_editor, lesson, unit, ("translation", urdu)).status_code == 302

    def test_a_relation_is_said_once(self, as_editor, unit):
        lesson, other = LessonFactory(unit=unit), LessonFactory()
        response = save(as_editor, lesson, unit, ("similar", other), ("similar", other))
        assert "correct the duplicate" in response.content.decode()

    def test_a_closed_lesson_is_neither_shown_nor_taken_nor_lost(self, as_editor, unit):
        lesson = LessonFactory(unit=unit)
        secret = LessonFactory(title="Secret title", access=Access.RESTRICTED)
        response = save(as_editor, lesson, unit, ("similar", secret))
        assert response.status_code == 200
        assert "Secret" not in response.content.decode()
        relate(lesson, "recurring", secret)
        lesson.save_revision()
        assert "Secret" not in as_editor.get(edit_address(lesson)).content.decode()
        assert save(as_editor, lesson, unit).status_code == 302
        assert [row.target for row in draft_of(lesson).relations.all()] == [secret]


SILT = "Silt in the canals of the tail reaches was removed before the season."


class TestOtherGovernments:
    @pytest.fixture
    def lessons(self, index):
        units = [
            DeliveryUnitFactory(government=GovernmentFactory(name=name))
            for name in ("Here", "There")
        ]
        made = [
            LessonFactory(title=title, what_happened=SILT, unit=unit, **fields)
            for title, unit, fields in (
                ("Silt here", units[0], {}),
                ("Silt here too", units[0], {}),
                ("Silt there", units[1], {}),
                ("Secret silt there", units[1], {"access": Access.RESTRICTED}),
            )
        ]
        for number in range(6):
            LessonFactory(title=f"Books {number}", what_happened="Books were late.")
        index.drain()
        return made

    def elsewhere(self, client, lesson):
        page = parsed(client.get(lesson.url))
        for panel in page.select("aside .panel"):
            if panel.h2.get_text() == "In other governments":
                return [link.get_text() for link in panel.select("a")]
        return None

    def test_their_similar_lessons_stand_beside_a_lesson(self, client, lessons):
        found = self.elsewhere(client, lessons[0])
        assert found[0] == "Silt there"
        assert not {"Silt here", "Silt here too", "Secret silt there"} & set(found)
        found = self.elsewhere(client, lessons[2])
        assert set(found[:2]) == {"Silt here", "Silt here too"}

    def test_without_any_there_is_no_list(self, client, lessons):
        alone = LessonFactory(what_happened="Something else altogether.")
        assert self.elsewhere(client, alone) is None

    def test_a_lesson_without_a_unit_has_no_other_governments(self, client, lessons):
        lessons[0].unit = None
        lessons[0].save()
        assert self.elsewhere(client, lessons[0]) is None
