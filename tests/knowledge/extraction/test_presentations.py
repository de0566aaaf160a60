import zipfile

from knowledge.extraction import PageKind, Status

from .builders import replace_part, without_part, write_pptx


def test_each_slide_has_its_title_text_and_notes(tmp_path, read):
    extraction = read(write_pptx(tmp_path / "a.pptx"))
    assert extraction.status is Status.READY
    assert extraction.page_kind is PageKind.SLIDE
    first, second = extraction.pages
    assert first.title == "Roads of Swat"
    assert first.text == ("Roads of Swat\nDistrict\tKilometres\nSwat\t120\nin a group")
    assert first.notes == "Ask about land acquisition."
    assert (second.number, second.title, second.notes) == (2, "Progress", "")
    assert extraction.metadata.title == "A stocktake"
    assert extraction.metadata.author == "Unit"


def test_labels_of_a_chart_are_found(tmp_path, read):
    text = read(write_pptx(tmp_path / "a.pptx")).pages[1].text
    assert "Schools opened" in text
    assert "February" in text


def test_slides_come_in_the_order_of_the_show(tmp_path, read):
    path = write_pptx(tmp_path / "a.pptx")
    with zipfile.ZipFile(path) as archive:
        show = archive.read("ppt/presentation.xml").decode()
    entries = show[show.index("<p:sldIdLst>") + 12 : show.index("</p:sldIdLst>")]
    first, second = entries.replace("/><", "/>|<").split("|")
    replace_part(path, "ppt/presentation.xml", entries, second + first)
    titles = [page.title for page in read(path).pages]
    assert titles == ["Progress", "Roads of Swat"]


def test_a_missing_list_of_slides_is_made_up_for(tmp_path, read):
    path = without_part(
        write_pptx(tmp_path / "a.pptx"), "ppt/_rels/presentation.xml.rels"
    )
    assert [page.title for page in read(path).pages] == ["Roads of Swat", "Progress"]


def test_a_missing_slide_leaves_an_empty_page_and_is_named(tmp_path, read):
    path = without_part(write_pptx(tmp_path / "a.pptx"), "ppt/slides/slide1.xml")
    extraction = read(path)
    assert [page.title for page in extraction.pages] == ["", "Progress"]
    assert "slide 1" in extraction.detail


def test_a_missing_chart_leaves_the_rest_of_the_slide(tmp_path, read):
    path = write_pptx(tmp_path / "a.pptx")
    with zipfile.ZipFile(path) as archive:
        chart = next(n for n in archive.namelist() if n.startswith("ppt/charts/chart"))
    assert read(without_part(path, chart)).pages[1].text == "Progress"
