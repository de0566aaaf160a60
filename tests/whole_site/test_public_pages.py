"""Public pages are well made, and those in Urdu write its digits and marks.

The demonstration is walked, as its content stands in both languages.
"""

import re
from io import StringIO
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Comment, Doctype
from django.core.management import call_command

from knowledge.templatetags.localized import language_of
from tests.html import assert_well_made

pytestmark = pytest.mark.django_db

# Whole in Latin letters and digits wherever it stands: codes, file names, addresses.
CODES = re.compile(
    r"SBQ-\w-\d+|[\w.-]+\.(?:pptx|pdf|docx|xlsx|html|txt|md)\b|SHA-256(?: \w+…?)?"
    r"|[\w.]+@[\w.]+|https?://\S+"
)
LATIN_DIGIT = re.compile("[0-9]")
ARABIC_LETTER = "[\u0600-\u06ff]"
# Of a sentence in Urdu, or standing alone between two elements.
LATIN_MARK = re.compile(
    f"{ARABIC_LETTER}['\")]?\\s*[,;?]|[,;?]\\s*{ARABIC_LETTER}|^\\s*[,;?]+\\s*$"
)
# What is not the page's own words: what is in another language, the archived text, and
# references, which hold titles in their own language and no marks for it.
FOREIGN = (
    "script, style, code, kbd, samp, [lang=en], bdi[dir=ltr], .reader__page, "
    ".reference__text"
)


def faults_of(html: bytes) -> list[str]:
    page = BeautifulSoup(html, "html.parser")
    assert page.html["lang"] == "ur"
    for element in page.select(FOREIGN):
        element.decompose()
    faults = []
    if language_of(page.title.string if page.title else "") == "en":
        # A title tells no language; that of a document in English is English.
        page.title.decompose()
    for text in page.find_all(string=True):
        if isinstance(text, Comment | Doctype):
            continue
        words = CODES.sub("", text)
        if LATIN_DIGIT.search(words) or LATIN_MARK.search(words):
            faults.append(" ".join(text.split()))
    return faults


def kind_of(address: str) -> str:
    """The kind of page that an address leads to, for there are many of each."""
    path = re.sub(r"\d+", "N", urlsplit(address).path).removeprefix("/ur")
    return re.sub(r"^/(lessons|stocktakes|units|departments)/[^/]+/$", r"/\1/X", path)


def walk(client, home: str):
    """Yield the pages that can be reached from a home page in its language."""
    waiting, seen = [home], {home}
    for address in waiting:
        assert len(waiting) < 1000, "The walk has no end."
        response = client.get(address)
        if not is_page(response):
            continue
        yield address, response
        page = BeautifulSoup(response.content, "html.parser")
        for link in page.select("main a[href^='/']"):
            target = link["href"].partition("#")[0]
            of_language = target.startswith("/ur/") == home.startswith("/ur/")
            if of_language and target not in seen and is_wanted(target, waiting):
                seen.add(target)
                waiting.append(target)


def is_page(response) -> bool:
    # What is for members of staff leads visitors to the sign-in.
    if response.status_code == 302:
        assert "/sign-in/" in response["Location"]
        return False
    return response["Content-Type"].startswith("text/html")


def is_wanted(target: str, waiting: list[str]) -> bool:
    # The viewer of PDF files is a program of its own, larger than a page may be.
    if any(part in target for part in ("/file/", "/viewer/", "/export/", "next=")):
        return False
    alike = sum(kind_of(known) == kind_of(target) for known in waiting)
    # A few of each kind of page of a document; all of the others.
    return alike < (4 if "/documents/" in target or "?" in target else 20)


def test_public_pages_are_well_made_and_urdu_ones_write_urdu(client, index):
    call_command("demo", "--setup-only", stdout=StringIO())
    index.drain()
    faults = {}
    for home in ("/", "/ur/"):
        kinds = set()
        for address, response in walk(client, home):
            # Its weight is among what is checked.
            assert_well_made(response)
            kinds.add(kind_of(address))
            if home == "/ur/" and (found := faults_of(response.content)):
                faults[address] = found
        assert {
            "/",
            "/lessons/X",
            "/stocktakes/X",
            "/units/X",
            "/search/",
            "/documents/N/",
            "/teaching/policy-execution/",
            "/teaching/policy-execution/data-and-routines/",
        } <= kinds
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("صفحہ 3", True),
        ("صفحہ ۳", False),
        ("پانی, صحت", True),
        ("پانی، صحت", False),
        ("کیا یہ درست ہے?", True),
        ("<b>پانی</b>,<b>صحت</b>", True),
        ("<bdi lang='en' dir='ltr'>Round 3, 2017?</bdi>", False),
        ("<a>SBQ-D-000015</a>", False),
        ("minutes-2017.pdf", False),
    ],
)
def test_the_check_finds_what_it_is_for(html, found):
    page = f"<html lang=ur><body>{html}</body></html>".encode()
    assert bool(faults_of(page)) is found
