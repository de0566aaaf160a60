"""A quote counts as evidence only where it stands, word for word."""

import random

import pytest
from django.core.exceptions import ValidationError

from knowledge import evidence, verdicts
from knowledge.models import Evidence
from knowledge.models.documents import ReadingStatus
from tests.factories import DocumentFactory, LessonFactory, add_version

PAGE = (
    "Where teacher attendance is high and learning is not,\n"
    "the target was hit and the point missed. Of 36 districts, 28 did not imple-\n"
    "ment the revised form. “Posts on paper” were counted as teachers."
)
URDU_PAGE = "محکمہ ہر ماہ اساتذہ کی خالی اسامیوں کے اعداد و شمار یونٹ کو دے گا۔"


@pytest.mark.parametrize(
    ("quote", "as_it_stands"),
    [
        (
            "the target was hit and the point missed",
            "the target was hit and the point missed",
        ),
        ("learning is not, the target", "learning is not,\nthe target"),
        ("did not implement the revised", "did not imple-\nment the revised"),
        ('"Posts on paper" were', "“Posts on paper” were"),
        ("  hit   and\tthe ", "hit and the"),
    ],
)
def test_a_quote_is_found_whatever_the_layout(quote, as_it_stands):
    start, end = evidence.find(quote, PAGE)
    assert PAGE[start:end] == as_it_stands


@pytest.mark.parametrize(
    "quote",
    [
        "Of 35 districts",
        "28 did implement the revised form",
        "the target was missed and the point hit",
        "Where Teacher attendance",
        "6 districts, 28",
        "the point miss",
        "ment the revised",
        "",
        "   ",
        "\u200b",
    ],
)
def test_other_words_are_not_found(quote):
    assert evidence.find(quote, PAGE) is None


@pytest.mark.parametrize(
    "quote",
    [
        "اساتذہ کی خالی اسامیوں",
        # The same words typed with Arabic letter forms.
        "اساتذه كي خالي اساميوں",
        # The same words with vowel marks left out and a joiner put in.
        "اساتذہ\u200c کی خالی",
    ],
)
def test_urdu_is_found_in_the_letter_forms_of_any_keyboard(quote):
    assert evidence.find(quote, URDU_PAGE) is not None


def test_ligatures_and_accents_in_pieces_are_the_same_words():
    assert evidence.find("the office file", "the o\ufb03ce \ufb01le")
    text = "cafe\u0301 reform"
    start, end = evidence.find("caf\u00e9", text)
    assert text[start:end] == "cafe\u0301"


def test_no_random_edit_of_a_page_leaves_a_quote_of_it_standing():
    """A changed letter or digit inside the quote must break it."""
    chance = random.Random(7)
    quote = "Of 36 districts, 28 did not imple-\nment the revised form"
    start = PAGE.index("Of 36")
    for _ in range(300):
        position = chance.randrange(start, start + len(quote))
        old = PAGE[position]
        if not old.isalnum():
            continue
        new = chance.choice("0123456789abcdefghijklmnopqrstuvwxyz".replace(old, ""))
        if new == old:
            continue
        edited = PAGE[:position] + new + PAGE[position + 1 :]
        assert evidence.find(quote, edited) is None, edited


@pytest.mark.django_db
class TestFaults:
    @pytest.fixture
    def version(self):
        document = DocumentFactory(title="Round 3", pages=["Page one.", PAGE, "Three."])
        return document.current_version

    def test_a_true_quote_has_none(self, version):
        assert verdicts.fault_of(version, 2, "the point missed") is None

    def test_a_wrong_page_is_told_with_the_right_one(self, version):
        fault = verdicts.fault_of(version, 3, "the point missed")
        assert fault.field == "page"
        assert "not on page 3" in fault.message
        assert "but on 2" in fault.message

    def test_words_that_stand_nowhere_are_refused(self, version):
        fault = verdicts.fault_of(version, 2, "the point was made")
        assert fault.field == "quote"
        assert "not on page 2 of “Round 3”" in fault.message

    def test_a_page_that_does_not_exist_is_told_with_the_last(self, version):
        fault = verdicts.fault_of(version, 9, "Three.")
        assert fault.message == "“Round 3” has no page 9; its last is 3."

    def test_a_version_being_read_asks_for_patience(self, version):
        version.status = ReadingStatus.READING
        assert "still being read" in verdicts.fault_of(version, 1, "Page").message

    def test_a_version_without_text_cannot_be_quoted(self):
        document = DocumentFactory()
        version = add_version(document, [], status=ReadingStatus.NO_TEXT)
        assert "no text" in verdicts.fault_of(version, 1, "Page").message

    def test_evidence_refuses_a_false_quote_at_its_field(self, version):
        row = Evidence(lesson=LessonFactory(), version=version, page=2, quote="Nothing")
        with pytest.raises(ValidationError) as refusal:
            row.full_clean()
        assert list(refusal.value.message_dict) == ["quote"]

    def test_evidence_links_to_its_page_with_the_quote(self, version):
        row = Evidence(version=version, page=2, quote="36 districts")
        assert row.get_absolute_url() == (
            f"/documents/{version.document_id}/versions/1/pages/2/"
            "?quote=36+districts#quote"
        )
