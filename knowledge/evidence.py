"""Finds quotes in the text of pages, and tells whether they still stand there.

A quote is *on* a page when the two agree in the form of ``knowledge.quote_text``.
Whether it *still* stands there is a stricter question, because words that are all there
may say something else: a "not" was put before them, or the same words stand in another
row. So what stands around a quote is kept with it and compared as well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from os.path import commonprefix

from knowledge.quote_text import LINE_END_HYPHEN, comparable, normalise

__all__ = [
    "CONTEXT",
    "Anchor",
    "Standing",
    "anchor",
    "compare",
    "find",
    "find_anchored",
    "is_distinct",
    "normalise",
]

# Characters kept from before and after a quote, in the form for comparison.
CONTEXT = 32
# Sentences are looked through as far as this on either side of a quote.
SENTENCE = 400
# Shorter quotes stand in many places by chance.
DISTINCT_WORDS = 4

_SENTENCE_END = re.compile(r"[.!?۔؟][\"')\]]*(?=\s|$)")
_HYPHEN_IN_WORD = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_NEGATIONS = frozenset(
    {
        "not", "no", "never", "none", "neither", "nor", "cannot", "without", "hardly",
        "false", "untrue", "unless", "failed",
        "نہیں", "نہ", "مت", "بغیر", "بلا", "غیر", "نا", "کبھی", "غلط",
    }
)  # fmt: skip
# How far the surroundings of a quote agree, in rising order.
_NOTHING, _SENTENCE, _ONE_SIDE, _BOTH_SIDES = range(4)


class Standing(StrEnum):
    """How a quote stands in a text, compared with how it stood when it was cited."""

    SAME = "same"
    ELSEWHERE = "elsewhere"
    """The words are there, but not in the surroundings that they stood in."""
    CHANGED = "changed"
    """The words are there; a number or a negation around them is another."""
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A quote with what stood around it, and how often the page had the words.

    The sentence around may be longer than what is kept of it, and a "not" far from the
    quote denies it too: so the negations of the whole sentence are kept.
    """

    quote: str
    prefix: str = ""
    suffix: str = ""
    occurrences: int = 1
    # The negations in the sentence around the quote; None: nobody has looked.
    negations: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quote stands, and what stands around it there."""

    span: tuple[int, int]
    before: str
    after: str


def find(quote: str, text: str) -> tuple[int, int] | None:
    """Return where ``quote`` first stands in ``text``, as start and end offsets.

    Returns:
        Offsets into ``text`` as it is (not normalised), or ``None`` if it is not there
        or has no words.
    """
    place = next(_places(quote, text), None)
    return place and place.span


def find_anchored(cited: Anchor, text: str) -> tuple[int, int] | None:
    """Return where the quote stands, of several places that which looks most alike."""
    places = list(_places(cited.quote, text))
    if not places:
        return None
    return max(places, key=lambda place: _agreement(cited, place)).span


def anchor(quote: str, text: str, before: str = "") -> Anchor:
    """Return ``quote`` with its surroundings in ``text``.

    Args:
        quote: words that stand in ``text``.
        text: of the page.
        before: what was seen before the quote, which tells the place that is meant
            where the words stand several times.
    """
    places = list(_places(quote, text))
    seen = _around(normalise(before))
    # The longest end in common; of equal ones, the first place.
    place = max(
        places, key=lambda place: len(commonprefix([place.before[::-1], seen[::-1]]))
    )
    return Anchor(
        quote,
        place.before[-CONTEXT:],
        place.after[:CONTEXT],
        len(places),
        _negations(quote, place),
    )


def compare(cited: Anchor, text: str) -> Standing:
    """Tell how a quote stands in ``text``, compared with how it was cited.

    It stands the same if its words are there and the sentence around them, as far as
    it is known, is as it was. If the page had the words several times, all that is
    known of the surroundings must agree, on both sides.
    """
    places = list(_places(cited.quote, text))
    if not places:
        return Standing.ABSENT
    needed = _BOTH_SIDES if cited.occurrences > 1 else _SENTENCE
    best = max(_agreement(cited, place) for place in places)
    if best >= needed:
        alike = [place for place in places if _agreement(cited, place) == best]
        if any(_is_denied_alike(cited, place) for place in alike):
            return Standing.SAME
        return Standing.CHANGED
    if best == _NOTHING and all(
        _says_another(cited, place) or not _is_denied_alike(cited, place)
        for place in places
    ):
        return Standing.CHANGED
    return Standing.ELSEWHERE


def is_distinct(cited: Anchor, text: str) -> bool:
    """Tell that the words in ``text`` are not there by mere chance."""
    if len(normalise(cited.quote).split()) >= DISTINCT_WORDS:
        return True
    return any(
        _agreement(cited, place) >= _ONE_SIDE for place in _places(cited.quote, text)
    )


def _places(quote: str, text: str) -> Iterator[_Place]:
    seen = set()
    ways = [False]
    # A hyphen at a line end may belong to the word: "well-", "known".
    if LINE_END_HYPHEN.search(text) or LINE_END_HYPHEN.search(quote):
        ways.append(True)
    for keep_hyphens in ways:
        wanted = comparable(quote, keep_hyphens=keep_hyphens).form.strip()
        if not wanted:
            return
        page = comparable(text, keep_hyphens=keep_hyphens)
        start = page.form.find(wanted)
        while start != -1:
            end = start + len(wanted)
            span = page.span(start, end)
            if span not in seen and page.is_whole(start, end):
                seen.add(span)
                before = page.form[max(0, start - SENTENCE) : start]
                after = page.form[end : end + SENTENCE]
                yield _Place(span, _around(before), _around(after))
            start = page.form.find(wanted, start + 1)


def _around(form: str) -> str:
    # How a hyphen at a line end was taken makes no difference to the surroundings.
    return _HYPHEN_IN_WORD.sub("", form.strip())


def _agreement(cited: Anchor, place: _Place) -> int:
    before, after = place.before, place.after
    # A shorter context than is kept ended with the page.
    same_before = (
        before.endswith(cited.prefix)
        if len(cited.prefix) == CONTEXT
        else before == cited.prefix
    )
    same_after = (
        after.startswith(cited.suffix)
        if len(cited.suffix) == CONTEXT
        else after == cited.suffix
    )
    quote = normalise(cited.quote)
    if not (same_before or _same_beginning(before, cited.prefix, quote)):
        return _NOTHING
    if not (same_after or _same_ending(after, cited.suffix, quote)):
        return _NOTHING
    return (_SENTENCE, _ONE_SIDE, _BOTH_SIDES)[same_before + same_after]


def _same_beginning(before: str, prefix: str, quote: str) -> bool:
    """Tell that the sentence has the same words before the quote in both."""
    return _last_sentence(before, quote) == _last_sentence(prefix, quote)


def _same_ending(after: str, suffix: str, quote: str) -> bool:
    end = _SENTENCE_END.search(quote[-3:])
    if end and all(
        not rest or _begins_a_sentence(rest, end[0]) for rest in (after, suffix)
    ):
        return True
    return _first_sentence(after) == _first_sentence(suffix)


def _last_sentence(before: str, quote: str) -> str:
    for match in reversed(list(_SENTENCE_END.finditer(before))):
        rest = before[match.end() :].strip()
        if _begins_a_sentence(rest or quote, match[0]):
            return rest
    return before


def _first_sentence(after: str) -> str:
    for match in _SENTENCE_END.finditer(after):
        rest = after[match.end() :].strip()
        if not rest or _begins_a_sentence(rest, match[0]):
            return after[: match.end()]
    return after


def _negations(quote: str, place: _Place) -> tuple[str, ...]:
    """Return the negations in the sentence around a quote, in alphabetical order."""
    before = _last_sentence(place.before, normalise(quote))
    around = _words(f"{before} {_first_sentence(place.after)}")
    return tuple(sorted(filter(_is_negation, around)))


def _is_denied_alike(cited: Anchor, place: _Place) -> bool:
    return cited.negations is None or cited.negations == _negations(cited.quote, place)


def _words(text: str) -> list[str]:
    return [word.strip(".,") for word in re.findall(r"[\w'.,%-]+", text.lower())]


def _is_negation(word: str) -> bool:
    return word in _NEGATIONS or word.endswith("n't")


def _says_another(cited: Anchor, place: _Place) -> bool:
    """Tell that numbers or negations in the sentence around the quote are others."""
    quote = normalise(cited.quote)

    def telling(before: str, after: str) -> list[str]:
        around = _last_sentence(before, quote)[-CONTEXT:], _first_sentence(after)
        return sorted(
            word
            for word in _words(f"{around[0]} {around[1][:CONTEXT]}")
            if _is_negation(word) or any(letter.isdigit() for letter in word)
        )

    return telling(place.before, place.after) != telling(cited.prefix, cited.suffix)


def _begins_a_sentence(text: str, end: str) -> bool:
    """Tell that ``text`` begins a sentence after the mark ``end``."""
    # After "Rs." and "approx." the sentence goes on. Urdu has marks of its own.
    first = text.lstrip("\"'([ ")[:1]
    if first.isalpha() and not first.isupper():
        return not first.islower() and end[0] in "۔؟!"
    return not first.isdigit()
