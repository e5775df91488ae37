"""The town says to which other Open311 servers its concerns may go, and which kind where."""

from __future__ import annotations

from commonbeat.core import clock, sealed
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.errors import Fault, NoSuchKind, NotAccepted
from commonbeat.domains.concerns.models import ConcernKind, OutsideServer, Route
from commonbeat.domains.concerns.outside import addresses
from commonbeat.domains.concerns.outside.servers import CONTEXT, open_server

NOT_ALLOWED = "address not allowed"
TAKEN = "taken"


@action(Right.SET_KINDS)
def add_server(
    *, code: str, name: str, endpoint: str, api_key: str, jurisdiction_id: str = "", by: Actor
) -> str:
    """Add another Open311 server; its key is sealed and never shown. Returns its code.

    `endpoint` is where requests.json lies, over HTTPS. Raises NotAccepted.
    """
    try:
        addresses.checked(endpoint)
    except addresses.NotAllowed:
        raise NotAccepted([Fault("endpoint", NOT_ALLOWED)]) from None
    if OutsideServer.objects.filter(code=code).exists():
        raise NotAccepted([Fault("code", TAKEN)])
    [ref], ring = sealed.make_keys(1)
    OutsideServer.objects.create(
        code=code,
        name=name,
        endpoint=endpoint.rstrip("/"),
        jurisdiction_id=jurisdiction_id,
        key_ref=ref,
        sealed_api_key=ring.seal(ref, api_key, CONTEXT),
        added_at=clock.now(),
        added_by=by.name,
    )
    note(server=code)
    return code


@action(Right.SET_KINDS)
def close_server(*, code: str, by: Actor) -> None:
    """Send nothing more there, ask nothing more, and forget its key. Raises NoSuchServer."""
    server = open_server(code)
    OutsideServer.objects.filter(pk=server.pk).update(closed_at=clock.now(), sealed_api_key=b"")
    sealed.destroy_keys([server.key_ref])
    note(server=code)


@action(Right.SET_KINDS)
def add_route(
    *, kind: str, server: str, service_code: str, sends_description: bool = False, by: Actor
) -> None:
    """Let a kind go to a service of a server; again changes it.

    What residents write travels only for a public kind. Raises NoSuchKind, NoSuchServer,
    NotAccepted.
    """
    of = ConcernKind.objects.filter(code=kind, retired_at=None).first()
    if of is None:
        raise NoSuchKind("There is no such kind of concern.")
    if sends_description and not of.is_public:
        raise NotAccepted([Fault("sends_description", "only of a public kind")])
    Route.objects.update_or_create(
        kind=of,
        server=open_server(server),
        defaults={"service_code": service_code, "sends_description": sends_description},
    )
    note(kind=kind, server=server, sends_description=sends_description)
