"""What is like a record, beside it."""

import logging

from django import template

from search.engines import EngineError
from search.finding import find_similar

logger = logging.getLogger(__name__)
register = template.Library()

TYPES = ("document", "lesson")


@register.inclusion_tag("search/partials/similar.html", takes_context=True)
def similar(context, record) -> dict:
    """Show documents and lessons like `record` that the reader may see.

    The page of the record stands without them when the search engine fails.
    """
    request = context.get("request")
    if request is None or getattr(request, "is_preview", False) or not record.pk:
        return {"found": []}
    try:
        return {"found": find_similar(record, request.user, TYPES)}
    except EngineError as error:
        logger.warning("Nothing similar could be looked up: %s", error)
        return {"found": []}
