"""Ways into the archive for readers who have no words to search for."""

from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from knowledge.models import DeliveryUnit, Document, DocumentKind, Language, Sector


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to browse by, with the address of its search."""

    label: str
    count: int
    parameters: dict

    @property
    def url(self) -> str:
        return f"{reverse('search')}?{urlencode(self.parameters)}"


def browse(request: HttpRequest) -> HttpResponse:
    """Show how many documents the reader may see, by what they can be narrowed by."""
    documents = Document.objects.visible_to(request.user).order_by()
    groups = [
        (_("Units"), _by_term(documents, "unit", DeliveryUnit)),
        (_("Sectors"), _by_term(documents, "sector", Sector)),
        (_("Kinds"), _by_choice(documents, "kind", DocumentKind)),
        (_("Years"), _by_year(documents)),
        (_("Languages"), _by_choice(documents, "language", Language)),
    ]
    return render(request, "knowledge/browse.html", {"groups": groups})


def _counts(documents, field: str) -> dict:
    return dict(documents.values_list(field).annotate(Count("pk")))


def _by_term(documents, field: str, model) -> list[Choice]:
    counts = _counts(documents, field)
    return [
        Choice(str(term), counts[term.pk], {field: term.slug})
        for term in model.objects.all()
        if term.pk in counts
    ]


def _by_choice(documents, field: str, choices) -> list[Choice]:
    counts = _counts(documents, field)
    return [
        Choice(str(choice.label), counts[choice.value], {field: choice.value})
        for choice in choices
        if choice.value in counts
    ]


def _by_year(documents) -> list[Choice]:
    counts = _counts(documents.annotate(year=ExtractYear("date")), "year")
    return [
        Choice(str(year), counts[year], {"year_from": year, "year_to": year})
        for year in sorted(filter(None, counts), reverse=True)
    ]
