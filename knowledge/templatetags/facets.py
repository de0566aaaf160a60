"""Prints what a list can be narrowed by."""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from knowledge.facets import Choice, Facet

from .localized import digits, written

register = template.Library()


@register.simple_tag(name="facet")
def print_facet(facet: Facet) -> SafeString:
    """Print a facet as check boxes with counts.

    Not by a template, because a page of results has thirty boxes.
    """
    choices = "".join([_choice(facet.name, choice) for choice in facet.choices])
    html = (
        f'<fieldset class="facet"><legend>{escape(str(facet.title))}</legend>'
        f"{choices}{_more(facet)}</fieldset>"
    )
    return mark_safe(html)  # noqa: S308 (every part is escaped)


def _choice(name: str, choice: Choice) -> str:
    checked = " checked" if choice.is_chosen else ""
    return (
        f'<label><input type="checkbox" name="{name}" value="{escape(choice.value)}"'
        f"{checked}><span>{written(choice.label)}</span>"
        f"<b>{digits(choice.count)}</b></label>"
    )


def _more(facet: Facet) -> str:
    if not facet.more:
        return ""
    words = ngettext("%(number)s more", "%(number)s more", facet.more)
    words = escape(words % {"number": digits(facet.more)})
    return f'<a href="{escape(facet.more_url)}">{words}</a>'
