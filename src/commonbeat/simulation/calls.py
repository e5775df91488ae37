"""Invented calls: who calls about what and where, and how dispatch would report it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from commonbeat.domains.calls.events import Event, Kind
from commonbeat.simulation import town

RETYPED = 0.03  # share of calls whose type turns out to be a sensitive one
NO_CALLER = 0.12
OFFICER_INITIATED = 0.08
FRENCH = 0.35
MEAN_BUSY = 0.6  # of the busiest hour
AREA_CODES = (
    204,
    226,
    236,
    249,
    250,
    289,
    306,
    343,
    365,
    403,
    416,
    418,
    431,
    437,
    438,
    450,
    506,
    514,
    519,
    579,
    581,
    587,
    604,
    613,
    639,
    647,
    705,
    709,
    778,
    780,
    807,
    819,
)


@dataclass(frozen=True, slots=True)
class InventedCall:
    """A call with its events in the order in which they happened."""

    number: str
    area: town.AreaTruth
    events: tuple[Event, ...]


def invent_calls(
    rng: np.random.Generator, *, start: dt.datetime, days: float, per_day: float
) -> Iterator[InventedCall]:
    """Calls from `start` on, in time order, more in the evening than at night."""
    n_tried = int(rng.poisson(days * per_day / MEAN_BUSY))
    when = np.sort(rng.uniform(0, days, n_tried))
    kept = [day for day in when if rng.random() < _busy(day % 1)]
    for number, day in enumerate(kept, start=1):
        at = start + dt.timedelta(days=float(day))
        yield invent_call(rng, number=f"{at:%y%m%d}-{number:04d}", at=at)


def invent_call(rng: np.random.Generator, *, number: str, at: dt.datetime) -> InventedCall:
    """One call received at `at`, with everything that will happen to it."""
    weights = np.array([area.weight for area in town.AREAS])
    place = int(rng.choice(len(town.AREAS), p=weights / weights.sum()))
    first = _received(rng, number, at, place)
    return InventedCall(number, town.AREAS[place], tuple(_life(rng, first, town.AREAS[place])))


def faster(call: InventedCall, *, factor: float, from_: dt.datetime) -> InventedCall:
    """The same call beginning at `from_`, its life `factor` times as quick."""
    start = call.events[0].at
    events = tuple(replace(event, at=from_ + (event.at - start) / factor) for event in call.events)
    return InventedCall(call.number, call.area, events)


def _received(rng: np.random.Generator, number: str, at: dt.datetime, place: int) -> Event:
    shares = np.array([share for _code, share in town.TYPES])
    kind = str(rng.choice([code for code, _share in town.TYPES], p=shares / shares.sum()))
    longitude, latitude = town.middle_of(place)
    by_officer = bool(rng.random() < OFFICER_INITIATED)
    unknown = by_officer or rng.random() < NO_CALLER
    return Event(
        event_id=f"{number}-1",
        call_id=number,
        kind=Kind.RECEIVED,
        at=at,
        call_type=kind,
        priority=str(rng.integers(1, 5)),
        longitude=round(longitude + float(rng.normal(0, 0.005)), 5),
        latitude=round(latitude + float(rng.normal(0, 0.005)), 5),
        officer_initiated=by_officer or None,
        phone="" if unknown else _phone(rng),
        language="fr" if rng.random() < FRENCH else "en",
    )


def _life(rng: np.random.Generator, first: Event, area: town.AreaTruth) -> Iterator[Event]:
    arrival = float(rng.lognormal(np.log(area.arrival), 0.6))
    stays = float(rng.lognormal(np.log(28), 0.5))
    codes = [code for code, _share in town.DISPOSITIONS]
    shares = [share for _code, share in town.DISPOSITIONS]
    moments: tuple[tuple[Kind, float, dict[str, str]], ...] = (
        (Kind.DISPATCHED, arrival * 0.3, {}),
        (Kind.EN_ROUTE, arrival * 0.45, {}),
        (Kind.ARRIVED, arrival, {}),
        (Kind.CLOSED, arrival + stays, {"disposition": str(rng.choice(codes, p=shares))}),
    )
    yield first
    if rng.random() < RETYPED:
        yield _after(first, 2, Kind.UPDATED, arrival * 0.6, {"call_type": "DVA"})
    for number, (kind, minutes, given) in enumerate(moments, start=3):
        yield _after(first, number, kind, minutes, given)


def _after(first: Event, number: int, kind: Kind, minutes: float, given: dict[str, str]) -> Event:
    return Event(
        event_id=f"{first.call_id}-{number}",
        call_id=first.call_id,
        kind=kind,
        at=first.at + dt.timedelta(minutes=minutes),
        **given,  # type: ignore[arg-type]
    )


def _phone(rng: np.random.Generator) -> str:
    """A number of the range that is kept free for fiction in North America (555-01XX)."""
    return f"+1{rng.choice(AREA_CODES)}555{int(rng.integers(100, 200)):04d}"


def _busy(time_of_day: float) -> float:
    """Relative to the busiest hour, how often people call; UTC, the town is five hours behind."""
    return MEAN_BUSY + 0.4 * float(np.sin(2 * np.pi * (time_of_day - 0.55)))
