"""Tells templates what a reader may do with quotes that are shown."""

from django import template

from knowledge import access, citing, clearing

register = template.Library()


@register.simple_tag
def may_cite(user) -> bool:
    """Tell whether ``user`` may cite quotes; asked once for each request."""
    if not user or not user.is_authenticated:
        return False
    if not hasattr(user, "_may_cite"):
        user._may_cite = citing.may_cite(user)
    return user._may_cite


@register.simple_tag
def release_url(user, evidence) -> str:
    """Return where ``user`` may release a quote that is still closed, or ""."""
    if not evidence.version_id or evidence.cleared_quote:
        return ""
    document = evidence.version.document
    if not access.is_restricted(document) or not access.may_release(user, document):
        return ""
    return evidence.release_url


@register.simple_tag
def quotes_to_release(user, lesson) -> list:
    """Return the quotes of ``lesson`` that ``user`` may release to the public."""
    return clearing.quotes_to_release_of(lesson, user)
