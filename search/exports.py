"""Results of a search as a file: all of them up to a limit, a batch at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import get_language, override

from knowledge import access
from knowledge.citation import lesson_row
from knowledge.citation_formats import Facts, Format, Row
from knowledge.models import Document, Lesson
from search.documents import SearchQuery
from search.finding import Answer, Found, find
from search.record_source import tags_of
from search.saved import absolute

EXPORT_LIMIT = 5000
BATCH = 200

# What a row tells beyond that which is fetched for a list of results.
_DETAILS = {
    "document": ("sector", "tags"),
    "stocktake": ("sector",),
    "event": ("sector",),
    "lesson": ("sector", "tagged_items__tag"),
}


@dataclass(frozen=True, slots=True)
class Export:
    """A file on its way: its first results are found, the others are while it is read.

    If `content` raises, the file has no end and must not be taken for a whole one.
    """

    format: Format
    facts: Facts
    content: Iterator[str]

    @property
    def file_name(self) -> str:
        """The name, which tells if not everything that was found is in the file."""
        name = f"sabaq-search-{self.facts.date.isoformat()}"
        if self.facts.written < self.facts.total:
            name += f"-first-{self.facts.written}-of-{self.facts.total}"
        return f"{name}.{self.format.extension}"


def export(query: SearchQuery, user, format: Format) -> Export:
    """Begin to write what `user` may see of the answer, in the active language.

    Raises:
        EngineError: there is no answer to be had now.
    """
    batches = _batches(query, user)
    first = next(batches)
    facts = Facts(
        site_name=settings.WAGTAIL_SITE_NAME,
        date=timezone.localdate(),
        written=min(first.total, EXPORT_LIMIT),
        total=first.total,
        is_for_staff=access.is_staff_member(user),
    )
    return Export(format, facts, _written(chain([first], batches), format, facts))


def _batches(query: SearchQuery, user) -> Iterator[Answer]:
    """Find batch after batch, the first one also if it is empty."""
    for offset in range(0, EXPORT_LIMIT, BATCH):
        limit = min(BATCH, EXPORT_LIMIT - offset)
        answer = find(
            replace(query, offset=offset, limit=limit, pages_per_hit=0, facets=()), user
        )
        yield answer
        if offset + limit >= answer.total:
            break


def _written(answers: Iterator[Answer], format: Format, facts: Facts) -> Iterator[str]:
    # The file is read when the request, and with it its language, is over.
    language = get_language()
    seen: set[str] = set()
    for number, answer in enumerate(answers):
        # What moves in the results while they are read must not come twice.
        fresh = [item for item in answer.found if item.hit.key not in seen]
        seen.update(item.hit.key for item in fresh)
        with override(language):
            text = format.rows(_rows(fresh), facts)
            if number == 0:
                text = format.head(facts) + text
        yield text
    with override(language):
        yield format.foot(len(seen))


def _rows(found: list[Found]) -> list[Row]:
    for type_, details in _DETAILS.items():
        records = [item.record for item in found if item.hit.type == type_]
        prefetch_related_objects(records, *details)
    return [_row(item) for item in found]


def _row(item: Found) -> Row:
    record, source = item.record, item.source
    if isinstance(record, Lesson):
        return lesson_row(record, item.source.tags(record))
    sector = getattr(record, "sector", None)
    return Row(
        identifier=getattr(record, "identifier", item.hit.key.replace(":", "-")),
        kind=source.kind(record),
        kind_label=str(item.kind),
        title=record.title,
        date=item.date,
        unit=record.unit.name if record.unit else "",
        sector=str(sector or ""),
        language=record.language,
        tags=_tags(item),
        page_count=item.version.page_count if item.version else None,
        summary=getattr(record, "summary", ""),
        access=record.get_access_display(),
        url=absolute(item.url),
    )


def _tags(item: Found) -> tuple[str, ...]:
    if isinstance(item.record, Document):
        return tags_of(item.record)
    return item.source.tags(item.record)
