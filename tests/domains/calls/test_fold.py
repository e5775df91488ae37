"""The fold: what a set of events says of a call, whatever order they came in."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.domains.calls.fold import Fact, fold
from commonbeat.domains.calls.models import Kind, Status

START = dt.datetime(2026, 5, 12, 12, 0, tzinfo=dt.UTC)
SENSITIVE = {"dva", "sexoffns"}


def at(minutes: int) -> dt.datetime:
    return START + dt.timedelta(minutes=minutes)


def fact(kind: Kind, minutes: int, **values: object) -> Fact:
    event_id = str(values.pop("event_id", f"{kind}-{minutes}"))
    return Fact(event_id, kind, at(minutes), **values)  # type: ignore[arg-type]


def test_each_milestone_is_the_first_time_that_it_happened():
    standing = fold(
        [
            fact(Kind.ARRIVED, 9),
            fact(Kind.DISPATCHED, 3),
            fact(Kind.EN_ROUTE, 5),
            fact(Kind.ARRIVED, 7),
            fact(Kind.DISPATCHED, 2),
            fact(Kind.RECEIVED, 0),
        ],
        SENSITIVE,
    )
    assert (standing.received_at, standing.dispatched_at) == (at(0), at(2))
    assert (standing.en_route_at, standing.arrived_at) == (at(5), at(7))
    assert (standing.status, standing.closed_at) == (Status.ARRIVED, None)


def test_a_field_takes_the_latest_value_given_and_keeps_it_when_later_events_say_nothing():
    standing = fold(
        [
            fact(Kind.CLOSED, 9, disposition="02"),
            fact(
                Kind.RECEIVED,
                0,
                call_type="NOISE",
                priority="3",
                longitude=-73.5,
                latitude=45.5,
            ),
            fact(Kind.UPDATED, 4, call_type="PARKING", longitude=-73.6, latitude=45.6),
            fact(Kind.UPDATED, 6, priority="2", officer_initiated=True),
        ],
        SENSITIVE,
    )
    assert (standing.call_type, standing.priority, standing.disposition) == (
        "PARKING",
        "2",
        "02",
    )
    assert (standing.longitude, standing.latitude) == (-73.6, 45.6)
    assert standing.officer_initiated


def test_a_call_is_closed_since_it_last_went_from_open_to_closed():
    closings = [fact(Kind.RECEIVED, 0), fact(Kind.CLOSED, 10), fact(Kind.CLOSED, 12)]
    assert fold(closings, SENSITIVE).closed_at == at(10)
    reopened = [*closings, fact(Kind.REOPENED, 20)]
    assert fold(reopened, SENSITIVE).closed_at is None
    closed_again = fold([*reopened, fact(Kind.CLOSED, 30)], SENSITIVE)
    assert (closed_again.closed_at, closed_again.n_reopened) == (at(30), 1)


def test_a_reopened_call_waits_again_and_keeps_its_times():
    events = [
        fact(Kind.RECEIVED, 0),
        fact(Kind.ARRIVED, 5),
        fact(Kind.CLOSED, 10),
        fact(Kind.REOPENED, 20),
    ]
    standing = fold(events, SENSITIVE)
    assert (standing.status, standing.arrived_at) == (Status.RECEIVED, at(5))
    standing = fold([*events, fact(Kind.EN_ROUTE, 25)], SENSITIVE)
    assert (standing.status, standing.arrived_at) == (Status.EN_ROUTE, at(5))


def test_reopening_a_call_that_is_open_changes_nothing():
    events = [fact(Kind.RECEIVED, 0), fact(Kind.ARRIVED, 5)]
    assert fold([*events, fact(Kind.REOPENED, 8)], SENSITIVE) == fold(events, SENSITIVE)


def test_a_status_never_goes_back_while_the_call_is_open():
    standing = fold(
        [fact(Kind.RECEIVED, 0), fact(Kind.ARRIVED, 4), fact(Kind.DISPATCHED, 6)], SENSITIVE
    )
    assert standing.status == Status.ARRIVED


def test_a_sensitive_type_is_remembered_after_the_call_is_typed_anew_in_any_case_of_letters():
    standing = fold(
        [
            fact(Kind.RECEIVED, 0, call_type="NOISE"),
            fact(Kind.UPDATED, 1, call_type="Dva"),
            fact(Kind.UPDATED, 2, call_type="NOISE"),
        ],
        SENSITIVE,
    )
    assert (standing.call_type, standing.was_sensitive) == ("NOISE", True)


def test_an_unknown_type_is_not_sensitive():
    assert not fold([fact(Kind.RECEIVED, 0, call_type="ZZUNKNOWN")], SENSITIVE).was_sensitive


def test_a_call_that_was_never_received_counts_from_its_earliest_event():
    standing = fold([fact(Kind.CLOSED, 9), fact(Kind.EN_ROUTE, 4)], SENSITIVE)
    assert (standing.received_at, standing.status) == (at(4), Status.CLOSED)


def test_a_merged_call_names_the_other_and_each_caller_stands_once_with_the_first_time():
    standing = fold(
        [
            fact(Kind.UPDATED, 6, contact_point_id=1),
            fact(Kind.RECEIVED, 2, contact_point_id=2),
            fact(Kind.RECEIVED, 1, contact_point_id=1),
            fact(Kind.MERGED, 3, merged_into="26-9"),
        ],
        SENSITIVE,
    )
    assert standing.merged_into == "26-9"
    assert list(standing.callers.items()) == [(1, at(1)), (2, at(2))]


def test_equal_times_are_decided_by_the_event_id():
    first = fact(Kind.UPDATED, 1, event_id="a", call_type="NOISE")
    second = fact(Kind.UPDATED, 1, event_id="b", call_type="PARKING")
    assert fold([second, first], SENSITIVE).call_type == "PARKING"
    assert fold([first, second], SENSITIVE).call_type == "PARKING"


def test_there_is_no_call_without_events():
    with pytest.raises(ValueError):
        fold([], SENSITIVE)


facts = st.builds(
    Fact,
    event_id=st.integers(0, 999).map(str),
    kind=st.sampled_from(list(Kind)),
    at=st.integers(0, 12).map(at),
    call_type=st.sampled_from(["", "NOISE", "DVA"]),
    disposition=st.sampled_from(["", "01", "14"]),
    merged_into=st.sampled_from(["", "26-1"]),
    officer_initiated=st.sampled_from([None, True, False]),
    contact_point_id=st.sampled_from([None, 1, 2]),
)


@given(st.lists(facts, min_size=1, max_size=12, unique_by=lambda one: one.event_id), st.data())
def test_no_order_of_arrival_and_no_repetition_changes_the_outcome(events, data):
    shuffled = data.draw(st.permutations(events))
    again = data.draw(st.lists(st.sampled_from(events), max_size=5))
    assert fold([*again, *shuffled], SENSITIVE) == fold(events, SENSITIVE)


@given(st.lists(facts, min_size=1, max_size=12, unique_by=lambda one: one.event_id))
def test_a_closed_call_has_a_closing_with_no_reopening_after_it(events):
    standing = fold(events, SENSITIVE)
    assert (standing.closed_at is not None) == (standing.status == Status.CLOSED)
    ordered = sorted(events, key=lambda one: (one.at, one.event_id))
    last = [one.kind for one in ordered if one.kind in {Kind.CLOSED, Kind.REOPENED}][-1:]
    assert (standing.closed_at is not None) == (last == [Kind.CLOSED])
