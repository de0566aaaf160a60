"""Reads pages as a browser would, to say in tests what they must be like."""

from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from django.contrib.staticfiles import finders

MAX_WEIGHT = 100_000


def parse(response) -> BeautifulSoup:
    """Return the page of ``response``, which must be a page."""
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def words(response) -> str:
    """Return what a reader reads of ``response``, with single blanks."""
    return words_in(BeautifulSoup(response.content, "html.parser"))


def words_in(element: Tag) -> str:
    return " ".join(element.get_text(" ").split())


def assert_well_made(response) -> BeautifulSoup:
    """Check what is true of every page of the site, and return the page.

    One heading of the first level, a title, a language, no identifier given twice,
    nothing that the content-security policy forbids, less than 100 kB in all.
    """
    page = parse(response)
    assert len(page.find_all("h1")) == 1
    assert page.title.string.strip()
    assert page.html["lang"] in {"en", "ur"}
    assert page.html["dir"] == ("rtl" if page.html["lang"] == "ur" else "ltr")
    identifiers = [tag["id"] for tag in page.find_all(id=True)]
    assert len(identifiers) == len(set(identifiers))
    assert_allowed_by_policy(page)
    assert weight(response, page) < MAX_WEIGHT
    return page


def assert_allowed_by_policy(page: BeautifulSoup) -> None:
    """Check that nothing stands inline that the content-security policy forbids."""
    assert not page.find_all("style")
    for tag in page.find_all(True):
        for name in tag.attrs:
            assert name != "style", tag
            assert not name.startswith("on"), tag
        if tag.name == "script":
            assert tag.get("src") or tag.get("nonce"), tag
        assert not str(tag.get("href", "")).strip().lower().startswith("javascript:")


def weight(response, page: BeautifulSoup) -> int:
    """Return the bytes of the page with the styles and scripts that it refers to."""
    addresses = [tag["href"] for tag in page.find_all("link", rel="stylesheet")]
    addresses += [tag["src"] for tag in page.find_all("script", src=True)]
    total = len(response.content)
    for address in addresses:
        path = urlsplit(address).path.removeprefix("/static/")
        found = finders.find(path)
        assert found, f"{address} is not there"
        total += Path(found).stat().st_size
    return total
