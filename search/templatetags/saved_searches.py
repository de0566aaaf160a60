"""What templates ask about keeping a search."""

from django import template

from search import exports, saved
from search.export_formats import FORMATS, Format
from search.forms import SearchForm

register = template.Library()


@register.simple_tag
def parameters_of(form: SearchForm) -> str:
    """Return what stands behind the question mark in the address of a search."""
    return saved.parameters_of(form)


@register.simple_tag
def export_formats() -> dict[str, Format]:
    return FORMATS


@register.simple_tag
def export_limit() -> int:
    return exports.EXPORT_LIMIT
