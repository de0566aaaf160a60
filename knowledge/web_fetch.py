"""Fetches a page of the web from inside the server, without opening a door into it.

Whoever gives an address decides where the server connects to. So the address is
resolved here, every network address that it may stand for must be a public one, the
connection is made to exactly the one that was looked at, and each redirect goes through
the same. Time and size are limited whatever the other side does.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from django.utils.translation import gettext as _

PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}
MAX_REDIRECTS = 5
AGENT = "Sabaq (archiving a page that is quoted)"
_CHUNK = 1 << 16
# Of IPv6, in which an IPv4 address may be hidden: NAT64, and its local form.
_TRANSLATED = [
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
]


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one page may cost: seconds in all, bytes of its content."""

    seconds: float = 30
    size: int = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: where from in the end, the media type it claims, and the content."""

    address: str
    media_type: str
    content: bytes


class FetchRefused(Exception):
    """The page was not fetched; the message says why, for whoever gave the address."""


def fetch(
    address: str,
    *,
    limits: FetchLimits = FetchLimits(),
    resolve: Callable[[str, int], tuple[str, int]] | None = None,
) -> Fetched:
    """Fetch ``address``, following redirects.

    Args:
        address: begins with http:// or https://.
        limits: of time and size.
        resolve: gives network address and port to connect to for a host and port; for
            tests. By default that is ``resolve_public``.

    Raises:
        FetchRefused: the address leads to nowhere public, or nothing fitting came.
    """
    deadline = time.monotonic() + limits.seconds
    for _hop in range(MAX_REDIRECTS + 1):
        answer = _fetch_one(address, limits, deadline, resolve or resolve_public)
        if isinstance(answer, Fetched):
            return answer
        address = urljoin(address, answer)
    raise FetchRefused(_("The page leads on to others without end."))


def check_address(address: str) -> str:
    """Return ``address`` if it is one that can be fetched, by its form.

    Raises:
        FetchRefused: says what is wrong with it.
    """
    _parts(address)
    return address


def resolve_public(host: str, port: int) -> tuple[str, int]:
    """Return the network address to connect to.

    Raises:
        FetchRefused: there is none, or one of them is not of the public internet.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        message = _("There is no web site “%(host)s”.") % {"host": host}
        raise FetchRefused(message) from error
    addresses = [entry[4][0] for entry in found]
    if not addresses or not all(map(is_public, addresses)):
        raise FetchRefused(_("Only pages of the public internet can be copied."))
    return addresses[0], port


def is_public(address: str) -> bool:
    """Tell whether a network address, also one inside of it, is of the internet."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.version == 6:
        if ip.scope_id or any(ip in network for network in _TRANSLATED):
            return False
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if inner:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _fetch_one(address, limits, deadline, resolve) -> Fetched | str:
    """Return what ``address`` answers, or where it redirects to."""
    parts = _parts(address)
    port = PORTS[parts.scheme]
    target = resolve(parts.hostname, port)
    with _Watch(deadline) as watch:
        try:
            connection = _connect(parts, target, watch)
            return _ask(connection, address, parts, limits)
        except (OSError, http.client.HTTPException) as error:
            if watch.has_ended:
                raise FetchRefused(_("The page took too long.")) from error
            raise FetchRefused(
                _("The web site does not answer, or broke off.")
            ) from error


class _Watch:
    """Hangs up at the deadline; a timeout of a socket begins anew with each byte."""

    def __init__(self, deadline: float):
        self.remaining = max(0.1, deadline - time.monotonic())
        self.has_ended = False
        self.sock = None
        self._timer = threading.Timer(self.remaining, self._end)

    def __enter__(self):
        self._timer.start()
        return self

    def __exit__(self, *exception):
        self._timer.cancel()
        if self.sock:
            self.sock.close()

    def _end(self) -> None:
        self.has_ended = True
        if self.sock:
            # What is closed already cannot be shut.
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _parts(address: str):
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise FetchRefused(_("This is not a web address.")) from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise FetchRefused(_("Give an address that begins with https:// or http://."))
    if parts.username is not None or parts.password is not None:
        raise FetchRefused(_("Give an address without a name and a password in it."))
    if port not in (None, PORTS[parts.scheme]):
        raise FetchRefused(_("Give an address without a port."))
    return parts


def _connect(parts, target, watch: _Watch) -> http.client.HTTPConnection:
    watch.sock = socket.create_connection(target, timeout=watch.remaining)
    if parts.scheme == "https":
        # The name in the certificate has to be the one that was asked for.
        watch.sock = ssl.create_default_context().wrap_socket(
            watch.sock, server_hostname=parts.hostname, do_handshake_on_connect=False
        )
        watch.sock.do_handshake()
    connection = http.client.HTTPConnection(parts.hostname)
    connection.sock = watch.sock
    return connection


def _ask(connection, address, parts, limits) -> Fetched | str:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request(
        "GET",
        quote(path, safe="/?&=%:;+,@~!$'()*"),
        headers={
            "User-Agent": AGENT,
            "Accept": "text/html, application/pdf, text/plain, */*;q=0.5",
            "Accept-Encoding": "identity",
            "Connection": "close",
        },
    )
    response = connection.getresponse()
    if response.status in REDIRECTS and response.headers.get("Location"):
        return response.headers["Location"]
    if response.status != 200:
        message = _("The web site answered with the error %(status)d.")
        raise FetchRefused(message % {"status": response.status})
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise FetchRefused(_("The web site sent the page in a packed form."))
    content = bytearray()
    while chunk := response.read1(_CHUNK):
        content += chunk
        if len(content) > limits.size:
            raise FetchRefused(_("The page is too large to be copied."))
    if response.length:
        raise http.client.IncompleteRead(bytes(content), response.length)
    return Fetched(address, response.headers.get_content_type(), bytes(content))
