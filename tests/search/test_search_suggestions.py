"""What is offered while somebody types, and to whom."""

import pytest
from django.test import Client

from knowledge.access import Access
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    LessonFactory,
    SectorFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggest(client, index):
    """Type a text, with the index up to date; gives the answer."""

    def suggest(text, *, as_user=None, site="", drain=True):
        if drain:
            index.drain()
        browser = client
        if as_user is not None:
            browser = Client()
            browser.force_login(as_user)
        prefix = f"/{site}" if site else ""
        return browser.get(f"{prefix}/search/suggestions/", {"q": text})

    return suggest


def offered(response, label) -> list[dict]:
    """The suggestions of the group with that label."""
    assert response.status_code == 200
    groups = {
        group["label"]: group["suggestions"] for group in response.json()["groups"]
    }
    return groups.get(label, [])


def texts(response, label) -> list[str]:
    return [suggestion["text"] for suggestion in offered(response, label)]


class TestWhatIsOffered:
    def test_titles_lead_to_their_records(self, suggest):
        document = DocumentFactory(title="Canals of the south", kind="minutes")
        lesson = LessonFactory(title="Desilt canals in winter")
        answer = suggest("cana")
        titles = {item["text"]: item for item in offered(answer, "Titles")}
        assert titles["Canals of the south"]["url"] == document.get_absolute_url()
        assert titles["Canals of the south"]["detail"] == "Minutes"
        assert titles["Desilt canals in winter"]["url"] == lesson.url

    def test_words_are_those_of_the_pages_and_are_searched_for(self, suggest):
        DocumentFactory(pages=["The desilting of canals went on."])
        (words,) = offered(suggest("desil"), "Words")
        assert words == {"text": "desilting"}

    def test_values_of_facets_lead_to_narrowed_results(self, suggest):
        sector = SectorFactory(name="Solid waste management")
        DocumentFactory(sector=sector, kind="minutes")
        DocumentFactory(sector=sector, kind="deep_dive")
        (value,) = offered(suggest("waste man"), "Narrow down")
        assert value == {
            "text": "Solid waste management",
            "detail": "Sector, 2 results",
            "url": f"/search/?sector={sector.slug}",
        }
        (kind,) = offered(suggest("minu"), "Narrow down")
        assert (kind["text"], kind["url"]) == ("Minutes", "/search/?kind=minutes")

    def test_the_last_word_may_be_a_value_for_the_words_before_it(self, suggest):
        DocumentFactory(title="Canal one", kind="minutes")
        DocumentFactory(title="Canal two", kind="deep_dive")
        DocumentFactory(title="Schools", kind="minutes")
        (value,) = offered(suggest("canal minutes"), "Narrow down")
        assert value["text"] == "canal · Minutes"
        assert value["detail"] == "Kind, 1 result"
        assert value["url"] == "/search/?q=canal&kind=minutes"

    def test_a_value_that_nothing_has_is_not_offered(self, suggest):
        SectorFactory(name="Energy")
        DocumentFactory(title="Canal")
        assert offered(suggest("ener"), "Narrow down") == []

    def test_the_number_is_told_for_those_who_do_not_see_the_list(self, suggest):
        DocumentFactory(title="Canals", kind="minutes", pages=["Nothing."])
        assert suggest("canals").json()["message"] == "1 suggestion"
        assert suggest("zzyzx").json() == {"message": "0 suggestions", "groups": []}

    def test_urdu_words_carry_their_language_on_english_pages(self, suggest):
        DocumentFactory(title="اساتذہ کی حاضری", pages=["کچھ نہیں"])
        (title,) = offered(suggest("اساتذہ"), "Titles")
        assert title["language"] == "ur"
        answer = suggest("اساتذہ", site="ur").json()
        title = answer["groups"][-1]["suggestions"][0]
        assert "language" not in title
        assert title["url"].startswith("/ur/documents/")

    def test_values_are_matched_and_shown_in_the_language_of_the_page(self, suggest):
        DocumentFactory(sector=SectorFactory(name="Health", name_ur="صحت"))
        values = [
            suggestion
            for group in suggest("صحت", site="ur").json()["groups"]
            for suggestion in group["suggestions"]
        ]
        assert [value["text"] for value in values] == ["صحت"]
        assert "۱" in values[0]["detail"]


class TestWhoIsOfferedWhat:
    LEVELS = {
        "visitor": {"public"},
        "colleague": {"public", "internal"},
        "member": {"public", "internal", "restricted"},
    }

    @pytest.mark.parametrize("name", LEVELS)
    def test_nothing_tells_of_what_one_may_not_see(self, suggest, name):
        unit = DeliveryUnitFactory(short_name="Wharf unit")
        sectors = {}
        for level in Access:
            sectors[level.value] = SectorFactory(name=f"Wharf {level}")
            DocumentFactory(
                title=f"Wharf title {level}",
                pages=[f"wharfword{level}"],
                access=level,
                unit=unit,
                sector=sectors[level.value],
            )
        user = {
            "visitor": None,
            "colleague": UserFactory(),
            "member": UserFactory(units=[unit]),
        }[name]
        answer = suggest("wharf", as_user=user)
        expected = self.LEVELS[name]
        assert {text.split()[-1] for text in texts(answer, "Titles")} == expected
        values = set(texts(answer, "Narrow down")) - {"Wharf unit"}
        assert values == {f"Wharf {level}" for level in expected}
        told = suggest("wharfword", as_user=user).content.decode()
        for level in Access:
            assert (f"wharfword{level}" in told) == (level in expected)

    def test_a_document_that_was_closed_is_not_offered_while_the_index_is_behind(
        self, suggest
    ):
        document = DocumentFactory(title="Wharf", pages=["wharfword"])
        assert suggest("wharf").json()["groups"]
        document.access = Access.RESTRICTED
        document.save()
        assert suggest("wharf", drain=False).json()["groups"] == []

    def test_answers_to_staff_are_kept_out_of_caches(self, suggest):
        assert "no-store" in suggest("canal", as_user=UserFactory())["Cache-Control"]


class TestOddTexts:
    @pytest.mark.parametrize("text", ["", " ", "c", " c ", "c" * 101, "\0"])
    def test_too_little_and_too_much_are_answered_by_nothing(
        self, suggest, text, django_assert_num_queries
    ):
        DocumentFactory(title="Canal")
        suggest("canal")
        with django_assert_num_queries(0):
            answer = suggest(text, drain=False)
        assert answer.json() == {"message": "", "groups": []}

    @pytest.mark.parametrize(
        "text",
        ['"can', "-canal", "title:", "kind:min", "can*", "<b>", "ca\0nal", "..."],
    )
    def test_no_text_is_an_error(self, suggest, text):
        DocumentFactory(title="Canal")
        assert suggest(text).status_code == 200

    def test_only_get_is_answered(self, client, index):
        assert client.post("/search/suggestions/", {"q": "canal"}).status_code == 405


class TestEffort:
    def test_queries_do_not_grow_with_what_is_found(
        self, suggest, django_assert_num_queries
    ):
        def canals(number):
            for _ in range(number):
                DocumentFactory(title="Canal minutes", kind="minutes")

        canals(1)
        suggest("canal")
        # Whether there is privacy, what waits for the index, the records, the names of
        # facets; where one fits, privacy, waiting and synonyms again.
        with django_assert_num_queries(4):
            suggest("canal", drain=False)
        canals(6)
        suggest("minut")
        with django_assert_num_queries(7):
            suggest("minut", drain=False)


class TestOutage:
    def test_without_an_engine_nothing_is_offered(self, settings, tmp_path, client):
        in_the_way = tmp_path / "index"
        in_the_way.write_text("This is a file, not a folder.")
        engine = settings.SEARCH_ENGINES["default"]
        settings.SEARCH_ENGINES = {"default": engine | {"LOCATION": str(in_the_way)}}
        response = client.get("/search/suggestions/?q=canal")
        assert response.status_code == 503
        assert response["Retry-After"]
        assert response.json() == {"message": "", "groups": []}
