"""Tells readers by mail what is new in the searches that they saved.

New is what the reader may see at the moment of sending and did not have among the
results before: archived, published, opened or described otherwise since. When a search
begins to be watched it is looked up at once, and what it finds counts as known.

A mail is claimed before it is sent, in one conditional update, so that no number of
workers sends it twice and neither does one that is killed. What could not be looked up
or handed over stays due and is tried again.
"""

import datetime
import logging
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from search import appearances
from search.engines import EngineUnavailable
from search.finding import Found
from search.forms import SearchForm
from search.letters import letter
from search.models import Frequency, SavedSearch
from search.saved import latest, read

logger = logging.getLogger(__name__)

# Local time of the day after which mail is sent.
HOUR = 7
LONG_AGO = datetime.datetime.min.replace(tzinfo=datetime.UTC)
# So many of the latest results are looked at.
LOOKED_AT = 500
# So many results that are found no more stay known, in case that they come back.
REMEMBERED = 1000
MOST_AT_ONCE = 50
RETRY_AFTER = datetime.timedelta(minutes=15)
# After so many failures in a row nothing more is tried for the moment.
MOST_FAILURES = 3


def next_due(frequency: str, now: datetime.datetime) -> datetime.datetime | None:
    """Return when the next mail is due, if any.

    It is in the morning, by the local calendar, of the next day, the next Monday or
    the first of the next month.
    """
    today = timezone.localdate(now)
    if frequency == Frequency.DAILY:
        day = today + datetime.timedelta(days=1)
    elif frequency == Frequency.WEEKLY:
        day = today + datetime.timedelta(days=7 - today.weekday())
    elif frequency == Frequency.MONTHLY:
        day = (today.replace(day=1) + datetime.timedelta(days=31)).replace(day=1)
    else:
        return None
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(HOUR)))


def schedule(saved: SavedSearch, before: str = Frequency.NONE) -> list[str]:
    """Let the mails of a saved search follow its frequency; it is not saved here.

    Args:
        before: the frequency that it had.

    Returns:
        The names of the fields that were set.
    """
    now = timezone.now()
    saved.due_at = next_due(saved.frequency, now)
    if before != Frequency.NONE:
        return ["due_at"]
    saved.watched_since = now
    saved.known = saved.known_before = None
    return ["due_at", "watched_since", "known", "known_before"]


def send_due(limit: int | None = MOST_AT_ONCE) -> int:
    """Send the mails that are due, and look up what begins to be watched.

    A search that fails is put off and holds up no other.

    Returns:
        How many mails were sent.

    Raises:
        EngineUnavailable: what has not been looked at stays due.
    """
    sent = failures = 0
    for pk in list(_due().values_list("pk", flat=True)[:limit]):
        # Read afresh: meanwhile somebody may have lost rights, or have been served.
        saved = _due().filter(pk=pk).first()
        if saved is None:
            continue
        try:
            with override(saved.language):
                sent += _serve(saved)
        except EngineUnavailable:
            raise
        except Exception:
            logger.exception("The mail of saved search %d is put off.", pk)
            _claim(saved, due_at=timezone.now() + RETRY_AFTER)
            failures += 1
            if failures == MOST_FAILURES:
                break
        else:
            failures = 0
    return sent


def _due():
    return (
        SavedSearch.objects.select_related("user")
        .filter(user__is_active=True)
        .exclude(user__email="")
        .exclude(frequency=Frequency.NONE)
        .filter(Q(known__isnull=True) | Q(due_at__lte=timezone.now()))
        .order_by("due_at", "pk")
    )


def _serve(saved: SavedSearch) -> bool:
    """Look a search up; send its mail if that is due and there is something new.

    Returns:
        Whether a mail was sent.
    """
    now = timezone.now()
    form = read(saved)
    if form.hints:
        # Without the part that is no more it would be quite another search.
        news = _News([], [], saved.known or [], now)
    else:
        news = _look_up(saved, form)
    due_at = next_due(saved.frequency, now)
    if saved.known is None:
        _claim(saved, due_at=due_at, **news.left_untold())
        return False
    if not news.new:
        _claim(saved, due_at=due_at, **news.told())
        return False
    message = letter(saved, form, news.new)
    if not _claim(saved, due_at=due_at, sending_since=now, **news.told()):
        return False
    claimed = SavedSearch.objects.filter(pk=saved.pk, sending_since=now)
    try:
        message.send()
    except Exception:
        claimed.filter(due_at=due_at).update(
            due_at=saved.due_at, known=saved.known, known_before=saved.known_before
        )
        claimed.update(sending_since=None)
        raise
    claimed.update(sending_since=None, last_sent_at=now)
    return True


def _claim(saved: SavedSearch, **changes) -> bool:
    """Write to a saved search unless it was written to since it was read."""
    unchanged = SavedSearch.objects.filter(
        pk=saved.pk,
        frequency=saved.frequency,
        due_at=saved.due_at,
        watched_since=saved.watched_since,
    )
    return unchanged.update(**changes) == 1


@dataclass(frozen=True, slots=True)
class _News:
    """What a search finds now, the latest first.

    `known` are the keys that its reader knew before; what appeared until
    `known_before` is known although it may not be listed.
    """

    found: list[str]
    new: list[Found]
    known: list[str]
    known_before: datetime.datetime | None

    def told(self) -> dict:
        """Return what is to be kept once the reader has been told."""
        found = set(self.found)
        gone = [key for key in self.known if key not in found]
        return {
            "known": self.found + gone[:REMEMBERED],
            "known_before": self.known_before,
        }

    def left_untold(self) -> dict:
        """Return what is to be kept while the reader has still to be told."""
        new = {item.hit.key for item in self.new}
        return {
            "known": [key for key in self.found if key not in new],
            "known_before": self.known_before,
        }


def _look_up(saved: SavedSearch, form: SearchForm) -> _News:
    answer = latest(form, saved.user, LOOKED_AT)
    times = appearances.times(item.hit.key for item in answer.found)
    first_time = saved.known is None
    known = saved.known or []
    floor = saved.watched_since if first_time else saved.known_before

    def is_new(item: Found) -> bool:
        time = times.get(item.hit.key, LONG_AGO)
        return item.hit.key not in known and (floor is None or time > floor)

    known_before = saved.known_before
    if answer.total > LOOKED_AT and answer.found:
        last = times.get(answer.found[-1].hit.key, LONG_AGO)
        known_before = max(known_before or LONG_AGO, last)
    return _News(
        found=[item.hit.key for item in answer.found],
        new=[item for item in answer.found if is_new(item)],
        known=known,
        known_before=known_before,
    )
