"""The query language: what a person types, understood as far as it goes.

    water schools               any of the words, the best documents first
    "delivery unit"             these words in a row
    irrigat*                    any word that begins so
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
from .text import STOP, folded, full_form, index_form, split

FACET_FIELDS = (
    "kind",
    "government",
    "unit",
    "sector",
    "department",
    "language",
    "access",
    "type",
    "lesson",
    "confidence",
    "state",
    "challenge",
)
# Texts have these words before a colon, too: for a facet nothing may follow it but the
# value.
ALSO_WORDS = ("lesson", "confidence", "state", "challenge")
TEXT_FIELDS = {"title": "title", "tag": "tags"}
LONGEST_QUERY = 2_000
MOST_WORDS = 100
# A word that is to begin so needs this many letters.
SHORTEST_BEGINNING = 2
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
    With `begins` it is the folded beginning of a word. In quotation marks it is meant
    to the letter.
    """

    field: str
    text: str
    begins: bool = False
    is_quoted: bool = False

    @property
    def form(self) -> str:
        """The words as they are indexed, with the places of stop words in between."""
        analyse = index_form if self.field == "text" else full_form
        return analyse(self.text).strip(f"{STOP} ")


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query taken apart.

    `words` are tokens as indexed; any of them matches, and they rank, as do words with
    one of `beginnings`; `required` and `excluded` clauses decide. The years are those
    typed. A query of stop words only has them, as tokens, in `common_words`, to be
    sought in titles. `text` is the query as it was read, and `spans` are the places in
    it of what is sought, without operators and names of fields.
    """

    words: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
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
    text: str = ""
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def has_text(self) -> bool:
        """True when there is something to rank by."""
        return bool(self.words or self.beginnings or self.common_words or self.required)

    def sought(self) -> list[str]:
        """Return the words sought, as they were typed."""
        return [
            word
            for start, end in self.spans
            for word in split(self.text[start:end])[1::2]
        ]

    def rewritten(self, words: Mapping[str, str]) -> str:
        """Return the query with other words in place of some that are sought."""
        parts, done = [], 0
        for start, end in self.spans:
            parts.append(self.text[done:start])
            parts += [words.get(part, part) for part in split(self.text[start:end])]
            done = end
        return "".join([*parts, self.text[done:]])


def parse(text: str) -> ParsedQuery:
    """Take a query apart. Never raises."""
    return _Parser().parse(text)


class _Parser:
    def __init__(self):
        self.words: list[str] = []
        self.beginnings: list[str] = []
        self.spans: list[tuple[int, int]] = []
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
        if plain and not words and not self.required and not self.beginnings:
            common_words = full_form(plain)
            self.hints.append(
                _("Such words are in nearly every text; only titles were searched.")
                if common_words
                else _("There is no word in the query.")
            )
        return ParsedQuery(
            words=words,
            beginnings=tuple(dict.fromkeys(self.beginnings)),
            common_words=common_words,
            required=tuple(self.required),
            excluded=tuple(self.excluded),
            filters=_frozen(self.filters),
            excluded_filters=_frozen(self.excluded_filters),
            year_from=self.years[0],
            year_to=self.years[1],
            hints=tuple(self.hints),
            text=text,
            spans=tuple(self.spans),
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
        elif name in FACET_FIELDS and not (part["gap"] and name in ALSO_WORDS):
            chosen = self.excluded_filters if excluded else self.filters
            values = [v.strip().lower() for v in value.split(",") if v.strip()]
            if name == "confidence":
                values = [value.upper() for value in values]
            chosen.setdefault(name, []).extend(values)
        elif name in TEXT_FIELDS:
            self.add_clause(TEXT_FIELDS[name], part, excluded)
        elif name and not part["gap"]:
            self.add_unknown_field(name, part, excluded)
        elif excluded or part["phrase"] is not None:
            self.add_clause("text", part, excluded)
        elif name:
            self.add_words((name, part.span("field")), (value, part.span("word")))
        else:
            self.add_words((value, part.span("word")))

    def add_words(self, *parts: tuple[str, tuple[int, int]]) -> None:
        """Add words, each with its place in the query."""
        for text, span in parts:
            if beginning := self.beginning(text):
                self.beginnings.append(beginning)
            else:
                self.words.append(text)
                self.spans.append(span)

    def add_clause(self, field: str, part: re.Match, excluded: bool) -> None:
        is_quoted = part["phrase"] is not None
        group = "phrase" if is_quoted else "word"
        text = part[group]
        clauses = self.excluded if excluded else self.required
        clause = Clause(field, text, is_quoted=is_quoted)
        if not is_quoted and (beginning := self.beginning(text)):
            clauses.append(Clause(field, beginning, begins=True))
        elif clause.form:
            clauses.append(clause)
            if not excluded:
                self.spans.append(part.span(group))
        elif not excluded:
            self.words.append(text)

    def beginning(self, text: str) -> str:
        """Return, folded, what the words are to begin with; empty if it is no star."""
        if not text.endswith("*"):
            return ""
        words = split(text[:-1])[1::2]
        if len(words) != 1 or not text[:-1].endswith(words[0]):
            return ""
        beginning = folded(words[0])
        if len(beginning) < SHORTEST_BEGINNING or " " in beginning:
            self.hints.append(
                _("Before the star, “*”, there have to be two letters at least.")
            )
            return ""
        return beginning

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

    def add_unknown_field(self, name: str, part: re.Match, excluded: bool) -> None:
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
            clause = Clause("text", f"{name} {part['word'] or part['phrase']}")
            self.excluded += [clause] if clause.form else []
            return
        for group in ("field", "phrase", "word"):
            if part[group]:
                self.add_words((part[group], part.span(group)))


def _frozen(lists: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(dict.fromkeys(values)) for name, values in lists.items()}
