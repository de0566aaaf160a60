from datetime import date

from reportlab.pdfgen.canvas import Canvas

from knowledge.extraction import PageKind, Reason, Status
from knowledge.extraction.pdf import _date

from .builders import write_pdf, write_right_to_left_pdf


def test_text_comes_page_by_page(tmp_path, read):
    path = write_pdf(tmp_path / "a.pdf", "First page", "Second\npage", title="Roads")
    extraction = read(path)
    assert extraction.status is Status.READY
    assert extraction.page_kind is PageKind.PAGE
    assert [(page.number, page.text) for page in extraction.pages] == [
        (1, "First page"),
        (2, "Second\npage"),
    ]
    assert extraction.page_count == 2
    assert extraction.metadata.title == "Roads"


def test_an_empty_page_keeps_its_number(tmp_path, read):
    extraction = read(write_pdf(tmp_path / "a.pdf", "one", "", "three"))
    assert [page.text for page in extraction.pages] == ["one", "", "three"]


def test_right_to_left_text_comes_in_the_order_it_is_read(tmp_path, read):
    path = write_right_to_left_pdf(tmp_path / "a.pdf", list("قبس"))
    assert read(path).pages[0].text == "سبق"


def test_the_letters_of_a_lam_alef_ligature_are_not_swapped(tmp_path, read):
    # A font has one glyph for the two letters "لا" of the word "سلام".
    path = write_right_to_left_pdf(tmp_path / "a.pdf", ["م", "لا", "س"])
    assert read(path).pages[0].text == "سلام"


def test_alef_before_lam_stays_when_they_are_two_glyphs(tmp_path, read):
    path = write_right_to_left_pdf(tmp_path / "a.pdf", list("لام"[::-1] + " " + "لا"))
    assert "لام" in read(path).pages[0].text


def test_a_file_of_pictures_has_no_text_layer_but_pages(tmp_path, read):
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    for _ in range(2):
        canvas.rect(10, 10, 500, 700, fill=1)
        canvas.showPage()
    canvas.save()
    extraction = read(tmp_path / "scan.pdf")
    assert (extraction.status, extraction.reason) == (
        Status.NO_TEXT,
        Reason.NO_TEXT_LAYER,
    )
    assert extraction.page_count == 2


def test_what_was_filled_into_a_form_is_text(tmp_path, read):
    canvas = Canvas(str(tmp_path / "form.pdf"))
    canvas.drawString(72, 700, "Name of officer")
    canvas.acroForm.textfield(name="officer", value="Gul Makai", x=72, y=650)
    canvas.save()
    assert "Gul Makai" in read(tmp_path / "form.pdf").pages[0].text


def test_a_password_makes_it_encrypted(tmp_path, read):
    extraction = read(write_pdf(tmp_path / "a.pdf", "secret", password="open sesame"))
    assert extraction.status is Status.ENCRYPTED
    assert extraction.pages == ()


def test_junk_before_the_header_does_no_harm(tmp_path, read):
    path = write_pdf(tmp_path / "a.pdf", "still here")
    path.write_bytes(b"HTTP/1.1 200 OK\r\n\r\n" + path.read_bytes())
    assert read(path).pages[0].text == "still here"


def test_a_file_cut_short_gives_what_is_left_and_says_so(tmp_path, read):
    path = write_right_to_left_pdf(tmp_path / "a.pdf", list("قبس"))
    path.write_bytes(path.read_bytes().partition(b"trailer")[0])
    extraction = read(path)
    assert extraction.pages[0].text == "سبق"
    assert "damaged file" in extraction.detail


def test_a_header_with_nothing_behind_it_is_corrupt(tmp_path, read):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")
    extraction = read(path)
    assert (extraction.status, extraction.reason) == (Status.FAILED, Reason.CORRUPT)


def test_the_day_of_creation_is_read_from_any_pdf_date():
    assert _date("D:20160229120000+05'00'") == date(2016, 2, 29)
    assert _date("20160229") == date(2016, 2, 29)
    assert _date("D:20161341") is None
    assert _date("yesterday") is None
