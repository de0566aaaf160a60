"""Digits, languages and amounts as the language of the page writes them."""

import datetime
import re
from functools import lru_cache

from django import template
from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext_lazy

from knowledge.models.documents import PageKind
from knowledge.models.records import RIGHT_TO_LEFT

register = template.Library()

_LATIN = re.compile("[A-Za-z]")
# Around text of either direction, which keeps its order between them.
ISOLATE, END = "\u2068", "\u2069"
# What a translation isolates, or words in ASCII one after another; a colon before them
# belongs to the sentence.
_MAYBE_TYPED = re.compile(f"({ISOLATE}[^{ISOLATE}{END}]*{END}|(?!:)[!-~]+(?: [!-~]+)*)")
_TYPED = re.compile(r"[A-Za-zÀ-ɏ]|\d\.\.")
# Marks stand between the letters and are none.
_ARABIC = re.compile(r"(?=\w)[\u0600-\u06ff](?<!\d)")

DIGITS = {"ur": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")}
EXTENTS = {
    PageKind.PAGE: ngettext_lazy("%(number)s page", "%(number)s pages", "count"),
    PageKind.SLIDE: ngettext_lazy("%(number)s slide", "%(number)s slides", "count"),
    PageKind.SHEET: ngettext_lazy("%(number)s sheet", "%(number)s sheets", "count"),
    PageKind.SECTION: ngettext_lazy(
        "%(number)s section", "%(number)s sections", "count"
    ),
}


@register.filter(expects_localtime=True)
def digits(value) -> str:
    """Write ``value`` with the digits of the page's language: ۲۰۱۷ on Urdu pages.

    Dates and moments are written in the language's own format; nothing becomes "".
    """
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        value = formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    elif isinstance(value, datetime.date):
        return _date(value, get_language())
    return str(value).translate(DIGITS.get(get_language(), {}))


# The same dates and lengths are written again and again, and each takes a while to put
# in words.
@lru_cache(maxsize=4_096)
def _date(value: datetime.date, language: str) -> str:
    """Write a date in a language, which is the active one."""
    written = formats.date_format(value, "DATE_FORMAT")
    return written.translate(DIGITS.get(language, {}))


@register.filter
def sentence(text) -> SafeString:
    """Write a sentence of ours with what somebody typed, or is to type, in it.

    On pages from right to left, what is typed in Latin letters or as a span of years
    stays as it is and keeps its order; other figures get the digits of the page.
    """
    text = str(text)
    if get_language() not in RIGHT_TO_LEFT:
        return conditional_escape(text)
    parts = map(_part_of_sentence, _MAYBE_TYPED.split(text))
    return format_html_join("", "{}", ((part,) for part in parts))


def _part_of_sentence(part: str) -> str:
    if not _TYPED.search(part):
        return digits(part)
    # What is isolated has the direction of its first letter, as in the search field.
    return format_html('<bdi dir="ltr">{}</bdi>', part) if part.isascii() else part


@register.filter
def extent(version) -> str:
    """Write how long a document version is: "42 slides", or "" if that is unknown."""
    if not version or not version.page_count:
        return ""
    return _extent(version.page_kind, version.page_count, get_language())


@lru_cache(maxsize=4_096)
def _extent(kind: str, count: int, _language: str) -> str:
    """Write a length in the active language."""
    return EXTENTS[kind] % {"count": count, "number": digits(count)}


@register.filter
def language_of(text) -> str:
    """Return the language that ``text`` shows by its letters: ``ur``, ``en`` or ""."""
    text = str(text)
    if text.isascii():
        return "en" if _LATIN.search(text) else ""
    letters = sum(map(str.isalpha, text))
    if not letters:
        return ""
    return "ur" if len(_ARABIC.findall(text)) * 2 > letters else "en"


@register.filter
def language_attributes(text) -> str:
    """Write the attributes ``lang`` and ``dir`` of an element that holds ``text``."""
    return _attributes(language_of(text) or get_language())


@register.filter
def written(text) -> str:
    """Mark a title or name with its language where the page has another one.

    Its letters decide, since a name may stand in English for want of an Urdu one.
    """
    return in_its_language(conditional_escape(text), language_of(text))


def in_its_language(html: SafeString, language: str) -> SafeString:
    """Mark HTML as written in a language where the page has another one."""
    if language in ("", get_language()):
        return html
    return format_html("<bdi {}>{}</bdi>", _attributes(language), html)


def _attributes(language: str) -> SafeString:
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    return format_html('lang="{}" dir="{}"', language, direction)
