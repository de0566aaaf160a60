"""Below a lesson: what became of it, what staff say about it, how it is cited."""

from django import template
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from knowledge import access, citation, commenting, using
from knowledge.access import Access
from knowledge.forms.readers import CommentForm

register = template.Library()


@register.inclusion_tag("components/lesson_uses.html", takes_context=True)
def lesson_uses(context, lesson):
    """Show the uses of a lesson that its reader may see, and their number."""
    user = _reader(context)
    uses = using.uses_for(lesson, user) if lesson.pk else []
    return {
        "lesson": lesson,
        "uses": uses,
        "count": sum(use.is_shown for use in uses),
        "user": user,
        "may_report": lesson.live and access.is_staff_member(user),
        "may_moderate": using.may_moderate(user),
    }


@register.inclusion_tag("components/lesson_comments.html", takes_context=True)
def lesson_comments(context, lesson):
    """Show the comments to members of staff, and nothing to anybody else."""
    user = _reader(context)
    if not (lesson.pk and lesson.live and access.is_staff_member(user)):
        return {}
    threads = commenting.threads_for(lesson, user)
    return {
        "lesson": lesson,
        "threads": threads,
        "count": sum(
            not comment.is_removed
            for first, answers in threads
            for comment in (first, *answers)
        ),
        "form": CommentForm(auto_id="comment_%s"),
        "user": user,
        "may_moderate": commenting.may_moderate(user),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/citation.html")
def cite_and_share(lesson):
    """Show how a published lesson is cited, printed and shared."""
    if not (lesson.pk and lesson.live):
        return {}
    address = citation.permanent_address(lesson)
    # The words of what is not public stay here; who has the address may come for them.
    is_public = is_open_to_all(lesson)
    words = lesson.title if is_public else lesson.identifier
    mail = {
        "subject": _("Lesson: %(title)s") % {"title": words},
        "body": "\n\n".join(
            [*([lesson.title, lesson.summary] if is_public else [words]), address]
        ),
    }
    return {
        "lesson": lesson,
        "address": address,
        "place": ("", address),
        "words": words,
        "mail": f"mailto:?{urlencode(mail).replace('+', '%20')}",
        "citations": [
            (style, (f"{text} ", address)) for style, text in citation.citations(lesson)
        ],
        "formats": citation.FORMATS,
    }


@register.simple_tag
def citations_of(lesson) -> list[tuple[str, str]]:
    """Return the name of each style with the citation in it, without the address."""
    return citation.citations(lesson)


@register.filter
def permanent_address(lesson) -> str:
    return citation.permanent_address(lesson)


@register.filter
def site_address(path: str) -> str:
    """Return an address as it is written on paper; on this site that of the page."""
    return citation.absolute(path.partition("?")[0]) if path[:1] == "/" else path


@register.filter
def is_open_to_all(lesson) -> bool:
    """Tell whether the public may see the lesson now; asked once for each page."""
    if not hasattr(lesson, "_is_open_to_all"):
        lesson._is_open_to_all = (
            lesson.access == Access.PUBLIC and lesson.is_visible_to(None)
        )
    return lesson._is_open_to_all


def _reader(context):
    """Return who reads; nobody where a page is rendered without a request."""
    request = context.get("request")
    return request.user if request else None
