"""Staff put results above all others, and nobody is told of what is closed to them."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import (
    Query,
    QueryDailyHits,
    SearchPromotion,
)
from wagtail.models import PageViewRestriction

from knowledge.access import Access
from search.models import PromotedDocument
from search.promoted import promoted_for
from search.recording import tally
from tests.factories import (
    DeliveryUnitFactory,
    DocumentFactory,
    LessonFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db

PUBLIC = AnonymousUser()
SECRET = "Confidential audit of canals"


@pytest.fixture(autouse=True)
def site():
    tally.forget()
    return home_page()


@pytest.fixture
def unit():
    return DeliveryUnitFactory(short_name="SMU")


@pytest.fixture
def archivist(unit):
    return UserFactory(groups=["Archivists"], units=[unit])


@pytest.fixture
def as_archivist(client, archivist):
    client.force_login(archivist)
    return client


def promote(text, target=None, **fields) -> SearchPromotion:
    query = Query.get(text)
    if hasattr(target, "path"):
        return SearchPromotion.objects.create(query=query, page=target, **fields)
    promotion = SearchPromotion.objects.create(query=query, **fields)
    if target:
        PromotedDocument.objects.create(promotion=promotion, document=target)
    return promotion


def titles(text, user=PUBLIC):
    return [item.title for item in promoted_for(text, user)]


class TestMatching:
    def test_pages_documents_and_addresses_are_promoted_in_their_order(self):
        promote("chief minister", LessonFactory(title="Lesson"), sort_order=2)
        promote("chief minister", DocumentFactory(title="Minutes"), sort_order=1)
        promote(
            "chief minister",
            external_link_url="https://example.org/",
            external_link_text="Office",
            sort_order=0,
        )
        shown = promoted_for("chief minister", PUBLIC)
        assert [item.title for item in shown] == ["Office", "Minutes", "Lesson"]
        assert [item.kind for item in shown] == ["", "Minutes", "Lesson"]

    @pytest.mark.parametrize(
        "text",
        ["Chief  Ministers", "CHIEF MINISTER", "chief minister's", "“chief” minister"],
    )
    def test_spelling_and_form_make_no_difference(self, text):
        promote("chief minister", DocumentFactory(title="Minutes"))
        assert titles(text) == ["Minutes"]

    def test_letters_of_other_keyboards_make_no_difference(self):
        promote("وزیر اعلیٰ", DocumentFactory(title="Minutes"))
        assert titles("وزير اعلى") == ["Minutes"]

    @pytest.mark.parametrize(
        "text", ["minister", "chief minister canal", "", "!?", "\0"]
    )
    def test_other_words_promote_nothing(self, text):
        promote("chief minister", DocumentFactory(title="Minutes"))
        assert titles(text) == []

    def test_a_search_without_promotions_costs_one_query(
        self, django_assert_num_queries
    ):
        promote("chief minister", DocumentFactory())
        with django_assert_num_queries(1):
            assert titles("canal") == []


class TestAccess:
    @pytest.fixture(params=["document", "lesson"])
    def closed(self, request, unit):
        factory = {"document": DocumentFactory, "lesson": LessonFactory}[request.param]
        record = factory(title=SECRET, unit=unit, access=Access.RESTRICTED)
        promote("canal", record)
        return record

    def test_what_is_closed_is_promoted_to_those_only_who_may_see_it(
        self, closed, unit
    ):
        assert titles("canal") == []
        assert titles("canal", UserFactory()) == []
        assert titles("canal", UserFactory(units=[unit])) == [SECRET]

    def test_the_search_page_does_not_tell_of_it(self, closed, index, client):
        DocumentFactory(title="Canal")
        index.drain()
        page = client.get("/search/?q=canal").content.decode()
        assert SECRET not in page
        assert "Promoted" not in page

    def test_an_embargo_and_a_draft_close_too(self):
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        promote("canal", DocumentFactory(embargo_until=tomorrow))
        promote("canal", LessonFactory(live=False))
        assert titles("canal", UserFactory()) == []

    def test_privacy_of_a_page_without_access_of_its_own_closes_too(self, site):
        promote("canal", site)
        assert titles("canal") == [site.title]
        PageViewRestriction.objects.create(page=site, restriction_type="login")
        assert titles("canal") == []

    def test_the_screen_tells_staff_of_other_units_nothing(self, closed, client):
        client.force_login(UserFactory(groups=["Archivists"]))
        query = Query.get("canal")
        listed = client.get(reverse("wagtailsearchpromotions:index"))
        assert SECRET not in listed.content.decode()
        assert "canal" not in listed.content.decode()
        for name in ("edit", "delete"):
            address = reverse(f"wagtailsearchpromotions:{name}", args=[query.pk])
            assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
        assert SearchPromotion.objects.count() == 1
        for name in ("chooser", "chooserresults", "search_terms"):
            address = reverse(f"wagtailsearchpromotions:{name}")
            assert client.get(address).status_code == 404

    def test_beside_what_one_may_see_the_rest_stays_as_it_is(self, closed, client):
        shown = promote("canal", DocumentFactory(title="Open canal"))
        client.force_login(UserFactory(groups=["Archivists"]))
        query = Query.get("canal")
        address = reverse("wagtailsearchpromotions:edit", args=[query.pk])
        assert SECRET not in client.get(address).content.decode()
        client.post(reverse("wagtailsearchpromotions:delete", args=[query.pk]))
        assert not SearchPromotion.objects.filter(pk=shown.pk).exists()
        assert query.editors_picks.count() == 1

    @pytest.mark.parametrize("kind", ["page", "document"])
    def test_a_number_in_the_form_opens_nothing(self, unit, client, kind):
        factory = {"document": DocumentFactory, "page": LessonFactory}[kind]
        record = factory(title=SECRET, unit=unit, access=Access.RESTRICTED)
        client.force_login(UserFactory(groups=["Archivists"]))
        response = client.post(
            reverse("wagtailsearchpromotions:add"),
            form("canal", {kind: record.pk}),
        )
        assert response.status_code == 200
        assert SECRET not in response.content.decode()
        assert not SearchPromotion.objects.exists()

    def test_the_chooser_offers_what_one_may_see(self, unit, client):
        DocumentFactory(title=SECRET, unit=unit, access=Access.RESTRICTED)
        DocumentFactory(title="Open canal", access=Access.INTERNAL)
        client.force_login(UserFactory(groups=["Archivists"]))
        offered = client.get(
            reverse("promoted_document_chooser:choose"), {"q": "canal"}
        )
        assert "Open canal" in offered.json()["html"]
        assert SECRET not in offered.json()["html"]
        assert "Upload" not in offered.json()["html"]

    def test_a_promoted_document_that_is_deleted_is_promoted_no_more(self):
        document = DocumentFactory()
        promote("canal", document)
        document.delete()
        assert titles("canal") == []
        assert not SearchPromotion.objects.exists()


def form(text, *results) -> dict:
    """What the form of a query with these promoted results sends."""
    sent = {
        "query_string": text,
        "editors_picks-TOTAL_FORMS": len(results),
        "editors_picks-INITIAL_FORMS": sum("id" in each for each in results),
        "editors_picks-MIN_NUM_FORMS": 0,
        "editors_picks-MAX_NUM_FORMS": 1000,
    }
    for number, result in enumerate(results):
        empty = dict.fromkeys(
            ("page", "document", "external_link_url", "external_link_text"), ""
        )
        fields = {"ORDER": number + 1, "description": ""} | empty | result
        sent |= {f"editors_picks-{number}-{name}": v for name, v in fields.items()}
    return sent


class TestScreens:
    ADD = "/admin/searchpicks/add/"

    def test_a_document_and_a_page_are_promoted(self, as_archivist):
        document, lesson = (
            DocumentFactory(title="Minutes"),
            LessonFactory(title="Lesson"),
        )
        response = as_archivist.post(
            self.ADD,
            form("Canal", {"document": document.pk}, {"page": lesson.pk}),
            follow=True,
        )
        assert "were made" in " ".join(map(str, response.context["messages"]))
        assert titles("canal") == ["Minutes", "Lesson"]
        listed = as_archivist.get("/admin/searchpicks/").content.decode()
        assert "Minutes" in listed
        assert "Lesson" in listed

    def test_a_document_gives_way_to_a_page(self, as_archivist):
        promotion = promote("canal", DocumentFactory(title="Minutes"))
        lesson = LessonFactory(title="Lesson")
        address = reverse("wagtailsearchpromotions:edit", args=[promotion.query_id])
        as_archivist.post(
            address, form("canal", {"id": promotion.pk, "page": lesson.pk})
        )
        assert titles("canal") == ["Lesson"]
        assert not PromotedDocument.objects.exists()

    @pytest.mark.parametrize(
        ("result", "fault"),
        [
            ({}, "Choose one page, or one document"),
            (
                {"external_link_url": "https://example.org/"},
                "Give that address a name",
            ),
            (
                {"external_link_url": "javascript:alert(1)", "external_link_text": "x"},
                "Enter a valid URL",
            ),
        ],
    )
    def test_a_result_that_leads_nowhere_is_refused(self, as_archivist, result, fault):
        response = as_archivist.post(
            self.ADD, form("canal", {"description": "x"} | result)
        )
        assert fault in response.content.decode()
        assert not SearchPromotion.objects.exists()

    def test_two_targets_are_refused(self, as_archivist):
        both = {"page": LessonFactory().pk, "document": DocumentFactory().pk}
        response = as_archivist.post(self.ADD, form("canal", both))
        assert "Choose one page, or one document" in response.content.decode()

    def test_a_query_needs_a_word_and_a_result(self, as_archivist):
        response = as_archivist.post(self.ADD, form("…", {"page": LessonFactory().pk}))
        assert "Write a word" in response.content.decode()
        response = as_archivist.post(self.ADD, form("canal"))
        assert "at least one promoted result" in response.content.decode()

    def test_no_screen_has_an_inline_script(self, as_archivist):
        promotion = promote("canal", DocumentFactory())
        for address in (
            self.ADD,
            reverse("wagtailsearchpromotions:edit", args=[promotion.query_id]),
        ):
            response = as_archivist.get(address)
            assert "unsafe" not in response["Content-Security-Policy"]
            assert "new InlinePanel" not in response.content.decode()

    def test_markup_is_shown_as_text(self, as_archivist, index):
        promote(
            "<i>canal</i>",
            external_link_url="https://example.org/",
            external_link_text="<b>Office</b>",
            description="<script>1</script>",
        )
        for address in ("/admin/searchpicks/", "/search/?q=i canal i"):
            page = as_archivist.get(address).content.decode()
            assert "&lt;b&gt;Office" in page
            assert "<b>Office" not in page
            assert "<script>1" not in page

    @pytest.mark.parametrize("name", ["Editors", "Trainers"])
    def test_others_have_no_way_in(self, client, name):
        promotion = promote("canal", DocumentFactory(title="Minutes"))
        client.force_login(UserFactory(groups=[name]))
        for address in (
            "/admin/searchpicks/",
            self.ADD,
            f"/admin/searchpicks/{promotion.query_id}/",
            f"/admin/searchpicks/{promotion.query_id}/delete/",
        ):
            asked = client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
            assert asked.status_code == 403, address
            assert client.post(address, form("canal")).status_code in (302, 403)
        assert "searchpicks" not in client.get("/admin/").content.decode()
        assert SearchPromotion.objects.exists()


class TestOnTheSearchPage:
    def test_it_stands_above_the_results_and_says_that_it_is_promoted(
        self, client, index
    ):
        promote("canal", LessonFactory(title="The lesson"), description="Read this.")
        DocumentFactory(title="Canal minutes")
        index.drain()
        page = client.get("/search/?q=canals").content.decode()
        assert page.index("The lesson") < page.index('class="hit"')
        assert "Promoted" in page
        assert "Read this." in page

    def test_it_also_stands_above_no_results(self, client, index):
        promote("sluice", LessonFactory(title="The lesson"))
        assert "The lesson" in client.get("/search/?q=sluice").content.decode()

    def test_it_does_not_stand_on_the_second_page(self, client, index):
        promote("canal", LessonFactory(title="The lesson"))
        for number in range(12):
            DocumentFactory(title=f"Canal {number}")
        index.drain()
        assert (
            "The lesson" not in client.get("/search/?q=canal&page=2").content.decode()
        )

    def test_wagtail_counts_how_often_it_was_searched_for(self, client, index):
        promote("canal", DocumentFactory())
        for text in ("canal", "Canals", "road"):
            client.get(f"/search/?q={text}")
        tally.write()
        assert QueryDailyHits.objects.get().hits == 2
        assert Query.objects.count() == 1
