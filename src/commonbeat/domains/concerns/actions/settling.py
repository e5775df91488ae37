"""A person settles a forwarding that was refused, or of which nobody knows whether it arrived."""

from __future__ import annotations

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.errors import Fault, NoSuchServer, NotAccepted, NotWaiting
from commonbeat.domains.concerns.models import Forwarding
from commonbeat.domains.concerns.reports import MISSING, TOO_LONG

LONGEST_NUMBER = 120
_WAITING = ("unknown", "refused")


@action(Right.FORWARD)
def send_again(*, forwarding_id: int, by: Actor) -> None:
    """A person decides that they do not have it: it waits to be sent again.

    Raises NotWaiting, and NoSuchServer where the server was closed meanwhile.
    """
    row = _waiting(forwarding_id, by)
    if row.server.closed_at is not None:
        raise NoSuchServer("The server is closed.")
    _settle(row, by, state="queued", n_tries=0, next_at=clock.now())


@action(Right.FORWARD)
def note_number(*, forwarding_id: int, number: str, by: Actor) -> None:
    """A person found out their number: it is followed from now on.

    Raises NotWaiting, and NotAccepted for a number that is missing or over 120 characters.
    """
    given = number.strip()
    if not 0 < len(given) <= LONGEST_NUMBER:
        raise NotAccepted([Fault("number", TOO_LONG if given else MISSING)])
    row = _waiting(forwarding_id, by)
    _settle(row, by, state="sent", outside_number=given, next_at=clock.now())


@action(Right.FORWARD)
def keep_here(*, forwarding_id: int, by: Actor) -> None:
    """A person decides that it is not sent: we look after it. Raises NotWaiting."""
    _settle(_waiting(forwarding_id, by), by, state="kept")


def _waiting(forwarding_id: int, by: Actor) -> Forwarding:
    rows = Forwarding.objects.seen_by(by).select_related("server")
    row: Forwarding | None = rows.filter(pk=forwarding_id, state__in=_WAITING).first()
    if row is None:
        raise NotWaiting("It is neither unknown nor refused.")
    return row


def _settle(row: Forwarding, by: Actor, **changes: object) -> None:
    # Of two who settle the same one only the first changes it.
    rows = Forwarding.objects.seen_by(by).filter(pk=row.pk, state__in=_WAITING)
    if not rows.update(last_answer="", **changes):
        raise NotWaiting("It is neither unknown nor refused.")
    note(server=row.server.code, state=str(changes["state"]))
