"""The words of visible texts, from the columns and the dictionary of the index."""

import re
from collections.abc import Callable, Collection, Mapping
from functools import cached_property

from elasticsearch import Elasticsearch
from elasticsearch.dsl import A, MultiSearch, Q, Search
from elasticsearch.dsl.query import Query

from search.engines.wording import (
    Words,
    by_distance,
    edits_allowed,
    first_letters,
)
from search.words import Word, beginning_of_term, best_words

from .indices import words_column

# The dictionary is asked for so many words near another, and for more as long as
# there may be more.
NEAR_WORDS = 100
MOST_NEAR_WORDS = 10_000
# A spelled word may have so many spellings.
SPELLINGS = 10


class IndexWords(Words):
    """Words of documents that `visible` matches; near ones of those of `settled`."""

    def __init__(
        self,
        client: Elasticsearch,
        index: str,
        visible: list[Query],
        settled: Callable[[], list[Query]],
    ):
        self.client = client
        self.index = index
        self.visible = visible
        self._settled = settled

    @cached_property
    def settled(self) -> list[Query]:
        # Few queries have a slip, and very many documents may have to be left out.
        return self._settled()

    def beginning(
        self, beginning: str, limit: int, beside: tuple[str, ...] = ()
    ) -> list[Word]:
        tokens = (Q("term", text=token) for token in beside)
        search = self._among([*self.visible, *tokens])
        search.aggs.bucket("words", _column(beginning, [beginning], limit))
        return best_words(_counted(_counts(search)["words"]))

    def near(self, words: Collection[str]) -> Mapping[str, list[Word]]:
        return {word: self._nearest(word) for word in words}

    def _nearest(self, word: str) -> list[Word]:
        # The dictionary knows of no access. All that are near are looked at before one
        # is chosen: words that the asker may not see keep no others away.
        for others in by_distance(word, self._candidates(word)):
            if found := self._spelled(others):
                return sorted(found, key=lambda one: (-one.documents, one.folded))
        return []

    def _candidates(self, word: str) -> set[str]:
        """Return all folded words in the dictionary that are near one."""
        tried = [letter + word[1:] for letter in first_letters(word)]
        size = NEAR_WORDS
        while True:
            search = Search(using=self.client, index=self.index).extra(size=0)
            for number, text in enumerate(tried):
                search = search.suggest(str(number), text, term=_near(word, size))
            suggested = [
                options["options"]
                for (options,) in search.execute().to_dict()["suggest"].values()
            ]
            if max(map(len, suggested)) < size or size >= MOST_NEAR_WORDS:
                return {*tried, *(one["text"] for some in suggested for one in some)}
            size *= 10

    def _spelled(self, words: list[str]) -> list[Word]:
        """Return those of these folded words that may be offered, as written."""
        by_column: dict[str, list[str]] = {}
        for word in words:
            by_column.setdefault(words_column(word), []).append(word)
        if not by_column:
            return []
        search = self._among(self.settled)
        for column, some in by_column.items():
            beginnings = [beginning_of_term(word) for word in some]
            wanted = _column(some[0], beginnings, len(some) * SPELLINGS)
            search.aggs.bucket(column, wanted)
        answer = _counts(search)
        counted = [one for column in by_column for one in _counted(answer[column])]
        return best_words(counted)

    def documents_with(self, tokens: Collection[str]) -> Mapping[str, int]:
        if not tokens:
            return {}
        both = MultiSearch(using=self.client)
        for token in tokens:
            search = self._among([*self.visible, Q("term", text=token)])
            both = both.add(search.extra(track_total_hits=True))
        return {
            token: answer.hits.total.value
            for token, answer in zip(tokens, both.execute(), strict=True)
        }

    def _among(self, met: list[Query]) -> Search:
        search = Search(using=self.client, index=self.index)
        search = search.params(allow_partial_search_results=False).extra(size=0)
        return search.query("bool", filter=met)


def _column(beginning: str, beginnings: list[str], size: int) -> A:
    """Return the count of terms that begin so, all of one column."""
    include = "|".join(f"{re.escape(one)}.*" for one in beginnings)
    return A(
        "terms",
        field=f"words.{words_column(beginning)}",
        include=include,
        size=size,
        order=[{"_count": "desc"}, {"_key": "asc"}],
    )


def _counts(search: Search) -> dict:
    return search.execute().to_dict()["aggregations"]


def _counted(answer: dict) -> list[tuple[str, int]]:
    return [(bucket["key"], bucket["doc_count"]) for bucket in answer["buckets"]]


def _near(word: str, size: int) -> dict:
    return {
        "field": "spelling",
        "size": size,
        "shard_size": size,
        "suggest_mode": "always",
        "max_edits": edits_allowed(word),
        "prefix_length": 1,
        "min_word_length": 1,
        "accuracy": 0.01,
        "max_term_freq": 1_000_000_000,
        "string_distance": "damerau_levenshtein",
    }
