"""The words of a document as people wrote them, and what it is about.

For completing and correcting what somebody types, engines keep beside the analysed
text every word of a document as a *term*: its folded spelling, by which it is sought,
and its own, which is shown (`quetta` and `Quetta`). Runs of two words that a document
repeats are terms too.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from search.documents import SearchDocument
from search.ranking import SIMILAR_TITLE_TIMES
from search.text import (
    LONGEST_ACRONYM,
    STOP,
    folded,
    full_form,
    index_form,
    split,
    word_forms,
    written,
)

_SEPARATOR = "\x1f"
SHORTEST, LONGEST = 2, 40
# Of a document with 5,000 words some 2,500 remain, of its runs these.
MOST_RUNS = 50
RUN_TIMES = 2
# What `similar` chooses from: the terms that a document uses most.
KEY_TOKENS = 100


@dataclass(frozen=True, slots=True)
class Word:
    """A word or run that stands in visible texts, and in how many documents."""

    folded: str
    written: str
    documents: int

    @property
    def is_run(self) -> bool:
        return " " in self.folded


def beginning_of_term(word: str) -> str:
    """Return how the terms of a folded word or run begin, and no others."""
    return word + _SEPARATOR


def folded_of(term: str) -> str:
    """Return the folded spelling of a term."""
    return term.partition(_SEPARATOR)[0]


def best_words(counted: Iterable[tuple[str, int]]) -> list[Word]:
    """Return the words of terms that were counted, the most frequent first.

    Of the spellings of a word the most frequent is kept, of equals the plainest.
    """
    best: dict[str, Word] = {}
    for term, documents in counted:
        fold, _, spelling = term.partition(_SEPARATOR)
        word = Word(fold, spelling, documents)
        if fold not in best or _rank(word) < _rank(best[fold]):
            best[fold] = word
    return sorted(best.values(), key=_rank)


def _rank(word: Word):
    return -word.documents, word.written != word.written.lower(), word.written


def heading(text: str) -> str:
    """Return the folded words of a title, by whose beginnings it is found."""
    return " ".join(map(folded, split(text)[1::2]))


class _Terms(dict):
    """Raw word to its term, empty if it is none; each spelling is looked at once."""

    def __missing__(self, raw: str) -> str:
        if len(self) >= 200_000:
            self.clear()
        term = self[raw] = _term(raw)
        return term


def _term(raw: str) -> str:
    fold = folded(raw)
    if not (SHORTEST <= len(fold) <= LONGEST and fold.isalpha()):
        return ""
    if index_form(raw) == STOP:
        return ""
    spelling = written(raw)
    # Headings in capitals are no way to write a word; CM and SMU are.
    if len(spelling) > LONGEST_ACRONYM and spelling.isupper():
        spelling = spelling.lower()
    return fold + _SEPARATOR + spelling


_terms = _Terms()


class Reading:
    """A document read for an index: analysed forms, own words, key tokens."""

    def __init__(self, document: SearchDocument):
        self._raws: set[str] = set()
        self._runs: Counter[tuple[str, str]] = Counter()
        self.title = self._read(document.title, times=RUN_TIMES)
        self.summary = self._read(document.summary)
        self.tags = [self._read(tag) for tag in document.tags]
        self.text = self._read(document.text)
        self.pages = [self._read(page.text) for page in document.pages]
        self.full_title = full_form(document.title)
        self.heading = heading(document.title)
        self.full_tags = [full_form(tag) for tag in document.tags]

    def _read(self, text: str, times: int = 1) -> str:
        """Note the words and runs of a text; return its analysed form."""
        parts = split(text)
        raws = parts[1::2]
        self._raws.update(raws)
        runs = [
            (one, other)
            for one, gap, other in zip(raws, parts[2::2], raws[1:], strict=False)
            if gap == " "
        ]
        self._runs.update(runs * times)
        return " ".join(word_forms(raws))

    def terms(self) -> set[str]:
        """Return the terms of the document's words and of the runs that it repeats."""
        terms = set(map(_terms.__getitem__, self._raws))
        terms.discard("")
        runs = 0
        for pair, times in self._runs.most_common():
            if times < RUN_TIMES or runs == MOST_RUNS:
                break
            ends = [_terms[raw] for raw in pair]
            if all(ends):
                (one, first), (other, second) = (end.split(_SEPARATOR) for end in ends)
                terms.add(f"{one} {other}{_SEPARATOR}{first} {second}")
                runs += 1
        return terms

    def key_tokens(self) -> list[tuple[str, int]]:
        """Return the tokens that the document uses most, and how often."""
        counts = Counter(self.title.split())
        for token in counts:
            counts[token] *= SIMILAR_TITLE_TIMES
        forms = (self.summary, self.text, *self.tags, *self.pages)
        counts.update(chain.from_iterable(form.split() for form in forms))
        del counts[STOP]
        return [
            (token, times)
            for token, times in counts.most_common(KEY_TOKENS)
            if not token.isdigit()
        ]
