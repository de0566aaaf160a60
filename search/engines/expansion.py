"""A query expanded: what else means the same, and what was probably meant.

* *Synonyms* are put beside the words of a query, in the query and not in the index, so
  that a change of them takes effect with the next search. A word or a run of words of
  the query that a group has is met by any member of the group. What stands in
  quotation marks is meant to the letter, and an exclusion (`-cm`) leaves out what it
  names and nothing else: a reader could not tell why the rest is missing.
* A *beginning* (`irrigat*`) is met by the words of visible texts that begin so.
* A word that no visible text has is met by the nearest words that some visible text
  has (`Words.near`).

Everything comes from texts that the asker may see. A word of other texts is neither
found nor does it keep another word from being found.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from search.documents import NOTHING
from search.engines.base import Synonyms
from search.engines.wording import Words, edits_allowed
from search.query import Clause, ParsedQuery
from search.snippets import Lighter
from search.text import STOP, folded, index_form

# Longer queries have words enough to be found without correction.
MOST_CHECKED = 16
MOST_INSTEAD = 3
MOST_BEGINNINGS = 1_000
# Of the words that begin alike the most frequent rank; to score hundreds takes seconds.
MOST_RANKING = 20


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring words of a query, and forms that mean the same; any of them counts.

    A form is a token, or tokens in a row in which `STOP` holds a place.
    """

    tokens: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Expansion:
    """A query with what else answers it.

    `words` are those that only stand for themselves; `groups` are the others.
    `instead` tells of words that nothing has what was sought in their place.
    """

    parsed: ParsedQuery
    words: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)
    clause_forms: Mapping[Clause, tuple[str, ...]] = field(
        default_factory=lambda: NOTHING
    )
    hints: tuple[str | Promise, ...] = ()

    def forms(self, clause: Clause) -> tuple[str, ...]:
        """Return the forms any of which meets a clause."""
        return self.clause_forms.get(clause, (clause.form,))

    @cached_property
    def lighter(self) -> Lighter:
        """Lights whatever answers the query."""
        others = [form for group in self.groups for form in group.others]
        for clause in self.parsed.required:
            others += self.forms(clause)
        return Lighter(self.parsed, others)

    @property
    def ranks(self) -> bool:
        """True when there are words of which any matches."""
        return bool(self.words or self.groups)


def expand(parsed: ParsedQuery, synonyms: Synonyms, words: Words) -> Expansion:
    """Return a query with what else answers it in the texts that `words` are of."""
    alone, groups = _with_synonyms(parsed.words, synonyms)
    instead = _instead(parsed, alone, words)
    groups += [
        Group((index_form(typed),), _forms(near)) for typed, near in instead.items()
    ]
    replaced = {token for group in groups for token in group.tokens}
    hints = []
    beginnings = {}
    for beginning in _beginnings(parsed):
        found = words.beginning(beginning, limit=MOST_BEGINNINGS)
        # Where a run of words stands its first word stands too.
        single = [word.written for word in found if not word.is_run]
        beginnings[beginning] = _forms(single)
        if len(found) >= MOST_BEGINNINGS:
            hints.append(_many(beginning))
    groups += [Group((), beginnings[beginning]) for beginning in parsed.beginnings]
    return Expansion(
        parsed,
        words=tuple(word for word in alone if word not in replaced),
        groups=tuple(groups),
        instead=instead,
        clause_forms=_clause_forms(parsed, synonyms, beginnings),
        hints=tuple(hints),
    )


def other_forms(
    parsed: ParsedQuery, synonyms: Synonyms, instead: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the forms that were sought besides the words of a query.

    Args:
        instead: what `Results` tell of words that nothing has.
    """
    groups = _with_synonyms(parsed.words, synonyms)[1]
    corrected = [spelling for near in instead.values() for spelling in near]
    return (*(form for group in groups for form in group.others), *_forms(corrected))


def _beginnings(parsed: ParsedQuery) -> set[str]:
    clauses = (*parsed.required, *parsed.excluded)
    return {*parsed.beginnings, *(one.text for one in clauses if one.begins)}


def _many(beginning: str) -> Promise:
    return format_lazy(
        _(
            "Very many words begin with “{beginning}”; only the most frequent were "
            "searched."
        ),
        beginning=beginning,
    )


def _forms(spellings) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(index_form, spellings))))


def _clause_forms(
    parsed: ParsedQuery, synonyms: Synonyms, beginnings: Mapping[str, tuple[str, ...]]
) -> dict[Clause, tuple[str, ...]]:
    forms = {
        clause: beginnings[clause.text]
        for clause in (*parsed.required, *parsed.excluded)
        if clause.begins
    }
    for clause in parsed.required:
        if not clause.begins and not clause.is_quoted:
            tokens = tuple(clause.form.split())
            if others := _compiled(synonyms).get(tokens):
                forms[clause] = (clause.form, *others)
    return forms


def _with_synonyms(
    tokens: tuple[str, ...], synonyms: Synonyms
) -> tuple[list[str], list[Group]]:
    """Part tokens into those that stand alone and those that a group has."""
    known = _compiled(synonyms)
    if not known:
        return [*tokens], []
    longest = max(map(len, known))
    alone, groups = [], []
    first = 0
    while first < len(tokens):
        for last in range(min(first + longest, len(tokens)), first, -1):
            if others := known.get(tokens[first:last]):
                groups.append(Group(tokens[first:last], others))
                first = last
                break
        else:
            alone.append(tokens[first])
            first += 1
    return alone, groups


@lru_cache(maxsize=4)
def _compiled(synonyms: Synonyms) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Return by the tokens of each member the forms of the others."""
    known: dict[tuple[str, ...], dict[str, None]] = {}
    for group in synonyms:
        forms = [form.strip(f"{STOP} ") for form in map(index_form, group)]
        forms = [form for form in forms if form]
        for form in forms:
            tokens = tuple(token for token in form.split() if token != STOP)
            others = {other: None for other in forms if other != form}
            if others:
                known.setdefault(tokens, {}).update(others)
    return {tokens: tuple(others) for tokens, others in known.items()}


def _instead(
    parsed: ParsedQuery, alone: list[str], words: Words
) -> dict[str, tuple[str, ...]]:
    unknown = unknown_words(parsed, words, among=set(alone))
    near = words.near({folded(word) for word in unknown})
    return {
        word: tuple(one.written for one in near[folded(word)][:MOST_INSTEAD])
        for word in unknown
        if near.get(folded(word))
    }


def unknown_words(
    parsed: ParsedQuery, words: Words, among: set[str] | None = None
) -> list[str]:
    """Return words of a query that no visible text has and that can be corrected.

    Args:
        among: only those that are indexed as one of these tokens.
    """
    sought = parsed.sought()
    if len(sought) > MOST_CHECKED:
        return []
    tokens = {word: index_form(word) for word in sought if edits_allowed(folded(word))}
    tokens = {
        word: token
        for word, token in tokens.items()
        if token != STOP and (among is None or token in among)
    }
    known = words.known(set(tokens.values()))
    return [word for word, token in tokens.items() if token not in known]
