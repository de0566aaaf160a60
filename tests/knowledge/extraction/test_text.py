import pytest

from knowledge.extraction import Reason, Status
from knowledge.extraction.text import clean_text, decode_text, guess_language


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc\x0bd", "a\nb\nc\nd"),
        ("a\0b\x07c\ud800d", "abcd"),
        ("  a \u00a0 b  \n\n\n\n c ", "a b\n\nc"),
        ("e\u0301", "é"),
        ("e\ufb03cient", "efficient"),
        ("\ufefb", "لا"),
        ("\ufee3\ufeae\ufea3\ufe92\ufe8e", "مرحبا"),
        ("soft\u00adhyphen", "softhyphen"),
        ("می\u200cرود", "می\u200cرود"),
        ("a\tb", "a\tb"),
        ("ﷺ", "ﷺ"),
    ],
)
def test_text_is_cleaned(raw, clean):
    assert clean_text(raw) == clean


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1256"]
)
def test_urdu_and_arabic_are_decoded_whatever_the_encoding(encoding):
    text = "هذه التقارير عن حالة الطرق في البلاد وما تم من العمل في هذا العام " * 5
    assert decode_text(text.encode(encoding)) == text


def test_what_a_file_declares_counts_only_if_it_is_not_utf8():
    assert decode_text("سبق".encode(), declared="cp1252") == "سبق"
    assert decode_text("Café".encode("cp1252"), declared="cp1252") == "Café"
    assert decode_text("Café".encode("cp1252"), declared="no-such") != ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("سڑکوں کی مرمت کا کام ابھی باقی ہے", "ur"),
        ("هذه المكتبات لتطوير حلول مبتكرة في المدن", "ar"),
        ("این گزارش درباره وضعیت پروژه‌های کشور است", "fa"),
        ("The road is open and the school is not.", "en"),
        ("Ambas escuelas siguen cerradas hasta el lunes.", ""),
        ("123 456", ""),
    ],
)
def test_the_language_is_guessed_from_letters_and_words(text, language):
    assert guess_language(text) == language


def test_plain_text_is_one_section_and_form_feeds_begin_new_ones(tmp_path, read):
    path = tmp_path / "a.txt"
    path.write_text("first\fsecond\f", encoding="utf-16")
    assert [page.text for page in read(path).pages] == ["first", "second"]


def test_utf16_without_a_mark_is_text(tmp_path, read):
    path = tmp_path / "a.txt"
    path.write_bytes("Plain words of a meeting\n".encode("utf-16-le") * 20)
    assert read(path).media_type == "text/plain"


def test_markdown_is_titled_by_its_first_heading(tmp_path, read):
    path = tmp_path / "a.md"
    path.write_text("intro\n\n# Lessons learned #\n\ntext")
    page = read(path).pages[0]
    assert page.title == "Lessons learned"
    assert "# Lessons learned #" in page.text


def test_html_gives_what_a_reader_sees(tmp_path, read):
    path = tmp_path / "a.html"
    path.write_text(
        "<!doctype html><html lang='ur-PK'><head><title>Report</title>"
        "<meta name='Author' content='Unit'><style>p{}</style></head>"
        "<body><h1>Roads</h1><p>One <b>two</b></p><script>alert(1)</script><!-- no -->"
        "<table><tr><td>a</td><td>b</td></tr></table>x<br>y<pre>1\n2</pre></body>"
    )
    extraction = read(path)
    assert extraction.pages[0].title == "Report"
    assert extraction.pages[0].text == "Roads\nOne two\na\tb\nx\ny\n1\n2"
    assert extraction.metadata.author == "Unit"
    assert extraction.metadata.language == "ur"


def test_html_nested_ten_thousand_deep_is_read(tmp_path, read):
    path = tmp_path / "a.html"
    path.write_text("<html>" + "<div>" * 10_000 + "deep")
    assert read(path).status in (Status.READY, Status.NO_TEXT, Status.FAILED)


def test_a_page_that_lies_about_its_encoding_is_read_as_it_is(tmp_path, read):
    path = tmp_path / "a.html"
    path.write_bytes("<html><meta charset='iso-8859-1'><p>سبق پڑھو</p></html>".encode())
    assert read(path).pages[0].text == "سبق پڑھو"


def test_rtf_is_read_with_its_title(tmp_path, read):
    path = tmp_path / "a.rtf"
    path.write_bytes(
        rb"{\rtf1\ansi{\info{\title Brief}{\author Unit}"
        rb"{\creatim\yr2016\mo2\dy29}}Note on roads \u1587?\u1576?\u1602?\par}"
    )
    extraction = read(path)
    assert extraction.pages[0].text == "Note on roads سبق"
    assert extraction.metadata.title == "Brief"
    assert extraction.metadata.created.isoformat() == "2016-02-29"


def test_a_file_of_blanks_is_blank(tmp_path, read):
    path = tmp_path / "a.txt"
    path.write_text(" \n\n\t ")
    assert read(path).reason is Reason.BLANK
