"""Bad rows are left out by line and rule, and the good ones kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from commonbeat.core.actor import Actor
from commonbeat.domains.calls.importing.errors import NoTimeZone
from commonbeat.domains.calls.models import Call, CallType
from commonbeat.workflows.call_import import Choices
from tests.domains.calls.files import dispatch_file, dispatch_row, text_file
from tests.domains.calls.test_importing import TORONTO, load


@pytest.mark.parametrize(
    ("changes", "column", "rule"),
    [
        ({"number": ""}, "CAD Number", "is empty"),
        ({"number": "9" * 81}, "CAD Number", "is longer than 80 characters"),
        ({"received": ""}, "Received DateTime", "is empty"),
        ({"received": "yesterday"}, "Received DateTime", "is not a date and time"),
        ({"received": "2023-05-01"}, "Received DateTime", "is not a date and time"),
        ({"received": "2023-13-01 20:00:00"}, "Received DateTime", "is not a date and time"),
        ({"received": "0000-01-01 00:00:00"}, "Received DateTime", "lies before 1970"),
        ({"received": "1900-01-01 00:00:00"}, "Received DateTime", "lies before 1970"),
        ({"received": "2099-05-01 20:00:00"}, "Received DateTime", "lies in the future"),
        ({"closed": "never"}, "Close DateTime", "is not a date and time"),
        ({"lat": "north"}, "Latitude", "is not a number"),
        ({"lon": "inf"}, "Longitude", "is not a number"),
        ({"lat": "95"}, "Latitude", "is not between -90 and 90 degrees"),
        ({"lon": "-181"}, "Longitude", "is not between -180 and 180 degrees"),
        ({"lat": ""}, "Longitude", "has only one of latitude and longitude"),
        ({"type": "a\0b"}, "the row", "holds a NUL character"),
        ({"type": "a,b"}, "the row", "has 14 columns instead of 13"),
    ],
)
def test_a_bad_row_is_left_out_with_its_line_and_rule(
    tmp_path: Path,
    operator: Actor,
    noon: dt.datetime,
    changes: dict[str, str],
    column: str,
    rule: str,
) -> None:
    rows = (dispatch_row(number="1"), dispatch_row(**{"number": "2"} | changes), dispatch_row())
    loaded, problems = load(dispatch_file(tmp_path, *rows), operator, TORONTO)
    assert [(p.line, p.column or "the row", p.rule, p.is_kept) for p in problems] == [
        (3, column, rule, False)
    ]
    assert (loaded.n_rows, loaded.n_new, loaded.n_left_out) == (3, 2, 1)
    assert set(Call.objects.values_list("external_id", flat=True)) == {"1", "231"}


def test_a_type_that_only_a_bad_row_names_is_not_added(tmp_path: Path, operator: Actor) -> None:
    load(dispatch_file(tmp_path, dispatch_row(lat="x", type="ZZPRIVATE")), operator, TORONTO)
    assert not CallType.objects.filter(code="ZZPRIVATE").exists()


def test_a_time_before_the_call_was_received_is_not_kept_but_the_call_is(
    tmp_path: Path, operator: Actor
) -> None:
    row = dispatch_row(dispatched="2023-05-01 19:00:00")
    loaded, problems = load(dispatch_file(tmp_path, row), operator, TORONTO)
    assert Call.objects.get().dispatched_at is None
    assert [(p.line, p.is_kept) for p in problems] == [(2, True)]
    assert (loaded.n_new, loaded.n_left_out) == (1, 0)


def test_lines_are_those_an_editor_shows(tmp_path: Path, operator: Actor) -> None:
    two_lines = dispatch_row(number="1", type='"in two\nlines"')
    path = dispatch_file(tmp_path, "", two_lines, "", dispatch_row(number="2", lat="x"))
    loaded, problems = load(path, operator, TORONTO)
    assert [p.line for p in problems] == [6]
    assert (loaded.n_rows, loaded.n_new) == (2, 1)


def test_problems_never_hold_a_value(tmp_path: Path, operator: Actor) -> None:
    row = dispatch_row(lat="ZZPRIVATE", received="ZZPRIVATE")
    _, problems = load(dispatch_file(tmp_path, row), operator, TORONTO)
    assert problems
    assert "ZZPRIVATE" not in str(problems)


def test_times_without_a_zone_are_refused_unless_one_is_given(
    tmp_path: Path, operator: Actor
) -> None:
    with pytest.raises(NoTimeZone, match="--time-zone"):
        load(dispatch_file(tmp_path), operator, Choices())
    assert not Call.objects.exists()
    with pytest.raises(NoTimeZone, match="There is no time zone"):
        load(dispatch_file(tmp_path), operator, Choices(time_zone="Mars/Olympus"))


@pytest.mark.parametrize(
    "text",
    [
        "2023-05-01T20:00:00Z",
        "2023-05-01T16:00:00-04:00",
        "2023-05-01 20:00:00.000+00",
        "2023/05/01 20:00:00+00",
        "1682971200",
        "1682971200000",
    ],
)
def test_a_time_with_its_own_zone_needs_no_other(
    tmp_path: Path, operator: Actor, text: str
) -> None:
    row = dispatch_row(received=text, dispatched="", en_route="", arrived="", closed="")
    load(dispatch_file(tmp_path, row), operator, Choices())
    assert Call.objects.get().received_at == dt.datetime(2023, 5, 1, 20, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text",
    [
        "05/01/2023 08:00:00 PM",
        "5/1/2023 20:00",
        "2023-05-01 20:00",
        "2023-05-01T20:00:00.000",
        " 2023-05-01 20:00:00 ",
    ],
)
def test_local_times_are_read_as_people_write_them(
    tmp_path: Path, operator: Actor, text: str
) -> None:
    load(dispatch_file(tmp_path, dispatch_row(received=text)), operator, TORONTO)
    assert Call.objects.get().received_at == dt.datetime(2023, 5, 2, 0, tzinfo=dt.UTC)


def test_the_hour_that_happens_twice_is_the_first_unless_the_order_says_else(
    tmp_path: Path, operator: Actor
) -> None:
    night = {"en_route": "", "arrived": "", "received": "2023-11-05 01:50:00"}
    row = dispatch_row(dispatched="2023-11-05 01:55:00", closed="2023-11-05 01:20:00", **night)
    loaded, problems = load(dispatch_file(tmp_path, row), operator, TORONTO)
    call = Call.objects.get()
    assert call.received_at == dt.datetime(2023, 11, 5, 5, 50, tzinfo=dt.UTC)
    assert call.dispatched_at == dt.datetime(2023, 11, 5, 5, 55, tzinfo=dt.UTC)
    assert call.closed_at == dt.datetime(2023, 11, 5, 6, 20, tzinfo=dt.UTC)
    assert (loaded.n_twice, problems) == (3, [])


def test_the_hour_that_is_skipped_is_read_as_if_clocks_had_not_changed(
    tmp_path: Path, operator: Actor
) -> None:
    row = dispatch_row(received="2023-03-12 02:30:00")
    loaded, _ = load(dispatch_file(tmp_path, row), operator, TORONTO)
    assert Call.objects.get().received_at == dt.datetime(2023, 3, 12, 7, 30, tzinfo=dt.UTC)
    assert loaded.n_skipped == 1


def test_a_zone_that_changed_in_the_middle_of_an_hour_is_exact(
    tmp_path: Path, operator: Actor
) -> None:
    # Newfoundland changed its clocks at one minute past midnight until 2011.
    rows = [
        dispatch_row(number=minute, received=f"2010-11-07 00:{minute}:30")
        for minute in ["05", "30"]
    ] + [dispatch_row(number="before", received="2010-11-06 23:00:30")]
    load(dispatch_file(tmp_path, *rows), operator, Choices(time_zone="America/St_Johns"))
    times = dict(Call.objects.values_list("external_id", "received_at"))
    assert times["before"].strftime("%d %H:%M") == "07 01:30"
    assert times["05"].strftime("%d %H:%M") == "07 03:35"


def test_a_point_in_one_column_is_read(tmp_path: Path, operator: Actor) -> None:
    head = "call_number,received,geolocation"
    rows = '1,2023-05-01 20:00:00,POINT (-74.5 45.5)\n2,2023-05-01 20:00:00,"(45.5, -74.5)"\n'
    load(text_file(tmp_path, f"{head}\n{rows}"), operator, TORONTO)
    assert set(Call.objects.values_list("latitude", "longitude")) == {(45.5, -74.5)}


def test_officer_initiated_calls_are_known(tmp_path: Path, operator: Actor) -> None:
    rows = [dispatch_row(number=v, onview=v) for v in ("Y", "N", "Officer", "0", "")]
    rows[4] = dispatch_row(number="none", onview="")
    load(dispatch_file(tmp_path, *rows), operator, TORONTO)
    found = Call.objects.filter(officer_initiated=True).values_list("external_id", flat=True)
    assert set(found) == {"Y", "Officer"}
