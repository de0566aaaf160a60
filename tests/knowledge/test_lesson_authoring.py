"""Editors write lessons in the admin: draft, proof, moderation, preview, history."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from knowledge.access import Access
from knowledge.models import Lesson, LessonIndex
from tests.factories import (
    DeliveryUnitFactory,
    DepartmentFactory,
    DocumentFactory,
    EvidenceFactory,
    LearningOutcomeFactory,
    LessonFactory,
    ModuleFactory,
    RuleFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db

PAGES = ["Attendance rose. Learning stayed where it was.", "The second page."]
RIGHT = "Learning stayed where it was."
WRONG = "Learning rose with attendance."


@pytest.fixture(autouse=True)
def site():
    return home_page()


@pytest.fixture
def unit():
    return DeliveryUnitFactory()


@pytest.fixture
def version(unit):
    document = DocumentFactory(
        title="Minutes of schools", unit=unit, access=Access.RESTRICTED, pages=PAGES
    )
    return document.current_version


@pytest.fixture
def editor(unit):
    return UserFactory(groups=["Editors"], units=[unit])


@pytest.fixture
def moderator(unit):
    return UserFactory(
        groups=["Moderators"], units=[unit], email="moderator@sabaq.example"
    )


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


def evidence(version, quote=RIGHT, page=1, **fields):
    return {
        "version": version.pk,
        "page": page,
        "quote": quote,
        "role": "supports",
        **fields,
    }


def lesson_form(unit, *, proof=(), kept=0, title="Measure what matters", **fields):
    return nested_form_data(
        {
            "title": title,
            "slug": "measure-what-matters",
            "summary": "Measure the outcome, not the attendance.",
            "what_happened": "Attendance rose and **learning** did not.",
            "unit": unit.pk,
            "access": Access.INTERNAL,
            "language": "en",
            "evidence": inline_formset(proof, initial=kept),
            "system_links": inline_formset([]),
            "curriculum_links": inline_formset([]),
            "relations": inline_formset([]),
            "further_parts": streamfield([]),
            "comments": inline_formset([]),
            **fields,
        }
    )


def add_lesson(client, form):
    index = LessonIndex.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["knowledge", "lesson", index.pk])
    return client.post(address, form)


def edit_address(lesson, view="edit"):
    return reverse(f"wagtailadmin_pages:{view}", args=[lesson.pk])


def draft_of(lesson):
    return Lesson.objects.get(pk=lesson.pk).get_latest_revision_as_object()


class TestDrafts:
    def test_an_editor_saves_a_draft_with_a_verified_quote(
        self, as_editor, unit, version
    ):
        response = add_lesson(as_editor, lesson_form(unit, proof=[evidence(version)]))
        lesson = Lesson.objects.get()
        assert response.status_code == 302
        assert not lesson.live
        assert [row.quote for row in draft_of(lesson).evidence.all()] == [RIGHT]

    def test_a_quote_that_is_not_on_the_page_is_refused_at_its_field(
        self, as_editor, unit, version
    ):
        form = lesson_form(unit, proof=[evidence(version, WRONG)])
        response = add_lesson(as_editor, form)
        rows = response.context["form"].formsets["evidence"]
        (message,) = rows.forms[0].errors["quote"]
        assert "These words are not on page 1 of “Minutes of schools”" in message
        assert message in response.content.decode()
        assert not Lesson.objects.exists()

    def test_a_quote_of_another_page_says_which(self, as_editor, unit, version):
        form = lesson_form(unit, proof=[evidence(version, RIGHT, page=2)])
        response = add_lesson(as_editor, form)
        rows = response.context["form"].formsets["evidence"]
        (message,) = rows.forms[0].errors["page"]
        assert "but on page 1" in message
        assert not Lesson.objects.exists()

    def test_a_rule_of_another_department_is_refused_at_its_field(
        self, as_editor, unit
    ):
        link = {
            "department": DepartmentFactory().pk,
            "rule": RuleFactory(name="Rules of business").pk,
            "relation": "concerns",
        }
        form = lesson_form(unit, system_links=inline_formset([link]))
        response = add_lesson(as_editor, form)
        rows = response.context["form"].formsets["system_links"]
        (message,) = rows.forms[0].errors["rule"]
        assert "“Rules of business” belongs to" in message
        assert not Lesson.objects.exists()

    def test_a_system_link_to_nothing_is_refused(self, as_editor, unit):
        link = {"department": "", "rule": "", "relation": "concerns"}
        form = lesson_form(unit, system_links=inline_formset([link]))
        response = add_lesson(as_editor, form)
        assert "Choose a department or a rule." in response.content.decode()
        assert not Lesson.objects.exists()


class TestModeration:
    @pytest.fixture
    def submitted(self, as_editor, unit, version, moderator):
        form = lesson_form(unit, proof=[evidence(version)])
        add_lesson(as_editor, form | {"action-submit": "1"})
        return Lesson.objects.get()

    def test_an_editor_does_not_publish(self, as_editor, unit):
        add_lesson(as_editor, lesson_form(unit) | {"action-publish": "1"})
        assert not Lesson.objects.get().live

    def test_the_moderator_is_told(self, submitted, moderator):
        (letter,) = mail.outbox
        assert letter.to == [moderator.email]
        assert "Measure what matters" in letter.body

    def test_a_moderator_who_may_not_see_it_is_not_told(self, as_editor, unit, version):
        UserFactory(groups=["Moderators"], email="elsewhere@sabaq.example")
        form = lesson_form(unit, access=Access.RESTRICTED)
        add_lesson(as_editor, form | {"action-submit": "1"})
        assert Lesson.objects.get().current_workflow_task
        assert not mail.outbox

    def test_what_a_moderator_approves_is_live_and_visible(
        self, client, submitted, moderator, editor
    ):
        client.force_login(moderator)
        task_state = submitted.current_workflow_task_state
        client.post(
            reverse(
                "wagtailadmin_pages:workflow_action",
                args=[submitted.pk, "approve", task_state.pk],
            )
        )
        lesson = Lesson.objects.visible_to(UserFactory()).get()
        assert [row.quote for row in lesson.evidence.all()] == [RIGHT]
        assert client.get(lesson.url).status_code == 200

    def test_a_moderator_who_may_not_see_it_cannot_approve(
        self, client, as_editor, unit, version
    ):
        form = lesson_form(unit, access=Access.RESTRICTED)
        add_lesson(as_editor, form | {"action-submit": "1"})
        lesson = Lesson.objects.get()
        client.force_login(UserFactory(groups=["Moderators"]))
        response = client.post(
            reverse(
                "wagtailadmin_pages:workflow_action",
                args=[lesson.pk, "approve", lesson.current_workflow_task_state.pk],
            )
        )
        assert response.status_code == 404
        assert not Lesson.objects.get().live


class TestClosedEvidence:
    """An editor works on a lesson whose proof lies in documents of another unit."""

    @pytest.fixture
    def closed(self):
        return DocumentFactory(
            title="Secret working paper",
            access=Access.RESTRICTED,
            pages=["A secret sentence."],
        ).current_version

    @pytest.fixture
    def lesson(self, unit, version, closed):
        lesson = LessonFactory(unit=unit, access=Access.INTERNAL)
        EvidenceFactory(lesson=lesson, version=version, quote=RIGHT)
        EvidenceFactory(lesson=lesson, version=closed, quote="A secret sentence.")
        lesson = Lesson.objects.get(pk=lesson.pk)
        lesson.save_revision().publish()
        return lesson

    def test_it_is_refused_as_if_it_did_not_exist(self, as_editor, unit, closed):
        answers = []
        for number in (closed.pk, closed.pk + 1000):
            row = evidence(closed, "A secret sentence.") | {"version": number}
            form = lesson_form(unit, proof=[row])
            response = add_lesson(as_editor, form)
            rows = response.context["form"].formsets["evidence"]
            answers.append(rows.forms[0].errors)
            assert "Secret working paper" not in response.content.decode()
        assert answers[0] == answers[1] != {}
        assert not Lesson.objects.exists()

    def test_it_is_not_shown_to_the_editor(self, as_editor, lesson):
        content = as_editor.get(edit_address(lesson)).content.decode()
        assert RIGHT in content
        assert "secret" not in content.lower()

    def test_it_stays_when_the_editor_saves(self, as_editor, lesson, unit, version):
        visible = lesson.evidence.get(version=version)
        for title in ("First edit", "Second edit"):
            form = lesson_form(
                unit,
                title=title,
                proof=[evidence(version, id=visible.pk)],
                kept=1,
            )
            assert as_editor.post(edit_address(lesson), form).status_code == 302
            quotes = {row.quote for row in draft_of(lesson).evidence.all()}
            assert quotes == {RIGHT, "A secret sentence."}

    def test_unpublished_evidence_of_a_colleague_stays_too(
        self, as_editor, lesson, unit, version, closed
    ):
        draft = draft_of(lesson)
        draft.evidence.remove(*draft.evidence.all())
        draft.evidence.add(
            *(
                type(lesson.evidence.first())(version=of, page=1, quote=quote)
                for of, quote in [(version, RIGHT), (closed, "A secret sentence.")]
            )
        )
        draft.save_revision()
        form = lesson_form(unit, proof=[evidence(version)])
        assert as_editor.post(edit_address(lesson), form).status_code == 302
        quotes = sorted(row.quote for row in draft_of(lesson).evidence.all())
        assert quotes == ["A secret sentence.", RIGHT]

    def test_it_cannot_be_removed_by_its_number(
        self, as_editor, lesson, unit, version, closed
    ):
        hidden = lesson.evidence.get(version=closed)
        row = evidence(version, id=hidden.pk) | {"DELETE": "on"}
        as_editor.post(edit_address(lesson), lesson_form(unit, proof=[row], kept=1))
        quotes = {row.quote for row in draft_of(lesson).evidence.all()}
        assert "A secret sentence." in quotes

    def test_comparisons_do_not_show_it(self, as_editor, lesson, unit, version):
        first = lesson.latest_revision
        draft = draft_of(lesson)
        draft.title = "Another title"
        draft.evidence.remove(*draft.evidence.all())
        second = draft.save_revision()
        response = as_editor.get(
            reverse(
                "wagtailadmin_pages:revisions_compare",
                args=[lesson.pk, first.pk, second.pk],
            )
        )
        content = response.content.decode()
        assert RIGHT in content
        assert "secret" not in content.lower()

    def test_outcomes_of_a_closed_module_are_neither_offered_nor_taken(
        self, as_editor, unit
    ):
        outcome = LearningOutcomeFactory(
            text="A secret outcome", module=ModuleFactory(access=Access.RESTRICTED)
        )
        link = {"outcome": outcome.pk, "relation": "teaches"}
        form = lesson_form(unit, curriculum_links=inline_formset([link]))
        response = add_lesson(as_editor, form)
        assert "secret" not in response.content.decode().lower()
        assert not Lesson.objects.exists()


class TestChoosers:
    def test_the_document_chooser_lists_what_the_user_may_see(self, as_editor, version):
        DocumentFactory(title="Secret working paper", access=Access.RESTRICTED)
        response = as_editor.get(reverse("document_version_chooser:choose"))
        html = response.json()["html"]
        assert "Minutes of schools, version 1" in html
        assert "Secret" not in html

    def test_it_is_searched_by_all_the_words(self, as_editor, version, unit):
        DocumentFactory(title="Minutes of health", unit=unit)
        response = as_editor.get(
            reverse("document_version_chooser:choose_results"), {"q": "schools minutes"}
        )
        content = response.content.decode()
        assert "Minutes of schools" in content
        assert "Minutes of health" not in content

    @pytest.mark.parametrize("several", [False, True])
    def test_a_closed_version_cannot_be_chosen_by_its_number(self, as_editor, several):
        closed = DocumentFactory(title="Secret paper", access=Access.RESTRICTED)
        number = closed.current_version.pk
        if several:
            response = as_editor.get(
                reverse("document_version_chooser:chosen_multiple"), {"id": number}
            )
            assert response.json()["result"] == []
        else:
            address = reverse("document_version_chooser:chosen", args=[number])
            assert as_editor.get(address).status_code == 404

    def test_an_outcome_is_found_by_its_module(self, as_editor):
        outcome = LearningOutcomeFactory(module=ModuleFactory(title="Indicators"))
        LearningOutcomeFactory(text="Lead a team.")
        response = as_editor.get(
            reverse("learning_outcome_chooser:choose_results"), {"q": "indicators"}
        )
        content = response.content.decode()
        assert outcome.text in content
        assert "Lead a team." not in content

    @pytest.mark.parametrize("name", ["department", "rule"])
    def test_departments_and_rules_can_be_chosen(self, as_editor, name):
        rule = RuleFactory(name="Rules of business")
        response = as_editor.get(reverse(f"{name}_chooser:choose"))
        wanted = rule.name if name == "rule" else rule.department.name
        assert wanted in response.json()["html"]


class TestPreviewAndHistory:
    @pytest.fixture
    def lesson(self, as_editor, unit, version):
        add_lesson(as_editor, lesson_form(unit, proof=[evidence(version)]))
        return Lesson.objects.get()

    def test_an_unsaved_draft_is_previewed_with_its_evidence(
        self, as_editor, lesson, unit, version
    ):
        address = edit_address(lesson, "preview_on_edit")
        form = lesson_form(
            unit, title="A better title", proof=[evidence(version, PAGES[0])]
        )
        assert as_editor.post(address, form).json()["is_valid"]
        content = as_editor.get(address).content.decode()
        assert "A better title" in content
        assert "Attendance rose." in content
        assert "<strong>learning</strong>" in content

    def test_a_draft_can_be_looked_at(self, as_editor, lesson):
        response = as_editor.get(edit_address(lesson, "view_draft"))
        assert RIGHT in response.content.decode()

    @pytest.mark.parametrize("view", ["history", "workflow_history", "usage", "copy"])
    def test_its_screens_open(self, as_editor, lesson, view):
        assert as_editor.get(edit_address(lesson, view)).status_code == 200

    def test_two_drafts_are_compared(self, as_editor, lesson, unit, version):
        row = draft_of(lesson).evidence.get()
        form = lesson_form(
            unit, title="A better title", proof=[evidence(version, id=row.pk or "")]
        )
        as_editor.post(edit_address(lesson), form)
        response = as_editor.get(
            reverse(
                "wagtailadmin_pages:revisions_compare",
                args=[lesson.pk, "earliest", "latest"],
            )
        )
        assert "A better title" in response.content.decode()
