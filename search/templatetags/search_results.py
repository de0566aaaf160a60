"""Prints what was found."""

from html import escape
from urllib.parse import quote

from django import template
from django.utils.encoding import uri_to_iri
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from knowledge.models.documents import PageKind
from knowledge.page_text import MAX_WORDS
from knowledge.references import place_reference
from knowledge.templatetags.localized import (
    digits,
    in_its_language,
    language_of,
    written,
)

register = template.Library()

NAMES = {
    PageKind.PAGE: lambda: _("Page %(number)s"),
    PageKind.SLIDE: lambda: _("Slide %(number)s"),
    PageKind.SHEET: lambda: _("Sheet %(number)s"),
    PageKind.SECTION: lambda: _("Section %(number)s"),
}


@register.filter
def lit(snippet) -> SafeString:
    """Print a snippet with the words lit, marked with its language where that differs.

    The letters of the snippet decide on the language: documents mix them.
    """
    html = mark_safe(  # noqa: S308 (every fragment is escaped)
        "".join(
            f"<mark>{escape(text)}</mark>" if is_lit else escape(text)
            for text, is_lit in snippet
        )
    )
    return in_its_language(html, language_of(snippet.text))


@register.simple_tag
def page_items(pages, version, sought: tuple[str, ...], may_cite: bool) -> SafeString:
    """Print pages that answer the words, as items of a list.

    Not by a template, because a screen of results has thirty of them.

    Args:
        pages: `FoundPage`s of `version`.
        sought: the words of the query.
        may_cite: whether the reader is shown the way to cite words of a page.
    """
    cite = escape(_("Cite"))
    items = []
    for page in pages:
        address = escape(page.url)
        words = escape(words_to_light(page.snippet, sought))
        name = conditional_escape(page_name(page, version))
        citing = f' <a href="{address}cite/">{cite}</a>' if may_cite else ""
        items.append(
            f'<li><a href="{address}{words}">{name}</a>'
            f"<span>{lit(page.snippet)}{citing}</span></li>"
        )
    return mark_safe("".join(items))  # noqa: S308 (every part is escaped)


def page_name(page, version) -> str:
    """Name a page as its readers do: by the sheet's name, else "Slide 7"."""
    if page.label:
        return written(page.label)
    return NAMES[version.page_kind]() % {"number": digits(page.number)}


@register.filter
def address_words(text: str) -> str:
    """Write words for an address as the reader writes them; browsers encode the rest.

    Percent signs would make an Urdu word three times as long in every link of a page.
    """
    return uri_to_iri(quote(text, safe=""))


def words_to_light(snippet, sought: tuple[str, ...]) -> str:
    """Write the end of the address of a page, with the words to be lit on it.

    What is lit in the snippet comes first, as the page has it: another form of a word,
    a synonym, a corrected spelling. The other words may stand elsewhere on the page.
    """
    words: dict[str, str] = {}
    for word in (*snippet.lit_words, *sought):
        words.setdefault(word.casefold(), word)
    lit = list(words.values())[:MAX_WORDS]
    return f"?q={address_words(' '.join(lit))}" if lit else ""


@register.simple_tag
def page_list_attributes(version, document) -> SafeString:
    """Write what static/js/search_pages.js asks of a list of a version's pages.

    How they are referred to, but for title and number, which are on the page; and
    whether there is a viewer for them.
    """
    version.document = document
    reference = place_reference(version, "{number}", title="{title}")
    viewer = " data-pdf" if version.is_pdf else ""
    return format_html(' data-reference="{}"{}', reference, viewer)


@register.simple_tag
def page_numbers(page) -> list:
    """Return the numbers of the pages to link to, with gaps, the last one included."""
    return list(
        page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    )


@register.simple_tag
def page_address(screen, number: int) -> str:
    """Return the address of another page of the same results."""
    return screen.address(page=number)
