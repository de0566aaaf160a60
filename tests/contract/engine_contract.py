"""What every search engine must do.

The tests of an engine take these classes over and give them an empty engine:

    from .engine_contract import *

    @pytest.fixture
    def engine(): ...
"""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from search.documents import SearchDocument, SearchPage, SearchQuery
from search.engines import Engine

__all__ = [
    "TestWords",
    "TestPhrasesAndExclusions",
    "TestFields",
    "TestFiltersAndFacets",
    "TestFacetsOfLessons",
    "TestAccess",
    "TestSortingAndPaging",
    "TestPages",
    "TestSnippets",
    "TestUrdu",
    "TestHostileText",
    "TestWriting",
    "TestHiddenKeys",
    "TestWaitingKeys",
    "TestNearWords",
    "TestBeginnings",
    "TestSynonyms",
    "TestCompletion",
    "TestTitles",
    "TestSimilar",
    "TestPagesOfADocument",
]

PUBLIC = frozenset({"public"})
STAFF = frozenset({"public", "internal"})
UNIT_3 = STAFF | {"unit:3"}


def document(number: int, title: str = "", text: str = "", **fields) -> SearchDocument:
    """Return a public document; `pages` may be plain texts."""
    pages = tuple(
        SearchPage(place, f"Page {place}", page)
        for place, page in enumerate(fields.pop("pages", ()), 1)
    )
    fields = {"labels": PUBLIC, **fields}
    return SearchDocument("document", number, title, text=text, pages=pages, **fields)


class EngineContract:
    """Words for asking an engine."""

    def find(self, engine: Engine, text: str = "", **options):
        return engine.search(SearchQuery(text=text, **{"labels": PUBLIC, **options}))

    def found(self, engine: Engine, text: str = "", **options) -> list[int]:
        return [hit.id for hit in self.find(engine, text, **options).hits]

    def counts(self, results, facet: str) -> dict[str, int]:
        return {each.value: each.count for each in results.facets[facet]}


class TestWords(EngineContract):
    def test_an_empty_index_finds_nothing(self, engine):
        results = self.find(engine, "water", facets=("kind",))

        assert (results.total, results.hits) == (0, ())
        assert results.facets == {"kind": ()}

    def test_any_of_the_words_matches_and_more_of_them_rank_higher(self, engine):
        engine.update(
            [
                document(1, "Roads", "rural roads"),
                document(2, "Clinics", "rural water clinics"),
                document(3, "Wells", "drinking water"),
            ]
        )

        assert self.found(engine, "rural water")[0] == 2
        assert sorted(self.found(engine, "rural water")) == [1, 2, 3]

    def test_a_word_in_the_title_counts_for_more(self, engine):
        engine.update(
            [
                document(1, "Meeting", "irrigation of the northern fields"),
                document(2, "Irrigation", "of the northern fields again"),
            ]
        )

        assert self.found(engine, "irrigation") == [2, 1]

    def test_words_near_each_other_rank_higher(self, engine):
        filler = "plain words that fill the space between them "
        engine.update(
            [
                document(1, "A", f"school {filler * 3} council"),
                document(2, "B", f"school council {filler * 3}"),
                document(3, "C", f"school {filler * 3} council"),
            ]
        )

        assert self.found(engine, "school council")[0] == 2

    def test_forms_of_a_word_match_each_other(self, engine):
        engine.update([document(1, text="Funded schools")])

        assert self.found(engine, "funding of a school") == [1]

    def test_page_text_summary_and_tags_are_found(self, engine):
        engine.update(
            [
                document(1, pages=["alpha"]),
                document(2, summary="alpha"),
                document(3, tags=("alpha",)),
            ]
        )

        assert sorted(self.found(engine, "alpha")) == [1, 2, 3]

    def test_without_words_everything_comes_newest_first(self, engine):
        engine.update(
            [
                document(1, date=date(2016, 1, 1)),
                document(2),
                document(3, date=date(2018, 1, 1)),
            ]
        )

        assert self.found(engine, "") == [3, 1, 2]

    def test_of_equally_good_documents_the_newer_comes_first(self, engine):
        engine.update(
            [
                document(1, "Minutes", date=date(2015, 1, 1)),
                document(2, "Minutes", date=date(2018, 1, 1)),
                document(3, "Minutes", date=date(2016, 1, 1)),
            ]
        )

        assert self.found(engine, "minutes") == [2, 3, 1]

    def test_common_words_only_are_sought_in_titles(self, engine):
        engine.update(
            [document(1, "Who does what"), document(2, "Rules", "who does what")]
        )
        results = self.find(engine, "who does what")

        assert [hit.id for hit in results.hits] == [1]
        assert len(results.hints) == 1

    def test_a_name_in_capitals_is_no_common_word(self, engine):
        engine.update(
            [document(1, text="the IT policy"), document(2, text="what it costs")]
        )

        assert self.found(engine, "IT") == [1]


class TestPhrasesAndExclusions(EngineContract):
    @pytest.fixture
    def engine(self, engine):
        engine.update(
            [
                document(1, "One", "the delivery unit met"),
                document(2, "Two", "a unit of delivery", pages=["draft"]),
                document(3, "Three", pages=["ends with delivery", "unit begins"]),
            ]
        )
        return engine

    def test_a_phrase_demands_its_words_in_a_row(self, engine):
        assert self.found(engine, '"delivery unit"') == [1]

    def test_a_phrase_does_not_run_from_one_page_to_the_next(self, engine):
        assert 3 not in self.found(engine, '"delivery unit"')

    def test_a_common_word_inside_a_phrase_holds_its_place(self, engine):
        assert self.found(engine, '"unit of delivery"') == [2]
        assert self.found(engine, '"unit delivery"') == []

    def test_words_beside_a_phrase_only_rank(self, engine):
        assert self.found(engine, '"delivery unit" elephants') == [1]

    def test_without_leaves_documents_out(self, engine):
        assert sorted(self.found(engine, "unit -draft")) == [1, 3]
        assert sorted(self.found(engine, 'unit -"delivery unit"')) == [2, 3]
        assert sorted(self.found(engine, "-draft")) == [1, 3]

    def test_curly_quotation_marks_are_quotation_marks(self, engine):
        assert self.found(engine, "“delivery unit”") == [1]


class TestFields(EngineContract):
    @pytest.fixture
    def engine(self, engine):
        engine.update(
            [
                document(
                    1,
                    "Water in Quetta",
                    tags=("clean water",),
                    facets={"kind": ("minutes",), "sector": ("water",)},
                    date=date(2016, 5, 1),
                ),
                document(
                    2,
                    "Schools",
                    "water",
                    facets={"kind": ("briefing",), "sector": ("education", "water")},
                    date=date(2018, 5, 1),
                ),
                document(3, "Roads", facets={"kind": ("minutes",)}),
            ]
        )
        return engine

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("kind:minutes", [1, 3]),
            ("KIND:Minutes", [1, 3]),
            ("kind:minutes,briefing sector:water", [1, 2]),
            ("sector:water -kind:minutes", [2]),
            ("year:2016", [1]),
            ("year:2016..2018", [1, 2]),
            ("year:2017..", [2]),
            ("year:..2017", [1]),
            ("year:2018..2016", [1, 2]),
            ("year:۲۰۱۶", [1]),
            ("title:water", [1]),
            ('tag:"clean water"', [1]),
            ("kind:nothing", []),
        ],
    )
    def test_a_field_demands_its_value(self, engine, text, expected):
        assert sorted(self.found(engine, text)) == expected

    @pytest.mark.parametrize(
        "text",
        [
            '"',
            'water "open',
            "colour:red",
            "year:soon",
            "-",
            ":",
            "kind:",
            "()[]{}^~*?\\/",
            "AND OR NOT",
            "\x00",
            "\ud800",
            "kind:\ud800",
            "water " * 2000,
            "x" * 5000,
            "title:",
            "-title: --",
        ],
    )
    def test_mistakes_never_raise(self, engine, text):
        self.find(engine, text, facets=("kind",))

    @pytest.mark.parametrize("text", ['water "', "colour:water", "water year:soon"])
    def test_mistakes_are_searched_as_words_with_a_hint(self, engine, text):
        results = self.find(engine, text)

        assert {hit.id for hit in results.hits} == {1, 2}
        assert len(results.hints) == 1

    def test_a_pasted_sentence_demands_nothing(self, engine):
        sentence = (
            'What did the meeting say about "access to safe water" in the south '
            "of the province - and to whom?"
        )

        assert 1 in self.found(engine, sentence)


class TestFiltersAndFacets(EngineContract):
    @pytest.fixture
    def engine(self, engine):
        engine.update(
            document(
                number,
                "Report",
                facets={
                    "kind": (kind,),
                    "sector": sectors,
                    "year": (str(year),),
                },
                date=date(year, 1, 1),
            )
            for number, kind, sectors, year in [
                (1, "minutes", ("health",), 2016),
                (2, "minutes", ("health", "water"), 2017),
                (3, "briefing", ("water",), 2017),
                (4, "paper", ("roads",), 2018),
            ]
        )
        return engine

    def test_values_of_a_facet_are_alternatives_and_facets_add_up(self, engine):
        def chosen(**filters):
            return sorted(self.found(engine, "report", filters=filters))

        assert chosen(kind=("minutes", "paper")) == [1, 2, 4]
        assert chosen(kind=("minutes",), sector=("water",)) == [2]
        assert chosen(kind=("minutes",), sector=("roads",)) == []

    def test_counts_are_those_of_the_results(self, engine):
        results = self.find(engine, "report", facets=("kind", "sector"))

        assert results.total == 4
        assert self.counts(results, "kind") == {"minutes": 2, "briefing": 1, "paper": 1}
        assert self.counts(results, "sector") == {"health": 2, "water": 2, "roads": 1}

    def test_the_most_frequent_values_come_first(self, engine):
        results = self.find(engine, "", facets=("kind",))

        assert [each.value for each in results.facets["kind"]] == [
            "minutes",
            "briefing",
            "paper",
        ]

    def test_a_choice_does_not_zero_its_siblings(self, engine):
        results = self.find(
            engine,
            "report",
            filters={"kind": ("minutes",)},
            facets=("kind", "sector"),
        )

        assert results.total == 2
        assert self.counts(results, "kind") == {"minutes": 2, "briefing": 1, "paper": 1}
        assert self.counts(results, "sector") == {"health": 2, "water": 1}

    def test_each_facet_is_counted_under_the_choices_in_the_others(self, engine):
        results = self.find(
            engine,
            "",
            filters={"kind": ("minutes", "paper"), "sector": ("water",)},
            facets=("kind", "sector"),
        )

        assert results.total == 1
        assert self.counts(results, "kind") == {"minutes": 1, "briefing": 1}
        assert self.counts(results, "sector") == {"health": 2, "water": 1, "roads": 1}

    def test_a_span_of_years_does_not_zero_other_years(self, engine):
        results = self.find(engine, "", year_from=2017, year_to=2017, facets=("year",))

        assert results.total == 2
        assert self.counts(results, "year") == {"2016": 1, "2017": 2, "2018": 1}

    def test_a_field_in_the_query_is_a_choice_in_its_facet(self, engine):
        results = self.find(engine, "kind:minutes", facets=("kind",))

        assert results.total == 2
        assert self.counts(results, "kind")["briefing"] == 1

    def test_years_typed_and_years_chosen_both_hold(self, engine):
        assert self.found(engine, "year:2016..2017", year_from=2017) in (
            [2, 3],
            [3, 2],
        )


class TestFacetsOfLessons(EngineContract):
    """Type, confidence, state and challenge: not every record has them, nor has one
    that has them a value in each; a lesson may meet several challenges."""

    FACETS = ("lesson", "confidence", "state", "challenge")
    LESSONS = (
        (1, "practice", "A", "learned", ("funds-late", "posts-vacant")),
        (2, "practice", "B", "action_assigned", ("funds-late",)),
        (3, "risk", "B", "identified", ("posts-vacant",)),
        (4, "risk", "D", "action_assigned", ()),
        (5, "challenge", "", "analysis", ("data-poor",)),
    )

    @staticmethod
    def lesson(number, type_, confidence, state, challenges, **fields):
        facets = {
            "kind": ("lesson",),
            "government": ("punjab" if number % 2 else "sindh",),
            "lesson": (type_,),
            "confidence": (confidence,),
            "state": (state,),
            "challenge": challenges,
        }
        facets = {name: values for name, values in facets.items() if any(values)}
        return SearchDocument(
            "lesson",
            number,
            f"Canal lining {number}",
            text="canals lined with cement, state learned",
            **{"facets": facets, "labels": PUBLIC, **fields},
        )

    @pytest.fixture
    def engine(self, engine):
        closed = (6, "practice", "A", "learned", ("funds-late", "secret-one"))
        engine.update(
            [
                *(self.lesson(*values) for values in self.LESSONS),
                self.lesson(*closed, labels=frozenset({"unit:3"})),
                document(
                    7,
                    "Canal paper",
                    "canals lined with cement",
                    facets={"kind": ("paper",)},
                ),
            ]
        )
        return engine

    def all_counts(self, results) -> dict[str, dict[str, int]]:
        return {name: self.counts(results, name) for name in self.FACETS}

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({"lesson": ("practice",)}, [1, 2]),
            ({"lesson": ("practice", "challenge")}, [1, 2, 5]),
            ({"confidence": ("A",)}, [1]),
            ({"confidence": ("a",)}, []),
            ({"confidence": ("A", "B", "C", "D")}, [1, 2, 3, 4]),
            ({"state": ("action_assigned",)}, [2, 4]),
            ({"state": ("action",)}, []),
            ({"challenge": ("funds-late", "posts-vacant")}, [1, 2, 3]),
            ({"challenge": ("funds",)}, []),
            ({"challenge": ("secret-one",)}, []),
            ({"challenge": ("nothing",), "lesson": ("risk",)}, []),
            ({"lesson": ("risk",), "confidence": ("B",)}, [3]),
            ({"challenge": (), "lesson": ("risk",)}, [3, 4]),
            (
                {
                    "lesson": ("practice",),
                    "confidence": ("A", "B"),
                    "state": ("learned", "identified"),
                    "challenge": ("posts-vacant",),
                },
                [1],
            ),
        ],
    )
    @pytest.mark.parametrize("text", ["canal", ""])
    def test_each_narrows(self, engine, filters, expected, text):
        results = self.find(engine, text, filters=filters)

        assert sorted(hit.id for hit in results.hits) == expected
        assert results.total == len(expected)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("lesson:practice", [1, 2]),
            ("lesson:practice,risk -state:learned", [2, 3, 4]),
            ("confidence:a", [1]),
            ("confidence:a,B", [1, 2, 3]),
            ("-confidence:b", [1, 4, 5, 7]),
            ("state:ACTION_assigned", [2, 4]),
            ("challenge:funds-late", [1, 2]),
            ("-challenge:funds-late kind:lesson", [3, 4, 5]),
            ("canal challenge:posts-vacant confidence:B", [3]),
            ('challenge:"funds-late"', [1, 2]),
        ],
    )
    def test_each_is_a_field_of_the_query(self, engine, text, expected):
        assert sorted(self.found(engine, text)) == expected

    def test_with_a_gap_after_the_colon_they_are_words(self, engine):
        results = self.find(engine, "state: learned")

        assert {hit.id for hit in results.hits} == {1, 2, 3, 4, 5}
        assert results.hints == ()

    def test_counts_leave_out_records_without_them(self, engine):
        results = self.find(engine, "canal", facets=self.FACETS)

        assert results.total == 6
        assert self.all_counts(results) == {
            "lesson": {"practice": 2, "risk": 2, "challenge": 1},
            "confidence": {"A": 1, "B": 2, "D": 1},
            "state": {
                "learned": 1,
                "action_assigned": 2,
                "identified": 1,
                "analysis": 1,
            },
            "challenge": {"funds-late": 2, "posts-vacant": 2, "data-poor": 1},
        }

    def test_equal_counts_are_in_the_order_of_their_values(self, engine):
        results = self.find(engine, facets=("challenge", "confidence"))

        assert [each.value for each in results.facets["challenge"]] == [
            "funds-late",
            "posts-vacant",
            "data-poor",
        ]
        assert [each.value for each in results.facets["confidence"]] == ["B", "A", "D"]

    def test_several_values_of_several_facets_are_counted_as_chosen(self, engine):
        """Each count is what choosing that value too, or instead, would bring."""
        results = self.find(
            engine,
            "canal",
            filters={
                "lesson": ("practice", "risk"),
                "confidence": ("A", "B"),
                "challenge": ("funds-late", "posts-vacant"),
            },
            facets=self.FACETS,
        )

        assert results.total == 3
        assert self.all_counts(results) == {
            "lesson": {"practice": 2, "risk": 1},
            "confidence": {"A": 1, "B": 2},
            "state": {"learned": 1, "action_assigned": 1, "identified": 1},
            "challenge": {"funds-late": 2, "posts-vacant": 2},
        }

    @pytest.mark.parametrize("facet", FACETS)
    @pytest.mark.parametrize("text", ["canal", ""])
    def test_a_count_is_the_number_of_results_of_that_choice(self, engine, facet, text):
        others = {"lesson": ("practice", "risk"), "challenge": ("posts-vacant",)}
        others.pop(facet, None)
        results = self.find(engine, text, filters=others, facets=(facet,))

        for value, count in self.counts(results, facet).items():
            filters = {**others, facet: (value,)}
            assert self.find(engine, text, filters=filters).total == count

    def test_a_value_typed_and_values_chosen_are_one_choice(self, engine):
        results = self.find(
            engine,
            "lesson:risk",
            filters={"lesson": ("challenge",)},
            facets=("lesson", "state"),
        )

        assert sorted(hit.id for hit in results.hits) == [3, 4, 5]
        assert self.counts(results, "lesson")["practice"] == 2
        assert "learned" not in self.counts(results, "state")

    def test_what_is_excluded_is_not_counted(self, engine):
        results = self.find(engine, "-confidence:b", facets=("confidence", "lesson"))

        assert self.counts(results, "confidence") == {"A": 1, "D": 1}
        assert self.counts(results, "lesson") == {
            "practice": 1,
            "risk": 1,
            "challenge": 1,
        }

    def test_closed_and_hidden_lessons_are_not_counted(self, engine):
        filters = {"challenge": ("secret-one",)}
        results = self.find(engine, filters=filters, facets=self.FACETS)
        assert (results.total, self.counts(results, "lesson")) == (0, {})
        assert "secret-one" not in self.counts(results, "challenge")

        results = self.find(engine, labels=UNIT_3, facets=self.FACETS)
        assert self.counts(results, "challenge")["secret-one"] == 1
        assert self.counts(results, "state")["learned"] == 2

        hidden = frozenset({"lesson:5", "lesson:1"})
        results = self.find(engine, hidden=hidden, facets=self.FACETS)
        assert self.counts(results, "challenge") == {
            "funds-late": 1,
            "posts-vacant": 1,
        }
        assert self.counts(results, "lesson") == {"risk": 2, "practice": 1}

    def test_a_change_of_state_and_grade_is_counted_at_once(self, engine):
        engine.update([self.lesson(4, "risk", "C", "learned", ("data-poor",))])
        results = self.find(engine, facets=self.FACETS)

        assert self.counts(results, "confidence") == {"A": 1, "B": 2, "C": 1}
        assert self.counts(results, "state")["learned"] == 2
        assert self.counts(results, "challenge")["data-poor"] == 2

    def test_facets_that_nothing_has_are_empty(self, engine):
        engine.delete(f"lesson:{number}" for number in range(1, 7))
        results = self.find(
            engine, "canal", filters={"sector": ()}, facets=(*self.FACETS, "sector")
        )

        assert results.total == 1
        assert set(results.facets) == {*self.FACETS, "sector"}
        assert not any(results.facets.values())

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({}, [2, 3, 4, 5]),
            ({"lesson": ("practice",)}, [2]),
            ({"confidence": ("B", "D")}, [2, 3, 4]),
            ({"confidence": ("b",)}, []),
            ({"state": ("action_assigned", "analysis")}, [2, 4, 5]),
            ({"challenge": ("posts-vacant", "data-poor")}, [3, 5]),
            ({"challenge": ("secret-one",)}, []),
            ({"challenge": ("nothing",)}, []),
            ({"lesson": ("risk",), "confidence": ("B",)}, [3]),
            ({"lesson": ("risk",), "challenge": ()}, [3, 4]),
            ({"government": ("sindh",), "state": ("action_assigned",)}, [2, 4]),
        ],
    )
    def test_similar_lessons_are_narrowed(self, engine, filters, expected):
        hits = engine.similar("lesson:1", PUBLIC, frozenset(), ("lesson",), 10, filters)

        assert sorted(hit.id for hit in hits) == expected

    def test_similar_lessons_are_narrowed_before_they_are_cut_off(self, engine):
        filters = {"state": ("analysis",)}
        (hit,) = engine.similar("lesson:1", PUBLIC, frozenset(), (), 1, filters)

        assert hit.key == "lesson:5"
        hidden = frozenset({"lesson:5"})
        assert engine.similar("lesson:1", PUBLIC, hidden, (), 1, filters) == ()

    def test_what_is_narrowed_may_be_of_any_kind(self, engine):
        filters = {"kind": ("paper", "lesson")}
        hits = engine.similar("lesson:1", PUBLIC, frozenset(), (), 10, filters)

        assert {hit.key for hit in hits} == {
            "document:7",
            *(f"lesson:{number}" for number in (2, 3, 4, 5)),
        }


class TestAccess(EngineContract):
    @pytest.fixture
    def engine(self, engine):
        engine.update(
            [
                document(1, "Open canal", pages=["canal"], facets={"kind": ("paper",)}),
                document(
                    2,
                    "Inner canal",
                    pages=["canal"],
                    facets={"kind": ("minutes",)},
                    labels=frozenset({"internal"}),
                ),
                document(
                    3,
                    "Secret canal",
                    pages=["canal zebra"],
                    facets={"kind": ("minutes",)},
                    labels=frozenset({"unit:3", "group:7"}),
                ),
                document(
                    4,
                    "Nobody's canal",
                    facets={"kind": ("minutes",)},
                    labels=frozenset(),
                ),
            ]
        )
        return engine

    @pytest.mark.parametrize(
        ("labels", "visible"),
        [
            (frozenset(), []),
            (PUBLIC, [1]),
            (STAFF, [1, 2]),
            (UNIT_3, [1, 2, 3]),
            (frozenset({"group:7"}), [3]),
            (frozenset({"unit:33", "group"}), []),
            (None, [1, 2, 3, 4]),
        ],
    )
    @pytest.mark.parametrize("text", ["canal", "", "-elephant", '"canal"'])
    @pytest.mark.parametrize("sort", ["relevance", "date", "-date"])
    def test_only_what_the_labels_open_is_found_or_counted(
        self, engine, labels, visible, text, sort
    ):
        results = self.find(engine, text, labels=labels, sort=sort, facets=("kind",))

        assert sorted(hit.id for hit in results.hits) == visible
        assert results.total == len(visible)
        assert sum(self.counts(results, "kind").values()) == len(visible)

    def test_a_word_of_restricted_text_only_leaves_no_trace(self, engine):
        results = self.find(engine, "zebra", labels=STAFF, facets=("kind",))

        assert (results.total, results.hits, results.suggestion) == (0, (), "")
        assert results.facets == {"kind": ()}

    def test_a_choice_does_not_open_siblings_that_are_not_visible(self, engine):
        results = self.find(
            engine, "canal", filters={"kind": ("paper",)}, facets=("kind",)
        )

        assert self.counts(results, "kind") == {"paper": 1}

    def test_a_change_of_labels_holds_at_once(self, engine):
        engine.update([document(1, "Open canal", labels=frozenset({"unit:3"}))])

        assert self.found(engine, "canal") == []
        assert 1 in self.found(engine, "canal", labels=UNIT_3)


class TestSortingAndPaging(EngineContract):
    @pytest.fixture
    def engine(self, engine):
        engine.update(
            document(number, f"Report {number}", "audit " * (number % 7 + 1))
            for number in range(1, 251)
        )
        return engine

    @pytest.mark.parametrize("sort", ["relevance", "date", "-date"])
    @pytest.mark.parametrize("text", ["audit report", ""])
    def test_paging_shows_every_document_once_to_the_last_page(
        self, engine, sort, text
    ):
        pages = [
            self.found(engine, text, sort=sort, offset=offset, limit=20)
            for offset in range(0, 260, 20)
        ]

        assert sorted(number for page in pages for number in page) == list(
            range(1, 251)
        )
        assert len(pages[-1]) == 10

    def test_beyond_the_end_there_is_nothing_and_the_total_stays(self, engine):
        results = self.find(engine, "audit", offset=5000)

        assert (results.total, results.hits) == (250, ())

    def test_no_hits_wanted_gives_the_total_only(self, engine):
        results = self.find(engine, "audit", limit=0)

        assert (results.total, results.hits) == (250, ())

    def test_by_date_documents_without_one_come_last(self, engine):
        engine.update(
            [
                document(1, "Zebra", date=date(2016, 1, 1)),
                document(2, "Zebra"),
                document(3, "Zebra", date=date(2018, 1, 1)),
            ]
        )

        assert self.found(engine, "zebra", sort="date") == [1, 3, 2]
        assert self.found(engine, "zebra", sort="-date") == [3, 1, 2]

    @pytest.mark.parametrize("text", ["zebra", ""])
    def test_what_appeared_last_comes_first_whatever_its_date(self, engine, text):
        noon = datetime(2026, 5, 5, 12, tzinfo=UTC)
        engine.delete(f"document:{number}" for number in range(1, 251))
        engine.update(
            [
                document(1, "Zebra", date=date(2018, 1, 1), added=noon),
                document(2, "Zebra", added=noon + timedelta(seconds=1)),
                document(3, "Zebra", date=date(2016, 1, 1)),
                document(4, "Zebra", added=noon - timedelta(days=30)),
            ]
        )

        assert self.found(engine, text, sort="-added") == [2, 1, 4, 3]


class TestPages(EngineContract):
    def test_the_best_pages_stand_under_their_document(self, engine):
        engine.update(
            [
                document(
                    1,
                    "Pack",
                    pages=["canal once", "nothing", "canal canal", "a canal", "canal"],
                )
            ]
        )
        (hit,) = self.find(engine, "canal").hits

        assert len(hit.pages) == 3
        assert 2 not in [page.number for page in hit.pages]
        assert hit.more_pages == 1
        assert hit.pages[0].label == f"Page {hit.pages[0].number}"
        assert all(page.snippet.is_lit for page in hit.pages)

    def test_the_number_of_pages_can_be_chosen(self, engine):
        engine.update([document(1, pages=["canal"] * 5)])

        (hit,) = self.find(engine, "canal", pages_per_hit=1).hits
        assert (len(hit.pages), hit.more_pages) == (1, 4)
        (hit,) = self.find(engine, "canal", pages_per_hit=0).hits
        assert hit.pages == ()

    def test_a_match_in_the_title_only_has_no_pages(self, engine):
        engine.update([document(1, "Canal", pages=["nothing"])])

        (hit,) = self.find(engine, "canal").hits
        assert (hit.pages, hit.more_pages) == ((), 0)

    def test_pages_of_other_documents_do_not_mix_in(self, engine):
        engine.update(
            [document(1, pages=["canal one"]), document(12, pages=["canal twelve"])]
        )
        pages = {hit.id: hit.pages for hit in self.find(engine, "canal").hits}

        assert [page.snippet.text for page in pages[1]] == ["canal one"]
        assert [page.snippet.text for page in pages[12]] == ["canal twelve"]

    def test_a_phrase_shows_the_pages_where_it_stands(self, engine):
        engine.update([document(1, pages=["unit of delivery", "the delivery unit"])])

        (hit,) = self.find(engine, '"delivery unit"').hits
        assert [page.number for page in hit.pages] == [2]
        assert ("delivery unit", True) in hit.pages[0].snippet.fragments

    def test_a_query_without_words_shows_no_pages(self, engine):
        engine.update([document(1, pages=["canal"])])

        assert self.find(engine, "").hits[0].pages == ()


class TestSnippets(EngineContract):
    def test_the_original_words_are_lit(self, engine):
        engine.update([document(1, "Funding", pages=["The schools were FUNDED."])])
        (hit,) = self.find(engine, "funds").hits

        assert hit.lit_title.fragments == (("Funding", True),)
        assert hit.pages[0].snippet.fragments == (
            ("The schools were ", False),
            ("FUNDED", True),
            (".", False),
        )

    def test_markup_in_texts_is_text(self, engine):
        engine.update(
            [
                document(
                    1,
                    "<b>Canal</b> & co",
                    summary="<i>canal</i>",
                    pages=["<script>alert('canal')</script>"],
                )
            ]
        )
        (hit,) = self.find(engine, "<b>canal</b> <script>").hits

        assert hit.title == hit.lit_title.text == "<b>Canal</b> & co"
        assert ("Canal", True) in hit.lit_title.fragments
        assert hit.snippet.text == "<i>canal</i>"
        assert hit.pages[0].snippet.text == "<script>alert('canal')</script>"

    def test_a_long_text_is_cut_round_the_best_place(self, engine):
        text = "filler " * 500 + "the canal and the dam " + "filler " * 500
        engine.update([document(1, pages=[text])])
        snippet = self.find(engine, "canal dam").hits[0].pages[0].snippet

        assert ("canal", True) in snippet.fragments
        assert ("dam", True) in snippet.fragments
        assert len(snippet.text) < 300

    def test_without_a_match_the_summary_begins(self, engine):
        engine.update([document(1, "Canal", summary="About something else.")])

        (hit,) = self.find(engine, "canal").hits
        assert hit.snippet.fragments == (("About something else.", False),)

    def test_own_text_is_shown_when_the_match_is_there(self, engine):
        engine.update([document(1, summary="Else.", text="A canal was dug.")])

        assert self.find(engine, "canal").hits[0].snippet.text == "A canal was dug."


class TestUrdu(EngineContract):
    @pytest.mark.parametrize(
        ("written", "typed"),
        [
            ("کمیٹی", "كميٹي"),
            ("پانی", "پانى"),
            ("بہاولپور", "بهاولپور"),
            ("ہم آہنگی", "ھم اہنگی"),
            ("مسائل", "مسایل"),
            ("علماء", "علما"),
            ("تأثر", "تاثر"),
            ("وزیرِ اعلیٰ", "وزیر اعلی"),
            ("تعلیـــم", "تعلیم"),
            ("مُنتَقِل", "منتقل"),
            ("می\u200cخواہ", "میخواہ"),
            ("جائزہ", "جایزہ"),
            ("۲۰۱۶", "2016"),
            ("2016", "٢٠١٦"),
            ("۱۲٬۵۰۰", "12,500"),
            ("ﻻہور", "لاہور"),
        ],
    )
    def test_spellings_of_a_word_find_each_other(self, engine, written, typed):
        engine.update([document(1, written), document(2, "elsewhere")])

        assert self.found(engine, typed) == [1]

    def test_the_spelling_of_the_text_is_lit(self, engine):
        engine.update([document(1, pages=["یہ كميٹي کا اجلاس"])])
        snippet = self.find(engine, "کمیٹی").hits[0].pages[0].snippet

        assert ("كميٹي", True) in snippet.fragments

    def test_common_urdu_words_do_not_find_everything(self, engine):
        engine.update(
            [document(1, text="پانی کی فراہمی"), document(2, text="سڑک کی مرمت")]
        )

        assert self.found(engine, "پانی کی") == [1]

    def test_english_and_urdu_mix_in_a_document(self, engine):
        engine.update([document(1, text="محکمہ صحت Health Departments کا اجلاس")])

        assert self.found(engine, "department") == [1]
        assert self.found(engine, "صحت") == [1]

    @pytest.mark.parametrize(
        ("written", "typed"),
        [
            ("Café", "cafe"),
            ("naïve", "naive"),
            ("Straße", "strasse"),
            ("Ｆｕｌｌ", "full"),
        ],
    )
    def test_latin_accents_are_folded(self, engine, written, typed):
        engine.update([document(1, written)])

        assert self.found(engine, typed) == [1]


class TestHostileText(EngineContract):
    @pytest.mark.parametrize(
        "text",
        [
            "canal \x00 \x01 \ufffe",
            "canal \ud800",
            "canal " + "x" * 100_000,
            "canal " + "\u0301" * 1000,
            "canal " + "word " * 200_000,
            "canal\u202e gnirts",
        ],
        ids=["controls", "half surrogate", "long word", "marks", "million", "bidi"],
    )
    def test_any_text_can_be_indexed_and_shown(self, engine, text):
        engine.update([document(1, "canal", text, pages=[text])])
        (hit,) = self.find(engine, "canal").hits

        assert len(hit.pages[0].snippet.text) < 300
        assert "\x00" not in hit.pages[0].snippet.text


class TestWriting(EngineContract):
    def test_an_update_replaces_the_document_and_its_pages(self, engine):
        engine.update([document(1, "Old", pages=["canal one", "canal two"])])
        engine.update([document(1, "New", pages=["canal three"])])
        results = self.find(engine, "canal old new")

        assert results.total == 1
        assert results.hits[0].title == "New"
        assert len(results.hits[0].pages) == 1
        assert (engine.counts().documents, engine.counts().pages) == (1, 1)

    def test_the_last_of_two_in_one_update_holds(self, engine):
        engine.update([document(1, "Old"), document(1, "New")])

        assert [hit.title for hit in self.find(engine).hits] == ["New"]

    def test_types_do_not_share_numbers(self, engine):
        engine.update(
            [document(1, "One"), SearchDocument("lesson", 1, "One", labels=PUBLIC)]
        )

        assert {hit.key for hit in self.find(engine, "one").hits} == {
            "document:1",
            "lesson:1",
        }

    def test_a_deleted_document_is_gone_with_its_pages(self, engine):
        engine.update([document(1, pages=["canal"]), document(2, pages=["canal"])])
        engine.delete(["document:1", "document:99"])

        assert self.found(engine, "canal") == [2]
        assert (engine.counts().documents, engine.counts().pages) == (1, 1)

    def test_a_failing_update_changes_nothing(self, engine):
        def documents():
            yield document(1, "New")
            raise RuntimeError("The database has gone.")

        engine.update([document(1, "Old")])
        with pytest.raises(RuntimeError):
            engine.update(documents())

        assert [hit.title for hit in self.find(engine).hits] == ["Old"]
        engine.update([document(2)])
        assert engine.counts().documents == 2

    def test_keys_come_with_the_fingerprints_of_their_documents(self, engine):
        documents = [document(n, f"Title {n}") for n in range(30)]
        engine.update(documents)
        engine.delete(["document:3"])
        changed = document(4, "Changed")
        engine.update([changed])

        expected = {each.key: each.fingerprint for each in documents}
        del expected["document:3"]
        expected["document:4"] = changed.fingerprint
        assert dict(engine.keys_with_fingerprints()) == expected

    def test_a_rebuild_replaces_everything(self, engine):
        engine.update([document(1, "Old"), document(2, "Old")])
        engine.rebuild([document(2, "New")])

        assert [hit.title for hit in self.find(engine).hits] == ["New"]
        assert engine.counts().documents == 1

    def test_a_failing_rebuild_keeps_the_old_index(self, engine):
        def documents():
            yield document(2)
            raise RuntimeError("The database has gone.")

        engine.update([document(1)])
        with pytest.raises(RuntimeError):
            engine.rebuild(documents())

        assert self.found(engine) == [1]

    def test_readers_see_the_old_index_until_the_new_one_is_whole(self, engine):
        seen = []

        def documents():
            yield document(2)
            seen.append(self.found(engine))
            yield document(3)
            seen.append(self.found(engine))

        engine.update([document(1)])
        engine.rebuild(documents())

        assert seen == [[1], [1]]
        assert sorted(self.found(engine)) == [2, 3]

    def test_threads_search_while_one_writes(self, engine):
        engine.update([document(0, "canal")])
        failures = []
        done = threading.Event()

        def read():
            while not done.is_set():
                results = self.find(engine, "canal", limit=100)
                if results.total < 1 or len(results.hits) < 1:
                    failures.append(results)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for number in range(1, 6):
            engine.update([document(number, "canal", pages=["canal"])])
        engine.rebuild(document(number, "canal") for number in range(10))
        done.set()
        for reader in readers:
            reader.join()

        assert failures == []
        assert self.find(engine, "canal").total == 10

    def test_a_new_index_is_healthy(self, engine):
        engine.update([document(1)])

        assert engine.healthy()
        assert not engine.needs_rebuild


class TestHiddenKeys(EngineContract):
    """What the database denies while the index is behind is as if it were not there."""

    @pytest.fixture
    def engine(self, engine):
        engine.update(
            [
                document(
                    1,
                    "Canal works",
                    "canal lining",
                    pages=["canal repairs", "canal lining"],
                    facets={"kind": ("paper",)},
                ),
                document(
                    2,
                    "Canal secrets",
                    "canal zirconium",
                    pages=["canal zirconium repairs lining"],
                    facets={"kind": ("minutes",)},
                ),
            ]
        )
        return engine

    @pytest.mark.parametrize("text", ["canal", "", "zirconium", "-elephant", "can*"])
    @pytest.mark.parametrize("sort", ["relevance", "date", "-date"])
    def test_hits_totals_and_counts_leave_them_out(self, engine, text, sort):
        hidden = frozenset({"document:2"})
        results = self.find(engine, text, hidden=hidden, sort=sort, facets=("kind",))

        expected = [] if text == "zirconium" else [1]
        assert [hit.id for hit in results.hits] == expected
        assert results.total == len(expected)
        assert self.counts(results, "kind") == ({"paper": 1} if expected else {})

    def test_a_choice_does_not_count_them_among_its_siblings(self, engine):
        results = self.find(
            engine,
            "canal",
            filters={"kind": ("paper",)},
            facets=("kind",),
            hidden=frozenset({"document:2"}),
        )

        assert self.counts(results, "kind") == {"paper": 1}

    def test_administrators_do_not_find_what_is_deleted(self, engine):
        assert self.found(
            engine, "canal", labels=None, hidden=frozenset({"document:2"})
        ) == [1]

    def test_unknown_keys_hide_nothing(self, engine):
        hidden = frozenset({"lesson:2", "document:99"})

        assert self.find(engine, "canal", hidden=hidden).total == 2

    def test_there_may_be_very_many(self, engine):
        hidden = frozenset(f"document:{number}" for number in range(2, 150_000))

        assert self.found(engine, "canal", hidden=hidden) == [1]

    def test_nothing_else_tells_of_them(self, engine):
        hidden = frozenset({"document:2"})

        misspelled = self.find(engine, "zirconiun", hidden=hidden)
        assert (misspelled.suggestion, misspelled.instead) == ("", {})
        assert engine.complete("zirc", PUBLIC, hidden, 5) == ()
        assert engine.titles("secr", PUBLIC, hidden, 5) == ()
        assert engine.similar("document:1", PUBLIC, hidden, (), 5) == ()
        assert engine.pages("document:2", "canal", PUBLIC, hidden, 0, 5) == (0, ())


class TestWaitingKeys(EngineContract):
    """Documents whose texts may have changed are found, but lend no words."""

    WAITING = frozenset({"document:2"})

    @pytest.fixture
    def engine(self, engine):
        engine.update(
            [
                document(1, "Irrigation", "irrigation canals"),
                document(2, "Zirconium", "zirconium and canals"),
            ]
        )
        return engine

    def test_their_words_replace_none_that_was_typed(self, engine):
        assert self.find(engine, "zirconiun").suggestion == "zirconium"
        for typed in ("zirconiun", '"zirconiun"', "title:zirconiun"):
            results = self.find(engine, typed, waiting=self.WAITING)
            assert (results.total, results.suggestion, results.instead) == (0, "", {})

    def test_words_that_others_have_too_do(self, engine):
        results = self.find(engine, "cannals", waiting=self.WAITING)

        assert results.instead == {"cannals": ("canals",)}
        assert results.total == 2

    def test_they_are_found_and_counted_as_they_were(self, engine):
        for text in ("zirconium", "zirc*", "canals zirconium"):
            plain = self.find(engine, text)
            assert self.find(engine, text, waiting=self.WAITING) == plain

    def test_a_word_that_only_they_have_is_no_slip(self, engine):
        engine.update([document(3, "Zirconia"), document(4, "Zirconiums")])
        results = self.find(engine, "zirconium", waiting=self.WAITING)

        assert results.instead == {}

    def test_there_may_be_very_many(self, engine):
        waiting = frozenset(f"document:{number}" for number in range(2, 150_000))
        results = self.find(engine, "irigation zirconiun", waiting=waiting)

        assert results.instead == {"irigation": ("irrigation",)}


class TestNearWords(EngineContract):
    """Words that no visible text has are taken for slips of the keyboard."""

    @pytest.fixture
    def engine(self, engine):
        engine.update(
            [
                document(
                    1, "Irrigation", "irrigation: Government of Quetta lined canals"
                ),
                document(2, "Schools", "government teachers", pages=["attendance"]),
                document(3, "تعلیم", "صوبہ بلوچستان کے اسکول"),
                document(
                    4,
                    "Zirconium",
                    "goverment zirconium watts",
                    labels=frozenset({"unit:3"}),
                ),
            ]
        )
        return engine

    @pytest.mark.parametrize(
        ("typed", "instead", "found"),
        [
            ("irigation", "irrigation", [1]),
            ("Queta", "Quetta", [1]),
            ("goverment", "government", [1, 2]),
            ("gvernmnet", "government", [1, 2]),
            ("atendance", "attendance", [2]),
            ("teahcers", "teachers", [2]),
            ("بلوچتسان", "بلوچستان", [3]),
            ("تعلم", "تعلیم", [3]),
            ("سوبہ", "صوبہ", [3]),
        ],
    )
    def test_the_nearest_are_searched_in_their_place(
        self, engine, typed, instead, found
    ):
        results = self.find(engine, typed)

        assert sorted(hit.id for hit in results.hits) == found
        assert results.instead == {typed: (instead,)}
        assert results.suggestion == instead

    @pytest.mark.parametrize(
        "typed", ["cat", "lin", "xovernment", "gvrnmnt", "2017", "schlsx", "اسک"]
    )
    def test_words_that_are_short_or_far_off_stay_as_they_are(self, engine, typed):
        results = self.find(engine, typed)

        assert (results.total, results.instead, results.suggestion) == (0, {}, "")

    def test_the_word_found_is_lit(self, engine):
        (hit,) = self.find(engine, "atendance").hits

        assert hit.pages[0].snippet.fragments == (("attendance", True),)

    def test_other_words_of_the_query_count_as_before(self, engine):
        results = self.find(engine, "irigation teachers")

        assert sorted(hit.id for hit in results.hits) == [1, 2]
        assert results.suggestion == "irrigation teachers"

    def test_words_that_some_text_has_are_not_replaced(self, engine):
        engine.update([document(5, "Coverment")])
        results = self.find(engine, "coverment")

        assert [hit.id for hit in results.hits] == [5]
        assert results.instead == {}

    def test_a_rare_spelling_is_asked_about_when_another_is_far_more_frequent(
        self, engine
    ):
        engine.update(document(number, "canal") for number in range(20, 40))
        engine.update([document(5, "Canel")])

        assert self.find(engine, "canel").suggestion == "canal"
        assert self.find(engine, "canal").suggestion == ""

    @pytest.mark.parametrize(
        ("typed", "offered"),
        [
            ('"goverment teachers"', '"government teachers"'),
            ("-zebra title:irigation", "-zebra title:irrigation"),
            ('kind:paper goverment -"x"', ""),
        ],
    )
    def test_a_suggestion_keeps_the_operators_and_finds_something(
        self, engine, typed, offered
    ):
        assert self.find(engine, typed).suggestion == offered

    def test_words_of_other_texts_are_never_told(self, engine):
        for typed in ("zirconiun", "wats"):
            results = self.find(engine, typed)
            assert (results.total, results.suggestion, results.instead) == (0, "", {})
        assert self.find(engine, "zirconiun", labels=UNIT_3).suggestion == "zirconium"

    def test_words_of_other_texts_change_no_suggestion(self, engine):
        """A restricted text has `goverment`; for the public it is a slip all the same,
        and a hundred restricted words nearer to what was typed keep none away."""
        letters = "abcdefghijklmnopqrstuvwxyz"
        near = " ".join(f"govern{one}ent{two}" for one in letters for two in letters)
        engine.update([document(5, near, labels=frozenset({"unit:3"}))])

        assert self.find(engine, "goverment").instead == {"goverment": ("government",)}
        assert self.find(engine, "governtent").suggestion == "government"
        assert self.found(engine, "goverment", labels=frozenset({"unit:3"})) == [4]


class TestBeginnings(EngineContract):
    @pytest.fixture
    def engine(self, engine):
        engine.update(
            [
                document(1, "Watering", "fields", pages=["waterlogged fields", "dry"]),
                document(2, "Roads", "watershed"),
                document(3, "Wells", "drinking"),
                document(4, "پانیوں", "x"),
                document(5, "Watertight", labels=frozenset({"unit:3"})),
            ]
        )
        return engine

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("water*", [1, 2]),
            ("WATER*", [1, 2]),
            ("waterlogg*", [1]),
            ("water* drinking", [1, 2, 3]),
            ("watersh* -fields", [2]),
            ("-water*", [3, 4]),
            ("title:water*", [1]),
            ("پانی*", [4]),
            ("watert*", []),
            ("zz*", []),
            ("w*", []),
        ],
    )
    def test_a_star_ends_the_beginning_of_a_word(self, engine, typed, found):
        assert sorted(self.found(engine, typed)) == found

    def test_the_words_are_lit_on_their_pages(self, engine):
        hit = self.find(engine, "waterl*").hits[0]

        assert [page.number for page in hit.pages] == [1]
        assert hit.pages[0].snippet.fragments[0] == ("waterlogged", True)

    def test_one_letter_is_too_few(self, engine):
        assert len(self.find(engine, "w*").hints) == 1


class TestSynonyms(EngineContract):
    GROUPS = (("CM", "Chief Minister", "وزیرِ اعلیٰ"), ("WASH", "water and sanitation"))

    @pytest.fixture
    def engine(self, engine):
        engine.update(
            [
                document(1, "CM stocktake"),
                document(2, "Letter", pages=["to the Chief Minister of Punjab"]),
                document(3, "وزیر اعلی کا اجلاس"),
                document(4, "The chief engineer"),
                document(5, "WASH report"),
                document(6, "Sanitation", "water and sanitation"),
                document(7, "Sanitation", "sanitation, then water"),
            ]
        )
        return engine

    def find(self, engine, text="", **options):
        return super().find(engine, text, **{"synonyms": self.GROUPS, **options})

    @pytest.mark.parametrize("typed", ["CM", "cm", "وزیر اعلیٰ"])
    def test_each_finds_the_others(self, engine, typed):
        assert sorted(self.found(engine, typed)) == [1, 2, 3]

    def test_a_run_of_words_finds_the_others_and_its_own_words_as_before(self, engine):
        found = self.found(engine, "chief minister")

        assert sorted(found) == [1, 2, 3, 4]
        assert found[-1] == 4

    def test_a_phrase_is_met_in_full_only_stop_words_holding_places(self, engine):
        assert sorted(self.found(engine, "WASH")) == [5, 6]

    def test_they_are_lit(self, engine):
        hits = {hit.id: hit for hit in self.find(engine, "CM").hits}

        assert ("Chief Minister", True) in hits[2].pages[0].snippet.fragments
        assert ("وزیر اعلی", True) in hits[3].lit_title.fragments

    def test_what_is_quoted_is_meant_to_the_letter(self, engine):
        assert self.found(engine, '"CM"') == [1]
        assert self.found(engine, '"chief minister"') == [2]

    def test_an_exclusion_leaves_out_what_it_names_only(self, engine):
        assert sorted(self.found(engine, "chief minister -cm")) == [2, 3, 4]

    def test_a_field_takes_them_too(self, engine):
        assert sorted(self.found(engine, "title:cm")) == [1, 3]

    def test_a_change_takes_effect_with_the_next_query(self, engine):
        assert self.found(engine, "CM", synonyms=()) == [1]

    def test_other_queries_are_answered_as_without(self, engine):
        for text in ("sanitation report", "chief", "letter water"):
            plain = self.find(engine, text, synonyms=())
            assert self.find(engine, text).hits == plain.hits

    def test_a_synonym_is_no_slip(self, engine):
        engine.delete(["document:5"])
        engine.update([document(5, "Wasi")])

        assert self.find(engine, "wash").instead == {}


class TestCompletion(EngineContract):
    @pytest.fixture
    def engine(self, engine):
        engine.update(
            [
                document(
                    1,
                    "Delivery Unit of Quetta",
                    pages=["the water supply and the water supply", "waterlogging"],
                ),
                document(2, "Delivery", "the water of the canal, IRRIGATION, آہنگی"),
                document(3, "Water", summary="a delivery", tags=("wage",)),
                document(4, "Walrus", "walrus water", labels=frozenset({"unit:3"})),
            ]
        )
        return engine

    def complete(self, engine, text, labels=PUBLIC, hidden=frozenset(), limit=8):
        return engine.complete(text, labels, hidden, limit)

    @pytest.mark.parametrize(
        ("typed", "offered"),
        [
            ("wat", ("water", "water supply", "waterlogging")),
            ("que", ("Quetta",)),
            ("irr", ("irrigation",)),
            ("اہن", ("آہنگی",)),
            ("water ", ("water supply",)),
            ("water s", ("water supply",)),
            ("canal wat", ("canal water",)),
            ('"water s', ('"water supply"',)),
            ("title:que", ("title:Quetta",)),
            ("-que", ("-Quetta",)),
            ("kind:wat", ()),
            ("the", ()),
            ("w", ()),
            ("zz", ()),
            ("", ()),
            ("?", ()),
            ("wat*", ()),
            ("20", ()),
        ],
    )
    def test_words_of_the_texts_go_on_with_what_was_typed(self, engine, typed, offered):
        assert self.complete(engine, typed) == offered

    def test_what_stands_in_more_documents_comes_first(self, engine):
        assert self.complete(engine, "wa", limit=1) == ("water",)

    def test_words_of_other_texts_are_not_offered(self, engine):
        assert "walrus" not in self.complete(engine, "wal")
        assert self.complete(engine, "wal", labels=UNIT_3) == ("walrus",)
        assert self.complete(engine, "wal", labels=frozenset()) == ()

    def test_words_of_other_texts_keep_none_away(self, engine):
        many = " ".join(f"wat{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(600))
        engine.update([document(5, many, labels=frozenset({"unit:3"}))])

        assert self.complete(engine, "wat", limit=2) == ("water", "water supply")

    def test_an_empty_index_offers_nothing(self, engine):
        engine.delete(f"document:{number}" for number in range(1, 5))

        assert self.complete(engine, "wat") == ()
        assert engine.titles("wat", PUBLIC, frozenset(), 5) == ()


class TestTitles(EngineContract):
    @pytest.fixture
    def engine(self, engine):
        engine.update(
            [
                document(1, "Stocktake of irrigation", date=date(2016, 1, 1)),
                document(2, "Irrigation in the south", date=date(2015, 1, 1)),
                document(3, "Irrigated land, irrigation", date=date(2018, 1, 1)),
                document(4, "Irrigation secrets", labels=frozenset({"unit:3"})),
                document(5, "وزیرِ اعلیٰ کا اجلاس"),
                document(6, "Other", "irrigation"),
            ]
        )
        return engine

    def titles(self, engine, text, labels=PUBLIC, limit=8):
        return [hit.id for hit in engine.titles(text, labels, frozenset(), limit)]

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("irrig", [3, 2, 1]),
            ("irrigatio", [2, 3, 1]),
            ("stock irr", [1]),
            ("irr south", [2]),
            ("in the so", [2]),
            ("وزیر", [5]),
            ("zz", []),
            ("", []),
            (" ? ", []),
        ],
    )
    def test_every_word_typed_begins_a_word_of_the_title(self, engine, typed, found):
        assert self.titles(engine, typed) == found

    def test_only_visible_ones(self, engine):
        assert self.titles(engine, "secr") == []
        assert self.titles(engine, "secr", labels=UNIT_3) == [4]

    def test_what_begins_so_is_lit(self, engine):
        (hit,) = engine.titles("stock", PUBLIC, frozenset(), 1)

        assert hit.lit_title.fragments == (
            ("Stocktake", True),
            (" of irrigation", False),
        )


class TestSimilar(EngineContract):
    @pytest.fixture
    def engine(self, engine):
        engine.update(
            [
                document(
                    1, "Canal lining", "canals lined with cement", pages=["weirs"]
                ),
                document(2, "Lined canals", "weirs and cement for the canal"),
                document(3, "Teachers", "attendance of teachers in schools"),
                document(4, "School teachers", "attendance is monitored"),
                SearchDocument("lesson", 1, "Line canals with cement", labels=PUBLIC),
                document(5, "Canal cement", labels=frozenset({"unit:3"})),
                document(6),
            ]
        )
        return engine

    def similar(self, engine, key, labels=PUBLIC, types=(), limit=5):
        hits = engine.similar(key, labels, frozenset(), types, limit)
        return [hit.key for hit in hits]

    def test_what_tells_of_the_same_is_found_and_never_itself(self, engine):
        assert set(self.similar(engine, "document:1")) == {"document:2", "lesson:1"}
        assert self.similar(engine, "document:3") == ["document:4"]

    def test_they_can_be_of_chosen_kinds(self, engine):
        assert self.similar(engine, "document:1", types=("lesson",)) == ["lesson:1"]
        assert self.similar(engine, "document:1", types=("unit",)) == []

    def test_only_visible_ones(self, engine):
        assert "document:5" in self.similar(engine, "document:1", labels=UNIT_3)
        assert self.similar(engine, "document:1", labels=frozenset()) == []

    def test_so_many_at_most(self, engine):
        assert len(self.similar(engine, "document:1", limit=1)) == 1

    @pytest.mark.parametrize("key", ["document:99", "unit:1", "document:6"])
    def test_nothing_is_like_nothing(self, engine, key):
        assert self.similar(engine, key) == []


class TestPagesOfADocument(EngineContract):
    @pytest.fixture
    def engine(self, engine):
        pages = [f"canal {'dam ' * (n % 3)} {n}" for n in range(45)]
        engine.update(
            [
                document(1, "Pack", pages=[*pages, "nothing"]),
                document(2, "Other", pages=["canal"], labels=frozenset({"unit:3"})),
            ]
        )
        return engine

    def test_all_are_turned_to_the_last_the_best_first(self, engine):
        seen = []
        for offset in range(0, 60, 20):
            total, pages = engine.pages(
                "document:1", "canal dam", PUBLIC, frozenset(), offset, 20
            )
            assert total == 45
            assert all(page.snippet.is_lit for page in pages)
            seen += [page.number for page in pages]
        assert sorted(seen) == list(range(1, 46))
        assert seen[-15:] == list(range(1, 46, 3))

    def test_they_begin_with_those_under_the_document(self, engine):
        (hit,) = self.find(engine, "canal dam").hits
        total, pages = engine.pages(
            "document:1", "canal dam", PUBLIC, frozenset(), 0, 3
        )

        assert pages == hit.pages
        assert total == len(hit.pages) + hit.more_pages

    @pytest.mark.parametrize(
        ("key", "text"),
        [
            ("document:2", "canal"),
            ("document:9", "canal"),
            ("document:1", "zebra"),
            ("document:1", ""),
            ("document:1", "kind:paper"),
        ],
    )
    def test_there_are_none_of_what_is_not_visible_or_not_sought(
        self, engine, key, text
    ):
        assert engine.pages(key, text, PUBLIC, frozenset(), 0, 5) == (0, ())

    def test_slips_and_synonyms_are_those_of_a_search(self, engine):
        for text, synonyms in (("cannal", ()), ("nahr", (("nahr", "canal"),))):
            total, pages = engine.pages(
                "document:1", text, PUBLIC, frozenset(), 0, 5, synonyms
            )
            assert total == 45
            assert ("canal", True) in pages[0].snippet.fragments
