"""The form in which quotes and pages are compared.

It changes nothing that a reader would call the words: line breaks and runs of blanks,
hyphens at line ends, ligatures and other Unicode forms, quotation marks and dashes,
invisible characters, and the letter variants that keyboards give the same Urdu letter.
Case, digits and punctuation stay, so that a changed number or name never passes.
"""

import re
import unicodedata
from dataclasses import dataclass

from knowledge import letters

_SAME = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"',
    "«": '"', "»": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
}  # fmt: skip
_TO_PLAIN = str.maketrans(_SAME) | letters.TO_URDU
# Soft hyphen, zero-width characters, direction marks, tatweel, byte-order mark.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\u0640\ufeff]")
LINE_END_HYPHEN = re.compile(
    r"(?<=[^\W\d_])[-\u2010\u00ad](?P<gap>[ \t]*\r?\n[ \t]*)(?=[a-z])"
)
# Compatibility forms that are the same words. Others are not: 10² is not 102.
_SAME_WORDS = {
    "<compat>", "<noBreak>", "<wide>", "<narrow>",
    "<initial>", "<medial>", "<final>", "<isolated>",
}  # fmt: skip
# Marks that hold one word, and one number, together: non-formal, don't; 12.5, 2016-17.
_WORD_JOINTS = frozenset("-‐‑'’\u00ad")
_NUMBER_JOINTS = frozenset("-‐‑–−.,:/٫٬'’")
_SIGNS = frozenset("-‐‑–−+")


@dataclass(frozen=True, slots=True)
class Comparable:
    """A text in the form in which it is compared, and where each character was."""

    form: str
    spans: tuple[tuple[int, int], ...]
    text: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the form stands in the text as it is."""
        return self.spans[start][0], self.spans[end - 1][1]

    def is_whole(self, start: int, end: int) -> bool:
        """Tell that this part of the form cuts no word and no number in two."""
        return not (
            self._is_one_word(start, start - 1, -1)
            or self._is_one_word(end - 1, end, 1)
            # The sign belongs to the number.
            or (self._at(start).isdigit() and self._raw(start - 1) in _SIGNS)
        )

    def _is_one_word(self, inside: int, outside: int, step: int) -> bool:
        """Tell that the characters inside and outside of an edge are of one word."""
        if not self._at(inside).isalnum():
            return False
        if self._at(outside).isalnum():
            return True
        beyond = self._at(outside + step)
        if self._at(inside).isdigit() and beyond.isdigit():
            return self._raw(outside) in _NUMBER_JOINTS
        return self._raw(outside) in _WORD_JOINTS and beyond.isalnum()

    def _at(self, index: int) -> str:
        return self.form[index] if 0 <= index < len(self.form) else " "

    def _raw(self, index: int) -> str:
        if not 0 <= index < len(self.spans):
            return " "
        return self.text[self.spans[index][0]]


def normalise(text: str) -> str:
    """Return ``text`` in the form in which quotes and pages are compared."""
    return comparable(text).form.strip()


def comparable(text: str, *, keep_hyphens: bool = False) -> Comparable:
    """Return ``text`` in its form for comparison, with the way back.

    Args:
        text: of a page, or a quote.
        keep_hyphens: take a hyphen at a line end for a part of the word.
    """
    dropped = [
        match.span("gap") if keep_hyphens else match.span()
        for match in LINE_END_HYPHEN.finditer(text)
    ]
    dropped.reverse()
    form: list[str] = []
    spans: list[tuple[int, int]] = []
    position = 0
    while position < len(text):
        if dropped and position == dropped[-1][0]:
            position = dropped.pop()[1]
            continue
        following = position + 1
        while following < len(text) and unicodedata.combining(text[following]):
            following += 1
        for character in _form(text[position:following]):
            if character.isspace():
                if form and form[-1] == " ":
                    continue
                character = " "
            form.append(character)
            spans.append((position, following))
        position = following
    return Comparable("".join(form), tuple(spans), text)


def _form(cluster: str) -> str:
    """Return a letter with its marks in the form in which it is compared."""
    if cluster.isascii():
        return cluster
    plain = "".join(
        unicodedata.normalize("NFKC", character)
        if unicodedata.decomposition(character).split(" ")[0] in _SAME_WORDS
        else character
        for character in _INVISIBLE.sub("", cluster)
    )
    return unicodedata.normalize("NFC", plain.translate(_TO_PLAIN)).translate(_TO_PLAIN)
