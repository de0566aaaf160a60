"""What is like a record, beside it."""

import logging

from django import template

from search.engines import EngineError
from search.finding import find_similar, find_similar_elsewhere

logger = logging.getLogger(__name__)
register = template.Library()

TYPES = ("document", "lesson")


@register.inclusion_tag("search/partials/similar.html", takes_context=True)
def similar(context, record) -> dict:
    """Show documents and lessons like `record` that the reader may see.

    The page of the record stands without them when the search engine fails.
    """
    return {"found": _found(context, record, find_similar, TYPES)}


@register.inclusion_tag("search/partials/similar_elsewhere.html", takes_context=True)
def similar_elsewhere(context, lesson) -> dict:
    """Show lessons like `lesson` of other governments that the reader may see."""
    return {"found": _found(context, lesson, find_similar_elsewhere)}


def _found(context, record, find, *args) -> list:
    request = context.get("request")
    if request is None or getattr(request, "is_preview", False) or not record.pk:
        return []
    try:
        return find(record, request.user, *args)
    except EngineError as error:
        logger.warning("Nothing similar could be looked up: %s", error)
        return []
