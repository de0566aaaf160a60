"""How a lesson is cited: in words, and for reference managers.

The unit that owns a lesson is its corporate author. The words of a lesson change, its
number does not: a citation names the number, the day of the version that was read, and
the address that stays whatever the title becomes.
"""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from knowledge.citation_formats import BibTex, Facts, Format, Ris, Row
from knowledge.templatetags.localized import digits

FORMATS: dict[str, Format] = {"ris": Ris(), "bibtex": BibTex()}
APA, CHICAGO = "apa", "chicago"
STYLES = {APA: gettext_lazy("APA"), CHICAGO: gettext_lazy("Chicago")}


def permanent_path(lesson) -> str:
    """Return the short address of ``lesson`` on this site, in the reader's language."""
    return reverse("lesson_short", args=[lesson.pk])


def permanent_address(lesson) -> str:
    """Return the short address of ``lesson``, as it is written elsewhere."""
    return absolute(permanent_path(lesson))


def absolute(path: str) -> str:
    """Return the address of a path of this site for those who are elsewhere."""
    return settings.SITE_URL.rstrip("/") + path


def citations(lesson) -> list[tuple[str, str]]:
    """Return the name of each style with the citation in it, without the address."""
    row = lesson_row(lesson)
    author = corporate_author(lesson.unit)
    return [
        (str(label), written(row, author, style)) for style, label in STYLES.items()
    ]


def written(row: Row, author: str, style: str) -> str:
    """Return a citation in words, in the language of the reader.

    Args:
        row: what is cited.
        author: unit and government; may be empty, then the title comes first.
        style: ``APA`` or ``CHICAGO``: APA's (7th edition, 10.4) and the Chicago
            manual's bibliography (17th edition, 14.207) of a web document with a
            corporate author.
    """
    names = {
        "author": author,
        "title": row.title,
        "year": digits(row.date.year) if row.date else _("n.d."),
        "kind": row.kind_label,
        "kind_lower": row.kind_label.lower(),
        "identifier": row.identifier,
        "version": digits(row.version_date) or _("n.d."),
        "site": settings.WAGTAIL_SITE_NAME,
    }
    if style == APA and author:
        text = _(
            "%(author)s. (%(year)s). %(title)s (%(kind)s %(identifier)s, version of "
            "%(version)s). %(site)s."
        )
    elif style == APA:
        text = _(
            "%(title)s (%(kind)s %(identifier)s, version of %(version)s). (%(year)s). "
            "%(site)s."
        )
    elif author:
        text = _(
            "%(author)s. “%(title)s.” %(site)s, %(kind_lower)s %(identifier)s, "
            "%(year)s, version of %(version)s."
        )
    else:
        text = _(
            "“%(title)s.” %(site)s, %(kind_lower)s %(identifier)s, %(year)s, version "
            "of %(version)s."
        )
    return text % names


def corporate_author(unit) -> str:
    """Return the unit with its government, or an empty string without a unit."""
    if unit is None:
        return ""
    separator = pgettext("between parts of a reference", ", ")
    return separator.join([str(unit), str(unit.government)])


def lesson_row(lesson, tags: tuple[str, ...] = ()) -> Row:
    """Return what an export tells of a published lesson, with these tags."""
    return Row(
        identifier=lesson.identifier,
        kind="lesson",
        kind_label=str(capfirst(lesson._meta.verbose_name)),
        title=lesson.title,
        date=_day(lesson.first_published_at),
        unit=lesson.unit.name if lesson.unit else "",
        sector=str(lesson.sector or ""),
        language=lesson.language,
        tags=tags,
        page_count=None,
        summary=lesson.summary,
        access=lesson.get_access_display(),
        url=permanent_address(lesson),
        version_date=_day(lesson.last_published_at),
    )


def exported(lesson, format: Format) -> str:
    """Return the record of one lesson, as a reference manager reads it."""
    facts = Facts(
        site_name=settings.WAGTAIL_SITE_NAME,
        date=timezone.localdate(),
        written=1,
        total=1,
        is_for_staff=False,
    )
    tags = tuple(sorted(tag.name for tag in lesson.tags.all()))
    return format.rows([lesson_row(lesson, tags)], facts)


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(moment) if moment else None
