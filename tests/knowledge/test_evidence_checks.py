"""Quotes are checked again and again; what does not stand awaits a person."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from knowledge import ingest, quote_checks, quote_decisions
from knowledge.access import Access
from knowledge.models import Evidence, Lesson
from knowledge.models.documents import ReadingStatus
from knowledge.publication import PublicationRefused
from knowledge.verdicts import State
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

FIRST = "Minutes of the meeting."
SECOND = "Of 36 districts, 28 did not report. The form was revised."
QUOTE = "Of 36 districts, 28 did not report."


@pytest.fixture
def unit():
    home_page()
    return DeliveryUnitFactory()


@pytest.fixture
def document(unit):
    return DocumentFactory(title="Round 3", unit=unit, pages=[FIRST, SECOND])


@pytest.fixture
def row(document, unit):
    lesson = LessonFactory(unit=unit, access=Access.INTERNAL)
    return EvidenceFactory(
        lesson=lesson, version=document.current_version, page=2, quote=QUOTE
    )


@pytest.fixture
def editor(unit):
    return UserFactory(groups=["Editors"], units=[unit])


@pytest.fixture
def moderator(unit):
    return UserFactory(groups=["Moderators"], units=[unit])


def edit_page(document, old, new, number=2):
    page = document.current_version.pages.get(number=number)
    page.text = page.text.replace(old, new)
    page.save()


def state_of(row) -> str:
    row.refresh_from_db()
    return row.state


def verify(*arguments):
    """Run the command and return its report and exit status."""
    out, status = StringIO(), 0
    try:
        call_command("verify_quotes", *arguments, "--json", stdout=out)
    except SystemExit as end:
        status = end.code
    return json.loads(out.getvalue()), status


class TestSaving:
    def test_a_quote_that_stands_is_verified_with_its_surroundings(self, row):
        assert row.state == State.VERIFIED
        assert (row.prefix, row.suffix) == ("", "The form was revised.")
        assert row.occurrences == 1
        assert row.checked_at

    def test_a_quote_that_is_saved_without_a_form_is_checked_too(self, document):
        row = EvidenceFactory(version=document.current_version, quote="Of 35 districts")
        assert row.state == State.BROKEN

    def test_the_nearest_words_are_kept_with_how_alike_they_are(self, document):
        row = EvidenceFactory(
            version=document.current_version,
            page=1,
            quote="Of 35 districts, 28 did not report.",
        )
        assert (row.candidate_page, row.candidate_quote) == (2, QUOTE)
        assert 95 < row.similarity < 100

    @pytest.mark.parametrize(
        "source",
        [
            {"source": "document"},
            {"source": "web"},
            {"source": "testimony", "page": 1},
        ],
    )
    def test_the_database_refuses_evidence_without_one_source(self, row, source):
        without = {"version": None, "page": None} | source
        with pytest.raises(IntegrityError), transaction.atomic():
            Evidence.objects.filter(pk=row.pk).update(**without)


class TestNewVersions:
    def test_words_on_the_same_page_stay_verified(self, document, row):
        add_version(document, [FIRST, SECOND + " It was used."])
        quote_checks.check_document(document.pk)
        assert state_of(row) == State.VERIFIED
        assert row.version.number == 1

    def test_words_on_another_page_have_moved_and_are_not_moved(self, document, row):
        newest = add_version(document, [FIRST, "A new page.", SECOND])
        quote_checks.check_document(document.pk)
        assert state_of(row) == State.MOVED
        assert (row.version.number, row.page, row.quote) == (1, 2, QUOTE)
        assert (row.candidate_version, row.candidate_page) == (newest, 3)

    @pytest.mark.parametrize(
        "change",
        [("36", "35"), ("did not", "did"), ("districts", "tehsils"), ("28", "2 8")],
    )
    def test_a_changed_number_name_or_negation_breaks_it(self, document, row, change):
        add_version(document, [FIRST, SECOND.replace(*change)])
        quote_checks.check_document(document.pk)
        assert state_of(row) == State.BROKEN
        assert row.candidate_quote
        assert row.quote == QUOTE

    def test_a_negation_put_before_it_breaks_it(self, document, row):
        Evidence.objects.filter(pk=row.pk).update(quote="28 did", occurrences=0)
        row.refresh_from_db()
        row.save()
        assert row.state == State.VERIFIED
        edit_page(document, "28 did not report", "28 did report")
        quote_checks.check_document(document.pk)
        assert state_of(row) == State.BROKEN

    def test_a_version_that_was_not_read_breaks_nothing(self, document, row):
        add_version(document, [], status=ReadingStatus.QUEUED)
        quote_checks.check_document(document.pk)
        assert state_of(row) == State.VERIFIED
        document.current_version.status = ReadingStatus.NO_TEXT
        document.current_version.save()
        quote_checks.check_document(document.pk)
        assert state_of(row) == State.VERIFIED

    def test_reading_a_new_version_checks_the_quotes(self, document, row):
        ingest.archive_file(
            file=ContentFile(b"All 36 districts reported.", name="minutes.txt"),
            name="minutes.txt",
            document=document,
        )
        document.refresh_from_db()
        ingest.read_version(document.current_version_id)
        assert state_of(row) == State.BROKEN
        assert row.checked_in == document.current_version

    def test_text_that_was_read_again_differently_breaks_it(self, document, row):
        edit_page(document, "36 districts", "36 d1stricts")
        quote_checks.check_document(document.pk)
        assert state_of(row) == State.BROKEN
        assert row.candidate_quote == "Of 36 d1stricts, 28 did not report."


class TestDailyRound:
    def test_what_was_checked_today_is_left_alone(self, row):
        assert quote_checks.check_due() == 0

    def test_what_was_not_checked_for_a_day_is_checked(self, document, row):
        edit_page(document, "36", "37")
        yesterday = timezone.now() - timedelta(hours=25)
        Evidence.objects.update(checked_at=yesterday)
        assert quote_checks.check_due() == 1
        assert state_of(row) == State.BROKEN
        assert quote_checks.check_due() == 0

    def test_a_version_whose_check_was_lost_is_due_at_once(self, document, row):
        add_version(document, [FIRST, "Nothing of it."])
        assert quote_checks.check_due() == 1
        assert state_of(row) == State.BROKEN
        assert quote_checks.check_due() == 0

    def test_a_round_that_is_killed_goes_on_where_it_ended(
        self, document, row, monkeypatch
    ):
        rows = [row] + [
            EvidenceFactory(version=document.current_version, page=1, quote=FIRST)
            for _ in range(3)
        ]
        Evidence.objects.update(checked_at=None)
        check, done = quote_checks.check_row, []

        def check_two(row):
            if len(done) == 2:
                raise KeyboardInterrupt
            done.append(row.pk)
            return check(row)

        monkeypatch.setattr(quote_checks, "check_row", check_two)
        with pytest.raises(KeyboardInterrupt):
            quote_checks.check_due()
        monkeypatch.setattr(quote_checks, "check_row", check)
        assert quote_checks.check_due() == len(rows) - 2

    def test_a_quote_that_was_edited_meanwhile_keeps_the_edit(self, document, row):
        stale = Evidence.objects.get(pk=row.pk)
        row.quote = "The form was revised."
        row.occurrences = 0
        row.save()
        edit_page(document, "36", "37")
        quote_checks.check_row(stale)
        assert state_of(row) == State.VERIFIED
        assert row.quote == "The form was revised."

    def test_text_being_read_again_leaves_the_state(self, document, row):
        document.current_version.status = ReadingStatus.READING
        document.current_version.save()
        document.current_version.pages.all().delete()
        quote_checks.check_document(document.pk)
        assert state_of(row) == State.VERIFIED


class TestCommand:
    def test_all_is_well(self, document, row):
        told, status = verify()
        assert status == 0
        assert (told["checked"], told["verified"], told["broken"]) == (1, 1, 0)
        assert (
            told["rows"][0]
            | {
                "lesson": row.lesson_id,
                "document": document.pk,
                "version": 1,
                "page": 2,
                "state": "verified",
            }
            == told["rows"][0]
        )

    def test_a_broken_quote_is_told_by_the_exit_status(self, document, row):
        edit_page(document, "not ", "")
        told, status = verify()
        assert status == 1
        assert (told["broken"], told["rows"][0]["state"]) == (1, "broken")

    def test_a_moved_one_is_no_failure(self, document, row):
        add_version(document, [SECOND, FIRST])
        told, status = verify()
        assert status == 0
        assert told["moved"] == 1
        assert told["rows"][0]["candidate"]["page"] == 1

    def test_quotes_of_drafts_are_checked_too(self, document, row):
        draft = Lesson.objects.get()
        added = Evidence(version=document.current_version, page=1, quote="Not there.")
        added.check_quote()
        draft.evidence.add(added)
        draft.save_revision(clean=False)
        told, status = verify()
        assert (told["checked"], told["broken"], status) == (2, 1, 1)
        assert [entry["draft"] for entry in told["rows"]] == [False, True]

    def test_it_reads_like_a_report_to_people(self, document, row):
        edit_page(document, "not ", "")
        out = StringIO()
        with pytest.raises(SystemExit):
            call_command("verify_quotes", stdout=out)
        assert f"broken: lesson {row.lesson_id}, page 2" in out.getvalue()
        assert "1 quotes: 1 broken" in out.getvalue()

    def test_there_may_be_no_quotes(self, db):
        told, status = verify()
        assert (told["checked"], told["rows"], status) == (0, [], 0)


class TestPublication:
    def lesson_form(self, row, **fields):
        return nested_form_data(
            {
                "title": "Measure what matters",
                "slug": "measure-what-matters",
                "summary": "Measure the outcome.",
                "unit": row.lesson.unit_id,
                "access": Access.INTERNAL,
                "language": "en",
                "evidence": inline_formset(
                    [
                        {
                            "id": row.pk,
                            "version": row.version_id,
                            "page": row.page,
                            "quote": row.quote,
                            "role": "supports",
                        }
                    ],
                    initial=1,
                ),
                "system_links": inline_formset([]),
                "curriculum_links": inline_formset([]),
                "relations": inline_formset([]),
                "further_parts": streamfield([]),
                "comments": inline_formset([]),
                **fields,
            }
        )

    @pytest.fixture
    def broken(self, document, row):
        lesson = Lesson.objects.get(pk=row.lesson_id)
        lesson.live = False
        lesson.save()
        lesson.save_revision()
        edit_page(document, "36", "37")
        quote_checks.check_document(document.pk)
        row.refresh_from_db()
        return row

    def edit(self, broken):
        return reverse("wagtailadmin_pages:edit", args=[broken.lesson_id])

    def test_the_publish_button_says_what_is_broken_and_where_to_mend_it(
        self, client, moderator, broken
    ):
        client.force_login(moderator)
        form = self.lesson_form(broken, **{"action-publish": "1"})
        response = client.post(self.edit(broken), form)
        content = response.content.decode()
        assert not Lesson.objects.get().live
        assert "does not stand as it was cited on page 2 of “Round 3”" in content
        assert broken.decision_url in content

    def test_a_draft_with_a_broken_quote_is_saved(self, client, editor, broken):
        client.force_login(editor)
        response = client.post(self.edit(broken), self.lesson_form(broken))
        assert response.status_code == 302
        draft = Lesson.objects.get().get_latest_revision_as_object()
        assert draft.title == "Measure what matters"

    def test_words_that_never_stood_are_not_saved(self, client, editor, broken):
        client.force_login(editor)
        broken.quote = "Of 38 districts"
        response = client.post(self.edit(broken), self.lesson_form(broken))
        rows = response.context["form"].formsets["evidence"]
        (message,) = rows.forms[0].errors["quote"]
        assert "Most like them, by" in message
        assert "“Of 37 districts,”" in message

    def test_code_cannot_publish_it_either(self, broken):
        lesson = Lesson.objects.get()
        with pytest.raises(PublicationRefused, match="a document|Round 3"):
            lesson.save_revision().publish()
        assert not Lesson.objects.get().live

    def test_the_approval_of_a_workflow_is_refused_in_words(
        self, client, editor, moderator, broken
    ):
        lesson = Lesson.objects.get()
        lesson.get_workflow().start(lesson, editor)
        client.force_login(moderator)
        address = reverse(
            "wagtailadmin_pages:workflow_action",
            args=[lesson.pk, "approve", lesson.current_workflow_task_state.pk],
        )
        response = client.post(address, follow=True)
        assert "was not published" in response.content.decode()
        lesson = Lesson.objects.get()
        assert not lesson.live
        assert lesson.current_workflow_state.status == "in_progress"

    def test_the_dialog_of_an_approval_leads_to_the_reason(
        self, client, editor, moderator, broken
    ):
        lesson = Lesson.objects.get()
        lesson.get_workflow().start(lesson, editor)
        client.force_login(moderator)
        address = reverse(
            "wagtailadmin_pages:workflow_action",
            args=[lesson.pk, "approve", lesson.current_workflow_task_state.pk],
        )
        response = client.post(address, headers={"x-requested-with": "XMLHttpRequest"})
        assert response.json() == {"step": "success", "redirect": self.edit(broken)}

    def test_publishing_many_at_once_is_refused(self, client, moderator, broken):
        client.force_login(moderator)
        address = reverse(
            "wagtail_bulk_action", args=["wagtailcore", "page", "publish"]
        )
        response = client.post(f"{address}?id={broken.lesson_id}", follow=True)
        assert "was not published" in response.content.decode()
        assert not Lesson.objects.get().live

    def test_a_schedule_passes_over_it_and_publishes_the_others(self, broken, caplog):
        an_hour_ago = timezone.now() - timedelta(hours=1)
        other = LessonFactory(live=False)
        for lesson in (Lesson.objects.get(pk=broken.lesson_id), other):
            lesson.save_revision(approved_go_live_at=an_hour_ago, clean=False)
        call_command("publish_scheduled", stdout=StringIO())
        assert not Lesson.objects.get(pk=broken.lesson_id).live
        assert Lesson.objects.get(pk=other.pk).live
        assert "was not published" in caplog.text

    def test_what_is_closed_to_the_publisher_is_only_counted(
        self, client, moderator, broken
    ):
        document = broken.version.document
        document.unit = DeliveryUnitFactory()
        document.access = Access.RESTRICTED
        document.save()
        client.force_login(moderator)
        form = self.lesson_form(broken, **{"action-publish": "1"})
        form |= nested_form_data({"evidence": inline_formset([])})
        content = client.post(self.edit(broken), form).content.decode()
        assert "1 quote of a document that is closed to you is broken." in content
        assert "Round 3" not in content
        assert "36 districts" not in content

    def test_a_quote_that_has_moved_does_not_keep_it_back(self, document, row):
        add_version(document, [SECOND, FIRST])
        lesson = Lesson.objects.get()
        lesson.save_revision().publish()
        assert state_of(row) == State.MOVED


class TestReaders:
    def test_they_are_led_to_the_quote_on_its_page_and_in_the_file(
        self, client, document, row
    ):
        document.current_version.media_type = "application/pdf"
        document.current_version.save()
        row.lesson.access = Access.PUBLIC
        row.lesson.save()
        content = client.get(row.lesson.url).content.decode()
        page = f"/documents/{document.pk}/versions/1/pages/2/"
        assert f'href="{page}?quote=Of+36+districts' in content
        viewer = f"/documents/{document.pk}/versions/1/viewer/"
        assert f'href="{viewer}#page=2&amp;search=%22Of+36+districts' in content
        lit = client.get(row.get_absolute_url()).content.decode()
        assert f'<mark id="quote">{QUOTE}</mark>' in lit

    def test_only_staff_are_told_how_a_quote_stands(self, client, document, row):
        row.lesson.access = Access.PUBLIC
        row.lesson.save()
        assert "verified" not in client.get(row.lesson.url).content.decode()
        client.force_login(UserFactory())
        assert "verified" in client.get(row.lesson.url).content.decode()


class TestQueue:
    @pytest.fixture
    def broken(self, document, row):
        add_version(document, [FIRST, "A page.", SECOND.replace("28", "27")])
        quote_checks.check_document(document.pk)
        row.refresh_from_db()
        return row

    def queue(self, client, user, query=""):
        client.force_login(user)
        return client.get(reverse("broken_quotes") + query).content.decode()

    def test_it_lists_what_is_broken_with_the_words_most_like_it(
        self, client, editor, broken
    ):
        content = self.queue(client, editor)
        assert QUOTE in content
        assert "Round 3, version 1, page 2" in content
        assert "on page 3: “Of 36 districts, 27 did not report.”" in content

    def test_it_is_narrowed_by_state_and_by_who_has_looked(
        self, client, editor, broken
    ):
        assert QUOTE not in self.queue(client, editor, "?state=moved")
        assert QUOTE in self.queue(client, editor, "?state=broken&decided=false")
        quote_decisions.keep_broken(broken, note="Asked the unit.", user=editor)
        assert QUOTE not in self.queue(client, editor, "?decided=false")

    def test_what_stands_is_not_in_it(self, client, editor, row):
        assert QUOTE not in self.queue(client, editor)

    def test_it_tells_nothing_of_documents_that_are_closed_to_the_reader(
        self, client, broken
    ):
        document = broken.version.document
        document.access = Access.RESTRICTED
        document.save()
        elsewhere = UserFactory(groups=["Editors"], units=[DeliveryUnitFactory()])
        content = self.queue(client, elsewhere)
        assert QUOTE not in content
        assert "Round 3" not in content
        address = broken.decision_url
        assert client.get(address).status_code == 404

    def test_it_is_for_editors_of_lessons(self, client, broken):
        client.force_login(UserFactory(groups=["Archivists"]))
        assert client.get(reverse("broken_quotes")).status_code == 302
        client.logout()
        assert client.get(reverse("broken_quotes")).status_code == 302

    def test_it_can_be_taken_along_without_formulas(self, client, editor, broken):
        Evidence.objects.update(quote="=HYPERLINK(1)")
        client.force_login(editor)
        response = client.get(reverse("broken_quotes") + "?export=csv")
        assert "'=HYPERLINK(1)" in b"".join(response.streaming_content).decode()

    def test_the_number_of_queries_does_not_grow(
        self, client, editor, broken, django_assert_max_num_queries
    ):
        for _ in range(5):
            EvidenceFactory(version=broken.version, page=1, quote="Not there at all.")
        self.queue(client, editor)
        with django_assert_max_num_queries(40):
            client.get(reverse("broken_quotes"))


class TestDecisions:
    @pytest.fixture
    def moved(self, document, row):
        add_version(document, [FIRST, "A page.", SECOND])
        quote_checks.check_document(document.pk)
        row.refresh_from_db()
        return row

    def decide(self, client, user, row, **fields):
        client.force_login(user)
        address = row.decision_url
        return client.post(address, {"note": "Looked it up.", **fields}, follow=True)

    def accept(self, client, user, row):
        return self.decide(
            client,
            user,
            row,
            decision="cite",
            version=row.candidate_version_id,
            page=row.candidate_page,
            quote=row.candidate_quote,
        )

    def test_the_screen_shows_the_quote_and_the_words_most_like_it(
        self, client, editor, moved
    ):
        client.force_login(editor)
        response = client.get(moved.decision_url)
        content = response.content.decode()
        assert "The quote is moved only if you say so." in content
        assert "100 % alike" in content
        initial = response.context["form"].initial
        assert (initial["page"], initial["quote"]) == (3, QUOTE)

    def test_an_accepted_candidate_is_cited_and_says_who_did_it(
        self, client, moderator, moved
    ):
        self.accept(client, moderator, moved)
        assert state_of(moved) == State.VERIFIED
        assert (moved.version.number, moved.page) == (2, 3)
        assert (moved.decided_by, moved.decision) == (moderator, "Looked it up.")
        assert PageLogEntry.objects.get(action=quote_decisions.LOG_ACTION)

    def test_the_draft_follows_so_that_publishing_it_brings_nothing_back(
        self, client, moderator, moved
    ):
        lesson = Lesson.objects.get()
        lesson.title = "A draft of a better title"
        lesson.save_revision()
        self.accept(client, moderator, moved)
        Lesson.objects.get().get_latest_revision().publish()
        assert (moved.lesson.evidence.get().page, state_of(moved)) == (3, "verified")

    def test_who_may_not_publish_changes_the_draft_only(self, client, editor, moved):
        moved.lesson.save_revision().publish()
        response = self.accept(client, editor, moved)
        assert "awaits approval" in response.content.decode()
        assert (state_of(moved), moved.page) == (State.MOVED, 2)
        draft = Lesson.objects.get().get_latest_revision_as_object()
        assert draft.evidence.get().page == 3
        assert Lesson.objects.get().has_unpublished_changes

    def test_words_that_do_not_stand_are_refused(self, client, moderator, moved):
        response = self.decide(
            client,
            moderator,
            moved,
            decision="cite",
            version=moved.candidate_version_id,
            page=3,
            quote="Of 99 districts",
        )
        assert "These words are not on page 3" in response.content.decode()
        assert state_of(moved) == State.MOVED

    def test_a_page_is_asked_for(self, client, moderator, moved):
        response = self.decide(client, moderator, moved, decision="cite")
        assert "This field is required." in response.content.decode()

    def test_a_version_of_another_document_is_refused(self, client, moderator, moved):
        other = DocumentFactory(pages=[SECOND]).current_version
        response = self.decide(
            client, moderator, moved, decision="cite", version=other.pk, page=1,
            quote=QUOTE,
        )  # fmt: skip
        assert response.context["form"].errors["version"]
        assert state_of(moved) == State.MOVED

    def test_one_may_keep_to_the_version_until_a_newer_one_comes(
        self, client, document, moderator, moved
    ):
        self.decide(client, moderator, moved, decision="keep_version")
        assert state_of(moved) == State.VERIFIED
        quote_checks.check_document(document.pk)
        assert state_of(moved) == State.VERIFIED
        add_version(document, [FIRST])
        quote_checks.check_document(document.pk)
        assert state_of(moved) == State.BROKEN

    def test_one_may_leave_it_as_it_is(self, client, moderator, moved):
        self.decide(client, moderator, moved, decision="keep")
        assert state_of(moved) == State.MOVED
        assert moved.decided_by == moderator

    def test_who_may_not_edit_the_lesson_does_not_decide(self, client, moved):
        response = self.decide(
            client, UserFactory(groups=["Archivists"]), moved, decision="keep"
        )
        assert response.status_code == 404
        assert state_of(moved) == State.MOVED
        assert moved.decided_by is None
