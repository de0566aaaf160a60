"""Finds the words that are most like a quote that does not stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from knowledge.quote_text import comparable, normalise

# What is less alike than this (0 to 100) is not worth a look.
LEAST_SIMILARITY = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words like those of a quote, on the page ``number``; ``similarity`` to 100."""

    quote: str
    similarity: float
    number: int


def nearest(quote: str, pages: Iterable[tuple[int, str]]) -> Candidate | None:
    """Return the words that are most like ``quote``, of all ``pages``.

    Args:
        quote: the words looked for.
        pages: number and text of each page, the preferred first.

    Returns:
        Whole words of a page as they stand there, or ``None`` if nothing is alike.
        The page is the one with the best ``partial_ratio`` of RapidFuzz, the
        similarity its ``ratio`` (the share of letters that agree, by edit distance) of
        the quote and these words, both after normalisation.
    """
    wanted = normalise(quote)
    best, best_score = None, float(LEAST_SIMILARITY)
    for number, text in pages if wanted else ():
        page = comparable(text)
        score = fuzz.partial_ratio(wanted, page.form, score_cutoff=best_score)
        if page.form.strip() and (score > best_score or (not best and score)):
            best, best_score = (number, page), score
    if best is None:
        return None
    number, page = best
    window = fuzz.partial_ratio_alignment(wanted, page.form)
    # Of a page shorter than the quote, all is the window.
    start, end = (
        (window.dest_start, window.dest_end)
        if len(wanted) <= len(page.form)
        else (0, len(page.form))
    )
    start, end = _trimmed(wanted, page.form, *_whole_words(page.form, start, end))
    similarity = fuzz.ratio(wanted, page.form[start:end])
    if similarity < LEAST_SIMILARITY:
        return None
    words = slice(*page.span(start, end))
    return Candidate(page.text[words], round(similarity, 1), number)


def _whole_words(form: str, start: int, end: int) -> tuple[int, int]:
    """Stretch a part to whole words, without blanks around them."""
    while start < end - 1 and form[start] == " ":
        start += 1
    while end > start + 1 and form[end - 1] == " ":
        end -= 1
    while start > 0 and form[start - 1] != " ":
        start -= 1
    while end < len(form) and form[end] != " ":
        end += 1
    return start, end


def _trimmed(wanted: str, form: str, start: int, end: int) -> tuple[int, int]:
    """Leave off words at either end that make the part less like what is wanted."""
    while True:
        score = fuzz.ratio(wanted, form[start:end])
        shorter = [
            (first, last)
            for first, last in (
                (form.find(" ", start, end) + 1, end),
                (start, form.rfind(" ", start, end)),
            )
            if start <= first < last and (first, last) != (start, end)
        ]
        best = max(
            shorter,
            key=lambda part: fuzz.ratio(wanted, form[part[0] : part[1]]),
            default=None,
        )
        if best is None or fuzz.ratio(wanted, form[best[0] : best[1]]) <= score:
            return start, end
        start, end = best
