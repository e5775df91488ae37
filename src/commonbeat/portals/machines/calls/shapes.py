"""The shapes of what dispatch sends and is answered; its description is made of them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from commonbeat.domains.calls.events import Event, Kind
from commonbeat.domains.calls.reading import (
    Fault,
    Reading,
    Rule,
    Unacceptable,
    fault_of,
    instant,
    language,
    phone,
    required,
    text,
)
from commonbeat.portals.machines.problems import Report

_PRINTABLE = {"pattern": r"^[^\u0000-\u001f\u007f-\u009f]*$"}
EventId = Annotated[str, Meta(min_length=1, max_length=120, extra_json_schema=_PRINTABLE)]
CallId = Annotated[str, Meta(min_length=1, max_length=80, extra_json_schema=_PRINTABLE)]
OtherCallId = Annotated[str, Meta(max_length=80, extra_json_schema=_PRINTABLE)]
Code = Annotated[str, Meta(max_length=60, extra_json_schema=_PRINTABLE)]
ShortCode = Annotated[str, Meta(max_length=20, extra_json_schema=_PRINTABLE)]
# Spelt out, because the decoder does not read Django's choices; a test holds them equal.
KindName = Literal[
    "received", "updated", "dispatched", "en_route", "arrived", "closed", "reopened", "merged"
]
Moment = Annotated[
    dt.datetime,
    Meta(
        tz=True,
        description="RFC 3339 with an offset; not before 2000, at most five minutes ahead.",
        examples=["2026-05-12T12:00:00-04:00"],
    ),
]


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the call is, in WGS 84 degrees. Leave it out when it is not known: 0, 0 is refused."""

    longitude: Annotated[float, Meta(ge=-180, le=180)]
    latitude: Annotated[float, Meta(ge=-90, le=90)]


class Caller(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who called. A number that is not one is left out and reported; the event is kept."""

    phone: Annotated[str | None, Meta(description="In E.164, or as dialled in town.")] = None
    language: Annotated[str | None, Meta(description="BCP 47, such as en or fr-CA.")] = None


class DispatchEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that happened to one call. Fields that are left out say nothing.

    `merged_into` is required when the kind is 'merged'.
    """

    event_id: EventId
    call_id: CallId
    kind: KindName
    at: Moment
    call_type: Code | None = None
    priority: ShortCode | None = None
    location: Place | None = None
    caller: Caller | None = None
    disposition: ShortCode | None = None
    merged_into: OtherCallId | None = None
    officer_initiated: bool | None = None


class Answer(msgspec.Struct, frozen=True):
    """What became of the events.

    `accepted` are new; `repeated` were taken before and change nothing; `ignored` are test calls
    and documents with nothing to follow. `rejected` were not taken; `warnings` were taken
    without the part that could not be used.
    """

    accepted: int
    repeated: int
    ignored: int
    rejected: list[Report]
    warnings: list[Report]


def events_of(raw: object) -> Reading:
    """The event that one decoded object holds; raises Unacceptable when it breaks a rule."""
    try:
        sent = msgspec.convert(raw, DispatchEvent, strict=True)
    except msgspec.ValidationError as error:
        fault = fault_of(error)
        raise Unacceptable(fault.field, fault.rule) from None
    number, spoken, warnings = _caller(sent.caller)
    longitude, latitude = _place(sent.location)
    call_id = required(sent.call_id, "call_id")
    event = Event(
        event_id=required(sent.event_id, "event_id"),
        call_id=call_id,
        kind=Kind(sent.kind),
        at=instant(sent.at, "at"),
        call_type=text(sent.call_type, "call_type"),
        priority=text(sent.priority, "priority"),
        longitude=longitude,
        latitude=latitude,
        disposition=text(sent.disposition, "disposition"),
        merged_into=_other_call(sent, call_id),
        officer_initiated=sent.officer_initiated,
        phone=number,
        language=spoken,
    )
    return Reading((event,), warnings)


def _caller(caller: Caller | None) -> tuple[str, str, tuple[Fault, ...]]:
    if caller is None or not caller.phone:
        return "", "", ()
    number = phone(caller.phone)
    if number is None:
        return "", "", (Fault("caller.phone", Rule.NOT_A_NUMBER),)
    spoken = language(caller.language) if caller.language else ""
    if spoken is None:
        return number, "", (Fault("caller.language", Rule.UNKNOWN_LANGUAGE),)
    return number, spoken, ()


def _place(location: Place | None) -> tuple[float | None, float | None]:
    if location is None:
        return None, None
    if location.longitude == 0 and location.latitude == 0:
        raise Unacceptable("location", Rule.NO_PLACE)
    return location.longitude, location.latitude


def _other_call(sent: DispatchEvent, call_id: str) -> str:
    other = text(sent.merged_into, "merged_into")
    if sent.kind == "merged" and not other:
        raise Unacceptable("merged_into", Rule.MISSING)
    if other == call_id:
        raise Unacceptable("merged_into", Rule.ITSELF)
    return other
