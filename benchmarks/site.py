"""The site around a synthetic index: its database, a member of staff, requests."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from search.documents import SearchDocument, SearchQuery
from search.engines import Engine, get_engine


@contextmanager
def running(folder: Path, engine: str) -> Iterator[Engine]:
    """Set Django up with an empty database and an empty index, and yield its engine.

    The embedded index is in this folder; Elasticsearch is that of `SEARCH_URL`, where
    the index vanishes at the end.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
    os.environ["DATA_DIR"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    if engine == "embedded":
        os.environ.pop("SEARCH_URL", None)
    elif "SEARCH_URL" not in os.environ:
        sys.exit("SEARCH_URL is not set: it names the Elasticsearch to measure.")
    else:
        server = os.environ["SEARCH_URL"].rstrip("/")
        os.environ["SEARCH_URL"] = f"{server}/sabaq-benchmark-{os.getpid()}"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from portal.site_structure import ensure_site

    ensure_site()
    try:
        yield get_engine()
    finally:
        if engine == "elasticsearch":
            get_engine().indices.remove_all()


class Rows:
    """Writes the rows of documents while they pass on their way into the index."""

    BATCH = 500

    def __init__(self, facets: dict[str, tuple[str, ...]]):
        from knowledge import models

        self.models = models
        governments = self._make(models.Government, facets["government"])
        first = next(iter(governments.values()))
        self._make(models.Department, facets["department"], government=first)
        self.sectors = self._make(models.Sector, facets["sector"])
        self.units = self._make(models.DeliveryUnit, facets["unit"], government=first)
        self.waiting: list[SearchDocument] = []

    def _make(self, model, slugs, **fields) -> dict:
        return {
            slug: model.objects.create(pk=number, slug=slug, name=slug, **fields)
            for number, slug in enumerate(slugs, start=1)
        }

    def add(self, document: SearchDocument) -> None:
        self.waiting.append(document)
        if len(self.waiting) == self.BATCH:
            self.flush()

    def flush(self) -> None:
        models = self.models
        rows = [self._row(document) for document in self.waiting]
        models.Document.objects.bulk_create(rows)
        models.DocumentVersion.objects.bulk_create(
            models.DocumentVersion(
                pk=row.pk,
                document=row,
                number=1,
                size=1,
                sha256=f"{row.pk:064}",
                media_type="application/pdf",
                page_count=len(document.pages),
                status="ready",
            )
            for row, document in zip(rows, self.waiting, strict=True)
        )
        for row in rows:
            row.current_version_id = row.pk
        models.Document.objects.bulk_update(rows, ["current_version"])
        self.waiting.clear()

    def _row(self, document: SearchDocument):
        (label,) = document.labels
        (unit,), (sector,) = document.facets["unit"], document.facets["sector"]
        access, _, owner = label.partition(":")
        return self.models.Document(
            pk=document.id,
            title=document.title,
            kind=document.facets["kind"][0],
            date=document.date,
            language=document.language,
            access="restricted" if owner else access,
            unit_id=int(owner) if owner else self.units[unit].pk,
            sector=self.sectors[sector],
            collection_id=1,
        )


def reader(unit_id: int):
    """Return a member of staff of that unit."""
    from knowledge.models import User

    user, _is_new = User.objects.get_or_create(username="reader")
    user.units.add(unit_id)
    return user


def request_page(user) -> Callable[[SearchQuery], object]:
    """Return what asks the search page as this user does."""
    get = _asking(user, "/search/")

    def ask(query: SearchQuery):
        parameters = {"q": query.text, **query.filters}
        if query.year_from:
            parameters["year_from"] = query.year_from
        response = get(parameters)
        if b"message--warning" in response.content:
            raise AssertionError(f"The page did not understand {query.text!r}.")
        return response

    return ask


def request_suggestions(user) -> Callable[[str], object]:
    """Return what asks for suggestions as this user's browser does."""
    get = _asking(user, "/search/suggestions/")
    return lambda typed: get({"q": typed})


def _asking(user, address: str) -> Callable[[dict], object]:
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)

    def get(parameters: dict):
        response = client.get(f"{address}?{urlencode(parameters, doseq=True)}")
        if response.status_code != 200:
            raise AssertionError(f"{address} answered {response.status_code}.")
        return response

    return get
