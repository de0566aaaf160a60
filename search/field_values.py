"""What people write for a field of a query: a value of a facet, or one of its names.

`kind:minute` and `sector:"School education"` mean what somebody who writes them
expects, in English and in Urdu.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from search.facets import TERMS, Vocabulary
from search.query import ParsedQuery
from search.sources import SOURCES
from search.text import index_form

MOST_NEAR = 3
# A list of choices is told whole, terms of an archive only where they are near.
MOST_TOLD = 12

Values = Mapping[tuple[str, str], tuple[str, ...]]


def understand(parsed: ParsedQuery) -> tuple[Values, list[Promise]]:
    """Return the values that a query means, and a hint for each that is unknown.

    The values are by facet and what was typed for it, as `SearchQuery` takes them.
    """
    values, hints = {}, []
    typed = dict.fromkeys(
        (facet, text)
        for filters in (parsed.filters, parsed.excluded_filters)
        for facet, texts in filters.items()
        for text in texts
    )
    for facet in dict.fromkeys(facet for facet, _text in typed):
        names = _names_of(facet)
        for text in [text for name, text in typed if name == facet]:
            if text in names:
                continue
            found = tuple(
                value
                for value, called in names.items()
                if index_form(text) in map(index_form, called)
            )
            if found:
                values[facet, text] = found
            else:
                hints.append(_unknown(facet, text, names))
    return values, hints


def _names_of(facet: str) -> dict[str, set[str]]:
    """Return the values of a facet with all their names."""
    if facet in TERMS:
        return _names_of_terms(facet)
    if facet == "type":
        return {name: {name} for name in SOURCES}
    names: dict[str, set[str]] = {}
    for language in dict.fromkeys([translation.get_language(), "en"]):
        with translation.override(language):
            for value, label in Vocabulary.choices(facet).items():
                names.setdefault(value, {value}).add(str(label))
    return names


def _names_of_terms(facet: str) -> dict[str, set[str]]:
    model = TERMS[facet][0]
    fields = [
        name
        for name in ("name", "name_ur", "short_name", "short_name_ur")
        if hasattr(model, name)
    ]
    return {
        slug: {slug, *filter(None, names)}
        for slug, *names in model.objects.order_by("slug").values_list("slug", *fields)
    }


def _unknown(facet: str, text: str, names: dict[str, set[str]]) -> Promise:
    return format_lazy(
        _("“{value}” is not a value of “{field}:”, so nothing has it. {advice}"),
        value=text,
        field=facet,
        advice=_advice(facet, text, names),
    )


def _advice(facet: str, text: str, names: dict[str, set[str]]) -> str | Promise:
    near = list(_near(text, names))
    if near:
        return format_lazy(_("Did you mean {values}?"), values=_written(facet, near))
    if facet not in TERMS and len(names) <= MOST_TOLD:
        return format_lazy(_("Write {values}."), values=_written(facet, list(names)))
    return _("Choose it beside the results.")


def _near(text: str, names: dict[str, set[str]]) -> Iterator[str]:
    by_name = {
        name.casefold(): value for value, called in names.items() for name in called
    }
    close = get_close_matches(text.casefold(), by_name, n=MOST_NEAR)
    yield from dict.fromkeys(by_name[name] for name in close)


def _written(facet: str, values: list[str]) -> str:
    return ", ".join(f"{facet}:{value}" for value in values)
