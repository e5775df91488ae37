"""Taking events from dispatch: once each, in any order, in any batches."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonbeat.core import clock
from commonbeat.core.actor import NOBODY, Actor
from commonbeat.core.errors import NotPermitted
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.calls import catalogue
from commonbeat.domains.calls.actions.dispatch import take_from_dispatch
from commonbeat.domains.calls.actions.feeds import close_feed, open_feed
from commonbeat.domains.calls.errors import NoSuchFeed
from commonbeat.domains.calls.events import Event, Kind
from commonbeat.domains.calls.models import Call, Caller, CallType, DispatchEvent, Status
from commonbeat.domains.contact.models import ContactPoint
from commonbeat.domains.places import locator
from commonbeat.domains.places.models import Area
from commonbeat.roles import Role, actor

START = dt.datetime(2026, 5, 12, 15, 0, tzinfo=dt.UTC)
ANA, CHO = "+15145550101", "+15145550102"
FEED = actor(Role.FEED, "town")
NOT_FOLDED = {"id", "key", "changed_at"}


@pytest.fixture(autouse=True)
def _a_town(operator: Actor) -> None:
    catalogue.forget()
    locator.forget()
    open_feed(name="Town", by=operator)
    open_feed(name="County", by=operator)
    CallType.objects.get_or_create(
        code="DVA", defaults={"label": "-", "group": "-", "is_sensitive": True}
    )
    CallType.objects.filter(code="DVA").update(is_sensitive=True)
    Area.objects.create(
        code="west",
        name="West",
        boundary={
            "type": "Polygon",
            "coordinates": [[[-74, 45], [-73, 45], [-73, 46], [-74, 46], [-74, 45]]],
        },
        changed_at=START,
        changed_by="tests",
    )


@pytest.fixture
def points() -> dict[str, int]:
    made = [
        ContactPoint.objects.create(kind="text", index=number, known_at=START, keep_until=START)
        for number in (ANA, CHO)
    ]
    return {ANA: made[0].pk, CHO: made[1].pk}


def event(kind: Kind = Kind.RECEIVED, minutes: int = 0, **values: object) -> Event:
    call_id = str(values.pop("call_id", "26-1"))
    event_id = str(values.pop("event_id", f"{call_id}:{kind}:{minutes}"))
    at = START + dt.timedelta(minutes=minutes)
    return Event(event_id=event_id, call_id=call_id, kind=kind, at=at, **values)  # type: ignore[arg-type]


def take(*events: Event, points: dict[str, int] | None = None, feed: str = "town"):
    return take_from_dispatch(feed_code=feed, events=events, points=points or {}, by=FEED)


def calls() -> list[dict[str, object]]:
    """Every call with its events and callers, but what names the row itself."""
    rows = []
    for call in Call.objects.order_by("source", "external_id"):
        row = {
            field.attname: getattr(call, field.attname)
            for field in Call._meta.concrete_fields
            if field.name not in NOT_FOLDED
        }
        row["events"] = sorted(call.events.values_list("event_id", "kind", "at"))
        row["callers"] = sorted(call.callers.values_list("contact_point_id", "called_at"))
        rows.append(row)
    return rows


def test_a_received_event_makes_a_call_with_its_area_and_caller(points):
    taken = take(event(call_type="NOISE", longitude=-73.5, latitude=45.5, phone=ANA), points=points)
    call = Call.objects.get()
    assert (taken.n_new, taken.n_repeated, taken.conflicting) == (1, 0, ())
    assert (call.source, call.external_id, call.call_type) == ("town", "26-1", "NOISE")
    assert call.area.code == "west"
    [followed] = taken.changed
    assert (followed.key, followed.subject) == (call.key, f"calls.call:{call.key}")
    assert (followed.call_id, followed.area_id) == (call.pk, call.area_id)
    assert followed.callers == (points[ANA],)


def test_the_action_is_written_down_without_anything_personal(points):
    take(event(phone=ANA, longitude=-73.5, latitude=45.5), points=points)
    line = LedgerEntry.objects.order_by("-position").first()
    assert line.codes == {"feed": "town", "n_new": 1, "n_repeated": 0}
    assert line.by == "feed:town"


def test_later_events_bring_the_call_up_to_date():
    take(event(call_type="NOISE"))
    take(event(Kind.DISPATCHED, 2), event(Kind.ARRIVED, 8))
    [followed] = take(event(Kind.CLOSED, 30, disposition="02")).changed
    assert followed.status == Status.CLOSED
    assert followed.closed_at == START + dt.timedelta(minutes=30)
    assert (followed.disposition, followed.call_type) == ("02", "NOISE")
    assert Call.objects.get().arrived_at == START + dt.timedelta(minutes=8)


def test_an_event_that_comes_again_changes_nothing(noon):
    take(event(call_type="NOISE"), event(Kind.ARRIVED, 5))
    before = calls()
    with clock.moved_by(dt.timedelta(minutes=5)):
        taken = take(event(call_type="NOISE"), event(Kind.ARRIVED, 5))
    assert (taken.n_new, taken.n_repeated, taken.changed, taken.conflicting) == (0, 2, (), ())
    assert calls() == before
    assert Call.objects.get().changed_at == noon


def test_twice_in_one_batch_is_once():
    taken = take(event(), event())
    assert (taken.n_new, taken.n_repeated) == (1, 1)
    assert DispatchEvent.objects.count() == 1


def test_the_same_id_with_other_content_is_reported_and_the_first_stands():
    take(event(event_id="e1", call_type="NOISE"))
    taken = take(event(event_id="e1", call_type="PARKING"), event(Kind.ARRIVED, 3))
    assert (taken.n_new, taken.n_repeated, taken.conflicting) == (1, 1, ("e1",))
    assert Call.objects.get().call_type == "NOISE"


def test_an_id_used_for_another_call_makes_no_empty_call():
    take(event(event_id="e1", call_id="26-1"))
    taken = take(event(event_id="e1", call_id="26-2"))
    assert (taken.n_new, taken.conflicting, taken.changed) == (0, ("e1",), ())
    assert [call.external_id for call in Call.objects.all()] == ["26-1"]


def test_two_feeds_with_the_same_numbers_do_not_meet():
    take(event(call_type="NOISE"), feed="town")
    take(event(call_type="PARKING"), feed="county")
    assert [(row["source"], row["call_type"]) for row in calls()] == [
        ("county", "PARKING"),
        ("town", "NOISE"),
    ]


def test_a_sensitive_type_stays_known_after_the_call_is_typed_anew():
    take(event(call_type="DVA"))
    [followed] = take(event(Kind.UPDATED, 2, call_type="NOISE")).changed
    assert (followed.call_type, followed.was_sensitive) == ("NOISE", True)


def test_a_merged_call_names_the_other():
    [followed] = take(event(), event(Kind.MERGED, 2, merged_into="26-7")).changed
    assert followed.merged_into == "26-7"


def test_several_callers_of_one_call_each_stand_once_with_the_first_time(points):
    take(event(Kind.UPDATED, 5, phone=ANA), event(minutes=3, phone=CHO), points=points)
    taken = take(event(minutes=1, phone=ANA), points=points)
    assert taken.changed[0].callers == (points[ANA], points[CHO])
    first = Caller.objects.get(contact_point=points[ANA])
    assert first.called_at == START + dt.timedelta(minutes=1)


def test_a_call_that_moves_is_in_its_new_area_and_out_of_town_in_none():
    take(event(longitude=-73.5, latitude=45.5))
    take(event(Kind.UPDATED, 2, longitude=-70.5, latitude=45.5))
    assert Call.objects.get().area is None


def test_a_late_event_of_a_forgotten_call_is_kept_and_the_call_stays_as_it_was():
    take(event(call_type="NOISE"), event(Kind.ARRIVED, 4))
    DispatchEvent.objects.all().delete()
    taken = take(event(Kind.CLOSED, 9))
    call = Call.objects.get()
    assert (taken.n_new, taken.changed) == (1, ())
    assert (call.call_type, call.status, call.closed_at) == ("NOISE", Status.ARRIVED, None)


def test_an_empty_batch_does_nothing():
    assert take().changed == ()


def test_a_closed_or_unknown_feed_is_refused(operator):
    close_feed(code="town", by=operator)
    for code in ("town", "nowhere"):
        with pytest.raises(NoSuchFeed):
            take(event(), feed=code)
    assert not Call.objects.exists()


def test_without_the_right_nothing_is_taken(eve):
    with pytest.raises(NotPermitted):
        take_from_dispatch(feed_code="town", events=[event()], points={}, by=NOBODY)
    assert not Call.objects.exists()


def test_an_event_says_nothing_personal_of_itself():
    shown = repr(event(phone=ANA, longitude=-73.5, latitude=45.5))
    assert "555" not in shown
    assert "73" not in shown


@pytest.mark.parametrize("n_calls", [1, 45])  # SQLite takes 48 rows of calls in one statement
def test_the_number_of_queries_does_not_grow_with_the_batch(points, n_calls):
    batch = [
        event(call_id=f"26-{n}", phone=ANA, longitude=-73.5, latitude=45.5) for n in range(n_calls)
    ]
    take(event(call_id="warm", longitude=-73.5, latitude=45.5))
    with CaptureQueriesContext(connection) as seen:
        take(*batch, points=points)
    ledger = [q for q in seen.captured_queries if "ledger" in q["sql"] or "advisory" in q["sql"]]
    ours = [
        q["sql"] for q in seen.captured_queries if q not in ledger and "SAVEPOINT" not in q["sql"]
    ]
    # The feed; calls in, calls held; events in, events of the calls; what is sensitive now;
    # the map's stamp; calls out; callers out.
    assert len(ours) == 9, ours


values = st.fixed_dictionaries(
    {},
    optional={
        "call_type": st.sampled_from(["NOISE", "DVA", "dva", "PARKING"]),
        "priority": st.sampled_from(["1", "2"]),
        "disposition": st.sampled_from(["01", "14"]),
        "merged_into": st.just("26-2"),
        "officer_initiated": st.booleans(),
        "phone": st.sampled_from([ANA, CHO]),
        "place": st.sampled_from([(-73.5, 45.5), (-70.5, 45.5)]),
    },
)


def _made(number: int, call: int, kind: Kind, minutes: int, given_values: dict) -> Event:
    given_values = dict(given_values)
    if place := given_values.pop("place", None):
        given_values |= {"longitude": place[0], "latitude": place[1]}
    return event(kind, minutes, event_id=f"e{number}", call_id=f"26-{call}", **given_values)


events_of_calls = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(list(Kind)), st.integers(0, 8), values),
    min_size=1,
    max_size=14,
).map(lambda rows: [_made(number, *row) for number, row in enumerate(rows)])


def _outcome(batches: list[list[Event]], points: dict[str, int]) -> list[dict[str, object]]:
    with transaction.atomic():
        for batch in batches:
            take(*batch, points=points)
        seen = calls()
        transaction.set_rollback(True)
    return seen


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events_of_calls, st.data())
def test_no_order_repetition_or_batching_changes_what_is_known(points, events, data):
    arriving = data.draw(st.permutations(events))
    arriving = [*arriving, *data.draw(st.lists(st.sampled_from(events), max_size=5))]
    cuts = sorted(data.draw(st.lists(st.integers(0, len(arriving)), max_size=4)))
    edges = [0, *cuts, len(arriving)]
    batches = [arriving[a:b] for a, b in pairwise(edges)]
    assert _outcome(batches, points) == _outcome([events], points)


def test_a_repeated_event_whose_contact_was_erased_is_no_conflict(points):
    take(event(phone=ANA), points=points)
    DispatchEvent.objects.update(contact_point=None)
    assert take(event(phone=ANA), points=points).conflicting == ()
    assert take(replace(event(), priority="9")).conflicting == ("26-1:received:0",)
