"""The indices on the server: what is in them, how they are named and exchanged.

Documents and pages have an index each, so that the BM25 of one is not falsified by
the other. Both carry the schema's number in their names and are only spoken of by
alias:

    sabaq-documents-v1          the documents that searches see
    sabaq-documents-v1-next     those of a rebuild that is under way

Templates give the indices their mapping and forbid the server to make one up when a
name is missing.
"""

import datetime
import secrets
import time
from dataclasses import dataclass
from zlib import crc32

from elasticsearch import BadRequestError, Elasticsearch
from elasticsearch.dsl import (
    Date,
    Index,
    Integer,
    Keyword,
    Long,
    Mapping,
    Object,
    Text,
    analyzer,
    token_filter,
)

from search.engines.base import EngineBusy
from search.text import STOP

# Raise when the mappings, the analysis or the weights change: older indices then
# count as in need of a rebuild.
SCHEMA_VERSION = 2
# Pages of results can be turned this far; beyond, a request has no hits, but still
# totals and facets.
DEEPEST_RESULT = 1_000_000
# How long the server remembers that a document was deleted, so that a rebuild, which
# read it before, does not bring it back.
LONGEST_REBUILD = "24h"
# Seconds. A rebuild counts as dead after four of them without a sign.
SIGN_OF_LIFE = 15
WORDS_COLUMNS = 128
REBUILDING = (
    "The search index is already being rebuilt; wait until that has ended, or a "
    "minute if it was killed."
)

# Texts come analysed (`search.text`), with spaces between the words.
_words = analyzer(
    "words",
    tokenizer="whitespace",
    filter=[token_filter("places_of_stop_words", "stop", stopwords=[STOP])],
)
_ANALYSED = {"analyzer": _words}
# Shown, never searched.
_kept = Object(enabled=False)


@dataclass(frozen=True, slots=True)
class Pair:
    """The names of an index of documents and of the index of their pages."""

    documents: str
    pages: str

    def __iter__(self):
        return iter((self.documents, self.pages))


@dataclass(frozen=True, slots=True)
class State:
    """Which indices there are: in use, being rebuilt, of any make."""

    in_use: bool
    rebuilding: bool
    names: frozenset[str]


class Indices:
    """All indices of one portal on a server."""

    def __init__(self, client: Elasticsearch, prefix: str):
        self.client = client
        self.prefix = prefix
        self.current = self._pair(f"v{SCHEMA_VERSION}")
        self.next = self._pair(f"v{SCHEMA_VERSION}-next")
        self.all = self._pair("v*")

    def _pair(self, suffix: str) -> Pair:
        return Pair(
            f"{self.prefix}-documents-{suffix}", f"{self.prefix}-pages-{suffix}"
        )

    def state(self) -> State:
        found = self.client.indices.get_alias(
            index=",".join(self.all), allow_no_indices=True
        ).body
        aliases = {name for index in found.values() for name in index["aliases"]}
        return State(
            in_use=aliases.issuperset(self.current),
            rebuilding=aliases.issuperset(self.next),
            names=frozenset(found),
        )

    def create(self) -> None:
        """Create the first, empty indices; fine when another process is faster."""
        self._put_templates()
        pair = self._pair(f"v{SCHEMA_VERSION}-first")
        # The documents come last: with them the pair counts as complete.
        for name, alias in zip(
            reversed([*pair]), reversed([*self.current]), strict=True
        ):
            try:
                self.client.indices.create(index=name, aliases={alias: {}})
            except BadRequestError as error:
                if error.error != "resource_already_exists_exception":
                    raise

    def begin_rebuild(self) -> Pair:
        """Create the indices that will take over, and let updates reach them.

        What a rebuild left behind that died is removed.

        Raises:
            EngineBusy: another rebuild is under way.
        """
        self._put_templates()
        self._remove_dead_rebuild()
        stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d%H%M%S")
        new = self._pair(f"v{SCHEMA_VERSION}-{stamp}-{secrets.token_hex(3)}")
        for name, alias in zip(new, self.next, strict=True):
            self.client.indices.create(
                index=name,
                aliases={alias: {}},
                settings={"index.gc_deletes": LONGEST_REBUILD},
                mappings={"_meta": {"alive": time.time()}},
            )
        if set(self._upcoming()) != set(new):
            self.discard(*new)
            raise EngineBusy(REBUILDING)
        return new

    def give_sign_of_life(self, new: Pair) -> None:
        """Tell others that the rebuild goes on; at least once in `SIGN_OF_LIFE`."""
        for name in new:
            self.client.indices.put_mapping(index=name, meta={"alive": time.time()})

    def _remove_dead_rebuild(self) -> None:
        upcoming = self._upcoming()
        last_signs = [
            index["mappings"].get("_meta", {}).get("alive", 0)
            for index in upcoming.values()
        ]
        if last_signs and time.time() - max(last_signs) < 4 * SIGN_OF_LIFE:
            raise EngineBusy(REBUILDING)
        self.discard(*upcoming)

    def _upcoming(self) -> dict:
        names = ",".join(self.next)
        return self.client.indices.get(index=names, ignore_unavailable=True).body

    def put_in_place(self, new: Pair) -> None:
        """Let searches see the new indices, in one step; then remove all others.

        The old are removed last, because the server closes an index some moments
        before it stops to send searches there.
        """
        self.client.indices.put_settings(
            index=[*new], settings={"index.gc_deletes": None}
        )
        actions: list[dict] = []
        for name, current, upcoming, all_of_a_sort in zip(
            new, self.current, self.next, self.all, strict=True
        ):
            old = {"index": all_of_a_sort, "alias": current, "must_exist": False}
            actions += [
                {"remove": {"index": name, "alias": upcoming, "must_exist": True}},
                {"remove": old},
                {"add": {"index": name, "alias": current}},
            ]
        self.client.indices.update_aliases(actions=actions)
        self.discard(*self.state().names.difference(new))

    def discard(self, *names: str) -> None:
        if names:
            self.client.indices.delete(index=[*names], ignore_unavailable=True)

    def remove_all(self) -> None:
        """Remove everything of this portal from the server."""
        self.discard(*self.state().names)
        for template in self.current:
            self.client.options(ignore_status=404).indices.delete_index_template(
                name=template
            )

    def _put_templates(self) -> None:
        for alias, mapping in zip(
            self.current, (_documents_mapping(), _pages_mapping()), strict=True
        ):
            index = Index(alias)
            index.mapping(mapping)
            index.settings(
                # One copy on another machine as soon as there is one.
                auto_expand_replicas="0-1",
                max_result_window=DEEPEST_RESULT,
                # We refresh when a parcel is complete, and only then.
                refresh_interval="-1",
                similarity={"default": {"type": "BM25", "k1": 1.2, "b": 0.75}},
            )
            self.client.indices.put_index_template(
                name=alias,
                index_patterns=[alias, f"{alias}-*"],
                template=index.to_dict(),
                allow_auto_create=False,
            )


def words_column(beginning: str) -> str:
    """Return which column of words has those that begin with these two letters."""
    return str(crc32(beginning[:2].encode("utf-8", "replace")) % WORDS_COLUMNS)


def _documents_mapping() -> Mapping:
    mapping = Mapping()
    mapping.meta("dynamic", "strict")
    # Analysed words are only searched; keeping them too would double the index.
    mapping.meta("_source", includes=["kept"])
    mapping.meta(
        "dynamic_templates",
        [{"facets": {"path_match": "facets.*", "mapping": {"type": "keyword"}}}],
    )
    mapping.field("key", Keyword())
    mapping.field("type", Keyword())
    mapping.field("fingerprint", Keyword(index=False))
    # Names this content of the document; its pages carry the same.
    mapping.field("edition", Keyword(index=False))
    mapping.field("text", Text(**_ANALYSED))
    mapping.field("title", Text(norms=False, **_ANALYSED))
    mapping.field("tags", Text(norms=False, **_ANALYSED))
    # The folded words of the title, to find it by beginnings of words.
    mapping.field("heading", Text(norms=False, index_options="docs", **_ANALYSED))
    # Words as people wrote them, to complete and correct what somebody types. To
    # count those that begin alike the server goes through a whole column: hence many
    # of them, a word's column being told by its first two letters.
    columns = {str(column): Keyword() for column in range(WORDS_COLUMNS)}
    mapping.field("words", Object(properties=columns))
    mapping.field("spelling", Keyword(doc_values=False))
    mapping.field("labels", Keyword())
    mapping.field("facets", Object(dynamic=True))
    mapping.field("date", Date(format="strict_date"))
    mapping.field("year", Integer())
    # In milliseconds since 1970.
    mapping.field("added", Long(index=False))
    mapping.field("pages", Integer(index=False))
    mapping.field("kept", _kept)
    return mapping


def _pages_mapping() -> Mapping:
    mapping = Mapping()
    mapping.meta("dynamic", "strict")
    mapping.meta("_source", includes=["kept"])
    mapping.field("document", Keyword())
    mapping.field("edition", Keyword())
    mapping.field("number", Integer())
    mapping.field("written", Long())
    mapping.field("text", Text(**_ANALYSED))
    mapping.field("kept", _kept)
    return mapping
