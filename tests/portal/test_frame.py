"""Errors, sign-in and the stylesheet: what stands around every page."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client, RequestFactory
from django.views import defaults

from portal.site_structure import SECTIONS
from tests.factories import UserFactory, home_page
from tests.html import assert_allowed_by_policy, parse, words

STYLES = Path(settings.BASE_DIR / "static" / "css" / "sabaq.css")


class TestErrors:
    @pytest.mark.django_db
    def test_a_missing_page_offers_visitors_to_sign_in(self, client):
        home_page()
        response = client.get("/lessons/lost/?x=1")
        assert response.status_code == 404
        page = BeautifulSoup(response.content, "html.parser")
        link = page.select_one("main a[href*=next]")
        assert link["href"] == "/sign-in/?next=%2Flessons%2Flost%2F%3Fx%3D1"
        assert_allowed_by_policy(page)

    @pytest.mark.django_db
    def test_a_missing_page_offers_staff_nothing_of_the_kind(self, client):
        home_page()
        client.force_login(UserFactory())
        page = BeautifulSoup(client.get("/lost/").content, "html.parser")
        assert not page.select("main a[href*=next]")

    @pytest.mark.django_db
    def test_a_missing_page_is_in_the_language_that_was_asked_for(self, client):
        home_page()
        page = BeautifulSoup(client.get("/ur/lost/").content, "html.parser")
        assert (page.html["lang"], page.html["dir"]) == ("ur", "rtl")

    @pytest.mark.django_db
    def test_a_form_without_its_token_is_refused_in_words(self):
        home_page()
        response = Client(enforce_csrf_checks=True).post("/sign-in/", {})
        assert response.status_code == 403
        assert "The form could not be checked" in words(response)

    @pytest.mark.django_db
    def test_a_request_without_permission_is_refused_in_words(self, client):
        home_page()
        request = client.get("/").wsgi_request
        response = defaults.permission_denied(request, PermissionError())
        assert "You may not do this" in words(response)

    @pytest.mark.parametrize("view", [defaults.server_error, defaults.bad_request])
    def test_a_broken_server_answers_without_database_in_both_languages(self, view):
        arguments = [] if view is defaults.server_error else [ValueError()]
        response = view(RequestFactory().get("/"), *arguments)
        page = BeautifulSoup(response.content, "html.parser")
        assert len(page.select("h1")) == 1
        assert page.select_one("[lang=ur]")["dir"] == "rtl"
        assert_allowed_by_policy(page)


@pytest.mark.django_db
class TestSignIn:
    def test_a_wrong_password_is_explained_and_the_way_back_kept(self, client):
        home_page()
        response = client.post(
            "/sign-in/", {"username": "x", "password": "y", "next": "/lessons/"}
        )
        page = parse(response)
        assert page.select_one("[role=alert]").get_text(strip=True)
        assert page.find("input", attrs={"name": "next"})["value"] == "/lessons/"

    def test_an_empty_field_is_explained_beside_it(self, client):
        home_page()
        page = parse(client.post("/sign-in/", {"username": "", "password": ""}))
        field = page.find("input", attrs={"name": "username"})
        assert field["aria-invalid"] == "true"
        assert page.find(id=field["aria-describedby"]).get_text(strip=True)

    def test_leads_back_to_where_one_came_from(self, client):
        home_page()
        user = UserFactory()
        response = client.post(
            "/sign-in/",
            {"username": user.username, "password": "password", "next": "/lessons/"},
        )
        assert response["Location"] == "/lessons/"

    def test_never_leads_to_another_site(self, client):
        home_page()
        user = UserFactory()
        response = client.post(
            "/sign-in/",
            {
                "username": user.username,
                "password": "password",
                "next": "https://evil.example/",
            },
        )
        assert response["Location"] == "/"

    def test_shows_the_name_of_the_portal(self, client):
        home_page()
        page = parse(client.get("/sign-in/"))
        assert page.select_one(".wordmark").get_text().startswith("Sabaq")


@pytest.mark.django_db
def test_the_menu_leads_to_the_sections_of_the_site(client):
    home_page()
    links = {link["href"] for link in parse(client.get("/")).select("header nav a")}
    assert {f"/{slug}/" for _model, _title, slug in SECTIONS} <= links
    for link in links:
        assert client.get(link).status_code == 200, link


def test_the_stylesheet_stays_small():
    assert STYLES.stat().st_size < 20_000


def test_the_stylesheets_know_no_left_and_right():
    text = "".join(file.read_text() for file in STYLES.parent.glob("*.css"))
    for word in ("margin-left", "margin-right", "padding-left", "padding-right",
                 "text-align: left", "text-align: right"):  # fmt: skip
        assert word not in text


def test_fonts_come_from_this_site_with_their_licences():
    folder = settings.BASE_DIR / "static" / "fonts"
    fonts = {path.name for path in folder.glob("*.woff2")}
    assert fonts
    for name in fonts:
        assert f"../fonts/{name}" in STYLES.read_text()
    for family in ("public-sans", "noto-naskh-arabic"):
        assert "SIL Open Font License" in (folder / f"{family}-LICENSE.txt").read_text()
