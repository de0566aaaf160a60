"""How a quote becomes evidence of a lesson from where it was found."""

from django.db import transaction
from django.db.models import Q
from wagtail.models import Page
from wagtail.permissions import policy_registry

from knowledge import verdicts
from knowledge.models import DocumentVersion, Evidence, Lesson, LessonIndex

SHOWN = 20


class QuoteNotFound(Exception):
    """The words are not on the page; ``fault`` names the field and says more."""

    def __init__(self, fault: verdicts.Fault):
        super().__init__(fault.message)
        self.fault = fault


class CitedAlready(Exception):
    """The lesson has this quote as evidence."""


def lessons_to_edit(user):
    """Return the lessons that ``user`` may edit, by title."""
    policy = policy_registry.get_by_type(Page)
    pages = policy.instances_user_has_permission_for(user, "change")
    return Lesson.objects.filter(pk__in=pages.values("pk")).order_by("title", "pk")


def may_cite(user) -> bool:
    """Tell whether ``user`` may edit lessons at all."""
    if not user.is_authenticated or not user.has_perm("wagtailadmin.access_admin"):
        return False
    policy = policy_registry.get_by_type(Page)
    return any(
        policy.user_has_any_permission_for_instance(user, {"add", "change"}, section)
        for section in LessonIndex.objects.all()
    )


def find_lessons(user, words: str):
    """Return the lessons that ``user`` may edit with all these words in the title.

    Without words, those that the user touched last.
    """
    lessons = lessons_to_edit(user)
    for word in words.split():
        lessons = lessons.filter(
            Q(draft_title__icontains=word) | Q(summary__icontains=word)
        )
    if not words.strip():
        lessons = lessons.order_by("-latest_revision_created_at", "-pk")
    return lessons[:SHOWN]


@transaction.atomic
def cite(
    *, lesson: Lesson, version: DocumentVersion, page: int, quote: str, role: str,
    note: str, user, before: str = "",
) -> Evidence:  # fmt: skip
    """Add a quote to the draft of ``lesson``; nothing is published.

    What stands around the quote is taken from the page, not from the browser.

    Args:
        lesson: one that ``user`` may edit.
        version: the version that is quoted.
        page: the number of the page.
        quote: the words.
        role: what the quote does to the lesson, of ``Evidence.Role``.
        note: for readers; may be empty.
        user: who cites.
        before: what was seen before the quote, which tells the place if the words
            stand several times on the page.

    Raises:
        QuoteNotFound: the words are not on that page.
        CitedAlready: the lesson has the quote.
    """
    fault = verdicts.fault_of(version, page, quote)
    if fault:
        raise QuoteNotFound(fault)
    Lesson.objects.select_for_update().get(pk=lesson.pk)
    draft = Lesson.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    rows = list(draft.evidence.all())
    if any(
        (row.version_id, row.page, row.quote) == (version.pk, page, quote)
        for row in rows
    ):
        raise CitedAlready
    row = Evidence(version=version, page=page, quote=quote, role=role, note=note)
    row.source = Evidence.Source.DOCUMENT
    row.sort_order = len(rows)
    row.put_down_anchor(version.pages.get(number=page).full_text, before)
    row.check_quote()
    draft.evidence.add(row)
    draft.save_revision(user=user, log_action=True, clean=False)
    return row
