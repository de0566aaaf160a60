"""Servers that are gone, closed, secured or misnamed."""

import http.server
import socket
import threading
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings import env
from search.documents import SearchDocument, SearchQuery
from search.engines import EngineUnavailable, get_engine
from search.engines.elasticsearch import ElasticsearchEngine, connection

from .elasticsearch_server import own_indices, secure_location

PAPER = SearchDocument("document", 1, "Paper", labels=frozenset({"public"}))


def reading(engine):
    """Return by name what readers ask of an engine."""
    public = frozenset({"public"})
    nobody = frozenset()
    return {
        "search": lambda: engine.search(SearchQuery("water")),
        "complete": lambda: engine.complete("wat", public, nobody, 8),
        "titles": lambda: engine.titles("wat", public, nobody, 8),
        "similar": lambda: engine.similar("document:1", public, nobody, (), 5),
        "pages": lambda: engine.pages("document:1", "water", public, nobody, 0, 5),
    }


def connections(listening: socket.socket) -> int:
    """Count who has called at a socket since it was last asked."""
    listening.settimeout(0.1)
    callers = []
    with suppress(TimeoutError):
        while True:
            callers.append(listening.accept()[0])
    for caller in callers:
        caller.close()
    return len(callers)


def attempts(engine):
    """Return by name everything that one may ask of an engine."""
    return {
        **reading(engine),
        "update": lambda: engine.update([PAPER]),
        "delete": lambda: engine.delete(["document:1"]),
        "rebuild": lambda: engine.rebuild([PAPER]),
        "keys": lambda: list(engine.keys_with_fingerprints()),
        "counts": engine.counts,
        "needs_rebuild": lambda: engine.needs_rebuild,
    }


def assert_unavailable(engine, message: str) -> None:
    assert not engine.healthy()
    for attempt in attempts(engine).values():
        with pytest.raises(EngineUnavailable, match=message):
            attempt()


@pytest.fixture
def closed_port():
    """Reserve a port at which nobody answers."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield reserved.getsockname()[1]


@pytest.fixture
def web_server():
    """Run servers that are no Elasticsearch: a status for everything, or none."""
    servers = []

    def start(status: int | None) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                if status is not None:
                    self.send_response(status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer

            def log_message(self, *args):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


class TestServerGone:
    def test_everything_says_so(self, closed_port):
        engine = ElasticsearchEngine(f"http://127.0.0.1:{closed_port}")
        assert_unavailable(engine, "does not answer")

    def test_no_password_is_told(self, closed_port):
        engine = ElasticsearchEngine(f"http://sabaq:s3cret@127.0.0.1:{closed_port}")
        with pytest.raises(EngineUnavailable) as error:
            engine.counts()
        assert "s3cret" not in str(error.value)

    @pytest.mark.parametrize("status", [200, 301, 404, 500, 503])
    def test_a_server_of_another_kind_is_not_taken_for_one(self, web_server, status):
        engine = ElasticsearchEngine(web_server(status))
        assert_unavailable(engine, "Elasticsearch")

    def test_one_reader_waits_for_a_server_that_is_silent_and_the_next_do_not(
        self, monkeypatch
    ):
        monkeypatch.setattr(connection, "READ_TIMEOUT", 0.2)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            engine = ElasticsearchEngine(f"http://127.0.0.1:{silent.getsockname()[1]}")
            for attempt in reading(engine).values():
                with pytest.raises(EngineUnavailable):
                    attempt()
            assert not engine.healthy()
            assert connections(silent) == 1
            # After a while somebody tries again.
            monkeypatch.setattr(engine, "_silent_until", 0.0)
            with pytest.raises(EngineUnavailable, match="does not answer"):
                engine.search(SearchQuery("water"))
            assert connections(silent) == 1

    def test_a_server_that_hangs_up(self, web_server):
        engine = ElasticsearchEngine(web_server(None))
        assert_unavailable(engine, "does not answer")


@pytest.mark.elasticsearch
class TestSecuredServer:
    @pytest.fixture
    def where(self):
        return secure_location()

    def test_users_and_an_own_authority(self, where):
        with own_indices(where) as handle:
            handle().update([PAPER])
            assert handle().counts().documents == 1

    def test_without_its_authority_it_is_not_trusted(self, where):
        engine = ElasticsearchEngine(where["location"])
        assert_unavailable(engine, "SEARCH_CA_CERTS")

    def test_a_wrong_password(self, where):
        address = urlsplit(where["location"])
        wrong = f"https://elastic:wrong@{address.hostname}:{address.port}"
        engine = ElasticsearchEngine(wrong, ca_certs=where["ca_certs"])
        assert_unavailable(engine, "user and password in SEARCH_URL")

    def test_no_user_at_all(self, where):
        address = urlsplit(where["location"])
        nobody = f"https://{address.hostname}:{address.port}"
        engine = ElasticsearchEngine(nobody, ca_certs=where["ca_certs"])
        assert_unavailable(engine, "SEARCH_API_KEY")

    def test_a_wrong_key(self, where):
        address = urlsplit(where["location"])
        engine = ElasticsearchEngine(
            f"https://{address.hostname}:{address.port}",
            ca_certs=where["ca_certs"],
            api_key="bm9ib2R5Om5vdGhpbmc=",
        )
        assert_unavailable(engine, "SEARCH_API_KEY")

    def test_a_key_with_no_more_than_the_documented_rights(self, where):
        with own_indices(where) as handle:
            admin = handle()
            prefix = admin.indices.prefix
            rights = {
                "cluster": ["manage_index_templates"],
                "indices": [{"names": [f"{prefix}-*"], "privileges": ["all"]}],
            }
            engine = self.with_key(where, admin, rights)
            engine.update([PAPER])
            engine.rebuild([PAPER])
            engine.delete(["document:2"])
            assert engine.counts().documents == 1
            assert [key for key, _ in engine.keys_with_fingerprints()] == [PAPER.key]
            query = SearchQuery("paper", labels=frozenset({"public"}))
            assert engine.search(query).total == 1
            assert engine.healthy()

    def test_the_environment_is_all_that_it_takes(self, where, monkeypatch, settings):
        with own_indices(where) as handle:
            admin = handle()
            prefix = admin.indices.prefix
            rights = {
                "cluster": ["manage_index_templates"],
                "indices": [{"names": [f"{prefix}-*"], "privileges": ["all"]}],
            }
            address = urlsplit(where["location"])
            host = f"{address.hostname}:{address.port}"
            key = self.key(admin, rights)
            user = f"{address.username}:{address.password}@"
            monkeypatch.setenv("SEARCH_CA_CERTS", where["ca_certs"])
            for number, (before, api_key) in enumerate([(user, ""), ("", key)], 1):
                monkeypatch.setenv("SEARCH_URL", f"https://{before}{host}/{prefix}")
                monkeypatch.setenv("SEARCH_API_KEY", api_key)
                settings.SEARCH_ENGINES = {"default": env.search_engine()}
                assert get_engine().healthy()
                get_engine().update([replace(PAPER, id=number)])
                assert get_engine().counts().documents == number

    def test_a_key_that_may_only_read(self, where):
        with own_indices(where) as handle:
            admin = handle()
            admin.update([PAPER])
            names = [f"{admin.indices.prefix}-*"]
            privileges = ["read", "view_index_metadata"]
            engine = self.with_key(
                where,
                admin,
                {"indices": [{"names": names, "privileges": privileges}]},
            )
            assert engine.counts().documents == 1
            with pytest.raises(EngineUnavailable, match="does not permit"):
                engine.rebuild([PAPER])
            with pytest.raises(EngineUnavailable, match="does not permit"):
                engine.update([PAPER])
            assert admin.counts().documents == 1

    @staticmethod
    def key(admin, rights) -> str:
        made = admin.client.security.create_api_key(
            name="sabaq-test", role_descriptors={"sabaq": rights}, expiration="1h"
        )
        return made["encoded"]

    @staticmethod
    def with_key(where, admin, rights) -> ElasticsearchEngine:
        address = urlsplit(where["location"])
        return ElasticsearchEngine(
            f"https://{address.hostname}:{address.port}",
            ca_certs=where["ca_certs"],
            api_key=TestSecuredServer.key(admin, rights),
            index_prefix=admin.indices.prefix,
        )


class TestSettings:
    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"location": "localhost:9200"}, "SEARCH_URL must look like"),
            ({"location": "ftp://search.example"}, "SEARCH_URL must look like"),
            ({"location": "http://localhost:port"}, "SEARCH_URL"),
            ({"location": "http://localhost:9200/Punjab"}, "Punjab"),
            ({"location": "http://localhost:9200/a/b"}, "a/b"),
            (
                {"location": "http://u:p@localhost:9200", "api_key": "k"},
                "not both",
            ),
            (
                {"location": "https://localhost:9200", "ca_certs": "/no/such.crt"},
                "/no/such.crt",
            ),
            (
                {"location": "http://localhost:9200", "ca_certs": __file__},
                "does not start with https",
            ),
            (
                {"location": "https://localhost:9200", "ca_certs": __file__},
                "SEARCH_CA_CERTS",
            ),
        ],
    )
    def test_what_cannot_be_used_is_named(self, options, message):
        with pytest.raises(ImproperlyConfigured, match=message):
            ElasticsearchEngine(**options)

    def test_the_path_of_the_address_separates_portals(self):
        named = ElasticsearchEngine("http://localhost:9200/punjab")
        unnamed = ElasticsearchEngine("http://localhost:9200")
        assert named.indices.current.documents.startswith("punjab-")
        assert unnamed.indices.current.documents.startswith("sabaq-")

    def test_it_is_chosen_by_the_environment_alone(self, monkeypatch, settings):
        monkeypatch.setenv("SEARCH_URL", "https://search.example:9200/punjab")
        monkeypatch.setenv("SEARCH_API_KEY", "a2V5")
        settings.SEARCH_ENGINES = {"default": env.search_engine()}
        engine = get_engine()
        assert engine.name == "elasticsearch"
        assert engine.indices.prefix == "punjab"
