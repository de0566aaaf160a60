"""Since when records can be found: an order for feeds that dates do not give."""

import datetime

import pytest
from django.utils import timezone

from knowledge.access import Access
from search import appearances, indexing
from search.documents import SearchDocument
from search.models import Appearance
from tests.factories import DocumentFactory, LearningEventFactory, LessonFactory

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


def since(record) -> datetime.datetime:
    type_ = record._meta.model_name
    return appearances.times([f"{type_}:{record.pk}"])[f"{type_}:{record.pk}"]


def long_ago(record) -> None:
    """Pretend that the record appeared long ago."""
    Appearance.objects.filter(key__endswith=f":{record.pk}").update(since=LONG_AGO)


def test_an_old_document_that_is_archived_now_appears_now(index):
    before = timezone.now()
    document = DocumentFactory(date="2014-03-03")
    index.drain()
    assert since(document) >= before


def test_a_correction_is_no_news(index):
    document = DocumentFactory()
    index.drain()
    long_ago(document)
    document.title = "Corrected"
    document.save()
    index.drain()
    assert since(document) == LONG_AGO


@pytest.mark.parametrize(
    ("before", "after", "is_news"),
    [
        ("restricted", "internal", True),
        ("internal", "public", True),
        ("public", "internal", False),
        ("public", "restricted", False),
        ("internal", "restricted", False),
    ],
)
def test_opening_is_news_and_closing_is_not(index, before, after, is_news):
    document = DocumentFactory(access=before)
    index.drain()
    long_ago(document)
    document.access = after
    document.save()
    index.drain()
    assert (since(document) > LONG_AGO) is is_news


def test_the_end_of_an_embargo_is_news(index):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    document = DocumentFactory(embargo_until=tomorrow)
    index.drain()
    long_ago(document)
    document.embargo_until = timezone.localdate()
    document.save()
    index.drain()
    assert since(document) > LONG_AGO


def test_a_page_that_is_published_again_appears_again(index):
    lesson = LessonFactory()
    index.drain()
    long_ago(lesson)
    lesson.unpublish()
    index.drain()
    assert not Appearance.objects.filter(key=f"lesson:{lesson.pk}").exists()
    lesson.save_revision().publish()
    index.drain()
    assert since(lesson) > LONG_AGO


def test_an_old_event_of_a_first_index_is_no_news(index):
    event = LearningEventFactory(created_at=LONG_AGO)
    Appearance.objects.all().delete()
    indexing.rebuild(index.engine)
    assert appearances.times([f"event:{event.pk}"])[f"event:{event.pk}"] == LONG_AGO


def test_a_rebuild_does_not_make_everything_news(index):
    document = DocumentFactory()
    type(document).objects.update(created_at=LONG_AGO)
    known = DocumentFactory()
    index.drain()
    Appearance.objects.filter(key=f"document:{document.pk}").delete()
    when = since(known)
    indexing.rebuild(index.engine)
    assert since(document) == LONG_AGO
    assert since(known) == when


def test_a_batch_is_dated_with_two_queries(django_assert_num_queries, db):
    documents = [
        SearchDocument("document", number, "T", labels=frozenset({Access.PUBLIC}))
        for number in range(100)
    ]
    with django_assert_num_queries(2):
        assert all(one.added for one in appearances.dated(documents, are_news=True))
    with django_assert_num_queries(1):
        assert all(one.added for one in appearances.dated(documents, are_news=True))
