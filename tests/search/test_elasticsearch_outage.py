"""The site while its Elasticsearch is gone, and after it has come back."""

import json
import os
import secrets
import socket
import threading
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.urls import reverse

from search import outbox
from search.engines import EngineUnavailable, forget_engines
from search.engines.elasticsearch.connection import connect
from search.models import OutboxRow
from tests.contract.elasticsearch_server import location, own_indices
from tests.factories import DocumentFactory, LessonFactory, home_page
from tests.html import words

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]

HOST = "127.0.0.1"


class Line:
    """A connection to a server that can be cut and mended."""

    def __init__(self, server: tuple[str, int]):
        self.server = server
        with socket.create_server((HOST, 0)) as free:
            self.port = free.getsockname()[1]
        self.sockets: list[socket.socket] = []
        self.mend()

    def mend(self) -> None:
        listening = socket.create_server((HOST, self.port))
        self.sockets.append(listening)
        threading.Thread(target=self._accept, args=[listening], daemon=True).start()

    def cut(self) -> None:
        for each in self.sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self.sockets.clear()

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near = listening.accept()[0]
                far = socket.create_connection(self.server)
                self.sockets += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=pair, daemon=True).start()

    @staticmethod
    def _pass(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)


@pytest.fixture
def line(index, settings):
    """The line between the site and its server, whole at first."""
    where = location()
    node = connect(**where).transport.node_pool.get()
    if node.scheme != "http":
        pytest.skip("SEARCH_URL has TLS, whose certificate is for another address.")
    with own_indices(where) as handle:
        line = Line((node.host, node.port))
        settings.SEARCH_ENGINES = {
            "default": {
                "ENGINE": "search.engines.elasticsearch.ElasticsearchEngine",
                "INDEX_PREFIX": handle().indices.prefix,
                "LOCATION": f"http://{HOST}:{line.port}",
            }
        }
        yield line
        line.cut()
    forget_engines()


def test_nothing_fails_and_nothing_is_lost(
    client, index, line, django_capture_on_commit_callbacks
):
    home_page()
    old = DocumentFactory(title="Old canal", pages=["The silt."])
    lesson = LessonFactory(title="Canals silt up")
    index.drain()
    assert "Old canal" in words(client.get("/search/?q=silt"))
    offered = client.get("/search/suggestions/?q=can").json()["groups"]
    assert "Old canal" in {
        each["text"] for group in offered for each in group["suggestions"]
    }

    line.cut()
    for address in ("/search/?q=canal", f"/search/pages/{old.pk}/?q=silt"):
        for headers in ({}, {"HX-Request": "true"}):
            response = client.get(address, headers=headers)
            assert response.status_code == 503
            assert "search is catching up" in response.content.decode().lower()
            assert response["Retry-After"]
    assert client.get("/search/suggestions/?q=can").status_code == 503
    for address in (reverse("search_feed"), reverse("search_export", args=["csv"])):
        assert client.get(address, {"q": "canal"}).status_code == 503
    for address in (old.get_absolute_url(), lesson.url, "/", "/ur/"):
        assert client.get(address).status_code == 200
    assert client.get("/health/ready/").status_code == 503
    assert client.get("/health/live/").status_code == 200

    # What is saved meanwhile waits, whoever tries to tell of it.
    with django_capture_on_commit_callbacks(execute=True):
        DocumentFactory(title="New canal")
    with pytest.raises(EngineUnavailable):
        call_command("worker", "--once")
    old.title = "Renamed canal"
    old.save()
    assert outbox.pending() == OutboxRow.objects.count() == 2

    line.mend()
    call_command("worker", "--once")
    assert outbox.pending() == 0
    answer = client.get("/search/?q=canal")
    assert answer.status_code == 200
    assert "New canal" in words(answer) and "Renamed canal" in words(answer)
    assert client.get("/health/ready/").status_code == 200


def test_an_installation_is_given_its_server_by_one_variable(installation, tmp_path):
    where = location()
    prefix = f"sabaq-test-{os.getpid()}-{secrets.token_hex(4)}"
    installation.environment |= {
        "SEARCH_URL": f"{where['location'].rstrip('/')}/{prefix}",
        "SEARCH_CA_CERTS": where["ca_certs"],
        "SEARCH_API_KEY": where["api_key"],
    }
    paper = tmp_path / "canal.txt"
    paper.write_text("The silt was removed.")
    try:
        installation.run("archive", paper, "--access", "public")
        installation.run("worker", "--once")
        found = json.loads(installation.run("search", "silt", "--json"))
        assert [hit["pages"][0]["page"] for hit in found["hits"]] == [1]
        rebuilt = json.loads(installation.run("search_index", "rebuild", "--json"))
        assert (rebuilt["engine"], rebuilt["documents"]) == ("elasticsearch", 1)
        told = json.loads(installation.run("search_index", "verify", "--json"))
        assert (told["missing"], told["surplus"], told["stale"]) == (0, 0, 0)
        assert not (installation.folder / "index").exists()
    finally:
        remove_indices(where, prefix)


def remove_indices(where, prefix: str) -> None:
    from search.engines.elasticsearch import ElasticsearchEngine

    ElasticsearchEngine(**where, index_prefix=prefix).indices.remove_all()


def test_an_address_that_cannot_be_used_stops_the_start(installation):
    installation.environment["SEARCH_URL"] = "localhost:9200"
    process = installation.start("check")
    _out, err = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "SEARCH_URL must look like https://user:password@host:9200" in err
