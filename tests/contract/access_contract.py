"""Nothing that an engine tells depends on what the asker may not see.

Random archives are asked by random askers, with random records hidden by the database,
and every answer is compared with one that is worked out here from the visible records
alone, by reading them through.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from search.documents import SearchDocument, SearchPage, SearchQuery

__all__ = ["TestNothingElseIsTold"]

# Some are one or two letters from others; none is another's stem or a stop word.
WORDS = (
    *("canal", "canel", "kanal", "zebra", "zebro", "teacher", "tetcher"),
    *("embankment", "embangment", "embankmant", "تعلیم", "تعلیک", "بجٹ"),
)
LABELS = ("public", "internal", "unit:1", "unit:2", "group:1", "public+page:3")
FACETS = {
    "kind": ("minutes", "paper"),
    "unit": ("1", "2"),
    "access": ("public", "internal", "restricted"),
}
MOST = 6
EVERY_KEY = [f"document:{number}" for number in range(MOST)]

some_words = st.lists(st.sampled_from(WORDS), max_size=4).map(tuple)


@dataclass(frozen=True)
class Record:
    title: tuple[str, ...]
    summary: tuple[str, ...]
    pages: tuple[tuple[str, ...], ...]
    facets: Mapping[str, tuple[str, ...]]
    labels: frozenset[str]

    def words(self) -> set[str]:
        return {*self.title, *self.summary, *(w for page in self.pages for w in page)}

    def document(self, number: int) -> SearchDocument:
        return SearchDocument(
            "document",
            number,
            title=" ".join(self.title),
            summary=" ".join(self.summary),
            pages=tuple(
                SearchPage(place, "", " ".join(words))
                for place, words in enumerate(self.pages, 1)
            ),
            facets=self.facets,
            labels=self.labels,
        )


records = st.lists(
    st.builds(
        Record,
        title=some_words,
        summary=some_words,
        pages=st.lists(some_words, max_size=3).map(tuple),
        facets=st.fixed_dictionaries(
            {
                name: st.sampled_from(values).map(lambda value: (value,))
                for name, values in FACETS.items()
            }
        ),
        labels=st.frozensets(st.sampled_from(LABELS), max_size=2),
    ),
    min_size=1,
    max_size=MOST,
)
askers = st.none() | st.frozensets(st.sampled_from(LABELS), max_size=3)
hidden_keys = st.frozensets(st.sampled_from(EVERY_KEY), max_size=3)


class Archive:
    """The records that an asker may see, and what there is to tell of them."""

    def __init__(self, records, labels, hidden):
        self.records = {
            f"document:{number}": record
            for number, record in enumerate(records)
            if f"document:{number}" not in hidden
            and (labels is None or labels & record.labels)
        }
        self.counts = Counter(
            word for record in self.records.values() for word in record.words()
        )

    def sought(self, word: str) -> tuple[str, ...]:
        """Return the word, or the nearest there are if nothing has it."""
        if word in self.counts:
            return (word,)
        edits = 2 if len(word) >= 8 else 1 if len(word) >= 4 else 0
        near: dict[int, list[str]] = {}
        for other in self.counts:
            distance = OSA.distance(word, other)
            if other[0] == word[0] and distance <= edits:
                near.setdefault(distance, []).append(other)
        if not near:
            return ()
        return tuple(
            sorted(near[min(near)], key=lambda other: (-self.counts[other], other))[:3]
        )

    def found(self, words) -> dict[str, Record]:
        return {
            key: record
            for key, record in self.records.items()
            if not record.words().isdisjoint(words)
        }


class TestNothingElseIsTold:
    def test_every_answer_is_that_of_the_visible_records(self, engine):
        # A server takes its time with each archive: fewer are tried, and one that
        # fails is not made smaller.
        is_quick = engine.name == "embedded"
        examples = 200 if is_quick else 30
        phases = [*Phase] if is_quick else [Phase.generate]

        @settings(
            max_examples=examples,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=phases,
            derandomize=True,
        )
        @given(records, askers, hidden_keys, st.sampled_from(WORDS), st.integers(1, 3))
        def ask(records, labels, hidden, word, most_pages):
            engine.delete(EVERY_KEY)
            engine.update(
                record.document(number) for number, record in enumerate(records)
            )
            archive = Archive(records, labels, hidden)
            query = SearchQuery(
                word,
                labels=labels,
                hidden=hidden,
                facets=tuple(FACETS),
                limit=MOST,
                pages_per_hit=most_pages,
            )
            self.search_is_right(engine, archive, query)
            self.suggestions_are_right(engine, archive, labels, hidden, word)
            self.neighbours_are_right(engine, archive, labels, hidden, word)

        ask()

    def search_is_right(self, engine, archive, query):
        word = query.text
        results = engine.search(query)
        sought = archive.sought(word)
        found = archive.found(sought)

        assert {hit.key for hit in results.hits} == set(found)
        assert results.total == len(found)
        for name, values in results.facets.items():
            assert {each.value: each.count for each in values} == Counter(
                value for record in found.values() for value in record.facets[name]
            )
        is_slip = word not in archive.counts and sought
        assert results.instead == ({word: sought} if is_slip else {})
        assert results.suggestion == (sought[0] if is_slip else "")
        for hit in results.hits:
            matching = {
                number
                for number, page in enumerate(found[hit.key].pages, 1)
                if not set(page).isdisjoint(sought)
            }
            shown = {page.number for page in hit.pages}
            assert shown <= matching
            assert len(shown) == min(len(matching), query.pages_per_hit)
            assert hit.more_pages == len(matching) - len(shown)
            record = found[hit.key]
            assert set(hit.snippet.text.split()) <= {*record.summary}
            assert hit.snippet.is_lit == (not set(record.summary).isdisjoint(sought))
            for snippet in (hit.snippet, *(page.snippet for page in hit.pages)):
                assert {text for text, is_lit in snippet if is_lit} <= {*sought}

    def suggestions_are_right(self, engine, archive, labels, hidden, word):
        typed = word[:3]
        offered = engine.complete(typed, labels, hidden, 50)
        words = {word for word in archive.counts if word.startswith(typed)} - {typed}
        assert {text for text in offered if " " not in text} == words
        for run in offered:
            assert any(
                run in text
                for record in archive.records.values()
                for text in self.texts(record)
            )
        titles = engine.titles(typed, labels, hidden, 50)
        assert {hit.key for hit in titles} == {
            key
            for key, record in archive.records.items()
            if any(word.startswith(typed) for word in record.title)
        }

    def texts(self, record):
        parts = (record.title, record.summary, *record.pages)
        return [" ".join(part) for part in parts]

    def neighbours_are_right(self, engine, archive, labels, hidden, word):
        for key in EVERY_KEY:
            similar = {hit.key for hit in engine.similar(key, labels, hidden, (), MOST)}
            assert similar <= set(archive.records) - {key}
            total, pages = engine.pages(key, word, labels, hidden, 0, MOST)
            record = archive.records.get(key)
            sought = archive.sought(word)
            matching = {
                number
                for number, page in enumerate(record.pages if record else (), 1)
                if not set(page).isdisjoint(sought)
            }
            assert {page.number for page in pages} == matching
            assert total == len(matching)
