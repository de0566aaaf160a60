"""The grade of a lesson follows from what its readers can see, by rules that hold."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import access, clearing, quote_decisions
from knowledge.access import Access
from knowledge.confidence import LETTERS, Facts, grade
from knowledge.confidence_facts import facts_of, refresh_confidence
from knowledge.models import ClearedQuote, Evidence, Lesson, Validation
from knowledge.quote_checks import check_document, check_due, check_everything
from knowledge.validation import hash_of_lesson
from tests.factories import (
    DeliveryUnitFactory,
    DepartmentFactory,
    DocumentFactory,
    EvidenceFactory,
    LessonFactory,
    StocktakeFactory,
    UserFactory,
    add_version,
    home_page,
)

counts = st.integers(min_value=0, max_value=4)
all_facts = st.builds(Facts, **dict.fromkeys(Facts.__dataclass_fields__, counts))


def rank(facts) -> int:
    return LETTERS.index(grade(facts).letter)


class TestRules:
    @pytest.mark.parametrize(
        ("facts", "letter"),
        [
            (Facts(), "D"),
            (Facts(endorsed=3), "D"),
            (Facts(sources=1), "C"),
            (Facts(sources=2), "C"),
            (Facts(sources=2, departments=2), "B"),
            (Facts(sources=2, governments=2), "B"),
            (Facts(sources=2, years=2), "B"),
            (Facts(sources=2, shows_change=1), "B"),
            (Facts(sources=1, endorsed=1), "B"),
            (Facts(sources=1, reservations=1), "C"),
            (Facts(sources=2, reservations=1), "B"),
            (Facts(sources=2, earlier=1), "B"),
            (Facts(sources=2, endorsed=1), "A"),
            (Facts(sources=2, endorsed=1, broken=1), "B"),
            (Facts(sources=3, endorsed=1, years=9, contradicting=1), "B"),
            (Facts(sources=3, endorsed=2, years=9, disputed=1), "B"),
            (Facts(sources=1, contradicting=1), "D"),
            (Facts(sources=1, disputed=1), "D"),
        ],
    )
    def test_the_letter_follows_from_the_facts(self, facts, letter):
        assert grade(facts).letter == letter

    @given(all_facts)
    def test_it_is_the_same_each_time(self, facts):
        assert grade(facts) == grade(replace(facts))

    @pytest.mark.parametrize(
        "name",
        [
            "sources",
            "departments",
            "governments",
            "years",
            "shows_change",
            "endorsed",
            "reservations",
            "earlier",
        ],
    )
    @given(facts=all_facts)
    def test_more_of_what_supports_it_never_lowers(self, name, facts):
        more = replace(facts, **{name: getattr(facts, name) + 1})
        assert rank(more) >= rank(facts)

    @pytest.mark.parametrize("name", ["contradicting", "disputed", "broken"])
    @given(facts=all_facts)
    def test_more_of_what_speaks_against_it_never_raises(self, name, facts):
        more = replace(facts, **{name: getattr(facts, name) + 1})
        assert rank(more) <= rank(facts)

    @given(all_facts)
    def test_the_best_needs_two_sources_and_an_endorsement_and_no_objection(
        self, facts
    ):
        if grade(facts).letter == "A":
            assert facts.sources >= 2
            assert facts.endorsed >= 1
            assert facts.contradicting == facts.disputed == 0

    @given(all_facts)
    def test_every_grade_but_the_best_says_what_would_lift_it(self, facts):
        given = grade(facts)
        assert bool(given.would_lift) == (given.letter != "A")
        assert given.lifts or given.holds_back


pytest_facts = pytest.mark.django_db


@pytest.fixture
def lesson(db):
    return LessonFactory(access=Access.PUBLIC)


def cite(lesson, **document):
    quoted = DocumentFactory(**document)
    return EvidenceFactory(lesson=lesson, version=quoted.current_version)


@pytest.fixture
def moderator(lesson):
    return UserFactory(groups=["Moderators"], units=[lesson.unit])


@pytest.fixture
def moved(lesson):
    """A quote that stands on another page of a newer version."""
    home_page()
    row = cite(lesson)
    document = row.version.document
    add_version(document, ["A new page.", "Text of the page."])
    check_document(document.pk)
    row.refresh_from_db()
    return row


def candidate_of(row) -> dict:
    return {
        "version": row.candidate_version,
        "page": row.candidate_page,
        "quote": row.candidate_quote,
    }


def grade_kept(lesson) -> str:
    return Lesson.objects.get(pk=lesson.pk).confidence


@pytest_facts
class TestFacts:
    def test_documents_of_other_units_or_dates_are_independent(self, lesson):
        unit = DeliveryUnitFactory()
        cite(lesson, unit=unit, date=datetime.date(2016, 5, 1))
        cite(lesson, unit=unit, date=datetime.date(2016, 5, 1))
        assert facts_of(lesson).sources == 1
        cite(lesson, unit=unit, date=datetime.date(2018, 5, 1))
        cite(lesson, date=datetime.date(2018, 4, 30))
        facts = facts_of(lesson)
        assert (facts.sources, facts.governments, facts.years) == (3, 2, 2)

    def test_documents_of_one_stocktake_are_one_source(self, lesson):
        stocktake = StocktakeFactory()
        for day in (1, 2):
            cite(lesson, stocktake=stocktake, date=datetime.date(2017, 12, day))
        assert facts_of(lesson).sources == 1

    def test_departments_of_the_sources_are_counted(self, lesson):
        for row in (cite(lesson), cite(lesson)):
            row.version.document.departments.add(DepartmentFactory())
        assert facts_of(lesson).departments == 2

    def test_only_verified_quotes_count_and_broken_ones_are_told(self, lesson):
        row = cite(lesson)
        row.version.pages.update(text="Another text.")
        row.save()
        facts = facts_of(lesson)
        assert (facts.sources, facts.broken) == (0, 1)

    def test_each_role_of_a_quote_is_told_apart(self, lesson):
        for role in ("contradicts", "qualifies", "shows_change"):
            Evidence.objects.filter(pk=cite(lesson).pk).update(role=role)
        facts = facts_of(lesson)
        assert (facts.sources, facts.shows_change, facts.contradicting) == (1, 1, 1)

    @pytest.mark.parametrize("closed", [Access.RESTRICTED, Access.INTERNAL])
    def test_closed_documents_make_no_difference_to_a_public_lesson(
        self, lesson, closed
    ):
        cite(lesson)
        before = facts_of(lesson)
        row = cite(lesson, access=closed, unit=lesson.unit)
        row.version.document.departments.add(DepartmentFactory())
        broken = cite(lesson, access=closed, unit=lesson.unit)
        Evidence.objects.filter(pk=broken.pk).update(state="broken")
        assert facts_of(lesson) == before

    def test_cleared_quotes_count_once_and_tell_nothing_of_their_document(self, lesson):
        for _number in range(2):
            row = cite(lesson, access=Access.RESTRICTED)
            row.version.document.departments.add(DepartmentFactory())
            ClearedQuote.objects.create(
                version=row.version,
                page=1,
                quote=row.quote,
                source_description="Minutes, 2017",
            )
        assert facts_of(lesson) == Facts(sources=1)

    def test_an_internal_lesson_counts_what_all_staff_may_see(self):
        lesson = LessonFactory(access=Access.INTERNAL)
        cite(lesson, access=Access.INTERNAL)
        cite(lesson, access=Access.RESTRICTED, unit=lesson.unit)
        assert facts_of(lesson).sources == 1

    def test_a_restricted_lesson_counts_what_its_unit_may_see(self):
        lesson = LessonFactory(access=Access.RESTRICTED)
        cite(lesson, access=Access.RESTRICTED, unit=lesson.unit)
        cite(lesson, access=Access.RESTRICTED)
        assert facts_of(lesson).sources == 1

    def test_an_embargo_hides_no_more_than_its_end_will_show(self):
        later = datetime.date(2999, 1, 1)
        lesson = LessonFactory(access=Access.PUBLIC, embargo_until=later)
        cite(lesson, access=Access.RESTRICTED, unit=lesson.unit)
        assert facts_of(lesson).sources == 0
        assert not access.readers_of(lesson).is_authenticated

    def test_verdicts_count_by_the_newest_of_each_body(self, lesson):
        said = {"lesson": lesson, "text_sha256": hash_of_lesson(lesson), "role": "x"}
        for body, verdict in (
            ("Institute", "endorsed"),
            ("institute ", "disputed"),
            ("Academy", "reservations"),
            ("Board", "endorsed"),
        ):
            Validation.objects.create(
                **said, body=body, verdict=verdict, comment="Why."
            )
        Validation.objects.create(
            **{**said, "text_sha256": "old"}, body="Council", verdict="endorsed"
        )
        facts = facts_of(lesson)
        assert facts == Facts(endorsed=1, reservations=1, earlier=1, disputed=1)

    def test_the_endorsement_of_an_author_does_not_count(self, lesson):
        lesson.owner = UserFactory()
        lesson.save()
        Validation.objects.create(
            lesson=lesson,
            body="Unit",
            role="x",
            verdict="endorsed",
            made_by=lesson.owner,
            text_sha256=hash_of_lesson(lesson),
        )
        assert facts_of(lesson) == Facts()


@pytest_facts
class TestKeeping:
    def test_publishing_keeps_the_grade(self, lesson):
        cite(lesson)
        lesson.refresh_from_db()
        lesson.save_revision().publish()
        assert grade_kept(lesson) == "C"

    def test_a_lesson_that_is_withdrawn_has_none(self, lesson):
        refresh_confidence(lesson)
        assert grade_kept(lesson) == "D"
        lesson.unpublish()
        assert grade_kept(lesson) == ""

    def test_reverting_a_revision_leaves_it_alone(self, lesson):
        old = lesson.save_revision()
        cite(lesson)
        refresh_confidence(lesson)
        assert old.as_object().confidence == "C"

    def test_a_document_that_is_closed_counts_no_more_at_once(self, lesson):
        document = cite(lesson).version.document
        refresh_confidence(lesson)
        assert grade_kept(lesson) == "C"
        document.access = Access.RESTRICTED
        document.save()
        assert grade_kept(lesson) == "D"

    def test_a_quote_that_is_cited_anew_counts_at_once(self, moved, moderator):
        assert grade_kept(moved.lesson) == "D"
        quote_decisions.cite_anew(
            moved, **candidate_of(moved), note="Looked it up.", user=moderator
        )
        assert grade_kept(moved.lesson) == "C"

    def test_a_quote_that_keeps_to_its_version_counts_at_once(self, moved, moderator):
        quote_decisions.keep_version(moved, note="It was so.", user=moderator)
        assert grade_kept(moved.lesson) == "C"

    def test_a_broken_quote_that_is_left_counts_as_broken(self, lesson, moderator):
        row = cite(lesson)
        row.version.pages.update(text="Another text.")
        # As a change in bulk leaves it.
        Lesson.objects.filter(pk=lesson.pk).update(confidence="C")
        quote_decisions.keep_broken(row, note="Nothing is like it.", user=moderator)
        assert grade_kept(lesson) == "D"

    def test_a_decision_that_waits_in_the_draft_counts_once_it_is_published(
        self, moved
    ):
        editor = UserFactory(groups=["Editors"], units=[moved.lesson.unit])
        moved.lesson.save_revision().publish()
        is_shown = quote_decisions.cite_anew(
            moved, **candidate_of(moved), note="Looked it up.", user=editor
        )
        assert not is_shown
        assert grade_kept(moved.lesson) == "D"
        Lesson.objects.get(pk=moved.lesson_id).get_latest_revision().publish()
        assert grade_kept(moved.lesson) == "C"

    def test_a_quote_counts_from_its_clearing_to_its_withdrawal(
        self, lesson, moderator
    ):
        row = cite(lesson, access=Access.RESTRICTED, unit=lesson.unit)
        refresh_confidence(lesson)
        assert grade_kept(lesson) == "D"
        cleared = clearing.release(row, source_description="Minutes", user=moderator)
        assert grade_kept(lesson) == "C"
        clearing.revoke(cleared, reason="It names a person.", user=moderator)
        assert grade_kept(lesson) == "D"
        again = clearing.release(row, source_description="Minutes", user=moderator)
        assert grade_kept(lesson) == "C"
        again.delete()
        assert grade_kept(lesson) == "D"

    def test_a_cleared_quote_counts_in_every_lesson_that_has_it(
        self, lesson, moderator
    ):
        row = cite(lesson, access=Access.RESTRICTED, unit=lesson.unit)
        other = EvidenceFactory(lesson=LessonFactory(), version=row.version).lesson
        cleared = clearing.release(row, source_description="Minutes", user=moderator)
        assert (grade_kept(lesson), grade_kept(other)) == ("C", "C")
        clearing.revoke(cleared, reason="It names a person.", user=moderator)
        assert (grade_kept(lesson), grade_kept(other)) == ("D", "D")

    def test_the_nightly_check_makes_up_for_changes_in_bulk(self, lesson):
        row = cite(lesson)
        refresh_confidence(lesson)
        type(row.version.document).objects.update(access=Access.RESTRICTED)
        Evidence.objects.update(checked_at=None)
        check_due()
        assert grade_kept(lesson) == "D"

    def test_checking_all_quotes_refreshes_all_grades(self, lesson):
        row = cite(lesson)
        refresh_confidence(lesson)
        row.version.pages.update(text="Another text.")
        list(check_everything())
        assert grade_kept(lesson) == "D"

    def test_the_index_follows(self, lesson, index):
        index.drain()
        cite(lesson)
        index.drain()
        refresh_confidence(lesson)
        assert index.drain() == 1
