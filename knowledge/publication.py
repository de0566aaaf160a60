"""What keeps a lesson from being published, in words.

It is asked where a revision is published, so that the publish button, the approval of a
workflow, actions on many pages, schedules and code all meet the same rule.
"""

import logging
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge import access, closed_words, relations
from knowledge.access import Access
from knowledge.authorship import writers
from knowledge.models.cleared_quotes import ClearedQuote, place_of

logger = logging.getLogger(__name__)

SCHEDULED = "wagtail.publish.scheduled"
SHOWN = 80  # characters of a quote in a message
# Fields of pages, of the checks of their quotes and of decisions about these, which
# are no words of the draft.
KEPT_BY_SOFTWARE = frozenset(
    [
        "pk",
        "path",
        "depth",
        "numchild",
        "url_path",
        "draft_title",
        "live",
        "latest_revision",
        "live_revision",
        "latest_revision_created_at",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "locked",
        "locked_at",
        "locked_by",
        "wagtail_admin_comments",
        "sort_order",
        "state",
        "state_since",
        "confidence",
        "prefix",
        "suffix",
        "occurrences",
        "negations",
        "checked_at",
        "checked_in",
        "candidate_version",
        "candidate_page",
        "candidate_quote",
        "similarity",
        "decided_by",
        "decided_at",
        "decision",
        "kept_despite",
    ]
)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing to be mended before a lesson can be published, and where to do it."""

    message: str
    url: str = ""

    def __str__(self):
        return self.message


class PublicationRefused(Exception):
    """A lesson was not published; ``obstacles`` say why."""

    def __init__(self, lesson, obstacles: list[Obstacle]):
        super().__init__(f"{lesson}: " + " ".join(map(str, obstacles)))
        self.lesson = lesson
        self.obstacles = obstacles

    @property
    def html(self):
        """The reasons as HTML, each with the link to mend it."""
        return as_html(self.lesson, self.obstacles)


def as_html(lesson, obstacles: list[Obstacle]):
    reasons = format_html_join(
        " ",
        "{}{}",
        (
            (
                obstacle.message,
                format_html(' <a href="{}">{}</a>', obstacle.url, _("Mend it"))
                if obstacle.url
                else "",
            )
            for obstacle in obstacles
        ),
    )
    refusal = _("“%(title)s” was not published.") % {"title": lesson.title}
    return format_html("{} {}", refusal, reasons)


def is_author_of_draft(user, page) -> bool:
    """Tell whether ``user`` wrote something of ``page`` since it was last published."""
    if user is None:
        return False
    revisions, before = page.revisions.all(), None
    if page.live and page.live_revision is not None:
        revisions = revisions.filter(created_at__gt=page.live_revision.created_at)
        before = words_of(page.live_revision.content)
    # Most who are asked about saved nothing, and contents are long.
    if not revisions.filter(user=user.pk).exists():
        return False
    return user.pk in writers(revisions, words_of, before)


def words_of(content):
    """Return what people wrote of a revision, without what the software keeps of it.

    Space and the ends of lines are no words: browsers change them by themselves.
    """
    if isinstance(content, dict):
        return {
            name: words_of(value)
            for name, value in content.items()
            if name not in KEPT_BY_SOFTWARE
        }
    if isinstance(content, list):
        return [words_of(value) for value in content]
    return " ".join(content.split()) if isinstance(content, str) else content


def own_words() -> str:
    return _("You wrote part of this draft, so another person has to approve it.")


def needs_second_person(lesson, user) -> bool:
    """Tell whether somebody else than ``user`` has to publish ``lesson``.

    What the public sees was read by two people. Administrators, who may be alone in a
    small installation, can publish by hand, which is logged; code has no user.
    """
    if lesson.access != Access.PUBLIC or access.is_administrator(user):
        return False
    return is_author_of_draft(user, lesson)


def obstacles(lesson, user=None) -> list[Obstacle]:
    """Return what keeps ``lesson`` from being published as it is.

    Args:
        lesson: as it would be published: its quotes are compared afresh with what they
            are from, and nothing is saved.
        user: who is told. Of documents that are closed to this user only their number
            is told; ``None`` is told no more than the public.
    """
    rows = list(lesson.evidence.all())
    for row in rows:
        row.check_quote()
    is_public = lesson.access == Access.PUBLIC
    found = obstacles_of(lesson, rows, is_public=is_public, user=user)
    found += words_of_closed_sources(lesson)
    found += [Obstacle(fault) for fault in relations.faults(lesson)]
    if needs_second_person(lesson, user):
        found.append(Obstacle(own_words()))
    return found


def words_of_closed_sources(lesson) -> list[Obstacle]:
    """Return an obstacle if ``lesson`` has the words of more closed observations."""
    count = len(closed_words.carried_over(lesson))
    if not count:
        return []
    message = ngettext(
        "The words of %(count)d observation stand in the text, which fewer people may "
        "read than the lesson. Tell it in words of your own, or cite the document and "
        "have the quote released.",
        "The words of %(count)d observations stand in the text, which fewer people may "
        "read than the lesson. Tell it in words of your own, or cite the documents and "
        "have the quotes released.",
        count,
    )
    return [Obstacle(message % {"count": count})]


def obstacles_of(lesson, rows, *, is_public: bool, user=None) -> list[Obstacle]:
    """Return what keeps ``lesson`` back from being published with this evidence.

    Args:
        lesson: the one that is to be published.
        rows: as they would be published, already checked.
        is_public: whether everybody could read the lesson.
        user: who is told; see ``obstacles``.
    """
    broken = [row for row in rows if row.is_broken]
    closed = uncleared(rows) if is_public else []
    if not broken and not closed:
        return []
    saved = _saved_rows(lesson)

    def tell_broken(row) -> Obstacle:
        return _broken(row, saved.get(row.key))

    def tell_closed(row) -> Obstacle:
        return _not_cleared(row, saved.get(row.key), user)

    return _told(broken, user, tell_broken, _hidden_broken) + _told(
        closed, user, tell_closed, _hidden_not_cleared
    )


def _saved_rows(lesson) -> dict:
    """Return the quotes of the draft by key: one that is only in a form has no address.

    They are read anew, as a form writes into those that ``lesson`` has.
    """
    if lesson.pk is None:
        return {}
    draft = lesson.get_latest_revision_as_object()
    return {row.key: row for row in draft.evidence.all()}


def is_scheduled(log_action) -> bool:
    """Tell from the action it is logged as that a schedule publishes."""
    return log_action == SCHEDULED


def note_refusal(lesson, found: list[Obstacle]) -> None:
    logger.warning(
        "Lesson %d is due and was not published: %d obstacles.", lesson.pk, len(found)
    )


def uncleared(rows) -> list:
    """Return the rows whose quote is of a restricted document and not released."""
    closed = [
        row
        for row in rows
        if row.version_id and access.is_restricted(row.version.document)
    ]
    cleared = ClearedQuote.objects.for_evidence(closed)
    return [row for row in closed if place_of(row) not in cleared]


def _told(rows, user, tell, tell_hidden) -> list[Obstacle]:
    shown = [row for row in rows if row.is_visible_to(user)]
    found = [tell(row) for row in shown]
    if hidden := len(rows) - len(shown):
        found.append(tell_hidden(hidden))
    return found


def _broken(row, saved) -> Obstacle:
    if row.version_id:
        message = _(
            "The quote “%(quote)s” does not stand as it was cited on page %(page)d of "
            "“%(title)s”."
        ) % {
            "quote": _short(row.quote),
            "page": row.page,
            "title": row.version.document.title,
        }
    else:
        message = _("The quote “%(quote)s” is not in the copy of its web page.") % {
            "quote": _short(row.quote)
        }
    if saved is None:
        return Obstacle(" ".join([message, _("Correct it or remove it below.")]))
    return Obstacle(message, saved.decision_url)


def _hidden_broken(count: int) -> Obstacle:
    return Obstacle(
        ngettext(
            "%(count)d quote of a document that is closed to you is broken.",
            "%(count)d quotes of documents that are closed to you are broken.",
            count,
        )
        % {"count": count}
    )


def _not_cleared(row, saved, user) -> Obstacle:
    document = row.version.document
    message = _(
        "The quote “%(quote)s” is from “%(title)s”, which is restricted, and was not "
        "cleared for the public."
    ) % {"quote": _short(row.quote), "title": document.title}
    if not access.may_release(user, document):
        return Obstacle(f"{message} {_who_releases(document)}")
    if saved is None:
        return Obstacle(
            " ".join([message, _("Save the draft first; then release it.")])
        )
    return Obstacle(message, saved.release_url)


def _who_releases(document) -> str:
    if document.unit is None:
        return _("Ask an administrator to release it.")
    return _("Ask a reviewer of %(unit)s to release it.") % {"unit": document.unit}


def _hidden_not_cleared(count: int) -> Obstacle:
    return Obstacle(
        ngettext(
            "%(count)d quote of a restricted document was not cleared for the public.",
            "%(count)d quotes of restricted documents were not cleared for the public.",
            count,
        )
        % {"count": count}
    )


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()}…"
