"""From a quote that only a draft has to the public, and from the public to the unit."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from knowledge import clearing, publication
from knowledge.access import Access
from knowledge.models import (
    ClearedQuote,
    DocumentRequest,
    Evidence,
    Lesson,
    LessonIndex,
)
from tests.browser_forms import sent_from
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    LessonFactory,
    UserFactory,
    home_page,
)
from tests.html import parse, words

pytestmark = pytest.mark.django_db

TITLE = "Confidential working paper"
QUOTE = "Of 36 districts,\n28 did not report."
REST = "The secretary was transferred."
SOURCE = "A working paper on schools, 2017"
QUEUE = "/admin/reports/uncleared-quotes/"


@pytest.fixture
def unit():
    home_page()
    return DeliveryUnitFactory(short_name="SMU")


@pytest.fixture
def document(unit):
    return DocumentFactory(
        title=TITLE, unit=unit, access=Access.RESTRICTED, pages=[f"{QUOTE}\n{REST}"]
    )


@pytest.fixture
def editor(unit):
    return UserFactory(groups=["Editors"], units=[unit])


@pytest.fixture
def moderator(unit):
    return UserFactory(groups=["Moderators"], units=[unit])


@pytest.fixture
def reviewer(unit):
    return UserFactory(groups=["Moderators"], units=[unit])


def edit(lesson) -> str:
    return reverse("wagtailadmin_pages:edit", args=[lesson.pk])


def as_shown(client, lesson, **buttons) -> dict:
    """The form of the lesson as it is shown, with a button pressed."""
    empty = nested_form_data({"further_parts": streamfield([])})
    return sent_from(client.get(edit(lesson))) | empty | buttons


def approve(client, lesson):
    pressed = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    return client.post(edit(lesson), as_shown(client, lesson, **pressed), follow=True)


def cite(client, lesson, document, quote=QUOTE):
    address = reverse("cite", args=[document.pk, 1, 1])
    lines = quote.replace("\n", "\r\n")
    form = {"quote": lines, "role": "supports", "lesson": lesson.pk}
    assert client.post(address, form).status_code == 302


def draft_by(client, editor, document, **fields) -> Lesson:
    """A lesson that was never published; only its draft has the quote."""
    client.force_login(editor)
    form = nested_form_data(
        {
            "title": "Count what is missing",
            "slug": "count-what-is-missing",
            "summary": "Ask who did not report.",
            "what_happened": "Most were silent.\r\nNobody asked.",
            "language": "en",
            "access": "public",
            "unit": document.unit_id,
            **dict.fromkeys(
                ["evidence", "system_links", "curriculum_links", "relations",
                 "comments"],
                inline_formset([]),
            ),
            "further_parts": streamfield([]),
            **fields,
        }
    )  # fmt: skip
    parent = LessonIndex.objects.get()
    add = reverse("wagtailadmin_pages:add", args=["knowledge", "lesson", parent.pk])
    assert client.post(add, form).status_code == 302
    lesson = Lesson.objects.get()
    cite(client, lesson, document)
    assert not Evidence.objects.exists()
    return Lesson.objects.get()


@pytest.fixture
def draft(client, editor, document):
    return draft_by(client, editor, document)


@pytest.fixture
def submitted(editor, draft):
    draft.get_workflow().start(draft, editor)
    return Lesson.objects.get()


def row_of(lesson) -> Evidence:
    again = Lesson.objects.get(pk=lesson.pk)
    (row,) = again.get_latest_revision_as_object().evidence.all()
    return row


def ways_out(response) -> list[str]:
    """Where the refusal leads."""
    return [link["href"] for link in parse(response).select(".messages a[href]")]


def release(client, address):
    form = {"source_description": SOURCE, "understood": "on"}
    return client.post(address, form, follow=True)


def test_from_a_draft_to_the_public_and_back_to_the_unit(
    client, index, submitted, moderator, reviewer
):
    lesson = submitted

    # Who wants to publish is told what is in the way, and led there.
    client.force_login(moderator)
    refused = approve(client, lesson)
    assert "which is restricted, and was not cleared for the public" in words(refused)
    (link,) = ways_out(refused)
    assert "Everybody will be able to read this quote" in words(client.get(link))
    assert not Lesson.objects.get().live
    assert not Evidence.objects.exists()

    # A reviewer finds the quote in the queue and releases it.
    client.force_login(reviewer)
    listed = parse(client.get(QUEUE)).find("a", href=link)
    assert listed.text.split() == QUOTE.split()
    released = release(client, link)
    assert "The quote is released to the public." in words(released)
    assert released.request["PATH_INFO"] == edit(lesson)
    assert not parse(client.get(QUEUE)).find("a", href=link)

    # The moderator approves: the form, with a browser's line ends, says nothing new.
    client.force_login(moderator)
    approve(client, lesson)
    lesson = Lesson.objects.get()
    assert lesson.live

    # The public reads the quote and nothing else of its document.
    client.logout()
    index.drain()
    page = client.get(lesson.url)
    assert " ".join(QUOTE.split()) in words(page) and SOURCE in words(page)
    found = [
        client.get(reverse("search"), {"q": asked})
        for asked in ("missing", "28 did not report", "confidential", "transferred")
    ]
    assert "Count what is missing" in words(found[0])
    for response in (page, *found):
        assert TITLE not in words(response) and REST not in words(response)
    ((quote,), _hidden) = lesson.evidence_for(None)
    quote_page = parse(page).find("a", href=quote.url)["href"]

    # A reader asks for the document.
    ask = f"{quote_page}request/"
    assert parse(client.get(quote_page)).find("a", href=ask)
    asked = {
        "name": "Sana Tariq",
        "email": "sana@university.example",
        "purpose": "A thesis.",
    }
    assert "Your request is with the unit" in words(
        client.post(ask, asked, follow=True)
    )

    # The unit reads it in its queue and answers; the worker sends the answer.
    client.force_login(reviewer)
    assert "Sana Tariq" in words(client.get(reverse("document_requests")))
    request = DocumentRequest.objects.get()
    decision = {"status": "granted", "answer": "Come to the office."}
    client.post(reverse("document_request", args=[request.pk]), decision)
    clearing.send_answer(request.pk)
    (letter,) = [sent for sent in mail.outbox if "granted" in sent.subject]
    assert letter.to == ["sana@university.example"]
    assert "Come to the office." in letter.body
    assert TITLE not in letter.subject + letter.body


class TestWhoReleases:
    @pytest.mark.parametrize("wrote", ["the lesson", "the quote", "words of the draft"])
    def test_not_whoever_wrote_it(self, client, document, editor, reviewer, wrote):
        if wrote == "the lesson":
            lesson = draft_by(client, reviewer, document)
        elif wrote == "the quote":
            lesson = LessonFactory(live=False, unit=document.unit, owner=editor)
            lesson.save_revision(user=editor)
            client.force_login(reviewer)
            cite(client, lesson, document)
        else:
            lesson = draft_by(client, editor, document)
            draft = lesson.get_latest_revision_as_object()
            draft.summary = "Ask who is silent."
            draft.save_revision(user=reviewer)
        client.force_login(reviewer)
        response = release(client, row_of(lesson).release_url)
        assert "another reviewer has to release its quotes" in words(response)
        assert not ClearedQuote.objects.exists()

    def test_not_whoever_cited_a_quote_that_was_published_since(
        self, client, document, editor, reviewer
    ):
        lesson = LessonFactory(unit=document.unit, owner=editor, access=Access.INTERNAL)
        lesson.save_revision(user=editor)
        client.force_login(reviewer)
        cite(client, lesson, document)
        Lesson.objects.get().get_latest_revision().publish()
        (row,) = Lesson.objects.get().evidence.all()
        response = client.get(row.release_url)
        assert "another reviewer has to release its quotes" in words(response)

    def test_looking_at_the_form_makes_nobody_a_writer(
        self, client, submitted, reviewer
    ):
        client.force_login(reviewer)
        client.post(edit(submitted), as_shown(client, submitted))
        assert submitted.latest_revision.user != reviewer
        response = release(client, row_of(Lesson.objects.get()).release_url)
        assert "The quote is released to the public." in words(response)

    def test_a_quote_that_is_in_no_draft_has_no_page(self, client, submitted, reviewer):
        client.force_login(reviewer)
        address = reverse("quote_release", args=[submitted.pk, "0123456789abcdef"])
        assert client.get(address).status_code == 404


class TestTheQueue:
    def queue(self, client, user) -> str:
        client.logout()  # and forget the messages of who was there before
        client.force_login(user)
        return words(client.get(QUEUE, follow=True))

    def test_it_is_in_the_menu_of_those_who_release(self, client, submitted, reviewer):
        client.force_login(reviewer)
        assert QUEUE in client.get("/admin/").content.decode()

    def test_others_see_no_rows(self, client, unit, submitted, editor):
        elsewhere = UserFactory(groups=["Moderators"], units=[DeliveryUnitFactory()])
        for user in (elsewhere, editor, UserFactory(groups=["Curators"], units=[unit])):
            told = self.queue(client, user)
            assert TITLE not in told and "28 did not report" not in told
        client.logout()
        assert client.get(QUEUE).status_code == 302

    def test_a_lesson_that_is_closed_to_one_is_not_told_of(
        self, client, submitted, reviewer
    ):
        other = DeliveryUnitFactory()
        draft = submitted.get_latest_revision_as_object()
        draft.unit, draft.access = other, Access.RESTRICTED
        draft.save_revision()
        assert "Count what is missing" not in self.queue(client, reviewer)

    def test_only_what_is_to_be_public_waits(self, client, submitted, reviewer):
        draft = submitted.get_latest_revision_as_object()
        draft.access = Access.INTERNAL
        draft.save_revision()
        assert "28 did not report" not in self.queue(client, reviewer)

    def test_what_became_restricted_after_its_publication_waits_as_well(
        self, client, document, reviewer
    ):
        document.access = Access.PUBLIC
        document.save()
        lesson = LessonFactory(unit=document.unit)
        row = Evidence.objects.create(
            lesson=lesson, version=document.current_version, page=1, quote=QUOTE
        )
        assert "28 did not report" not in self.queue(client, reviewer)
        document.access = Access.RESTRICTED
        document.save()
        assert "28 did not report" in self.queue(client, reviewer)
        assert release(client, row.release_url).status_code == 200
        assert "28 did not report" not in self.queue(client, reviewer)

    def test_a_quote_of_draft_and_publication_waits_once(
        self, client, document, reviewer
    ):
        lesson = LessonFactory(unit=document.unit)
        lesson.evidence.add(
            Evidence(version=document.current_version, page=1, quote=QUOTE)
        )
        lesson.save()
        lesson.save_revision()
        assert self.queue(client, reviewer).count("28 did not report") == 1

    def test_it_asks_as_often_for_many_as_for_one(
        self, client, document, reviewer, django_assert_max_num_queries
    ):
        for _ in range(8):
            lesson = LessonFactory(unit=document.unit, live=False)
            lesson.evidence.add(
                Evidence(version=document.current_version, page=1, quote=QUOTE)
            )
            lesson.save_revision()
        assert self.queue(client, reviewer).count("28 did not report") == 8
        with django_assert_max_num_queries(30):
            client.get(QUEUE)


class TestTheRefusal:
    def test_who_may_not_release_is_told_whom_to_ask(
        self, client, submitted, document, unit
    ):
        group = UserFactory(groups=["Moderators"]).groups.get()
        document.access_groups.add(group)
        moderator = UserFactory(groups=["Moderators"], units=[DeliveryUnitFactory()])
        client.force_login(moderator)
        refused = approve(client, submitted)
        assert f"Ask a reviewer of {unit} to release it." in words(refused)
        assert not ways_out(refused)

    def test_who_may_not_see_the_document_is_told_how_many(self, client, submitted):
        moderator = UserFactory(groups=["Moderators"], units=[DeliveryUnitFactory()])
        client.force_login(moderator)
        refused = approve(client, submitted)
        assert "1 quote of a restricted document was not cleared" in words(refused)
        assert TITLE not in words(refused)

    def test_a_quote_that_is_only_in_the_form_is_saved_first(
        self, client, submitted, moderator
    ):
        client.force_login(moderator)
        form = as_shown(client, submitted, **{"action-publish": "true"})
        form["evidence-0-quote"] = REST
        refused = client.post(edit(submitted), form)
        assert "Save the draft first; then release it." in words(refused)
        (link,) = parse(refused).select("a[href*='/release/']")
        assert link["href"] == row_of(submitted).release_url
        assert not ways_out(refused)


class TestLineEnds:
    """Browsers end lines by CR LF; nobody has written that."""

    def test_a_form_is_kept_with_the_ends_that_pages_have(
        self, client, draft, document
    ):
        saved = draft.get_latest_revision_as_object()
        assert saved.what_happened == "Most were silent.\nNobody asked."
        assert row_of(draft).quote == QUOTE

    def test_a_quote_that_was_released_stays_so_when_its_lesson_is_saved(
        self, client, submitted, moderator, reviewer
    ):
        clearing.release(row_of(submitted), source_description=SOURCE, user=reviewer)
        client.force_login(moderator)
        form = as_shown(client, submitted, summary="Ask who is silent.")
        assert "\r\n" in form["evidence-0-quote"]
        assert client.post(edit(submitted), form).status_code == 302
        assert publication.uncleared([row_of(submitted)]) == []


class TestRowsOfDrafts:
    """What was put down with a quote in a draft outlives the saving of its form."""

    def test_decision_and_place_stay(self, client, draft, editor):
        lesson = draft.get_latest_revision_as_object()
        (row,) = lesson.evidence.all()
        row.decision, row.prefix = "Asked the unit.", "before"
        lesson.save_revision(user=editor, clean=False)
        client.force_login(editor)
        form = as_shown(client, draft, summary="Ask who is silent.")
        assert client.post(edit(draft), form).status_code == 302
        saved = Lesson.objects.get().get_latest_revision_as_object()
        assert saved.summary == "Ask who is silent."
        (row,) = saved.evidence.all()
        assert (row.decision, row.prefix) == ("Asked the unit.", "before")

    def test_one_that_broke_is_saved_with_the_draft(
        self, client, draft, editor, document
    ):
        page = document.current_version.pages.get()
        page.text = page.text.replace("36", "37")
        page.save()
        client.force_login(editor)
        form = as_shown(client, draft, summary="Ask who is silent.")
        assert client.post(edit(draft), form).status_code == 302
        row = row_of(Lesson.objects.get())
        assert (row.quote, row.is_broken) == (QUOTE, True)

    def test_whoever_approves_it_has_written_nothing(
        self, client, editor, moderator, document
    ):
        lesson = LessonFactory(unit=document.unit, access=Access.INTERNAL)
        lesson.save_revision(user=editor).publish()
        client.force_login(editor)
        cite(client, lesson, document)
        lesson = Lesson.objects.get()
        lesson.get_workflow().start(lesson, editor)
        client.force_login(moderator)
        approve(client, lesson)
        assert Evidence.objects.get().quote == QUOTE

    def test_it_is_removed_and_changed_as_any_other(
        self, client, draft, editor, document
    ):
        client.force_login(editor)
        cite(client, draft, document, REST)
        form = as_shown(client, draft)
        form["evidence-0-DELETE"] = "on"
        form["evidence-1-note"] = "Of the same day."
        assert client.post(edit(draft), form).status_code == 302
        row = row_of(Lesson.objects.get())
        assert (row.quote, row.note) == (REST, "Of the same day.")

    def test_they_are_put_into_another_order(self, client, draft, editor, document):
        client.force_login(editor)
        cite(client, draft, document, REST)
        form = as_shown(client, draft)
        form["evidence-0-ORDER"], form["evidence-1-ORDER"] = "2", "1"
        assert client.post(edit(draft), form).status_code == 302
        rows = Lesson.objects.get().get_latest_revision_as_object().evidence.all()
        assert [row.quote for row in rows] == [REST, QUOTE]
