"""Gathers the facts of a lesson's proof, and keeps the grade that follows from them.

Only what every reader of the lesson may see counts (``access.readers_of``), so that a
grade tells nothing of a document that is closed to one of them. Of a closed document a
quote counts that was cleared for the public, and nothing of the document itself.

**Independent** are sources of different occasions:

- a document comes from its stocktake's unit and date, if it belongs to a stocktake that
  every reader may see, else from its own unit and date. Two documents of one unit and
  one date are one source; so are all of a unit that have no date;
- the cleared quotes of closed documents are one source together, as readers cannot tell
  how many documents they are from;
- the pages of one web site are one source;
- testimony is not compared with anything and is no source here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from knowledge import access, confidence, validation
from knowledge.confidence import Facts, Grade
from knowledge.models import Document, Evidence, Lesson, Stocktake
from knowledge.models.cleared_quotes import ClearedQuote, place_of

Role = Evidence.Role


def grade_of(lesson: Lesson) -> Grade:
    """Return the grade of ``lesson`` as it is at this moment."""
    return confidence.grade(facts_of(lesson))


def facts_of(lesson: Lesson) -> Facts:
    # Rows of a draft are not in the database.
    rows = list(
        lesson.evidence.select_related(
            "version__document__current_version", "web_copy", "event"
        )
    )
    readers = access.readers_of(lesson)
    supporting, contradicting = _Sources(), _Sources()
    shows_change, broken = set(), 0
    for row, source in _shown(rows, readers):
        broken += row.is_broken
        if not row.is_verified:
            continue
        if row.role in (Role.SUPPORTS, Role.SHOWS_CHANGE):
            supporting.add(source)
        if row.role == Role.SHOWS_CHANGE:
            shows_change.add(source.occasion)
        if row.role == Role.CONTRADICTS:
            contradicting.add(source)
    return Facts(
        sources=len(supporting.occasions),
        departments=len(supporting.departments),
        governments=len(supporting.governments),
        years=supporting.years,
        shows_change=len(shows_change),
        contradicting=len(contradicting.occasions),
        broken=broken,
        **_verdicts(lesson),
    )


def refresh_confidence(lesson: Lesson) -> str:
    """Keep the grade of ``lesson`` if it has changed, and return its letter.

    A lesson that nobody can read has none. The search index follows, as it does every
    change of a lesson that is saved.
    """
    fresh = Lesson.objects.filter(pk=lesson.pk).first()
    if fresh is None:
        return ""
    letter = grade_of(fresh).letter if fresh.live else ""
    if letter != fresh.confidence:
        fresh.confidence = letter
        fresh.save(update_fields=["confidence"], clean=False)
    lesson.confidence = letter
    return letter


def refresh_all(lessons: Iterable[Lesson]) -> int:
    """Refresh the grades of ``lessons``; return how many have changed."""
    changed = 0
    for lesson in lessons:
        before = lesson.confidence
        changed += refresh_confidence(lesson) != before
    return changed


def lessons_citing(document: Document):
    """Return the live lessons whose grade may depend on ``document``."""
    cited = Evidence.objects.filter(version__document=document)
    return Lesson.objects.live().filter(pk__in=cited.values("lesson"))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a quote is from, as far as every reader of the lesson can see."""

    occasion: tuple
    departments: frozenset[int] = frozenset()
    government: int | None = None
    date: "date | None" = None


@dataclass
class _Sources:
    occasions: set[tuple] = field(default_factory=set)
    departments: set[int] = field(default_factory=set)
    governments: set[int] = field(default_factory=set)
    dates: set[date] = field(default_factory=set)

    def add(self, source: _Source) -> None:
        self.occasions.add(source.occasion)
        self.departments |= source.departments
        self.governments |= {source.government} - {None}
        self.dates |= {source.date} - {None}

    @property
    def years(self) -> int:
        """Full years between the earliest date and the latest."""
        if not self.dates:
            return 0
        first, last = min(self.dates), max(self.dates)
        not_yet = (last.month, last.day) < (first.month, first.day)
        return last.year - first.year - not_yet


def _shown(rows: list[Evidence], readers):
    """Yield the rows that every reader sees, each with its source."""
    documents = _documents({row.version.document_id for row in rows if row.version_id})
    restrictions = access.view_restrictions() if documents else []
    open_ones = _visible(Document, documents, readers, restrictions)
    stocktakes = _visible(
        Stocktake,
        {each.stocktake_id for each in documents.values()} - {None},
        readers,
        restrictions,
    )
    cleared = ClearedQuote.objects.for_evidence(rows)
    for row in rows:
        if row.web_copy_id:
            site = urlsplit(row.web_copy.address).hostname
            fetched_at = row.web_copy.fetched_at
            yield row, _Source(("web", site), date=fetched_at and fetched_at.date())
        elif row.version_id and row.version.document_id in open_ones:
            yield row, _source(documents[row.version.document_id], stocktakes)
        elif row.version_id and place_of(row) in cleared:
            yield row, _Source(("cleared",))


def _source(document: Document, stocktakes: set[int]) -> _Source:
    stocktake = document.stocktake if document.stocktake_id in stocktakes else document
    unit = document.unit
    return _Source(
        ("document", stocktake.unit_id, stocktake.date),
        frozenset(department.pk for department in document.departments.all()),
        unit.government_id if unit else None,
        document.date,
    )


def _documents(pks: set[int]) -> dict[int, Document]:
    if not pks:
        return {}
    documents = Document.objects.filter(pk__in=pks)
    return (
        documents.select_related("stocktake", "unit")
        .prefetch_related("departments")
        .in_bulk()
    )


def _visible(model, pks: Iterable[int], readers, restrictions) -> set[int]:
    pks = set(pks)
    if not pks:
        return set()
    visible = access.visible_to(model.objects.filter(pk__in=pks), readers, restrictions)
    return set(visible.values_list("pk", flat=True))


def _verdicts(lesson: Lesson) -> dict[str, int]:
    """Count the bodies by what they say now."""
    standing = validation.standing_of(lesson)
    return {
        name: len(getattr(standing, name))
        for name in ("endorsed", "reservations", "earlier", "disputed")
    }
