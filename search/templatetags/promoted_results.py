"""Shows what staff promote for a query."""

from django import template

from search.promoted import promoted_for

register = template.Library()


@register.inclusion_tag("search/partials/promoted.html", takes_context=True)
def promoted_results(context, form) -> dict:
    """Show the promoted results on the first page of a search's results."""
    is_first = form.page_number == 1
    user = context["request"].user
    return {"promoted": promoted_for(form.text, user) if is_first else []}
