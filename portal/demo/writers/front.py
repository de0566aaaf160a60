"""What stands on the front of every file, and the marks that all of them share."""

from dataclasses import dataclass
from datetime import date, datetime

ACCENT = "0B5C3B"
ACCENT_LIGHT = "E6F0EB"
INK_MUTED = "55605A"

MARK = "Illustrative content made for the Sabaq demonstration; not a government record."
MARK_UR = "سبق کے عملی مظاہرے کے لیے تیار کردہ فرضی مواد؛ یہ سرکاری ریکارڈ نہیں ہے۔"

URDU_MONTHS = (
    "جنوری",
    "فروری",
    "مارچ",
    "اپریل",
    "مئی",
    "جون",
    "جولائی",
    "اگست",
    "ستمبر",
    "اکتوبر",
    "نومبر",
    "دسمبر",
)


URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def urdu_digits(value):
    return str(value).translate(URDU_DIGITS)


@dataclass(frozen=True)
class Front:
    """The title block: who wrote what, of which kind, when."""

    title: str
    subtitle: str
    kind: str
    unit: str
    date: date
    language: str

    @property
    def mark(self):
        return MARK_UR if self.language == "ur" else MARK

    @property
    def written_date(self):
        if self.language == "ur":
            month = URDU_MONTHS[self.date.month - 1]
            return urdu_digits(f"{self.date.day} {month} {self.date.year}")
        return f"{self.date.day} {self.date:%B %Y}"

    @property
    def timestamp(self):
        """The time that file properties carry, so that every build is the same."""
        return datetime(self.date.year, self.date.month, self.date.day, 9, 0)
