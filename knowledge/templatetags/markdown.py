"""The filter ``markdown``."""

from html import unescape

from django import template
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from knowledge.markdown import render

register = template.Library()


@register.filter
def markdown(text: str, level: int = 3) -> SafeString:
    """Render Markdown; its first-level headings become headings of ``level``."""
    return render(text or "", level=level)


@register.filter
def plain(text: str) -> str:
    """Return the words of a Markdown text without its marks, for one line of a card."""
    return " ".join(unescape(strip_tags(render(text or ""))).split())
