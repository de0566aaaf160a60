"""Finds what one may see: the way from a question to records.

The engine narrows by the labels of the asker, and then **the database has the last
word**. Of every record that the engine has still to be told of, the database is asked
whether the asker may see it now; the engine is told to leave out those that it denies,
so that totals, counts and suggestions are right however far the index is behind. And
of what the engine found, nothing is shown that the database does not confirm; the text
of a record that waits is taken from the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import cached_property

from knowledge import access
from knowledge.models import Government, Language
from search import field_values, outbox, synonyms
from search.documents import (
    NOTHING,
    Hit,
    PageHit,
    Results,
    SearchDocument,
    SearchQuery,
    Snippet,
)
from search.engines import Engine, EngineUnavailable, get_engine
from search.engines.expansion import other_forms
from search.query import parse
from search.record_source import Source
from search.snippets import Lighter
from search.sources import SOURCES

LANGUAGES = dict(Language.choices)


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
    def language(self) -> str:
        """The name of the language that the record is written in, or ""."""
        return str(LANGUAGES.get(self.record.language, ""))

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
        return _found_pages(self.hit.pages, self.record, self.source)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader is told: results, and the records that may be shown.

    `restrictions` are those of `access.view_restrictions` at this moment.
    """

    results: Results
    found: list[Found]
    restrictions: list

    @property
    def total(self) -> int:
        return self.results.total


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to offer somebody who is typing: records by title, and queries."""

    titles: list[Found]
    words: tuple[str, ...]


def find(query: SearchQuery, user, engine: Engine | None = None) -> Answer:
    """Ask the engine for `user` and let the database have the last word.

    Args:
        query: the question; its labels, keys, synonyms and values are replaced.
        user: who asks; `None` for the public.

    Raises:
        EngineError: there is no answer to be had now.
    """
    engine = engine or get_engine()
    view = _View(user)
    parsed = parse(query.text)
    values, hints = field_values.understand(parsed)
    query = replace(
        query,
        labels=view.labels,
        hidden=view.hidden,
        waiting=view.waiting,
        synonyms=synonyms.groups(),
        values=values,
    )
    results = engine.search(query)
    if not results.total and engine.needs_rebuild:
        raise EngineUnavailable("The index has to be rebuilt.")
    others = other_forms(parsed, query.synonyms, results.instead)
    lighter = Lighter(parsed, others)
    found = view.found(results.hits, lighter, query.pages_per_hit)
    # Only what the outbox does not know of is still among the hits.
    denied = len(results.hits) - len(found)
    total = results.total - denied
    hints = (*results.hints, *hints)
    results = replace(results, total=total, hints=hints)
    return Answer(results, found, view.restrictions)


def find_similar(
    record,
    user,
    types: tuple[str, ...] = (),
    limit: int = 5,
    filters: Mapping[str, tuple[str, ...]] = NOTHING,
) -> list[Found]:
    """Return records that tell of the same as `record` and that `user` may see.

    Args:
        types: narrows to kinds of record, such as `("lesson",)`.
        filters: narrows to records that have, in each facet, one of these values.

    Raises:
        EngineError: there is no answer to be had now.
    """
    view = _View(user)
    key = _source_of(record).key(record.pk)
    hits = get_engine().similar(key, view.labels, view.hidden, types, limit, filters)
    return view.found(hits)


def find_similar_elsewhere(lesson, user, limit: int = 5) -> list[Found]:
    """Return lessons of other governments that tell of the same, for `user`.

    Raises:
        EngineError: there is no answer to be had now.
    """
    if lesson.unit is None:
        return []
    own = lesson.unit.government_id
    others = Government.objects.exclude(pk=own).values_list("slug", flat=True)
    if not others:
        return []
    filters = {"government": tuple(others)}
    found = find_similar(lesson, user, ("lesson",), limit, filters)
    # Whose lesson it is, the index may not have heard yet.
    return [each for each in found if each.record.unit.government_id != own]


def find_pages(
    document, text: str, user, offset: int = 0, limit: int = 20
) -> tuple[int, list[FoundPage]]:
    """Return how many pages of a record answer a query, and some of the best.

    Nothing of a record that `user` may not see.

    Raises:
        EngineError: there is no answer to be had now.
    """
    view = _View(user)
    source = _source_of(document)
    key = source.key(document.pk)
    if not view.records([key]):
        return 0, []
    if key in view.waiting:
        (fresh,) = source.documents([document.pk])
        pages = _lit_pages(fresh, Lighter(parse(text)))
        total, pages = len(pages), pages[offset : offset + limit]
    else:
        total, pages = get_engine().pages(
            key, text, view.labels, view.hidden, offset, limit, synonyms.groups()
        )
    return total, _found_pages(pages, document, source)


def suggest(text: str, user, limit: int = 8) -> Suggestions:
    """Return what to offer somebody who has typed `text` so far.

    Raises:
        EngineError: there is no answer to be had now.
    """
    if not text.strip():
        return Suggestions([], ())
    view = _View(user)
    engine = get_engine()
    titles = engine.titles(text, view.labels, view.hidden, limit)
    # Words that a record had before it was changed are not offered any more.
    words = engine.complete(text, view.labels, view.hidden | view.waiting, limit)
    return Suggestions(view.found(titles), words)


class _View:
    """What one person may see at this moment."""

    def __init__(self, user):
        self.user = user
        self.restrictions = access.view_restrictions()

    @cached_property
    def labels(self) -> frozenset[str] | None:
        return access.labels_for(self.user, self.restrictions)

    @cached_property
    def waiting(self) -> frozenset[str]:
        """Keys of the records that the engine has still to be told of."""
        return outbox.waiting_keys()

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Those of the waiting keys whose record is denied, or is no more."""
        types = {key.partition(":")[0] for key in self.waiting}
        visible = {
            source.key(pk)
            for type_, source in SOURCES.items()
            if type_ in types
            for pk in self._visible(
                source.indexable().filter(pk__in=outbox.waiting_pks(type_))
            ).values_list("pk", flat=True)
        }
        return self.waiting - visible

    def records(self, keys: Iterable[str]) -> dict[str, object]:
        """Return the records of those keys that may be seen, by key."""
        records = {}
        for source, pks in _by_source(keys):
            queryset = source.with_summary(source.indexable().filter(pk__in=pks))
            for record in self._visible(queryset):
                records[source.key(record.pk)] = record
        return records

    def found(
        self, hits: tuple[Hit, ...], lighter: Lighter | None = None, pages: int = 0
    ) -> list[Found]:
        """Return what may be shown of hits; what they have wrong goes to the outbox."""
        records = self.records(hit.key for hit in hits)
        hits_shown = [hit for hit in hits if hit.key in records]
        outbox.mark(
            hit.key
            for hit in hits
            if hit.key not in records or hit.title != records[hit.key].title
        )
        changed = self._changed(hits_shown)
        return [
            Found(
                _told_anew(hit, changed[hit.key], lighter, pages)
                if hit.key in changed
                else hit,
                records[hit.key],
                SOURCES[hit.type],
            )
            for hit in hits_shown
        ]

    def _changed(self, hits: list[Hit]) -> dict[str, SearchDocument]:
        """Return, as they are now, those that wait and were indexed otherwise."""
        fingerprints = {
            hit.key: hit.fingerprint for hit in hits if hit.key in self.waiting
        }
        return {
            document.key: document
            for source, pks in _by_source(fingerprints)
            for document in source.documents(pks)
            if document.fingerprint != fingerprints[document.key]
        }

    def _visible(self, queryset):
        return access.visible_to(queryset, self.user, self.restrictions)


def _told_anew(
    hit: Hit, document: SearchDocument, lighter: Lighter | None, pages: int
) -> Hit:
    """Return a hit with the texts of a document that the index has otherwise."""
    if lighter is None:
        return replace(hit, snippet=Snippet(), pages=(), more_pages=0)
    lit = _lit_pages(document, lighter) if pages else []
    return replace(
        hit,
        snippet=lighter.best_snippet(document.summary, document.text),
        pages=tuple(lit[:pages]),
        more_pages=len(lit[pages:]),
    )


def _lit_pages(document: SearchDocument, lighter: Lighter) -> list[PageHit]:
    pages = [
        PageHit(page.number, page.label, lighter.snippet(page.text))
        for page in document.pages
    ]
    return [page for page in pages if page.snippet.is_lit]


def _found_pages(pages: Iterable[PageHit], record, source: Source) -> list[FoundPage]:
    return [
        FoundPage(
            page.number, page.label, page.snippet, source.page_url(record, page.number)
        )
        for page in pages
    ]


def _by_source(keys: Iterable[str]) -> Iterable[tuple[Source, list[int]]]:
    pks_by_type: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        type_, _, pk = key.partition(":")
        pks_by_type[type_].append(int(pk))
    # An older index may hold kinds of record that are no longer.
    return [
        (SOURCES[type_], pks) for type_, pks in pks_by_type.items() if type_ in SOURCES
    ]


def _source_of(record) -> Source:
    return next(
        source for source in SOURCES.values() if isinstance(record, source.model)
    )
