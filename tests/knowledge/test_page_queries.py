"""The number of queries of a page does not grow with what the page shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledge.models import Decision, ProfileAnswer, ProfileQuestion
from tests.factories import (
    CurriculumLinkFactory,
    DeliveryUnitFactory,
    DepartmentFactory,
    DocumentFactory,
    EvidenceFactory,
    LearningOutcomeFactory,
    LessonFactory,
    ModuleFactory,
    ProgrammeFactory,
    RuleFactory,
    StocktakeFactory,
    SystemLinkFactory,
    UnitProfileFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db

# Session, user and permissions of the reader are among them.
MOST_QUERIES = 40
# A lesson shows its evidence, standing, verdicts, relations, uses and comments.
MOST_OF_A_LESSON = 70


def fill_lists(count):
    home_page()
    for _ in range(count):
        StocktakeFactory()
        LessonFactory()
        UnitProfileFactory()
        ProgrammeFactory()
        DocumentFactory()
        DepartmentFactory()
    return ["/", "/stocktakes/", "/lessons/", "/units/", "/teaching/", "/browse/",
            "/departments/"]  # fmt: skip


def fill_stocktake(count):
    departments = DepartmentFactory.create_batch(count)
    stocktake = StocktakeFactory(departments=departments)
    for department in departments:
        Decision.objects.create(
            stocktake=stocktake, text="Do it.", department=department
        )
        document = DocumentFactory(stocktake=stocktake)
        EvidenceFactory(version=document.current_version)
    return [stocktake.url]


def fill_lesson(count):
    lesson = LessonFactory(tags=[f"tag {number}" for number in range(count)])
    for _ in range(count):
        EvidenceFactory(lesson=lesson)
        SystemLinkFactory(lesson=lesson)
        SystemLinkFactory(lesson=lesson, department=None, rule=RuleFactory())
        CurriculumLinkFactory(lesson=lesson)
    return [lesson.url]


def fill_unit(count):
    unit = DeliveryUnitFactory()
    profile = UnitProfileFactory(unit=unit)
    for number in range(count):
        question = ProfileQuestion.objects.create(text="Who pays?", position=number)
        ProfileAnswer.objects.create(profile=profile, question=question, text="All.")
        StocktakeFactory(unit=unit)
        LessonFactory(unit=unit)
        DocumentFactory(unit=unit)
    return [profile.url]


def fill_programme(count):
    programme = ProgrammeFactory()
    for _ in range(count):
        module = ModuleFactory(parent=programme)
        CurriculumLinkFactory(outcome=LearningOutcomeFactory(module=module))
    return [programme.url]


def fill_module(count):
    module = ModuleFactory()
    for _ in range(count):
        lesson = LessonFactory()
        EvidenceFactory.create_batch(2, lesson=lesson)
        CurriculumLinkFactory(
            lesson=lesson, outcome=LearningOutcomeFactory(module=module)
        )
    return [module.url]


def fill_department(count):
    department = DepartmentFactory()
    for _ in range(count):
        SystemLinkFactory(department=department)
        rule = RuleFactory(department=department)
        SystemLinkFactory(department=None, rule=rule)
        stocktake = StocktakeFactory(departments=[department])
        Decision.objects.create(
            stocktake=stocktake, text="Do it.", department=department
        )
    return [department.get_absolute_url()]


@pytest.mark.parametrize(
    "fill",
    [
        fill_lists,
        fill_stocktake,
        fill_lesson,
        fill_unit,
        fill_programme,
        fill_module,
        fill_department,
    ],
)
@pytest.mark.parametrize("reader", ["visitor", "member of staff"])
def test_many_items_need_no_more_queries_than_few(client, fill, reader):
    if reader != "visitor":
        client.force_login(UserFactory(units=[DeliveryUnitFactory()]))
    few = count_queries(client, fill(2))
    addresses = fill(12)
    many = count_queries(client, addresses)
    assert many == few
    for address, count in zip(addresses, many, strict=True):
        is_lesson = address.startswith("/lessons/") and address != "/lessons/"
        assert count <= (MOST_OF_A_LESSON if is_lesson else MOST_QUERIES), address


def count_queries(client, addresses):
    counts = []
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    return counts
