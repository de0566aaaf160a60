"""Since when records can be found: the order of feeds.

A record appears when the engine is first told of it, and again when it is opened to
more people, whatever date it bears. What an index that is built anew finds for the
first time appeared when it was archived or published.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from django.utils import timezone

from knowledge.access import Access
from search.documents import SearchDocument
from search.models import Appearance

BATCH = 200


def dated(
    documents: Iterable[SearchDocument], *, are_news: bool
) -> Iterator[SearchDocument]:
    """Yield the documents with the time since when they can be found.

    Args:
        are_news: whether a document that was not known before appears now; otherwise
            it appeared at the time that it has (`added`).
    """
    documents = iter(documents)
    while batch := list(islice(documents, BATCH)):
        known = {
            row.key: row
            for row in Appearance.objects.filter(key__in=[one.key for one in batch])
        }
        now = timezone.now()
        changed = {}
        for document in batch:
            row = known.get(document.key)
            first = now if are_news else document.added or now
            since = _since(row, document.labels, first, now)
            if row is None or set(row.labels) != document.labels:
                changed[document.key] = Appearance(
                    key=document.key, labels=sorted(document.labels), since=since
                )
            yield replace(document, added=since)
        _keep(changed.values())


def forget(keys: Iterable[str]) -> None:
    """Forget records that are not found any more: they may appear once more."""
    Appearance.objects.filter(key__in=list(keys)).delete()


def times(keys: Iterable[str]) -> dict[str, datetime.datetime]:
    """Return since when the records of these keys can be found."""
    rows = Appearance.objects.filter(key__in=list(keys))
    return dict(rows.values_list("key", "since"))


def _since(row, labels: frozenset[str], first, now) -> datetime.datetime:
    if row is None:
        return first
    return now if _opens(set(row.labels), labels) else row.since


def _opens(before: set[str], after: frozenset[str]) -> bool:
    """Tell whether labels admit people whom the labels before did not."""
    gained = after - before
    if not gained or Access.PUBLIC in before:
        return False
    to_staff_only = not any(label.startswith(Access.PUBLIC) for label in gained)
    return not (Access.INTERNAL in before and to_staff_only)


def _keep(rows: Iterable[Appearance]) -> None:
    Appearance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["labels", "since"],
    )
