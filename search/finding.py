"""Finds what one may see: the way from a question to records.

The engine narrows by the labels of the asker, and then **the database has the last
word**: what the engine found is shown only if the database says so now. An index that
is behind can therefore never tell of a title, and what it had wrong is put into the
outbox.
"""

from dataclasses import dataclass, replace
from datetime import date

from knowledge import access
from search import outbox
from search.documents import Hit, Results, SearchQuery, Snippet
from search.engines import Engine, EngineUnavailable, get_engine
from search.record_source import Source
from search.sources import SOURCES


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that answers the query, and where it is."""

    number: int
    label: str
    snippet: Snippet
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """A record that answers the query."""

    hit: Hit
    record: object
    source: Source

    @property
    def title(self) -> Snippet:
        # An older title of the index is not for those who may see the new one.
        if self.hit.title == self.record.title:
            return self.hit.lit_title
        return Snippet(((self.record.title, False),))

    @property
    def kind(self) -> str:
        return self.source.kind_label(self.record)

    @property
    def url(self) -> str:
        return self.source.url(self.record)

    @property
    def date(self) -> date | None:
        return self.source.date(self.record)

    @property
    def version(self):
        """The version whose pages were found, for records that have any."""
        return getattr(self.record, "current_version", None)

    @property
    def pages(self) -> list[FoundPage]:
        return [
            FoundPage(
                page.number,
                page.label,
                page.snippet,
                self.source.page_url(self.record, page.number),
            )
            for page in self.hit.pages
        ]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader is told: results, and the records that may be shown."""

    results: Results
    found: list[Found]

    @property
    def total(self) -> int:
        return self.results.total


def find(query: SearchQuery, user, engine: Engine | None = None) -> Answer:
    """Ask the engine for `user` and let the database have the last word.

    Args:
        query: the question; its labels are replaced by those of `user`.
        user: who asks; `None` for the public.

    Raises:
        EngineError: there is no answer to be had now.
    """
    engine = engine or get_engine()
    restrictions = access.view_restrictions()
    query = replace(query, labels=access.labels_for(user, restrictions))
    results = engine.search(query)
    if not results.total and engine.needs_rebuild:
        raise EngineUnavailable("The index has to be rebuilt.")
    records = _visible_records(results.hits, user, restrictions)
    found = [
        Found(hit, records[hit.key], SOURCES[hit.type])
        for hit in results.hits
        if hit.key in records
    ]
    wrong = [hit.key for hit in results.hits if hit.key not in records]
    wrong += [item.hit.key for item in found if item.hit.title != item.record.title]
    outbox.mark(wrong)
    hidden = len(results.hits) - len(found)
    return Answer(replace(results, total=results.total - hidden), found)


def _visible_records(hits, user, restrictions) -> dict[str, object]:
    """Return the records of those hits that `user` may see, by key."""
    pks_by_type: dict[str, list[int]] = {}
    for hit in hits:
        pks_by_type.setdefault(hit.type, []).append(hit.id)
    records = {}
    for type_, pks in pks_by_type.items():
        # An older index may hold kinds of record that are no longer.
        if type_ not in SOURCES:
            continue
        source = SOURCES[type_]
        queryset = source.with_summary(source.indexable().filter(pk__in=pks))
        for record in access.visible_to(queryset, user, restrictions):
            records[source.key(record.pk)] = record
    return records
