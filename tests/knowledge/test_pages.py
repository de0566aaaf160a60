"""What readers see on the public pages, and what they do not."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import set_script_prefix
from django.utils import timezone

from knowledge.access import Access
from knowledge.models import (
    Decision,
    LessonIndex,
    ProfileAnswer,
    ProfileQuestion,
    StocktakeIndex,
    SystemLink,
)
from knowledge.models.records import PER_PAGE
from portal.templatetags.navigation import (
    LONGEST_REMEMBERED,
    _path_in_language,
    other_languages,
)
from tests.factories import (
    CurriculumLinkFactory,
    DepartmentFactory,
    DocumentFactory,
    EvidenceFactory,
    LearningOutcomeFactory,
    LessonFactory,
    ModuleFactory,
    ProgrammeFactory,
    RuleFactory,
    StocktakeFactory,
    SystemLinkFactory,
    UnitProfileFactory,
    UserFactory,
    home_page,
)
from tests.html import assert_well_made, parse, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    """A little of everything, all of it public."""
    stocktake = StocktakeFactory(
        title="Education stocktake", agenda="1. **Attendance**", title_ur="تعلیم"
    )
    document = DocumentFactory(
        title="Education slides", stocktake=stocktake, unit=stocktake.unit
    )
    lesson = LessonFactory(title="Measure the problem", unit=stocktake.unit)
    EvidenceFactory(lesson=lesson, version=document.current_version)
    department = DepartmentFactory(name="School Education")
    SystemLinkFactory(lesson=lesson, department=department)
    module = ModuleFactory(parent=ProgrammeFactory(), title="Data for decisions")
    CurriculumLinkFactory(
        lesson=lesson, outcome=LearningOutcomeFactory(module=module, code="2.1")
    )
    profile = UnitProfileFactory(unit=stocktake.unit)
    Decision.objects.create(
        stocktake=stocktake,
        text="Share vacancy data.",
        department=department,
        due_date=datetime.date(2018, 1, 31),
    )
    return {
        "home": home_page().url,
        "stocktakes": "/stocktakes/",
        "stocktake": stocktake.url,
        "lessons": "/lessons/",
        "lesson": lesson.url,
        "teaching": "/teaching/",
        "programme": module.get_parent().url,
        "module": module.url,
        "units": "/units/",
        "unit": profile.url,
        "departments": "/departments/",
        "department": department.get_absolute_url(),
        "browse": "/browse/",
        "sign-in": "/sign-in/",
    }


def signed_in(client, **fields):
    user = UserFactory(**fields)
    client.force_login(user)
    return user


@pytest.fixture(params=["/app", "/ur"])
def script_prefix(request):
    """Where on its host the site is served, as the server says at each request."""
    set_script_prefix(f"{request.param}/")
    yield request.param
    set_script_prefix("/")


class TestEveryPage:
    @pytest.mark.parametrize("prefix", ["", "/ur"])
    def test_is_well_made_for_a_visitor(self, client, archive, prefix):
        for name, address in archive.items():
            page = assert_well_made(client.get(prefix + address))
            assert page.html["lang"] == ("ur" if prefix else "en"), name

    @pytest.mark.parametrize("prefix", ["", "/ur"])
    def test_is_well_made_for_staff(self, client, archive, prefix):
        signed_in(client, is_superuser=True)
        for address in archive.values():
            assert_well_made(client.get(prefix + address))

    def test_leads_to_itself_in_the_other_language(self, client, archive):
        for name, address in archive.items():
            page = parse(client.get(address))
            link = page.select_one("header a[hreflang=ur]")
            assert link["href"] == f"/ur{address}", name
            other = parse(client.get(link["href"]))
            assert other.select_one("header a[hreflang=en]")["href"] == address

    def test_keeps_the_question_when_the_language_changes(self, client, archive):
        page = parse(client.get("/lessons/?page=2"))
        link = page.select_one("header a[hreflang=ur]")
        assert link["href"] == "/ur/lessons/?page=2"

    def test_leads_to_itself_where_the_site_is_not_at_the_top_of_its_host(
        self, client, archive, script_prefix
    ):
        for address in [*archive.values(), "/search/"]:
            page = parse(client.get(address, SCRIPT_NAME=script_prefix))
            link = page.select_one("header a[hreflang=ur]")
            assert link["href"] == f"{script_prefix}/ur{address}"
            other = parse(client.get(f"/ur{address}", SCRIPT_NAME=script_prefix))
            link = other.select_one("header a[hreflang=en]")
            assert link["href"] == f"{script_prefix}{address}"

    def test_a_preview_leads_to_its_page_as_it_will_be(self, rf):
        request = rf.get("/lessons/a-lesson/")
        request.resolver_match = None
        (urdu,) = other_languages({"request": request})
        assert urdu["url"] == "/ur/lessons/a-lesson/"

    @pytest.mark.parametrize("path", ["/no.such/page", "/lessons/no such lesson/"])
    def test_what_is_not_there_leads_home(self, rf, path):
        (urdu,) = other_languages({"request": rf.get(path)})
        assert urdu["url"] == "/ur/"

    def test_no_long_address_is_remembered(self, rf):
        path = f"/lessons/{'a' * LONGEST_REMEMBERED}/"
        held = _path_in_language.cache_info().currsize
        (urdu,) = other_languages({"request": rf.get(path)})
        assert urdu["url"] == f"/ur{path}"
        assert _path_in_language.cache_info().currsize == held

    def test_an_address_in_urdu_letters_keeps_its_page(self, rf):
        (urdu,) = other_languages({"request": rf.get("/lessons/سبق/")})
        assert urdu["url"].startswith("/ur/lessons/")

    def test_names_its_one_address_and_its_other_languages(self, client, archive):
        page = parse(client.get("/ur/lessons/?page=2&from=mail"))
        canonical = page.find("link", rel="canonical")["href"]
        assert canonical.endswith("/ur/lessons/?page=2")
        alternates = {
            link["hreflang"]: link["href"] for link in page.select("link[hreflang]")
        }
        assert set(alternates) == {"en", "ur"}

    def test_marks_the_section_that_one_is_in(self, client, archive):
        current = parse(client.get("/lessons/")).select("nav a[aria-current]")
        assert [link["aria-current"] for link in current] == ["page"]
        below = parse(client.get(archive["lesson"])).select("nav a[aria-current]")
        assert [(link["href"], link["aria-current"]) for link in below] == [
            ("/lessons/", "true")
        ]

    def test_lets_keyboards_skip_to_the_content(self, client, archive):
        page = parse(client.get("/"))
        first = page.body.find("a")
        assert first["href"] == "#main"
        assert page.find(id="main").name == "main"

    def test_marks_what_is_written_in_another_language(self, client):
        LessonFactory(title="پیمانہ رجسٹر نہیں", language="ur")
        page = parse(client.get("/lessons/"))
        title = page.find("h2", string="پیمانہ رجسٹر نہیں")
        assert (title["lang"], title["dir"]) == ("ur", "rtl")


class TestMenu:
    def test_visitors_can_sign_in_and_come_back(self, client, archive):
        page = parse(client.get("/ur/lessons/"))
        assert page.select_one('header a[href="/ur/sign-in/?next=%2Fur%2Flessons%2F"]')

    def test_signing_out_is_a_form(self, client, archive):
        signed_in(client)
        form = parse(client.get("/")).select_one('header form[action="/sign-out/"]')
        assert form["method"] == "post"
        assert form.find("input", attrs={"name": "csrfmiddlewaretoken"})

    def test_only_those_who_may_archive_are_led_there(self, client, archive):
        user = signed_in(client)
        assert not parse(client.get("/")).select('header a[href^="/archive/"]')
        user.user_permissions.add(
            Permission.objects.get(
                codename="add_document", content_type__app_label="knowledge"
            )
        )
        assert parse(client.get("/")).select('header a[href^="/archive/"]')

    def test_only_those_who_may_enter_the_admin_are_led_there(self, client, archive):
        user = signed_in(client)
        assert not parse(client.get("/")).select('header a[href="/admin/"]')
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        assert parse(client.get("/")).select('header a[href="/admin/"]')


class TestHiddenItems:
    @pytest.fixture
    def hidden(self):
        """Items that no visitor may see, each tied to something public."""
        department = DepartmentFactory()
        rule = RuleFactory(department=department)
        stocktake = StocktakeFactory(title="Open stocktake")
        secret = {"access": Access.RESTRICTED, "unit": stocktake.unit}
        document = DocumentFactory(
            title="Hidden document",
            stocktake=stocktake,
            pages=["Told in secret."],
            **secret,
        )
        lesson = LessonFactory(title="Open lesson", unit=stocktake.unit)
        hidden_lesson = LessonFactory(title="Hidden lesson", **secret)
        for row in (lesson, hidden_lesson):
            EvidenceFactory(
                lesson=row, version=document.current_version, quote="Told in secret."
            )
        SystemLinkFactory(lesson=hidden_lesson, department=department)
        SystemLinkFactory(lesson=hidden_lesson, rule=rule, department=None)
        hidden_stocktake = StocktakeFactory(
            title="Hidden stocktake", departments=[department], **secret
        )
        Decision.objects.create(
            stocktake=hidden_stocktake, text="Hidden decision", department=department
        )
        module = ModuleFactory(parent=ProgrammeFactory(title="Open programme"))
        outcome = LearningOutcomeFactory(module=module)
        CurriculumLinkFactory(lesson=hidden_lesson, outcome=outcome)
        hidden_module = ModuleFactory(
            parent=module.get_parent(), title="Hidden module", **secret
        )
        CurriculumLinkFactory(
            lesson=lesson, outcome=LearningOutcomeFactory(module=hidden_module)
        )
        profile = UnitProfileFactory(unit=stocktake.unit)
        return {
            "unit": stocktake.unit,
            "lesson": lesson,
            "stocktake": stocktake,
            "department": department,
            "addresses": [
                "/",
                "/stocktakes/",
                stocktake.url,
                "/lessons/",
                lesson.url,
                module.get_parent().url,
                module.url,
                profile.url,
                "/browse/",
                "/departments/",
                department.get_absolute_url(),
            ],
        }

    @pytest.mark.parametrize("prefix", ["", "/ur"])
    def test_appear_nowhere_for_a_visitor(self, client, hidden, prefix):
        for address in hidden["addresses"]:
            shown = client.get(prefix + address).content.decode()
            assert "Hidden" not in shown, address
            assert "secret" not in shown, address

    def test_appear_for_members_of_the_unit(self, client, hidden):
        signed_in(client, units=[hidden["unit"]])
        everything = "".join(
            words(client.get(address)) for address in hidden["addresses"]
        )
        for title in ["document", "lesson", "stocktake", "decision", "module"]:
            assert f"Hidden {title}" in everything

    def test_a_lesson_says_how_many_quotes_are_hidden(self, client, hidden):
        text = words(client.get(hidden["lesson"].url))
        assert "1 quote is in a document that is not public." in text

    def test_a_hidden_document_does_not_tie_a_lesson_to_a_stocktake(
        self, client, hidden
    ):
        assert "Open lesson" not in words(client.get(hidden["stocktake"].url))
        signed_in(client, units=[hidden["unit"]])
        assert "Open lesson" in words(client.get(hidden["stocktake"].url))

    def test_the_numbers_of_departments_leave_them_out(self, client, hidden):
        assert "1 lesson" not in words(client.get("/departments/"))
        signed_in(client, units=[hidden["unit"]])
        assert "1 lesson" in words(client.get("/departments/"))

    def test_a_page_of_another_unit_is_as_if_it_did_not_exist(self, client, hidden):
        response = client.get("/lessons/no-such-lesson/")
        lesson = LessonFactory(access=Access.RESTRICTED, title="Sealed")
        sealed = client.get(lesson.url)
        assert response.status_code == sealed.status_code == 404
        assert "Sealed" not in words(sealed)


class TestStocktake:
    def test_shows_its_pack_decisions_agenda_and_lessons(self, client, archive):
        text = words(client.get(archive["stocktake"]))
        for part in [
            "12 Dec 2017",
            "chaired by Chief Minister",
            "Education slides",
            "Share vacancy data.",
            "School Education",
            "due 31 Jan 2018",
            "Overdue",
            "Measure the problem",
        ]:
            assert part in text
        assert parse(client.get(archive["stocktake"])).find(
            "strong", string="Attendance"
        )

    def test_is_written_in_urdu_where_it_can_be(self, client, archive):
        text = words(client.get("/ur" + archive["stocktake"]))
        assert "تعلیم" in text
        assert "۱۲ دسمبر ۲۰۱۷" in text

    def test_those_who_may_archive_can_add_documents(self, client, archive):
        assert "/archive/" not in client.get(archive["stocktake"]).content.decode()
        signed_in(client, is_superuser=True)
        page = parse(client.get(archive["stocktake"]))
        assert page.select('main a[href^="/archive/stocktakes/"]')

    def test_an_open_decision_is_overdue_after_its_day_only(self):
        today = timezone.localdate()
        assert not Decision(due_date=today).is_overdue
        assert Decision(due_date=today - datetime.timedelta(days=1)).is_overdue
        assert not Decision(due_date=datetime.date(2018, 1, 1), state="done").is_overdue


class TestRecordsInTwoLanguages:
    """What a record has in Urdu stands on Urdu pages; the rest keeps its language."""

    @pytest.fixture
    def stocktake(self):
        stocktake = StocktakeFactory(
            chair="Chief Minister",
            chair_ur="وزیرِ اعلیٰ",
            agenda="1. Attendance",
            agenda_ur="1. حاضری",
        )
        for text, text_ur in [("Count heads.", "حاضری گنیں۔"), ("Pay fuel.", "")]:
            Decision.objects.create(stocktake=stocktake, text=text, text_ur=text_ur)
        return stocktake

    def test_a_stocktake_is_in_urdu_on_urdu_pages(self, client, stocktake):
        page = parse(client.get(f"/ur{stocktake.url}"))
        text = page.main.get_text()
        for urdu in ("وزیرِ اعلیٰ", "حاضری", "حاضری گنیں۔"):
            assert urdu in text
        for english in ("Chief Minister", "Attendance", "Count heads."):
            assert english not in text

    def test_what_is_not_in_urdu_stands_in_its_own_language(self, client, stocktake):
        page = parse(client.get(f"/ur{stocktake.url}"))
        decision = page.find(string="Pay fuel.").parent
        assert (decision["lang"], decision["dir"]) == ("en", "ltr")
        assert page.find(string="حاضری").find_parent(dir=True)["dir"] == "rtl"

    def test_english_pages_stay_english(self, client, stocktake):
        text = words(client.get(stocktake.url))
        assert "Attendance" in text and "Count heads." in text
        assert "حاضری" not in text

    def test_programme_module_and_unit_are_in_urdu_too(self, client):
        programme = ProgrammeFactory(
            institution="An academy",
            institution_ur="ایک اکیڈمی",
            summary="A course.",
            summary_ur="ایک کورس۔",
        )
        module = ModuleFactory(
            parent=programme,
            summary="In short.",
            summary_ur="مختصراً۔",
            body="At length.",
            body_ur="تفصیل سے۔",
        )
        profile = UnitProfileFactory()
        question = ProfileQuestion.objects.create(text="Who pays?", text_ur="خرچ؟")
        ProfileAnswer.objects.create(
            profile=profile, question=question, text="All.", text_ur="سب۔"
        )
        for address, urdu, english in [
            (programme.url, ["ایک اکیڈمی", "ایک کورس۔"], ["An academy", "A course."]),
            (module.url, ["مختصراً۔", "تفصیل سے۔"], ["In short.", "At length."]),
            (profile.url, ["خرچ؟", "سب۔"], ["Who pays?", "All."]),
        ]:
            shown = words(client.get(f"/ur{address}"))
            assert all(text in shown for text in urdu)
            assert not any(text in shown for text in english)


class TestLesson:
    def test_links_each_quote_to_its_page_with_the_words_lit(self, client, archive):
        page = parse(client.get(archive["lesson"]))
        quote = page.select_one("figure.quote")
        assert "Text of the page." in quote.blockquote.get_text()
        assert "/pages/1/?quote=Text+of+the+page.#quote" in quote.a["href"]

    def test_shows_what_is_for_and_against_it(self, client):
        lesson = LessonFactory()
        EvidenceFactory(lesson=lesson, role="contradicts")
        assert "contradicts" in words(client.get(lesson.url))

    def test_shows_its_links_to_administration_and_curriculum(self, client, archive):
        text = words(client.get(archive["lesson"]))
        assert "concerns School Education" in text
        assert "Data for decisions" in text
        assert "SBQ-L-" in text

    def test_stands_in_its_own_direction_on_a_page_of_another(self, client):
        lesson = LessonFactory(language="ur", what_happened="حاضری بڑھی۔")
        body = parse(client.get(lesson.url)).find("p", string="حاضری بڑھی۔").parent
        assert (body["lang"], body["dir"]) == ("ur", "rtl")

    def test_hostile_text_is_harmless(self, client):
        lesson = LessonFactory(
            title="<script>alert(1)</script>",
            summary="<img src=x onerror=alert(1)>",
            cause="<svg onload=alert(1)> [x](javascript:alert(1))",
            tags=["<b>tag</b>"],
        )
        page = assert_well_made(client.get(lesson.url))
        assert not page.select("main script, main img, main svg, main b")


class TestUnit:
    def test_shows_its_profile_and_its_latest_work(self, client, archive):
        text = words(client.get(archive["unit"]))
        for title in ["Education stocktake", "Education slides", "Measure the problem"]:
            assert title in text

    def test_a_profile_without_a_unit_shows_nobody_elses_work(self, client):
        DocumentFactory(title="Of no unit", unit=None)
        LessonFactory(title="Lesson of no unit", unit=None)
        assert "of no unit" not in words(
            client.get(UnitProfileFactory(unit=None).url)
        ).replace("Of", "of")


class TestModule:
    def test_is_a_reader_with_each_lesson_whole(self, client, archive):
        page = parse(client.get(archive["module"]))
        reader = page.select_one(".handout")
        assert "Measure the problem" in reader.get_text()
        assert "The indicator rose and the problem stayed." in reader.get_text()
        assert "Text of the page." in reader.get_text()

    def test_each_outcome_leads_to_its_lessons_on_the_page(self, client, archive):
        page = parse(client.get(archive["module"]))
        for link in page.select("table a"):
            assert page.find(id=link["href"].removeprefix("#"))

    def test_an_outcome_without_a_lesson_says_so(self, client):
        outcome = LearningOutcomeFactory()
        assert "no lesson yet" in words(client.get(outcome.module.url))

    def test_a_lesson_under_two_outcomes_is_printed_once(self, client):
        module = ModuleFactory()
        lesson = LessonFactory()
        for _ in range(2):
            CurriculumLinkFactory(
                lesson=lesson, outcome=LearningOutcomeFactory(module=module)
            )
        assert len(parse(client.get(module.url)).select(".handout > article")) == 1

    def test_a_hidden_programme_is_not_named(self, client):
        programme = ProgrammeFactory(title="Sealed", access=Access.RESTRICTED)
        module = ModuleFactory(parent=programme)
        assert "Sealed" not in client.get(module.url).content.decode()


class TestDepartment:
    def test_groups_lessons_by_what_they_say_to_it(self, client):
        department = DepartmentFactory()
        rule = RuleFactory(department=department, name="Form 2-B", kind="form")
        SystemLinkFactory(
            department=department, lesson=LessonFactory(title="A concern")
        )
        SystemLinkFactory(
            department=None,
            rule=rule,
            relation=SystemLink.Relation.CHANGED,
            lesson=LessonFactory(title="A change"),
        )
        page = parse(client.get(department.get_absolute_url()))
        headings = [heading.get_text(strip=True) for heading in page.select("main h3")]
        assert headings == ["Concern this department", "Changed something here"]
        assert "Form: Form 2-B" in page.get_text()

    def test_shows_only_its_own_decisions(self, client):
        department = DepartmentFactory()
        stocktake = StocktakeFactory(departments=[department])
        Decision.objects.create(stocktake=stocktake, text="Ours", department=department)
        Decision.objects.create(
            stocktake=stocktake, text="Theirs", department=DepartmentFactory()
        )
        text = words(client.get(department.get_absolute_url()))
        assert "Ours" in text
        assert "Theirs" not in text

    def test_that_does_not_exist_is_not_found(self, client, archive):
        assert client.get("/departments/no-such/").status_code == 404


class TestBrowse:
    def test_counts_what_the_reader_may_see(self, client):
        document = DocumentFactory(kind="minutes", date=datetime.date(2017, 5, 1))
        DocumentFactory(kind="minutes", sector=document.sector, access=Access.INTERNAL)
        choices = self.choices(client)
        assert choices["/search/?kind=minutes"] == "Minutes 1"
        assert choices["/search/?year_from=2017&year_to=2017"] == "2017 1"
        signed_in(client)
        choices = self.choices(client)
        assert choices["/search/?kind=minutes"] == "Minutes 2"
        assert choices[f"/search/?sector={document.sector.slug}"].endswith(" 2")

    def choices(self, client):
        page = parse(client.get("/browse/"))
        return {
            link["href"]: " ".join(link.get_text(" ").split())
            for link in page.select(".counts a")
        }

    def test_an_empty_archive_is_a_page_too(self, client, archive):
        assert_well_made(client.get("/browse/"))


class TestLists:
    @pytest.mark.parametrize(
        ("factory", "index"),
        [(StocktakeFactory, StocktakeIndex), (LessonFactory, LessonIndex)],
    )
    def test_are_divided_into_pages(self, client, factory, index):
        factory.create_batch(PER_PAGE + 1)
        address = index.objects.get().url
        first = parse(client.get(address))
        assert len(first.select("article")) == PER_PAGE
        following = first.select_one("a[rel=next]")
        assert following["href"] == "?page=2"
        assert len(parse(client.get(address + "?page=2")).select("article")) == 1

    @pytest.mark.parametrize("page", ["0", "999", "x", "-1", ""])
    def test_a_page_number_that_is_none_shows_a_page(self, client, page):
        StocktakeFactory()
        assert client.get("/stocktakes/", {"page": page}).status_code == 200

    def test_an_empty_list_says_so(self, client):
        home_page()
        assert "There is no lesson that you may see." in words(client.get("/lessons/"))
