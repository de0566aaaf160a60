"""Bodies review lessons by a link, with or without an account; staff do it directly."""

import datetime
import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from knowledge import confidence_facts, reviews, validation
from knowledge.access import Access
from knowledge.models import (
    Invitation,
    Lesson,
    ReviewInvitation,
    SealedIdentity,
    User,
    Validation,
)
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    EvidenceFactory,
    LessonFactory,
    ObservationFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db

BODY = "Institute of Schools (illustrative)"


@pytest.fixture
def worker(settings, django_capture_on_commit_callbacks):
    """Does at once what waits for the worker, when that is committed."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def unit():
    home_page()
    return DeliveryUnitFactory()


@pytest.fixture
def author():
    return UserFactory(groups=["Editors"], email="author@example.org")


@pytest.fixture
def lesson(unit, author):
    lesson = LessonFactory(unit=unit, access=Access.PUBLIC, owner=author)
    lesson.save_revision(user=author).publish()
    return Lesson.objects.get(pk=lesson.pk)


@pytest.fixture
def moderator(unit):
    return UserFactory(groups=["Moderators"], units=[unit], email="mod@example.org")


@pytest.fixture
def invitation(lesson, moderator):
    return invite(lesson, moderator)


def invite(lesson, user, **fields):
    fields = {"body": BODY, "expires_at": timezone.now() + timedelta(days=7)} | fields
    return reviews.invite(lesson, user=user, **fields)


def answers(invitation, **fields):
    text = validation.hash_of_texts(invitation.revision.content)
    return {"role": "Director", "verdict": "endorsed", "text": text} | fields


def link(invitation) -> str:
    return invitation.get_absolute_url()


def said(response) -> str:
    return response.content.decode()


class TestInviting:
    def form(self, **fields):
        return {"body": BODY, "role": "", "email": "", "account": "", "days": "7"} | (
            fields
        )

    @pytest.mark.parametrize("group", ["Moderators", "Curators"])
    def test_moderators_and_curators_invite_for_lessons_they_see(
        self, client, lesson, group
    ):
        client.force_login(UserFactory(groups=[group]))
        address = reverse("lesson_reviewers", args=[lesson.pk])
        response = client.post(address, self.form(), follow=True)
        (made,) = ReviewInvitation.objects.all()
        assert link(made) in said(response)
        assert made.revision == lesson.latest_revision

    def test_administrators_invite_too(self, client, lesson):
        client.force_login(UserFactory(is_superuser=True))
        client.post(reverse("lesson_reviewers", args=[lesson.pk]), self.form())
        assert ReviewInvitation.objects.exists()

    @pytest.mark.parametrize("group", ["Editors", "Trainers", "Archivists"])
    def test_others_do_not(self, client, lesson, group):
        client.force_login(UserFactory(groups=[group]))
        address = reverse("lesson_reviewers", args=[lesson.pk])
        assert client.post(address, self.form()).status_code == 403
        assert not ReviewInvitation.objects.exists()

    def test_a_lesson_that_is_closed_to_the_moderator_does_not_exist(self, client):
        home_page()
        closed = LessonFactory(access=Access.RESTRICTED)
        client.force_login(UserFactory(groups=["Moderators"]))
        for name in ("lesson_reviewers", "lesson_validate"):
            response = client.get(reverse(name, args=[closed.pk]))
            assert response.status_code == 404
            assert closed.title not in said(response)

    def test_an_author_chooses_nobody(self, client, lesson, moderator):
        Lesson.objects.update(owner=moderator)
        client.force_login(moderator)
        address = reverse("lesson_reviewers", args=[lesson.pk])
        response = client.post(address, self.form())
        assert "Somebody else has to choose who reviews it." in said(response)
        assert not ReviewInvitation.objects.exists()

    @pytest.mark.parametrize("by", ["email", "account"])
    def test_no_author_is_invited(self, client, lesson, moderator, author, by):
        client.force_login(moderator)
        value = "Author@example.org" if by == "email" else author.username
        address = reverse("lesson_reviewers", args=[lesson.pk])
        response = client.post(address, self.form(**{by: value}))
        assert "An author of the lesson cannot review it." in said(response)
        assert not ReviewInvitation.objects.exists()

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"body": " "}, "This field is required."),
            ({"account": "nobody"}, "No active account has this user name."),
            ({"email": "x"}, "Enter a valid email address."),
            ({"days": "9999"}, "Select a valid choice."),
        ],
    )
    def test_bad_input_is_told(self, client, lesson, moderator, fields, message):
        client.force_login(moderator)
        address = reverse("lesson_reviewers", args=[lesson.pk])
        response = client.post(address, self.form(**fields))
        assert response.status_code == 400
        assert message in said(response)

    @pytest.mark.parametrize(("language", "prefix"), [("en", "/"), ("ur", "/ur/")])
    def test_the_letter_is_in_the_language_of_the_lesson(
        self, lesson, moderator, language, prefix, worker
    ):
        Lesson.objects.update(language=language)
        lesson.refresh_from_db()
        with worker():
            invite(lesson, moderator, email="reader@example.org")
        (letter,) = mail.outbox
        assert letter.to == ["reader@example.org"]
        assert f"{prefix}reviews/" in letter.body
        assert lesson.title in letter.body


class TestLink:
    def test_it_works_without_an_account(self, client, invitation, lesson):
        response = client.get(link(invitation))
        assert response.status_code == 200
        assert lesson.title in said(response)
        assert lesson.what_happened in said(response)
        assert "They do not see a name" in said(response)

    def test_it_is_kept_from_caches_search_engines_and_other_sites(
        self, client, invitation
    ):
        response = client.get(link(invitation))
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in said(response)
        assert response["Referrer-Policy"] == "strict-origin"

    def test_it_is_there_in_urdu(self, client, invitation):
        response = client.get("/ur" + link(invitation))
        assert 'lang="ur" dir="rtl"' in said(response)

    def test_it_shows_the_text_that_was_offered(self, client, invitation, lesson):
        lesson.what_happened = "Something else."
        lesson.save_revision().publish()
        assert "Something else." not in said(client.get(link(invitation)))

    def test_closed_evidence_is_only_counted(self, client, lesson, moderator):
        for access in (Access.PUBLIC, Access.INTERNAL, Access.RESTRICTED):
            text = f"Words of the {access} page."
            document = DocumentFactory(title=f"Title {access}", access=access)
            document.current_version.pages.update(text=text)
            EvidenceFactory(lesson=lesson, version=document.current_version, quote=text)
        lesson = Lesson.objects.get(pk=lesson.pk)
        lesson.save_revision()
        lesson.refresh_from_db()
        address = link(invite(lesson, moderator))
        page = said(client.get(address))
        assert "Words of the public page." in page
        assert "2 more quotes are in documents that are not public." in page
        for access in (Access.INTERNAL, Access.RESTRICTED):
            assert f"Title {access}" not in page
            assert f"Words of the {access} page." not in page
        client.force_login(UserFactory())
        page = said(client.get(address))
        assert "Words of the internal page." in page
        assert "Words of the restricted page." not in page

    def test_its_verdict_is_kept(self, client, invitation, lesson):
        client.post(link(invitation), answers(invitation))
        given = Validation.objects.get()
        assert (given.lesson, given.body, given.verdict) == (lesson, BODY, "endorsed")
        assert (given.made_by, given.revision) == (None, invitation.revision)
        assert given.made_on == timezone.localdate()
        assert validation.standing_of(lesson).endorsed == (given,)

    def test_the_body_is_not_to_be_chosen(self, client, invitation):
        client.post(link(invitation), answers(invitation, body="Another body"))
        assert Validation.objects.get().body == BODY

    @pytest.mark.parametrize("verdict", ["reservations", "disputed"])
    @pytest.mark.parametrize("comment", ["", "  \n "])
    def test_doubts_are_to_be_explained(self, client, invitation, verdict, comment):
        sent = answers(invitation, verdict=verdict, comment=comment)
        response = client.post(link(invitation), sent)
        assert response.status_code == 400
        assert "Say why" in said(response)
        assert not Validation.objects.exists()

    @pytest.mark.parametrize(
        "fields", [{"verdict": ""}, {"verdict": "praised"}, {"role": ""}, {"text": ""}]
    )
    def test_what_is_missing_is_told(self, client, invitation, fields):
        response = client.post(link(invitation), answers(invitation, **fields))
        assert response.status_code == 400
        assert not Validation.objects.exists()

    def test_it_takes_one_verdict_and_shows_it_afterwards(self, client, invitation):
        client.post(link(invitation), answers(invitation, comment="Sound."))
        again = answers(invitation, verdict="disputed", comment="Never.")
        response = client.post(link(invitation), again)
        assert response.status_code == 200
        assert "Sound." in said(response)
        assert Validation.objects.get().verdict == "endorsed"

    def test_of_two_answers_at_once_one_is_taken(self, invitation):
        from django.contrib.auth.models import AnonymousUser

        first, second = (
            Validation(role="x", verdict="endorsed") for _number in range(2)
        )
        reviews.answer(invitation, first, user=AnonymousUser())
        with pytest.raises(reviews.ReviewRefused):
            reviews.answer(invitation, second, user=AnonymousUser())

    def test_the_inviter_is_told(self, client, invitation, moderator, worker):
        with worker():
            client.post(link(invitation), answers(invitation))
        (letter,) = mail.outbox
        assert letter.to == [moderator.email]
        assert BODY in letter.subject

    def test_the_inviter_who_may_not_see_the_lesson_any_more_is_not(
        self, invitation, lesson
    ):
        from knowledge import review_letters

        given = Validation.objects.create(
            lesson=lesson, invitation=invitation, body=BODY, verdict="endorsed"
        )
        Lesson.objects.update(access=Access.RESTRICTED, unit=DeliveryUnitFactory())
        review_letters.tell_of_verdict(given.pk)
        assert mail.outbox == []

    def test_an_author_who_is_signed_in_is_refused(self, client, invitation, author):
        client.force_login(author)
        response = client.post(link(invitation), answers(invitation))
        assert response.status_code == 403
        assert "Its authors cannot validate it" in said(response)
        assert not Validation.objects.exists()

    def test_who_invited_does_not_answer(self, client, invitation, moderator, lesson):
        client.force_login(moderator)
        response = client.post(link(invitation), answers(invitation))
        assert "somebody of the body has to answer" in said(response)
        assert not lesson.validations.exists()
        invitation.refresh_from_db()
        assert invitation.is_open

    def test_with_an_account_it_works_for_this_one_only(
        self, client, lesson, moderator
    ):
        reviewer = UserFactory()
        invitation = invite(lesson, moderator, account=reviewer)
        assert client.get(link(invitation)).status_code == 302
        client.force_login(UserFactory())
        response = client.get(link(invitation))
        assert response.status_code == 403
        assert lesson.title not in said(response)
        client.force_login(reviewer)
        client.post(link(invitation), answers(invitation))
        assert Validation.objects.get().made_by == reviewer


class TestHostileLinks:
    @pytest.mark.parametrize("language", ["", "/ur"])
    @pytest.mark.parametrize(
        "token", ["1", "1.x", "x.y", "1." + "A" * 43, "..", "۱.۲", "9" * 400]
    )
    def test_a_forged_token_opens_nothing(self, client, invitation, language, token):
        response = client.get(f"{language}/reviews/{token}/")
        assert response.status_code == 404
        assert invitation.lesson.title not in said(response)

    def test_the_signature_of_another_lesson_opens_nothing(
        self, client, invitation, moderator
    ):
        other = LessonFactory(access=Access.PUBLIC)
        second = invite(other, moderator)
        forged = f"{invitation.pk}.{second.token.partition('.')[2]}"
        assert client.get(f"/reviews/{forged}/").status_code == 404

    def test_the_invitation_of_an_event_opens_no_review(self, client, invitation):
        of_event = Invitation(pk=invitation.pk)
        assert client.get(f"/reviews/{of_event.token}/").status_code == 404

    @pytest.mark.parametrize(
        "change",
        [
            {"expires_at": timezone.now() - timedelta(days=1)},
            {"revoked_at": timezone.now()},
            {"revision": None},
            {"made_by": None},
        ],
    )
    def test_what_is_over_says_so_and_takes_nothing(self, client, invitation, change):
        ReviewInvitation.objects.update(**change)
        for response in (
            client.get(link(invitation)),
            client.post(link(invitation), answers(invitation)),
        ):
            assert response.status_code == 410
            assert "This invitation is over." in said(response)
            assert invitation.lesson.title not in said(response)
        assert not Validation.objects.exists()

    def test_it_closes_when_the_inviter_may_not_see_the_lesson_any_more(
        self, client, invitation
    ):
        Lesson.objects.update(access=Access.RESTRICTED, unit=DeliveryUnitFactory())
        assert client.get(link(invitation)).status_code == 410

    def test_it_closes_when_the_inviter_has_left(self, client, invitation):
        User.objects.update(is_active=False)
        assert client.get(link(invitation)).status_code == 410

    def test_it_is_tried_a_limited_number_of_times(
        self, client, invitation, monkeypatch
    ):
        monkeypatch.setattr(ReviewInvitation, "AN_HOUR", 2)
        sent = answers(invitation, verdict="")
        for status in (400, 400, 429):
            assert client.post(link(invitation), sent).status_code == status

    def test_a_refused_request_does_not_write_the_token_down(
        self, client, invitation, caplog
    ):
        with caplog.at_level(logging.DEBUG):
            client.post(link(invitation), answers(invitation, verdict=""))
            invitation.revoked_at = timezone.now()
            invitation.save()
            client.get(link(invitation))
        lines = [record.getMessage() for record in caplog.records]
        assert any("Bad Request" in line for line in lines)
        assert any("Gone" in line for line in lines)
        assert not [line for line in lines if invitation.token in line]

    def test_markup_in_what_is_said_stays_text(self, client, lesson, moderator):
        hostile = "<script>alert(1)</script>"
        invitation = invite(lesson, moderator, body=hostile)
        sent = answers(invitation, role=hostile, comment=hostile)
        client.post(link(invitation), sent)
        for page in (link(invitation), lesson.url):
            assert hostile not in said(client.get(page))
            assert "&lt;script&gt;" in said(client.get(page))


class TestStaff:
    def send(self, client, lesson, **fields):
        sent = {"body": BODY, "role": "Director", "verdict": "endorsed"}
        sent["text"] = validation.hash_of_lesson(lesson)
        address = reverse("lesson_validate", args=[lesson.pk])
        return client.post(address, sent | fields, follow=True)

    def test_a_moderator_gives_a_verdict_without_an_invitation(
        self, client, lesson, moderator
    ):
        client.force_login(moderator)
        response = self.send(client, lesson)
        assert "The verdict is kept" in said(response)
        given = Validation.objects.get()
        assert (given.made_by, given.revision) == (moderator, lesson.latest_revision)

    @pytest.mark.parametrize("group", ["Editors", "Curators", "Trainers"])
    def test_others_do_not(self, client, lesson, group):
        client.force_login(UserFactory(groups=[group]))
        assert self.send(client, lesson).status_code == 403

    def test_an_author_is_refused_in_words(self, client, lesson, moderator):
        lesson.what_happened = "Other words."
        lesson.save_revision(user=moderator)
        client.force_login(moderator)
        response = self.send(client, lesson)
        assert "Its authors cannot validate it" in said(response)
        assert not Validation.objects.exists()

    def test_a_text_that_changed_meanwhile_is_to_be_read_again(
        self, client, lesson, moderator
    ):
        client.force_login(moderator)
        response = self.send(client, lesson, text="old", comment="As I thought.")
        assert "The lesson has changed while you read it." in said(response)
        assert "As I thought." in said(response)
        assert not Validation.objects.exists()


class TestAuthors:
    def test_they_are_the_owner_and_who_saved_other_words(self, lesson, author):
        other, bystander = UserFactory(), UserFactory()
        lesson.what_happened = "Other words."
        lesson.save_revision(user=other)
        lesson.access = Access.INTERNAL
        lesson.save_revision(user=bystander)
        assert validation.authors_of(lesson) == {author.pk, other.pk}

    def test_whose_browser_ended_the_lines_otherwise_is_none(self, lesson, author):
        lesson.what_happened = "One line.\nAnother."
        lesson.save_revision(user=author)
        before = validation.hash_of_lesson(lesson)
        lesson.what_happened = "One line.\r\nAnother."
        lesson.save_revision(user=UserFactory())
        assert validation.authors_of(lesson) == {author.pk}
        assert validation.hash_of_lesson(lesson) == before

    def test_a_verdict_counts_unless_an_author_gave_it_or_a_later_one_doubts(
        self, lesson, author
    ):
        def give(body, verdict, made_by=None):
            return Validation.objects.create(
                lesson=lesson,
                body=body,
                role="x",
                verdict=verdict,
                comment="Why.",
                made_by=made_by,
                text_sha256=validation.hash_of_lesson(lesson),
            )

        give("Own unit", "endorsed", author)
        give("Academy", "endorsed")
        give("Academy", "disputed")
        counts = [give("Board", "reservations"), give("Council", "endorsed")]
        assert set(validation.standing_of(lesson).endorsing) == set(counts)

    def test_who_gave_only_evidence_is_one(self, lesson, author):
        other, bystander = UserFactory(), UserFactory()
        EvidenceFactory(lesson=lesson)
        lesson = Lesson.objects.get(pk=lesson.pk)
        lesson.save_revision(user=other)
        lesson.save_revision(user=bystander)
        assert validation.authors_of(lesson) == {author.pk, other.pk}

    def test_who_observed_it_is_one_and_a_sealed_name_is_told_to_nobody_else(
        self, lesson, author
    ):
        named, sealed, other = UserFactory(), UserFactory(), UserFactory()
        ObservationFactory(lesson=lesson, author=named, naming="name", shown_as="N.")
        by_role = ObservationFactory(lesson=lesson, naming="role", shown_as="Officer")
        SealedIdentity.objects.create(observation=by_role, user=sealed)
        assert validation.authors_of(lesson) == {author.pk, named.pk}
        assert validation.is_author(sealed, lesson)
        assert validation.is_author(named, lesson)
        assert not validation.is_author(other, lesson)

    def test_who_invites_and_then_writes_has_chosen_the_judge(
        self, client, invitation, lesson, moderator
    ):
        client.post(link(invitation), answers(invitation))
        assert len(validation.standing_of(lesson).endorsed) == 1
        lesson.save_revision(user=moderator)
        lesson.what_happened = "Words of the one who invited."
        lesson.save_revision(user=moderator).publish()
        lesson.refresh_from_db()
        assert validation.standing_of(lesson) == validation.Standing()

    def test_a_draft_takes_no_endorsement_from_what_is_read(
        self, client, invitation, lesson, moderator
    ):
        client.post(link(invitation), answers(invitation))
        lesson.refresh_from_db()
        letter = confidence_facts.grade_of(lesson).letter
        lesson.what_happened = "Words that nobody reads yet."
        lesson.save_revision(user=moderator)
        lesson = Lesson.objects.get(pk=lesson.pk)
        assert moderator.pk in validation.authors_of(lesson)
        assert len(validation.standing_of(lesson).endorsed) == 1
        assert confidence_facts.grade_of(lesson).letter == letter


class TestLessonPage:
    def give(self, lesson, **fields):
        fields = {
            "body": BODY,
            "role": "Director",
            "verdict": "endorsed",
            "text_sha256": validation.hash_of_lesson(lesson),
        } | fields
        return Validation.objects.create(lesson=lesson, **fields)

    def test_all_read_body_role_verdict_date_and_comment_and_no_account(
        self, client, lesson
    ):
        giver = UserFactory(username="secretive", first_name="Hidden")
        self.give(lesson, comment="Sound.", made_by=giver)
        page = said(client.get(lesson.url))
        for words in (BODY, "Director", "Endorsed", "Sound."):
            assert words in page
        assert timezone.localdate().isoformat() in page
        assert "secretive" not in page and "Hidden" not in page
        assert "The text has changed since." not in page

    def test_an_urdu_comment_is_marked_as_such(self, client, lesson):
        self.give(lesson, comment="یہ درست ہے۔")
        assert 'lang="ur" dir="rtl"><p>یہ درست' in said(client.get(lesson.url))

    def test_it_says_that_the_text_has_changed_since(self, client, lesson, author):
        self.give(lesson)
        lesson.what_happened = "Other words."
        lesson.save_revision(user=author).publish()
        page = said(client.get(lesson.url))
        assert "The text has changed since." in page
        assert "The text has changed since it was endorsed." in page

    def test_the_newest_of_each_body_comes_first_and_history_is_kept(
        self, client, lesson
    ):
        old = datetime.date(2020, 1, 1)
        self.give(lesson, verdict="disputed", comment="Early doubt.", made_on=old)
        self.give(lesson, comment="Settled.")
        page = said(client.get(lesson.url))
        assert page.index("Settled.") < page.index("Earlier verdicts")
        assert page.index("Earlier verdicts") < page.index("Early doubt.")

    def test_the_grade_is_explained(self, client, lesson):
        EvidenceFactory(lesson=lesson)
        page = said(client.get(lesson.url))
        assert "Why C?" in page
        assert "1 independent source supports it with a checked quote." in page
        assert "It rests on a single source." in page
        assert reverse("confidence_help") in page

    def test_the_letters_are_explained_on_a_page(self, client):
        home_page()
        for address in (reverse("confidence_help"), "/ur/lesson-confidence/"):
            assert client.get(address).status_code == 200

    def test_only_those_who_may_are_offered_to_invite(self, client, lesson, moderator):
        address = reverse("lesson_reviewers", args=[lesson.pk])
        assert address not in said(client.get(lesson.url))
        client.force_login(moderator)
        assert address in said(client.get(lesson.url))


class TestWithdrawing:
    def test_the_link_is_closed(self, client, invitation, moderator, lesson):
        client.force_login(moderator)
        address = reverse("lesson_reviewers", args=[lesson.pk])
        response = client.post(address, {"revoke": invitation.pk}, follow=True)
        assert "its link is closed" in said(response)
        assert client.get(link(invitation)).status_code == 410

    def test_not_by_those_who_see_another_lesson_only(
        self, client, invitation, moderator
    ):
        other = LessonFactory(access=Access.PUBLIC)
        client.force_login(moderator)
        address = reverse("lesson_reviewers", args=[other.pk])
        client.post(address, {"revoke": invitation.pk})
        invitation.refresh_from_db()
        assert invitation.is_open

    def test_the_admin_lists_them(self, client, invitation, moderator):
        client.force_login(moderator)
        page = said(client.get(reverse("review_invitations")))
        assert BODY in page
        assert reverse("lesson_reviewers", args=[invitation.lesson_id]) in page

    def test_the_list_tells_nothing_of_closed_lessons(self, client, invitation, lesson):
        Lesson.objects.update(access=Access.RESTRICTED)
        client.force_login(UserFactory(groups=["Moderators"]))
        page = said(client.get(reverse("review_invitations")))
        assert BODY not in page and lesson.title not in page

    def test_others_have_no_such_list(self, client, invitation):
        client.force_login(UserFactory(groups=["Editors"]))
        assert client.get(reverse("review_invitations")).status_code == 302


def test_the_database_wants_a_reason_for_doubts(lesson):
    with pytest.raises(IntegrityError), transaction.atomic():
        Validation.objects.create(lesson=lesson, body=BODY, verdict="disputed")


def test_a_lesson_with_reviews_can_be_deleted(lesson, invitation):
    Validation.objects.create(
        lesson=lesson, invitation=invitation, body=BODY, verdict="endorsed"
    )
    lesson.delete()
    assert not Validation.objects.exists()
