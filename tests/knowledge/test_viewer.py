"""The page of the PDF viewer: who may open it, what it offers, what it is made of."""

import re
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from knowledge.access import Access
from knowledge.models import DocumentPage
from scripts import vendor_pdfjs
from tests.factories import (
    DocumentFactory,
    EvidenceFactory,
    UserFactory,
    add_version,
    home_page,
)

pytestmark = pytest.mark.django_db

NASTY = '"><script>alert("x")</script>{number}'
PDF = {"media_type": "application/pdf", "name": "report.pdf"}


@pytest.fixture(autouse=True)
def site():
    return home_page()


def a_pdf(pages=("First page.", "Second page."), **options):
    options |= {f"pages__{name}": value for name, value in PDF.items()}
    return DocumentFactory(pages=list(pages), **options)


def viewer(document, number=1):
    return reverse("document_viewer", args=[document.pk, number])


class TestAccess:
    @pytest.mark.parametrize("access", [Access.INTERNAL, Access.RESTRICTED])
    def test_what_is_closed_does_not_exist(self, client, access):
        document = a_pdf(access=access, title="Secret title")
        closed, missing = viewer(document), viewer(document, 2)
        answers = [client.get(address) for address in (closed, missing)]
        assert [answer.status_code for answer in answers] == [404, 404]
        # They differ by the address that was asked for alone.
        told = [answer.content.decode() for answer in answers]
        for write in (str, lambda address: quote(address, safe="")):
            told[0] = told[0].replace(write(closed), write(missing))
        assert told[0] == told[1]

    def test_those_who_may_see_it_open_it_and_no_cache_keeps_it(self, client):
        document = a_pdf(access=Access.RESTRICTED)
        client.force_login(UserFactory(units=[document.unit]))
        response = client.get(viewer(document))
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "private, no-store"

    def test_a_version_that_is_not_there_does_not_exist(self, client):
        assert client.get(viewer(a_pdf(), 2)).status_code == 404

    def test_earlier_versions_open_too(self, client):
        document = a_pdf()
        add_version(document, ["Changed."], **PDF)
        for number in (1, 2):
            response = client.get(viewer(document, number))
            file = reverse("document_file", args=[document.pk, number])
            assertContains(response, f'data-file="{file}"')

    def test_closed_earlier_versions_do_not_exist(self, client):
        document = a_pdf(access=Access.INTERNAL)
        add_version(document, ["Changed."], **PDF)
        assert client.get(viewer(document, 1)).status_code == 404

    def test_only_reading_is_allowed(self, client):
        assert client.post(viewer(a_pdf())).status_code == 405


class TestThePage:
    def test_a_file_that_is_no_pdf_leads_to_its_text(self, client):
        document = DocumentFactory()
        response = client.get(viewer(document))
        assert response.status_code == 302
        assert response.url == document.current_version.get_absolute_url()

    def test_search_engines_find_the_document_instead(self, client):
        document = a_pdf()
        response = client.get(viewer(document))
        assert response.headers["X-Robots-Tag"] == "noindex"
        canonical = f"{settings.SITE_URL}{document.current_version.get_absolute_url()}"
        assertContains(response, f'<link rel="canonical" href="{canonical}">')

    def test_it_says_what_scripts_may_do_and_nothing_is_inline(self, client):
        response = client.get(viewer(a_pdf(title=NASTY)))
        policy = response.headers["Content-Security-Policy"]
        assert "worker-src 'self'" in policy
        assert "unsafe" not in policy
        assert "blob:" not in policy
        content = response.content.decode()
        assert "<script>" not in content
        assert "style=" not in content

    def test_everything_from_the_archive_is_escaped(self, client):
        response = client.get(viewer(a_pdf(title=NASTY)))
        assertNotContains(response, "<script>alert")
        assertContains(response, "&lt;script&gt;alert")

    @pytest.mark.parametrize(
        ("asked", "number"), [("2", 2), ("99", 2), ("0", 1), ("x", 1), ("٢", 1)]
    )
    def test_readers_without_script_ask_for_a_page(self, client, asked, number):
        document = a_pdf()
        response = client.get(viewer(document), {"page": asked})
        file = document.current_version.get_download_url()
        assertContains(response, f'href="{file}?inline=1#page={number}"')
        text = reverse("document_page", args=[document.pk, 1, number])
        assertContains(response, f'href="{text}"')
        assertContains(response, f"{settings.SITE_URL}{text}")

    def test_a_file_whose_text_was_not_read_is_shown_all_the_same(self, client):
        document = a_pdf(title="Scanned report")
        DocumentPage.objects.all().delete()
        document.versions.update(status="no_text", page_count=None)
        response = client.get(viewer(document))
        assertNotContains(response, "/pages/")
        # The viewer's own address stands for that of the text.
        address = f"{settings.SITE_URL}{viewer(document)}#page=1"
        assertContains(response, address)

    def test_the_page_speaks_urdu(self, client):
        response = client.get(f"/ur{viewer(a_pdf())}")
        assertContains(response, '<html lang="ur" dir="rtl">')
        assertContains(response, 'class="viewer__pages" dir="ltr"')

    def test_queries_are_few(self, client, django_assert_max_num_queries):
        document = a_pdf([f"Page {number}." for number in range(300)])
        client.get(viewer(document))
        with django_assert_max_num_queries(8):
            client.get(viewer(document))


class TestLinks:
    def test_the_document_leads_to_the_viewer(self, client):
        document = a_pdf()
        response = client.get(document.get_absolute_url())
        assertContains(response, f'href="{viewer(document)}"')

    def test_the_text_of_a_page_leads_to_that_page_with_the_words(self, client):
        document = a_pdf()
        page = reverse("document_page", args=[document.pk, 1, 2])
        for parameter in ("q", "find"):
            response = client.get(page, {parameter: "second page"})
            address = f"{viewer(document)}#page=2&amp;search=second+page"
            assertContains(response, f'href="{address}"')

    def test_a_quote_goes_to_the_viewer_as_a_phrase(self, client):
        document = a_pdf()
        evidence = EvidenceFactory(
            version=document.current_version, page=2, quote="Second page."
        )
        response = client.get(evidence.get_absolute_url())
        address = f"{viewer(document)}#page=2&amp;search=%22Second+page.%22"
        assertContains(response, f'href="{address}"')

    def test_other_files_have_no_viewer(self, client):
        document = DocumentFactory()
        response = client.get(document.get_absolute_url())
        assertNotContains(response, "/viewer/")

    def test_an_address_holds_page_and_words(self):
        version = a_pdf().current_version
        address = version.get_viewer_url(3, 'posts & "all filled"')
        assert address.endswith("/viewer/#page=3&search=posts+%26+%22all+filled%22")
        assert version.get_viewer_url().endswith("/viewer/")


class TestReferences:
    def test_the_text_of_a_page_has_one_with_the_versions_own_address(self, client):
        document = a_pdf(title="Staffing of colleges")
        add_version(document, ["Changed."], **PDF)
        address = reverse("document_page", args=[document.pk, 1, 2])
        response = client.get(address)
        for part in (document.unit.label, "Staffing of colleges", "12 Dec 2017", "2."):
            assertContains(response, part)
        assertContains(response, f"{settings.SITE_URL}{address}</bdi></p>")
        assertContains(response, "js/reference.js")

    def test_it_is_written_in_the_language_of_the_page(self, client):
        address = reverse("document_page", args=[a_pdf().pk, 1, 2])
        response = client.get(f"/ur{address}")
        reference = re.search(
            r'class="reference__text"[^>]*>([^<]+) <bdi dir="ltr">([^<]+)</bdi>',
            response.content.decode(),
        )
        assert "۲۰۱۷" in reference[1]
        assert reference[2] == f"{settings.SITE_URL}/ur{address}"

    def test_a_document_that_is_not_read_has_none(self, client):
        document = a_pdf()
        DocumentPage.objects.all().delete()
        response = client.get(document.get_absolute_url())
        assertNotContains(response, "data-reference")


class TestPdfJs:
    def test_the_files_are_of_the_version_that_the_script_names(self):
        for name in ("build/pdf.min.mjs", "build/pdf.worker.min.mjs"):
            head = (vendor_pdfjs.FOLDER / name).read_text(encoding="utf-8")[:3000]
            assert f"pdfjsVersion = {vendor_pdfjs.VERSION}\n" in head
        components = (vendor_pdfjs.FOLDER / "web/pdf_viewer.mjs").read_text()
        assert f'const viewerVersion = "{vendor_pdfjs.VERSION}"' in components
        readme = (vendor_pdfjs.FOLDER / "README.md").read_text()
        assert vendor_pdfjs.VERSION in readme

    def test_its_licences_come_with_it_and_nothing_under_the_gpl(self):
        assert "Apache License" in (vendor_pdfjs.FOLDER / "LICENSE").read_text()
        for folder in ("cmaps", "iccs", "standard_fonts", "wasm"):
            assert list((vendor_pdfjs.FOLDER / folder).glob("LICENSE*"))
        assert not list(vendor_pdfjs.FOLDER.rglob("Liberation*"))

    def test_it_is_small_and_has_no_source_maps(self):
        files = [path for path in vendor_pdfjs.FOLDER.rglob("*") if path.is_file()]
        assert sum(path.stat().st_size for path in files) < 8_000_000
        assert not [path for path in files if path.suffix == ".map"]

    def test_a_package_is_checked_before_it_is_unpacked(self, tmp_path):
        package = tmp_path / "package.tgz"
        package.write_bytes(b"not what was pinned")
        assert vendor_pdfjs.integrity(package) != vendor_pdfjs.INTEGRITY
        assert vendor_pdfjs.INTEGRITY.startswith("sha512-")

    def test_production_serves_every_part_of_it(self, client, settings, tmp_path):
        """File names with hashes in them must not part what belongs together."""
        settings.STATIC_ROOT = tmp_path
        settings.STATICFILES_FINDERS = [
            "django.contrib.staticfiles.finders.FileSystemFinder"
        ]
        settings.STORAGES = settings.STORAGES | {
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage"
                ".ManifestStaticFilesStorage"
            }
        }
        call_command("collectstatic", interactive=False, verbosity=0)
        content = client.get(viewer(a_pdf())).content.decode()
        prefix = settings.STATIC_URL
        named = re.findall(rf'="{re.escape(prefix)}([^"]+\.m?js|[^"]+\.css)"', content)
        assert len(named) >= 7
        for name in named:
            assert re.search(r"\.[0-9a-f]{12}\.", name)
            assert (tmp_path / name).is_file()
        # What PDF.js asks for by name, in folders that it is told of.
        base = tmp_path / re.search(rf'data-pdfjs="{prefix}([^"]+)"', content)[1]
        for name in (
            "cmaps/UniGB-UCS2-H.bcmap",
            "standard_fonts/FoxitSymbol.pfb",
            "wasm/openjpeg.wasm",
            "web/images/annotation-note.svg",
        ):
            assert (base / name).is_file()
