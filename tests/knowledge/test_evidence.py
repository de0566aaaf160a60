"""A quote counts as evidence only where it stands, word for word."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import evidence, likeness, verdicts
from knowledge.evidence import Standing
from knowledge.models import Evidence
from knowledge.models.documents import ReadingStatus
from knowledge.quote_text import normalise
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


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("grew by 12", "Enrolment grew by 12.5 per cent."),
        ("5 per cent", "It fell to -5 per cent."),
        ("15 days", "It took 10–15 days."),
        ("formal schools", "There are 40 non-formal schools."),
        ("compliant", "The office was non\u2011compliant."),
        ("102 posts", "There were 10² posts."),
        ("do", "They don't."),
    ],
)
def test_a_part_of_a_number_or_word_is_no_quote(quote, text):
    assert evidence.find(quote, text) is None


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("a well-known form", "It was a well-\nknown form."),
        ("teachers", "the target—teachers—was met"),
        ("28 districts", "In 2016, 28 districts reported."),
    ],
)
def test_hyphens_and_dashes_do_not_hide_a_quote(quote, text):
    assert evidence.find(quote, text)


def test_digits_of_arabic_and_urdu_keyboards_are_the_same_number():
    assert evidence.find("۲۰۱۷", "سال ٢٠١٧ میں")
    assert evidence.find("۲۰۱۷", "سال ٢٠١٨ میں") is None


class TestStanding:
    """Whether a quote still stands as it was cited."""

    QUOTE = "the target was hit and the point missed"

    @pytest.fixture
    def cited(self):
        return evidence.anchor(self.QUOTE, PAGE)

    def test_surroundings_are_kept_from_both_sides(self, cited):
        assert cited.prefix.endswith(" is high and learning is not,")
        assert len(cited.prefix) == evidence.CONTEXT
        assert cited.suffix == ". Of 36 districts, 28 did not im"
        assert cited.occurrences == 1

    @pytest.mark.parametrize(
        "change",
        [
            ("Of 36 districts", "Of 30 districts"),
            (" was hit and\n", " was hit and "),
            ("Where teacher", "A new heading\n\nWhere teacher"),
        ],
    )
    def test_changes_in_other_sentences_leave_it(self, cited, change):
        assert evidence.compare(cited, PAGE.replace(*change)) == Standing.SAME

    @pytest.mark.parametrize(
        ("change", "standing"),
        [
            (("was hit", "was not hit"), Standing.ABSENT),
            (("point missed.", "point missed, not quite."), Standing.CHANGED),
            (("learning is not,", "learning is,"), Standing.CHANGED),
            (("and learning", "but learning"), Standing.ELSEWHERE),
            (("learning is not,", "learning is not seen,"), Standing.ELSEWHERE),
            (("Where teacher", "Nobody says, nor thinks, where teacher"), "changed"),
        ],
    )
    def test_changes_in_its_sentence_are_noticed(self, cited, change, standing):
        assert evidence.compare(cited, PAGE.replace(*change)) == standing

    def test_a_negation_far_off_in_a_long_sentence_is_noticed(self):
        sentence = (
            "The review{} said, after a long debate in the afternoon with all of the "
            "departments that had come, that the target was met, as the whole of the "
            "committee and the chair agreed at the end of that day{}. It was late."
        )
        cited = evidence.anchor("the target was met", sentence.format("", ""))
        for change in [(" never", ""), ("", ", which is untrue")]:
            standing = evidence.compare(cited, sentence.format(*change))
            assert standing == Standing.CHANGED
        later = sentence.format("", "") + " Nobody was not there. Not one."
        assert evidence.compare(cited, later) == Standing.SAME

    def test_words_that_stand_several_times_are_told_apart_by_what_is_around(self):
        rows = "Lahore\t85%\nMultan\t85%\nSwat\t40%"
        cited = evidence.anchor("85%", rows, before="Lahore\t85%\nMultan\t")
        assert cited.occurrences == 2
        assert cited.prefix == "Lahore 85% Multan"
        assert evidence.compare(cited, rows) == Standing.SAME
        changed = rows.replace("Multan\t85%", "Multan\t80%")
        assert evidence.compare(cited, changed) != Standing.SAME

    def test_the_same_sentence_twice_is_not_taken_for_the_other(self):
        text = "Health: target met. Schools: target met."
        cited = evidence.anchor("target met", text)
        changed = "Health: target missed. Schools: target met."
        assert evidence.compare(cited, changed) != Standing.SAME


class TestNearest:
    def test_it_is_whole_words_with_how_alike_they_are(self):
        found = likeness.nearest(
            "the target was hit and the point was missed", [(4, PAGE)]
        )
        assert found.quote.startswith("the target was hit and the point missed")
        assert found.number == 4
        assert 90 < found.similarity < 100

    def test_it_is_looked_for_on_all_pages(self):
        pages = [(1, "Something else."), (2, "Of 37 districts, 28 did not.")]
        found = likeness.nearest("Of 36 districts, 28 did not.", pages)
        assert (found.number, found.quote) == (2, "Of 37 districts, 28 did not.")

    def test_nothing_alike_is_nothing(self):
        assert likeness.nearest("مالیات", [(1, PAGE)]) is None
        assert likeness.nearest("Of 36 districts", [(1, ""), (2, "  ")]) is None
        assert likeness.nearest("", [(1, PAGE)]) is None


# Words that differ from one another, so that no quote stands twice by chance.
WORDS = [
    "district", "teacher", "attendance", "Lahore", "Multan", "Peshawar", "Swat",
    "target", "indicator", "36", "28", "12.5", "2017", "85%", "not", "never",
    "without", "improved", "reported", "formal", "posts", "vacant", "filled", "Rs.",
    "health", "school", "register", "problem", "chief", "minister", "stocktake",
    "review", "محکمہ", "اساتذہ", "خالی", "اسامیوں", "نہیں", "بغیر", "ضلع", "لاہور",
    "۲۰۱۷", "ہدف", "پورا", "ہوا", "تعلیم", "صحت",
]  # fmt: skip
NEGATIONS = ["not", "no", "never", "without", "نہیں", "نہ", "بغیر"]
NUMBERS_AND_NAMES = ["37", "29", "12.6", "2018", "84%", "Quetta", "Karachi", "۲۰۱۸"]


@st.composite
def pages_with_quotes(draw):
    """A page as a list of words, and the part of it that is quoted."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=4, unique=True))
    start = draw(st.integers(0, len(words) - 2))
    end = draw(st.integers(start + 1, len(words)))
    return words, start, end


def laid_out(draw, words) -> str:
    return "".join(
        word + draw(st.sampled_from([" ", "\n", "  ", "\u00a0", " \n\t"]))
        for word in words
    )


def cite(words, start, end) -> evidence.Anchor:
    return evidence.anchor(" ".join(words[start:end]), " ".join(words))


exactly = settings(deadline=None, derandomize=True, max_examples=300)


class TestAnyPage:
    """What holds of any page, any quote of it, and any edit."""

    @exactly
    @given(pages_with_quotes(), st.data())
    def test_layout_never_breaks_a_quote(self, page, data):
        words, start, end = page
        text = laid_out(data.draw, words)
        assert evidence.compare(cite(words, start, end), text) == Standing.SAME

    @exactly
    @given(pages_with_quotes(), st.data())
    def test_a_changed_word_number_or_name_is_never_verified(self, page, data):
        words, start, end = page
        place = data.draw(st.integers(start, end - 1))
        others = sorted({*WORDS, *NUMBERS_AND_NAMES} - set(words))
        edited = [*words]
        edited[place] = data.draw(st.sampled_from(others))
        text = laid_out(data.draw, edited)
        assert evidence.compare(cite(words, start, end), text) == Standing.ABSENT

    @exactly
    @given(pages_with_quotes(), st.data())
    def test_a_word_that_was_left_out_is_never_verified(self, page, data):
        words, start, end = page
        place = data.draw(st.integers(start, end - 1))
        text = laid_out(data.draw, [*words[:place], *words[place + 1 :]])
        assert evidence.compare(cite(words, start, end), text) == Standing.ABSENT

    @exactly
    @given(pages_with_quotes(), st.data())
    def test_a_negation_in_the_sentence_of_a_quote_is_never_verified(self, page, data):
        words, start, end = page
        # Anywhere in its sentence: the page has no other.
        words = [word for word in words if word != "Rs."]
        end = min(end, len(words))
        start = min(start, end - 1)
        place = data.draw(st.integers(0, len(words)))
        negation = data.draw(st.sampled_from(sorted(set(NEGATIONS) - set(words))))
        text = laid_out(data.draw, [*words[:place], negation, *words[place:]])
        standing = evidence.compare(cite(words, start, end), text)
        assert standing in {Standing.ABSENT, Standing.CHANGED}

    @exactly
    @given(pages_with_quotes(), st.data())
    def test_a_changed_letter_or_digit_is_never_verified(self, page, data):
        words, start, end = page
        place = data.draw(st.integers(start, end - 1))
        word = words[place]
        position = data.draw(st.integers(0, len(word) - 1))
        letter = data.draw(st.sampled_from(sorted(set("aZ09۵٪-چژ") - {word[position]})))
        edited = [*words]
        edited[place] = word[:position] + letter + word[position + 1 :]
        text = laid_out(data.draw, edited)
        assert evidence.compare(cite(words, start, end), text) != Standing.SAME

    @exactly
    @given(st.text(max_size=60), st.text(max_size=20))
    def test_no_text_is_an_error(self, text, quote):
        found = evidence.find(quote, text)
        if found:
            start, end = found
            assert normalise(text[start:end]) == normalise(quote)
            cited = evidence.anchor(quote, text)
            assert evidence.compare(cited, text) == Standing.SAME
        likeness.nearest(quote, [(1, text)])


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
        assert "but on page 2" in fault.message

    @pytest.mark.parametrize("quote", ["a", "missed", "  missed. "])
    def test_one_word_alone_is_refused(self, version, quote):
        fault = verdicts.fault_of(version, 2, quote)
        assert fault.field == "quote"
        assert "One word alone" in fault.message
        assert verdicts.fault_of_copy(PAGE, quote).message == fault.message

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
