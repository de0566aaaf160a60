"""What a person decides about a quote that does not stand as it was cited.

A decision about a lesson that is live is seen by its readers at once if the person may
publish the lesson; else it is put into the draft, and waits there for one who may.
"""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from knowledge import confidence_facts, verdicts
from knowledge.models import DocumentVersion, Evidence, Lesson

LOG_ACTION = "knowledge.quote_decided"


class QuoteDoesNotStand(Exception):
    """The words that were chosen are not there; ``fault`` says more."""

    def __init__(self, fault: verdicts.Fault):
        super().__init__(fault.message)
        self.fault = fault


def cite_anew(
    row: Evidence, *, version: DocumentVersion, page: int, quote: str, note: str, user
) -> bool:
    """Let ``row`` cite these words: a candidate that was accepted, or others.

    Args:
        row: of the database, or of the draft of its lesson.
        version: the version that has the words.
        page: the number of the page.
        quote: the words, as they stand there.
        note: why, in words for colleagues.
        user: who decides.

    Returns:
        Whether readers see it; else it is in the draft.

    Raises:
        QuoteDoesNotStand: the words are not on that page.
    """
    fault = verdicts.fault_of(version, page, quote)
    if fault:
        raise QuoteDoesNotStand(fault)

    def change(target: Evidence) -> None:
        target.version, target.page, target.quote = version, page, quote
        target.prefix = target.suffix = ""
        target.occurrences = 0
        target.kept_despite = None

    return _decide(row, change, note=note, user=user)


def keep_version(row: Evidence, *, note: str, user) -> bool:
    """Keep to the version that is cited, in spite of the newer one.

    Returns:
        Whether readers see it; else it is in the draft.
    """
    newer = row.newer_version

    def change(target: Evidence) -> None:
        target.kept_despite = newer

    return _decide(row, change, note=note, user=user)


def keep_broken(row: Evidence, *, note: str, user) -> bool:
    """Note that somebody has looked and leaves the quote as it is.

    Readers see no difference, so anybody who may edit the lesson may.
    """
    return _decide(row, lambda target: None, note=note, user=user, changes_it=False)


@transaction.atomic
def _decide(
    row: Evidence,
    change: Callable[[Evidence], None],
    *,
    note: str,
    user,
    changes_it: bool = True,
) -> bool:
    lesson = Lesson.objects.select_for_update().get(pk=row.lesson_id)
    # A quote that only the draft has is decided about there.
    goes_live = row.pk is not None and (
        not changes_it
        or not lesson.live
        or lesson.permissions_for_user(user).can_publish()
    )

    def apply(target: Evidence) -> None:
        change(target)
        target.decided_by, target.decided_at = user, timezone.now()
        target.decision = note

    if goes_live:
        saved = Evidence.objects.get(pk=row.pk)
        apply(saved)
        saved.save()
        confidence_facts.refresh_confidence(lesson)
    draft = lesson.get_latest_revision_as_object()
    rows = list(draft.evidence.all())
    in_draft = next((other for other in rows if _is_same(other, row)), None)
    if in_draft is not None:
        apply(in_draft)
        in_draft.check_quote()
        draft.evidence = rows
        _save_draft(draft, user, is_live_too=goes_live)
    log(
        instance=lesson,
        action=LOG_ACTION,
        user=user,
        data={"evidence": row.pk, "live": goes_live},
    )
    return goes_live


def _is_same(other: Evidence, row: Evidence) -> bool:
    if row.pk is None:
        return other.key == row.key
    return other.pk == row.pk


def _save_draft(draft: Lesson, user, *, is_live_too: bool) -> None:
    has_changes = draft.has_unpublished_changes or not is_live_too
    revision = draft.save_revision(user=user, changed=has_changes, clean=False)
    if not has_changes:
        # The draft says what the readers see.
        Page.objects.filter(pk=draft.pk).update(live_revision=revision)
