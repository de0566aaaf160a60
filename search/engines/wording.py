"""What an engine knows of the words of visible texts, and what is made of it."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.words import Word

# Letters in the place of a word: from so many on, so many may be wrong, left out, too
# many, or exchanged with their neighbour. The first has to be right.
_EDITS = ((8, 2), (4, 1))
# Unless it is taken for another that sounds alike in Urdu.
_ALIKE = ("سصث", "زذضظ", "تط", "ہح", "قک", "اع")


class Words(ABC):
    """The words of the texts that one asker may see, in one state of an index."""

    @abstractmethod
    def beginning(
        self, beginning: str, limit: int, beside: tuple[str, ...] = ()
    ) -> list[Word]:
        """Return words and runs that begin with a folded text, most frequent first.

        `beside` are tokens; only documents that have all of them count.
        """

    @abstractmethod
    def near(self, words: Collection[str]) -> Mapping[str, list[Word]]:
        """Return by each folded word those nearest to it, the most frequent first.

        None that only documents have that wait to be told anew.
        """

    @abstractmethod
    def documents_with(self, tokens: Collection[str]) -> Mapping[str, int]:
        """Return in how many documents each of these tokens is."""

    def known(self, tokens: Collection[str]) -> set[str]:
        """Return those of these tokens that any document has."""
        return {token for token, count in self.documents_with(tokens).items() if count}


def edits_allowed(word: str) -> int:
    """Return how many letters of a folded word may be wrong."""
    if not word.isalpha():
        return 0
    return next((edits for length, edits in _EDITS if len(word) >= length), 0)


def first_letters(word: str) -> str:
    """Return the letters with which words near a folded word may begin."""
    return next((alike for alike in _ALIKE if word[0] in alike), word[0])


def by_distance(word: str, others: Iterable[str]) -> list[list[str]]:
    """Return of these folded words those near enough: one letter away, then two."""
    edits = edits_allowed(word)
    steps: list[list[str]] = [[] for _ in range(edits)]
    found = process.extract(
        word, others, scorer=OSA.distance, score_cutoff=edits, limit=None
    )
    for other, distance, _place in found:
        if distance:
            steps[int(distance) - 1].append(other)
    return steps
