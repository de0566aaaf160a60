"""The text as submitted and the validated text stand side by side."""

import pytest
from django.urls import reverse

from knowledge.access import Access
from knowledge.models import Validation
from knowledge.word_diff import compare
from tests.factories import DeliveryUnitFactory, LessonFactory, UserFactory, home_page
from tests.html import parse as parsed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return home_page()


def published_twice(first, second, **fields):
    """A lesson of which a second text was published."""
    lesson = LessonFactory(**{"live": False, **fields, **first})
    lesson.save_revision().publish()
    lesson.refresh_from_db()
    for name, value in second.items():
        setattr(lesson, name, value)
    lesson.save_revision().publish()
    lesson.refresh_from_db()
    return lesson


def address(lesson):
    return reverse("lesson_texts", args=[lesson.pk])


def lit(page, element):
    return [each.get_text() for each in page.select(f".texts {element}")]


def test_what_differs_is_lit_word_by_word(client):
    lesson = published_twice(
        {"what_happened": "Attendance rose by ten."},
        {"what_happened": "Attendance rose by nine."},
    )
    page = parsed(client.get(address(lesson)))
    assert lit(page, "del") == ["ten."]
    assert lit(page, "ins") == ["nine."]
    assert page.find("h1").get_text() == "As submitted and as published"
    assert address(lesson) in client.get(lesson.url).content.decode()


def test_what_went_to_moderation_first_is_the_submitted_text(client):
    lesson = LessonFactory(live=False, cause="Haste.")
    lesson.save_revision()
    workflow = lesson.get_workflow()
    workflow.start(lesson, UserFactory())
    lesson.cause = "Hurry."
    lesson.save_revision().publish()
    client.force_login(UserFactory(groups=["Moderators"], units=[lesson.unit]))
    page = parsed(client.get(address(lesson)))
    assert (lit(page, "del"), lit(page, "ins")) == (["Haste."], ["Hurry."])


def test_what_a_moderator_took_out_is_not_for_readers(client):
    lesson = LessonFactory(live=False, cause="Officer 0300-1234567 was hasty.")
    lesson.save_revision()
    lesson.get_workflow().start(lesson, UserFactory())
    for cause in ("An officer was hasty.", "An officer was in a hurry."):
        lesson.cause = cause
        lesson.save_revision().publish()
    lesson.refresh_from_db()
    for user in (None, UserFactory()):
        if user:
            client.force_login(user)
        page = client.get(address(lesson))
        assert lit(parsed(page), "del") == ["hasty."]
        assert "0300" not in page.content.decode()
    lesson = LessonFactory(live=False, cause="Officer 0300-7654321 was hasty.")
    lesson.save_revision()
    lesson.get_workflow().start(lesson, UserFactory())
    lesson.cause = "An officer was hasty."
    lesson.save_revision().publish()
    assert client.get(address(lesson)).status_code == 404


def test_what_a_body_endorsed_is_the_validated_text(client):
    lesson = published_twice({"cause": "First."}, {"cause": "Second."})
    endorsed = lesson.live_revision
    lesson.cause = "Third."
    lesson.save_revision().publish()
    Validation.objects.create(
        lesson=lesson, body="A body", role="director", verdict="endorsed",
        revision=endorsed,
    )  # fmt: skip
    page = parsed(client.get(address(lesson)))
    assert page.find("h1").get_text() == "As submitted and as validated"
    assert lit(page, "ins") == ["Second."]


def test_an_endorsed_draft_is_nothing_for_readers(client):
    lesson = published_twice({"cause": "First."}, {"cause": "Second."})
    lesson.cause = "Unpublished words."
    draft = lesson.save_revision()
    Validation.objects.create(
        lesson=lesson, body="A body", role="director", verdict="endorsed",
        revision=draft,
    )  # fmt: skip
    assert "Unpublished" not in client.get(address(lesson)).content.decode()


def test_without_a_second_text_there_is_nothing_to_compare(client):
    lesson = LessonFactory(live=False)
    lesson.save_revision().publish()
    assert client.get(address(lesson)).status_code == 404
    assert address(lesson) not in client.get(lesson.url).content.decode()


def test_a_text_is_shown_only_to_those_who_could_see_it_when_it_was_submitted(client):
    unit = DeliveryUnitFactory()
    lesson = published_twice(
        {"cause": "Secret reason.", "access": Access.RESTRICTED, "unit": unit},
        {"cause": "Open reason.", "access": Access.PUBLIC},
    )
    assert client.get(lesson.url).status_code == 200
    assert address(lesson) not in client.get(lesson.url).content.decode()
    assert client.get(address(lesson)).status_code == 404
    client.force_login(UserFactory(units=[unit]))
    response = client.get(address(lesson))
    assert "Secret" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_a_closed_lesson_has_no_texts_for_others(client):
    lesson = published_twice({"cause": "A"}, {"cause": "B"}, access=Access.RESTRICTED)
    assert client.get(address(lesson)).status_code == 404


def test_what_was_typed_is_escaped(client):
    lesson = published_twice({"cause": "<b>x</b>"}, {"cause": "<script>y</script>"})
    text = client.get(address(lesson)).content.decode()
    assert "<script>y" not in text and "&lt;script&gt;" in text


def test_an_urdu_lesson_is_written_from_the_right(client):
    lesson = published_twice({"cause": "جلدی"}, {"cause": "دیر"}, language="ur")
    page = parsed(client.get("/ur" + address(lesson)))
    assert {each["dir"] for each in page.select(".texts__text")} == {"rtl"}


@pytest.mark.parametrize(
    ("before", "after"), [("", "new"), ("old", ""), ("a b c", "a x c"), ("ا ب", "ا پ")]
)
def test_the_pieces_make_up_the_texts(before, after):
    left, right = compare(before, after)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after


def test_a_long_text_is_compared_by_lines():
    before = "\n".join(f"line {number} of many words" for number in range(2000))
    left, right = compare(before, before.replace("line 7 of", "line seven of"))
    changed = [piece.text for piece in right if piece.is_changed]
    assert changed == ["line seven of many words\n"]
