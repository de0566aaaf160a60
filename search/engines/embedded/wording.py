"""The words of visible texts, from the dictionaries of the index."""

from collections.abc import Callable, Collection, Mapping
from functools import cached_property

from tantivy import Occur, Query, Searcher

from search.engines.wording import Words, by_distance, first_letters
from search.words import Word, beginning_of_term, best_words, folded_of

from . import querying
from .schema import DOCUMENTS

# Of a word's spellings, all are counted.
SPELLINGS = 10
# Words of so many documents are first looked for in a sample of so many.
FREQUENT, SAMPLE = 5_000, 32


class DictionaryWords(Words):
    """Words of documents that `visible` matches; near ones of those of `settled`."""

    def __init__(
        self,
        documents: Searcher,
        visible: list[Query],
        settled: Callable[[], list[Query]],
    ):
        self.documents = documents
        self.visible = visible
        self._settled = settled

    @cached_property
    def settled(self) -> list[Query]:
        # Few queries have a slip, and very many documents may have to be left out.
        return self._settled()

    def beginning(
        self, beginning: str, limit: int, beside: tuple[str, ...] = ()
    ) -> list[Word]:
        tokens = (Query.term_query(DOCUMENTS, "text", token) for token in beside)
        return self._beginning(beginning, limit, [*self.visible, *tokens])

    def _beginning(self, beginning: str, limit: int, among: list[Query]) -> list[Word]:
        return best_words(
            self.documents.terms_with_prefix(
                "words", beginning, querying.all_of(among), limit
            )
        )

    def near(self, words: Collection[str]) -> Mapping[str, list[Word]]:
        return {word: self._nearest(word) for word in words}

    def _nearest(self, word: str) -> list[Word]:
        terms = (
            term
            for letter in first_letters(word)
            for term, _count in self.documents.terms_with_prefix("words", letter)
        )
        # All that are near are looked at before one is chosen: words that the asker
        # may not see keep no others away.
        for others in by_distance(word, {folded_of(term) for term in terms}):
            if found := [one for other in others for one in self._spelled(other)]:
                return sorted(found, key=lambda one: (-one.documents, one.folded))
        return []

    def _spelled(self, word: str) -> list[Word]:
        """Return a folded word in its most frequent spelling, if it may be offered."""
        return self._beginning(beginning_of_term(word), SPELLINGS, self.settled)

    def known(self, tokens: Collection[str]) -> set[str]:
        return {token for token in tokens if self._is_known(token)}

    def _is_known(self, token: str) -> bool:
        # All documents with a frequent word are slow to count, and few are without it.
        frequent = self.documents.doc_freq("text", token) >= FREQUENT
        return (frequent and self._is_in_sample(token)) or self._count(token) > 0

    def _is_in_sample(self, token: str) -> bool:
        some = querying.any_of("ident", self.sample)
        query = querying.all_of([some, Query.term_query(DOCUMENTS, "text", token)])
        return bool(self.documents.search(query, 1, count=False).hits)

    @cached_property
    def sample(self) -> list[int]:
        """The numbers of some documents that may be seen."""
        found = self.documents.search(
            querying.all_of(self.visible), SAMPLE, count=False, order_by_field="newest"
        )
        addresses = [address for _day, address in found.hits]
        return self.documents.fast_field_values("ident", addresses)

    def documents_with(self, tokens: Collection[str]) -> Mapping[str, int]:
        return {token: self._count(token) for token in tokens}

    def _count(self, token: str) -> int:
        if not self.documents.doc_freq("text", token):
            return 0
        query = Query.term_query(DOCUMENTS, "text", token)
        among = [(Occur.Must, querying.all_of([*self.visible, query]))]
        return self.documents.search(Query.boolean_query(among), 1).count
