"""Text as the engines compare it: one analysis for indexing and for querying.

English and Urdu mix within a document, often within a sentence, so each word is
treated by its own script and never by the language that the document claims:

* all words: Unicode compatibility forms folded (NFKC), case folded, joiners and
  soft hyphens dropped, digits of every script read as ASCII digits;
* Latin words: accents folded, English stop words marked, English stemming;
* Arabic-script words: the keyboard's variants of a letter (yeh, kaf, heh, alef with
  hamza) read as one, vowel marks and tatweel dropped, Urdu stop words marked.

Every engine indexes the output of `index_form` by splitting at spaces, and drops
`STOP`, which only holds a stop word's place so that phrases keep their distances.
`split` keeps the place of each word in the original text, so that what is lit in a
snippet is what the author wrote.
"""

import re
import string
import unicodedata
from collections.abc import Callable
from zlib import crc32

import tantivy

from .stopwords import ENGLISH, URDU

STOP = "_"
LONGEST_TOKEN = 64
LONGEST_ACRONYM = 4
CACHED_WORDS = 200_000
# What is longer is seldom met again: encoded files, scripts without spaces.
LONGEST_CACHED = 100
# The letters of marks: those of single tokens, and two more.
_LETTERS = string.ascii_letters + string.digits
SEVERAL, NOTHING = "-", "."
# Lengths as characters of one byte, few of which JSON has to escape.
_LENGTH_ZERO = ord("0")
_LENGTHS = [chr(code) for code in range(_LENGTH_ZERO, 256)]
_BETWEEN = "|"

ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
APOSTROPHES = "'\u2019\u02bc"
ARABIC_MARKS = (
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
)

# Letters that Urdu, Arabic and Persian keyboards write differently for the same sound
# or shape. Yeh barree and noon ghunna stay apart: they change the word.
ARABIC_LETTERS = str.maketrans(
    {
        **dict.fromkeys("يىئ", "ی"),
        **dict.fromkeys("كڪ", "ک"),
        **dict.fromkeys("هةۃەۀۂ", "ہ"),
        **dict.fromkeys("أإٱآ", "ا"),
        "ؤ": "و",
        "ۓ": "یے",
    }
)


# `\\w` leaves out combining marks although they belong to the word: Latin accents,
# Arabic vowel signs, and the vowel signs of the scripts of India.
_MARKS = (
    "\u0300-\u036f"
    + ARABIC_MARKS
    + "".join(
        chr(code)
        for code in range(0x0900, 0x0E00)
        if unicodedata.category(chr(code)).startswith("M")
    )
)
_LETTER = rf"[\w{_MARKS}{ZERO_WIDTH}]"
# Digits grouped as in 12,500 or 12,50,000 and decimals are one word.
_WORD = re.compile(
    r"(?=\d)(?:"
    r"(?<![\w.,])\d{1,3}(?:[,٬]\d{2,3})+(?:[.٫]\d+)?(?![\w.,٬٫]\w)"
    r"|(?<![\w.٫])\d+[.٫]\d+(?!\w|[.٫]\d))"
    rf"|{_LETTER}+(?:[{APOSTROPHES}]{_LETTER}+)*"
)
_WORD_KEPT = re.compile(f"({_WORD.pattern})")
_GROUPED = re.compile(r"[\d,٬.٫]+")
_DROPPED = re.compile(f"[{ZERO_WIDTH}{APOSTROPHES}{ARABIC_MARKS}]")
_DRAWN = re.compile("[\u00ad\u0640]")
_POSSESSIVE = re.compile(f"[{APOSTROPHES}][sS]?$")
_ARABIC = re.compile("[\u0600-\u06ff]")
_LATIN_MARKS = re.compile("[\u0300-\u036f]")

_fold_latin = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    .filter(tantivy.Filter.ascii_fold())
    .build()
)
_stem_english = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)


def _normalise(raw: str) -> str:
    """Fold a word's spelling, without stemming it."""
    if raw.isascii() and raw.isalpha():
        return raw.lower()
    if _GROUPED.fullmatch(raw):
        raw = raw.replace(",", "").replace("٬", "").replace("٫", ".")
    word = _DROPPED.sub("", _POSSESSIVE.sub("", raw))
    word = unicodedata.normalize("NFKC", word).casefold()
    if _ARABIC.search(word):
        word = word.translate(ARABIC_LETTERS)
        # Initial do-chashmi heh is a common slip for heh; a final hamza is optional.
        word = "ہ" + word[1:] if word.startswith("ھ") else word
        word = word[:-1] if len(word) > 1 and word.endswith("ء") else word
    word = _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", word))
    word = "".join(str(unicodedata.decimal(char, char)) for char in word)
    return " ".join(_fold_latin.analyze(word)).lower()


def _stem(word: str) -> str:
    if word.isascii() and word.isalpha():
        return "".join(_stem_english.analyze(word))
    return word


def _full_form(raw: str) -> str:
    tokens = (_stem(word)[:LONGEST_TOKEN] for word in _WORD.findall(_normalise(raw)))
    return " ".join(tokens)


def _index_form(raw: str) -> str:
    # IT, WHO, US and DO are names when written in capitals.
    is_name = raw.isupper() and 1 < len(raw) <= LONGEST_ACRONYM
    folded = _normalise(raw)
    if not is_name and (folded in ENGLISH or folded in URDU):
        return STOP
    return _full_form(raw)


class _Forms(dict):
    """Raw text to its form, so that each spelling of a word is analysed once."""

    def __init__(self, analyse: Callable[[str], str]):
        super().__init__()
        self.analyse = analyse

    def __missing__(self, raw: str) -> str:
        form = self.analyse(raw)
        if len(raw) <= LONGEST_CACHED:
            if len(self) >= CACHED_WORDS:
                self.clear()
            self[raw] = form
        return form


_index_forms = _Forms(_index_form)
_full_forms = _Forms(_full_form)


def index_form(text: str) -> str:
    """Return a text's tokens with spaces between, `STOP` in place of stop words."""
    return " ".join(map(_index_forms.__getitem__, _WORD.findall(unjoined(text))))


_chunk_forms = _Forms(index_form)


def full_form(text: str) -> str:
    """Return a text's tokens with spaces between, stop words included.

    For titles, where a query of nothing but stop words is sought.
    """
    return " ".join(map(_full_forms.__getitem__, _WORD.findall(unjoined(text))))


def in_one_spelling(text: str) -> str:
    """Return a text as people read it, with one spelling for each word.

    Equal for texts that differ in capitals, accents, digits, letter forms or spaces.
    """
    parts = split(text)
    parts[1::2] = map(_normalise, parts[1::2])
    return " ".join("".join(parts).split())


def folded(raw: str) -> str:
    """Return a word's spelling in its plainest letters, neither stemmed nor dropped."""
    return _normalise(raw)


def written(raw: str) -> str:
    """Return a word as people write it: without stretching and without `'s`."""
    if raw.isascii() and raw.isalpha():
        return raw
    return _DRAWN.sub("", _POSSESSIVE.sub("", raw)).strip(ZERO_WIDTH)


def split(text: str) -> list[str]:
    """Return what stands between the words of a text, and the words, in turn.

    The words are at the odd places; joined, the parts have the length of the text.
    """
    return _WORD_KEPT.split(unjoined(text))


def word_forms(words: list[str]) -> list[str]:
    """Return the indexed forms of words from `split`.

    Each is one token, `STOP`, or (rarely) several tokens or none.
    """
    return list(map(_index_forms.__getitem__, words))


def chunks(text: str) -> list[str]:
    """Return what stands between the white space of a text.

    No word reaches over white space, so that the words of a text are those of its
    chunks; there are far fewer different ones than a text has, and they are looked up
    many times as fast as words are found.
    """
    return text.split()


def chunk_forms(found: list[str]) -> list[str]:
    """Return the indexed forms of chunks: tokens with spaces between, or nothing."""
    return list(map(_chunk_forms.__getitem__, found))


def marked(text: str) -> tuple[str, str]:
    """Return a text with single spaces between its chunks, and the marks of those.

    Kept with a text, marks spare the reading of nearly all of it when words are looked
    for. They hold a letter for each chunk (see `mark`), then, behind `_BETWEEN`, the
    length of each as a character. Texts with a chunk too long for that have none.
    """
    found = chunks(text)
    joined = " ".join(found)
    try:
        lengths = "".join(map(_LENGTHS.__getitem__, map(len, found)))
    except IndexError:
        return joined, ""
    letters = "".join(map(_marks.__getitem__, found))
    return joined, f"{letters}{_BETWEEN}{lengths}"


def letters_of(marks: str) -> str:
    """Return the letters of the marks of a text."""
    return marks[: len(marks) // 2]


def marked_chunks(
    text: str, marks: str, wanted: re.Pattern
) -> list[tuple[int, str]] | None:
    """Return start and text of the chunks with such a letter.

    Nothing if the marks are not those of this text.
    """
    count = len(marks) // 2
    # Older indices have letters only.
    if marks[count : count + 1] != _BETWEEN:
        return None
    try:
        lengths = marks[count + 1 :].encode("latin-1")
    except UnicodeEncodeError:
        return None
    # A chunk and the space behind it.
    to_next = 1 - _LENGTH_ZERO
    if len(lengths) != count or sum(lengths) + count * to_next != len(text) + 1:
        return None
    placed = []
    start = passed = 0
    for letter in wanted.finditer(marks, 0, count):
        place = letter.start()
        start += sum(lengths[passed:place]) + (place - passed) * to_next
        passed = place
        placed.append((start, text[start : start + lengths[place] - _LENGTH_ZERO]))
    return placed


def mark(form: str) -> str:
    """Return the letter of a chunk's indexed form: one of few, that many forms share.

    Chunks of several tokens have `SEVERAL` in common, those of none `NOTHING`.
    """
    if not form:
        return NOTHING
    if " " in form:
        return SEVERAL
    return _LETTERS[crc32(form.encode("utf-8", "surrogatepass")) % len(_LETTERS)]


_marks = _Forms(lambda chunk: mark(index_form(chunk)))


def words_of(chunk: str) -> list[tuple[int, int, str]]:
    """Return start, end and indexed form of every word of a chunk."""
    return [
        (*word.span(), _index_forms[word.group()])
        for word in _WORD.finditer(unjoined(chunk))
    ]


def unjoined(text: str) -> str:
    """Return a text of the same length, in which an underscore joins no words."""
    return text.replace("_", " ")
