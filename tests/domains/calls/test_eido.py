"""EIDO documents (NENA-STA-021.1b) in our own events, and the traps in them."""

from __future__ import annotations

import copy
import datetime as dt
import random
from typing import Any

import pytest

from commonbeat.domains.calls import eido
from commonbeat.domains.calls.events import Event, Kind
from commonbeat.domains.calls.reading import Unacceptable

ID = "urn:emergency:uid:incidentid:a1b2c3:dispatch.example"
CALL_ID = "a1b2c3:dispatch.example"
POINT = (
    '  <?xml version="1.0" encoding="UTF-8"?>'
    '<presence xmlns="urn:ietf:params:xml:ns:pidf" '
    'xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" '
    'xmlns:gml="http://www.opengis.net/gml"><tuple id="t"><status><gp:geopriv>'
    "<gp:location-info>{}</gp:location-info></gp:geopriv></status></tuple></presence> "
)
HERE = POINT.format("<gml:Point><gml:pos>45.43 -75.70</gml:pos></gml:Point>")
THERE = POINT.format("<gml:Point><gml:pos>46.00 -74.00</gml:pos></gml:Point>")


def part(name: str, minute: int = 1, **values: Any) -> dict[str, Any]:
    return {
        "$id": name,
        "lastUpdateTimeStamp": f"2026-05-12T15:{minute:02}:00Z",
        "updatedByAgencyReference": {"$ref": "agency"},
        **values,
    }


def ref(name: str) -> dict[str, str]:
    return {"$ref": name}


def document(**values: Any) -> dict[str, Any]:
    base = part(
        ID,
        50,
        eidoVersion="1.0",
        issuingElementIdentification="dispatch.example",
        agencyComponent=[part("agency")],
        incidentComponent=part(
            "incident",
            2,
            incidentTypeCommonRegistryText="NOISE",
            incidentCommonPriorityNumber=3,
            internalIncidentId="26-000123",
            incidentStatusCommonRegistryText=["Active"],
            locationReference=[ref("where")],
        ),
        callComponent=[
            part(
                "call",
                1,
                standardPrimaryCallType="emergency",
                direction="incoming",
                callStartTimestamp="2026-05-12T11:00:00-04:00",
                callStateRegistryText="callAnswered",
                callBackReference=ref("back"),
            )
        ],
        callbackComponent=[
            part("other", callBackInformationUri=["tel:+15145550109"]),
            part("back", callBackInformationUri=["sip:x@osp.example", "tel:819-555-0112"]),
        ],
        locationComponent=[
            part(
                "tower", locationTypeDescriptionRegistryText="TowerLocation", locationByValue=THERE
            ),
            part("where", 3, locationTypeDescriptionRegistryText="Caller", locationByValue=HERE),
        ],
    )
    return {**base, **values}


def incident(**values: Any) -> dict[str, Any]:
    return {**document()["incidentComponent"], **values}


def person(name: str, *roles: str, back: str = "") -> dict[str, Any]:
    more = {"callBackReference": ref(back)} if back else {}
    return part(name, personIncidentRoleRegistryText=list(roles), **more)


@pytest.fixture(autouse=True)
def _now(noon) -> None:
    """Noon, an hour after these documents were made."""


def events(**values: Any) -> list[Event]:
    return list(eido.events_of(document(**values)).events)


def one(found: list[Event], kind: Kind) -> Event:
    [event] = [event for event in found if event.kind is kind]
    return event


def given(found: list[Event], name: str) -> list[Any]:
    return [getattr(e, name) for e in found if getattr(e, name) not in ("", None)]


def test_a_document_becomes_a_call_with_type_priority_place_and_number():
    found = events()
    assert {event.call_id for event in found} == {CALL_ID}
    assert one(found, Kind.RECEIVED).at == dt.datetime(2026, 5, 12, 15, 0, tzinfo=dt.UTC)
    assert given(found, "call_type") == ["NOISE"]
    assert given(found, "priority") == ["3"]
    assert given(found, "phone") == ["+18195550112"]
    assert [(e.longitude, e.latitude) for e in found if e.longitude] == [(-75.70, 45.43)]
    assert len({event.event_id for event in found}) == len(found)


def test_components_are_found_by_their_id_in_whatever_order_they_stand():
    shuffled = document()
    for name in ("callbackComponent", "locationComponent"):
        random.Random(1).shuffle(shuffled[name])
        shuffled[name].reverse()
    assert eido.events_of(shuffled).events == eido.events_of(document()).events


def test_a_document_that_comes_again_makes_the_same_events():
    assert eido.events_of(copy.deepcopy(document())).events == eido.events_of(document()).events


def test_a_later_document_makes_new_events_only_of_the_components_that_changed():
    before = {event.event_id for event in events()}
    changed = incident(lastUpdateTimeStamp="2026-05-12T15:09:00Z")
    after = events(incidentComponent=changed, lastUpdateTimeStamp="2026-05-12T15:59:00Z")
    new = [event for event in after if event.event_id not in before]
    assert [(event.kind, event.call_type) for event in new] == [(Kind.UPDATED, "NOISE")]


@pytest.mark.parametrize(
    ("statuses", "kinds"),
    [
        (["Active"], set()),
        (["Active", "ResourcesAssigned"], {Kind.DISPATCHED}),
        (
            ["Active", "ResourcesAssigned", "ResourcesEnroute", "ResourcesOnscene"],
            {Kind.DISPATCHED, Kind.EN_ROUTE, Kind.ARRIVED},
        ),
        (["Closed", "ResourcesOnscene"], {Kind.ARRIVED, Kind.CLOSED}),
        (["Active", "ReOpened"], {Kind.REOPENED}),
        (["Active", "ReOpened", "Closed"], {Kind.REOPENED}),
        (["Closed", "ReOpened"], {Kind.CLOSED}),
        (["Cancelled"], {Kind.CLOSED}),
        (["FireUnderControl", "SomethingNew"], set()),
    ],
)
def test_statuses_are_a_set_and_each_is_told(statuses, kinds):
    found = events(incidentComponent=incident(incidentStatusCommonRegistryText=statuses))
    assert {e.kind for e in found} - {Kind.UPDATED, Kind.RECEIVED} == kinds


def test_a_cancelled_incident_says_so_unless_a_disposition_does():
    cancelled = incident(incidentStatusCommonRegistryText=["Cancelled"])
    assert given(events(incidentComponent=cancelled), "disposition") == ["10"]
    cancelled["dispositionComponent"] = [part("d", 8, dispositionCommonRegistryCode="32")]
    assert given(events(incidentComponent=cancelled), "disposition") == ["32"]


def test_the_primary_disposition_counts_and_stays_a_text_of_two_digits():
    found = events(
        incidentComponent=incident(
            dispositionComponent=[
                part("d1", 9, dispositionCommonRegistryCode="02"),
                part("d2", 8, dispositionCommonRegistryCode="01", dispositionPrimaryIndicator=True),
            ]
        )
    )
    assert given(found, "disposition") == ["01"]


def unit(name: str, minute: int, *statuses: str, **values: Any) -> dict[str, Any]:
    return part(
        name,
        minute,
        primaryUnitStatusRegistryText="NotAvailable",
        secondaryUnitStatusRegistryText=list(statuses),
        **values,
    )


def test_the_statuses_of_units_are_told_with_the_time_of_the_unit():
    found = events(
        emergencyResourceComponent=[
            unit("u1", 12, "Dispatched", "EnRoute"),
            unit("u2", 20, "OnScene"),
            unit("u3", 21, "Cleared"),
        ]
    )
    times = {e.kind: e.at.minute for e in found if e.kind not in {Kind.UPDATED, Kind.RECEIVED}}
    assert times == {Kind.DISPATCHED: 12, Kind.EN_ROUTE: 12, Kind.ARRIVED: 20}


def test_a_unit_that_is_active_on_another_incident_says_nothing_of_this_one():
    elsewhere = unit("u1", 12, "OnScene", activeOnIncidentId="urn:emergency:uid:incidentid:zz:x")
    here = unit("u2", 14, "EnRoute", activeOnIncidentId=ID)
    found = events(emergencyResourceComponent=[elsewhere, here])
    assert [e.kind for e in found if e.kind in {Kind.ARRIVED, Kind.EN_ROUTE}] == [Kind.EN_ROUTE]


@pytest.mark.parametrize("status", ["ResponderInitiatedEvent", "TrafficStop", "COP_or_POP"])
def test_what_officers_began_themselves_is_known_as_theirs(status):
    found = events(emergencyResourceComponent=[unit("u1", 12, status)])
    assert given(found, "officer_initiated") == [True]


@pytest.mark.parametrize(
    ("people", "phones"),
    [
        ([], ["+18195550112"]),
        ([person("p", "Caller", back="back")], ["+18195550112"]),
        ([person("p", "Victim", "ReportingParty", back="back")], ["+18195550112"]),
        ([person("p", "Victim", back="back")], []),
        ([person("p", "Witness", back="back")], []),
        ([person("p", "Caller", "Suspect", back="back")], []),
        (
            [person("p", "Caller", back="back"), person("q", "Victim", back="other")],
            ["+18195550112"],
        ),
        (
            [person("p", "Caller", back="back"), person("q", "ReportingParty", back="other")],
            ["+18195550112", "+15145550109"],
        ),
    ],
)
def test_only_the_numbers_of_callers_are_read(people, phones):
    assert given(events(personComponent=people), "phone") == phones


def test_a_call_that_names_only_its_victim_gives_no_number():
    call = {**document()["callComponent"][0], "personReference": [ref("p")]}
    found = events(callComponent=[call], personComponent=[person("p", "Victim")])
    assert given(found, "phone") == []


def test_the_number_of_a_call_that_dispatch_made_itself_is_not_read():
    call = {**document()["callComponent"][0], "direction": "outgoing"}
    found = events(callComponent=[call])
    assert given(found, "phone") == []
    assert not [event for event in found if event.kind is Kind.RECEIVED]


def test_a_number_in_a_sip_address_will_do():
    back = part("back", callBackInformationUri=["sip:+18195550112@osp.example;user=phone"])
    assert given(events(callbackComponent=[back]), "phone") == ["+18195550112"]


def test_a_callback_that_is_no_number_is_reported_and_the_rest_kept():
    back = part("back", callBackInformationUri=["sip:conference@osp.example", "tel:911"])
    reading = eido.events_of(document(callbackComponent=[back]))
    assert [(f.field, f.rule) for f in reading.warnings] == [("callbackComponent", "not_a_number")]
    assert one(list(reading.events), Kind.RECEIVED)


def locations(*rows: tuple[str, str | None]) -> list[Any]:
    return [
        part(
            f"l{n}",
            locationTypeDescriptionRegistryText=kind,
            **(
                {"locationByValue": xml}
                if xml
                else {"locationByReferenceUrl": "https://evil.example/"}
            ),
        )
        for n, (kind, xml) in enumerate(rows)
    ]


def points(*rows: tuple[str, str | None]) -> list[tuple[float | None, float | None]]:
    found = events(
        incidentComponent=incident(locationReference=None), locationComponent=locations(*rows)
    )
    return [(e.longitude, e.latitude) for e in found if e.longitude is not None]


def test_the_place_of_the_incident_goes_before_that_of_the_caller_and_units_have_none():
    caller, current, tower = ("Caller", THERE), ("CurrentIncident", HERE), ("TowerLocation", HERE)
    assert points(caller, current) == [(-75.70, 45.43)]
    assert points(tower, ("UnitLocation", HERE), ("RoutingLocation", HERE)) == []
    assert points(tower, caller) == [(-74.0, 46.0)]


def test_a_location_by_reference_is_never_fetched():
    assert points(("CurrentIncident", None)) == []


def test_a_shape_gives_its_middle_and_an_address_gives_no_point():
    ring = (
        "<gml:Polygon><gml:posList>45 -75 45 -74 46 -74 46 -75 45 -75</gml:posList></gml:Polygon>"
    )
    assert points(("Caller", POINT.format(ring))) == [(-74.5, 45.5)]
    tall = (
        '<gml:Polygon><gml:posList srsDimension="3">45 -75 9 47 -73 9</gml:posList></gml:Polygon>'
    )
    assert points(("Caller", POINT.format(tall))) == [(-74.0, 46.0)]
    height = "<gml:Point><gml:pos>45.43 -75.70 34</gml:pos></gml:Point>"
    assert points(("Caller", POINT.format(height))) == [(-75.70, 45.43)]
    address = '<civicAddress xmlns="urn:x"><A3>Town</A3></civicAddress>'
    assert points(("Caller", POINT.format(address))) == []


BOMB = '<!DOCTYPE x [<!ENTITY a "b">]>' + HERE.strip().split("?>", 1)[1]


@pytest.mark.parametrize(
    "xml",
    [
        "not xml",
        "<presence/>",
        BOMB,
        HERE.replace("45.43", "&xxe;"),
        HERE.replace("45.43", "145.43"),
        HERE.replace("45.43", "NaN"),
        HERE.replace("45.43 -75.70", "0 0"),
        HERE.replace("45.43 -75.70", "45.43"),
        HERE.replace("45.43 -75.70", "forty five"),
        HERE + " " * 70_000,
        POINT.format("<gml:posList>45 -75 46</gml:posList>"),
    ],
)
def test_a_location_that_cannot_be_read_is_reported_and_the_rest_kept(xml):
    reading = eido.events_of(document(locationComponent=locations(("Caller", xml))))
    assert [f.rule for f in reading.warnings] == ["not_a_location"]
    assert given(list(reading.events), "call_type") == ["NOISE"]
    assert given(list(reading.events), "longitude") == []


def test_a_replaced_incident_is_merged_and_a_replacing_one_takes_the_other_in():
    other = "urn:emergency:uid:incidentid:zz:x"

    def merged(direction: str) -> list[tuple[str, str]]:
        merge = part(
            "m", 30, incidentTrackingIdentifier=other, incidentMergeDirectionCode=direction
        )
        return [(e.call_id, e.merged_into) for e in events(mergeComponent=[merge]) if e.merged_into]

    assert merged("REPLACED") == [(CALL_ID, "zz:x")]
    assert merged("REPLACING") == [("zz:x", CALL_ID)]
    assert merged("SPLIT") == []


def test_a_linked_incident_stays_its_own():
    link = part("l", incidentTrackingIdentifier="zz:x", linkDirectionCode="PARENT")
    assert events(linkComponent=[link]) == events()


@pytest.mark.parametrize("code", ["NCRTESTF", "NCRNONE", "ncrtestf"])
def test_a_test_call_is_ignored(code):
    reading = eido.events_of(
        document(incidentComponent=incident(incidentTypeCommonRegistryText=code))
    )
    assert (reading.events, reading.ignored) == ((), True)


def test_a_document_with_nothing_to_follow_is_ignored():
    bare = part(ID, eidoVersion="1.0", agencyComponent=[])
    assert eido.events_of(bare).ignored


def test_a_component_without_a_zone_counts_from_the_time_of_the_document():
    found = events(incidentComponent=incident(lastUpdateTimeStamp="2026-05-12T15:02:00.0"))
    assert [e.at.minute for e in found if e.call_type] == [50]


def test_notes_and_names_are_never_read():
    named = person("p", "Caller", back="back") | {
        "ncPersonComponent": {"ncPersonName": "ZZPRIVATE", "ncContactTelephone": "+15145550177"}
    }
    notes = [part("n", notesText="ZZPRIVATE", noteAuthorReference=ref("x"))]
    reading = eido.events_of(document(personComponent=[named], notesComponent=notes))
    shown = str([[getattr(e, name) for name in Event.__slots__] for e in reading.events])
    assert "ZZPRIVATE" not in shown
    assert "5550177" not in shown


@pytest.mark.parametrize(
    ("values", "field", "rule"),
    [
        ({"eidoVersion": "2.0"}, "eidoVersion", "unknown_value"),
        ({"$id": ""}, "$id", "blank"),
        ({"$id": "x" * 81}, "$id", "too_long"),
        ({"lastUpdateTimeStamp": "2026-05-12T15:00:00"}, "lastUpdateTimeStamp", "no_zone"),
        ({"lastUpdateTimeStamp": "soon"}, "lastUpdateTimeStamp", "not_a_time"),
        ({"incidentComponent": [incident()]}, "incidentComponent", "wrong_type"),
        (
            {"incidentComponent": incident(lastUpdateTimeStamp="2026-05-12T17:00:00Z")},
            "lastUpdateTimeStamp",
            "in_future",
        ),
        (
            {"incidentComponent": part("incident")},
            "incidentComponent.incidentTypeCommonRegistryText",
            "missing",
        ),
        (
            {
                "incidentComponent": incident(
                    dispositionComponent=[part("d", dispositionCommonRegistryCode=1)]
                )
            },
            "incidentComponent.dispositionComponent[0].dispositionCommonRegistryCode",
            "wrong_type",
        ),
        ({"callComponent": [{"direction": "incoming"}]}, "callComponent[0].$id", "missing"),
    ],
)
def test_a_document_that_breaks_a_rule_is_refused_by_its_name(values, field, rule):
    with pytest.raises(Unacceptable) as refusal:
        eido.events_of({**document(), **values})
    assert (refusal.value.fault.field, refusal.value.fault.rule) == (field, rule)
