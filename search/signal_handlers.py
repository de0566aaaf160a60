"""Puts what changes into the outbox.

Much that is said about a record is kept in others; `search.sources` tells which.
Deletions are noted before they happen, when what refers to the deleted object can
still be found; they are a part of the same transaction.
"""

from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_save,
    pre_delete,
)
from wagtail.contrib.search_promotions.models import SearchPromotion

from search import outbox
from search.models import PromotedDocument
from search.sources import SOURCES


def connect() -> None:
    """Listen to every model that a source watches."""
    for model in set().union(*(source.watched() for source in SOURCES.values())):
        post_save.connect(note_change, sender=model)
        pre_delete.connect(note_change, sender=model)
    m2m_changed.connect(note_relation)
    post_delete.connect(forget_promotion, sender=PromotedDocument)


def note_change(sender, instance, **kwargs):
    outbox.mark(
        key for source in SOURCES.values() for key in source.touched_by(instance)
    )


def note_relation(sender, instance, action, model, pk_set, **kwargs):
    # Before a relation is cleared is the last time to see what was in it.
    if action not in {"post_add", "post_remove", "pre_clear", "post_clear"}:
        return
    watching = [
        source
        for source in SOURCES.values()
        if {type(instance), model} & source.watched()
    ]
    if watching:
        note_change(sender, instance)
        outbox.mark(
            source.key(pk)
            for source in watching
            if source.model is model
            for pk in pk_set or ()
        )


def forget_promotion(sender, instance, **kwargs):
    """Remove a promoted result whose document is gone, unless it leads elsewhere."""
    SearchPromotion.objects.filter(
        pk=instance.promotion_id, page=None, external_link_url=""
    ).delete()
