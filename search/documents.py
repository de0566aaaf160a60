"""What goes into a search engine and what comes out of it.

Frozen values without Django, shared by sources, engines, views and commands:
`SearchDocument` goes in, `SearchQuery` asks, `Results` comes out. Texts in them
are plain text, never HTML; escaping is the business of whoever prints them.
"""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from types import MappingProxyType

NOTHING: Mapping = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page, slide (with its speaker notes) or sheet of a document."""

    number: int
    label: str
    text: str


@dataclass(frozen=True)
class SearchDocument:
    """One record as the engines see it.

    `text` is the record's own text (a lesson's body, minutes typed in); `pages`
    are those of its file. `facets` maps a facet's name to slugs or codes, never to
    words of a language. `labels` says who may find it: an engine shows the document
    only to queries that carry at least one of them.
    `added` is when it came to be found by as many as now; the fingerprint is silent on
    it, because it changes together with the labels only.
    """

    type: str
    id: int
    title: str
    summary: str = ""
    tags: tuple[str, ...] = ()
    text: str = ""
    pages: tuple[SearchPage, ...] = ()
    page_kind: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)
    labels: frozenset[str] = frozenset()
    date: datetime.date | None = None
    language: str = ""
    added: datetime.datetime | None = None

    @property
    def key(self) -> str:
        """The document's name in every engine, such as `document:12`."""
        return f"{self.type}:{self.id}"

    def __getstate__(self) -> dict:
        # Read-only mappings cannot be pickled.
        return {**vars(self), "facets": dict(self.facets)}

    @cached_property
    def fingerprint(self) -> str:
        """Short digest of everything in the document, equal in every process.

        Index and database agree on a document when their fingerprints do.
        """
        content = (
            self.type,
            self.id,
            self.title,
            self.summary,
            self.tags,
            self.text,
            [(page.number, page.label, page.text) for page in self.pages],
            self.page_kind,
            sorted((name, tuple(values)) for name, values in self.facets.items()),
            sorted(self.labels),
            self.date.isoformat() if self.date else None,
            self.language,
        )
        canonical = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
        return blake2b(canonical.encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One question to an engine.

    `text` is what the person typed (see `search.query` for the language).
    `filters` maps a facet to the values chosen in it: any of a facet's values, all of
    the facets. Years are inclusive. `labels` are the asker's access labels; `None`
    asks without an access filter and is for administrators and benchmarks only.
    `hidden` are keys of documents that are treated as if they were not there, because
    the index is behind a database that denies them to the asker. `waiting` are keys of
    documents whose texts may have changed since: they are found as they were, but no
    word is taken from them to replace one that was typed. `sort` is `relevance`,
    `date` (oldest first), `-date` (newest first) or `-added` (what came to be found
    last, first); without words `relevance` means `-date`. `facets` names the facets to
    count. `synonyms` are groups of words and phrases, as people write them, that mean
    the same. `values` are, by facet and what was typed for it (`kind:minute`), the
    values of the facet that are meant.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)
    year_from: int | None = None
    year_to: int | None = None
    labels: frozenset[str] | None = frozenset()
    hidden: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    sort: str = "relevance"
    offset: int = 0
    limit: int = 10
    pages_per_hit: int = 3
    facets: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    values: Mapping[tuple[str, str], tuple[str, ...]] = field(
        default_factory=lambda: NOTHING
    )


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of original text in fragments; the lit ones answer the query."""

    fragments: tuple[tuple[str, bool], ...] = ()

    @classmethod
    def from_ranges(cls, text: str, ranges: list[tuple[int, int]]) -> "Snippet":
        """Light the given ordered, separate character ranges of a text."""
        edges = [0, *(edge for lit in ranges for edge in lit), len(text)]
        return cls(
            tuple(
                (text[start:end], index % 2 == 1)
                for index, (start, end) in enumerate(pairwise(edges))
                if end > start
            )
        )

    @property
    def text(self) -> str:
        return "".join(fragment for fragment, _ in self.fragments)

    @property
    def lit_words(self) -> tuple[str, ...]:
        """The different words that are lit, as they stand in the text."""
        lit = " ".join(fragment for fragment, lit in self.fragments if lit)
        words: dict[str, str] = {}
        for word in lit.split():
            words.setdefault(word.casefold(), word)
        return tuple(words.values())

    @property
    def is_lit(self) -> bool:
        return any(lit for _, lit in self.fragments)

    def __iter__(self):
        return iter(self.fragments)

    def __bool__(self) -> bool:
        return bool(self.fragments)


@dataclass(frozen=True, slots=True)
class PageHit:
    """One page that answers the query."""

    number: int
    label: str
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Hit:
    """One document that answers the query, with its best pages.

    `lit_title` is the title with the query's words lit. `snippet` comes from the
    summary or the own text. `more_pages` counts the matching pages not in `pages`.
    `fingerprint` is that of the document as it was indexed.
    """

    type: str
    id: int
    title: str
    lit_title: Snippet
    score: float
    snippet: Snippet
    pages: tuple[PageHit, ...] = ()
    more_pages: int = 0
    language: str = ""
    fingerprint: str = ""

    @property
    def key(self) -> str:
        return f"{self.type}:{self.id}"


@dataclass(frozen=True, slots=True)
class FacetValue:
    """How many of the results carry a value of a facet."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """The answer: exact total, the hits asked for, counts, help with the query.

    The counts of a facet ignore the choice made in that same facet, so that its
    other values can still be chosen. `suggestion` is a query to offer when this one
    finds little: "did you mean". `instead` maps words that no visible text has to the
    near words that were searched in their place, all as people write them. `hints` are
    sentences for the person (lazily translated), one for each thing in the query that
    could not be understood.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[FacetValue, ...]] = field(
        default_factory=lambda: NOTHING
    )
    suggestion: str = ""
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)
    hints: tuple[str, ...] = ()
