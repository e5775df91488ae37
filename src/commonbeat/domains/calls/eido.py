"""An EIDO document (NENA-STA-021.1b) in our own events.

Each event comes from one component and is named by that component's `$id`, its own time stamp
and what it says, so a document that comes again, or another that repeats a component, changes
nothing. Statuses are a set, not a step: each one that is there is told as having happened by
then. A linked incident stays an incident of its own; only a merged one follows the other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

import msgspec

from commonbeat.domains.calls import pidf
from commonbeat.domains.calls.eido_document import (
    Component,
    Disposition,
    Eido,
    Incident,
    Location,
    Merge,
    Person,
    Resource,
)
from commonbeat.domains.calls.events import Event, Kind
from commonbeat.domains.calls.reading import (
    Fault,
    Reading,
    Rule,
    Unacceptable,
    fault_of,
    instant,
    phone,
    required,
    text,
)

TEST_TYPES = frozenset({"ncrtestf", "ncrnone"})
CALLER_ROLES = frozenset({"caller", "reportingparty"})
_PREFIX = "urn:emergency:uid:incidentid:"
_LONGEST_CALL_ID = 80
_STATUSES = {
    "resourcesassigned": Kind.DISPATCHED,
    "resourcesenroute": Kind.EN_ROUTE,
    "resourcesonscene": Kind.ARRIVED,
}
_UNIT_STATUSES = {
    "assigned": Kind.DISPATCHED,
    "dispatched": Kind.DISPATCHED,
    "enroute": Kind.EN_ROUTE,
    "arrived": Kind.ARRIVED,
    "onscene": Kind.ARRIVED,
}
_OFFICERS_OWN = frozenset({"responderinitiatedevent", "trafficstop", "cop_or_pop"})
_CLOSING = frozenset({"closed", "cancelled"})
_CANCELLED = "10"
# Where the incident is, best first. Never where a unit, a tower or a staging area is.
_PLACES = {"currentincident": 0, "initialincident": 1, "other": 2, "caller": 3}


def events_of(raw: object) -> Reading:
    """The events of one decoded document; raises Unacceptable when it breaks a rule."""
    try:
        document = msgspec.convert(raw, Eido, strict=True)
    except msgspec.ValidationError as error:
        fault = fault_of(error)
        raise Unacceptable(fault.field, fault.rule) from None
    incident = document.incident_component
    if incident and incident.incident_type_common_registry_text.casefold() in TEST_TYPES:
        return Reading((), ignored=True)
    translation = _Translation(document)
    events = tuple(translation.events())
    return Reading(events, tuple(translation.warnings), ignored=not events)


class _Translation:
    """One document while it is being read."""

    def __init__(self, document: Eido) -> None:
        self.document = document
        self.call_id = _call_id(document.id, "$id")
        self.at = _time(document.last_update_time_stamp, "lastUpdateTimeStamp")
        self.people = document.person_component or []
        self.warnings: list[Fault] = []

    def events(self) -> Iterator[Event]:
        """Every event that the document holds."""
        yield from self._calls()
        yield from self._incident()
        yield from self._phones()
        yield from self._place()
        for resource in self.document.emergency_resource_component or []:
            yield from self._unit(resource)
        for merge in self.document.merge_component or []:
            yield from self._merge(merge)

    def _calls(self) -> Iterator[Event]:
        for call in self.document.call_component or []:
            if call.direction.casefold() == "incoming":
                at = _time(call.call_start_timestamp, "callComponent.callStartTimestamp")
                yield Event(self._id(call, at, "received"), self.call_id, Kind.RECEIVED, at)

    def _incident(self) -> Iterator[Event]:
        incident = self.document.incident_component
        if incident is None:
            return
        at = self._at(incident)
        where = "incidentComponent.incidentTypeCommonRegistryText"
        priority = incident.incident_common_priority_number
        yield Event(
            self._id(incident, at, "incident"),
            self.call_id,
            Kind.UPDATED,
            at,
            call_type=required(incident.incident_type_common_registry_text, where),
            priority="" if priority is None else str(priority)[:20],
        )
        if ended := _main(incident.disposition_component or []):
            yield self._disposition(ended)
        yield from self._statuses(incident, at)

    def _statuses(self, incident: Incident, at: dt.datetime) -> Iterator[Event]:
        given = incident.incident_status_common_registry_text or []
        statuses = {status.casefold() for status in given}
        for kind in sorted({_STATUSES[status] for status in statuses & _STATUSES.keys()}):
            yield Event(self._id(incident, at, kind), self.call_id, kind, at)
        reopened, closed = "reopened" in statuses, bool(statuses & _CLOSING)
        if reopened and (not closed or "active" in statuses):
            yield Event(self._id(incident, at, "reopened"), self.call_id, Kind.REOPENED, at)
        elif closed:
            says_why = bool(incident.disposition_component)
            why = _CANCELLED if "cancelled" in statuses and not says_why else ""
            name = self._id(incident, at, f"closed {why}")
            yield Event(name, self.call_id, Kind.CLOSED, at, disposition=why)

    def _disposition(self, ended: Disposition) -> Event:
        at = self._at(ended)
        where = "incidentComponent.dispositionComponent.dispositionCommonRegistryCode"
        code = text(ended.disposition_common_registry_code, where)
        name = self._id(ended, at, "disposition")
        return Event(name, self.call_id, Kind.UPDATED, at, disposition=code)

    def _phones(self) -> Iterator[Event]:
        callbacks = {each.id: each for each in self.document.callback_component or []}
        for ref in dict.fromkeys(self._callers()):
            callback = callbacks.get(ref)
            if callback is None:
                continue
            number = _number(callback.call_back_information_uri or [])
            if number is None:
                self.warnings.append(Fault("callbackComponent", Rule.NOT_A_NUMBER))
                continue
            at = self._at(callback)
            name = self._id(callback, at, "phone")
            yield Event(name, self.call_id, Kind.UPDATED, at, phone=number)

    def _callers(self) -> Iterator[str]:
        """The callbacks of callers: never one that belongs to others alone, nor to a suspect."""
        by_id = {person.id: person for person in self.people}
        for call in self.document.call_component or []:
            if call.call_back_reference and call.direction.casefold() == "incoming":
                ref = call.call_back_reference.ref
                named = [by_id[r.ref] for r in call.person_reference or [] if r.ref in by_id]
                if _may_be_called(self._holders(ref) or named):
                    yield ref
        for person in self.people:
            if person.call_back_reference and _roles(person) & CALLER_ROLES:
                ref = person.call_back_reference.ref
                if _may_be_called(self._holders(ref)):
                    yield ref

    def _holders(self, ref: str) -> list[Person]:
        return [
            p for p in self.people if p.call_back_reference and p.call_back_reference.ref == ref
        ]

    def _place(self) -> Iterator[Event]:
        for location in self._locations():
            try:
                point = pidf.point_of(location.location_by_value or "")
            except pidf.NotALocation:
                self.warnings.append(Fault("locationComponent", Rule.NOT_A_LOCATION))
                continue
            if point:
                at = self._at(location)
                name = self._id(location, at, "place")
                yield Event(
                    name,
                    self.call_id,
                    Kind.UPDATED,
                    at,
                    longitude=point[0],
                    latitude=point[1],
                )
                return

    def _locations(self) -> list[Location]:
        """The locations by value that say where the incident is, the best first."""
        given = {each.id: each for each in self.document.location_component or []}
        incident = self.document.incident_component
        refs = [ref.ref for ref in (incident.location_reference or [])] if incident else []
        named = [given[ref] for ref in refs if ref in given] or list(given.values())
        useful = [each for each in named if each.location_by_value and _rank(each) is not None]
        return sorted(useful, key=lambda each: (_rank(each) or 0, each.id))

    def _unit(self, unit: Resource) -> Iterator[Event]:
        elsewhere = unit.active_on_incident_id
        if elsewhere and not self._is_this(elsewhere):
            return
        at = self._at(unit)
        statuses = {s.casefold() for s in unit.secondary_unit_status_registry_text or []}
        for kind in sorted({_UNIT_STATUSES[s] for s in statuses & _UNIT_STATUSES.keys()}):
            yield Event(self._id(unit, at, kind), self.call_id, kind, at)
        if statuses & _OFFICERS_OWN:
            name = self._id(unit, at, "officer")
            yield Event(name, self.call_id, Kind.UPDATED, at, officer_initiated=True)

    def _merge(self, merge: Merge) -> Iterator[Event]:
        where = "mergeComponent.incidentTrackingIdentifier"
        other = _call_id(merge.incident_tracking_identifier, where)
        direction = merge.incident_merge_direction_code.casefold()
        if other == self.call_id or direction not in {"replaced", "replacing"}:
            return
        ends, goes_on = self.call_id, other
        if direction == "replacing":
            ends, goes_on = other, self.call_id
        at = self._at(merge)
        name = self._id(merge, at, direction)
        yield Event(name, ends, Kind.MERGED, at, merged_into=goes_on)

    def _is_this(self, incident_id: str) -> bool:
        incident = self.document.incident_component
        own = incident.internal_incident_id if incident else None
        return incident_id == own or incident_id.removeprefix(_PREFIX) == self.call_id

    def _at(self, component: Component) -> dt.datetime:
        """The component's own time, or the document's where it has no usable zone."""
        try:
            return _time(component.last_update_time_stamp, "lastUpdateTimeStamp")
        except Unacceptable as error:
            if error.fault.rule in {Rule.NO_ZONE, Rule.NOT_A_TIME}:
                return self.at
            raise

    def _id(self, component: Component, at: dt.datetime, what: str) -> str:
        parts = (self.call_id, component.id, at.isoformat(), what)
        return "eido:" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]


def _call_id(tracking: str, where: str) -> str:
    kept = required(tracking, where).removeprefix(_PREFIX)
    if len(kept) > _LONGEST_CALL_ID:
        raise Unacceptable(where, Rule.TOO_LONG)
    return kept


def _time(value: str, where: str) -> dt.datetime:
    try:
        return instant(msgspec.convert(value, dt.datetime), where)
    except msgspec.ValidationError:
        raise Unacceptable(where, Rule.NOT_A_TIME) from None


def _main(dispositions: list[Disposition]) -> Disposition | None:
    """The primary disposition, else the latest one."""
    return max(
        dispositions,
        key=lambda d: (bool(d.disposition_primary_indicator), d.last_update_time_stamp, d.id),
        default=None,
    )


def _roles(person: Person) -> set[str]:
    return {role.casefold() for role in person.person_incident_role_registry_text}


def _may_be_called(holders: list[Person]) -> bool:
    roles = [_roles(person) for person in holders]
    if any("suspect" in some for some in roles):
        return False
    return not roles or any(some & CALLER_ROLES for some in roles)


def _number(uris: list[str]) -> str | None:
    """The first URI that is a telephone number: 'tel:' before 'sip:'."""
    for scheme in ("tel:", "sips:", "sip:"):
        for uri in uris:
            if uri.lower().startswith(scheme):
                user = uri[len(scheme) :].split(";")[0].split("@")[0]
                if number := phone(user):
                    return number
    return None


def _rank(location: Location) -> int | None:
    return _PLACES.get(location.location_type_description_registry_text.casefold())
