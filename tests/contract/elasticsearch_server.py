"""The servers that the tests of the Elasticsearch engine use.

`SEARCH_URL` (with `SEARCH_CA_CERTS`, `SEARCH_API_KEY`) names a real one; without it the
tests are skipped, and if it does not answer they fail. `SECURE_SEARCH_URL` and
`SECURE_SEARCH_CA_CERTS` name one with users and TLS of its own authority.
"""

import os
import secrets
from contextlib import contextmanager

import pytest

from search.engines.elasticsearch import ElasticsearchEngine


def location() -> dict[str, str]:
    """Return how the engine reaches the server; skips the test without one."""
    address = os.environ.get("SEARCH_URL", "")
    if not address:
        pytest.skip("SEARCH_URL is not set: needs a running Elasticsearch")
    return {
        "location": address,
        "ca_certs": os.environ.get("SEARCH_CA_CERTS", ""),
        "api_key": os.environ.get("SEARCH_API_KEY", ""),
    }


def secure_location() -> dict[str, str]:
    address = os.environ.get("SECURE_SEARCH_URL", "")
    if not address:
        pytest.skip("SECURE_SEARCH_URL is not set: needs an Elasticsearch with TLS")
    return {
        "location": address,
        "ca_certs": os.environ["SECURE_SEARCH_CA_CERTS"],
    }


@contextmanager
def own_indices(where: dict[str, str]):
    """Yield a function that makes handles to indices of our own, removed at the end."""
    prefix = f"sabaq-test-{os.getpid()}-{secrets.token_hex(4)}"

    def handle() -> ElasticsearchEngine:
        return ElasticsearchEngine(**where, index_prefix=prefix)

    handle()
    try:
        yield handle
    finally:
        handle().indices.remove_all()
