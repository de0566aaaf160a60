"""Says of a piece of evidence whether its quote stands where it was cited.

Nothing is changed here: a quote that stands elsewhere, or is gone, comes with the words
that are most like it, and a person decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from knowledge import evidence, likeness
from knowledge.evidence import Anchor, Standing
from knowledge.quote_text import normalise

# A single word tells no reader what is said; a figure of a table does.
FEWEST_WORDS = 2


class State(models.TextChoices):
    """What the last check of a quote came to."""

    UNCHECKED = "unchecked", gettext_lazy("not checked")
    VERIFIED = "verified", gettext_lazy("verified")
    MOVED = "moved", gettext_lazy("moved")
    BROKEN = "broken", gettext_lazy("broken")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state, and where the words, or words like them, stand instead."""

    state: State
    version: object = None
    page: int | None = None
    quote: str = ""
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a quote cannot be evidence, and the form field that mends it."""

    field: str
    message: str


def on_document(cited: Anchor, version, page: int, newer=None) -> Verdict:
    """Judge a quote from a page of a document.

    Args:
        cited: the quote with its surroundings.
        version: the version that is cited, whose text was read.
        page: the number of the page that is cited.
        newer: a newer version of the document that it has to stand in too.
    """
    own = _in_version(cited, version, page)
    if newer is None:
        return own
    in_newer = _in_version(cited, newer, page)
    if own.state == State.VERIFIED:
        return in_newer
    if in_newer.state == State.VERIFIED:
        return Verdict(State.MOVED, newer, page, cited.quote, 100)
    return in_newer if in_newer.state == State.MOVED else own


def on_text(cited: Anchor, text: str) -> Verdict:
    """Judge a quote from a text that has no pages, such as the copy of a web page."""
    standing = evidence.compare(cited, text)
    if standing is Standing.SAME:
        return Verdict(State.VERIFIED)
    state = State.MOVED if _is_moved(standing, cited, text) else State.BROKEN
    nearest = likeness.nearest(cited.quote, [(1, text)])
    if nearest is None:
        return Verdict(state)
    return Verdict(state, quote=nearest.quote, similarity=nearest.similarity)


def fault_of(version, page_number: int, quote: str) -> Fault | None:
    """Tell why ``quote`` cannot be evidence from that page, or ``None`` if it can.

    Args:
        version: the ``DocumentVersion`` quoted.
        page_number: the page, slide or sheet, counted from 1.
        quote: the words as the author gives them.
    """
    title = version.document.title
    if version.is_being_read:
        return Fault(
            "version",
            _("The text of “%(title)s” is still being read. Try again in a minute.")
            % {"title": title},
        )
    pages = dict(_pages(version))
    if not pages:
        return Fault(
            "version",
            _("“%(title)s” has no text that could be quoted.") % {"title": title},
        )
    if page_number not in pages:
        return Fault(
            "page",
            _("“%(title)s” has no page %(page)d; its last is %(last)d.")
            % {"title": title, "page": page_number, "last": max(pages)},
        )
    if fault := _fault_of_words(quote):
        return fault
    if evidence.find(quote, pages[page_number]):
        return None
    elsewhere = [
        str(number) for number, text in pages.items() if evidence.find(quote, text)
    ]
    if elsewhere:
        return Fault(
            "page",
            ngettext(
                "These words are not on page %(page)d of “%(title)s” but on page "
                "%(pages)s.",
                "These words are not on page %(page)d of “%(title)s” but on pages "
                "%(pages)s.",
                len(elsewhere),
            )
            % {"page": page_number, "title": title, "pages": ", ".join(elsewhere)},
        )
    message = _(
        "These words are not on page %(page)d of “%(title)s”. Copy them from the "
        "text of that page, without leaving anything out."
    ) % {"page": page_number, "title": title}
    nearest = likeness.nearest(quote, _beginning_with(page_number, pages))
    if nearest:
        message += " " + _(
            "Most like them, by %(similarity)d %%, are these words on page %(page)d: "
            "“%(quote)s”"
        ) % {
            "similarity": nearest.similarity,
            "page": nearest.number,
            "quote": nearest.quote,
        }
    return Fault("quote", message)


def _fault_of_words(quote: str) -> Fault | None:
    words = normalise(quote).split()
    if not words:
        return Fault("quote", _("Enter the words that are quoted."))
    is_figure = any(map(str.isdigit, words[0]))
    if len(words) < FEWEST_WORDS and not is_figure:
        return Fault(
            "quote",
            _(
                "One word alone does not show what is said. Quote the words around it "
                "too."
            ),
        )
    return None


def fault_of_copy(text: str, quote: str) -> Fault | None:
    """Tell why ``quote`` cannot be evidence from the copy of a web page."""
    if fault := _fault_of_words(quote):
        return fault
    if evidence.find(quote, text):
        return None
    message = _(
        "These words are not in the archived copy of the web page. Copy them from "
        "there, without leaving anything out."
    )
    nearest = likeness.nearest(quote, [(1, text)])
    if nearest:
        message += " " + _(
            "Most like them, by %(similarity)d %%, are these words: “%(quote)s”"
        ) % {"similarity": nearest.similarity, "quote": nearest.quote}
    return Fault("quote", message)


def _in_version(cited: Anchor, version, page: int) -> Verdict:
    cited_page = version.pages.filter(number=page).first()
    text = cited_page.full_text if cited_page else ""
    standing = evidence.compare(cited, text)
    if standing is Standing.SAME:
        return Verdict(State.VERIFIED)
    if _is_moved(standing, cited, text):
        return _elsewhere(cited, version, page, text)
    pages = dict(_pages(version))
    for number, other in pages.items():
        if _is_moved(evidence.compare(cited, other), cited, other):
            return _elsewhere(cited, version, number, other)
    nearest = likeness.nearest(cited.quote, _beginning_with(page, pages))
    if nearest is None:
        return Verdict(State.BROKEN)
    return Verdict(
        State.BROKEN, version, nearest.number, nearest.quote, nearest.similarity
    )


def _is_moved(standing: Standing, cited: Anchor, text: str) -> bool:
    """Tell that the words stand in ``text`` and mean, as far as one sees, the same."""
    return standing in {Standing.SAME, Standing.ELSEWHERE} and evidence.is_distinct(
        cited, text
    )


def _elsewhere(cited: Anchor, version, page: int, text: str) -> Verdict:
    start, end = evidence.find_anchored(cited, text)
    return Verdict(State.MOVED, version, page, text[start:end], 100)


def _pages(version) -> Iterator[tuple[int, str]]:
    return ((page.number, page.full_text) for page in version.pages.all())


def _beginning_with(page: int, pages: dict[int, str]) -> Iterator[tuple[int, str]]:
    if page in pages:
        yield page, pages[page]
    yield from ((number, text) for number, text in pages.items() if number != page)
