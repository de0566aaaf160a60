"""Synthetic documents and queries, the same in every run."""

import itertools
import random
from collections.abc import Iterator
from datetime import date, timedelta

from search.documents import SearchDocument, SearchPage, SearchQuery

PAGES = 20
WORDS_PER_PAGE = 250
URDU_SHARE = 0.2
KINDS = (
    "presentation",
    "working_paper",
    "minutes",
    "deep_dive",
    "field_visit",
    "briefing_note",
    "annual_assessment",
    "data_sheet",
    "published_report",
    "other",
)
FACETS = {
    "kind": KINDS,
    **{
        name: tuple(f"{name}-{number}" for number in range(1, count + 1))
        for name, count in (
            ("government", 12),
            ("unit", 8),
            ("sector", 15),
            ("department", 40),
        )
    },
    "language": ("en", "ur"),
    "access": ("restricted", "internal", "public"),
    "type": ("document",),
}
LABELS = ("public", "internal", *(f"unit:{number}" for number in range(1, 9)))
READER_UNIT = 3
READER = frozenset(("public", "internal", f"unit:{READER_UNIT}"))


class Corpus:
    """Documents and queries from a seed, with words as rare as Zipf's law has them."""

    def __init__(self, seed: int = 20181125):
        self.random = random.Random(seed)
        self.english = self._vocabulary(40_000, "bcdfglmnprstvw", "aeiou", " s ed ing")
        self.urdu = self._vocabulary(20_000, "بپتجدرزسشکگلمنو", "ایو", " وں یں")
        self.weights = {
            id(words): list(
                itertools.accumulate(1 / (rank + 2.7) for rank in range(len(words)))
            )
            for words in (self.english, self.urdu)
        }

    def _vocabulary(self, size: int, first: str, second: str, ends: str) -> list[str]:
        words: dict[str, None] = {}
        endings = ends.split(" ")
        while len(words) < size:
            syllables = self.random.randint(2, 4)
            word = "".join(
                self.random.choice(first) + self.random.choice(second)
                for _ in range(syllables)
            )
            words[word + self.random.choice(endings)] = None
        return list(words)

    def _words(self, vocabulary: list[str], count: int) -> list[str]:
        return self.random.choices(
            vocabulary, cum_weights=self.weights[id(vocabulary)], k=count
        )

    def _text(self, count: int) -> str:
        urdu = int(count * URDU_SHARE)
        english = self._words(self.english, count - urdu)
        return " ".join(english + self._words(self.urdu, urdu))

    def documents(self, count: int) -> Iterator[SearchDocument]:
        for number in range(1, count + 1):
            day = date(2008, 1, 1) + timedelta(days=self.random.randrange(6000))
            facets = {
                name: (self.random.choice(values),) for name, values in FACETS.items()
            }
            yield SearchDocument(
                "document",
                number,
                title=self._text(8),
                summary=self._text(30),
                tags=tuple(self._words(self.english, 3)),
                pages=tuple(
                    SearchPage(page, "", self._text(WORDS_PER_PAGE))
                    for page in range(1, PAGES + 1)
                ),
                facets={**facets, "year": (str(day.year),)},
                labels=frozenset(self.random.choices(LABELS, (8, 4, *[1] * 8), k=1)),
                date=day,
                language="en",
            )

    def queries(self, count: int) -> list[SearchQuery]:
        """Return queries of one to four words, some with a phrase or filters."""
        queries = []
        for number in range(count):
            vocabulary = self.urdu if number % 5 == 4 else self.english
            ranks = [
                int(10 ** self.random.uniform(1, 3.7))
                for _ in range(self.random.randint(1, 4))
            ]
            words = [vocabulary[rank] for rank in ranks]
            filters = {"kind": KINDS[1:3]} if number % 4 == 1 else {}
            queries.append(
                SearchQuery(
                    text=" ".join(words),
                    filters=filters,
                    year_from=2012 if number % 8 == 3 else None,
                    labels=READER,
                    facets=(*FACETS, "year"),
                )
            )
        return queries

    def beginnings(self, count: int) -> list[str]:
        """Return what is in the search box while somebody types words of the corpus."""
        return [
            f"{' '.join(before)} {last[: self.random.randint(2, 5)]}".strip()
            for *before, last in (query.text.split() for query in self.queries(count))
        ]
