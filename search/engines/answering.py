"""What the engines have in common when they answer: from a query to results."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace

from search.documents import Hit, PageHit, Results, SearchQuery, Snippet
from search.query import ParsedQuery, read
from search.snippets import Lighter
from search.text import folded, index_form

from .expansion import MOST_CHECKED, Expansion, expand
from .wording import Words, edits_allowed

# With so few results a reader is asked whether something else was meant, if that is
# in many times more documents than what was typed.
FEW_RESULTS = 3
TIMES_MORE = 10


def hit_of(
    kept: Mapping,
    score: float,
    lighter: Lighter | None = None,
    pages: tuple[PageHit, ...] = (),
    more_pages: int = 0,
) -> Hit:
    """Return the hit of what an index keeps of a document, with its type and number.

    Without a lighter it has a title only.
    """
    return Hit(
        type=kept["type"],
        id=kept["id"],
        title=kept["title"],
        lit_title=(
            lighter.title(kept["title"])
            if lighter
            else Snippet(((kept["title"], False),))
        ),
        score=score,
        snippet=(
            lighter.best_snippet(kept["summary"], kept["text"])
            if lighter
            else Snippet()
        ),
        pages=pages,
        more_pages=more_pages,
        language=kept["language"],
        fingerprint=kept["fingerprint"],
    )


class Asking(ABC):
    """One asker's view of one state of an index."""

    words: Words

    @abstractmethod
    def results(self, query: SearchQuery, expansion: Expansion) -> Results:
        """Answer a query without a suggestion."""

    @abstractmethod
    def titled(self, beginnings: tuple[str, ...], limit: int) -> list[Hit]:
        """Return the newest documents with such beginnings of words in the title.

        Nothing is lit in these hits.
        """

    def answer(self, query: SearchQuery, parsed: ParsedQuery) -> Results:
        """Answer a query; add what else was sought, and what may have been meant."""
        expansion = expand(parsed, query.synonyms, self.words)
        results = self.results(query, expansion)
        return replace(
            results,
            hints=(*parsed.hints, *expansion.hints),
            instead=expansion.instead,
            suggestion=self._suggestion(query, expansion, results.total),
        )

    def _suggestion(self, query: SearchQuery, expansion: Expansion, total: int) -> str:
        """Return a query to offer that finds more; it may be that nothing does."""
        parsed = expansion.parsed
        if total > FEW_RESULTS and not expansion.instead:
            return ""
        corrections = {word: near[0] for word, near in expansion.instead.items()}
        if total <= FEW_RESULTS:
            corrections = self._corrections(parsed) | corrections
        text = parsed.rewritten(corrections)
        if text == parsed.text:
            return ""
        better = replace(query, text=text, limit=0, facets=(), pages_per_hit=0)
        again = expand(read(better), query.synonyms, self.words)
        found = self.results(better, again).total
        return text if found > (0 if expansion.instead else total) else ""

    def _corrections(self, parsed: ParsedQuery) -> dict[str, str]:
        """Return for words that nothing visible has, or little, far better known ones.

        In contrast to what is sought instead, this is also for words of phrases.
        """
        sought = {
            word: index_form(word)
            for word in parsed.sought()
            if edits_allowed(folded(word))
        }
        if len(sought) > MOST_CHECKED:
            return {}
        known = self.words.documents_with(set(sought.values()))
        near = self.words.near({folded(word) for word in sought})
        corrections = {}
        for word, token in sought.items():
            for other in near.get(folded(word), ()):
                if other.documents >= max(1, TIMES_MORE * known[token]):
                    corrections[word] = other.written
                    break
        return corrections
