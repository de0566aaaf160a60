"""All pages of a document that answer a search, as a page and in place."""

import re
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from knowledge.access import Access
from search.models import SynonymGroup
from tests.factories import DeliveryUnitFactory, DocumentFactory, UserFactory
from tests.html import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(client, index):
    """Ask for the pages of a document; gives the parsed answer."""

    def look(
        document, query, *, as_user=None, site="", drain=True, script=False, **more
    ):
        if drain:
            index.drain()
        browser = client
        if as_user is not None:
            browser = Client()
            browser.force_login(as_user)
        prefix = f"/{site}" if site else ""
        response = browser.get(
            f"{prefix}/search/pages/{document.pk}/",
            {"q": query} | more,
            headers={"HX-Request": "true"} if script else {},
        )
        soup = BeautifulSoup(response.content, "html.parser")
        soup.response = response
        return soup

    return look


def numbers(soup) -> list[int]:
    """The numbers of the pages shown."""
    return [
        int(re.search(r"/pages/(\d+)/", link["href"]).group(1))
        for link in soup.select("li > a:first-child")
        if "/versions/" in link["href"]
    ]


def document_with(matching: int, **attributes):
    return DocumentFactory(
        pages=[f"The silt of place {n}." for n in range(matching)] + ["Nothing."],
        **attributes,
    )


def test_results_lead_to_all_pages(client, index, look):
    document = document_with(7, title="Canals")
    index.drain()
    soup = BeautifulSoup(client.get("/search/?q=silt").content, "html.parser")
    link = soup.select(".pages a")[-1]
    assert link.get_text() == "4 more pages"
    assert link["href"] == reverse("search_pages", args=[document.pk]) + "?q=silt"
    soup = look(document, "silt")
    assert sorted(numbers(soup)) == list(range(1, 8))
    assert "7 pages answer “silt”" in soup.select_one("main").get_text()


@pytest.mark.parametrize("typed", ["", '"', "-silt"])
def test_without_words_it_says_so(look, typed):
    said = look(document_with(2), typed).select_one("main").get_text()
    assert "There is no word in the query." in said
    assert "answer" not in said


def test_each_page_is_a_link_that_lights_the_words(look):
    document = document_with(1)
    soup = look(document, "silt & sand")
    link = soup.select_one(".pages a")
    assert link.get_text() == "Page 1"
    assert link["href"] == (
        reverse("document_page", args=[document.pk, 1, 1]) + "?q=silt%20sand"
    )
    assert soup.select_one(".pages mark").get_text() == "silt"


@pytest.mark.parametrize(
    ("query", "lit"),
    [
        ("funds", "FUNDED funds"),
        ("CM", "Chief Minister CM"),
        ("mnister -chief kind:minutes", "Minister mnister"),
        ('"chief minister" the', "Chief Minister chief minister"),
        ("fund*", "FUNDED"),
    ],
)
def test_on_the_page_is_lit_what_was_lit_in_the_results(
    client, index, look, query, lit
):
    SynonymGroup.objects.create(terms="CM\nChief Minister")
    page = "FUNDED by the Chief Minister."
    if "-chief" in query:
        page = "FUNDED by the Minister."
    document = DocumentFactory(title="Paper", kind="minutes", pages=[page])
    address = reverse("document_page", args=[document.pk, 1, 1])
    in_list = look(document, query).select_one(".pages a")
    in_results = parse(client.get("/search/", {"q": query})).select_one(".pages a")
    for link in (in_list, in_results):
        path, _, words = link["href"].partition("?q=")
        assert path == address
        assert set(unquote(words).casefold().split()) <= set(lit.casefold().split())
    marks = parse(client.get(in_results["href"])).select("main mark")
    assert " ".join(mark.get_text() for mark in marks) in lit and marks


def test_the_pages_of_the_list_reach_to_the_last(look):
    document = document_with(45)
    seen = numbers(look(document, "silt"))
    assert len(seen) == 20
    for page in (2, 3):
        seen += numbers(look(document, "silt", page=page))
    assert sorted(seen) == list(range(1, 46))
    last = numbers(look(document, "silt", page=3))
    assert numbers(look(document, "silt", page=999_999)) == last


@pytest.mark.parametrize("page", ["", "0", "-1", "x", "9" * 500, "٣"])
def test_an_odd_number_of_a_page_is_no_error(look, page):
    soup = look(document_with(1), "silt", page=page)
    assert soup.response.status_code == 200
    assert numbers(soup) == [1]


def test_script_gets_items_and_the_way_to_the_rest(look):
    document = document_with(25)
    soup = look(document, "silt", script=True)
    assert not soup.select("html, h1")
    assert len(numbers(soup)) == 20
    more = soup.select("li a")[-1]
    assert more.get_text() == "5 more pages"
    assert more["href"] == f"/search/pages/{document.pk}/?q=silt&page=2"
    rest = look(document, "silt", script=True, page=2)
    assert len(numbers(rest)) == 5
    assert sorted(numbers(soup) + numbers(rest)) == list(range(1, 26))


def test_a_page_of_a_pdf_file_says_that_it_can_be_looked_at(look):
    pdf = DocumentFactory(pages=["silt"])
    pdf.current_version.media_type = "application/pdf"
    pdf.current_version.save()
    assert look(pdf, "silt").select_one("ul.pages").has_attr("data-pdf")
    text = DocumentFactory(pages=["silt"])
    text.current_version.media_type = "text/plain"
    text.current_version.save()
    assert not look(text, "silt").select_one("ul.pages").has_attr("data-pdf")


def test_how_a_page_is_referred_to_is_in_the_language_of_the_reader(look):
    document = DocumentFactory(
        title="Register",
        date="2017-03-12",
        pages=["silt"],
        unit__short_name="SMU",
        unit__short_name_ur="ایس ایم یو",
        unit__government__name="Punjab",
    )
    assert look(document, "silt").select_one("ul.pages")["data-reference"] == (
        "SMU, Punjab, “{title}”, 12 Mar 2017, p. {number}."
    )
    reference = look(document, "silt", site="ur").select_one("ul.pages")
    assert "ایس ایم یو" in reference["data-reference"]
    assert "۱۲ مارچ ۲۰۱۷" in reference["data-reference"]


def test_no_page_answers(look):
    soup = look(document_with(1), "zzyzx")
    assert "No page of this document answers" in soup.select_one(".empty").get_text()


def test_markup_in_texts_and_queries_is_only_text(look):
    attack = "<img src=x onerror=alert(1)>"
    soup = look(DocumentFactory(title=f"A {attack}", pages=[f"silt {attack}"]), attack)
    assert not soup.select("[onerror]")
    soup = look(DocumentFactory(pages=[f"silt {attack}"]), "silt", script=True)
    assert not soup.select("[onerror]")


@pytest.mark.parametrize("level", [Access.INTERNAL, Access.RESTRICTED])
@pytest.mark.parametrize("script", [True, False])
def test_a_closed_document_is_as_if_it_were_not_there(look, level, script):
    unit = DeliveryUnitFactory()
    document = DocumentFactory(pages=["silt"], access=level, unit=unit)
    assert look(document, "silt", script=script).response.status_code == 404
    member = UserFactory(units=[unit])
    answer = look(document, "silt", as_user=member, script=script)
    assert numbers(answer) == [1]
    assert "no-store" in answer.response["Cache-Control"]


def test_pages_are_not_for_other_search_engines(look):
    soup = look(document_with(1), "silt")
    assert soup.response["X-Robots-Tag"] == "noindex"
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"


def test_queries_do_not_grow_with_the_pages(look, django_assert_num_queries):
    for number in (1, 15):
        document = document_with(number)
        look(document, "silt")
        # Privacy twice over, for the document and for the search; the document, what
        # waits for the index, synonyms, the document again, what visitors may see.
        with django_assert_num_queries(6):
            look(document, "silt", drain=False)


@pytest.mark.parametrize("script", [True, False])
def test_without_an_engine_the_search_is_catching_up(settings, tmp_path, look, script):
    document = document_with(1)
    look(document, "silt")
    in_the_way = tmp_path / "index"
    in_the_way.write_text("This is a file, not a folder.")
    engine = settings.SEARCH_ENGINES["default"]
    settings.SEARCH_ENGINES = {"default": engine | {"LOCATION": str(in_the_way)}}
    soup = look(document, "silt", drain=False, script=script)
    assert soup.response.status_code == 503
    assert soup.response["Retry-After"]
    assert "Search is catching up" in soup.get_text()
    assert bool(soup.html) != script
