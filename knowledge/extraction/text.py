"""Cleaning, decoding and guessing the language of text, the same for all formats."""

import codecs
import re
import unicodedata

# Letter forms that fonts, not writers, choose: Latin ligatures and the Hebrew and
# Arabic presentation forms that PDF files are full of. Without folding them a
# search for the plain letters finds nothing. U+FDFA to U+FDFD are signs in their
# own right in Urdu typing and stay.
_PRESENTATION_FORMS = re.compile("[\ufb00-\ufdf9\ufe70-\ufefc]+")

# Control and format characters that carry no text. Kept: tab and newline, the
# joiners and direction marks of Arabic and Indic scripts (U+200C to U+200F).
_NOISE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_EDGES = re.compile("[ \t]*\n *")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean_text(text: str) -> str:
    """NFC text without control characters, lone surrogates or stray whitespace.

    Line breaks and tabs stay; more than one empty line in a row becomes one.
    """
    text = _LINE_BREAKS.sub("\n", text)
    text = _NOISE.sub("", text)
    text = _PRESENTATION_FORMS.sub(
        lambda match: unicodedata.normalize("NFKC", match[0]), text
    )
    text = unicodedata.normalize("NFC", text)
    text = _BLANKS.sub(" ", text)
    text = _LINE_EDGES.sub("\n", text)
    return _BLANK_LINES.sub("\n\n", text).lstrip(" \n").rstrip()


def clean_line(text: str) -> str:
    """Clean text on one line, for titles and labels."""
    return " ".join(clean_text(text).split())


_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode_text(content: bytes, declared: str = "") -> str:
    """Decode bytes of unknown encoding; never raises.

    A byte order mark wins, then valid UTF-8 (other encodings are almost never
    valid UTF-8 by chance), then what the file declares, then the statistics of
    charset-normalizer over the first 256 kB.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    for encoding in ("utf-8", declared):
        try:
            if encoding:
                return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    from charset_normalizer import from_bytes

    best = from_bytes(content[: 1 << 18]).best()
    return content.decode(best.encoding if best else "cp1252", errors="replace")


_URDU_LETTERS = re.compile("[ٹڈڑںےۓھہۂۃ]")
_PERSIAN_LETTERS = re.compile("[پچژگیک]")
_ARABIC_SCRIPT = re.compile("[\u0620-\u064a\u0671-\u06d3]")
_LATIN_SCRIPT = re.compile("[A-Za-z]")
_ENGLISH_WORDS = re.compile(r"\b(the|and|of|to|in|is|for|that|with)\b", re.IGNORECASE)


def guess_language(text: str) -> str:
    """``ur``, ``ar``, ``fa`` or ``en`` from letters and commonest words, else ``""``.

    Good enough to preselect a field that a person confirms. Only the first 20,000
    characters are looked at.
    """
    sample = text[:20_000]
    arabic = len(_ARABIC_SCRIPT.findall(sample))
    latin = len(_LATIN_SCRIPT.findall(sample))
    if arabic > latin and arabic >= 10:
        if len(_URDU_LETTERS.findall(sample)) * 20 > arabic:
            return "ur"
        return "fa" if len(_PERSIAN_LETTERS.findall(sample)) * 20 > arabic else "ar"
    words = len(sample.split())
    if latin >= 10 and len(_ENGLISH_WORDS.findall(sample)) * 16 > words:
        return "en"
    return ""
