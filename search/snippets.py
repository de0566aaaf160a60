"""Pieces of original text with the words of a query lit.

Lit is what the query matched after analysis: `funded` for `funding`, a word in Arabic
letters for the same in Urdu letters. Phrases are lit only where they stand in full.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .documents import Snippet
from .query import ParsedQuery
from .text import STOP, index_form, words

SNIPPET_LENGTH = 220
# Beyond this many characters after the first match a text is not searched for a
# better piece: sheets of a million characters must not slow the page down.
LOOK_AHEAD = 20_000
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")
ELLIPSIS = "…"


class _Match(NamedTuple):
    start: int
    end: int
    what: str


class Lighter:
    """Finds what a query matches in original texts."""

    def __init__(self, parsed: ParsedQuery, variants: tuple[str, ...] = ()):
        """`variants` are further tokens to light, such as corrected spellings."""
        self.tokens = frozenset(
            {*parsed.words, *parsed.common_words.split(), *variants} - {STOP}
        )
        self.phrases = []
        for clause in parsed.required:
            phrase = index_form(clause.text).strip(f"{STOP} ").split()
            if len(phrase) == 1:
                self.tokens |= set(phrase)
            elif phrase:
                self.phrases.append(phrase)

    def title(self, text: str) -> Snippet:
        """Return a whole short text with its matches lit."""
        ranges = [(match.start, match.end) for match in self._matches(text)]
        return Snippet.from_ranges(text, _separate(ranges))

    def snippet(self, text: str) -> Snippet:
        """Return the piece of a text that shows the query best.

        That is the piece of about `SNIPPET_LENGTH` characters with the most different
        words, then the most words; without a match the beginning of the text.
        """
        matches = self._first_matches(text)
        best = _best_window(matches)
        if not best:
            return _piece(text, 0, min(len(text), SNIPPET_LENGTH), [])
        spare = max(0, SNIPPET_LENGTH - (best[-1].end - best[0].start))
        start = max(0, best[0].start - spare // 3)
        end = min(len(text), start + max(SNIPPET_LENGTH, best[-1].end - start))
        shown = [(m.start, m.end) for m in matches if start <= m.start and m.end <= end]
        return _piece(text, start, end, _separate(shown))

    def _first_matches(self, text: str) -> list[_Match]:
        found: list[_Match] = []
        for match in self._matches(text):
            if found and match.start > found[0].start + LOOK_AHEAD:
                break
            found.append(match)
        return found

    def _matches(self, text: str) -> Iterator[_Match]:
        if self.phrases:
            yield from self._matches_with_phrases(text)
            return
        tokens = self.tokens
        for word in words(text):
            # A word of several tokens, such as a ligature, is lit whole.
            if word.form in tokens or not tokens.isdisjoint(word.form.split()):
                yield _Match(*word)

    def _matches_with_phrases(self, text: str) -> Iterator[_Match]:
        sequence = [
            (token, word) for word in words(text) for token in word.form.split()
        ]
        lit: dict[int, _Match] = {}
        for index, (token, word) in enumerate(sequence):
            if token in self.tokens:
                lit[index] = _Match(word.start, word.end, token)
            for phrase in self.phrases:
                if token == phrase[0] and len(sequence) >= index + len(phrase):
                    run = sequence[index : index + len(phrase)]
                    if all(
                        wanted in (STOP, token)
                        for wanted, (token, _) in zip(phrase, run, strict=True)
                    ):
                        last = run[-1][1]
                        lit[index] = _Match(word.start, last.end, " ".join(phrase))
        yield from (lit[index] for index in sorted(lit))


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


def _piece(text: str, start: int, end: int, ranges: list[tuple[int, int]]) -> Snippet:
    """Cut at words, put white space in order, mark what was left out."""
    first_lit = ranges[0][0] if ranges else end
    last_lit = ranges[-1][1] if ranges else start
    if start > 0 and (space := _SPACE.search(text, start, first_lit)):
        start = space.end()
    if end < len(text) and " " in text[last_lit:end]:
        end = last_lit + text[last_lit:end].rindex(" ")
    inside = Snippet.from_ranges(
        text[start:end], [(a - start, b - start) for a, b in ranges]
    )
    fragments = [(_SPACE.sub(" ", part), lit) for part, lit in inside]
    if fragments and start > 0:
        fragments.insert(0, (ELLIPSIS, False))
    if fragments and end < len(text):
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
