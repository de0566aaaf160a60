"""The text of a page becomes paragraphs and tables, escaped, with words lit."""

from knowledge.page_text import (
    MAX_ROWS,
    blocks,
    combine,
    forms_of,
    light_quote,
    light_words,
    snippet,
    words_of,
)


def html(text, lights=()):
    return [block.html for block in blocks(text, lights)]


def test_empty_lines_part_paragraphs_and_line_breaks_stay():
    assert html("One\ntwo\n\n\nThree") == ["One<br>two", "Three"]


def test_nothing_in_the_text_is_taken_for_html():
    assert html("<script>alert(1)</script> & more") == [
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"
    ]


def test_lines_with_tabs_are_a_table():
    title, table = blocks("Posts\nDistrict\tPosts\nSwat\t<40>")
    assert title.html == "Posts"
    assert table.rows == [["District", "Posts"], ["Swat", "&lt;40&gt;"]]
    assert not table.is_cut


def test_a_long_table_is_cut_and_says_so():
    rows = "\n".join(f"{number}\tvalue" for number in range(MAX_ROWS + 50))
    (table,) = blocks(rows)
    assert (table.first_row, table.last_row) == (1, MAX_ROWS)
    assert table.is_cut


def test_a_quote_far_down_a_table_is_among_the_rows_shown():
    text = "\n".join(f"{number}\tvalue {number}" for number in range(1000))
    (table,) = blocks(text, light_quote(text, "value 777"))
    assert any('id="quote"' in cell for row in table.rows for cell in row)


def test_a_quote_over_several_lines_has_one_name():
    text = "The posts are\nsanctioned, not filled."
    (block,) = html(text, light_quote(text, "posts are sanctioned"))
    assert block == (
        'The <mark id="quote">posts are</mark><br><mark>sanctioned</mark>, not filled.'
    )


def test_a_quote_that_is_not_there_lights_nothing():
    assert light_quote("The posts are filled.", "posts are vacant") == []
    assert light_quote("The posts are filled.", "") == []


def test_words_are_lit_where_a_word_begins():
    text = "Posting of posts, not outposts"
    assert html(text, light_words(text, ["post"])) == [
        "<mark>Post</mark>ing of <mark>post</mark>s, not outposts"
    ]
    assert (
        html(text, light_words(text, ["post"], anywhere=True))[0].count("<mark>") == 3
    )


def test_words_of_a_query_are_never_a_pattern():
    text = "A (rather) plain text"
    assert words_of("(.*) [a-z]+ rather") == ["a-z", "rather"]
    assert light_words(text, ["(.*)"]) == []


def test_lit_text_is_escaped_inside_and_outside():
    text = "<b>posts</b>"
    assert html(text, light_words(text, ["posts"])) == [
        "&lt;b&gt;<mark>posts</mark>&lt;/b&gt;"
    ]


def test_a_word_inside_the_quote_is_not_lit_twice():
    text = "All posts are filled; posts matter."
    lights = combine(
        light_quote(text, "posts are filled"), light_words(text, ["posts"])
    )
    assert html(text, lights) == [
        'All <mark id="quote">posts are filled</mark>; <mark>posts</mark> matter.'
    ]


def test_urdu_words_are_found_in_the_letters_of_any_keyboard():
    text = "سکول کی تعمیر"
    assert "سكول" in forms_of("سکول")
    assert html(text, light_words(text, ["سكول"])) == ["<mark>سکول</mark> کی تعمیر"]


def test_a_snippet_shows_the_words_in_their_surroundings():
    text = "begin " * 50 + "the <vacant> posts " + "end " * 50
    shown = snippet(text, light_words(text, ["posts"]))
    assert "the &lt;vacant&gt; <mark>posts</mark> end" in shown
    assert shown.startswith("… begin") and shown.endswith("end …")


def test_notes_are_lit_by_the_offsets_of_the_whole_page():
    text, notes = "Slide text.", "Ask for the posts."
    full = f"{text}\n\n{notes}"
    lights = light_quote(full, "Ask for the posts")
    assert html(text, lights) == ["Slide text."]
    (block,) = blocks(notes, lights, offset=len(text) + 2)
    assert block.html == '<mark id="quote">Ask for the posts</mark>.'
