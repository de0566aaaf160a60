"""Tells templates whether a reader may cite what is shown."""

from django import template

from knowledge import citing

register = template.Library()


@register.simple_tag
def may_cite(user) -> bool:
    """Tell whether ``user`` may cite quotes; asked once for each request."""
    if not user or not user.is_authenticated:
        return False
    if not hasattr(user, "_may_cite"):
        user._may_cite = citing.may_cite(user)
    return user._may_cite
