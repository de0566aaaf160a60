"""What the search engine is told of each kind of record."""

import datetime

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from knowledge import models
from knowledge.access import Access
from search.sources import SOURCES
from tests import factories
from tests.factories import DocumentFactory, LessonFactory

pytestmark = pytest.mark.django_db


def document_of(record):
    """The search document of a record, or None if it has none."""
    source = next(s for s in SOURCES.values() if s.model is type(record))
    return next(source.documents([record.pk]), None)


def test_a_document_is_found_by_its_words_and_by_the_names_of_what_it_belongs_to():
    department = factories.DepartmentFactory(name="Irrigation", name_ur="آبپاشی")
    document = DocumentFactory(
        title="Canal cleaning",
        summary="Silt and money.",
        sector__name="Water",
        unit__short_name="SMU Punjab",
        pages=["First page.", "Second page."],
        pages__name="canal-cleaning.txt",
    )
    document.departments.add(department)
    document.tags.add("silt")
    found = document_of(document)
    assert found.key == f"document:{document.pk}"
    assert found.title == "Canal cleaning"
    assert found.summary == "Silt and money."
    assert found.tags == ("silt",)
    assert [page.text for page in found.pages] == ["First page.", "Second page."]
    for words in (document.identifier, "canal-cleaning.txt", "Water", "SMU Punjab"):
        assert words in found.text
    assert "Irrigation" in found.text
    assert "آبپاشی" in found.text


def test_facets_are_codes_and_slugs_in_whatever_language_the_site_is_read():
    document = DocumentFactory(kind="minutes", language="ur", access=Access.INTERNAL)
    department = factories.DepartmentFactory()
    document.departments.add(department)
    assert document_of(document).facets == {
        "type": ("document",),
        "kind": ("minutes",),
        "government": (document.unit.government.slug,),
        "unit": (document.unit.slug,),
        "sector": (document.sector.slug,),
        "department": (department.slug,),
        "language": ("ur",),
        "access": ("internal",),
        "year": ("2017",),
    }


def test_speaker_notes_are_searched_with_their_slide():
    document = DocumentFactory(pages=["Slide."])
    document.current_version.pages.update(notes="Ask about vacancies.")
    assert "Ask about vacancies." in document_of(document).pages[0].text


def test_a_document_without_a_file_or_text_is_there_all_the_same():
    document = models.Document.objects.create(title="Only a title")
    found = document_of(document)
    assert found.pages == ()
    assert found.facets["access"] == ("internal",)
    assert found.labels == {"internal"}


def test_only_the_pages_of_the_newest_version_are_searched():
    document = DocumentFactory(pages=["Old words."])
    factories.add_version(document, ["New words."])
    assert [page.text for page in document_of(document).pages] == ["New words."]


def test_documents_of_every_access_are_told_with_their_labels(django_user_model):
    unit = factories.DeliveryUnitFactory()
    group = Group.objects.create(name="Audit")
    restricted = DocumentFactory(access=Access.RESTRICTED, unit=unit)
    restricted.access_groups.add(group)
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    embargoed = DocumentFactory(unit=unit, embargo_until=tomorrow)
    assert document_of(restricted).labels == {f"unit:{unit.pk}", f"group:{group.pk}"}
    assert document_of(embargoed).labels == {f"unit:{unit.pk}"}
    assert document_of(DocumentFactory()).labels == {"public"}


def test_privacy_of_a_collection_is_in_every_label():
    collection = Collection.get_first_root_node().add_child(name="Closed")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="login"
    )
    document = DocumentFactory(collection=collection)
    assert document_of(document).labels == {f"public+collection:{restriction.pk}"}


def test_privacy_of_a_page_is_in_every_label_below_it():
    lesson = LessonFactory()
    restriction = PageViewRestriction.objects.create(
        page=lesson.get_parent(), restriction_type="login"
    )
    assert document_of(lesson).labels == {f"public+page:{restriction.pk}"}


def test_drafts_are_not_told():
    assert document_of(LessonFactory(live=False)) is None


def test_a_changed_draft_of_a_lesson_is_not_told_before_it_is_published():
    lesson = LessonFactory(title="Published words")
    lesson.title = "Words of the draft"
    revision = lesson.save_revision()
    assert document_of(lesson).title == "Published words"
    revision.publish()
    assert document_of(lesson).title == "Words of the draft"


def test_a_lesson_is_told_without_the_quotes_that_prove_it():
    lesson = LessonFactory(what_happened="The posts stayed vacant.", tags=["posts"])
    closed = DocumentFactory(access=Access.RESTRICTED, pages=["A secret sentence."])
    factories.EvidenceFactory(
        lesson=lesson, version=closed.current_version, quote="A secret sentence."
    )
    link = factories.SystemLinkFactory(lesson=lesson)
    found = document_of(lesson)
    assert "The posts stayed vacant." in found.text
    assert "secret" not in found.text
    assert found.summary == lesson.summary
    assert found.tags == ("posts",)
    assert found.facets["department"] == (link.department.slug,)
    assert found.facets["kind"] == ("lesson",)


def test_markdown_is_told_as_it_is_read():
    lesson = LessonFactory(
        what_happened="# Posts\n\n* **Vacant** posts & [rules](https://example.org)"
    )
    text = document_of(lesson).text
    assert "Vacant posts & rules" in text
    assert "*" not in text


def test_a_lesson_that_names_a_rule_is_found_by_the_department_of_the_rule():
    lesson = LessonFactory()
    rule = factories.RuleFactory(name="Leave rules")
    factories.SystemLinkFactory(lesson=lesson, department=None, rule=rule)
    found = document_of(lesson)
    assert found.facets["department"] == (rule.department.slug,)
    assert "Leave rules" in found.text


def test_a_stocktake_is_told_with_its_agenda_and_decisions():
    stocktake = factories.StocktakeFactory(agenda="Posts and schools.")
    stocktake.decisions = [models.Decision(text="Fill the vacant posts.")]
    stocktake.save()
    found = document_of(stocktake)
    assert "Posts and schools." in found.text
    assert "Fill the vacant posts." in found.text
    assert found.date == stocktake.date


def test_a_learning_event_is_told_with_its_questions_and_what_was_said():
    author = factories.UserFactory(first_name="Nadia", username="nadia")
    event = factories.LearningEventFactory(
        title_ur="جائزہ",
        purpose="Look back on **fuel**.",
        participants="Three officers",
        stocktake=factories.StocktakeFactory(title="Closed", access=Access.RESTRICTED),
        sector=factories.SectorFactory(name="Health"),
    )
    question = event.questions.create(text="Who was told?", text_ur="کس کو بتایا؟")
    event.entries.create(
        part="discussion", question=question, text="Nobody was.", author=author
    )
    event.entries.create(part="action", text="Order.", responsible="Store keeper")
    factories.ObservationFactory(event=event, text="Seen by one.")
    found = document_of(event)
    assert (found.key, found.title) == (f"event:{event.pk}", event.title)
    for words in (
        *("جائزہ", "Look back on fuel.", "Three officers", "Health"),
        *("Who was told?", "کس کو بتایا؟", "Nobody was.", "Order.", "Store keeper"),
    ):
        assert words in found.text
    for words in ("Nadia", "nadia", "Seen by one", "Closed"):
        assert words not in found.text
    assert found.facets["kind"] == ("event",)
    assert found.facets["unit"] == (event.unit.slug,)
    assert found.facets["government"] == (event.unit.government.slug,)
    assert found.date == event.date
    assert found.labels == {"internal"}


def test_a_unit_is_told_with_its_answers_and_its_name_in_urdu():
    profile = factories.UnitProfileFactory(title_ur="یونٹ", summary="A small team.")
    question = models.ProfileQuestion.objects.create(text="Who leads it?")
    profile.answers = [models.ProfileAnswer(question=question, text="A director.")]
    profile.save()
    found = document_of(profile)
    assert found.summary == "A small team."
    assert "A director." in found.text
    assert "یونٹ" in found.text


def test_a_module_is_told_with_its_learning_outcomes_in_both_languages():
    outcome = factories.LearningOutcomeFactory(text_ur="اشاریہ چنیں")
    found = document_of(outcome.module)
    assert outcome.text in found.text
    assert "اشاریہ چنیں" in found.text


def test_a_programme_is_told():
    programme = factories.ProgrammeFactory(institution="Staff College")
    assert "Staff College" in document_of(programme).text


@pytest.mark.parametrize(
    "factory",
    [
        DocumentFactory,
        LessonFactory,
        factories.StocktakeFactory,
        factories.LearningEventFactory,
        factories.UnitProfileFactory,
        factories.ProgrammeFactory,
        factories.ModuleFactory,
    ],
)
def test_many_records_need_no_more_queries_than_few(
    factory, django_assert_max_num_queries
):
    group = Group.objects.create(name="Audit")
    source = next(s for s in SOURCES.values() if s.model is factory._meta.model)
    for number in range(12):
        record = factory(access=Access.RESTRICTED)
        record.access_groups.add(group)
        record.save()
        if factory is LessonFactory:
            factories.SystemLinkFactory(lesson=record)
        if factory is DocumentFactory:
            record.tags.add(f"tag {number}")
            record.departments.add(factories.DepartmentFactory())
    with django_assert_max_num_queries(11):
        assert len(list(source.documents())) == 12


def test_records_are_read_in_chunks_without_losing_any(monkeypatch):
    monkeypatch.setattr("search.record_source.CHUNK", 2)
    for _ in range(5):
        DocumentFactory()
    assert len({d.key for d in SOURCES["document"].documents()}) == 5
