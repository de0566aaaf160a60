"""Staff say which words mean the same; the next search knows it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from knowledge.roles import ROLES
from search import starting_set, synonyms
from search.models import Milestone, SynonymGroup, SynonymTerm
from tests.factories import DocumentFactory, UserFactory, home_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return home_page()


@pytest.fixture
def as_archivist(site, client):
    client.force_login(UserFactory(groups=["Archivists"]))
    return client


def group(*terms) -> SynonymGroup:
    made = SynonymGroup(terms="\n".join(terms))
    made.full_clean()
    made.save()
    return made


def test_the_next_search_knows_of_it(client, site, any_index):
    DocumentFactory(title="Letter to the Chief Minister")
    any_index.drain()
    found = "Letter to the <mark>Chief</mark> <mark>Minister</mark>"
    found_together = "Letter to the <mark>Chief Minister</mark>"

    def is_found() -> bool:
        html = client.get("/search/?q=CM").content.decode()
        return found in html or found_together in html

    assert not is_found()
    made = group("CM", "Chief Minister")
    assert is_found()
    made.delete()
    assert not is_found()


def faults(*terms) -> str:
    with pytest.raises(ValidationError) as refused:
        group(*terms)
    return " ".join(refused.value.messages)


def messages(response) -> str:
    return " ".join(str(each) for each in response.context["messages"])


class TestTerms:
    def test_english_and_urdu_terms_mean_the_same(self):
        group("CM", "Chief Minister", "وزیر اعلیٰ")
        assert synonyms.groups() == (("CM", "Chief Minister", "وزیر اعلیٰ"),)

    def test_empty_lines_and_spaces_are_left_out(self):
        assert group(" CM ", "", "Chief   Minister").terms == "CM\nChief Minister"

    def test_one_term_is_no_synonym(self):
        assert "at least two terms" in faults("CM")
        assert "at least two terms" in faults("CM", "  ")

    def test_a_term_is_in_one_group_only_whatever_its_spelling(self):
        group("KP", "Khyber Pakhtunkhwa", "خیبر پختونخوا")
        message = faults("kp", "Kitchen Police")
        assert "“kp” is in the group “KP = Khyber Pakhtunkhwa" in message
        # The keyboards of Arabic write another yeh.
        assert "already" in faults("خيبر پختونخوا", "Frontier")

    def test_terms_that_a_search_takes_for_the_same_are_refused(self):
        assert "the same to a search" in faults("school", "Schools", "pupil house")

    def test_a_term_without_a_word_is_refused(self):
        assert "no word" in faults("…", "dots")
        assert "no word" in faults("of the", "dots")

    def test_lengths_are_bounded(self):
        assert "longer than 100" in faults("x" * 101, "ex")
        assert "longer than 100" in faults("ﷺ" * 60, "blessing")
        many = (f"term{number}x" for number in range(21))
        assert "20 terms at most" in faults(*many)

    def test_a_group_can_be_saved_again_as_it_is(self):
        made = group("CM", "Chief Minister")
        made.full_clean()
        made.save()
        assert SynonymTerm.objects.count() == 2


class TestEffect:
    def test_a_change_counts_at_once_and_costs_one_query(
        self, django_assert_num_queries
    ):
        made = group("CM", "Chief Minister")
        with django_assert_num_queries(1):
            before = synonyms.groups()
        assert synonyms.groups() is before
        # As another process would.
        SynonymGroup.objects.filter(pk=made.pk).update(terms="CM\nThe Chief Minister")
        with django_assert_num_queries(1):
            assert synonyms.groups() == (("CM", "The Chief Minister"),)
        SynonymGroup.objects.all().delete()
        assert synonyms.groups() == ()


class TestScreens:
    def test_an_archivist_adds_a_group_and_its_history_is_kept(self, as_archivist):
        response = as_archivist.post(
            reverse("synonymgroup:add"),
            {"terms": "DLI\nDisbursement Linked Indicator"},
            follow=True,
        )
        made = SynonymGroup.objects.get()
        assert str(made) == "DLI = Disbursement Linked Indicator"
        assert "created" in messages(response)
        history = as_archivist.get(reverse("synonymgroup:history", args=[made.pk]))
        assert "Created" in history.content.decode()

    def test_the_form_says_that_nothing_need_be_rebuilt(self, as_archivist):
        page = as_archivist.get(reverse("synonymgroup:add")).content.decode()
        assert "takes effect with the next search" in page

    def test_what_is_refused_is_said_beside_the_field(self, as_archivist):
        response = as_archivist.post(
            reverse("synonymgroup:add"), {"terms": "<b>CM</b>"}
        )
        page = response.content.decode()
        assert response.status_code == 200
        assert "at least two terms" in page
        assert "<b>CM" not in page

    def test_of_two_who_add_a_term_at_once_the_second_is_told(
        self, as_archivist, monkeypatch
    ):
        monkeypatch.setattr(SynonymGroup, "_faults", lambda self, terms: [])
        address = reverse("synonymgroup:add")
        as_archivist.post(address, {"terms": "CM\nChief Minister"})
        response = as_archivist.post(address, {"terms": "cm\nCentimetre"})
        assert response.status_code == 200
        assert "has just got one of these terms" in response.content.decode()
        assert str(SynonymGroup.objects.get()) == "CM = Chief Minister"

    def test_of_two_who_change_a_group_the_second_is_told_what_it_is_now(
        self, as_archivist
    ):
        made = group("CM", "Chief Minister")
        address = reverse("synonymgroup:edit", args=[made.pk])
        opened = as_archivist.get(address).context["form"]["seen"].value()
        first = as_archivist.post(
            address, {"terms": "CM\nChief Minister\nوزیر اعلیٰ", "seen": opened}
        )
        assert first.status_code == 302
        late = {"terms": "CM\nChief Minister of the province", "seen": opened}
        second = as_archivist.post(address, late)
        assert "It is now: “CM = Chief Minister = \u2068وزیر اعلیٰ\u2069”" in messages(
            second
        )
        seen = second.context["form"]["seen"].value()
        as_archivist.post(address, late | {"seen": seen})
        assert str(SynonymGroup.objects.get()) == "CM = Chief Minister of the province"

    def test_the_list_asks_a_constant_number_of_questions(
        self, as_archivist, django_assert_max_num_queries
    ):
        for number in range(30):
            group(f"A{number}x", f"Abbreviation {number}x")
        with django_assert_max_num_queries(20):
            page = as_archivist.get(reverse("synonymgroup:index")).content.decode()
        assert "A29x = Abbreviation 29x" in page

    @pytest.mark.parametrize("name", sorted(set(ROLES) - {"Archivists"}))
    def test_others_have_no_way_in(self, site, client, name):
        made = group("CM", "Chief Minister")
        client.force_login(UserFactory(groups=[name]))
        for address in (
            reverse("synonymgroup:index"),
            reverse("synonymgroup:add"),
            reverse("synonymgroup:edit", args=[made.pk]),
            reverse("synonymgroup:delete", args=[made.pk]),
        ):
            response = client.post(address, {"terms": "a1\nb1"})
            assert response.status_code in (302, 403), address
            asked = client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
            assert asked.status_code == 403, address
        assert "synonymgroup" not in client.get("/admin/").content.decode()
        assert str(SynonymGroup.objects.get()) == "CM = Chief Minister"


class TestStartingSet:
    def test_it_holds_true_expansions_that_the_screen_would_accept(self, site):
        starting_set.ensure_starting_set()
        assert ("DLI", "Disbursement Linked Indicator") in synonyms.groups()
        for made in SynonymGroup.objects.all():
            made.full_clean()

    def test_what_was_deleted_does_not_come_back(self, site):
        starting_set.ensure_starting_set()
        SynonymGroup.objects.all().delete()
        starting_set.ensure_starting_set()
        assert not synonyms.groups()

    def test_it_leaves_alone_what_staff_wrote_before(self, site):
        group("CM", "Chief Minister", "Wazir-e-Aala")
        starting_set.ensure_starting_set()
        assert ("CM", "Chief Minister", "Wazir-e-Aala") in synonyms.groups()
        assert len([each for each in synonyms.groups() if "CM" in each]) == 1

    def test_groups_of_an_older_installation_get_their_new_rights_once(self, site):
        archivist = UserFactory(groups=["Archivists"])
        (archivists,) = archivist.groups.all()
        archivists.permissions.clear()
        starting_set.ensure_starting_set()
        assert archivists.permissions.filter(codename="change_synonymgroup").exists()
        archivists.permissions.clear()
        starting_set.ensure_starting_set()
        assert not archivists.permissions.exists()
        assert Milestone.objects.last(Milestone.Name.STARTING_SET)
