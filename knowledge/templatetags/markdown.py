"""The filter ``markdown``."""

from django import template
from django.utils.safestring import SafeString

from knowledge.markdown import render

register = template.Library()


@register.filter
def markdown(text: str, level: int = 3) -> SafeString:
    """Render Markdown; its first-level headings become headings of ``level``."""
    return render(text or "", level=level)
