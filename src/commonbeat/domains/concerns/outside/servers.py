"""Which outside servers we may send to, and what their keys are sealed in."""

from __future__ import annotations

from commonbeat.domains.concerns.errors import NoSuchServer
from commonbeat.domains.concerns.models import OutsideServer

CONTEXT = "concerns.outside_server.api_key"


def open_server(code: str) -> OutsideServer:
    """The server that we may send to. Raises NoSuchServer."""
    found = OutsideServer.objects.filter(code=code, closed_at=None).first()
    if found is None:
        raise NoSuchServer("There is no such outside server.")
    return found
