"""What is like a document or lesson stands beside it."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template

from knowledge.access import Access
from search.engines import EngineUnavailable
from tests.factories import DocumentFactory, LessonFactory, StocktakeFactory

pytestmark = pytest.mark.django_db

SILT = "Silt in the canals of the tail reaches was removed before the season."


def similar(client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    for panel in soup.select("aside .panel"):
        if panel.h2.get_text() == "Similar":
            return [link.get_text() for link in panel.select("a")]
    return []


@pytest.fixture
def records(index):
    """A document and a lesson that tell of the same, beside others that do not."""
    document = DocumentFactory(title="Canal silt report", pages=[SILT, SILT])
    other = DocumentFactory(title="Canal silt minutes", pages=[SILT])
    lesson = LessonFactory(title="Remove canal silt early", what_happened=SILT)
    StocktakeFactory(title="Canal silt stocktake")
    for number in range(6):
        DocumentFactory(
            title=f"School books {number}", pages=["Books reached the schools late."]
        )
    index.drain()
    return document, other, lesson


def test_documents_and_lessons_of_the_same_matter_are_beside_a_document(
    client, records
):
    document, other, lesson = records
    found = similar(client, document.get_absolute_url())
    assert set(found[:2]) == {other.title, lesson.title}
    assert document.title not in found
    assert "Canal silt stocktake" not in found


def test_they_are_beside_a_lesson_too(client, records):
    document, other, lesson = records
    found = similar(client, lesson.url)
    assert {document.title, other.title} <= set(found)
    assert lesson.title not in found


def test_what_the_reader_may_not_see_is_not(client, records):
    document, other, lesson = records
    other.access = Access.RESTRICTED
    other.save()
    lesson.unpublish()
    # The index is not told yet.
    found = similar(client, document.get_absolute_url())
    assert other.title not in found
    assert lesson.title not in found


def test_a_page_stands_without_its_engine(client, records, index, monkeypatch):
    def fail(*args):
        raise EngineUnavailable("no answer")

    monkeypatch.setattr(index.engine, "similar", fail)
    for record in (records[0].get_absolute_url(), records[2].url):
        assert similar(client, record) == []


def test_nothing_is_said_when_nothing_is_similar(client, index):
    document = DocumentFactory(title="Alone")
    index.drain()
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Similar" not in page


def test_its_queries_do_not_grow(index, django_assert_max_num_queries, rf):
    document = DocumentFactory(title="Canal silt", pages=[SILT])
    for _ in range(8):
        DocumentFactory(title="Canal silt", pages=[SILT])
        LessonFactory(title="Canal silt", what_happened=SILT)
    index.drain()
    request = rf.get("/")
    request.user = AnonymousUser()
    template = Template("{% load similar %}{% similar document %}")
    context = Context({"request": request, "document": document})
    template.render(context)
    with django_assert_max_num_queries(7):
        assert template.render(context).count("<li>") == 5
