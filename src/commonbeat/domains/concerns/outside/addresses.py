"""Where a request may go: to the world over HTTPS, never into our own network.

A name is looked up once and the connection goes to the address that was checked, so that a name
cannot point somewhere else a moment later. Loopback is for trying things out, and must be allowed
by a setting.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

HTTPS, HTTP = 443, 80
NO_ADDRESS, HTTPS_ONLY, OWN_NETWORK = "not an address", "https only", "address not allowed"


class NotAllowed(Exception):
    """The address is none that we may ask; the text says why, as a code."""


class NotFound(Exception):
    """The name is not known at this moment."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect: the checked address, and the name that the certificate must carry."""

    scheme: str
    host: str
    address: str
    port: int
    path: str


def checked(endpoint: str) -> None:
    """Refuse an endpoint by its writing alone: a name is looked up later. Raises NotAllowed."""
    scheme, host, _port, _path = _parts(endpoint)
    try:
        ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        is_name = not _is_loop(host)
    else:
        is_name = False
    if not is_name and not _may_go("127.0.0.1" if host == "localhost" else host, scheme):
        raise NotAllowed(OWN_NETWORK)


def target(endpoint: str) -> Target:
    """The endpoint, looked up and checked. Raises NotAllowed, NotFound."""
    scheme, host, port, path = _parts(endpoint)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise NotFound("no such name") from None
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not all(_may_go(address, scheme) for address in addresses):
        raise NotAllowed(OWN_NETWORK)
    return Target(scheme, host, addresses[0], port, path)


def _parts(endpoint: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotAllowed(NO_ADDRESS) from None
    unclear = any(sign.isspace() or not sign.isprintable() for sign in endpoint)
    if unclear or not host or parts.username is not None or parts.query or parts.fragment:
        raise NotAllowed(NO_ADDRESS)
    loopback = settings.OPEN311_MAY_USE_LOOPBACK
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback and _is_loop(host)):
        raise NotAllowed(HTTPS_ONLY)
    usual = HTTPS if parts.scheme == "https" else HTTP
    return parts.scheme, host, port or usual, parts.path.rstrip("/")


def _is_loop(host: str) -> bool:
    return host in ("127.0.0.1", "::1", "localhost")


def _may_go(address: str, scheme: str) -> bool:
    where = ipaddress.ip_address(address.split("%")[0])
    if isinstance(where, ipaddress.IPv6Address) and where.ipv4_mapped:
        where = where.ipv4_mapped
    if where.is_loopback:
        return bool(settings.OPEN311_MAY_USE_LOOPBACK)
    return scheme == "https" and where.is_global and not where.is_multicast
