"""How records are read for the search engines; `search.sources` says which ones."""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from functools import reduce
from html import unescape
from operator import or_

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.text import capfirst
from wagtail.models import Page, PageViewRestriction

from knowledge import access
from knowledge.markdown import render
from knowledge.models import DeliveryUnit, Government
from search.documents import SearchDocument

CHUNK = 100


class Source(ABC):
    """Reads one kind of record.

    `related` names the models whose changes change a document, and how a record
    reaches them: lookups from the record to the related object.
    """

    type: str
    model: type[models.Model]
    related: dict[type[models.Model], tuple[str, ...]] = {}

    def indexable(self):
        """Return a query set of all records that belong in the index.

        At every level of access: who may find a record is told by its labels.
        """
        return self.model._default_manager.all()

    @abstractmethod
    def with_details(self, queryset):
        """Fetch with each record what `document` reads."""

    def with_summary(self, queryset):
        """Fetch with each record what a list of results shows of it."""
        return queryset.select_related("unit")

    def document(self, record, restrictions) -> SearchDocument:
        """Return what the engines are to know of a record.

        Args:
            restrictions: what `access.view_restrictions` returned.
        """
        return SearchDocument(
            type=self.type,
            id=record.pk,
            title=record.title,
            summary=self.summary(record),
            tags=self.tags(record),
            text=self.text(record),
            facets=facets_of(self, record, self.departments(record)),
            labels=access.labels_of(record, restrictions),
            date=self.date(record),
            language=record.language,
            added=self.added(record),
        )

    @abstractmethod
    def text(self, record) -> str:
        """Return the record's own text and the names that it goes by."""

    @abstractmethod
    def url(self, record) -> str:
        """Return the record's address in the language of the reader."""

    def date(self, record) -> datetime.date | None:
        """Return the date of what the record tells of."""
        return None

    def added(self, record) -> datetime.datetime | None:
        """Return since when the record can be found, if that is known."""
        return None

    def summary(self, record) -> str:
        return ""

    def departments(self, record) -> list:
        return []

    def page_url(self, record, number: int) -> str:
        """Return the address of a page of the record's file."""
        return self.url(record)

    def key(self, pk: int) -> str:
        return f"{self.type}:{pk}"

    def kinds(self) -> dict[str, str]:
        """Return the values of the facet `kind` with their names, translated."""
        return {self.type: capfirst(self.model._meta.verbose_name)}

    def kind(self, record) -> str:
        """Return the record's value of the facet `kind`."""
        return self.type

    def kind_label(self, record) -> str:
        """Return the name of the record's kind, translated."""
        return capfirst(self.model._meta.verbose_name)

    def tags(self, record) -> tuple[str, ...]:
        """Return the words that the record is tagged with."""
        return ()

    def own_facets(self, record) -> dict[str, list[str]]:
        """Return values of facets that only this kind of record has."""
        return {}

    def documents(self, pks: Iterable[int] | None = None) -> Iterator[SearchDocument]:
        """Yield the documents of these records, or of all, reading them in chunks."""
        queryset = self.indexable().order_by("pk")
        if pks is not None:
            queryset = queryset.filter(pk__in=list(pks))
        last = 0
        while chunk := list(self.with_details(queryset.filter(pk__gt=last)[:CHUNK])):
            restrictions = access.view_restrictions()
            for record in chunk:
                yield self.document(record, restrictions)
            last = chunk[-1].pk

    def watched(self) -> set[type[models.Model]]:
        """Return the models whose changes may change a document."""
        return {self.model, *self.related}

    def touched_by(self, instance) -> Iterator[str]:
        """Yield the keys of the documents that a change of `instance` changes."""
        if isinstance(instance, self.model):
            yield self.key(instance.pk)
            return
        condition = self.condition(instance)
        if condition is not None:
            touched = self.model._default_manager.filter(condition).order_by()
            for pk in touched.values_list("pk", flat=True).distinct().iterator():
                yield self.key(pk)

    def condition(self, instance) -> Q | None:
        """Return which records a change of a related object touches, if any."""
        lookups = self.related.get(type(instance))
        if not lookups:
            return None
        return reduce(or_, (Q(**{lookup: instance.pk}) for lookup in lookups))


class PageSource(Source):
    """What the kinds of record that are Wagtail pages have in common.

    Their `related` adds to this one's.
    """

    related = {
        DeliveryUnit: ("unit",),
        Government: ("unit__government",),
        Group: ("access_groups",),
    }

    def with_details(self, queryset):
        return queryset.select_related("unit__government").prefetch_related(
            "access_groups"
        )

    def indexable(self):
        return super().indexable().live()

    def added(self, record) -> datetime.datetime | None:
        return record.first_published_at

    def summary(self, record) -> str:
        return record.summary

    def watched(self) -> set[type[models.Model]]:
        return super().watched() | {Page, PageViewRestriction}

    def condition(self, instance) -> Q | None:
        if isinstance(instance, PageViewRestriction):
            return Q(path__startswith=instance.page.path)
        # Wagtail saves a page as a plain `Page` when it has moved in the tree, which
        # takes everything below it under other restrictions.
        if type(instance) is Page:
            return Q(path__startswith=instance.path)
        return super().condition(instance)

    def url(self, record) -> str:
        return record.url or ""


def facets_of(source: Source, record, departments) -> dict[str, tuple[str, ...]]:
    unit, sector = record.unit, getattr(record, "sector", None)
    day = source.date(record)
    governments = (
        {unit.government.slug}
        if unit
        else {department.government.slug for department in departments}
    )
    facets = {
        "type": [source.type],
        "kind": [source.kind(record)],
        "government": sorted(governments),
        "unit": [unit.slug] if unit else [],
        "sector": [sector.slug] if sector else [],
        "department": sorted(department.slug for department in departments),
        "language": [record.language] if record.language else [],
        "access": [record.access],
        "year": [str(day.year)] if day else [],
    }
    facets |= source.own_facets(record)
    return {name: tuple(values) for name, values in facets.items() if values}


def tags_of(record) -> tuple[str, ...]:
    return tuple(sorted(tag.name for tag in record.tags.all()))


def names_of(*terms) -> list[str]:
    """Return the names of terms in every language, so that all of them find."""
    names = []
    for term in terms:
        if term is not None:
            names += [term.name, term.name_ur]
            names += [
                getattr(term, "short_name", ""),
                getattr(term, "short_name_ur", ""),
            ]
    return names


def lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def without_markup(text: str) -> str:
    """Return the words of a Markdown text as its readers see them."""
    return unescape(strip_tags(render(text)))
