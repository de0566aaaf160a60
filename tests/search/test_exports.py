"""Results as files: whole, harmless in spreadsheets, readable by reference managers."""

import csv
import io

import pytest
import rispy
from django.test import Client
from django.utils import timezone
from pybtex.database import parse_string

from knowledge.access import Access
from knowledge.models import DocumentKind
from search import exports
from search.engines import EngineUnavailable
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    LessonFactory,
    StocktakeFactory,
    UnitProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    assert response.status_code == 200
    assert response.streaming
    return b"".join(response).decode("utf-8")


def read_csv(response) -> list[dict]:
    text = text_of(response)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def read_ris(response) -> list[dict]:
    return rispy.loads(text_of(response))


def read_bibtex(response):
    return parse_string(text_of(response), "bibtex").entries


def titles(response) -> list[str]:
    return [row["Title"] for row in read_csv(response)]


@pytest.fixture
def ask(client, index):
    def ask(name="csv", query="", *, as_user=None, site=""):
        index.drain()
        browser = client
        if as_user:
            browser = Client()
            browser.force_login(as_user)
        return browser.get(f"{site}/search/export/{name}/?{query}")

    return ask


@pytest.fixture
def document():
    unit = DeliveryUnitFactory(name="Special Monitoring Unit")
    document = DocumentFactory(
        title="Canals & drains: 100% of_them {sic} ~5^2 \\ #1 $",
        kind=DocumentKind.MINUTES,
        date="2017-12-05",
        summary="First line.\nSecond line.",
        unit=unit,
        sector__name="Irrigation",
    )
    document.tags.add("canal, main", "silt")
    return document


class TestCsv:
    def test_a_row_tells_what_a_record_is(self, ask, document):
        (row,) = read_csv(ask())
        assert row == {
            "Identifier": document.identifier,
            "Kind": "Minutes",
            "Title": document.title,
            "Date": "2017-12-05",
            "Unit": "Special Monitoring Unit",
            "Sector": "Irrigation",
            "Language": "en",
            "Tags": "canal, main; silt",
            "Pages": "1",
            "Summary": "First line.\nSecond line.",
            "Address": f"http://127.0.0.1:8000/documents/{document.pk}/",
        }

    @pytest.mark.parametrize(
        "title",
        [
            '=HYPERLINK("http://evil")',
            "+1+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            " =1",
            "＝1",
            "=cmd|'/c calc'!A1",
        ],
    )
    def test_no_cell_is_a_formula(self, ask, title):
        DocumentFactory(title=title, summary="=1")
        (row,) = read_csv(ask())
        assert row["Title"] == f"'{title}"
        assert row["Summary"] == "'=1"

    def test_commas_quotes_and_lines_stay_in_their_cell(self, ask):
        DocumentFactory(title='A, "b"; c', summary="x\n\ny,z")
        (row,) = read_csv(ask())
        assert (row["Title"], row["Summary"]) == ('A, "b"; c', "x\n\ny,z")

    def test_urdu_is_urdu(self, ask):
        DocumentFactory(title="پانی کی تقسیم", language="ur")
        response = ask(site="/ur")
        text = text_of(response)
        assert "پانی کی تقسیم" in text
        assert "charset=utf-8" in response["Content-Type"]

    def test_staff_are_told_the_access(self, ask, document):
        (row,) = read_csv(ask(as_user=UserFactory()))
        assert row["Access"] == "Public"


class TestRis:
    def test_a_reference_manager_reads_it(self, ask, document):
        (entry,) = read_ris(ask("ris"))
        assert entry["type_of_reference"] == "RPRT"
        assert entry["title"] == document.title
        assert entry["authors"] == ["Special Monitoring Unit"]
        assert entry["year"] == "2017"
        assert entry["date"] == "2017/12/05"
        assert entry["abstract"] == "First line. Second line."
        assert entry["keywords"] == ["canal, main", "silt"]
        assert entry["accession_number"] == document.identifier
        assert entry["urls"] == [f"http://127.0.0.1:8000/documents/{document.pk}/"]

    def test_a_text_cannot_end_its_record(self, ask):
        DocumentFactory(title="A\r\nER  - \r\nTY  - JOUR\u2028TI  - B")
        (entry,) = read_ris(ask("ris"))
        assert entry["title"] == "A ER - TY - JOUR TI - B"

    @pytest.mark.parametrize(
        ("kind", "type_"),
        [
            (DocumentKind.PRESENTATION, "SLIDE"),
            (DocumentKind.DATA_SHEET, "DATA"),
            (DocumentKind.DEEP_DIVE, "RPRT"),
            (DocumentKind.OTHER, "GEN"),
        ],
    )
    def test_kinds_have_types_of_the_format(self, ask, kind, type_):
        DocumentFactory(kind=kind)
        (entry,) = read_ris(ask("ris"))
        assert entry["type_of_reference"] == type_

    def test_every_type_is_one_of_the_format(self):
        from rispy.config import TYPE_OF_REFERENCE_MAPPING

        from knowledge.citation_formats import _RIS_TYPES

        assert set(_RIS_TYPES) == set(DocumentKind)
        assert set(_RIS_TYPES.values()) | {"ELEC"} <= set(TYPE_OF_REFERENCE_MAPPING)


class TestBibTex:
    def test_tex_reads_it(self, ask, document):
        entries = read_bibtex(ask("bibtex"))
        entry = entries[document.identifier]
        assert entry.type == "techreport"
        assert entry.fields["title"] == (
            r"{Canals \& drains: 100\% of\_them \textbraceleft{}sic\textbraceright{} "
            r"\textasciitilde{}5\textasciicircum{}2 \textbackslash{} \#1 \$}"
        )
        assert entry.fields["institution"] == "Special Monitoring Unit"
        assert entry.fields["year"] == "2017"
        assert entry.fields["month"] == "December"
        assert entry.fields["abstract"] == "First line. Second line."
        assert entry.fields["url"] == f"http://127.0.0.1:8000/documents/{document.pk}/"
        assert [str(person) for person in entry.persons["author"]] == [
            "{Special Monitoring Unit}"
        ]

    @pytest.mark.parametrize("title", ["{", "}", "}}, @misc{x,", "\\{", "a\nb\\", '"'])
    def test_no_title_breaks_the_file(self, ask, title):
        DocumentFactory(title=title)
        DocumentFactory(title="Next")
        assert len(read_bibtex(ask("bibtex"))) == 2

    def test_urdu_stays_urdu(self, ask):
        document = DocumentFactory(title="پانی", language="ur")
        entry = read_bibtex(ask("bibtex"))[document.identifier]
        assert entry.fields["title"] == "{پانی}"

    def test_it_says_how_much_it_holds_and_that_it_is_whole(self, ask, document):
        text = text_of(ask("bibtex"))
        assert text.startswith("% Sabaq, ")
        assert "1 of 1 results" in text.splitlines()[0]
        assert text.endswith("% End of the file: 1 entries\n")


class TestEveryFormat:
    @pytest.fixture(params=["csv", "ris", "bibtex"])
    def name(self, request):
        return request.param

    def count(self, response, name) -> int:
        read = {"csv": read_csv, "ris": read_ris, "bibtex": read_bibtex}[name]
        return len(read(response))

    def test_every_kind_of_record_is_written(self, ask, name):
        DocumentFactory(date=None, unit=None, sector=None)
        LessonFactory(tags=["silt"])
        StocktakeFactory()
        UnitProfileFactory()
        assert self.count(ask(name), name) == 4

    def test_it_is_cut_at_the_limit_and_its_name_says_so(self, ask, name, monkeypatch):
        monkeypatch.setattr(exports, "EXPORT_LIMIT", 5)
        monkeypatch.setattr(exports, "BATCH", 2)
        for _ in range(7):
            DocumentFactory()
        response = ask(name)
        assert "-first-5-of-7." in response["Content-Disposition"]
        assert self.count(response, name) == 5

    def test_a_whole_file_is_named_by_its_day(self, ask, name):
        DocumentFactory()
        extension = "bib" if name == "bibtex" else name
        today = timezone.localdate().isoformat()
        assert ask(name)["Content-Disposition"] == (
            f'attachment; filename="sabaq-search-{today}.{extension}"'
        )

    def test_batches_make_no_gaps_and_nothing_twice(self, ask, name, monkeypatch):
        monkeypatch.setattr(exports, "BATCH", 3)
        for number in range(10):
            DocumentFactory(title=f"Canal {number}")
        assert self.count(ask(name, "q=canal"), name) == 10

    def test_nothing_found_makes_an_empty_file(self, ask, name):
        assert self.count(ask(name, "q=nothing"), name) == 0

    def test_an_engine_that_is_away_is_told_on_a_page(
        self, ask, name, index, monkeypatch
    ):
        def fail(query):
            raise EngineUnavailable("no answer")

        monkeypatch.setattr(index.engine, "search", fail)
        response = ask(name)
        assert response.status_code == 503
        assert "Search is catching up" in response.content.decode()
        assert "Content-Disposition" not in response

    def test_a_file_never_ends_early_as_if_it_were_whole(
        self, ask, name, index, monkeypatch
    ):
        monkeypatch.setattr(exports, "BATCH", 2)
        for _ in range(5):
            DocumentFactory()
        response = ask(name)
        parts = iter(response)
        next(parts)

        def fail(query):
            raise EngineUnavailable("no answer")

        monkeypatch.setattr(index.engine, "search", fail)
        # The server closes the connection, which is not how a whole file ends.
        with pytest.raises(EngineUnavailable):
            list(parts)

    def test_queries_do_not_grow_with_the_rows(
        self, ask, name, client, index, django_assert_max_num_queries
    ):
        for _ in range(15):
            DocumentFactory()
            LessonFactory(tags=["silt", "canal"])
            StocktakeFactory()
        index.drain()
        client.get("/search/export/csv/")
        with django_assert_max_num_queries(20):
            assert self.count(client.get(f"/search/export/{name}/"), name) == 45


class TestAddress:
    def test_unknown_formats_are_not_found(self, ask):
        assert ask("pdf").status_code == 404

    def test_files_are_of_their_reader_only(self, ask):
        document = DocumentFactory(access=Access.INTERNAL)
        staff = ask(as_user=UserFactory())
        assert titles(staff) == [document.title]
        assert "no-store" in staff["Cache-Control"]
        public = ask()
        assert titles(public) == []
        assert public["X-Robots-Tag"] == "noindex"

    def test_it_narrows_and_sorts_as_the_page_does(self, ask):
        DocumentFactory(title="Canal new", date="2018-01-01", kind="minutes")
        DocumentFactory(title="Canal old", date="2014-01-01", kind="minutes")
        DocumentFactory(title="Canal else", kind="deep_dive")
        assert titles(ask(query="q=canal&kind=minutes&sort=date")) == [
            "Canal old",
            "Canal new",
        ]

    def test_the_search_page_links_to_it_and_states_the_limit(self, client, index):
        DocumentFactory(title="Canal")
        index.drain()
        page = client.get("/search/?q=canal").content.decode()
        assert 'href="/search/export/csv/?q=canal"' in page
        assert "An export holds the first 5000 results at most." in page
