"""What bodies say of a lesson, and how far it can be relied on, in words."""

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from knowledge import reviews, validation
from knowledge.confidence import Effect, Reason
from knowledge.confidence_facts import grade_of
from knowledge.models.validation import latest_of_each_body
from knowledge.templatetags.localized import digits

register = template.Library()

COUNTED = {
    (Effect.LIFTS, "sources"): ngettext_lazy(
        "%(number)s independent source supports it with a checked quote.",
        "%(number)s independent sources support it with checked quotes.",
        "count",
    ),
    (Effect.LIFTS, "departments"): ngettext_lazy(
        "The sources concern %(number)s department.",
        "The sources concern %(number)s departments.",
        "count",
    ),
    (Effect.LIFTS, "governments"): ngettext_lazy(
        "The sources are from %(number)s government.",
        "The sources are from %(number)s governments.",
        "count",
    ),
    (Effect.LIFTS, "years"): ngettext_lazy(
        "The sources span %(number)s year.",
        "The sources span %(number)s years.",
        "count",
    ),
    (Effect.LIFTS, "shows_change"): ngettext_lazy(
        "%(number)s source shows the change.",
        "%(number)s sources show the change.",
        "count",
    ),
    (Effect.LIFTS, "endorsed"): ngettext_lazy(
        "%(number)s independent body endorses it.",
        "%(number)s independent bodies endorse it.",
        "count",
    ),
    (Effect.LIFTS, "reservations"): ngettext_lazy(
        "%(number)s independent body endorses it with reservations.",
        "%(number)s independent bodies endorse it with reservations.",
        "count",
    ),
    (Effect.LIFTS, "earlier"): ngettext_lazy(
        "%(number)s independent body endorsed an earlier text.",
        "%(number)s independent bodies endorsed an earlier text.",
        "count",
    ),
    (Effect.HOLDS_BACK, "contradicting"): ngettext_lazy(
        "%(number)s source contradicts it.",
        "%(number)s sources contradict it.",
        "count",
    ),
    (Effect.HOLDS_BACK, "disputed"): ngettext_lazy(
        "%(number)s body disputes it.",
        "%(number)s bodies dispute it.",
        "count",
    ),
    (Effect.HOLDS_BACK, "broken"): ngettext_lazy(
        "%(number)s quote no longer stands as it was cited.",
        "%(number)s quotes no longer stand as they were cited.",
        "count",
    ),
}
PLAIN = {
    (Effect.HOLDS_BACK, "no_source"): _(
        "No source that all its readers may see supports it with a checked quote."
    ),
    (Effect.HOLDS_BACK, "one_source"): _("It rests on a single source."),
    (Effect.HOLDS_BACK, "no_endorsement"): _("No independent body has endorsed it."),
    (Effect.HOLDS_BACK, "only_reservations"): _(
        "It is endorsed with reservations only."
    ),
    (Effect.HOLDS_BACK, "only_earlier"): _(
        "The text has changed since it was endorsed."
    ),
    (Effect.WOULD_LIFT, "another_source"): _(
        "A checked quote from another, independent source."
    ),
    (Effect.WOULD_LIFT, "breadth"): _(
        "Sources of another department, government or time, or one that shows the "
        "change."
    ),
    (Effect.WOULD_LIFT, "endorsement"): _(
        "An independent body that endorses the present text without reservations."
    ),
    (Effect.WOULD_LIFT, "contradiction_cleared"): _(
        "A text that no checked quote contradicts."
    ),
    (Effect.WOULD_LIFT, "dispute_settled"): _(
        "A new verdict of those who dispute it, once the dispute is settled."
    ),
    (Effect.WOULD_LIFT, "quotes_mended"): _("Broken quotes mended."),
}
TONES = {"endorsed": "good", "reservations": "wait", "disputed": "bad"}


@register.filter
def sentence(reason: Reason) -> str:
    """Return a reason of a grade in words."""
    key = reason.effect, reason.code
    if key in COUNTED:
        count = reason.number
        return COUNTED[key] % {"count": count, "number": digits(count)}
    return PLAIN[key]


@register.filter
def tone(verdict: str) -> str:
    return TONES[verdict]


@register.inclusion_tag("components/lesson_confidence.html")
def lesson_confidence(lesson, on_paper=False):
    """Show the grade of a lesson with its reasons, as they are at this moment."""
    return {"grade": grade_of(lesson) if lesson.pk else None, "on_paper": on_paper}


@register.inclusion_tag("components/lesson_validations.html", takes_context=True)
def lesson_validations(context, lesson, on_paper=False):
    """Show what each body says of a lesson; whose account said so is not shown.

    Args:
        on_paper: nothing is folded, and nobody is asked to do anything.
    """
    if lesson.pk is None:
        return {}
    request = context.get("request")
    user = request.user if request else None
    given = lesson.validations.newest_first().select_related("revision")
    latest, earlier = latest_of_each_body(
        verdict for verdict in given if verdict.is_visible_to(user)
    )
    text = validation.hash_of_lesson(lesson) if latest else ""
    for each in latest:
        each.is_of_earlier_text = each.text_sha256 != text
    return {
        "lesson": lesson,
        "latest": latest,
        "earlier": earlier,
        "may_invite": not on_paper and reviews.may_invite(user, lesson),
        "may_validate": not on_paper and reviews.may_validate(user, lesson),
        "on_paper": on_paper,
    }
