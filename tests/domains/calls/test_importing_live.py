"""A file of calls as the events that dispatch would have sent."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from commonbeat.domains.calls.importing.batches import Batch, joined
from commonbeat.domains.calls.importing.live import Replay
from commonbeat.domains.calls.importing.reading import Table
from commonbeat.workflows.call_import import reading_of, readings
from tests.domains.calls.files import county_file, dispatch_file, dispatch_row
from tests.domains.calls.test_importing import UTC


def batch_of(path: Path, limit: int | None = None) -> Batch:
    with Table(path) as table:
        batches = [read.batch for read in readings(table, reading_of(table, UTC), 2)]
    return joined(batches, limit)


def test_events_come_in_order_of_time_whatever_the_order_of_rows(tmp_path: Path) -> None:
    late = dispatch_row(number="late", received="2023-05-01 20:02:00")
    replay = Replay(batch_of(dispatch_file(tmp_path, late, dispatch_row(number="early"))))
    told = [replay.event(h, h.at)["event_id"] for h in replay]
    assert told[:4] == ["early:received", "late:received", "late:dispatched", "early:dispatched"]
    assert len(replay) == 10
    assert [h.at for h in replay] == sorted(h.at for h in replay)


def test_the_first_event_says_what_dispatch_knows_and_the_last_how_it_ended(
    tmp_path: Path,
) -> None:
    replay = Replay(batch_of(dispatch_file(tmp_path)))
    happenings = list(replay)
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    assert replay.event(happenings[0], at) == {
        "event_id": "231:received",
        "call_id": "231",
        "kind": "received",
        "at": "2026-01-01T00:00:00.000+00:00",
        "call_type": "NOISE",
        "priority": "C",
        "location": {"longitude": -74.5, "latitude": 45.5},
        "officer_initiated": False,
    }
    closed = replay.event(happenings[-1], at)
    assert (closed["kind"], closed["disposition"]) == ("closed", "HAN")


def test_a_call_that_stands_twice_happens_once(tmp_path: Path) -> None:
    assert len(Replay(batch_of(county_file(tmp_path)))) == 2


def test_progress_is_invented_only_when_asked_and_the_same_each_time(tmp_path: Path) -> None:
    batch = batch_of(county_file(tmp_path))
    assert {h.kind for h in Replay(batch)} == {"received"}
    made = [list(Replay(batch, invent_progress=True)) for _ in range(2)]
    assert made[0] == made[1]
    of_first = [h.kind for h in made[0] if h.index == 0]
    assert of_first == ["received", "dispatched", "en_route", "arrived", "closed"]


def test_invented_progress_keeps_the_times_that_the_file_has(tmp_path: Path) -> None:
    batch = batch_of(dispatch_file(tmp_path, dispatch_row(arrived="")))
    known = set(Replay(batch))
    made = set(Replay(batch, invent_progress=True))
    assert known < made
    assert [h.kind for h in made - known] == ["arrived"]


def test_only_the_first_calls_are_taken_when_asked(tmp_path: Path) -> None:
    rows = [dispatch_row(number=str(n)) for n in range(5)]
    batch = batch_of(dispatch_file(tmp_path, *rows), limit=3)
    assert batch.external_ids == ["0", "1", "2"]
    assert len(batch) == len(batch.times["closed_at"]) == len(batch.latitudes) == 3
