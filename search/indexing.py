"""Index and database as wholes: rebuild, compare, mend."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from search import appearances, outbox
from search.documents import SearchDocument
from search.engines import Engine
from search.sources import SOURCES


@dataclass(frozen=True, slots=True)
class Differences:
    """The keys on which an index and the database do not agree.

    `missing` are not in the index, `surplus` not in the database, `stale` in both with
    different contents.
    """

    missing: set[str] = field(default_factory=set)
    surplus: set[str] = field(default_factory=set)
    stale: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus or self.stale)


def rebuild(
    engine: Engine, advance: Callable[[SearchDocument], object] = lambda document: None
) -> int:
    """Build the index anew from the database, while the old one answers.

    What changes meanwhile is told to both. What an engine refuses while it is rebuilt
    stays in the outbox; drain it afterwards.

    Args:
        advance: is told of each document on its way.

    Returns:
        How many documents are in the new index.

    Raises:
        EngineError: the old index stays in place.
    """

    def documents() -> Iterator[SearchDocument]:
        for source in SOURCES.values():
            for document in appearances.dated(source.documents(), are_news=False):
                yield document
                advance(document)

    return engine.rebuild(documents())


def count_records() -> int:
    """Return how many records belong in the index."""
    return sum(source.indexable().count() for source in SOURCES.values())


def known_differences(engine: Engine) -> Differences:
    """Tell by keys alone what differs, and as stale what the outbox knows; quick."""
    indexed = {key for key, fingerprint in engine.keys_with_fingerprints()}
    recorded = {
        source.key(pk)
        for source in SOURCES.values()
        for pk in source.indexable().values_list("pk", flat=True)
    }
    waiting = outbox.waiting_keys()
    return Differences(
        missing=recorded - indexed,
        surplus=indexed - recorded,
        stale=waiting & indexed & recorded,
    )


def differences(
    engine: Engine, advance: Callable[[SearchDocument], object] = lambda document: None
) -> Differences:
    """Compare the contents of index and database record by record."""
    indexed = dict(engine.keys_with_fingerprints())
    missing, stale = set(), set()
    for source in SOURCES.values():
        for document in source.documents():
            fingerprint = indexed.pop(document.key, None)
            if fingerprint is None:
                missing.add(document.key)
            elif fingerprint != document.fingerprint:
                stale.add(document.key)
            advance(document)
    return Differences(missing=missing, surplus=set(indexed), stale=stale)


def mend(
    engine: Engine, advance: Callable[[SearchDocument], object] = lambda document: None
) -> None:
    """Tell the engine of whatever it does not have as the database has it."""
    wrong = differences(engine, advance)
    for source in SOURCES.values():
        prefix = source.key("")
        keys = [key for key in wrong.missing | wrong.stale if key.startswith(prefix)]
        documents = source.documents(int(key[len(prefix) :]) for key in keys)
        engine.update(appearances.dated(documents, are_news=True))
    engine.delete(wrong.surplus)
