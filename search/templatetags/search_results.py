"""Prints what was found, and the ways to the rest of it."""

from django import template
from django.utils.safestring import SafeString

from knowledge.templatetags.citing import may_cite
from search import printing

register = template.Library()


@register.simple_tag(takes_context=True)
def hits(context, found, form) -> SafeString:
    """Print the records that answer a `SearchForm`, with their best pages."""
    return _printer(context, form.sought, form.text).hits(found)


@register.simple_tag(takes_context=True)
def page_items(context, pages, version, sought: tuple[str, ...]) -> SafeString:
    """Print pages of a version that answer the words, as items of a list."""
    return _printer(context, sought).page_items(pages, version)


@register.simple_tag
def page_list_attributes(version, document) -> SafeString:
    """Write the attributes of a list of pages; see `printing`."""
    return printing.page_list_attributes(version, document)


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


def _printer(context, sought: tuple[str, ...], text: str = "") -> printing.Printer:
    user = context["request"].user
    return printing.Printer(sought, may_cite=may_cite(user), text=text)
