"""The search page: what is found, by whom, and how it is shown."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from knowledge.access import Access
from knowledge.models import (
    DeliveryChallenge,
    DeliveryUnit,
    DocumentKind,
    Government,
    LessonState,
    LessonType,
)
from search import facets, outbox
from tests.factories import (
    DeliveryUnitFactory,
    DepartmentFactory,
    DocumentFactory,
    GovernmentFactory,
    LearningEventFactory,
    LessonFactory,
    SectorFactory,
    StocktakeFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client, index):
    """Ask the search page, with the index up to date; gives the parsed answer."""

    def ask(query="", *, as_user=None, site="", drain=True, **parameters):
        if drain:
            index.drain()
        browser = client
        if as_user is not None:
            browser = Client()
            browser.force_login(as_user)
        prefix = f"/{site}" if site else ""
        response = browser.get(
            f"{prefix}/search/", {"q": query} | parameters if query else parameters
        )
        assert response.status_code == 200
        soup = BeautifulSoup(response.content, "html.parser")
        soup.response = response
        return soup

    return ask


def lessons_of_every_kind(word) -> None:
    """Publish lessons that differ in whatever lessons can be narrowed by."""
    challenges = [
        DeliveryChallenge.objects.create(slug=f"late-{n}", name=f"Late funds {n}")
        for n in range(6)
    ]
    for number, state in enumerate(LessonState.values):
        lesson = LessonFactory(
            title=f"{word} {number}",
            type=LessonType.values[number % len(LessonType)],
        )
        lesson.challenges.set([challenges[number % len(challenges)]])
        lesson.save()
        lesson.state, lesson.confidence = state, "ABCD"[number % 4]
        lesson.save(update_fields=["state", "confidence"], clean=False)


def titles(soup) -> list[str]:
    return [heading.get_text().strip() for heading in soup.select(".hit h2")]


def count(soup) -> int:
    return int(re.search(r"\d+", soup.h1.get_text()).group())


def facet(soup, name: str) -> dict[str, int]:
    """The counts of a facet by its values."""
    return {
        box["value"]: int(box.find_parent("label").b.get_text())
        for box in soup.select(f"input[type=checkbox][name={name}]")
    }


class TestWhatIsFound:
    def test_a_document_is_found_by_a_word_of_a_page_and_links_to_that_page(self, ask):
        document = DocumentFactory(
            title="Canals", pages=["Nothing here.", "The silt was removed."]
        )
        soup = ask("silt")
        assert titles(soup) == ["Canals"]
        link = soup.select_one(".pages a")
        assert link.get_text() == "Page 2"
        assert link["href"] == (
            reverse("document_page", args=[document.pk, 1, 2]) + "?q=silt"
        )
        assert [mark.get_text() for mark in soup.select(".pages mark")] == ["silt"]

    def test_lessons_and_stocktakes_are_found_beside_documents(self, ask):
        DocumentFactory(title="Canal report")
        lesson = LessonFactory(title="Canal lesson")
        StocktakeFactory(title="Canal stocktake")
        soup = ask("canal")
        assert sorted(titles(soup)) == [
            "Canal lesson",
            "Canal report",
            "Canal stocktake",
        ]
        assert count(soup) == 3
        assert facet(soup, "kind") == {"minutes": 1, "lesson": 1, "stocktake": 1}
        assert soup.find("a", href=lesson.url)

    def test_a_learning_event_is_found_by_what_was_said(self, client, ask):
        event = LearningEventFactory(title="Debrief", access=Access.PUBLIC)
        event.entries.create(part="why", text="The silt was never measured.")
        soup = ask("silt")
        assert titles(soup) == ["Debrief"]
        assert soup.select_one(".hit .kind").get_text() == "Learning event"
        assert soup.find("a", href=event.get_absolute_url())
        assert facet(soup, "kind") == {"event": 1}

    def test_without_words_everything_is_shown_the_newest_first(self, ask):
        DocumentFactory(title="Older", date="2015-01-01")
        DocumentFactory(title="Newer", date="2018-01-01")
        assert titles(ask()) == ["Newer", "Older"]

    def test_results_can_be_sorted_by_date(self, ask):
        DocumentFactory(title="Canal new", date="2018-01-01")
        DocumentFactory(title="Canal old", date="2015-01-01")
        assert titles(ask("canal", sort="date")) == ["Canal old", "Canal new"]
        assert titles(ask("canal", sort="-date")) == ["Canal new", "Canal old"]

    def test_values_of_a_facet_are_alternatives_and_facets_are_combined(self, ask):
        one, two = SectorFactory(name="Health"), SectorFactory(name="Water")
        DocumentFactory(title="A", sector=one, kind="minutes")
        DocumentFactory(title="B", sector=two, kind="minutes")
        DocumentFactory(title="C", sector=one, kind="deep_dive")
        both = ask(sector=[one.slug, two.slug], kind="minutes")
        assert sorted(titles(both)) == ["A", "B"]
        # Its own choice does not zero the other values of a facet.
        assert facet(both, "kind") == {"minutes": 2, "deep_dive": 1}
        assert sorted(titles(ask(sector=one.slug))) == ["A", "C"]

    def test_every_facet_narrows(self, ask):
        government = GovernmentFactory()
        wanted = DocumentFactory(
            title="Wanted", language="ur", unit__government=government
        )
        department = DepartmentFactory()
        wanted.departments.add(department)
        DocumentFactory(title="Other", kind="deep_dive")
        for name, value in {
            "government": government.slug,
            "unit": wanted.unit.slug,
            "department": department.slug,
            "language": "ur",
        }.items():
            assert titles(ask(**{name: value})) == ["Wanted"], name

    def test_years_narrow_and_may_be_open_or_turned_round(self, ask):
        for year in (2014, 2016, 2018):
            DocumentFactory(title=f"Of {year}", date=f"{year}-05-05")
        assert titles(ask(year_from="2016")) == ["Of 2018", "Of 2016"]
        assert titles(ask(year_to="2015")) == ["Of 2014"]
        assert titles(ask(year_from="2017", year_to="2015")) == ["Of 2016"]
        bars = ask(year_from="2016").select("svg.years path")
        # Three bars, each one stroke to the top; two are of the years chosen.
        assert [bar["d"].count("M") for bar in bars] == [2, 1]

    def test_what_the_bars_show_is_told_to_who_does_not_see_them(self, ask):
        for year in (1901, 1950, 2016, 2016, 2018):
            DocumentFactory(date=f"{year}-05-05")
        box = ask().select_one(".years-facet")
        assert box.svg["aria-label"] == "Most results in 2016: 2"
        assert "2 results are of years before 1959." in box.get_text()
        urdu = ask(site="ur").select_one(".years-facet")
        assert "۲۰۱۶" in urdu.svg["aria-label"]

    def test_the_pages_of_results_reach_to_the_last(self, ask):
        for number in range(23):
            DocumentFactory(title=f"Canal {number:02}")
        seen = titles(ask("canal")) + titles(ask("canal", page=2))
        last = ask("canal", page=3)
        assert len(titles(last)) == 3
        assert len({*seen, *titles(last)}) == 23
        assert count(last) == 23
        assert titles(ask("canal", page=999_999)) == titles(last)
        current = ask("canal").select_one("form nav [aria-current]")
        assert current.get_text() == "1"
        assert "page=3" in str(ask("canal").select("form nav a")[-2])

    def test_a_chip_takes_its_value_away_and_keeps_the_rest(self, ask):
        DocumentFactory(kind="minutes", date="2016-01-01")
        soup = ask("text", kind=["minutes", "deep_dive"], year_from="2016")
        chips = {
            chip.get_text(" ", strip=True): chip["href"]
            for chip in soup.select(".chip")
        }
        assert chips["Remove: Kind Minutes"] == "?q=text&kind=deep_dive&year_from=2016"
        assert chips["Remove: Year 2016–…"] == "?q=text&kind=minutes&kind=deep_dive"
        assert chips["Remove all"] == "?q=text"

    def test_a_long_facet_shows_its_first_values_and_the_rest_on_request(self, ask):
        for number in range(11):
            DocumentFactory(sector=SectorFactory(name=f"Sector of {number}"))
        soup = ask()
        assert len(facet(soup, "sector")) == 5
        more = soup.find("a", href="?all=sector")
        assert more.get_text() == "6 more"
        assert len(facet(ask(all="sector"), "sector")) == 11

    def test_nothing_found_says_what_to_try(self, ask):
        soup = ask("zzyzx", kind="minutes")
        assert count(soup) == 0
        assert "Use other words" in soup.select_one(".empty").get_text()
        assert soup.select_one(".empty a")["href"] == "?q=zzyzx"


class TestOddQuestions:
    @pytest.mark.parametrize(
        ("parameters", "hint"),
        [
            ({"year_from": "abc"}, "From year: “abc”"),
            ({"year_to": "99999"}, "To year: “99999”"),
            ({"kind": "poems"}, "Kind: “poems”"),
            ({"unit": "../../etc"}, "Unit: “../../etc”"),
            ({"sort": "price"}, "Sort by: “price”"),
            ({"page": "-1"}, "Page: “-1”"),
            ({"page": "one"}, "Page: “one”"),
            ({"colour": "red"}, "“colour”"),
            ({"<b>": "1"}, "“<b>”"),
        ],
    )
    def test_what_is_not_understood_is_left_out_and_said(self, ask, parameters, hint):
        DocumentFactory(title="Canal")
        soup = ask("canal", **parameters)
        assert titles(soup) == ["Canal"]
        assert hint in soup.select_one(".message--warning").get_text()

    @pytest.mark.parametrize(
        "query",
        [
            "canal " * 2_000,
            "canal\0",
            '"',
            "canal (",
            "canal AND OR",
            "kind:",
            "*",
            "-",
        ],
    )
    def test_no_query_is_an_error(self, ask, query):
        DocumentFactory(title="Canal")
        assert ask(query)

    def test_the_public_is_not_asked_about_access(self, ask):
        DocumentFactory(access=Access.INTERNAL)
        soup = ask(access="internal")
        assert not facet(soup, "access")
        assert "“access” is not a part" in soup.select_one(".message").get_text()

    def test_only_get_is_answered(self, client, index):
        assert client.post("/search/", {"q": "canal"}).status_code == 405


class TestWhoFindsWhat:
    @pytest.fixture
    def users(self):
        self.unit, self.other_unit = DeliveryUnitFactory(), DeliveryUnitFactory()
        return {
            "visitor": AnonymousUser(),
            "colleague": UserFactory(),
            "member": UserFactory(units=[self.unit]),
            "other member": UserFactory(units=[self.other_unit]),
            "administrator": UserFactory(is_superuser=True),
        }

    FINDS = {
        "visitor": {"public"},
        "colleague": {"public", "internal"},
        "member": {"public", "internal", "restricted"},
        "other member": {"public", "internal"},
        "administrator": {"public", "internal", "restricted"},
    }

    @pytest.mark.parametrize("name", FINDS)
    @pytest.mark.parametrize(
        "factory", [DocumentFactory, LessonFactory, StocktakeFactory]
    )
    def test_hits_totals_and_counts_are_of_what_one_may_see(
        self, ask, users, name, factory
    ):
        for level in Access:
            factory(title=f"Canal {level}", access=level, unit=self.unit)
        user = users[name]
        soup = ask("canal", as_user=user if user.is_authenticated else None)
        expected = self.FINDS[name]
        assert {title.split()[-1] for title in titles(soup)} == expected
        assert count(soup) == len(expected)
        assert sum(facet(soup, "kind").values()) == len(expected)
        assert facet(soup, "unit") == {self.unit.slug: len(expected)}
        if user.is_authenticated:
            assert facet(soup, "access") == dict.fromkeys(expected, 1)

    def test_a_title_does_not_leak_from_an_index_that_is_behind(self, ask):
        document = DocumentFactory(title="Secret canal", access=Access.PUBLIC)
        other = DocumentFactory(title="Open canal", access=Access.PUBLIC)
        assert count(ask("canal")) == 2
        document.access = Access.RESTRICTED
        document.save()
        soup = ask("canal", drain=False)
        assert titles(soup) == [other.title]
        assert count(soup) == 1
        assert "Secret" not in soup.response.content.decode()
        soup = ask("canal")
        assert titles(soup) == [other.title]
        assert facet(soup, "kind") == {"minutes": 1}

    def test_what_the_index_has_wrong_is_noted_to_be_mended(self, ask):
        document = DocumentFactory(title="Secret canal")
        ask("canal")
        # Changed behind the back of every signal.
        type(document).objects.update(access=Access.RESTRICTED)
        assert titles(ask("canal", drain=False)) == []
        assert outbox.waiting_keys() == {f"document:{document.pk}"}

    def test_an_older_title_of_the_index_is_not_shown(self, ask):
        document = DocumentFactory(title="Canal of Mr Somebody")
        ask("canal")
        document.title = "Canal"
        document.save()
        soup = ask("canal", drain=False)
        assert titles(soup) == ["Canal"]
        assert "Somebody" not in soup.response.content.decode()

    def test_what_was_deleted_is_not_shown(self, ask):
        lesson = LessonFactory(title="Canal")
        ask("canal")
        lesson.delete()
        assert titles(ask("canal", drain=False)) == []

    def test_results_of_staff_are_kept_out_of_caches(self, ask):
        assert "no-store" in ask(as_user=UserFactory()).response["Cache-Control"]


class TestHowItIsShown:
    def test_markup_in_titles_texts_and_queries_is_only_text(self, ask):
        attack = '<script>alert("1")</script>'
        unit = DeliveryUnitFactory(short_name=f'SMU"><img src=x> {attack}')
        sector = SectorFactory(name=f"Water {attack}")
        document = DocumentFactory(
            title=f"Canal {attack}",
            summary=f"Canal summary {attack}",
            pages=[f"Canal page {attack} <img src=x onerror=alert(1)>"],
            unit=unit,
            sector=sector,
        )
        document.tags.add("<b>canal</b>")
        document.current_version.pages.update(label=f'"><img src=y> {attack}')
        soup = ask(f'canal {attack} "><svg onload=alert(1)>')
        assert "alert" not in "".join(
            script.get_text() for script in soup.select("script")
        )
        assert not soup.select("img, [onerror], [onload], main script")
        assert titles(soup) == [document.title]
        assert attack in soup.select_one("#q")["value"]
        assert soup.select_one(".hit .meta li").get_text() == unit.short_name
        label = soup.select_one(".pages a")
        assert label.get_text() == f'"><img src=y> {attack}'
        assert unit.short_name in soup.select_one(".pages")["data-reference"]
        assert unit.short_name in soup.select_one(".facets").get_text()
        assert sector.name in soup.select_one(".facets").get_text()

    def test_what_is_not_public_says_so(self, ask):
        DocumentFactory(title="Canal", kind="minutes", access=Access.INTERNAL)
        kind = ask("canal", as_user=UserFactory()).select_one(".hit .kind")
        assert kind.get_text() == "Minutes Internal"

    def test_there_is_one_heading_and_the_form_works_without_script(self, ask):
        DocumentFactory()
        soup = ask("text")
        assert len(soup.select("h1")) == 1
        form = soup.select_one("form#search")
        assert form["action"] == "/search/"
        assert form.get("method", "get") == "get"
        names = {field["name"] for field in form.select("[name]")}
        assert names >= {"q", "kind", "year_from", "year_to", "sort"}
        assert form.select("button:not([hidden])")

    def test_the_urdu_page_runs_from_right_to_left(self, ask):
        SectorFactory()
        DocumentFactory(
            title="اساتذہ کی حاضری",
            language="ur",
            pages=["اساتذہ کی حاضری ضلع وار۔"],
            unit__short_name="SMU",
            unit__short_name_ur="ایس ایم یو",
        )
        DocumentFactory(title="حاضری and attendance", pages=["Attendance حاضری only"])
        soup = ask("حاضری", site="ur")
        assert soup.html["dir"] == "rtl"
        assert soup.html["lang"] == "ur"
        assert (
            "ایس ایم یو" in soup.select_one(".facet:-soup-contains('ایس')").get_text()
        )
        english = soup.select_one(".pages bdi")
        assert (english["lang"], english["dir"]) == ("en", "ltr")
        assert soup.select_one(".hit a")["href"].startswith("/ur/documents/")

    def test_urdu_on_an_english_page_is_marked_as_such(self, ask):
        DocumentFactory(title="اساتذہ کی حاضری")
        heading = ask("حاضری").select_one(".hit h2 bdi")
        assert (heading["lang"], heading["dir"]) == ("ur", "rtl")

    @pytest.mark.parametrize(
        ("site", "word", "text", "marked"),
        [
            ("", "اساتذہ", "اساتذہ کی حاضری", ("ur", "rtl")),
            ("ur", "teachers", "Attendance of teachers", ("en", "ltr")),
            ("", "teachers", "Attendance of teachers", None),
            ("ur", "اساتذہ", "اساتذہ کی حاضری", None),
        ],
    )
    def test_every_piece_of_text_in_another_language_is_marked(
        self, ask, client, site, word, text, marked
    ):
        document = DocumentFactory(title=text, summary=text, pages=[text])
        soup = ask(word, site=site)
        list_of_pages = client.get(
            f"/{site + '/' if site else ''}search/pages/{document.pk}/", {"q": word}
        )
        pages = BeautifulSoup(list_of_pages.content, "html.parser")
        lit = [*soup.select(".hit mark"), *pages.select(".pages mark")]
        # The title, the summary, the page; and the page in the list of pages.
        assert len(lit) == 4
        for mark in lit:
            bdi = mark.find_parent(["bdi", "h2"])
            if marked is None:
                assert bdi is None or bdi.name == "h2" and not bdi.get("lang")
            else:
                assert (bdi["lang"], bdi["dir"]) == marked

    def test_search_pages_are_not_for_other_search_engines(self, ask):
        soup = ask()
        assert soup.select_one("meta[name=robots]")["content"] == "noindex"
        assert soup.response["X-Robots-Tag"] == "noindex"

    def test_nothing_inline_breaks_the_content_security_policy(self, ask):
        DocumentFactory(date="2016-01-01")
        DocumentFactory(date="2018-01-01")
        soup = ask("text")
        assert not soup.select("[style], [onclick], style")
        assert all(script.get("src") for script in soup.select("script"))

    @pytest.mark.parametrize(
        ("site", "word", "filling"),
        [("", "canal", "many more words "), ("ur", "نہر", "اور بہت سے الفاظ ")],
    )
    @pytest.mark.parametrize("is_editor", [False, True], ids=["reader", "editor"])
    def test_a_full_page_weighs_less_than_100_kb(
        self, ask, site, word, filling, is_editor
    ):
        units, sectors, departments = (
            [
                factory(name=f"{filling} {n}", name_ur=f"{filling} {n}")
                for n in range(12)
            ]
            for factory in (DeliveryUnitFactory, SectorFactory, DepartmentFactory)
        )
        Government.objects.update(name_ur="حکومتِ پنجاب")
        DeliveryUnit.objects.update(short_name_ur="ایس ایم یو")
        for number in range(60):
            document = DocumentFactory(
                title=f"{word} {filling * 2} {number}",
                summary=f"{word} {filling * 20}",
                pages=[f"{word} {filling * 30} {word}"] * 4,
                kind=DocumentKind.values[number % len(DocumentKind)],
                language=["en", "ur"][number % 2],
                unit=units[number % 12],
                sector=sectors[number % 12],
                date=f"{1965 + number}-01-01",
                access=[Access.INTERNAL, Access.PUBLIC][number % 2],
            )
            document.departments.add(departments[number % 12])
        kinds = ["minutes", "deep_dive", "working_paper"]
        if is_editor:
            # They may cite every page, and lessons have facets of their own.
            lessons_of_every_kind(word)
            reader, filters = UserFactory(is_superuser=True), {"sort": "date"}
            kinds.append("lesson")
        else:
            reader, filters = UserFactory(), {"year_from": "1970"}
        soup = ask(word, site=site, as_user=reader, kind=kinds, **filters)
        assert len(soup.select(".hit")) == 10
        assert len(soup.select(".pages li")) == 10 * (3 + 1)
        assert len(soup.select(".pages [href$='/cite/']")) == (30 if is_editor else 0)
        shown = set(facets.NAMES) - (set() if is_editor else facets.ONLY_OF_LESSONS)
        assert [name for name in shown if len(facet(soup, name)) < 2] == []
        files = {
            element.get("src") or element["href"]
            for element in soup.select("script[src], link[rel=stylesheet]")
        }
        weights = {
            file: Path(finders.find(file.removeprefix("/static/"))).stat().st_size
            for file in files
        }
        weights["page"] = len(soup.response.content)
        assert sum(weights.values()) < 100_000, weights
        assert any("htmx" in file for file in files)


class TestHelpWithTheQuery:
    def test_did_you_mean_is_a_link_that_keeps_the_narrowing(self, ask):
        DocumentFactory(title="Attendance of teachers", kind="minutes")
        DocumentFactory(title="Attendance of pupils", kind="minutes")
        soup = ask("atendance", kind="minutes")
        link = soup.find("a", string=re.compile("attendance", re.IGNORECASE))
        assert link.parent.get_text().startswith("Did you mean")
        assert "kind=minutes" in link["href"]
        assert "atendance" not in link["href"]

    def test_what_was_searched_in_the_place_of_a_word_is_said(self, ask):
        DocumentFactory(title="A canal without water")
        soup = ask("watr")
        assert titles(soup) == ["A canal without water"]
        sentence = "Nothing has “watr”; searched “water” in its place."
        assert soup.select_one(".message li").get_text() == sentence

    def test_a_word_of_a_closed_text_is_never_offered(self, ask):
        DocumentFactory(title="Canal", pages=["zanzibarwater"], access="restricted")
        soup = ask("zanzibarwatr")
        assert "zanzibarwater" not in soup.get_text()

    def test_hints_come_with_the_way_to_the_help(self, ask):
        soup = ask("canal colour:red year:abc")
        message = soup.select_one(".message--warning")
        assert "“colour:” is not a field" in message.get_text()
        assert "year:abc" not in message.get_text()
        assert "2016..2018" in message.get_text()
        assert message.find("a", href=reverse("search_help"))

    def test_help_shows_examples_that_can_be_tried(self, client, index):
        DeliveryUnitFactory(slug="smu")
        for slug in ("health", "water"):
            SectorFactory(slug=slug)
        DeliveryChallenge.objects.get_or_create(slug="flow-of-funds")
        soup = BeautifulSoup(client.get("/search/help/").content, "html.parser")
        links = [link["href"] for link in soup.select("td a")]
        assert "/search/?q=kind%3Aminutes" in links
        assert len(links) > 8
        for link in links:
            answer = BeautifulSoup(client.get(link).content, "html.parser")
            hints = answer.select(".message--warning li")
            assert not [hint for hint in hints if "not" in hint.get_text()], link

    @pytest.mark.parametrize("site", ["", "/ur"])
    @pytest.mark.parametrize("path", ["/", "/search/"])
    def test_the_help_is_linked_under_every_search_field(
        self, client, index, site, path
    ):
        home_page()
        soup = BeautifulSoup(client.get(site + path).content, "html.parser")
        assert soup.find("a", href=f"{site}/search/help/")


class TestPartByScript:
    """What htmx asks for: a part of the page, never kept for the page."""

    HEADERS = {"HX-Request": "true"}

    def test_the_part_holds_title_results_and_the_top_of_the_page(self, client, index):
        DocumentFactory(title="Canal")
        index.drain()
        response = client.get("/search/?q=canal&kind=minutes", headers=self.HEADERS)
        soup = BeautifulSoup(response.content, "html.parser")
        assert not soup.select("html, #q, footer")
        assert soup.title.get_text().startswith("canal")
        assert titles(soup) == ["Canal"]
        assert "kind=minutes" in soup.select_one(".masthead a[hreflang=ur]")["href"]

    def test_part_and_page_say_the_same(self, ask, client):
        for number in range(12):
            DocumentFactory(title=f"Canal {number}", date=f"{2010 + number}-01-01")
        page = ask("canal", sort="date", page=2)
        part = client.get("/search/?q=canal&sort=date&page=2", headers=self.HEADERS)
        soup = BeautifulSoup(part.content, "html.parser")
        assert titles(soup) == titles(page)
        assert facet(soup, "kind") == facet(page, "kind")

    @pytest.mark.parametrize("path", ["/search/?q=canal", "/search/help/"])
    def test_pages_are_told_apart_from_parts_in_caches(self, client, index, path):
        for headers in (self.HEADERS, {}):
            response = client.get(path, headers=headers)
            if path.startswith("/search/?"):
                assert "HX-Request" in response["Vary"]

    def test_a_page_of_the_history_is_a_whole_page(self, client, index):
        headers = self.HEADERS | {"HX-History-Restore-Request": "true"}
        response = client.get("/search/?q=canal", headers=headers)
        assert b"<html" in response.content

    def test_parts_of_staff_are_kept_out_of_caches(self, client, index):
        client.force_login(UserFactory())
        response = client.get("/search/?q=canal", headers=self.HEADERS)
        assert "no-store" in response["Cache-Control"]


class TestFacets:
    def test_what_was_shown_in_full_stays_so(self, ask):
        for number in range(8):
            DocumentFactory(sector=SectorFactory(name=f"Sector of {number}"))
        soup = ask(all="sector", kind="minutes")
        assert soup.select_one("input[type=hidden][name=all]")["value"] == "sector"
        assert "all=sector" in soup.select_one(".chip")["href"]
        assert ask(all="poems").select("input[type=hidden][name=all]") == []

    def test_an_address_finds_the_same_again(self, ask, client):
        DocumentFactory(title="Canal", date="2016-01-01", kind="minutes")
        DocumentFactory(title="Canal", date="2018-01-01", kind="deep_dive")
        soup = ask("canal", kind=["minutes", "deep_dive"], year_from="2017")
        again = ask(kind=["minutes", "deep_dive"], q="canal", year_from="2017")
        checked = [box["value"] for box in soup.select("input[checked]")]
        assert sorted(checked) == ["deep_dive", "minutes"]
        assert count(soup) == count(again) == 1
        assert (
            facet(soup, "kind")
            == facet(again, "kind")
            == {
                "minutes": 0,
                "deep_dive": 1,
            }
        )

    @pytest.mark.parametrize("site", ["", "ur"])
    def test_the_thumbs_of_the_slider_are_labelled_and_stand_where_chosen(
        self, ask, site
    ):
        for year in (2014, 2016, 2018):
            DocumentFactory(date=f"{year}-05-05")
        soup = ask(year_from="2016", site=site)
        thumbs = soup.select(".slider input[type=range]")
        assert [thumb["value"] for thumb in thumbs] == ["2016", "2018"]
        for thumb, name in zip(thumbs, ("year_from", "year_to"), strict=True):
            assert (thumb["min"], thumb["max"]) == ("2014", "2018")
            label = soup.select_one(f"label[for={name}]").get_text()
            assert thumb["aria-label"] == label
            # Only the inputs are sent, so that the slider needs script and they do not.
            assert not thumb.has_attr("name")
        assert soup.select_one("#year_from")["value"] == "2016"

    def test_one_year_needs_no_slider(self, ask):
        DocumentFactory(date="2016-01-01")
        soup = ask()
        assert not soup.select(".slider, svg.years")
        assert soup.select_one("#year_from")


class TestEffort:
    def test_queries_do_not_grow_with_the_hits(
        self, client, index, django_assert_num_queries
    ):
        DocumentFactory(title="Canal")
        index.drain()
        client.get("/search/?q=canal")  # warms Wagtail's cache of sites
        # Whether there is privacy of pages or collections, what waits for the index,
        # synonyms, the records, names of facets, promoted results.
        with django_assert_num_queries(6):
            client.get("/search/?q=canal")
        for _ in range(9):
            DocumentFactory(title="Canal").departments.add(DepartmentFactory())
        index.drain()
        with django_assert_num_queries(6):
            assert client.get("/search/?q=canal").content.count(b'class="hit"') == 10

    def test_members_of_staff_need_a_few_more(
        self, client, index, django_assert_num_queries
    ):
        client.force_login(UserFactory(units=[DeliveryUnitFactory()]))
        for _ in range(10):
            DocumentFactory(title="Canal", access=Access.INTERNAL)
        index.drain()
        client.get("/search/?q=canal")
        # Session, user, their units and groups; for menu and links, what they may do.
        with django_assert_num_queries(11):
            client.get("/search/?q=canal")


class TestOutage:
    @pytest.fixture
    def broken(self, settings, tmp_path, index):
        in_the_way = tmp_path / "index"
        in_the_way.write_text("This is a file, not a folder.")
        engine = settings.SEARCH_ENGINES["default"]
        settings.SEARCH_ENGINES = {"default": engine | {"LOCATION": str(in_the_way)}}

    def test_an_engine_that_cannot_be_reached_is_a_page_that_says_so(
        self, broken, client
    ):
        response = client.get("/search/?q=canal")
        assert response.status_code == 503
        assert response["Retry-After"]
        soup = BeautifulSoup(response.content, "html.parser")
        assert soup.h1.get_text() == "Search is catching up"
        assert soup.select_one("nav")
        assert soup.select_one("input[name=q]")["value"] == "canal"

    def test_the_part_says_so_in_the_place_of_the_results(self, broken, client):
        response = client.get("/search/?q=canal", headers={"HX-Request": "true"})
        assert response.status_code == 503
        assert response["Retry-After"]
        assert "HX-Request" in response["Vary"]
        soup = BeautifulSoup(response.content, "html.parser")
        assert not soup.select("html")
        assert soup.h1.get_text() == "Search is catching up"

    def test_an_index_that_was_never_built_is_catching_up(
        self, settings, tmp_path, index, client
    ):
        engine = settings.SEARCH_ENGINES["default"]
        settings.SEARCH_ENGINES = {
            "default": engine | {"LOCATION": str(tmp_path / "none")}
        }
        assert client.get("/search/").status_code == 503
