"""Keeps the grades of lessons up to date where others change what they follow from.

Whatever is not noticed here is made up for by the nightly check of quotes.
"""

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished

from knowledge.confidence_facts import (
    lessons_citing,
    refresh_all,
    refresh_confidence,
)
from knowledge.models import ClearedQuote, Document, Lesson


def connect() -> None:
    page_published.connect(follow_lesson, sender=Lesson)
    page_unpublished.connect(follow_lesson, sender=Lesson)
    post_save.connect(follow_document, sender=Document)
    post_save.connect(follow_cleared_quote, sender=ClearedQuote)
    post_delete.connect(follow_cleared_quote, sender=ClearedQuote)


def follow_lesson(instance, **kwargs):
    refresh_confidence(instance)


def follow_document(instance, raw=False, created=False, **kwargs):
    """Access, unit or date of a document may have changed."""
    if not raw and not created:
        refresh_all(lessons_citing(instance))


def follow_cleared_quote(instance, raw=False, **kwargs):
    if not raw:
        refresh_all(lessons_citing(instance.version.document))
