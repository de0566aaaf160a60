"""What can be found: one class for each kind of record.

A source reads its records from the database and makes `SearchDocument`s of them. To
make another kind of record findable, write one class and add it to `SOURCES`.
"""

import datetime
from dataclasses import replace

from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Collection, CollectionViewRestriction

from knowledge import models as knowledge
from search.documents import SearchDocument, SearchPage
from search.record_source import (
    PageSource,
    Source,
    lines,
    names_of,
    tags_of,
    without_markup,
)

# Django's `get_kind_display` translates every kind for each record.
KINDS = dict(knowledge.DocumentKind.choices)


class DocumentSource(Source):
    """Archived documents; their pages are those of the current version."""

    type = "document"
    model = knowledge.Document
    related = {
        knowledge.DocumentVersion: ("versions",),
        knowledge.DeliveryUnit: ("unit",),
        knowledge.Sector: ("sector",),
        knowledge.Department: ("departments",),
        knowledge.Government: ("unit__government", "departments__government"),
        Tag: ("tags",),
        Group: ("access_groups",),
    }

    def with_details(self, queryset):
        return queryset.select_related(
            "unit__government", "sector", "collection", "current_version"
        ).prefetch_related(
            "departments__government", "access_groups", "tags", "current_version__pages"
        )

    def with_summary(self, queryset):
        return queryset.select_related("unit__government", "current_version")

    def document(self, record, restrictions) -> SearchDocument:
        document = super().document(record, restrictions)
        version = record.current_version
        if version is None:
            return document
        pages = tuple(
            SearchPage(page.number, page.label, page.full_text)
            for page in version.pages.all()
        )
        return replace(document, pages=pages, page_kind=version.page_kind)

    def summary(self, record) -> str:
        return record.summary

    def tags(self, record) -> tuple[str, ...]:
        return tags_of(record)

    def text(self, record) -> str:
        version = record.current_version
        return lines(
            record.identifier,
            version.original_name if version else "",
            *names_of(record.unit, record.sector, *self.departments(record)),
        )

    def departments(self, record) -> list:
        return list(record.departments.all())

    def added(self, record) -> datetime.datetime:
        return record.created_at

    def date(self, record):
        return record.date

    def watched(self):
        return super().watched() | {Collection, CollectionViewRestriction}

    def condition(self, instance) -> Q | None:
        if isinstance(instance, CollectionViewRestriction):
            return Q(collection__path__startswith=instance.collection.path)
        # A collection that moves takes its documents under other restrictions.
        if isinstance(instance, Collection):
            return Q(collection__path__startswith=instance.path)
        return super().condition(instance)

    def kinds(self) -> dict[str, str]:
        return {value: str(label) for value, label in KINDS.items()}

    def kind(self, record) -> str:
        return record.kind

    def kind_label(self, record) -> str:
        return str(KINDS.get(record.kind, record.kind))

    def url(self, record) -> str:
        return record.get_absolute_url()

    def page_url(self, record, number: int) -> str:
        return record.current_version.get_page_url(number)


class StocktakeSource(PageSource):
    """Stocktakes with their agenda and decisions."""

    type = "stocktake"
    model = knowledge.Stocktake
    related = PageSource.related | {
        knowledge.Decision: ("decisions",),
        knowledge.Sector: ("sector",),
        knowledge.Department: ("departments",),
        knowledge.Government: ("unit__government", "departments__government"),
    }

    def with_details(self, queryset):
        return (
            super()
            .with_details(queryset)
            .select_related("sector")
            .prefetch_related("departments__government", "decisions")
        )

    def summary(self, record) -> str:
        return ""

    def text(self, record) -> str:
        return lines(
            record.title_ur,
            without_markup(record.agenda),
            without_markup(record.agenda_ur),
            *(decision.text for decision in record.decisions.all()),
            *(decision.text_ur for decision in record.decisions.all()),
            record.chair,
            record.chair_ur,
            *names_of(record.unit, record.sector, *self.departments(record)),
        )

    def departments(self, record) -> list:
        return list(record.departments.all())

    def date(self, record) -> datetime.date:
        return record.date


class LessonSource(PageSource):
    """Lessons.

    The quotes that prove a lesson are left out: they belong to documents that may be
    less open than the lesson, and are found there.
    """

    type = "lesson"
    model = knowledge.Lesson
    related = PageSource.related | {
        knowledge.SystemLink: ("system_links",),
        knowledge.Rule: ("system_links__rule",),
        knowledge.Department: (
            "system_links__department",
            "system_links__rule__department",
        ),
        knowledge.Sector: ("sector",),
        knowledge.Lesson.tags.through: ("tagged_items",),
        Tag: ("tags",),
        knowledge.DeliveryChallenge: ("challenges",),
    }

    def with_details(self, queryset):
        detailed = super().with_details(queryset).select_related("sector")
        return detailed.prefetch_related(
            "challenges",
            "tagged_items__tag",
            "system_links__department__government",
            "system_links__rule__department__government",
        )

    def with_summary(self, queryset):
        return queryset.select_related("unit__government", "sector")

    def tags(self, record) -> tuple[str, ...]:
        return tuple(sorted(item.tag.name for item in record.tagged_items.all()))

    def own_facets(self, record) -> dict[str, list[str]]:
        return {
            "lesson": [record.type] if record.type else [],
            "confidence": [record.confidence] if record.confidence else [],
            "state": [record.state],
            "challenge": sorted(each.slug for each in record.challenges.all()),
        }

    def text(self, record) -> str:
        return lines(
            *(without_markup(text) for heading, text in record.sections),
            record.identifier,
            record.priority_area,
            record.target,
            record.indicator,
            *names_of(record.unit, record.sector, *self.departments(record)),
            *names_of(*(link.rule for link in record.system_links.all())),
            *names_of(*record.challenges.all()),
        )

    def departments(self, record) -> list:
        return list(
            {
                link.concerned_department.pk: link.concerned_department
                for link in record.system_links.all()
            }.values()
        )

    def date(self, record) -> datetime.date | None:
        published = record.first_published_at
        return timezone.localdate(published) if published else None


class LearningEventSource(Source):
    """Learning events with their questions and what was said, but not by whom.

    The observations that came of an event, and the stocktake that it looks back on,
    may be less open than the event and are left out.
    """

    type = "event"
    model = knowledge.LearningEvent
    related = {
        knowledge.DiscussionQuestion: ("questions",),
        knowledge.EventEntry: ("entries",),
        knowledge.DeliveryUnit: ("unit",),
        knowledge.Government: ("unit__government",),
        knowledge.Sector: ("sector",),
        Group: ("access_groups",),
    }

    def with_details(self, queryset):
        return queryset.select_related("unit__government", "sector").prefetch_related(
            "access_groups", "questions", "entries"
        )

    def text(self, record) -> str:
        questions, entries = record.questions.all(), record.entries.all()
        return lines(
            record.title_ur,
            without_markup(record.purpose),
            *(question.text for question in questions),
            *(question.text_ur for question in questions),
            *(lines(entry.text, entry.responsible) for entry in entries),
            *record.roles,
            *names_of(record.unit, record.sector),
        )

    def added(self, record) -> datetime.datetime:
        return record.created_at

    def date(self, record) -> datetime.date:
        return record.date

    def url(self, record) -> str:
        return record.get_absolute_url()


class UnitProfileSource(PageSource):
    """Units, by what they answered to the standard questions."""

    type = "unit"
    model = knowledge.UnitProfile
    related = PageSource.related | {
        knowledge.ProfileAnswer: ("answers",),
        knowledge.ProfileQuestion: ("answers__question",),
    }

    def with_details(self, queryset):
        return super().with_details(queryset).prefetch_related("answers__question")

    def text(self, record) -> str:
        return lines(
            record.title_ur,
            record.summary_ur,
            *(without_markup(answer.text) for answer in record.answers.all()),
            *(without_markup(answer.text_ur) for answer in record.answers.all()),
            *names_of(record.unit),
        )


class ProgrammeSource(PageSource):
    """Training programmes."""

    type = "programme"
    model = knowledge.Programme

    def text(self, record) -> str:
        return lines(
            record.title_ur,
            record.institution,
            record.institution_ur,
            record.summary_ur,
        )


class ModuleSource(PageSource):
    """Modules with their learning outcomes."""

    type = "module"
    model = knowledge.Module
    related = PageSource.related | {
        knowledge.LearningOutcome: ("outcomes",),
    }

    def with_details(self, queryset):
        return super().with_details(queryset).prefetch_related("outcomes")

    def text(self, record) -> str:
        outcomes = record.outcomes.all()
        return lines(
            record.title_ur,
            record.summary_ur,
            without_markup(record.body),
            without_markup(record.body_ur),
            *(f"{outcome.code} {outcome.text}" for outcome in outcomes),
            *(outcome.text_ur for outcome in outcomes),
        )


SOURCES: dict[str, Source] = {
    source.type: source
    for source in (
        DocumentSource(),
        StocktakeSource(),
        LearningEventSource(),
        LessonSource(),
        UnitProfileSource(),
        ProgrammeSource(),
        ModuleSource(),
    )
}
