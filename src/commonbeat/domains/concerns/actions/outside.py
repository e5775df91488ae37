"""The town says to which other Open311 servers its concerns may go, and which kind where."""

from __future__ import annotations

from commonbeat.core import clock, sealed
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.asking import kind_in_force
from commonbeat.domains.concerns.errors import Fault, NoSuchRoute, NotAccepted
from commonbeat.domains.concerns.models import OutsideServer, Route
from commonbeat.domains.concerns.outside import addresses
from commonbeat.domains.concerns.outside.servers import CONTEXT, open_server
from commonbeat.domains.concerns.wording import free_code, trimmed

TAKEN = "taken"
ONLY_PUBLIC = "only of a public kind"
_SERVER = {
    "name": (120, True),
    "endpoint": (200, True),
    "api_key": (500, True),
    "jurisdiction_id": (120, False),
}


@action(Right.SET_ROUTES)
def add_server(
    *, name: str, endpoint: str, api_key: str, jurisdiction_id: str = "", code: str = "", by: Actor
) -> str:
    """Add another Open311 server; its key is sealed and never shown. Returns its code.

    `endpoint` is where requests.json lies, over HTTPS; `code` is made of the name where it is ''.
    Raises NotAccepted, with the rule of outside/addresses.py that an endpoint breaks.
    """
    given = {"name": name, "endpoint": endpoint, "api_key": api_key}
    said = trimmed(given | {"jurisdiction_id": jurisdiction_id}, _SERVER)
    try:
        addresses.checked(said["endpoint"])
    except addresses.NotAllowed as refused:
        raise NotAccepted([Fault("endpoint", str(refused))]) from None
    known = set(OutsideServer.objects.values_list("code", flat=True))
    if code in known:
        raise NotAccepted([Fault("code", TAKEN)])
    code = code or free_code(said["name"], known)
    [ref], ring = sealed.make_keys(1)
    OutsideServer.objects.create(
        code=code,
        name=said["name"],
        endpoint=said["endpoint"].rstrip("/"),
        jurisdiction_id=said["jurisdiction_id"],
        key_ref=ref,
        sealed_api_key=ring.seal(ref, said["api_key"], CONTEXT),
        added_at=clock.now(),
        added_by=by.name,
    )
    note(server=code)
    return code


@action(Right.SET_ROUTES)
def close_server(*, code: str, by: Actor) -> None:
    """Send nothing more there, ask nothing more, and forget its key. Raises NoSuchServer."""
    server = open_server(code)
    OutsideServer.objects.filter(pk=server.pk).update(closed_at=clock.now(), sealed_api_key=b"")
    sealed.destroy_keys([server.key_ref])
    note(server=code)


@action(Right.SET_ROUTES)
def add_route(
    *, kind: str, server: str, service_code: str, sends_description: bool = False, by: Actor
) -> None:
    """Let a kind go to a service of a server; again changes it.

    What residents write travels only for a public kind. Raises NoSuchKind, NoSuchServer,
    NotAccepted.
    """
    of = kind_in_force(kind)
    if sends_description and not of.is_public:
        raise NotAccepted([Fault("sends_description", ONLY_PUBLIC)])
    said = trimmed({"service_code": service_code}, {"service_code": (120, True)})
    Route.objects.update_or_create(
        kind=of,
        server=open_server(server),
        defaults={**said, "sends_description": sends_description},
    )
    note(kind=kind, server=server, sends_description=sends_description)


@action(Right.SET_ROUTES)
def close_route(*, kind: str, server: str, by: Actor) -> None:
    """Offer a kind to a server no more; what is on its way still goes. Raises NoSuchRoute."""
    n_gone, _each = Route.objects.filter(kind__code=kind, server__code=server).delete()
    if not n_gone:
        raise NoSuchRoute("This kind does not go to that server.")
    note(kind=kind, server=server)
