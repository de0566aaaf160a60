"""One quote of a closed document is released; the document stays closed."""

import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from knowledge import clearing
from knowledge.access import Access
from knowledge.models import (
    ClearedQuote,
    DocumentRequest,
    Lesson,
)
from knowledge.models.web_copies import hash_of
from knowledge.publication import PublicationRefused
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    EvidenceFactory,
    LessonFactory,
    UserFactory,
    add_version,
    home_page,
)

pytestmark = pytest.mark.django_db

TITLE = "Confidential working paper"
QUOTE = "Of 36 districts, 28 did not report."
REST = "The secretary was transferred."
SOURCE = "A working paper on schools, 2017"


@pytest.fixture
def unit():
    home_page()
    return DeliveryUnitFactory()


@pytest.fixture
def document(unit):
    return DocumentFactory(
        title=TITLE, unit=unit, access=Access.RESTRICTED, pages=[f"{QUOTE} {REST}"]
    )


@pytest.fixture
def row(document, unit):
    lesson = LessonFactory(unit=unit, access=Access.PUBLIC)
    return EvidenceFactory(
        lesson=lesson, version=document.current_version, page=1, quote=QUOTE
    )


@pytest.fixture
def reviewer(unit):
    return UserFactory(
        groups=["Moderators"], units=[unit], first_name="Amna", last_name="Malik"
    )


@pytest.fixture
def cleared(row, reviewer):
    return clearing.release(row, source_description=SOURCE, user=reviewer)


def told(response) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return response.content.decode() + headers


def tells_more_than_the_quote(response) -> bool:
    text = told(response)
    return any(
        secret in text for secret in (TITLE, REST, "secretary", "/documents/", "SBQ-D-")
    )


class TestRelease:
    def release(self, client, user, row, **fields):
        client.force_login(user)
        form = {"source_description": SOURCE, "understood": "on", **fields}
        address = row.release_url
        return client.post(address, form, follow=True)

    def test_it_is_a_record_with_releaser_date_hash_and_source(
        self, client, reviewer, row
    ):
        self.release(client, reviewer, row)
        cleared = ClearedQuote.objects.get()
        assert (cleared.version, cleared.page, cleared.quote) == (
            row.version,
            1,
            QUOTE,
        )
        assert (cleared.released_by, cleared.releaser) == (reviewer, "Amna Malik")
        assert cleared.sha256 == hash_of(QUOTE)
        assert cleared.source_description == SOURCE
        assert timezone.now() - cleared.released_at < timedelta(minutes=5)

    def test_the_reviewer_is_shown_the_quote_before(self, client, reviewer, row):
        client.force_login(reviewer)
        response = client.get(row.release_url)
        assert QUOTE in response.content.decode()
        assert "Everybody will be able to read this quote." in response.content.decode()

    @pytest.mark.parametrize("name", ["source_description", "understood"])
    def test_what_is_told_and_that_it_was_read_are_asked_for(
        self, client, reviewer, row, name
    ):
        self.release(client, reviewer, row, **{name: ""})
        assert not ClearedQuote.objects.exists()

    def test_the_author_of_the_lesson_does_not_release_its_quotes(
        self, client, reviewer, row
    ):
        Lesson.objects.update(owner=reviewer)
        response = self.release(client, reviewer, row)
        assert "another reviewer has to release its quotes" in told(response)
        assert not ClearedQuote.objects.exists()

    def test_a_quote_that_does_not_stand_is_not_released(self, client, reviewer, row):
        row.version.pages.update(text="Another text.")
        response = self.release(client, reviewer, row)
        assert "does not stand as it was cited" in told(response)
        assert not ClearedQuote.objects.exists()

    def test_a_public_document_needs_no_release(self, client, reviewer, row, document):
        document.access = Access.PUBLIC
        document.save()
        response = self.release(client, reviewer, row)
        assert "The document is public" in told(response)

    def test_it_is_released_once(self, client, reviewer, row, cleared):
        response = self.release(client, reviewer, row)
        assert "This quote is released already." in told(response)
        assert ClearedQuote.objects.count() == 1

    @pytest.mark.parametrize("group", ["Editors", "Archivists", "Trainers"])
    def test_others_than_reviewers_do_not_release(self, client, unit, row, group):
        user = UserFactory(groups=[group], units=[unit])
        response = self.release(client, user, row)
        assert response.status_code == 404
        assert not ClearedQuote.objects.exists()

    def test_a_reviewer_of_another_unit_does_not_even_see_it(self, client, row):
        user = UserFactory(groups=["Moderators"], units=[DeliveryUnitFactory()])
        response = self.release(client, user, row)
        assert response.status_code == 404
        assert not tells_more_than_the_quote(response)

    def test_a_document_of_a_named_group_is_released_by_its_own_unit_only(
        self, client, row, document
    ):
        user = UserFactory(groups=["Moderators"], units=[DeliveryUnitFactory()])
        document.access_groups.add(user.groups.get())
        assert document.is_visible_to(user)
        assert self.release(client, user, row).status_code == 404

    def test_the_database_wants_a_source_and_one_release(self, cleared):
        again = ClearedQuote(
            version=cleared.version,
            page=1,
            quote=QUOTE,
            source_description=SOURCE,
            releaser="Somebody",
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            ClearedQuote.objects.update(source_description="")


class TestThePublic:
    def test_before_the_release_nothing_is_told(self, client, row):
        response = client.get(row.lesson.url)
        assert QUOTE not in told(response)
        assert not tells_more_than_the_quote(response)

    def test_the_lesson_shows_quote_and_source_and_no_more(self, client, row, cleared):
        response = client.get(row.lesson.url)
        assert QUOTE in told(response)
        assert SOURCE in told(response)
        assert reverse("cleared_quote", args=[cleared.key]) in told(response)
        assert not tells_more_than_the_quote(response)

    @pytest.mark.parametrize("prefix", ["", "/ur"])
    def test_the_page_of_the_quote_tells_releaser_date_and_hash(
        self, client, cleared, prefix
    ):
        response = client.get(prefix + cleared.get_absolute_url())
        for fact in (QUOTE, SOURCE, "Amna Malik", cleared.sha256):
            assert fact in told(response)
        assert not tells_more_than_the_quote(response)

    def test_the_document_stays_closed(self, client, document, cleared):
        version = document.current_version
        for address in (
            document.get_absolute_url(),
            version.get_absolute_url(),
            version.get_download_url(),
            version.pages.get().get_absolute_url() + f"?quote={QUOTE}",
        ):
            assert client.get(address).status_code == 404

    def test_the_document_stays_closed_in_search(self, client, cleared, index):
        index.drain()
        for words in ("districts", "28 did not report", "working", "transferred"):
            response = client.get(reverse("search"), {"q": words})
            assert not tells_more_than_the_quote(response), words
            assert response.context["answer"].total == 0, words
        out = StringIO()
        call_command("search", "districts", "--json", stdout=out)
        assert TITLE not in out.getvalue()

    def test_those_who_may_see_the_document_are_led_to_it(
        self, client, reviewer, row, cleared
    ):
        client.force_login(reviewer)
        assert row.get_absolute_url().split("?")[0] in told(
            client.get(cleared.get_absolute_url())
        )
        assert TITLE in told(client.get(row.lesson.url))

    def test_another_quote_of_the_same_page_stays_closed(self, client, row, cleared):
        EvidenceFactory(lesson=row.lesson, version=row.version, quote=REST)
        response = client.get(row.lesson.url)
        assert QUOTE in told(response)
        assert not tells_more_than_the_quote(response)
        assert "1 more quote is in a document that is not public." in told(response)

    def test_words_that_were_added_to_the_quote_are_not_cleared(
        self, client, row, cleared
    ):
        row.quote = f"{QUOTE} {REST}"
        row.save()
        assert not tells_more_than_the_quote(client.get(row.lesson.url))
        assert QUOTE not in told(client.get(row.lesson.url))

    def test_the_same_words_of_a_new_version_are_not_cleared(
        self, client, row, document, cleared
    ):
        row.version = add_version(document, [QUOTE])
        row.save()
        assert QUOTE not in told(client.get(row.lesson.url))

    def test_a_quote_that_is_not_there_does_not_exist(self, client):
        address = reverse("cleared_quote", args=[uuid.uuid4()])
        assert client.get(address).status_code == 404


class TestRevocation:
    def revoke(self, client, user, cleared, reason="It names a person."):
        client.force_login(user)
        address = reverse("cleared_quote_revocation", args=[cleared.pk])
        return client.post(address, {"reason": reason}, follow=True)

    def test_a_revoked_quote_is_closed_again_everywhere(
        self, client, reviewer, row, cleared
    ):
        self.revoke(client, reviewer, cleared)
        client.logout()
        assert QUOTE not in told(client.get(row.lesson.url))
        assert client.get(cleared.get_absolute_url()).status_code == 404
        address = reverse("request_document", args=[cleared.key])
        assert client.get(address).status_code == 404
        cleared.refresh_from_db()
        assert (cleared.revoked_by, cleared.revocation_reason) == (
            reviewer,
            "It names a person.",
        )

    def test_it_needs_a_reason(self, client, reviewer, cleared):
        self.revoke(client, reviewer, cleared, reason=" ")
        cleared.refresh_from_db()
        assert cleared.is_active

    def test_it_can_be_released_again(self, client, reviewer, row, cleared):
        self.revoke(client, reviewer, cleared)
        clearing.release(row, source_description=SOURCE, user=reviewer)
        assert ClearedQuote.objects.count() == 2

    def test_a_reviewer_of_another_unit_does_not_revoke(self, client, cleared):
        user = UserFactory(groups=["Moderators"], units=[DeliveryUnitFactory()])
        assert self.revoke(client, user, cleared).status_code == 404
        cleared.refresh_from_db()
        assert cleared.is_active

    def test_the_report_lists_what_one_may_release(self, client, reviewer, cleared):
        client.force_login(reviewer)
        assert TITLE in told(client.get(reverse("cleared_quotes")))
        elsewhere = UserFactory(groups=["Moderators"], units=[DeliveryUnitFactory()])
        client.force_login(elsewhere)
        response = client.get(reverse("cleared_quotes"))
        assert response.status_code == 200
        assert TITLE not in told(response)


class TestGate:
    """A public lesson may not rest on a restricted quote that was not cleared."""

    def publish(self, row):
        Lesson.objects.get(pk=row.lesson_id).save_revision().publish()

    def test_an_uncleared_quote_of_a_restricted_document_keeps_it_back(self, row):
        with pytest.raises(PublicationRefused, match="not cleared for the public"):
            self.publish(row)

    def test_a_cleared_one_does_not(self, row, cleared):
        self.publish(row)

    def test_an_internal_lesson_may_rest_on_it(self, row):
        Lesson.objects.update(access=Access.INTERNAL)
        self.publish(row)

    def test_a_document_under_embargo_counts_as_restricted(self, row, document):
        document.access = Access.PUBLIC
        document.embargo_until = timezone.localdate() + timedelta(days=1)
        document.save()
        with pytest.raises(PublicationRefused):
            self.publish(row)

    def test_a_revoked_release_keeps_it_back_again(self, row, cleared, reviewer):
        clearing.revoke(cleared, reason="It names a person.", user=reviewer)
        with pytest.raises(PublicationRefused):
            self.publish(row)


class TestRequests:
    FORM = {
        "name": "Sana Tariq",
        "email": "sana@university.example",
        "purpose": "A thesis on delivery units.",
    }

    def ask(self, client, cleared, prefix="", **fields):
        address = prefix + reverse("request_document", args=[cleared.key])
        return client.post(address, self.FORM | fields, follow=True)

    def test_the_form_tells_nothing_of_the_document(self, client, cleared):
        for prefix in ("", "/ur"):
            address = prefix + reverse("request_document", args=[cleared.key])
            response = client.get(address)
            assert response.status_code == 200
            assert not tells_more_than_the_quote(response)

    def test_a_request_gets_into_the_queue_without_a_letter_to_anybody(
        self, client, cleared, reviewer
    ):
        response = self.ask(client, cleared)
        assert "Your request is with the unit" in told(response)
        assert not tells_more_than_the_quote(response)
        assert not mail.outbox
        client.force_login(reviewer)
        queue = told(client.get(reverse("document_requests")))
        assert "Sana Tariq" in queue
        assert TITLE in queue

    def test_the_network_address_is_not_kept(self, client, cleared):
        self.ask(client, cleared)
        row = DocumentRequest.objects.values().get()
        assert "127.0.0.1" not in str(row)
        assert len(row["sender"]) == 64

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("email", "nobody"),
            ("email", "a@b.example\nBcc: c@d.example"),
            ("name", ""),
            ("purpose", ""),
            ("purpose", "x" * 2001),
        ],
    )
    def test_an_unfit_request_is_refused_at_its_field(
        self, client, cleared, name, value
    ):
        response = self.ask(client, cleared, **{name: value})
        assert response.context["form"].errors[name]
        assert not DocumentRequest.objects.exists()

    def test_who_asks_too_often_has_to_wait(self, client, cleared):
        for _ in range(5):
            self.ask(client, cleared)
        response = self.ask(client, cleared)
        assert response.status_code == 429
        assert "Try again in an hour." in told(response)
        assert DocumentRequest.objects.count() == 5
        DocumentRequest.objects.update(
            created_at=timezone.now() - timedelta(minutes=61)
        )
        assert self.ask(client, cleared).status_code == 200
        assert DocumentRequest.objects.count() == 6

    def test_a_script_in_a_request_is_text_for_staff(self, client, cleared, reviewer):
        self.ask(client, cleared, purpose="<script>alert(1)</script>")
        client.force_login(reviewer)
        asked = DocumentRequest.objects.get()
        for address in (
            reverse("document_requests"),
            reverse("document_request", args=[asked.pk]),
        ):
            assert "<script>alert" not in told(client.get(address))

    def decide(self, client, user, asked, **fields):
        client.force_login(user)
        form = {"status": "granted", "answer": "Come to the office.", **fields}
        address = reverse("document_request", args=[asked.pk])
        return client.post(address, form, follow=True)

    @pytest.fixture
    def asked(self, client, cleared):
        self.ask(client, cleared)
        return DocumentRequest.objects.get()

    @pytest.mark.parametrize(
        ("status", "words"), [("granted", "was granted"), ("refused", "was refused")]
    )
    def test_the_answer_is_sent_once_and_tells_only_what_was_written(
        self, client, reviewer, asked, status, words
    ):
        self.decide(client, reviewer, asked, status=status)
        for _ in range(2):
            clearing.send_answer(asked.pk)
        (letter,) = mail.outbox
        assert letter.to == ["sana@university.example"]
        assert words in letter.subject
        assert "Come to the office." in letter.body
        assert SOURCE in letter.body
        assert TITLE not in letter.body + letter.subject
        asked.refresh_from_db()
        assert (asked.status, asked.decided_by) == (status, reviewer)
        assert asked.answered_at

    def test_the_answer_is_in_the_language_that_was_asked_in(
        self, client, reviewer, cleared
    ):
        self.ask(client, cleared, prefix="/ur")
        assert DocumentRequest.objects.get().language == "ur"

    def test_a_letter_that_cannot_be_sent_leaves_it_unanswered(
        self, client, reviewer, asked, settings
    ):
        self.decide(client, reviewer, asked)
        settings.EMAIL_BACKEND = "tests.knowledge.no_such_backend"
        with pytest.raises(ImportError):
            clearing.send_answer(asked.pk)
        asked.refresh_from_db()
        assert asked.answered_at is None

    def test_an_answer_needs_words(self, client, reviewer, asked):
        self.decide(client, reviewer, asked, answer="")
        asked.refresh_from_db()
        assert asked.is_open

    def test_it_is_decided_once(self, client, reviewer, asked):
        self.decide(client, reviewer, asked)
        response = self.decide(client, reviewer, asked, status="refused")
        assert "Somebody else has decided already." in told(response)
        asked.refresh_from_db()
        assert asked.status == "granted"

    def test_others_see_no_requests(self, client, unit, asked):
        address = reverse("document_request", args=[asked.pk])
        elsewhere = UserFactory(groups=["Moderators"], units=[DeliveryUnitFactory()])
        client.force_login(elsewhere)
        assert client.get(address).status_code == 404
        assert "Sana Tariq" not in told(client.get(reverse("document_requests")))
        client.force_login(UserFactory(groups=["Editors"], units=[unit]))
        for closed in (address, reverse("document_requests")):
            assert "Sana Tariq" not in told(client.get(closed, follow=True))

    def test_the_number_of_queries_does_not_grow(
        self, client, reviewer, cleared, django_assert_max_num_queries
    ):
        for number in range(8):
            DocumentRequest.objects.create(
                cleared_quote=cleared, language="en", sender=str(number), **self.FORM
            )
        client.force_login(reviewer)
        client.get(reverse("document_requests"))
        with django_assert_max_num_queries(30):
            client.get(reverse("document_requests"))
