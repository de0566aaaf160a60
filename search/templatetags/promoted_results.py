"""Shows what staff promote for a query."""

from django import template
from django.template.loader import render_to_string

from search.promoted import promoted_for

register = template.Library()


@register.simple_tag(takes_context=True)
def promoted_results(context, form) -> str:
    """Show the promoted results on the first page of a search's results."""
    if form.page_number > 1:
        return ""
    promoted = promoted_for(form.text, context["request"].user)
    if not promoted:
        return ""
    return render_to_string("search/partials/promoted.html", {"promoted": promoted})
