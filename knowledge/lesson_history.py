"""What happened to a lesson, as far as each reader may know.

The public is told of days, states, published texts and verdicts of bodies. Why a step
was taken and by whom is for members of staff.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry

from knowledge import access
from knowledge.learning import ROLES, TRANSITIONS
from knowledge.models import Lesson, Observation

PUBLISHED = "wagtail.publish"
UNPUBLISHED = "wagtail.unpublish"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    ``when`` is a moment, or a day where no more is kept: the time of an observation
    would help to find out who sent it. Such a thing stands first in its day, or last if
    it ``ends_day``. ``by`` is a role or a body, ``account`` the account of a member of
    staff; ``what`` says it in words, ``why`` gives the reason, and ``url`` leads to
    more. What the reader may not know is empty.
    """

    when: datetime.datetime | datetime.date
    kind: str
    what: str
    by: str = ""
    account: str = ""
    why: str = ""
    url: str = ""
    ends_day: bool = False

    @property
    def has_time(self) -> bool:
        return isinstance(self.when, datetime.datetime)


def entries(lesson: Lesson, user) -> list[Entry]:
    """Return the history of ``lesson`` for ``user``, the newest first.

    Ask only for a lesson that ``user`` may see.
    """
    is_staff = access.is_staff_member(user)
    found = [
        *_observations(lesson, user),
        *_publications(lesson, is_staff),
        *_steps(lesson, user, is_staff),
        *_verdicts(lesson, user),
        *_quote_decisions(lesson, user, is_staff),
    ]
    if is_staff:
        found += _actions(lesson)
    return sorted(found, key=_order)[::-1]


def _order(entry: Entry) -> tuple[datetime.date, datetime.time]:
    if entry.has_time:
        moment = timezone.localtime(entry.when)
        return moment.date(), moment.time()
    return entry.when, datetime.time.max if entry.ends_day else datetime.time.min


def _steps(lesson: Lesson, user, is_staff: bool) -> Iterator[Entry]:
    for step in lesson.steps.select_related("made_by", "other").order_by("pk"):
        what = _("%(step)s: from “%(old)s” to “%(new)s”") % {
            "step": step.get_action_display(),
            "old": step.get_from_state_display(),
            "new": step.get_to_state_display(),
        }
        url = ""
        if step.other is not None and access.may_see(user, step.other):
            url = step.other.url or ""
        yield Entry(
            step.made_at,
            _("State"),
            what,
            by=str(ROLES[TRANSITIONS[step.action].permission]),
            account=_account(step.made_by) if is_staff else "",
            why=step.reason if is_staff else "",
            url=url,
        )


def _publications(lesson: Lesson, is_staff: bool) -> Iterator[Entry]:
    logged = (
        PageLogEntry.objects.filter(page=lesson.pk, action__in=[PUBLISHED, UNPUBLISHED])
        .select_related("user")
        .order_by("timestamp", "pk")
    )
    published = False
    for record in logged:
        if record.action == UNPUBLISHED:
            what = _("Taken down")
        elif published:
            what = _("Published again, with changes")
        else:
            what, published = _("Published"), True
        yield Entry(
            record.timestamp,
            _("Text"),
            what,
            account=_account(record.user) if is_staff else "",
        )
    if not published and lesson.first_published_at:
        yield Entry(lesson.first_published_at, _("Text"), _("Published"))


def _verdicts(lesson: Lesson, user) -> Iterator[Entry]:
    verdicts = lesson.validations.select_related("revision")
    for verdict in verdicts.order_by("made_on", "pk"):
        if not verdict.is_visible_to(user):
            continue
        yield Entry(
            verdict.made_on,
            _("Review"),
            verdict.get_verdict_display(),
            by=verdict.body,
            why=verdict.comment,
        )


def _observations(lesson: Lesson, user) -> Iterator[Entry]:
    seen = Observation.objects.visible_to(user).filter(lesson=lesson)
    for observation in seen.order_by("received_on", "pk"):
        yield Entry(
            observation.received_on,
            _("Observation"),
            _("%(observation)s, which led to the lesson")
            % {"observation": observation.identifier},
            by=observation.signature,
            url=observation.get_absolute_url(),
        )


def _quote_decisions(lesson: Lesson, user, is_staff: bool) -> Iterator[Entry]:
    rows, _hidden = lesson.evidence_for(user)
    for row in rows:
        # A quote that was cleared stands for a row that is not shown.
        if getattr(row, "decided_at", None) is None:
            continue
        yield Entry(
            row.decided_at,
            _("Quote"),
            _("Compared with its source and decided about: “%(quote)s”")
            % {"quote": row.quote},
            account=_account(row.decided_by) if is_staff else "",
            why=row.decision if is_staff else "",
        )


def _actions(lesson: Lesson) -> Iterator[Entry]:
    actions = lesson.actions.select_related("made_by").prefetch_related(
        "moves__moved_by"
    )
    for action in actions:
        kind = _("Action")
        yield Entry(
            action.made_at,
            kind,
            _("Assigned: %(action)s") % {"action": action},
            by=action.post,
            account=_account(action.made_by),
        )
        for move in action.moves.all():
            yield Entry(
                move.moved_at,
                kind,
                _("Its date was moved: %(action)s") % {"action": action},
                account=_account(move.moved_by),
                why=move.reason,
            )
        if action.closed_on:
            yield Entry(
                action.closed_on,
                kind,
                _("%(action)s: %(state)s")
                % {"action": action, "state": action.get_state_display()},
                by=action.post,
                why=action.closing_note,
                ends_day=True,
            )


def _account(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
