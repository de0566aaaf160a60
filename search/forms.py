"""The search form: reads an address and never refuses it."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search import facets
from search.documents import SearchQuery
from search.query import parse

PER_PAGE = 10
PAGES_PER_HIT = 3
LONGEST_SHOWN = 40


class SearchForm(forms.Form):
    """What to search for.

    What cannot be understood in an address is left out, and a sentence about it is
    put into `hints`, so that nobody takes the results for something that they are not.
    """

    SORTS = [
        ("relevance", gettext_lazy("Best match")),
        ("-date", gettext_lazy("Newest first")),
        ("date", gettext_lazy("Oldest first")),
    ]

    q = forms.CharField(required=False, label=gettext_lazy("Search"))
    year_from = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=9999,
        label=gettext_lazy("From year"),
    )
    year_to = forms.IntegerField(
        required=False, min_value=1, max_value=9999, label=gettext_lazy("To year")
    )
    sort = forms.ChoiceField(
        required=False, choices=SORTS, label=gettext_lazy("Sort by")
    )
    page = forms.IntegerField(required=False, min_value=1, label=gettext_lazy("Page"))

    # What others may put into an address without the search minding.
    HARMLESS = {"all"}

    def __init__(self, data, *, vocabulary: facets.Vocabulary, is_staff: bool):
        data = data.copy()
        if "q" in data:
            data["q"] = data["q"].replace("\0", " ")
        super().__init__(data)
        self.vocabulary = vocabulary
        self.facets = facets.names_for(is_staff)
        self.hints: list[str] = []
        self.chosen: dict[str, tuple[str, ...]] = {}
        self.full_clean()

    def clean(self):
        for name in self.errors:
            self._hint(self.fields[name].label or name, self.data.get(name, ""))
        self.errors.clear()
        for name in self.facets:
            self._choose(name)
        known = {*self.fields, *self.facets, *self.HARMLESS}
        for name in self.data:
            if name not in known:
                self.hints.append(
                    _("“%(name)s” is not a part of a search and was left out.")
                    % {"name": name[:LONGEST_SHOWN]}
                )

    def _choose(self, name: str) -> None:
        values = dict.fromkeys(value for value in self.data.getlist(name) if value)
        known = tuple(v for v in values if self.vocabulary.knows(name, v))
        if known:
            self.chosen[name] = known
        for value in values:
            if value not in known:
                self._hint(facets.NAMES[name], value)

    def _hint(self, label, value: str) -> None:
        self.hints.append(
            _("%(field)s: “%(value)s” is not a possible value and was left out.")
            % {"field": label, "value": value[:LONGEST_SHOWN]}
        )

    @property
    def text(self) -> str:
        return self.cleaned_data.get("q", "")

    @cached_property
    def sought(self) -> tuple[str, ...]:
        """The words that are sought, without what is excluded or said of fields."""
        return parse(self.text).words_to_light()

    @property
    def order(self) -> str:
        return self.cleaned_data.get("sort") or "relevance"

    @property
    def page_number(self) -> int:
        return self.cleaned_data.get("page") or 1

    @property
    def years(self) -> tuple[int | None, int | None]:
        """First and last year, in order."""
        first = self.cleaned_data.get("year_from")
        last = self.cleaned_data.get("year_to")
        if first and last and first > last:
            return last, first
        return first, last

    @property
    def span(self) -> str:
        """The years in figures, "" if there are none."""
        first, last = self.years
        if first == last:
            return str(first or "")
        return f"{first or '…'}–{last or '…'}"

    @property
    def parameters(self) -> dict:
        """What of an address makes this search, in its shortest form."""
        first, last = self.years
        parameters = {
            "q": self.text,
            **self.chosen,
            "year_from": first,
            "year_to": last,
            "sort": self.order if self.order != "relevance" else None,
        }
        return {name: value for name, value in parameters.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen or any(self.years))

    def query(self, page_number: int) -> SearchQuery:
        """Return the question to the engine for one page of results."""
        first, last = self.years
        return SearchQuery(
            text=self.text,
            filters=self.chosen,
            year_from=first,
            year_to=last,
            sort=self.order,
            offset=(page_number - 1) * PER_PAGE,
            limit=PER_PAGE,
            pages_per_hit=PAGES_PER_HIT,
            facets=(*self.facets, facets.YEAR),
        )
