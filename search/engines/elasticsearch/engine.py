"""The Elasticsearch engine."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from elasticsearch import ApiError, ConnectionTimeout, NotFoundError
from elasticsearch.dsl import Search

from search.documents import (
    NOTHING,
    Hit,
    PageHit,
    Results,
    SearchDocument,
    SearchQuery,
)
from search.engines.base import (
    Engine,
    EngineError,
    EngineUnavailable,
    Filters,
    IndexCounts,
    Labels,
    Synonyms,
)
from search.engines.completing import complete, titles
from search.query import read

from .connection import connect, is_missing_index, prefix_of, server_errors
from .indices import SIGN_OF_LIFE, Indices, Pair, State
from .searching import ElasticAsking
from .writing import IndexVanished, Writer, batches, key_batches, now

# Documents compared with the database are listed in pages of this many, each within
# so long of the one before.
LISTED = 5_000
LISTING_PAUSE = "5m"
# So many seconds nobody else waits for a server that has just kept a reader waiting.
SILENCE = 10

Answer = TypeVar("Answer")

OUTDATED = (
    "The search index is of an older make or incomplete; run "
    "`manage.py search_index rebuild`."
)


class ElasticsearchEngine(Engine):
    """A handle to the indices of one portal on an Elasticsearch 8 server or cluster.

    During a rebuild updates and deletions reach the old indices and the new ones, so
    that nothing is missing when the new ones take over.
    """

    name = "elasticsearch"

    def __init__(
        self,
        location: str,
        ca_certs: str = "",
        api_key: str = "",
        index_prefix: str = "",
    ):
        """Make a handle; nothing is sent before the first call.

        Arguments:
            location: the server's address; see `connection.connect`.
            ca_certs: path of the file of an own certificate authority.
            api_key: an encoded API key, instead of user and password.
            index_prefix: what the names of all indices start with; empty: the path
                of the location, else `sabaq`.

        Raises:
            ImproperlyConfigured: these cannot be used.
        """
        self.client = connect(location, ca_certs, api_key)
        self.indices = Indices(self.client, prefix_of(location, index_prefix))
        self.writer = Writer(self.client)
        self._silent_until = 0.0

    def update(self, documents: Iterable[SearchDocument]) -> int:
        count = 0
        with server_errors():
            pairs = self._pairs()
            for batch in batches(documents):
                self.writer.update(pairs, batch)
                count += len(batch)
        return count

    def delete(self, keys: Iterable[str]) -> None:
        with server_errors():
            pairs = self._pairs()
            for batch in key_batches(keys):
                self.writer.delete(pairs, batch)

    def _pairs(self) -> list[Pair]:
        """Return where to write: to the indices in use, to those of a rebuild first.

        A rebuild that ends in between makes the new indices those in use, hence the
        order.
        """
        state = self._check_make()
        if not state.in_use:
            self.indices.create()
        current = self.indices.current
        return [self.indices.next, current] if state.rebuilding else [current]

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        with server_errors():
            version = now()
            new = self.indices.begin_rebuild()
            try:
                count = self.writer.fill(new, self._alive(new, documents), version)
                self.indices.put_in_place(new)
            except (IndexVanished, NotFoundError) as error:
                self.indices.discard(*new)
                raise EngineError(
                    "The new index has been removed while it was built."
                ) from error
            except BaseException:
                self.indices.discard(*new)
                raise
        return count

    def _alive(
        self, new: Pair, documents: Iterable[SearchDocument]
    ) -> Iterator[SearchDocument]:
        """Pass documents on and give signs of life meanwhile."""
        last = time.monotonic()
        for document in documents:
            yield document
            if time.monotonic() - last > SIGN_OF_LIFE:
                self.indices.give_sign_of_life(new)
                last = time.monotonic()

    def search(self, query: SearchQuery) -> Results:
        parsed = read(query)
        nothing = Results(facets=dict.fromkeys(query.facets, ()), hints=parsed.hints)
        return self._ask(
            query.labels,
            query.hidden,
            lambda asking: asking.answer(query, parsed),
            nothing,
            query.waiting,
        )

    def complete(
        self, text: str, labels: Labels, hidden: frozenset[str], limit: int
    ) -> tuple[str, ...]:
        return self._ask(
            labels, hidden, lambda asking: complete(text, asking.words, limit), ()
        )

    def titles(
        self, text: str, labels: Labels, hidden: frozenset[str], limit: int
    ) -> tuple[Hit, ...]:
        return self._ask(labels, hidden, lambda asking: titles(text, asking, limit), ())

    def similar(
        self,
        key: str,
        labels: Labels,
        hidden: frozenset[str],
        types: tuple[str, ...],
        limit: int,
        filters: Filters = NOTHING,
    ) -> tuple[Hit, ...]:
        return self._ask(
            labels,
            hidden,
            lambda asking: tuple(asking.similar(key, types, limit, filters)),
            (),
        )

    def pages(
        self,
        key: str,
        text: str,
        labels: Labels,
        hidden: frozenset[str],
        offset: int,
        limit: int,
        synonyms: Synonyms = (),
    ) -> tuple[int, tuple[PageHit, ...]]:
        return self._ask(
            labels,
            hidden,
            lambda asking: asking.pages_of(key, text, synonyms, offset, limit),
            (0, ()),
        )

    def _ask(
        self,
        labels: Labels,
        hidden: frozenset[str],
        question: Callable[[ElasticAsking], Answer],
        nothing: Answer,
        waiting: frozenset[str] = frozenset(),
    ) -> Answer:
        """Ask the indices in use; an absent index answers `nothing`.

        Raises:
            EngineUnavailable: they cannot be asked, or did not answer a moment ago.
        """
        if time.monotonic() < self._silent_until:
            raise EngineUnavailable("Elasticsearch did not answer a moment ago.")
        pair = self.indices.current
        asking = ElasticAsking(self.client, pair, labels, hidden, waiting)
        with server_errors():
            # The index may be exchanged while we ask, therefore twice.
            for is_last in (False, True):
                try:
                    return question(asking)
                except ApiError as error:
                    if not is_missing_index(error):
                        raise
                    if is_last and self._check_make().in_use:
                        raise
                except ConnectionTimeout:
                    self._silent_until = time.monotonic() + SILENCE
                    raise
        return nothing

    def _check_make(self) -> State:
        """Return the state of the indices: in use, or quite absent.

        Raises:
            EngineUnavailable: neither.
        """
        state = self.indices.state()
        if state.names and not state.in_use:
            raise EngineUnavailable(OUTDATED)
        return state

    def keys_with_fingerprints(self) -> Iterator[tuple[str, str]]:
        with server_errors():
            if not self._check_make().in_use:
                return
            search = (
                Search(using=self.client, index=self.indices.current.documents)
                .source(False)
                .extra(docvalue_fields=["fingerprint"], size=LISTED)
            )
            for hit in search.iterate(keep_alive=LISTING_PAUSE):
                yield hit.meta.id, hit.fingerprint[0]

    def counts(self) -> IndexCounts:
        with server_errors():
            search = Search(using=self.client, index=self.indices.current.documents)
            search = search.extra(track_total_hits=True, size=0)
            search.aggs.metric("pages", "sum", field="pages")
            try:
                answer = search.execute()
            except NotFoundError:
                self._check_make()
                return IndexCounts(0, 0)
            return IndexCounts(
                answer.hits.total.value, int(answer.aggregations.pages.value)
            )

    @property
    def needs_rebuild(self) -> bool:
        with server_errors():
            return not self.indices.state().in_use

    def healthy(self) -> bool:
        try:
            self.search(SearchQuery(limit=0, labels=None))
        except EngineError:
            return False
        return True
