"""Finds quotes in the text of pages.

A quote is *on* a page when the two agree after a normalisation that changes nothing
that a reader would call the words: line breaks and runs of blanks, hyphens at line
ends, ligatures and other Unicode forms, quotation marks and dashes, invisible
characters, and the letter variants that keyboards give the same Urdu letter. Case,
digits and punctuation must agree, so that a changed number or name never passes.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

_SAME = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"',
        "«": '"', "»": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
        "ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ۀ": "ۂ",
    }
)  # fmt: skip
# Soft hyphen, zero-width characters, direction marks, tatweel, byte-order mark.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\u0640\ufeff]")
_LINE_END_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*\r?\n[ \t]*(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a quote cannot be evidence, and the form field that mends it."""

    field: str
    message: str


def normalise(text: str) -> str:
    """Return ``text`` in the form in which quotes and pages are compared."""
    return _normalise(text)[0].strip()


def find(quote: str, text: str) -> tuple[int, int] | None:
    """Return where ``quote`` stands in ``text``, as start and end offsets.

    Returns:
        Offsets into ``text`` as it is (not normalised), or ``None`` if it is not there
        or has no words.
    """
    wanted = normalise(quote)
    if not wanted:
        return None
    haystack, spans = _normalise(text)
    start = haystack.find(wanted)
    while start != -1:
        end = start + len(wanted)
        if _is_whole(haystack, start, end):
            return spans[start][0], spans[end - 1][1]
        start = haystack.find(wanted, start + 1)
    return None


def fault_of(version, page_number: int, quote: str) -> Fault | None:
    """Tell why ``quote`` cannot be evidence from that page, or ``None`` if it can.

    Args:
        version: the ``DocumentVersion`` quoted.
        page_number: the page, slide or sheet, counted from 1.
        quote: the words as the author gives them.
    """
    title = version.document.title
    if version.is_being_read:
        return Fault(
            "version",
            _("The text of “%(title)s” is still being read. Try again in a minute.")
            % {"title": title},
        )
    pages = {page.number: page for page in version.pages.all()}
    if not pages:
        return Fault(
            "version",
            _("“%(title)s” has no text that could be quoted.") % {"title": title},
        )
    if page_number not in pages:
        return Fault(
            "page",
            _("“%(title)s” has no page %(page)d; its last is %(last)d.")
            % {"title": title, "page": page_number, "last": max(pages)},
        )
    if not normalise(quote):
        return Fault("quote", _("Enter the words that are quoted."))
    if find(quote, pages[page_number].full_text):
        return None
    elsewhere = [
        str(number) for number, page in pages.items() if find(quote, page.full_text)
    ]
    if elsewhere:
        return Fault(
            "page",
            _("These words are not on page %(page)d of “%(title)s” but on %(pages)s.")
            % {"page": page_number, "title": title, "pages": ", ".join(elsewhere)},
        )
    return Fault(
        "quote",
        _(
            "These words are not on page %(page)d of “%(title)s”. Copy them from the "
            "text of that page, without leaving anything out."
        )
        % {"page": page_number, "title": title},
    )


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell that the match cuts no word or number in two."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not before and not after


def _normalise(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the normalised text and, for each character, the span it came from."""
    joined = [match.span() for match in _LINE_END_HYPHEN.finditer(text)]
    out: list[str] = []
    spans: list[tuple[int, int]] = []
    position = 0
    while position < len(text):
        if joined and position == joined[0][0]:
            position = joined.pop(0)[1]
            continue
        cluster = text[position]
        following = position + 1
        while following < len(text) and unicodedata.combining(text[following]):
            cluster += text[following]
            following += 1
        form = unicodedata.normalize("NFKC", _INVISIBLE.sub("", cluster))
        for character in form.translate(_SAME):
            if character.isspace():
                if out and out[-1] == " ":
                    continue
                character = " "
            out.append(character)
            spans.append((position, following))
        position = following
    return "".join(out), spans
