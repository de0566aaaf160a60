"""The query language: what a person types, understood as far as it goes.

    water schools               any of the words, the best documents first
    "delivery unit"             these words in a row
    -draft   -"cost plan"       without
    kind:minutes  unit:a,b      a value of a facet (see `FACET_FIELDS`); -kind: excludes
    year:2018  year:2016..2018  years, either end may be left out
    title:water  tag:"clean water"

A sentence of many words is taken as words only. Nothing is refused: what cannot be
understood is searched as words, and a hint says so. Every engine works from the same
`ParsedQuery`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .documents import NOTHING
from .text import STOP, full_form, index_form

FACET_FIELDS = (
    "kind",
    "government",
    "unit",
    "sector",
    "department",
    "language",
    "access",
    "type",
)
TEXT_FIELDS = {"title": "title", "tag": "tags"}
LONGEST_QUERY = 2_000
MOST_WORDS = 100
# More words than this outside quotation marks are a sentence somebody pasted: its
# quotation marks and dashes are punctuation and demand nothing.
LONGEST_COMMAND = 8

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_QUOTED = re.compile(r'"[^"]*"')
_PUNCTUATION = re.compile(r'"|(?<!\S)[-−]')
_PART = re.compile(
    r"""(?P<minus>(?<!\S)[-−])?
        (?:(?P<field>[A-Za-z]+):(?!//)(?P<gap>\s*)(?=[^\s:]))?
        (?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)|(?P<stray>"))""",
    re.VERBOSE,
)
_YEARS = re.compile(r"(?P<first>\d{4})?(?P<dots>\.\.)?(?P<last>\d{4})?")


@dataclass(frozen=True, slots=True)
class Clause:
    """A text that must, or must not, stand in a field, its words in a row.

    `field` is `text` (title, summary, tags and the whole text), `title` or `tags`.
    """

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query taken apart.

    `words` are tokens as indexed; any of them matches, and they rank; `required` and
    `excluded` clauses decide. The years are those typed. A query of stop words only
    has them, as tokens, in `common_words`, to be sought in titles.
    """

    words: tuple[str, ...] = ()
    common_words: str = ""
    required: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)
    excluded_filters: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: NOTHING
    )
    year_from: int | None = None
    year_to: int | None = None
    hints: tuple[str | Promise, ...] = ()

    @property
    def has_text(self) -> bool:
        """True when there is something to rank by."""
        return bool(self.words or self.common_words or self.required)


def parse(text: str) -> ParsedQuery:
    """Take a query apart. Never raises."""
    return _Parser().parse(text)


class _Parser:
    def __init__(self):
        self.words: list[str] = []
        self.required: list[Clause] = []
        self.excluded: list[Clause] = []
        self.filters: dict[str, list[str]] = {}
        self.excluded_filters: dict[str, list[str]] = {}
        self.years: tuple[int | None, int | None] = (None, None)
        self.hints: list[str | Promise] = []

    def parse(self, text: str) -> ParsedQuery:
        text = text.encode("utf-8", "replace").decode()
        if len(text) > LONGEST_QUERY:
            text = text[:LONGEST_QUERY]
            self.hints.append(_("The query is very long; only its start was used."))
        if text.isupper() and len(text.split()) > 2:
            # Capitals mark names such as IT or WHO, but not where all is capitals.
            text = text.lower()
        text = text.translate(_QUOTES)
        if len(_QUOTED.sub(" ", text).split()) > LONGEST_COMMAND:
            text = _PUNCTUATION.sub(" ", text)
        for part in _PART.finditer(text):
            self.add(part)
        plain = " ".join(self.words)
        words = tuple(word for word in index_form(plain).split() if word != STOP)
        if len(words) > MOST_WORDS:
            words = words[:MOST_WORDS]
            self.hints.append(
                format_lazy(
                    _("Only the first {count} words were used."), count=MOST_WORDS
                )
            )
        common_words = ""
        if plain and not words and not self.required:
            common_words = full_form(plain)
            self.hints.append(
                _("Such words are in nearly every text; only titles were searched.")
                if common_words
                else _("There is no word in the query.")
            )
        return ParsedQuery(
            words=words,
            common_words=common_words,
            required=tuple(self.required),
            excluded=tuple(self.excluded),
            filters=_frozen(self.filters),
            excluded_filters=_frozen(self.excluded_filters),
            year_from=self.years[0],
            year_to=self.years[1],
            hints=tuple(self.hints),
        )

    def add(self, part: re.Match) -> None:
        if part["stray"]:
            self.hints.append(_("A quotation mark has no partner and was ignored."))
            return
        name = (part["field"] or "").lower()
        value = part["phrase"] if part["phrase"] is not None else part["word"]
        if not value.strip():
            return
        excluded = bool(part["minus"])
        if name == "year":
            self.add_years(value, excluded)
        elif name in FACET_FIELDS:
            chosen = self.excluded_filters if excluded else self.filters
            values = [v.strip().lower() for v in value.split(",") if v.strip()]
            chosen.setdefault(name, []).extend(values)
        elif name in TEXT_FIELDS:
            self.add_clause(Clause(TEXT_FIELDS[name], value), excluded)
        elif name and not part["gap"]:
            self.add_unknown_field(name, value, excluded)
        elif excluded or part["phrase"] is not None:
            self.add_clause(Clause("text", value), excluded)
        else:
            self.words += [name, value]

    def add_clause(self, clause: Clause, excluded: bool) -> None:
        form = index_form if clause.field == "text" else full_form
        if set(form(clause.text).split()) - {STOP}:
            (self.excluded if excluded else self.required).append(clause)
        elif not excluded:
            self.words.append(clause.text)

    def add_years(self, value: str, excluded: bool) -> None:
        years = _YEARS.fullmatch(value)
        if excluded or not years or not (years["first"] or years["last"]):
            self.hints.append(
                format_lazy(
                    _(
                        "“{value}” is not a year or a span of years such as "
                        "2016..2018; it was searched as a word."
                    ),
                    value=value,
                )
            )
            self.words.append(value)
            return
        first = int(years["first"]) if years["first"] else None
        last = int(years["last"]) if years["last"] else None
        if not years["dots"]:
            last = first
        if first and last and first > last:
            first, last = last, first
        self.years = (first, last)

    def add_unknown_field(self, name: str, value: str, excluded: bool) -> None:
        fields = ", ".join((*FACET_FIELDS, "year", *TEXT_FIELDS))
        self.hints.append(
            format_lazy(
                _(
                    "“{name}:” is not a field; it was searched as a word. "
                    "The fields are {fields}."
                ),
                name=name,
                fields=fields,
            )
        )
        if excluded:
            self.add_clause(Clause("text", f"{name} {value}"), excluded)
        else:
            self.words += [name, value]


def _frozen(lists: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(dict.fromkeys(values)) for name, values in lists.items()}
