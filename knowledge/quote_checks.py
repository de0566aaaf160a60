"""Checks quotes again: on every new version of their document, and every night.

Each row is checked and noted by itself, so that a check that is killed loses nothing
and is taken up where it ended. A quote is never moved here; that takes a person.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from knowledge import confidence_facts
from knowledge.models import Evidence, Lesson
from knowledge.models.evidence import due_for_check
from knowledge.verdicts import State

logger = logging.getLogger(__name__)

EVERY = timedelta(hours=24)
# How many are checked at one go beside the worker's other duties.
AT_ONE_GO = 200


@dataclass(frozen=True, slots=True)
class Checked:
    """A row that was checked, as the report has it."""

    row: Evidence
    is_draft: bool = False

    @property
    def state(self) -> str:
        return self.row.state


def check_document(document_id: int) -> None:
    """Check the quotes of a document, all versions, against its present text."""
    rows = Evidence.objects.filter(version__document=document_id)
    _check_rows(rows.with_sources())


def check_copy(copy_id: int) -> None:
    """Check the quotes of a web page whose copy has come."""
    _check_rows(Evidence.objects.filter(web_copy=copy_id).with_sources())


def check_due() -> int:
    """Check the quotes that were not checked for a day, the longest ago first.

    Returns:
        How many were checked; the others are for the next time.
    """
    due = Evidence.objects.filter(due_for_check(timezone.now() - EVERY))
    pks = list(
        due.order_by("checked_at", "pk").values_list("pk", flat=True)[:AT_ONE_GO]
    )
    _check_rows(
        row
        for pk in pks
        if (row := Evidence.objects.filter(pk=pk).with_sources().first())
    )
    return len(pks)


def check_everything() -> Iterator[Checked]:
    """Check every quote, of drafts as well, and yield each as it is done."""
    pks = Evidence.objects.order_by("lesson", "sort_order", "pk")
    for pk in list(pks.values_list("pk", flat=True)):
        row = Evidence.objects.filter(pk=pk).with_sources().first()
        if row:
            yield Checked(check_row(row))
    for lesson in Lesson.objects.filter(has_unpublished_changes=True).order_by("pk"):
        for row in rows_only_in_draft(lesson):
            row.check_quote()
            yield Checked(row, is_draft=True)
    confidence_facts.refresh_all(Lesson.objects.live().order_by("pk"))


def _check_rows(rows: Iterable[Evidence]) -> None:
    """Check rows, and then the grades of their lessons, which follow from more."""
    lessons = {check_row(row).lesson_id for row in rows}
    confidence_facts.refresh_all(Lesson.objects.filter(pk__in=lessons))


def check_row(row: Evidence) -> Evidence:
    """Check one row and note what it comes to, unless it is another quote by now."""
    before = row.state
    row.check_quote()
    # A check that cannot be made now is made soon, but not at once and again.
    row.checked_at = timezone.now()
    same = Evidence.objects.filter(
        pk=row.pk,
        quote=row.quote,
        version=row.version_id,
        page=row.page,
        web_copy=row.web_copy_id,
    )
    same.update(**{name: getattr(row, name) for name in Evidence.CHECKED_FIELDS})
    if row.state == State.BROKEN != before:
        logger.warning("Quote %d of lesson %d is broken.", row.pk, row.lesson_id)
    return row


def rows_only_in_draft(lesson: Lesson) -> list[Evidence]:
    """Return the evidence of the newest draft that the database has not got."""
    draft = lesson.get_latest_revision_as_object()
    saved = set(
        Evidence.objects.filter(lesson=lesson).values_list(
            "version", "page", "web_copy", "event", "quote"
        )
    )
    return [
        row
        for row in draft.evidence.all()
        if (row.version_id, row.page, row.web_copy_id, row.event_id, row.quote)
        not in saved
    ]
