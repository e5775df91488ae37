"""The people who act at the tables of the live benchmark: fills the tables, then changes them.

Runs in a process of its own on the server's data. First it prints the tables as one line of
JSON; then it reads lines "SECONDS EVERY TABLES" and for each changes the tables for so long, every
table once in EVERY seconds (evenly spread), and prints what it changed as one line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from commonbeat.core import clock
from commonbeat.domains.agencies.models import Staff, Undertaking
from commonbeat.domains.hub.models import HubTable, Seat
from commonbeat.portals.doors import SIGNED_IN_AT
from commonbeat.roles import Role
from tests.domains.hub import walks
from tests.domains.hub.cast import SPEAKERS, Cast, seat_people

RISKS = ("alcohol-use", "housing-none", "mental-suspected", "drugs-abuse", "antisocial-home",
         "emotional-home", "poverty-finances", "suicide-before", "violence-home")  # fmt: skip
CARD = walks.Carried(kind="person", age_band="18-24", sex="female", risks=RISKS)


def filled(number: int, n_screens: int, n_situations: int) -> tuple[Cast, dict[str, object]]:
    """A table in an open meeting with a queue; what its screens need to look at it."""
    cast = seat_people(code=f"B{number:02d}")
    looking = [cast.staff[who] for who in (*SPEAKERS, "chair", "clerk")]
    people = [*looking, *_more(cast, n_screens - len(looking))]
    keys = [walks.submit(cast, carried=CARD) for _ in range(n_situations)]
    walks.meet(cast)
    cast.keys = keys  # type: ignore[attr-defined]
    return cast, {
        "token": cast.table.live_token,
        "part": f"/partners/t/{cast.table.key}/part/",
        "sessions": [_session(one) for one in people[:n_screens]],
    }


def _more(cast: Cast, n: int) -> list[Staff]:
    """More discussants, of the five agencies in turn."""
    agencies, now = list(cast.agencies.values()), clock.now()
    template = cast.seats["ana"]
    made = Staff.objects.bulk_create(
        Staff(
            sign_in_name=f"{cast.table.code}-{i}".lower(), display_name=f"Worker {i}",
            agency=agencies[i % 5], role=Role.PARTNER, engaged_at=now, engaged_by="bench",
        )
        for i in range(max(0, n))
    )  # fmt: skip
    Seat.objects.bulk_create(
        Seat(
            table=cast.table, staff=one, agency=one.agency, role=template.role,
            starts_on=template.starts_on, given_by="bench",
        )
        for one in made
    )  # fmt: skip
    given = Undertaking.objects.filter(staff=cast.staff["ana"]).values().get()
    for name in ("id", "key", "staff_id"):
        given.pop(name, None)
    Undertaking.objects.bulk_create(Undertaking(staff=one, **given) for one in made)
    return made


def _session(staff: Staff) -> str:
    request = HttpRequest()
    request.session = SessionStore()
    login(request, staff, backend=settings.AUTHENTICATION_BACKENDS[-1])
    request.session[SIGNED_IN_AT] = clock.now().isoformat()
    request.session.save()
    return str(request.session.session_key)


def changes(cast: Cast) -> Iterator[str]:
    """What happens at a table, one change after the other: presented, five accords, decided."""
    for number, key in enumerate(cast.keys):  # type: ignore[attr-defined]
        walks.present(cast, key)
        yield "present"
        for who in SPEAKERS:
            walks.agree(cast, key, [who])
            yield "agree"
        walks.decide(cast, key, yes=number % 3 != 2)
        yield "decide"


def act(
    going: list[tuple[Cast, Iterator[str]]], seconds: float, every: float
) -> list[list[object]]:
    """Change the tables for so long; each change with its stamp and the times around it."""
    log: list[list[object]] = []
    start, number = time.time() + 1, 0
    while (due := start + number * every / len(going)) < start + seconds:
        time.sleep(max(0.0, due - time.time()))
        cast, happens = going[number % len(going)]
        pressed = time.time()
        kind = next(happens, "")
        committed = time.time()
        if kind:
            stamp = HubTable.objects.values_list("stamp", flat=True).get(pk=cast.table.pk)
            log.append([cast.table.live_token, kind, stamp, pressed, committed])
        number += 1
    return log


def main(n_tables: int, n_screens: int, n_situations: int) -> None:
    """Fill, tell, then change as told."""
    tables = [filled(number, n_screens, n_situations) for number in range(n_tables)]
    print(json.dumps([told for _cast, told in tables]), flush=True)
    going = [(cast, changes(cast)) for cast, _told in tables]
    for line in sys.stdin:
        seconds, every, n = line.split()
        print(json.dumps(act(going[: int(n)], float(seconds), float(every))), flush=True)
