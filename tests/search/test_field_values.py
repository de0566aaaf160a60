"""What people write for a field: a value, its name in either language, a slip."""

import pytest
from django.utils import translation

from knowledge.models import DocumentKind
from search.documents import SearchQuery
from search.finding import find
from tests.factories import (
    DeliveryUnitFactory,
    DepartmentFactory,
    DocumentFactory,
    LessonFactory,
    SectorFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(any_index):
    unit = DeliveryUnitFactory(name="Special Monitoring Unit", short_name="SMU")
    sector = SectorFactory(name="School education", name_ur="اسکولی تعلیم")
    DocumentFactory(
        title="Minutes of May", kind=DocumentKind.MINUTES, unit=unit, sector=sector
    )
    DocumentFactory(
        title="Slides of May",
        kind=DocumentKind.PRESENTATION,
        unit=DeliveryUnitFactory(),
    )
    LessonFactory(title="Lesson of May", unit=None)
    any_index.drain()
    return any_index


def ask(text) -> tuple[list[str], list[str]]:
    answer = find(SearchQuery(text), None)
    titles = sorted(found.record.title for found in answer.found)
    return titles, [str(hint) for hint in answer.results.hints]


@pytest.mark.parametrize(
    "text",
    [
        "kind:minutes",
        "kind:minute",
        "KIND:Minutes",
        'sector:"School education"',
        'sector:"school Education"',
        "sector:اسکولی تعلیم",
        'sector:"اسكولي تعليم"',
        'unit:"Special Monitoring Unit"',
        "unit:SMU",
        "-kind:presentations -kind:lessons",
        "type:documents unit:smu",
    ],
)
def test_a_value_is_understood_by_its_names(archive, text):
    titles, hints = ask(text)
    if text == "sector:اسکولی تعلیم":
        # Without quotation marks the value ends at the space.
        assert titles == [] and len(hints) == 1
    else:
        assert (titles, hints) == (["Minutes of May"], [])


def test_in_the_language_of_the_page_too(archive):
    with translation.override("ur"):
        label = str(DocumentKind.MINUTES.label)
        assert label != "Minutes"
        assert ask(f'kind:"{label}"') == (["Minutes of May"], [])
        assert ask("kind:minutes") == (["Minutes of May"], [])


def test_an_unknown_value_finds_nothing_and_says_what_was_meant(archive):
    titles, (hint,) = ask("May kind:minuttes")
    assert titles == []
    assert hint == (
        "“minuttes” is not a value of “kind:”, so nothing has it. "
        "Did you mean kind:minutes?"
    )


def test_short_lists_are_told_whole_and_those_of_the_archive_are_not(archive):
    assert ask("confidence:Q")[1] == [
        "“Q” is not a value of “confidence:”, so nothing has it. Write "
        "confidence:A, confidence:B, confidence:C, confidence:D."
    ]
    assert ask("unit:zzz")[1] == [
        "“zzz” is not a value of “unit:”, so nothing has it. "
        "Choose it beside the results."
    ]


def test_each_unknown_value_is_told_of(archive):
    assert len(ask("kind:minutes,zzz -sector:zzz,yyy")[1]) == 3


def test_a_name_that_two_have_means_both(archive):
    for number in range(2):
        DocumentFactory(
            title=f"Of department {number}", kind="deep_dive"
        ).departments.add(
            DepartmentFactory(name="School Education Department", slug=f"sed-{number}")
        )
    archive.drain()
    titles, hints = ask('department:"School Education Department"')
    assert titles == ["Of department 0", "Of department 1"]
    assert hints == []


def test_only_who_names_a_field_pays_for_its_names(
    archive, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12) as without:
        ask("May")
    with django_assert_num_queries(len(without) + 1):
        ask("May -sector:zzz,yyy,xxx")
