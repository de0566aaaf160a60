"""Files are handed out whole or in parts, to those who may see them; none runs."""

import pytest
from django.urls import reverse

from knowledge.access import Access
from tests.factories import DocumentFactory, UserFactory, add_version

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(256)) * 4


@pytest.fixture
def version():
    return DocumentFactory(
        access=Access.PUBLIC, pages__content=CONTENT, pages__name="report.bin"
    ).current_version


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def get(client, version, **headers):
    return client.get(version.get_download_url(), headers=headers)


def test_the_whole_file_is_handed_out_byte_for_byte(client, version):
    response = get(client, version)
    assert response.status_code == 200
    assert body(response) == CONTENT
    assert response.headers["Content-Length"] == "1024"
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "given", "content"),
    [
        ("bytes=0-9", "bytes 0-9/1024", CONTENT[:10]),
        ("bytes=1000-", "bytes 1000-1023/1024", CONTENT[1000:]),
        ("bytes=-24", "bytes 1000-1023/1024", CONTENT[-24:]),
        ("bytes=-5000", "bytes 0-1023/1024", CONTENT),
        ("bytes=1020-99999", "bytes 1020-1023/1024", CONTENT[1020:]),
    ],
)
def test_a_range_is_handed_out_alone(client, version, asked, given, content):
    response = get(client, version, range=asked)
    assert response.status_code == 206
    assert response.headers["Content-Range"] == given
    assert response.headers["Content-Length"] == str(len(content))
    assert body(response) == content


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_outside_the_file_cannot_be_satisfied(client, version, asked):
    response = get(client, version, range=asked)
    assert response.status_code == 416
    assert response.headers["Content-Range"] == "bytes */1024"


@pytest.mark.parametrize(
    "asked",
    ["bytes=9-3", "lines=1-2", "bytes=0-1,5-6", "bytes=-", "x", f"bytes={'9' * 5000}-"],
)
def test_a_range_that_is_not_understood_gives_the_whole_file(client, version, asked):
    response = get(client, version, range=asked)
    assert response.status_code == 200
    assert body(response) == CONTENT


def wagtails_link(document) -> str:
    return reverse("wagtaildocs_serve", args=[document.pk, document.filename])


class TestIfRange:
    def test_a_part_of_the_same_file_is_continued(self, client, version):
        first = get(client, version)
        for proof in (first.headers["ETag"], first.headers["Last-Modified"]):
            response = get(client, version, range="bytes=1000-", if_range=proof)
            assert response.status_code == 206

    @pytest.mark.parametrize(
        "proof", ['"another"', 'W/"weak"', "Mon, 01 Jan 2001 00:00:00 GMT", "junk"]
    )
    def test_a_part_of_another_file_is_not(self, client, version, proof):
        response = get(client, version, range="bytes=1000-", if_range=proof)
        assert response.status_code == 200

    def test_members_continue_a_restricted_file_by_its_date(self, client):
        document = DocumentFactory(access=Access.INTERNAL, pages__content=CONTENT)
        client.force_login(UserFactory())
        date = get(client, document.current_version).headers["Last-Modified"]
        response = get(
            client, document.current_version, range="bytes=1000-", if_range=date
        )
        assert response.status_code == 206


def test_head_tells_size_and_type_without_content(client, version):
    response = client.head(version.get_download_url())
    assert response.status_code == 200
    assert response.headers["Content-Length"] == "1024"
    assert response.content == b""


def test_an_unchanged_public_file_is_not_sent_again(client, version):
    etag = get(client, version).headers["ETag"]
    response = get(client, version, if_none_match=etag)
    assert response.status_code == 304
    assert response.headers["Cache-Control"] == "public, no-cache"


class TestAccess:
    @pytest.mark.parametrize("access", [Access.INTERNAL, Access.RESTRICTED])
    def test_what_is_not_public_does_not_exist_for_a_visitor(self, client, access):
        document = DocumentFactory(access=access)
        assert get(client, document.current_version).status_code == 404

    def test_a_restricted_file_is_for_its_unit(self, client):
        document = DocumentFactory(access=Access.RESTRICTED)
        client.force_login(UserFactory())
        assert get(client, document.current_version).status_code == 404
        client.force_login(UserFactory(units=[document.unit]))
        assert get(client, document.current_version).status_code == 200

    def test_what_is_not_public_stays_out_of_caches_and_has_no_etag(self, client):
        document = DocumentFactory(access=Access.INTERNAL)
        client.force_login(UserFactory())
        response = get(client, document.current_version)
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in response.headers
        assert response.headers["X-Robots-Tag"] == "noindex"

    def test_a_guessed_checksum_does_not_confirm_a_restricted_file(self, client):
        document = DocumentFactory(access=Access.INTERNAL)
        client.force_login(UserFactory())
        version = document.current_version
        response = get(client, version, if_none_match=f'"{version.sha256}"')
        assert response.status_code == 200

    def test_earlier_versions_are_kept_as_closely(self, client):
        document = DocumentFactory(access=Access.INTERNAL)
        first = document.current_version
        add_version(document, ["Second."])
        assert get(client, first).status_code == 404

    def test_wagtails_links_lead_to_the_current_file(self, client, version):
        response = client.get(wagtails_link(version.document))
        assert response.status_code == 302
        assert response.url == version.get_download_url()

    def test_wagtails_links_open_nothing_that_is_closed(self, client):
        document = DocumentFactory(access=Access.INTERNAL)
        assert client.get(wagtails_link(document)).status_code == 404

    def test_only_reading_is_allowed(self, client, version):
        assert client.post(version.get_download_url()).status_code == 405


class TestInTheBrowser:
    def named(self, name, media_type):
        return DocumentFactory(
            pages__name=name, pages__media_type=media_type
        ).current_version

    def test_a_pdf_opens_inline_when_asked_to(self, client):
        version = self.named("report.pdf", "application/pdf")
        plain = client.get(version.get_download_url())
        inline = client.get(version.get_download_url() + "?inline=1")
        assert plain.headers["Content-Disposition"].startswith("attachment")
        assert inline.headers["Content-Disposition"].startswith("inline")
        assert inline.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in inline.headers["Content-Security-Policy"]

    @pytest.mark.parametrize(
        ("name", "media_type"),
        [
            ("page.html", "text/html"),
            ("drawing.svg", "image/svg+xml"),
            ("data.xml", "text/xml"),
            ("report.pdf", "text/html"),
        ],
    )
    def test_what_could_run_is_never_inline(self, client, name, media_type):
        version = self.named(name, media_type)
        response = client.get(version.get_download_url() + "?inline=1")
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response.headers["Content-Security-Policy"]

    @pytest.mark.parametrize("name", ["رپورٹ ۲۰۱۷.pdf", 'a "quoted" name.pdf'])
    def test_names_in_any_script_are_kept(self, client, name):
        response = get(client, self.named(name, "application/pdf"))
        header = response.headers["Content-Disposition"]
        assert header.isascii()
        assert "\n" not in header
        assert "filename" in header


def test_a_file_gone_from_the_storage_is_not_found(client, version):
    version.file.storage.delete(version.file.name)
    assert get(client, version).status_code == 404


@pytest.mark.parametrize("number", [0, 7, 10**30])
def test_a_version_that_is_not_there_is_not_found(client, version, number):
    address = reverse("document_file", args=[version.document_id, number])
    assert client.get(address).status_code == 404


def test_files_have_no_other_address(client, version, settings):
    for address in (version.file.name, f"media/{version.file.name}"):
        assert client.get(f"/{address}").status_code == 404
