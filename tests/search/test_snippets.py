"""Snippets are plain pieces of the original text with the query's words lit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import snippets
from search.documents import Snippet
from search.query import parse
from search.snippets import (
    ELLIPSIS,
    PART_LENGTH,
    SNIPPET_LENGTH,
    Lighter,
    lit_beginnings,
)
from search.text import chunk_forms, index_form, marked, split


def lit(snippet):
    return [text for text, is_lit in snippet if is_lit]


def test_words_are_lit_as_written():
    snippet = Lighter(parse("fund café")).title("Funding for CAFE and cafés_2")

    assert lit(snippet) == ["Funding", "CAFE", "cafés"]
    assert snippet.text == "Funding for CAFE and cafés_2"


def test_words_of_a_phrase_are_lit_in_a_row_only():
    snippet = Lighter(parse('"state of the art"')).snippet(
        "The art of the state is not state of the art."
    )

    assert lit(snippet) == ["state of the art"]


def test_overlapping_matches_are_lit_once():
    snippet = Lighter(parse('unit "delivery unit"')).title("The delivery unit")

    assert lit(snippet) == ["delivery unit"]


def test_the_place_with_the_most_different_words_is_shown():
    text = "dam dam dam " + "x " * 300 + "dam and canal" + " y" * 300
    snippet = Lighter(parse("dam canal")).snippet(text)

    assert lit(snippet) == ["dam", "canal"]
    assert snippet.text.startswith(ELLIPSIS)
    assert snippet.text.endswith(ELLIPSIS)
    assert len(snippet.text) <= SNIPPET_LENGTH + 2


def test_a_match_far_down_a_long_text_is_found():
    text = "word " * (PART_LENGTH // 2) + "canal"

    assert lit(Lighter(parse("canal")).snippet(text)) == ["canal"]


def test_white_space_and_controls_become_spaces():
    assert Lighter(parse("b")).snippet("a\n\n\tb\x00\x01c").text == "a b c"


def test_without_a_match_the_text_begins():
    snippet = Lighter(parse("canal")).snippet("word " * 100)

    assert not snippet.is_lit
    assert snippet.text.startswith("word word")
    assert snippet.text.endswith(ELLIPSIS)


def test_nothing_of_nothing():
    assert Lighter(parse("canal")).snippet("") == Snippet()
    assert not Lighter(parse("")).snippet("some text").is_lit


def test_a_phrase_longer_than_a_snippet_is_shown_whole():
    passage = " ".join(f"w{n}" for n in range(100))
    snippet = Lighter(parse(f'"{passage}"')).snippet(f"start {passage} end")

    assert lit(snippet) == [passage]


def test_other_forms_are_lit_too_runs_of_words_in_full():
    lighter = Lighter(parse("CM"), ["chief minist", "وزیر"])

    assert lit(lighter.title("Chief Minister, chief, CM, وزیر")) == [
        "Chief Minister",
        "CM",
        "وزیر",
    ]


def test_beginnings_of_words_are_lit_word_by_word():
    snippet = lit_beginnings("Chief Minister's آہنگی", ("min", "اہن"))

    assert lit(snippet) == ["Minister's", "آہنگی"]


def test_a_word_is_lit_at_its_own_place():
    """The same letters stand in other words, and twice in a chunk."""
    snippet = Lighter(parse("art")).title("party art-of-art,  art_\u2028Art’s start")

    assert lit(snippet) == ["art", "art", "art", "Art’s"]
    assert [text for text, is_lit in snippet if not is_lit][0] == "party "
    assert snippet.text == "party art-of-art, art_ Art’s start"


@given(st.text(st.sampled_from("ab -_'\n.,1کی"), max_size=60))
def test_every_word_sought_is_lit_and_no_other(text):
    snippet = Lighter(parse("ab کی b1")).title(text)

    assert snippet.text == " ".join(text.split())
    assert lit(snippet) == [
        word for word in split(text)[1::2] if index_form(word) in {"ab", "کی", "b1"}
    ]


@given(
    st.text(st.sampled_from("ab -_'\n.,1کی"), max_size=60),
    st.sampled_from(["ab کی b1", '"a b"', "zz"]),
    st.sampled_from([[], ["a b"], ["1 _ a"]]),
)
def test_marks_change_no_snippet(text, query, others):
    lighter = Lighter(parse(query), others)

    joined, marks = marked(text)

    assert lighter.snippet(joined, marks) == lighter.snippet(joined)


def test_marks_spare_the_reading_of_other_words(monkeypatch):
    text, marks = marked("Silt\n is taken  out of every canal each January.")
    looked_at = []
    monkeypatch.setattr(
        snippets,
        "chunk_forms",
        lambda found: looked_at.extend(found) or chunk_forms(found),
    )

    snippet = Lighter(parse("canal")).snippet(text, marks)

    assert snippet.text == "Silt is taken out of every canal each January."
    assert lit(snippet) == ["canal"] == looked_at


@pytest.mark.parametrize(
    "marks",
    [
        marked("a canal")[1],
        marked("a canal silts up")[1][:4],
        "x" * 9,
        "کککک",
        "",
    ],
)
def test_marks_of_another_text_are_not_believed(marks):
    snippet = Lighter(parse("canal")).snippet("a canal silts up", marks)

    assert lit(snippet) == ["canal"]


def test_letters_without_lengths_of_an_older_index_are_not_believed():
    snippet = Lighter(parse("لا")).snippet("ß ﻻ", "23")

    assert lit(snippet) == ["ﻻ"]


def test_a_text_with_a_very_long_word_is_lit_without_marks():
    text, marks = marked(f"the canal {'x' * 300} silts up")

    assert not marks
    assert lit(Lighter(parse("canal")).snippet(text, marks)) == ["canal"]
