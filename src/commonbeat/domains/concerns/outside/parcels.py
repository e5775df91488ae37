"""What goes to another server, and what it answers. A repr shows no words and no key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Server:
    """Another Open311 server, its key opened for the length of one request."""

    code: str
    endpoint: str
    jurisdiction_id: str
    api_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One concern as it travels: kind, place and answers; never who reported it."""

    id: int
    server: Server
    service_code: str
    longitude: float | None = field(repr=False)
    latitude: float | None = field(repr=False)
    address: str = field(repr=False)
    answers: Mapping[str, tuple[str, ...]] = field(repr=False)
    description: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Watched:
    """A forwarded concern that we ask about; `number` '' while only a token is known."""

    id: int
    server: Server
    number: str
    token: str


@dataclass(frozen=True, slots=True)
class Sent:
    """They have it, under a number or a token; with neither nothing more will be heard."""

    number: str
    token: str


@dataclass(frozen=True, slots=True)
class Refused:
    """They will not have it; `reason` is a status and the names of fields, never words."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """They certainly do not have it yet; it is worth another try."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """No clear answer: perhaps they have it. Never sent again by itself."""

    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands there: 'open' or 'closed', their words and their time of the last change."""

    status: str
    notes: str = field(repr=False)
    updated: str


Outcome = Sent | Refused | Later | Unknown
