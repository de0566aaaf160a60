"""The query language understands what it can and refuses nothing."""

import pytest

from search.query import (
    LONGEST_COMMAND,
    LONGEST_QUERY,
    MOST_BEGINNINGS,
    MOST_WORDS,
    Clause,
    parse,
)


def test_the_parts_of_a_query_are_told_apart():
    query = parse('water "delivery unit" -draft kind:minutes year:2016..2018 tag:wash')

    assert query.words == ("water",)
    assert query.required == (
        Clause("text", "delivery unit", is_quoted=True),
        Clause("tags", "wash"),
    )
    assert query.excluded == (Clause("text", "draft"),)
    assert query.filters == {"kind": ("minutes",)}
    assert (query.year_from, query.year_to) == (2016, 2018)
    assert query.hints == ()


def test_a_field_may_be_followed_by_a_space():
    assert parse("kind: minutes").filters == {"kind": ("minutes",)}


def test_a_hyphen_inside_a_word_excludes_nothing():
    assert parse("follow-up").excluded == ()


@pytest.mark.parametrize("text", ["http://example.org/a", "10:30", "note: this"])
def test_a_colon_of_another_kind_is_no_field(text):
    query = parse(text)

    assert query.words
    assert query.hints == ()


def test_an_unknown_field_is_named_in_the_hint():
    (hint,) = parse("colour:red").hints

    assert "colour" in str(hint)
    assert "kind" in str(hint)


def test_an_empty_query_asks_for_everything():
    query = parse("  ")

    assert not query.has_text
    assert query.hints == ()


def test_a_query_without_a_word_says_so():
    query = parse("?!")

    assert not query.has_text
    assert len(query.hints) == 1


def test_a_very_long_query_is_cut_with_a_hint():
    assert len(parse("a " + "b" * LONGEST_QUERY).hints) == 1
    query = parse(" ".join(f"w{n}" for n in range(MOST_WORDS + 1)))
    assert len(query.words) == MOST_WORDS
    assert len(query.hints) == 1


def test_excluded_values_of_facets_and_unknown_fields():
    query = parse("-kind:minutes,draft -colour:red")

    assert query.excluded_filters == {"kind": ("minutes", "draft")}
    assert query.excluded == (Clause("text", "colour red"),)


def test_a_quoted_passage_stays_one_phrase_however_long():
    passage = "one two three four five six seven eight nine ten"

    (clause,) = parse(f'"{passage}"').required
    assert clause == Clause("text", passage, is_quoted=True)


def test_a_star_ends_the_beginning_of_a_word():
    query = parse('Irrigat* -wat* title:آب* "in phrases*" 5*3')

    assert query.beginnings == ("irrigat",)
    assert query.excluded == (Clause("text", "wat", begins=True),)
    assert query.required[0] == Clause("title", "اب", begins=True)
    assert query.required[1].text == "in phrases*"
    assert query.words == ("5", "3")


def test_one_letter_before_a_star_is_too_few():
    query = parse("w*")

    assert query.beginnings == ()
    assert len(query.hints) == 1


def test_words_that_are_sought_can_be_exchanged_and_nothing_else():
    query = parse('watre "watre supply" title:watre -watre kind:watre watre*')

    assert query.sought() == ["watre", "watre", "supply", "watre"]
    assert query.rewritten({"watre": "water"}) == (
        'water "water supply" title:water -watre kind:watre watre*'
    )


class TestSentences:
    def test_fields_phrases_and_exclusions_are_no_words_of_a_sentence(self):
        query = parse(
            "water supply sanitation lahore school health kind:minutes -draft "
            'unit:smu year:2016 -old tag:wash "delivery unit"'
        )
        assert len(query.words) == 6
        assert query.excluded == (Clause("text", "draft"), Clause("text", "old"))
        assert query.required[-1].text == "delivery unit"
        assert query.hints == ()

    def test_a_pasted_sentence_demands_nothing_and_says_so(self):
        sentence = (
            'the "missing facilities" of schools - not all - were -built in time then'
        )
        query = parse(sentence)
        assert not query.required and not query.excluded
        (hint,) = query.hints
        assert str(LONGEST_COMMAND) in str(hint)

    def test_of_a_sentence_without_such_marks_nothing_is_said(self):
        query = parse("what was done - and what not - in the years before this one")
        assert query.hints == ()

    def test_fields_count_in_a_sentence_too(self):
        words = " ".join(f"word{n}" for n in range(LONGEST_COMMAND + 1))
        query = parse(f"{words} kind:minutes -kind:draft")
        assert query.filters == {"kind": ("minutes",)}
        assert query.excluded_filters == {"kind": ("draft",)}


class TestMistakes:
    def test_of_two_spans_of_years_the_last_counts_and_that_is_said(self):
        query = parse("year:2016 year:2018 year:2019")
        assert (query.year_from, query.year_to) == (2019, 2019)
        assert len(query.hints) == 1

    def test_years_cannot_be_excluded(self):
        query = parse("water -year:2016")
        assert query.words == ("water",)
        (hint,) = query.hints
        assert "year:2016..2018" in str(hint)

    @pytest.mark.parametrize("name", ["kind", "title", "year", "tag", "sector"])
    def test_a_field_without_a_value_is_told_of(self, name):
        query = parse(f"water {name}:")
        assert query.words == ("water",)
        (hint,) = query.hints
        assert f"{name}:" in str(hint)

    def test_a_word_of_a_text_before_a_colon_is_a_word(self):
        query = parse("the lesson: state:")
        assert query.words == ("lesson", "state")
        assert query.hints == ()

    def test_more_beginnings_than_can_be_looked_up_are_words(self):
        text = " ".join(f"be{n}*" for n in range(MOST_BEGINNINGS + 3))
        query = parse(f"be0* {text} -no* title:ti*")
        assert len(query.beginnings) == MOST_BEGINNINGS
        assert len(query.words) == 3
        assert not any(clause.begins for clause in query.required + query.excluded)
        assert len(query.hints) == 1
