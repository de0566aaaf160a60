"""Counts what is searched for, so that staff see what is wanted; never who searches.

A search is counted in the memory of the process and written down a few seconds later
by a thread of its own, so that no reader ever waits for the database to be free, and
no search fails because its count does.

What is counted, and what is not:

* once for each search as it was first asked: not its further pages, other orders or
  narrower results, nor suggestions, nor what programs ask that say so;
* nothing that looks like somebody's e-mail address, telephone number or identity card;
* nothing that is best answered by something closed to other members of staff: the
  reports would tell them of it. So "found" in a report means found among what all
  staff may see, and "in vain" that the one who asked was shown nothing at all.
"""

import atexit
import datetime
import logging
import re
import threading
from collections import Counter
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits

from knowledge import access
from search.models import SearchCount
from search.models.searches import LONGEST_TEXT
from search.text import full_form, in_one_spelling

logger = logging.getLogger(__name__)

# Different searches that are held in memory; more are not counted.
MOST_HELD = 5_000
MONTH = datetime.timedelta(days=30.4375)

_PROGRAM = re.compile(r"bot\b|bot/|crawl|spider|slurp", re.IGNORECASE)
_ADDRESS = re.compile(r"\S@\S")
_NUMBERS = re.compile(r"\d(?:[\s\-−–./()+]*\d){6,}")
_YEARS = re.compile(r"(?:(?:19|20)\d\d\D*)+")


class Counted(NamedTuple):
    """What is kept of a search."""

    text: str
    language: str
    day: datetime.date
    in_vain: bool


def as_counted(text: str) -> str:
    """Return a query as it is counted: one spelling, capped in length."""
    return in_one_spelling(text.encode("utf-8", "replace").decode())[
        :LONGEST_TEXT
    ].strip()


def is_private(text: str) -> bool:
    """Tell whether a query looks as if it named a person by number or address."""
    if _ADDRESS.search(text):
        return True
    return any(
        not _YEARS.fullmatch(number.group()) for number in _NUMBERS.finditer(text)
    )


def record(request, form, answer) -> None:
    """Count a search of the search page that was answered. Never raises.

    Args:
        request: whose user agent and user decide whether it counts; neither is kept.
        form: the `SearchForm`.
        answer: what was found for it.
    """
    try:
        counted = _counted(request, form, answer)
        if counted:
            tally.add(counted)
    except DatabaseError:
        logger.exception("A search could not be counted.")


def forget_old() -> int:
    """Remove counts that are older than `SEARCHES_KEPT_MONTHS`; return how many."""
    kept = settings.SEARCHES_KEPT_MONTHS * MONTH
    since = timezone.localdate() - kept
    removed, _ = SearchCount.objects.filter(day__lt=since).delete()
    QueryDailyHits.objects.filter(date__lt=since).delete()
    return removed


def _counted(request, form, answer) -> Counted | None:
    text = as_counted(form.text)
    is_first_asked = (
        form.page_number == 1 and form.order == "relevance" and not form.is_narrowed
    )
    is_program = _PROGRAM.search(request.headers.get("User-Agent", ""))
    if not text or not is_first_asked or is_program or is_private(form.text):
        return None
    if answer.found and access.is_staff_member(request.user):
        best = answer.found[0].record
        if not access.is_open_to_staff(best, answer.restrictions):
            return None
    return Counted(text, get_language(), timezone.localdate(), not answer.total)


class Tally:
    """The searches of this process that are not written down yet."""

    def __init__(self):
        self._lock = threading.Lock()
        self._held: Counter[Counted] = Counter()
        self._is_waiting = False

    def add(self, counted: Counted) -> None:
        """Hold a search, and see to it that it is written down soon."""
        with self._lock:
            if counted not in self._held and len(self._held) >= MOST_HELD:
                return
            self._held[counted] += 1
            if self._is_waiting or not settings.SEARCHES_WRITTEN_EVERY:
                return
            self._is_waiting = True
        timer = threading.Timer(settings.SEARCHES_WRITTEN_EVERY, self._write_beside)
        timer.daemon = True
        timer.start()

    def write(self) -> None:
        """Write down what is held. What the database refuses is held on."""
        with self._lock:
            held, self._held = self._held, Counter()
            self._is_waiting = False
        try:
            if held:
                _write(held)
        except DatabaseError:
            logger.exception("%d searches could not be counted yet.", held.total())
            with self._lock:
                self._held.update(held)

    def write_at_exit(self) -> None:
        """Write down what a timer that will not run any more would have."""
        if self._is_waiting:
            self.write()

    def forget(self) -> None:
        """Hold nothing."""
        with self._lock:
            self._held.clear()

    def _write_beside(self) -> None:
        try:
            self.write()
        finally:
            connection.close()


@transaction.atomic
def _write(held: Counter[Counted]) -> None:
    days = {(each.text, each.language, each.day) for each in held}
    SearchCount.objects.bulk_create(
        (SearchCount(text=t, language=lang, day=day) for t, lang, day in sorted(days)),
        ignore_conflicts=True,
    )
    for each, times in held.items():
        SearchCount.objects.filter(
            text=each.text, language=each.language, day=each.day
        ).update(
            times=F("times") + times,
            times_in_vain=F("times_in_vain") + times * each.in_vain,
        )
    _count_promoted(held)


def _count_promoted(held: Counter[Counted]) -> None:
    """Keep Wagtail's counts of the queries that have promoted results."""
    queries = Query.objects.filter(editors_picks__isnull=False).distinct()
    by_form = {full_form(query.query_string): query for query in queries}
    for each, times in held.items():
        query = by_form.get(full_form(each.text))
        if query:
            hits, _ = QueryDailyHits.objects.get_or_create(query=query, date=each.day)
            QueryDailyHits.objects.filter(pk=hits.pk).update(hits=F("hits") + times)


tally = Tally()
atexit.register(tally.write_at_exit)
