"""Tells the page of a lesson whether its submitted text can be compared."""

from django import template

from knowledge.lesson_versions import texts_for

register = template.Library()


@register.inclusion_tag("components/lesson_texts_link.html", takes_context=True)
def lesson_texts_link(context, lesson) -> dict:
    """Link to both texts where the reader may read both and they differ."""
    request = context.get("request")
    if request is None or getattr(request, "is_preview", False):
        return {"texts": None}
    return {"texts": texts_for(lesson, request.user), "lesson": lesson}
