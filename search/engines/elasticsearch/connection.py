"""How a server is reached, and what its failures mean to callers."""

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from elastic_transport import TlsError
from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    Elasticsearch,
    TransportError,
)
from elasticsearch.helpers import BulkIndexError

from search.engines.base import EngineBusy, EngineError, EngineUnavailable

DEFAULT_PREFIX = "sabaq"
# Seconds. A reader waits for a page, a worker for a parcel of some megabytes.
READ_TIMEOUT = 5
WRITE_TIMEOUT = 60

_PREFIX = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
# The server is there but cannot take the work now.
_OVERLOADED = (429, 500, 502, 503, 504)


def connect(location: str, ca_certs: str = "", api_key: str = "") -> Elasticsearch:
    """Return a client for `https://user:password@host:port/…`; connects later.

    Arguments:
        location: the server's address; user and password percent-encoded.
        ca_certs: path of the certificate authority's file, empty for the system's.
        api_key: an API key as Elasticsearch prints it (`encoded`), instead of a user.

    Raises:
        ImproperlyConfigured: the address, the file or the combination cannot be used.
    """
    address = _split(location)
    options = {
        "hosts": [_server(address)],
        "request_timeout": READ_TIMEOUT,
        "max_retries": 1,
    }
    if address.username and api_key:
        raise ImproperlyConfigured(
            "Give SEARCH_URL a user and password or set SEARCH_API_KEY, not both."
        )
    if address.username:
        user, password = unquote(address.username), unquote(address.password or "")
        options["basic_auth"] = (user, password)
    if api_key:
        options["api_key"] = api_key
    if ca_certs:
        if address.scheme != "https":
            raise ImproperlyConfigured(
                "SEARCH_CA_CERTS is set, but SEARCH_URL does not start with https://."
            )
        if not Path(ca_certs).is_file():
            raise ImproperlyConfigured(
                f"SEARCH_CA_CERTS names {ca_certs}, which is not a file."
            )
        options["ssl_context"] = _trusting(ca_certs)
    return Elasticsearch(**options)


def _trusting(ca_certs: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_certs)
    except ssl.SSLError as error:
        raise ImproperlyConfigured(
            f"SEARCH_CA_CERTS names {ca_certs}, which holds no certificate: {error}"
        ) from error


def _split(location: str) -> SplitResult:
    address = urlsplit(location)
    try:
        port_is_good = address.port != 0
    except ValueError:
        port_is_good = False
    schemes = ("http", "https")
    if address.scheme not in schemes or not address.hostname or not port_is_good:
        raise ImproperlyConfigured(
            "SEARCH_URL must look like https://user:password@host:9200, "
            f"not {address.scheme}://…"
        )
    return address


def _server(address: SplitResult) -> str:
    """Return an address without user and path, which the client takes elsewhere."""
    host = f"[{address.hostname}]" if ":" in address.hostname else address.hostname
    port = address.port or (443 if address.scheme == "https" else 80)
    return f"{address.scheme}://{host}:{port}"


def prefix_of(location: str, given: str = "") -> str:
    """Return what the names of all indices start with.

    It is the given one, else the path of the address (`…:9200/punjab`), else `sabaq`.

    Raises:
        ImproperlyConfigured: Elasticsearch would not take it as a name.
    """
    prefix = given or urlsplit(location).path.strip("/") or DEFAULT_PREFIX
    if not _PREFIX.fullmatch(prefix):
        raise ImproperlyConfigured(
            f"“{prefix}” cannot start the names of indices: use small letters, digits, "
            "“-”, “_” and “.”, a letter or digit first (the path of SEARCH_URL)."
        )
    return prefix


@contextmanager
def server_errors() -> Iterator[None]:
    """Turn the client's exceptions into those that every engine raises.

    The messages name what to mend and never hold a password.
    """
    try:
        yield
    except AuthenticationException as error:
        raise EngineUnavailable(
            "Elasticsearch does not accept the user and password in SEARCH_URL, "
            "or the key in SEARCH_API_KEY."
        ) from error
    except AuthorizationException as error:
        raise EngineUnavailable(
            "Elasticsearch accepts the user or key, but does not permit what the "
            f"portal needs: {error.message} {_reason(error)}"
        ) from error
    except TlsError as error:
        raise EngineUnavailable(
            "Elasticsearch's certificate cannot be trusted; check SEARCH_CA_CERTS: "
            f"{error.message}"
        ) from error
    except TransportError as error:
        raise EngineUnavailable(
            f"Elasticsearch does not answer: {error.message}"
        ) from error
    except ApiError as error:
        raise _kind_of(error)(
            f"Elasticsearch answered {error.status_code} {error.message}: "
            f"{_reason(error)}"
        ) from error
    except BulkIndexError as error:
        raise _bulk_failure(error) from error


def _kind_of(error: ApiError) -> type[EngineError]:
    """Tell a server that refuses our request from one that cannot take any."""
    from_elasticsearch = "type" in _cause(error)
    refused = 400 <= error.status_code < 500 and error.status_code not in _OVERLOADED
    return EngineError if from_elasticsearch and refused else EngineUnavailable


def _bulk_failure(error: BulkIndexError) -> EngineError:
    """Judge a parcel that was taken in part by its first failed item."""
    (item,) = error.errors[0].values()
    status, reason = item.get("status"), item.get("error")
    if isinstance(reason, dict):
        reason = reason.get("reason")
    if status == 409:
        return EngineBusy(f"Somebody else has just written {item.get('_id')}.")
    kind = EngineUnavailable if status in _OVERLOADED else EngineError
    return kind(
        f"Elasticsearch refused {len(error.errors)} items, the first, "
        f"{item.get('_id')}, with {status}: {reason}"
    )


def is_missing_index(error: ApiError) -> bool:
    """Tell whether a request failed because its index is not there (any more)."""
    return _cause(error).get("type") in (
        "index_not_found_exception",
        # No copy of the index could be asked: it is being removed at this moment.
        "search_phase_execution_exception",
    )


def _reason(error: ApiError) -> str:
    return _cause(error).get("reason") or ""


def _cause(error: ApiError) -> dict:
    cause = error.body.get("error") if isinstance(error.body, dict) else None
    return cause if isinstance(cause, dict) else {"reason": cause}
