"""Queries to offer somebody who is typing."""

from dataclasses import replace

from search.documents import Hit
from search.query import parse
from search.snippets import lit_beginnings
from search.text import STOP, folded, index_form, split
from search.words import SHORTEST, Word, heading

from .answering import Asking
from .wording import Words

# Of the words found so many are looked through for different ones.
LOOKED_THROUGH = 5


def complete(text: str, words: Words, limit: int) -> tuple[str, ...]:
    """Return what was typed with its last word, or its next one, completed.

    First come runs of the last two words, then words that stand in documents with the
    words before, then any words.
    """
    parts = split(text)
    typed = parts[1::2]
    if not typed or parts[-1].strip() or _is_facet_value(text):
        return ()
    offers = _Offers(text, limit)
    many = limit * LOOKED_THROUGH
    gaps = parts[::2]
    if gaps[-1]:
        next_word = words.beginning(f"{folded(typed[-1])} ", many)
        offers.add("".join(parts[:-2]), next_word)
        return offers.best()
    if len(typed) > 1 and gaps[-2] == " ":
        run = " ".join(map(folded, typed[-2:]))
        offers.add("".join(parts[:-4]), words.beginning(run, many))
    last, before = folded(typed[-1]), "".join(parts[:-2])
    if len(last) >= SHORTEST:
        beside = _tokens(before)
        offers.add(before, words.beginning(last, many, beside))
        if beside and not offers.best():
            offers.add(before, words.beginning(last, many))
    return offers.best()


def titles(text: str, asking: Asking, limit: int) -> tuple[Hit, ...]:
    """Return documents whose titles have words that begin as those typed do.

    Titles that begin so come first, then the newer ones.
    """
    typed = heading(" ".join(parse(text).sought()))
    beginnings = tuple(dict.fromkeys(typed.split()))
    if not beginnings:
        return ()
    hits = asking.titled(beginnings, limit * LOOKED_THROUGH)
    hits.sort(key=lambda hit: not heading(hit.title).startswith(typed))
    return tuple(
        replace(hit, lit_title=lit_beginnings(hit.title, beginnings))
        for hit in hits[:limit]
    )


class _Offers:
    """Different queries to offer; of those that find the same the first."""

    def __init__(self, typed: str, limit: int):
        self.limit = limit
        self.offers: dict[str, str] = {}
        self.typed = typed.strip().casefold()
        # A phrase that was begun is ended.
        self.end = '"' if typed.count('"') % 2 else ""

    def add(self, before: str, found: list[Word]) -> None:
        for word in found:
            if len(self.offers) >= self.limit:
                return
            offer = before + word.written
            if offer.casefold() != self.typed:
                self.offers.setdefault(index_form(offer), offer + self.end)

    def best(self) -> tuple[str, ...]:
        return tuple(self.offers.values())


def _is_facet_value(text: str) -> bool:
    parsed = parse(text.split()[-1])
    return bool(parsed.filters or parsed.excluded_filters)


def _tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of what is sought by a query."""
    forms = " ".join(map(index_form, parse(text).sought())).split()
    return tuple(dict.fromkeys(form for form in forms if form != STOP))
