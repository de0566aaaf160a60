"""The query language: what a person types, understood as far as it goes.

    water schools               any of the words, the best documents first
    "delivery unit"             these words in a row
    irrigat*                    any word that begins so
    -draft   -"cost plan"       without
    kind:minutes  unit:a,b      a value of a facet (see `FACET_FIELDS`); -kind: excludes
    year:2018  year:2016..2018  years, either end may be left out
    title:water  tag:"clean water"

Of a sentence of many words quotation marks and dashes demand nothing. Nothing is
refused: what cannot be understood is searched as words, and a hint says so. Every
engine works from the same `ParsedQuery`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .documents import NOTHING, SearchQuery
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
YEAR = "year"
EXAMPLES = {"kind": "kind:minutes", YEAR: "year:2016..2018", "title": "title:water"}
FIELDS = (*FACET_FIELDS, YEAR, *TEXT_FIELDS)
LONGEST_QUERY = 2_000
MOST_WORDS = 100
# A word that is to begin so needs this many letters.
SHORTEST_BEGINNING = 2
# Every beginning is looked up among all words of the index.
MOST_BEGINNINGS = 10
# More words than this, apart from what is quoted, excluded or said of fields, are a
# sentence somebody pasted: its quotation marks and dashes are punctuation.
LONGEST_COMMAND = 8

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_PUNCTUATION = re.compile(r'"|(?<!\S)[-−](?!\w+:)')
_PART = re.compile(
    r"""(?P<minus>(?<!\S)[-−])?
        (?:(?P<field>[A-Za-z]+):(?!//)(?P<gap>\s*)(?=[^\s:]))?
        (?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)|(?P<stray>"))""",
    re.VERBOSE,
)
_FIELD_ONLY = re.compile(r"[-−]?(?P<field>[A-Za-z]+):")
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

    def named(self, values: Mapping[tuple[str, str], tuple[str, ...]]) -> "ParsedQuery":
        """Return the query with the values of facets in place of what was typed.

        Args:
            values: by facet and what was typed for it; see `field_values`.
        """
        if not values:
            return self
        return replace(
            self,
            filters=_named(self.filters, values),
            excluded_filters=_named(self.excluded_filters, values),
        )

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

    def words_to_light(self) -> tuple[str, ...]:
        """Return the words sought that can be told from others in a text."""
        return tuple(
            dict.fromkeys(
                word for word in self.sought() if index_form(word).strip(f"{STOP} ")
            )
        )

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


def read(query: SearchQuery) -> ParsedQuery:
    """Return the text of a question taken apart, with the values that it means."""
    return parse(query.text).named(query.values)


class _Parser:
    def __init__(self):
        self.words: list[str] = []
        self.beginnings: list[str] = []
        self.all_beginnings: set[str] = set()
        self.spans: list[tuple[int, int]] = []
        self.required: list[Clause] = []
        self.excluded: list[Clause] = []
        self.filters: dict[str, list[str]] = {}
        self.excluded_filters: dict[str, list[str]] = {}
        self.years: tuple[int | None, int | None] | None = None
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
        if _is_sentence(text):
            plain_text = _PUNCTUATION.sub(" ", text)
            if any(map(_demands, _PART.finditer(text))):
                self.hints.append(
                    format_lazy(
                        _(
                            "In a sentence of more than {count} words quotation marks "
                            "and dashes count for nothing; to use them, take fewer "
                            "words."
                        ),
                        count=LONGEST_COMMAND,
                    )
                )
            text = plain_text
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
            year_from=self.years[0] if self.years else None,
            year_to=self.years[1] if self.years else None,
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
        if name == YEAR:
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
        elif lonely := _lonely_field(value):
            self.hints.append(
                format_lazy(
                    _(
                        "After “{name}:” its value is missing; write it without a "
                        "space, such as {example}."
                    ),
                    name=lonely,
                    example=EXAMPLES.get(lonely, f"{lonely}:…"),
                )
            )
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
        if beginning not in self.all_beginnings:
            if len(self.all_beginnings) == MOST_BEGINNINGS:
                self.hint_once(
                    format_lazy(
                        _(
                            "Only the first {count} beginnings with a star were used; "
                            "the others were searched as words."
                        ),
                        count=MOST_BEGINNINGS,
                    )
                )
                return ""
            self.all_beginnings.add(beginning)
        return beginning

    def hint_once(self, hint: Promise) -> None:
        if str(hint) not in map(str, self.hints):
            self.hints.append(hint)

    def add_years(self, value: str, excluded: bool) -> None:
        years = _YEARS.fullmatch(value)
        is_span = bool(years and (years["first"] or years["last"]))
        if excluded and is_span:
            self.hints.append(
                _(
                    "Years cannot be excluded; write those that you want, such as "
                    "year:2016..2018 or year:2019.."
                )
            )
            return
        if not is_span:
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
        if self.years is not None:
            self.hint_once(
                _("Only one year or span of years can be searched; the last was used.")
            )
        self.years = (first, last)

    def add_unknown_field(self, name: str, part: re.Match, excluded: bool) -> None:
        fields = ", ".join(FIELDS)
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


def _is_sentence(text: str) -> bool:
    """Tell whether there are more words than anybody types as a command."""
    plain = [
        part
        for part in _PART.finditer(text)
        if part["word"]
        and not part["minus"]
        and not part["word"].endswith("*")
        and not _names_field(part)
    ]
    return len(plain) > LONGEST_COMMAND


def _demands(part: re.Match) -> bool:
    """Tell whether a part of a query demands something by its punctuation."""
    if _names_field(part):
        return False
    return bool((part["phrase"] or "").strip() or (part["minus"] and part["word"]))


def _names_field(part: re.Match) -> bool:
    name = (part["field"] or "").lower()
    return name in FIELDS and not (part["gap"] and name in ALSO_WORDS)


def _lonely_field(word: str) -> str:
    """Return the field whose value is missing behind its colon, or ""."""
    found = _FIELD_ONLY.fullmatch(word)
    name = found["field"].lower() if found else ""
    return name if name in FIELDS and name not in ALSO_WORDS else ""


def _named(
    typed: Mapping[str, tuple[str, ...]],
    values: Mapping[tuple[str, str], tuple[str, ...]],
) -> dict[str, tuple[str, ...]]:
    return {
        facet: tuple(
            value for each in texts for value in values.get((facet, each), (each,))
        )
        for facet, texts in typed.items()
    }


def _frozen(lists: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(dict.fromkeys(values)) for name, values in lists.items()}
