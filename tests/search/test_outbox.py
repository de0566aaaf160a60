"""Changes are noted with the change itself, and nothing that is noted gets lost."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)

from knowledge import models
from knowledge.access import Access
from search import indexing, outbox
from search.documents import SearchQuery
from search.engines import EngineError, get_engine
from search.models import OutboxRow
from search.sources import DocumentSource
from tests import factories
from tests.factories import DocumentFactory, LessonFactory, StocktakeFactory

pytestmark = pytest.mark.django_db


def waiting() -> set[str]:
    return outbox.waiting_keys()


def noted_by(change) -> set[str]:
    """The keys that are noted when this is done."""
    OutboxRow.objects.all().delete()
    change()
    return waiting()


def key(record) -> str:
    return f"{record._meta.model_name}:{record.pk}"


class TestNoting:
    def test_a_new_document_is_noted_once(self):
        document = DocumentFactory()
        assert waiting() == {key(document)}
        assert OutboxRow.objects.count() == 1

    def test_every_change_gives_the_row_another_number(self):
        document = DocumentFactory()
        before = OutboxRow.objects.get().change
        document.save()
        assert OutboxRow.objects.get().change != before

    def test_a_change_that_is_rolled_back_is_not_noted(self):
        document = DocumentFactory()
        OutboxRow.objects.all().delete()
        with pytest.raises(RuntimeError), transaction.atomic():
            document.save()
            assert waiting()
            raise RuntimeError
        assert not waiting()

    def test_a_deleted_document_is_noted(self):
        document = DocumentFactory()
        deleted = key(document)
        assert noted_by(document.delete) == {deleted}

    @pytest.mark.parametrize(
        "change",
        [
            lambda document: document.tags.add("water"),
            lambda document: document.tags.set([]),
            lambda document: document.tags.clear(),
            lambda document: document.departments.add(factories.DepartmentFactory()),
            lambda document: document.departments.clear(),
            lambda document: document.access_groups.add(
                Group.objects.create(name="Audit")
            ),
            lambda document: document.current_version.save(),
            lambda document: document.current_version.delete(),
            lambda document: document.unit.save(),
            lambda document: document.sector.save(),
            lambda document: document.unit.government.save(),
        ],
    )
    def test_what_is_said_of_a_document_elsewhere_counts(self, change):
        document = DocumentFactory()
        document.tags.add("school")
        document.departments.add(factories.DepartmentFactory())
        other = DocumentFactory()
        noted = noted_by(lambda: change(document))
        assert key(document) in noted
        assert key(other) not in noted

    def test_a_department_that_is_given_documents_notes_them(self):
        document = DocumentFactory()
        department = factories.DepartmentFactory()
        assert key(document) in noted_by(lambda: department.documents.add(document))
        assert key(document) in noted_by(lambda: department.documents.clear())

    def test_a_tag_that_is_renamed_or_deleted_notes_documents_and_lessons(self):
        document, lesson = DocumentFactory(), LessonFactory(tags=["water"])
        document.tags.add("water")
        tag = Tag.objects.get(name="water")
        assert noted_by(tag.save) == {key(document), key(lesson)}
        assert noted_by(tag.delete) >= {key(document), key(lesson)}

    def test_a_group_that_is_deleted_notes_what_it_was_named_for(self):
        group = Group.objects.create(name="Audit")
        document = DocumentFactory()
        document.access_groups.add(group)
        assert key(document) in noted_by(group.delete)

    @pytest.mark.parametrize(
        "make",
        [
            lambda lesson: factories.SystemLinkFactory(lesson=lesson),
            lambda lesson: factories.SystemLinkFactory(lesson=lesson).delete(),
            lambda lesson: factories.SystemLinkFactory(lesson=lesson).department.save(),
        ],
    )
    def test_the_links_of_a_lesson_count(self, make):
        lesson = LessonFactory()
        assert noted_by(lambda: make(lesson)) == {key(lesson)}

    def test_the_decisions_of_a_stocktake_count(self):
        stocktake = StocktakeFactory()
        make = models.Decision.objects.create
        noted = noted_by(lambda: make(stocktake=stocktake, text="Do it."))
        assert noted == {key(stocktake)}

    @pytest.mark.parametrize(
        "change",
        [
            lambda event: event.save(),
            lambda event: event.questions.create(text="Why?"),
            lambda event: event.questions.get().delete(),
            lambda event: event.entries.create(part="why", text="So."),
            lambda event: event.entries.all().delete(),
            lambda event: event.access_groups.add(Group.objects.create(name="Audit")),
            lambda event: event.unit.save(),
            lambda event: event.unit.government.save(),
            lambda event: event.sector.save(),
            lambda event: event.delete(),
        ],
    )
    def test_what_is_asked_and_said_at_a_learning_event_counts(self, change):
        event = factories.LearningEventFactory(sector=factories.SectorFactory())
        question = event.questions.create(text="What?")
        event.entries.create(part="discussion", question=question, text="That.")
        factories.LearningEventFactory()
        event_key = f"event:{event.pk}"
        assert noted_by(lambda: change(event)) == {event_key}

    def test_a_page_is_noted_when_published_unpublished_and_deleted(self):
        lesson = LessonFactory()
        revision = lesson.save_revision()
        assert noted_by(revision.publish) == {key(lesson)}
        assert noted_by(lesson.unpublish) == {key(lesson)}
        plain = Page.objects.get(pk=lesson.pk)
        assert noted_by(plain.delete) == {key(lesson)}

    def test_everything_below_a_page_is_noted_when_it_moves(self):
        module = factories.ModuleFactory()
        programme = module.get_parent().specific
        other = factories.ProgrammeFactory()
        noted = noted_by(lambda: programme.move(other, pos="left"))
        assert noted >= {key(programme), key(module)}

    def test_everything_below_a_page_is_noted_when_its_privacy_changes(self):
        lesson, stocktake = LessonFactory(), StocktakeFactory()
        restriction = PageViewRestriction(
            page=lesson.get_parent(), restriction_type="login"
        )
        assert noted_by(restriction.save) == {key(lesson)}
        assert noted_by(restriction.delete) == {key(lesson)}
        assert key(stocktake) not in waiting()

    def test_everything_in_a_collection_is_noted_when_its_privacy_changes(self):
        outer = Collection.get_first_root_node().add_child(name="Outer")
        inner = outer.add_child(name="Inner")
        document, other = DocumentFactory(collection=inner), DocumentFactory()
        restriction = CollectionViewRestriction(
            collection=outer, restriction_type="login"
        )
        assert noted_by(restriction.save) == {key(document)}
        assert noted_by(restriction.delete) == {key(document)}
        assert noted_by(inner.save) == {key(document)}
        assert key(other) not in waiting()

    def test_documents_that_the_admin_moves_in_bulk_are_noted(self, admin_client):
        collection = Collection.get_first_root_node().add_child(name="Closed")
        document, other = DocumentFactory(), DocumentFactory()
        address = reverse(
            "wagtail_bulk_action", args=["knowledge", "document", "add_to_collection"]
        )

        def move():
            response = admin_client.post(
                f"{address}?id={document.pk}", {"collection": collection.pk}
            )
            assert response.status_code == 302

        assert key(document) in noted_by(move)
        assert key(other) not in waiting()
        document.refresh_from_db()
        assert document.collection == collection

    def test_what_search_knows_nothing_of_is_not_noted(self):
        assert noted_by(factories.UserFactory) == set()

    def test_many_notes_take_few_queries(self, django_assert_max_num_queries):
        with django_assert_max_num_queries(6):
            outbox.mark(f"document:{number}" for number in range(400))
        assert OutboxRow.objects.count() == 400


class TestDraining:
    def test_what_was_told_is_found_and_its_row_removed(self, index):
        document = DocumentFactory()
        assert index.drain() == 1
        assert not waiting()
        assert dict(get_engine().keys_with_fingerprints()).keys() == {key(document)}

    def test_what_was_deleted_is_removed(self, index):
        document = DocumentFactory()
        index.drain()
        document.delete()
        index.drain()
        assert not list(get_engine().keys_with_fingerprints())

    def test_a_page_that_is_taken_down_is_removed(self, index):
        lesson = LessonFactory()
        index.drain()
        lesson.unpublish()
        index.drain()
        assert key(lesson) not in dict(get_engine().keys_with_fingerprints())

    def test_no_more_than_the_limit_is_drained(self, index):
        for _ in range(3):
            DocumentFactory()
        assert outbox.drain(limit=2) == 2
        assert len(waiting()) == 1

    def test_a_change_during_the_telling_is_told_again(self, index, monkeypatch):
        document = DocumentFactory(title="First words")
        engine = get_engine()
        update = engine.update

        def update_while_somebody_edits(documents):
            update(documents)
            document.title = "Second words"
            document.save()

        monkeypatch.setattr(engine, "update", update_while_somebody_edits)
        outbox.drain()
        assert waiting() == {key(document)}
        monkeypatch.undo()
        outbox.drain()
        assert not indexing.differences(engine)

    def test_who_was_overtaken_by_another_drain_tells_it_again(
        self, index, monkeypatch
    ):
        document = DocumentFactory(title="Old")
        engine = get_engine()
        update = engine.update

        def update_after_another_drain(documents):
            documents = list(documents)
            monkeypatch.undo()
            document.title = "New"
            document.save()
            outbox.drain()
            return update(documents)

        monkeypatch.setattr(engine, "update", update_after_another_drain)
        outbox.drain()
        assert indexing.differences(engine).stale == {key(document)}
        outbox.drain()
        assert not indexing.differences(engine)

    def test_a_drain_that_is_killed_loses_nothing(self, index, monkeypatch):
        documents = [DocumentFactory(), DocumentFactory()]
        engine = get_engine()
        update = engine.update

        def update_and_die(documents):
            update(documents)
            raise KeyboardInterrupt

        monkeypatch.setattr(engine, "update", update_and_die)
        with pytest.raises(KeyboardInterrupt):
            outbox.drain()
        monkeypatch.undo()
        assert waiting() == {key(document) for document in documents}
        outbox.drain()
        assert not waiting()
        assert not indexing.differences(engine)

    def test_a_record_that_cannot_be_read_does_not_hold_up_the_others(
        self, index, monkeypatch, caplog
    ):
        bad, good = DocumentFactory(), DocumentFactory()
        read = DocumentSource.document

        def fail_on_one(self, record, restrictions):
            if record.pk == bad.pk:
                raise ValueError("no such calendar")
            return read(self, record, restrictions)

        monkeypatch.setattr(DocumentSource, "document", fail_on_one)
        assert outbox.drain() == 1
        row = OutboxRow.objects.get()
        assert (row.key, row.attempts) == (key(bad), 1)
        assert "no such calendar" in row.last_error
        assert key(bad) in caplog.text
        assert dict(get_engine().keys_with_fingerprints()).keys() == {key(good)}

    def test_an_outage_loses_nothing(self, index, settings, tmp_path):
        document = DocumentFactory()
        in_the_way = tmp_path / "index"
        in_the_way.write_text("This is a file, not a folder.")
        working = settings.SEARCH_ENGINES
        settings.SEARCH_ENGINES = {
            "default": working["default"] | {"LOCATION": str(in_the_way)}
        }
        with pytest.raises(EngineError):
            outbox.drain()
        row = OutboxRow.objects.get()
        assert row.attempts == 1
        assert row.last_error
        in_the_way.unlink()
        assert outbox.drain() == 1
        assert not waiting()
        assert dict(get_engine().keys_with_fingerprints()).keys() == {key(document)}


class TestAfterCommit:
    @pytest.fixture
    def committed(self, index, django_capture_on_commit_callbacks):
        """Makes a block a transaction of its own that is committed."""
        return lambda: django_capture_on_commit_callbacks(execute=True)

    def test_a_change_is_told_when_it_is_committed(self, committed):
        with committed():
            document = DocumentFactory(title="Canal")
            assert waiting() == {key(document)}
        assert not waiting()
        assert get_engine().search(SearchQuery("canal", labels=None)).total == 1

    def test_a_burst_of_changes_is_left_to_the_worker(self, committed):
        for _ in range(5):
            with committed():
                DocumentFactory()
        assert len(waiting()) == 4

    def test_much_at_once_is_left_to_the_worker(self, committed):
        with committed():
            for _ in range(outbox.MOST_AFTER_COMMIT + 1):
                DocumentFactory()
        assert len(waiting()) == outbox.MOST_AFTER_COMMIT + 1

    def test_an_outage_fails_no_change_and_is_reported_once(
        self, committed, settings, tmp_path, caplog
    ):
        in_the_way = tmp_path / "index"
        in_the_way.write_text("This is a file, not a folder.")
        engines = settings.SEARCH_ENGINES
        settings.SEARCH_ENGINES = {
            "default": engines["default"] | {"LOCATION": str(in_the_way)}
        }
        for _ in range(3):
            with committed():
                DocumentFactory()
            outbox.after_commit.not_before = 0
        assert len(waiting()) == 3
        reports = [r for r in caplog.records if r.name == "search.outbox"]
        assert len(reports) == 1
        in_the_way.unlink()
        with committed():
            DocumentFactory()
        assert not waiting()


class TestEmbargoes:
    def test_an_item_is_noted_when_its_embargo_has_ended(self):
        today = timezone.localdate()
        day = datetime.timedelta(days=1)
        ended = DocumentFactory(embargo_until=today)
        lasting = LessonFactory(embargo_until=today + day)
        OutboxRow.objects.all().delete()
        assert outbox.mark_ended_embargoes(since=None) == today
        assert waiting() == {key(ended)}
        OutboxRow.objects.all().delete()
        outbox.mark_ended_embargoes(since=today)
        assert not waiting()
        outbox.mark_ended_embargoes(since=today - day)
        assert waiting() == {key(ended)}
        assert key(lasting) not in waiting()

    def test_it_is_found_by_the_public_from_that_day_on(self, index, monkeypatch):
        today = timezone.localdate()
        tomorrow = today + datetime.timedelta(days=1)
        DocumentFactory(title="Canal", access=Access.PUBLIC, embargo_until=tomorrow)
        index.drain()
        asked = SearchQuery("canal", labels=frozenset({"public"}))
        assert get_engine().search(asked).total == 0
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: tomorrow)
        outbox.mark_ended_embargoes(since=today)
        index.drain()
        assert get_engine().search(asked).total == 1
