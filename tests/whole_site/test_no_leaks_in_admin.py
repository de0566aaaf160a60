"""Nobody is told in the admin of an item that one may not see.

Staff of one unit walk every address of the admin over an archive that holds items of
another unit, which they have edited, locked and submitted before those were closed.
"""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from knowledge import access
from knowledge.models import Document, Lesson
from tests.factories import UserFactory
from tests.whole_site import mixed_archive

# So many pages, each measured, take minutes and measure nothing new.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

ROLES = ["Archivists", "Editors", "Moderators", "Trainers"]
# They change the session, make an error on purpose, or stream what has no titles.
SKIPPED = {
    "wagtailadmin_logout",
    "wagtailadmin_error_test",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}
# Arguments of addresses, by what they number. A new one of Wagtail's must be put here,
# and into the gate if it names a page, a document or a revision.
PAGE = {
    "page_id", "page_pk", "page_to_move_id", "parent_page_id", "destination_id",
}  # fmt: skip
DOCUMENT = {"doc_id", "document_id"}
REVISION = {"revision_id", "revision_id_a", "revision_id_b"}
HARMLESS = {
    "action", "action_name", "app_label", "app_name", "collection_id",
    "content_type_app_name", "content_type_model_name", "filter_spec", "image_id",
    "key", "lesson", "model_name", "object_id", "pk", "query_id", "redirect_id",
    "session_id", "slug", "task_id", "task_state_id", "token", "uidb64",
    "uploaded_file_id", "workflow_pk", "workflow_state_id",
}  # fmt: skip
WORDS = {
    "action": "delete",
    "action_name": "approve",
    "app_label": "knowledge",
    "app_name": "knowledge",
    "content_type_app_name": "knowledge",
    "filter_spec": "original",
    "token": "x",
    "uidb64": "x",
}


def admin_addresses(resolver=None, prefix="", namespace=""):
    """Yield name and arguments of each address of the admin."""
    for pattern in (resolver or get_resolver()).url_patterns:
        whole = prefix + str(pattern.pattern)
        if not whole.startswith("admin/"):
            continue
        if hasattr(pattern, "url_patterns"):
            inner = (
                f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
            yield from admin_addresses(pattern, whole, inner)
        elif pattern.name:
            arguments = re.findall(r"<(?:\w+:)?(\w+)>", whole)
            yield f"{namespace}{pattern.name}", arguments


class World:
    """A mixed archive, and one member of staff of its second unit."""

    def __init__(self, role):
        self.archive = mixed_archive.build()
        second = self.archive.users["member of the second unit"].units.get()
        self.user = UserFactory(groups=[role], units=[second])
        self.leave_traces()
        call_command("update_index", verbosity=0, stdout=StringIO())
        self.client = Client()
        self.client.force_login(self.user)
        self.hidden = [item for item in self.archive.items if self.is_hidden(item)]
        self.shown = [item for item in self.archive.items if item not in self.hidden]

    def is_hidden(self, item):
        return not access.may_handle(self.user, item.record)

    def leave_traces(self):
        """Let the user have edited, locked and submitted everything."""
        for item in self.archive.items:
            if isinstance(item.record, Page):
                page = item.record
                page.owner = page.locked_by = self.user
                page.locked, page.locked_at = True, timezone.now()
                page.save()
                page.save_revision(user=self.user, log_action=True)
                page.save_revision(user=self.user, log_action=True)
                workflow = page.get_workflow()
                if workflow:
                    workflow.start(page, self.user)
            else:
                item.record.uploaded_by_user = self.user
                item.record.save()

    def sample(self, items):
        """Return one item of each kind."""
        return list({type(item.record): item for item in items}.values())

    def values_for(self, name, arguments):
        """Yield what can stand in an address, for each record that it may lead to."""
        is_of_documents = name.startswith("wagtaildocs") or DOCUMENT & {*arguments}
        is_of_pages = name.startswith("wagtailadmin_pages") or PAGE & {*arguments}
        is_of_both = name.startswith("wagtailadmin_api") or "object_id" in arguments
        items = self.sample(self.hidden) + self.sample(self.shown)
        for record in (item.record for item in items):
            if is_of_both or isinstance(record, Page if is_of_pages else Document):
                yield {name: self.value_for(name, record) for name in arguments}
        if not (is_of_documents or is_of_pages or is_of_both):
            for record in (self.archive.department, self.user.units.get(), self.user):
                yield {name: self.value_for(name, record) for name in arguments}

    def value_for(self, argument, record):
        if argument in REVISION:
            return getattr(record, "latest_revision_id", 1)
        if argument in {"workflow_state_id", "task_state_id"}:
            state = WorkflowState.objects.filter(object_id=str(record.pk)).first()
            is_state = argument == "workflow_state_id"
            return (
                (state.pk if is_state else state.current_task_state_id) if state else 1
            )
        if argument.endswith("model_name"):
            return record._meta.model_name
        return WORDS.get(argument, record.pk)

    def leaks(self, response) -> list[str]:
        body = b"".join(response) if response.streaming else response.content
        text = body.decode("utf-8", "replace") + str(response.headers)
        return [item.secret for item in self.hidden if item.secret in text]


@pytest.fixture(scope="module", params=ROLES)
def world(request, keep):
    with keep():
        yield World(request.param)


of_archivists = pytest.mark.parametrize("world", ["Archivists"], indirect=True)
of_moderators = pytest.mark.parametrize("world", ["Moderators"], indirect=True)


def test_the_gate_knows_every_argument_of_every_address():
    known = PAGE | DOCUMENT | REVISION | HARMLESS
    unknown = {
        (name, argument)
        for name, arguments in admin_addresses()
        for argument in arguments
        if argument not in known
    }
    assert not unknown


def test_nothing_leaks_at_an_address_without_a_number(world):
    told = []
    bait = world.hidden[0].bait
    for name, arguments in admin_addresses():
        if arguments or name in SKIPPED:
            continue
        queries = [{}, {"q": bait, "term": bait}]
        if "report" in name:
            queries.append({"export": "csv"})
        for query in queries:
            response = world.client.get(reverse(name), query)
            told += [(name, query, word) for word in world.leaks(response)]
    assert not told


def test_nothing_leaks_at_the_address_of_an_item(world):
    told, visited = [], 0
    for name, arguments in admin_addresses():
        if not arguments or name in SKIPPED:
            continue
        for values in world.values_for(name, arguments):
            address = reverse(name, kwargs=values)
            response = world.client.get(address)
            told += [(address, word) for word in world.leaks(response)]
            visited += 1
    assert not told
    assert visited > 200


@of_archivists
def test_a_closed_item_and_none_at_all_get_the_same_answer(world):
    page = next(item for item in world.hidden if isinstance(item.record, Page))
    document = next(item for item in world.hidden if isinstance(item.record, Document))
    for name, number in [
        ("wagtailadmin_pages:edit", page.record.pk),
        ("wagtailadmin_pages:history", page.record.pk),
        ("wagtailadmin_pages:copy", page.record.pk),
        ("wagtaildocs:edit", document.record.pk),
        ("wagtaildocs:delete", document.record.pk),
        ("wagtaildocs_chooser:chosen", document.record.pk),
    ]:
        closed = world.client.get(reverse(name, args=[number]))
        absent = world.client.get(reverse(name, args=[10**8]))
        assert closed.status_code == absent.status_code == 404, name
        assert closed.content.count(b"\n") == absent.content.count(b"\n"), name


@of_archivists
def test_numbers_in_a_query_open_nothing(world):
    for name, parameter in [
        ("wagtailadmin_choose_page_chosen_multiple", "id"),
        ("wagtaildocs_chooser:chosen_multiple", "id"),
        ("wagtailadmin_choose_page", "target_pages[]"),
    ]:
        for item in world.sample(world.hidden):
            response = world.client.get(reverse(name), {parameter: item.record.pk})
            assert not world.leaks(response)


@of_archivists
def test_bulk_actions_open_nothing(world):
    for item in world.sample(world.hidden):
        is_page = isinstance(item.record, Page)
        model = ("wagtailcore", "page") if is_page else ("knowledge", "document")
        for action in ("delete", "publish") if is_page else ("delete", "add_tags"):
            address = reverse("wagtail_bulk_action", args=[*model, action])
            for number in (item.record.pk, "all"):
                assert not world.leaks(world.client.get(address, {"id": number}))
            world.client.post(f"{address}?id={item.record.pk}", {"tags": "x"})
            assert type(item.record).objects.filter(pk=item.record.pk).exists()


@of_moderators
def test_a_refused_form_does_not_tell_what_it_was_given(world):
    lesson = next(item for item in world.shown if isinstance(item.record, Lesson))
    address = reverse("wagtailadmin_pages:copy", args=[lesson.record.pk])
    for item in world.sample(world.hidden):
        form = {"new_title": "", "new_slug": "", "new_parent_page": item.record.pk}
        assert not world.leaks(world.client.post(address, form))
