"""One analysis for indexing and querying, by each word's own script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text import (
    LONGEST_TOKEN,
    STOP,
    chunk_forms,
    chunks,
    full_form,
    index_form,
    split,
    words_of,
)

# What words are made of, and what parts them or may seem to.
CHARACTERS = "abS’'_-.,٫٬1۲,٠ \t\n\x1c\x85\xa0\u200b\u200c\u3000ئکہُéﬁİ٠हिन्दी"
texts = st.text() | st.text(st.sampled_from(CHARACTERS), max_size=40)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Funding requests", "fund request"),
        ("the Chief Minister's funds", f"{STOP} chief minist fund"),
        ("file_name-v2.pdf", "file name v2 pdf"),
        ("Rs 12,500 or 12,50,000", f"rs 12500 {STOP} 1250000"),
        ("3.5% in 2016,2017", f"3.5 {STOP} 2016 2017"),
        ("on 12.05.2016", f"{STOP} 12 05 2016"),
        ("the IT policy of WHO", f"{STOP} it polici {STOP} who"),
        ("", ""),
        ("… — !", ""),
    ],
)
def test_english(text, form):
    assert index_form(text) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("پانی کی فراہمی", f"پانی {STOP} فراہمی"),
        ("وزیرِاعلیٰ", "وزیراعلی"),
        ("٢٠١٦ ۲۰۱۶ 2016", "2016 2016 2016"),
        ("Delivery یونٹ", "deliveri یونٹ"),
    ],
)
def test_urdu(text, form):
    assert index_form(text) == form


def test_do_chashmi_heh_stays_apart_inside_a_word():
    assert index_form("پھل") != index_form("پہل")


def test_words_of_other_scripts_stay_whole():
    assert index_form("हिन्दी") == "हिन्दी"


def test_titles_keep_their_common_words():
    assert full_form("Who does what") == "who doe what"


def test_a_long_word_is_cut():
    assert index_form("x" * 1000) == "x" * LONGEST_TOKEN


def test_split_keeps_the_place_of_every_character():
    text = "A_b c's 12,500 <b>پانی‌کی</b>\x00"
    parts = split(text)

    assert len("".join(parts)) == len(text)
    assert parts[1::2] == ["A", "b", "c's", "12,500", "b", "پانی‌کی", "b"]


@given(texts)
def test_the_words_of_a_text_are_those_of_its_chunks(text):
    found = chunks(text)

    assert (
        " ".join(filter(None, chunk_forms(found))).split() == index_form(text).split()
    )
    assert [
        chunk[start:end] for chunk in found for start, end, form in words_of(chunk)
    ] == split(text)[1::2]
