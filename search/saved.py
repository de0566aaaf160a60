"""Searches that are kept: read from an address, written to one, said in words."""

from dataclasses import replace
from urllib.parse import urljoin

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import QueryDict
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from knowledge import access
from search import facets
from search.finding import Answer, find
from search.forms import SearchForm
from search.models.saved import LONGEST_NAME, SavedSearch

_feed_signer = Signer(salt="search.saved.feed")


def asked(request) -> SearchForm:
    """Return the search that the address of a request asks for."""
    return SearchForm(
        request.GET,
        vocabulary=facets.Vocabulary(),
        is_staff=access.is_staff_member(request.user),
    )


def read(saved: SavedSearch, vocabulary: facets.Vocabulary | None = None) -> SearchForm:
    """Return the search that was saved; its `hints` tell what of it is no more."""
    return SearchForm(
        QueryDict(saved.parameters),
        vocabulary=vocabulary or facets.Vocabulary(),
        is_staff=True,
    )


def parameters_of(form: SearchForm) -> str:
    """Return what stands behind the question mark in the address of a search."""
    return urlencode(form.parameters, doseq=True)


def search_url(parameters: str) -> str:
    """Return the address of a search in the language of the reader."""
    url = reverse("search")
    return f"{url}?{parameters}" if parameters else url


def absolute(url: str) -> str:
    """Return an address with the scheme and host that the site is known by."""
    return urljoin(settings.SITE_URL, url)


def description(form: SearchForm) -> list[str]:
    """Say what a search asks for, a piece of text for each of its parts."""
    # Phrases come with marks of their own.
    quoted = form.text if '"' in form.text else _("“%(words)s”") % {"words": form.text}
    parts = [quoted] if form.text else []
    for name, values in form.chosen.items():
        labels = [form.vocabulary.label(name, value) for value in values]
        listed = _(", ").join(labels)
        parts.append(f"{facets.NAMES[name]}: {listed}")
    if form.span:
        year = _("Year")
        parts.append(f"{year}: {form.span}")
    return parts or [_("Everything")]


def proposed_name(description: list[str]) -> str:
    """Return the name for a search that is proposed to whoever saves it."""
    return " · ".join(description)[:LONGEST_NAME]


def latest(form: SearchForm, user, limit: int) -> Answer:
    """Find what of a search could be found last, the latest first.

    Raises:
        EngineError: there is no answer to be had now.
    """
    query = replace(
        form.query(1),
        sort="-added",
        offset=0,
        limit=limit,
        pages_per_hit=0,
        facets=(),
    )
    return find(query, user)


def feed_url(saved: SavedSearch) -> str:
    """Return the secret address of a saved search's feed, without the host."""
    token = _feed_signer.sign(f"{saved.pk}-{saved.feed_key}")
    return reverse("saved_search_feed", args=[token])


def of_feed_token(token: str) -> SavedSearch | None:
    """Return the saved search whose feed has this secret, if its user is active."""
    try:
        pk, _dash, key = _feed_signer.unsign(token).partition("-")
    except BadSignature:
        return None
    saved = SavedSearch.objects.select_related("user").filter(pk=pk).first()
    if saved and saved.user.is_active and constant_time_compare(saved.feed_key, key):
        return saved
    return None
