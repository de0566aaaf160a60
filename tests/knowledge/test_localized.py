"""Digits, dates and languages follow the language of the page."""

import datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from knowledge.models import DocumentVersion
from knowledge.templatetags.localized import (
    digits,
    extent,
    language_of,
    sentence,
    written,
)


def test_urdu_pages_write_urdu_digits():
    with override("ur"):
        assert digits(2017) == "۲۰۱۷"
        assert digits("SBQ 12") == "SBQ ۱۲"


def test_english_pages_write_english_digits():
    with override("en"):
        assert digits(2017) == "2017"


def test_dates_are_written_in_the_language_of_the_page():
    day = datetime.date(2017, 12, 12)
    with override("ur"):
        assert digits(day) == "۱۲ دسمبر ۲۰۱۷"
    with override("en"):
        assert digits(day) == "12 Dec 2017"


def test_moments_are_written_in_local_time():
    moment = datetime.datetime(2017, 12, 12, 20, 30, tzinfo=datetime.UTC)
    with override("en"):
        assert digits(moment) == "13 Dec 2017, 01:30"


def test_nothing_is_written_as_nothing():
    assert digits(None) == ""
    assert extent(None) == ""
    assert extent(DocumentVersion(page_count=None)) == ""


@pytest.mark.parametrize(
    ("count", "kind", "expected"),
    [(1, "page", "1 page"), (42, "slide", "42 slides"), (2, "sheet", "2 sheets")],
)
def test_the_length_of_a_version_is_in_words(count, kind, expected):
    assert extent(DocumentVersion(page_count=count, page_kind=kind)) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [("Water", "en"), ("پانی", "ur"), ("2017", ""), ("SMU کا جائزہ اجلاس", "ur")],
)
def test_letters_tell_the_language(text, language):
    assert language_of(text) == language


def test_a_title_in_another_language_is_marked():
    with override("en"):
        assert written("پانی") == '<bdi lang="ur" dir="rtl">پانی</bdi>'
        assert written("Water") == "Water"
    with override("ur"):
        assert written("Water") == '<bdi lang="en" dir="ltr">Water</bdi>'


def test_a_hostile_title_is_escaped_in_every_language():
    for language in ("en", "ur"):
        with override(language):
            shown = Template("{% load localized %}{{ t|digits|written }}").render(
                Context({"t": "<script>alert(1)</script>"})
            )
        assert "<script" not in shown
        assert "&lt;script" in shown


class TestSentence:
    def test_what_is_typed_in_latin_letters_stays_as_it_is_on_urdu_pages(self):
        with override("ur"):
            assert sentence("“20x6” نہ سال ہے") == (
                '“<bdi dir="ltr">20x6</bdi>” نہ سال ہے'
            )
            assert sentence("خانے: kind, unit, year۔") == (
                'خانے: <bdi dir="ltr">kind, unit, year</bdi>۔'
            )
            assert sentence("مثلاً 2016..2018؛ تلاش") == (
                'مثلاً <bdi dir="ltr">2016..2018</bdi>؛ تلاش'
            )

    def test_what_a_translation_isolates_is_left_alone(self):
        for typed in ("Punjab پنجاب plan 2", "b-گ", "résumé 2017", "20x6"):
            with override("ur"):
                assert sentence(f"“\u2068{typed}\u2069” نہیں 3") == (
                    f"“\u2068{typed}\u2069” نہیں ۳"
                )

    def test_figures_of_the_sentence_get_its_digits(self):
        with override("ur"):
            assert sentence("پہلے 12 الفاظ") == "پہلے ۱۲ الفاظ"
            assert sentence("یونٹ: 12") == "یونٹ: ۱۲"

    def test_markup_is_shown_as_it_was_typed(self):
        for language in ("en", "ur"):
            with override(language):
                assert "&lt;b&gt;" in sentence("“<b>” …")
                assert "<b>" not in sentence("“<b>” …")

    def test_english_sentences_need_nothing(self):
        assert sentence("“20x6” is not a year") == "“20x6” is not a year"

    def test_a_long_text_takes_no_time(self):
        with override("ur"):
            assert sentence("1 " * 2_000).startswith("۱ ۱")
