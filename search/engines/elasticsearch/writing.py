"""Writing documents and their pages, by many processes at once.

Every entry is written with an external version, the time of its writing in
microseconds: whoever wrote later wins, in whatever order requests arrive. The entries
of a rebuild have the time of its beginning and so lose against every update made
since. Pages carry the edition (the fingerprint) of their document: a search only
shows pages of the edition that it found, so that nobody sees a mixture of two.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.dsl import Search
from elasticsearch.helpers import BulkIndexError, streaming_bulk

from search.documents import SearchDocument
from search.engines.base import EngineBusy, EngineUnavailable

from .connection import WRITE_TIMEOUT
from .entries import Entries
from .indices import Pair

# A parcel is sent when the one before has been taken in; when the server says that it
# is overloaded we wait 1, 2, 4 … seconds.
PARCEL_ENTRIES = 1_000
PARCEL_BYTES = 8 * 1024 * 1024
MAX_RETRIES = 5
FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
# Documents that are made visible together.
BATCH_DOCUMENTS = 200
BATCH_CHARACTERS = 20_000_000

_CONFLICT = 409


def now() -> int:
    """Return the time as a version, in microseconds."""
    return time.time_ns() // 1_000


def batches(documents: Iterable[SearchDocument]) -> Iterator[list[SearchDocument]]:
    """Part documents into batches that fit into memory whatever their size."""
    batch: list[SearchDocument] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += sum(len(page.text) for page in document.pages) + len(document.text)
        if len(batch) >= BATCH_DOCUMENTS or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def key_batches(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while batch := list(islice(rest, BATCH_DOCUMENTS)):
        yield batch


class IndexVanished(EngineUnavailable):
    """An index was removed while it was written to."""


class Writer:
    """Writes to pairs of indices; raises the client's exceptions and `EngineBusy`."""

    def __init__(self, client: Elasticsearch):
        self.client = client.options(request_timeout=WRITE_TIMEOUT)

    def update(self, pairs: list[Pair], documents: list[SearchDocument]) -> None:
        """Write or replace documents in all pairs and make them visible."""
        entries = [Entries(document) for document in documents]
        keys = [document.key for document in documents]
        version = self._next_version(pairs, keys)

        def write(pair: Pair) -> None:
            # Pages come first: nobody looks at them before their document is there.
            self._send(page for one in entries for page in one.pages(pair, version))
            outdone = self._send(one.document(pair, version) for one in entries)
            self._finish(pair, keys, version, outdone)

        _to_each(pairs, write)

    def delete(self, pairs: list[Pair], keys: list[str]) -> None:
        """Remove documents and their pages from all pairs."""
        version = self._next_version(pairs, keys)

        def write(pair: Pair) -> None:
            outdone = self._send(_deletion(pair, key, version) for key in keys)
            self._finish(pair, keys, version, outdone)

        _to_each(pairs, write)

    def _finish(
        self, pair: Pair, keys: list[str], version: int, outdone: list[str]
    ) -> None:
        self._refresh(pair)
        self._delete_pages(pair, keys, written={"lt": version})
        if outdone:
            raise EngineBusy(f"Somebody else has just written {outdone[0]}.")

    def fill(
        self, pair: Pair, documents: Iterable[SearchDocument], version: int
    ) -> int:
        """Write the documents of a rebuild that began at `version`; return how many.

        A document that an update has written or deleted since is left as it is.
        """
        keys: set[str] = set()

        def entries() -> Iterator[dict]:
            for document in documents:
                keys.add(document.key)
                made = Entries(document)
                yield made.document(pair, version)
                yield from made.pages(pair, version)

        outdone = [id for id in self._send(entries()) if id in keys]
        self._refresh(pair)
        for some in key_batches(outdone):
            self._delete_pages(pair, some, written={"lte": version})
        return len(keys)

    def _next_version(self, pairs: list[Pair], keys: list[str]) -> int:
        """Return a version above those of the entries, also when clocks differ."""
        wanted = [
            {"_index": pair.documents, "_id": key} for pair in pairs for key in keys
        ]
        found = self.client.mget(docs=wanted, source=False)["docs"]
        return max([now(), *(one["_version"] + 1 for one in found if one.get("found"))])

    def _send(self, actions: Iterable[dict]) -> list[str]:
        """Send entries in parcels; return the ids that a later version had outdone.

        Raises:
            BulkIndexError: an entry was refused for another reason.
        """
        outdone = []
        for _, item in streaming_bulk(
            self.client,
            actions,
            chunk_size=PARCEL_ENTRIES,
            max_chunk_bytes=PARCEL_BYTES,
            max_retries=MAX_RETRIES,
            initial_backoff=FIRST_WAIT,
            max_backoff=LONGEST_WAIT,
            raise_on_error=False,
            yield_ok=False,
        ):
            ((action, answer),) = item.items()
            if answer["status"] == _CONFLICT:
                outdone.append(answer["_id"])
            elif answer.get("error", {}).get("type") == "index_not_found_exception":
                raise IndexVanished(f"There is no index {answer['_index']}.")
            elif not (action == "delete" and answer.get("result") == "not_found"):
                raise BulkIndexError("Entries were refused", [item])
        return outdone

    def _refresh(self, pair: Pair) -> None:
        with _vanishing():
            for name in (pair.pages, pair.documents):
                self.client.indices.refresh(index=name)

    def _delete_pages(self, pair: Pair, keys: list[str], written: dict) -> None:
        pages = Search(using=self.client, index=pair.pages)
        pages = pages.filter("terms", document=keys).filter("range", written=written)
        with _vanishing():
            pages.params(conflicts="proceed", refresh=True).delete()


def _to_each(pairs: list[Pair], write: Callable[[Pair], None]) -> None:
    """Write to the pairs; the last is the one in use, one before it being rebuilt."""
    for pair in pairs[:-1]:
        # Vanished means that the rebuild has ended since we looked: what it made is
        # in use now, or it was given up.
        with suppress(IndexVanished):
            write(pair)
    try:
        write(pairs[-1])
    except IndexVanished:
        # Exchanged while we wrote: the name leads to the new index now.
        write(pairs[-1])


@contextmanager
def _vanishing() -> Iterator[None]:
    try:
        yield
    except NotFoundError as error:
        raise IndexVanished(f"There is no index: {error.message}") from error


def _deletion(pair: Pair, key: str, version: int) -> dict:
    return {
        "_op_type": "delete",
        "_index": pair.documents,
        "_id": key,
        "version": version,
        "version_type": "external_gte",
    }
