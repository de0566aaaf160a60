"""What is offered while somebody types: words, ways to narrow down, titles."""

from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from knowledge import access
from knowledge.templatetags.localized import digits, language_of
from search import facets, finding
from search.documents import SearchQuery
from search.text import full_form

# Shorter texts begin too many words, and longer ones are no longer being typed.
SHORTEST, LONGEST = 2, 100
MOST_TITLES_AND_WORDS = 8
MOST_VALUES = 4
NOTHING = {"message": "", "groups": []}


def offer(text: str, user) -> dict:
    """Return what continues `text`, as far as `user` may see it.

    Returns:
        `message` counts the suggestions in words; `groups` have a `label` and
        `suggestions`, each with a `text`, the `language` of its letters where that
        is not the page's, a `detail` in words, and a `url`, where choosing it leads.
        Without a `url` the text is to be searched for.

    Raises:
        EngineError: there is no answer to be had now.
    """
    text = " ".join(text.replace("\0", " ").split())
    if not SHORTEST <= len(text) <= LONGEST:
        return NOTHING
    found = finding.suggest(text, user, limit=MOST_TITLES_AND_WORDS)
    groups = [
        (_("Words"), [_suggestion(words) for words in found.words]),
        (_("Narrow down"), list(_values(text, user))),
        (
            _("Titles"),
            [
                _suggestion(item.title.text, item.kind, item.url)
                for item in found.titles
            ],
        ),
    ]
    groups = [(label, suggestions) for label, suggestions in groups if suggestions]
    number = sum(len(suggestions) for _label, suggestions in groups)
    message = ngettext("%(number)s suggestion", "%(number)s suggestions", number)
    return {
        "message": message % {"number": digits(number)},
        "groups": [
            {"label": label, "suggestions": suggestions}
            for label, suggestions in groups
        ],
    }


def _suggestion(text: str, detail: str = "", url: str = "") -> dict[str, str]:
    language = language_of(text)
    parts = {
        "text": text,
        "detail": detail,
        "url": url,
        "language": language if language != get_language() else "",
    }
    return {name: part for name, part in parts.items() if part}


def _values(text: str, user) -> Iterator[dict[str, str]]:
    """Yield values of facets that have results, with the address that narrows.

    A value is matched by the whole text, or by its last word: then the words before
    it stay the words of the search.
    """
    vocabulary = facets.Vocabulary()
    names = facets.names_for(access.is_staff_member(user))
    before, _space, last = text.rpartition(" ")
    for words, typed in [("", text), (before, last)] if before else [("", text)]:
        begins = _beginning_as(typed)
        matching = [
            (name, value)
            for name in names
            for value, label in vocabulary.labels[name].items()
            if begins(str(label))
        ]
        counts = _counts(words, {name for name, _value in matching}, user)
        matching = [pair for pair in matching if counts.get(pair)]
        if matching:
            break
    for name, value in sorted(matching, key=counts.get, reverse=True)[:MOST_VALUES]:
        label = vocabulary.label(name, value)
        query = urlencode({"q": words, name: value} if words else {name: value})
        count = counts[name, value]
        detail = ngettext(
            "%(facet)s, %(number)s result", "%(facet)s, %(number)s results", count
        ) % {"facet": facets.NAMES[name], "number": digits(count)}
        shown = f"{words} · {label}" if words else label
        yield _suggestion(shown, detail, f"{reverse('search')}?{query}")


def _beginning_as(typed: str) -> Callable[[str], bool]:
    """Return what tells whether words of a label begin with those typed, in order."""
    # Half a word has no stem yet, and another keyboard's letters only a full form.
    forms = [(form, f" {form(typed)}") for form in (str.casefold, full_form)]
    sought = [(form, begin) for form, begin in forms if begin.strip()]
    return lambda label: any(begin in f" {form(label)}" for form, begin in sought)


def _counts(words: str, names: set[str], user) -> dict[tuple[str, str], int]:
    """Count the results for the words by the values of some facets."""
    if not names:
        return {}
    query = SearchQuery(text=words, limit=0, facets=tuple(sorted(names)))
    results = finding.find(query, user).results
    return {
        (name, value.value): value.count
        for name, values in results.facets.items()
        for value in values
    }
