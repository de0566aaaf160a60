"""Comments on lessons: by members of staff, for members of staff."""

import datetime
import uuid

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from knowledge import commenting, notifications
from knowledge.access import Access
from knowledge.models import LessonComment
from knowledge.roles import MODERATORS, ensure_roles
from tests.factories import (
    DeliveryUnitFactory,
    LessonCommentFactory,
    LessonFactory,
    UserFactory,
    home_page,
)
from tests.html import parse

pytestmark = pytest.mark.django_db

WORDS = "Ghotki had the same."


def signed_in(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def owner():
    return UserFactory(email="owner@example.org")


@pytest.fixture
def lesson(owner):
    return LessonFactory(title="Agree on the problem first", owner=owner)


@pytest.fixture
def officer():
    return UserFactory(first_name="Sana", last_name="Example")


@pytest.fixture
def moderator():
    home_page()
    ensure_roles()
    return UserFactory(groups=[MODERATORS])


def say(user, lesson, text=WORDS, **fields):
    return signed_in(user).post(
        reverse("lesson_comment_new", args=[lesson.pk]),
        {"text": text, "key": str(uuid.uuid4())} | fields,
    )


def read(user, lesson):
    return parse(signed_in(user).get(lesson.url)).select_one("#comments")


class TestWriting:
    def test_staff_comment_in_lines_of_plain_text(self, lesson, officer):
        response = say(officer, lesson, "First <b>line</b>\nSecond line")
        comment = lesson.reader_comments.get()
        assert response.url == f"{lesson.url}#comment-{comment.pk}"
        section = read(UserFactory(), lesson)
        assert section.select_one("p.as-typed").get_text() == (
            "First <b>line</b>\nSecond line"
        )
        assert "Sana Example" in section.get_text()
        assert section.h2.get_text() == "1 comment"

    def test_the_form_is_on_the_page_and_needs_no_script(self, lesson, officer):
        form = read(officer, lesson).form
        fields = {
            field["name"]: field.get("value", "") for field in form.select("[name]")
        }
        assert form["action"] == reverse("lesson_comment_new", args=[lesson.pk])
        assert uuid.UUID(fields["key"])

    def test_what_is_sent_twice_is_kept_once(self, lesson, officer):
        key = str(uuid.uuid4())
        assert say(officer, lesson, key=key).url == say(officer, lesson, key=key).url
        assert lesson.reader_comments.count() == 1
        assert say(UserFactory(), lesson, key=key).status_code == 403

    def test_answers_stand_below_what_they_answer_at_one_level(self, lesson, officer):
        first = LessonCommentFactory(lesson=lesson)
        LessonCommentFactory(lesson=lesson)
        say(officer, lesson, "An answer", reply_to=first.pk)
        answer = LessonComment.objects.get(text="An answer")
        assert answer.reply_to == first
        say(officer, lesson, "An answer to the answer", reply_to=answer.pk)
        assert LessonComment.objects.get(
            text__endswith="answer to the answer"
        ).reply_to == (first)
        below = read(officer, lesson).select(f"#comment-{first.pk} .answers > li")
        assert len(below) == 2

    def test_what_is_answered_is_shown_above_the_form(self, lesson, officer):
        first = LessonCommentFactory(lesson=lesson, text="Which year was that?")
        address = reverse("lesson_comment_new", args=[lesson.pk])
        page = parse(signed_in(officer).get(f"{address}?reply_to={first.pk}"))
        assert "Which year was that?" in page.main.get_text()
        assert page.select_one("[name=reply_to]")["value"] == str(first.pk)

    def test_an_answer_below_another_lesson_is_not_found(self, lesson, officer):
        elsewhere = LessonCommentFactory()
        assert say(officer, lesson, reply_to=elsewhere.pk).status_code == 404

    def test_a_removed_comment_is_not_answered(self, lesson, officer):
        gone = LessonCommentFactory(lesson=lesson, author=officer)
        commenting.remove(gone, user=officer)
        response = say(officer, lesson, reply_to=gone.pk)
        assert response.status_code == 429
        assert "was removed meanwhile" in response.content.decode()

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("  ", "Write a comment first."),
            ("x" * 3001, "at most 3000 characters"),
            ("a\0b", "Null characters"),
        ],
    )
    def test_what_is_wrong_is_said(self, lesson, officer, text, sentence):
        response = say(officer, lesson, text)
        assert response.status_code == 400
        assert sentence in response.content.decode()
        assert not lesson.reader_comments.exists()

    def test_a_key_that_is_none_is_refused(self, lesson, officer):
        assert say(officer, lesson, key="drop table").status_code == 400

    def test_nobody_can_flood_a_lesson(self, lesson, officer):
        LessonCommentFactory.create_batch(
            commenting.MOST_AN_HOUR, lesson=lesson, author=officer
        )
        assert say(officer, lesson).status_code == 429
        LessonComment.objects.update(
            made_at=timezone.now() - datetime.timedelta(hours=2)
        )
        assert say(officer, lesson).status_code == 302


class TestOnlyForStaff:
    def test_the_public_is_told_nothing_not_even_that_there_are_any(
        self, client, lesson
    ):
        LessonCommentFactory(lesson=lesson, text=WORDS)
        response = client.get(lesson.url)
        assert WORDS not in response.content.decode()
        assert not parse(response).select("#comments")

    def test_visitors_are_asked_to_sign_in(self, client, lesson):
        address = reverse("lesson_comment_new", args=[lesson.pk])
        response = client.post(address, {"text": WORDS, "key": str(uuid.uuid4())})
        assert reverse("login") in response.url
        assert not lesson.reader_comments.exists()

    def test_nobody_comments_on_a_lesson_that_one_may_not_see(self, officer):
        closed = LessonFactory(access=Access.RESTRICTED)
        comment = LessonCommentFactory(lesson=closed, author=officer)
        assert say(officer, closed).status_code == 404
        for name in ("change", "remove"):
            address = reverse(f"lesson_comment_{name}", args=[comment.pk])
            assert signed_in(officer).get(address).status_code == 404

    def test_no_search_feed_export_or_sheet_holds_them(self, client, index, lesson):
        LessonCommentFactory(lesson=lesson, text="unmistakableword")
        index.drain()
        browser = signed_in(UserFactory())
        assert (
            "0 results" in browser.get("/search/?q=unmistakableword").content.decode()
        )
        for address in (
            "/search/feed/?q=problem",
            "/search/export/ris/?q=problem",
            reverse("lesson_print", args=[lesson.pk]),
            reverse("lesson_citation", args=[lesson.pk, "ris"]),
        ):
            response = browser.get(address)
            body = b"".join(response) if response.streaming else response.content
            assert b"Agree on the problem" in body, address
            assert b"unmistakableword" not in body, address


class TestChangingAndRemoving:
    def test_its_author_changes_it_and_that_is_shown(self, lesson, officer):
        comment = LessonCommentFactory(lesson=lesson, author=officer)
        address = reverse("lesson_comment_change", args=[comment.pk])
        assert comment.text in signed_in(officer).get(address).content.decode()
        signed_in(officer).post(address, {"text": WORDS, "key": comment.key})
        text = read(UserFactory(), lesson).get_text()
        assert WORDS in text
        assert "changed" in text

    def test_its_author_removes_it_and_its_place_stays(self, lesson, officer):
        comment = LessonCommentFactory(lesson=lesson, author=officer, text=WORDS)
        LessonCommentFactory(lesson=lesson, reply_to=comment, text="I doubt it.")
        address = reverse("lesson_comment_remove", args=[comment.pk])
        signed_in(officer).post(address, {"send": "1"})
        section = read(UserFactory(), lesson)
        assert WORDS not in section.get_text()
        assert "Its author removed this comment." in section.get_text()
        assert "I doubt it." in section.get_text()
        assert section.h2.get_text() == "1 comment"
        comment.refresh_from_db()
        assert comment.text == ""

    def test_a_moderator_removes_it_with_a_reason(self, lesson, moderator):
        comment = LessonCommentFactory(lesson=lesson, text=WORDS)
        address = reverse("lesson_comment_remove", args=[comment.pk])
        browser = signed_in(moderator)
        assert "Say why you remove it." in browser.post(address, {}).content.decode()
        browser.post(address, {"reason": "It names a patient."})
        text = read(UserFactory(), lesson).get_text()
        assert WORDS not in text
        assert "It names a patient." in text

    @pytest.mark.parametrize("name", ["change", "remove"])
    def test_nobody_else_touches_it(self, lesson, officer, name):
        comment = LessonCommentFactory(lesson=lesson)
        address = reverse(f"lesson_comment_{name}", args=[comment.pk])
        fields = {"text": WORDS, "reason": "No.", "key": comment.key}
        assert signed_in(officer).post(address, fields).status_code == 403
        with pytest.raises(PermissionDenied):
            commenting.change(comment, WORDS, user=officer)

    def test_a_moderator_puts_no_words_into_anothers_mouth(self, lesson, moderator):
        comment = LessonCommentFactory(lesson=lesson)
        with pytest.raises(PermissionDenied):
            commenting.change(comment, WORDS, user=moderator)

    def test_what_is_removed_stays_removed(self, lesson, officer):
        comment = LessonCommentFactory(lesson=lesson, author=officer)
        commenting.remove(comment, user=officer)
        with pytest.raises(PermissionDenied):
            commenting.change(comment, WORDS, user=officer)
        with pytest.raises(IntegrityError), transaction.atomic():
            LessonComment.objects.update(text=WORDS)

    def test_a_comment_outlives_its_account_without_a_name(self, lesson, officer):
        LessonCommentFactory(lesson=lesson, author=officer, text=WORDS)
        officer.delete()
        text = read(UserFactory(), lesson).get_text()
        assert WORDS in text
        assert "A former member of staff" in text


class TestTheOwnersLetter:
    @pytest.fixture(autouse=True)
    def at_once(self, settings, django_capture_on_commit_callbacks):
        settings.TASKS = {
            "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
        }
        self.committed = django_capture_on_commit_callbacks

    def comment(self, lesson, user):
        with self.committed(execute=True):
            say(user, lesson)

    def test_it_tells_who_and_where_and_not_what(self, lesson, officer):
        self.comment(lesson, officer)
        (letter,) = mail.outbox
        comment = lesson.reader_comments.get()
        assert letter.to == ["owner@example.org"]
        assert "Agree on the problem first" in letter.subject
        assert "Sana Example" in letter.body
        assert f"/l/{lesson.pk}/#comment-{comment.pk}" in letter.body
        assert WORDS not in letter.body

    def test_nobody_is_told_of_the_own_comment(self, lesson, owner):
        self.comment(lesson, owner)
        assert not mail.outbox

    def test_an_owner_who_may_not_see_the_lesson_any_more_is_told_nothing(
        self, lesson, officer
    ):
        unit = DeliveryUnitFactory()
        officer.units.add(unit)
        lesson.access, lesson.unit = Access.RESTRICTED, unit
        lesson.save()
        self.comment(lesson, officer)
        assert lesson.reader_comments.exists()
        assert not mail.outbox

    @pytest.mark.parametrize("fields", [{"is_active": False}, {"email": ""}])
    def test_who_has_left_is_told_nothing(self, lesson, owner, officer, fields):
        for name, value in fields.items():
            setattr(owner, name, value)
        owner.save()
        self.comment(lesson, officer)
        assert not mail.outbox

    def test_a_lesson_without_an_owner_tells_nobody(self, officer):
        self.comment(LessonFactory(owner=None), officer)
        assert not mail.outbox

    def test_it_is_in_the_language_of_its_reader(self, lesson, owner, officer):
        UserProfile.objects.create(user=owner, preferred_language="ur")
        self.comment(lesson, officer)
        assert f"/ur/l/{lesson.pk}/" in mail.outbox[0].body

    def test_a_title_adds_no_header(self, lesson, officer):
        lesson.title = "Agree\nBcc: other@example.org"
        lesson.save()
        self.comment(lesson, officer)
        assert "\n" not in mail.outbox[0].subject
        assert mail.outbox[0].bcc == []

    def test_of_a_comment_that_is_gone_there_is_no_letter(self, lesson, officer):
        gone = LessonCommentFactory(lesson=lesson, author=officer)
        commenting.remove(gone, user=officer)
        notifications.tell_owner_of_comment(gone.pk)
        notifications.tell_owner_of_comment(0)
        assert not mail.outbox


def test_queries_do_not_grow_with_the_comments(lesson, django_assert_num_queries):
    for _number in range(4):
        first = LessonCommentFactory(lesson=lesson)
        LessonCommentFactory(lesson=lesson, reply_to=first)
    user = UserFactory()
    with django_assert_num_queries(1):
        threads = commenting.threads_for(lesson, user)
        assert [
            answer.author.username for _first, answers in threads for answer in answers
        ]
