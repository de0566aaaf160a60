"""Pieces of original text with the words of a query lit.

Lit is what the query matched after analysis: `funded` for `funding`, a word in Arabic
letters for the same in Urdu letters. Phrases are lit only where they stand in full.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from .documents import Snippet
from .query import ParsedQuery
from .text import (
    SEVERAL,
    STOP,
    chunk_forms,
    chunks,
    folded,
    index_form,
    letters_of,
    mark,
    marked_chunks,
    split,
    word_forms,
    words_of,
)

SNIPPET_LENGTH = 110
# A long text is searched in parts of so many characters, up to the first that has a
# match: sheets of a million characters must not slow the page down.
PART_LENGTH = 20_000
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")
ELLIPSIS = "…"


def lit_beginnings(text: str, beginnings: tuple[str, ...]) -> Snippet:
    """Return a short text with those words lit that begin so, when folded."""
    parts = split(text)
    return Snippet(
        _joined(
            [
                (part, place % 2 == 1 and folded(part).startswith(beginnings))
                for place, part in enumerate(parts)
                if part
            ]
        )
    )


class _Match(NamedTuple):
    start: int
    end: int
    what: str


class Lighter:
    """Finds what a query matches in original texts."""

    def __init__(self, parsed: ParsedQuery, others: Iterable[str] = ()):
        """`others` are further forms to light: synonyms, corrected spellings."""
        self.phrases: list[list[str]] = []
        tokens = {*parsed.words, *parsed.common_words.split()}
        sought = (index_form(one.text) for one in parsed.required if not one.begins)
        for form in (*sought, *others):
            phrase = form.strip(f"{STOP} ").split()
            if len(phrase) == 1:
                tokens.add(phrase[0])
            elif phrase:
                self.phrases.append(phrase)
        self.tokens = frozenset(tokens - {STOP})

    @cached_property
    def _marked(self) -> re.Pattern:
        """Finds the marks of chunks that may have a word to be lit."""
        # A token has no space, so its mark is a letter, and `SEVERAL` is a hyphen,
        # which stands for itself at the beginning.
        return re.compile(f"[{SEVERAL}{''.join(map(mark, self.tokens))}]")

    @cached_property
    def _marked_phrases(self) -> list[set[str]]:
        return [set(map(mark, phrase)) - {mark(STOP)} for phrase in self.phrases]

    def title(self, text: str) -> Snippet:
        """Return a whole short text, its white space in order, with its matches lit."""
        found = chunks(text)
        ranges = [(match.start, match.end) for match in self._matches(found)]
        return Snippet.from_ranges(" ".join(found), _separate(ranges))

    def snippet(self, text: str, marks: str = "") -> Snippet:
        """Return the piece of a text that shows the query best.

        That is the piece of about `SNIPPET_LENGTH` characters with the most different
        words, then the most words; without a match the beginning of the text.

        Args:
            marks: those of the text (`text.marked`), where they are known.
        """
        part, before, after = text, False, False
        matches = self._marked_matches(text, marks)
        if matches is None:
            found, before, after = self._part_with_matches(text)
            part = " ".join(found)
            matches = self._matches(found)
        best = _best_window(matches)
        if not best:
            return _piece(text, 0, min(len(text), SNIPPET_LENGTH), [])
        spare = max(0, SNIPPET_LENGTH - (best[-1].end - best[0].start))
        start = max(0, best[0].start - spare // 3)
        end = min(len(part), start + max(SNIPPET_LENGTH, best[-1].end - start))
        shown = [
            (match.start, match.end)
            for match in matches
            if start <= match.start and match.end <= end
        ]
        return _piece(part, start, end, _separate(shown), before, after)

    def best_snippet(self, summary: str, text: str) -> Snippet:
        """Return the piece of the summary or the text that has what was sought."""
        snippet = self.snippet(summary)
        if text and not snippet.is_lit:
            from_text = self.snippet(text)
            snippet = from_text if from_text.is_lit or not snippet else snippet
        return snippet

    def _part_with_matches(self, text: str) -> tuple[list[str], bool, bool]:
        """Return the chunks of the first long part of a text that has a match.

        And whether there is text before and after it.
        """
        start = 0
        while len(text) - start > PART_LENGTH:
            space = _SPACE.search(text, start + PART_LENGTH)
            end = space.start() if space else len(text)
            found = chunks(text[start:end])
            if self._lit_places(chunk_forms(found)):
                return found, start > 0, end < len(text)
            start = end
        return chunks(text[start:]), start > 0, False

    def _matches(self, found: list[str]) -> list[_Match]:
        """Return what is to be lit of the chunks of a text with a space in between."""
        forms = chunk_forms(found)
        lit = list(self._word_matches(_placed(found, self._lit_places(forms))))
        if self._may_have_phrases(forms):
            lit += self._phrase_matches(" ".join(found))
            lit.sort()
        return lit

    def _marked_matches(self, text: str, marks: str) -> list[_Match] | None:
        """Return what is to be lit of a text, if its marks suffice to tell."""
        if len(text) > PART_LENGTH or self._may_have_marked_phrases(marks):
            return None
        placed = marked_chunks(text, marks, self._marked)
        if placed is None:
            return None
        forms = chunk_forms([chunk for _start, chunk in placed])
        lit = (placed[place] for place in self._lit_places(forms))
        return list(self._word_matches(lit))

    def _lit_places(self, forms: list[str]) -> list[int]:
        """Return the places of chunks that have a word to be lit."""
        tokens = self.tokens
        return [
            place
            for place, form in enumerate(forms)
            if form in tokens or (" " in form and not tokens.isdisjoint(form.split()))
        ]

    def _word_matches(self, placed: Iterable[tuple[int, str]]) -> Iterator[_Match]:
        """Yield the words to be lit of chunks, each with its start."""
        for start, chunk in placed:
            for first, last, form in words_of(chunk):
                # A word of several tokens, such as a ligature, is lit whole.
                if not self.tokens.isdisjoint(form.split()):
                    yield _Match(start + first, start + last, form)

    def _may_have_phrases(self, forms: list[str]) -> bool:
        """Tell whether all the words of any phrase are there."""
        if not self.phrases:
            return False
        there = {STOP, *" ".join(forms).split()}
        return any(there.issuperset(phrase) for phrase in self.phrases)

    def _may_have_marked_phrases(self, marks: str) -> bool:
        """Tell whether, by its marks, a text may have all the words of any phrase."""
        if not self.phrases:
            return False
        there = set(letters_of(marks))
        return SEVERAL in there or any(
            there.issuperset(phrase) for phrase in self._marked_phrases
        )

    def _phrase_matches(self, text: str) -> Iterator[_Match]:
        """Yield the places where a phrase stands in full; stop words match any word."""
        parts = split(text)
        forms = word_forms(parts[1::2])
        ends = list(accumulate(map(len, parts)))
        tokens, places = [], []
        for place, form in enumerate(forms):
            for token in form.split():
                tokens.append(token)
                places.append(place)
        for phrase in self.phrases:
            for first in range(len(tokens) - len(phrase) + 1):
                if tokens[first] == phrase[0] and all(
                    wanted in (STOP, token)
                    for wanted, token in zip(phrase, tokens[first:], strict=False)
                ):
                    last = places[first + len(phrase) - 1]
                    yield _Match(
                        ends[2 * places[first]], ends[2 * last + 1], " ".join(phrase)
                    )


def _placed(found: list[str], places: list[int]) -> Iterator[tuple[int, str]]:
    """Yield start and text of chunks with a space in between."""
    start = passed = 0
    for place in places:
        start += sum(map(len, found[passed:place])) + place - passed
        passed = place
        yield start, found[place]


def _best_window(matches: list[_Match]) -> list[_Match]:
    best: list[_Match] = []
    best_score = (0, 0)
    first = 0
    for last, match in enumerate(matches):
        while first < last and match.end - matches[first].start > SNIPPET_LENGTH:
            first += 1
        window = matches[first : last + 1]
        score = (len({m.what for m in window}), len(window))
        if score > best_score:
            best, best_score = window, score
    return best


def _separate(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join ranges that overlap, so that each character is lit once."""
    separate: list[tuple[int, int]] = []
    for start, end in ranges:
        if separate and start < separate[-1][1]:
            separate[-1] = (separate[-1][0], max(end, separate[-1][1]))
        else:
            separate.append((start, end))
    return separate


def _piece(
    text: str,
    start: int,
    end: int,
    ranges: list[tuple[int, int]],
    before: bool = False,
    after: bool = False,
) -> Snippet:
    """Cut at words, put white space in order, mark what was left out.

    Args:
        before: whether anything stands before the text itself; `after`: behind it.
    """
    first_lit = ranges[0][0] if ranges else end
    last_lit = ranges[-1][1] if ranges else start
    if start > 0 and (space := _SPACE.search(text, start, first_lit)):
        start = space.end()
    if end < len(text) and " " in text[last_lit:end]:
        end = last_lit + text[last_lit:end].rindex(" ")
    piece = text[start:end]
    inside = Snippet.from_ranges(piece, [(a - start, b - start) for a, b in ranges])
    fragments = [*inside]
    # Of white space, only single spaces are printable.
    if not piece.isprintable() or "  " in piece:
        fragments = [(_SPACE.sub(" ", part), lit) for part, lit in inside]
    if fragments and (before or start > 0):
        fragments.insert(0, (ELLIPSIS, False))
    if fragments and (after or end < len(text)):
        fragments.append((ELLIPSIS, False))
    return Snippet(_joined(fragments))


def _joined(fragments: list[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    joined: list[tuple[str, bool]] = []
    for part, lit in fragments:
        if joined and not lit and not joined[-1][1]:
            joined[-1] = (joined[-1][0] + part, False)
        else:
            joined.append((part, lit))
    return tuple(joined)
