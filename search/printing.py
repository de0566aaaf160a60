"""The HTML of records that were found, with their best pages.

Not by templates: a page of results holds ten records with thirty pages, and templates
take several times as long. Everything that comes from outside goes through `escape`,
`written` or `lit`.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.encoding import uri_to_iri
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.access import Access
from knowledge.addresses import address
from knowledge.models.documents import PageKind
from knowledge.page_text import MAX_WORDS
from knowledge.references import place_reference
from knowledge.templatetags.localized import (
    digits,
    extent,
    in_its_language,
    language_of,
    written,
)
from search.documents import Snippet
from search.finding import Found, FoundPage

PAGE_NAMES = {
    PageKind.PAGE: lambda: _("Page %(number)s"),
    PageKind.SLIDE: lambda: _("Slide %(number)s"),
    PageKind.SHEET: lambda: _("Sheet %(number)s"),
    PageKind.SECTION: lambda: _("Section %(number)s"),
}


class Printer:
    """Prints what was found for a query."""

    def __init__(self, sought: tuple[str, ...], *, may_cite: bool, text: str = ""):
        """Print for a reader.

        Args:
            sought: the words of the query.
            may_cite: whether the reader is shown the way to cite words of a page.
            text: the query as it was typed, which leads to all pages of a record.
        """
        self.sought = sought
        self.text = text
        self.cite = escape(_("Cite")) if may_cite else ""
        self.badges: dict[tuple, str] = {}

    def hits(self, found: Iterable[Found]) -> SafeString:
        """Print records, each as an `article` with its best pages."""
        return _safe("".join(map(self._hit, found)))

    def page_items(self, pages: Iterable[FoundPage], version) -> SafeString:
        """Print pages of a version that answer the query, as items of a list."""
        numbered = PAGE_NAMES[version.page_kind]()
        return _safe("".join([self._page(page, numbered) for page in pages]))

    def _hit(self, found: Found) -> str:
        record, hit = found.record, found.hit
        snippet = f"<p>{lit(hit.snippet)}</p>" if hit.snippet else ""
        return (
            f'<article class="hit">\n<span class="kind">{escape(found.kind)}'
            f"{self._badge(record)}</span>\n"
            f'<h2><a href="{escape(found.url)}">{lit(found.title)}</a></h2>\n'
            f'<ul class="meta">{_details(found)}</ul>{snippet}'
            f"{self._page_list(found)}</article>\n"
        )

    def _badge(self, record) -> str:
        """Print how far a record may be seen, once for all that are alike in it."""
        if record.access == Access.PUBLIC and not record.embargo_until:
            return ""
        alike = (record.access, record.embargo_until)
        if alike not in self.badges:
            badge = render_to_string("components/access_badge.html", {"item": record})
            self.badges[alike] = f" {badge.strip()}"
        return self.badges[alike]

    def _page_list(self, found: Found) -> str:
        if not found.hit.pages:
            return ""
        attributes = page_list_attributes(found.version, found.record)
        items = self.page_items(found.pages, found.version)
        more = self._more_pages(found) if found.hit.more_pages else ""
        return f'<ul class="pages"{attributes}>{items}{more}</ul>'

    def _more_pages(self, found: Found) -> str:
        count = found.hit.more_pages
        words = ngettext("%(number)s more page", "%(number)s more pages", count)
        url = address("search_pages", found.record.pk)
        return (
            f'<li><a href="{url}?q={escape(address_words(self.text))}"'
            f" hx-boost=\"target:'closest ul',push:false\">"
            f"{escape(words % {'number': digits(count)})}</a></li>"
        )

    def _page(self, page: FoundPage, numbered: str) -> str:
        url = escape(page.url)
        words = escape(words_to_light(page.snippet, self.sought))
        name = (
            written(page.label)
            if page.label
            else escape(numbered % {"number": digits(page.number)})
        )
        cite = f' <a href="{url}cite/">{self.cite}</a>' if self.cite else ""
        return (
            f'<li><a href="{url}{words}">{name}</a>'
            f"<span>{lit(page.snippet)}{cite}</span></li>"
        )


def lit(snippet: Snippet) -> SafeString:
    """Print a snippet with the words lit, marked with its language where that differs.

    The letters of the snippet decide on the language: documents mix them.
    """
    html = "".join(
        [
            f"<mark>{escape(text)}</mark>" if is_lit else escape(text)
            for text, is_lit in snippet.fragments
        ]
    )
    return in_its_language(_safe(html), language_of(snippet.text))


def page_list_attributes(version, document) -> SafeString:
    """Write what static/js/search_pages.js asks of a list of a version's pages.

    How they are referred to, but for title and number, which are on the page; and
    whether there is a viewer for them.
    """
    version.document = document
    reference = escape(place_reference(version, "{number}", title="{title}"))
    viewer = " data-pdf" if version.is_pdf else ""
    return _safe(f' data-reference="{reference}"{viewer}')


@lru_cache(maxsize=1_024)
def address_words(text: str) -> str:
    """Write words for an address as the reader writes them; browsers encode the rest.

    Percent signs would make an Urdu word three times as long in every link of a page.
    """
    return uri_to_iri(quote(text, safe=""))


def words_to_light(snippet: Snippet, sought: tuple[str, ...]) -> str:
    """Write the end of the address of a page, with the words to be lit on it.

    What is lit in the snippet comes first, as the page has it: another form of a word,
    a synonym, a corrected spelling. The other words may stand elsewhere on the page.
    """
    words: dict[str, str] = {}
    for word in (*snippet.lit_words, *sought):
        words.setdefault(word.casefold(), word)
    lit_first = list(words.values())[:MAX_WORDS]
    return f"?q={address_words(' '.join(lit_first))}" if lit_first else ""


def _details(found: Found) -> str:
    """Print what else is said of a record: unit, date, length, language."""
    unit, date, version = found.record.unit, found.date, found.version
    details = [
        written(unit.label) if unit else "",
        escape(digits(date)) if date else "",
        escape(extent(version)),
        escape(found.language),
    ]
    return "".join([f"<li>{detail}</li>" for detail in details if detail])


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 (every part is escaped)
