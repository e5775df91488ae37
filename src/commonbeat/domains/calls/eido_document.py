"""The parts of an EIDO document (NENA-STA-021.1b) that are read. All others are passed over.

Components name each other by `$id`. Notes, names, vehicles, media and addresses to fetch a
location from stand in the same document and are deliberately not described here: what is not
described is not decoded.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Id = Annotated[str, Meta(min_length=1, max_length=300)]
Code = Annotated[str, Meta(max_length=60)]
Stamp = Annotated[str, Meta(max_length=40, description="RFC 3339 with an offset.")]
Shape = Annotated[str, Meta(description="A PIDF-LO document. Only its point is read.")]


class Reference(msgspec.Struct, frozen=True):
    """Points to a component by its `$id`."""

    ref: Id = msgspec.field(name="$ref")


class Component(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What every component begins with."""

    id: Id = msgspec.field(name="$id")
    last_update_time_stamp: Stamp


class Disposition(Component, frozen=True, kw_only=True, rename="camel"):
    """How the incident ended, as two digits in a text."""

    disposition_common_registry_code: Annotated[str, Meta(max_length=20)]
    disposition_primary_indicator: bool | None = None


class Incident(Component, frozen=True, kw_only=True, rename="camel"):
    """The incident: one object, not a list."""

    incident_type_common_registry_text: Code
    incident_status_common_registry_text: list[Code] | None = None
    incident_common_priority_number: int | None = None
    internal_incident_id: str | None = None
    location_reference: list[Reference] | None = None
    disposition_component: list[Disposition] | None = None


class Call(Component, frozen=True, kw_only=True, rename="camel"):
    """A telephone call about the incident."""

    direction: Code
    call_start_timestamp: Stamp
    call_back_reference: Reference | None = None
    person_reference: list[Reference] | None = None


class Callback(Component, frozen=True, kw_only=True, rename="camel"):
    """How to call back."""

    call_back_information_uri: list[str] | None = None


class Person(Component, frozen=True, kw_only=True, rename="camel"):
    """Someone's part in the incident. Who they are is not read."""

    person_incident_role_registry_text: list[Code]
    call_back_reference: Reference | None = None


class Location(Component, frozen=True, kw_only=True, rename="camel"):
    """A location by value. A location by reference is never fetched."""

    location_type_description_registry_text: Code
    location_by_value: Shape | None = None


class Resource(Component, frozen=True, kw_only=True, rename="camel"):
    """A unit. Only its statuses are read, not who is in it."""

    secondary_unit_status_registry_text: list[Code] | None = None
    active_on_incident_id: str | None = None


class Merge(Component, frozen=True, kw_only=True, rename="camel"):
    """Another incident that replaces this one, or is replaced by it."""

    incident_tracking_identifier: Id
    incident_merge_direction_code: Code


class Eido(Component, frozen=True, kw_only=True, rename="camel"):
    """An Emergency Incident Data Object. Its `$id` is the incident's tracking identifier."""

    eido_version: Literal["1.0"]
    incident_component: Incident | None = None
    call_component: list[Call] | None = None
    callback_component: list[Callback] | None = None
    person_component: list[Person] | None = None
    location_component: list[Location] | None = None
    emergency_resource_component: list[Resource] | None = None
    merge_component: list[Merge] | None = None
