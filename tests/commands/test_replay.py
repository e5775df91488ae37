"""`commonbeat calls replay`: pace, batches, and what happens when the feed does not answer."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commonbeat.commands.calls import calls
from commonbeat.commands.replay import Feed, NotTaken, Pace, sendings
from commonbeat.core import clock
from commonbeat.domains.calls.importing.live import Replay
from tests.domains.calls.files import county_file, dispatch_file, dispatch_row, text_file
from tests.domains.calls.test_importing_live import batch_of
from tests.peers.http_ear import Ear, listening_ear

TAKEN = json.dumps({"accepted": 5, "repeated": 0, "rejected": []})


def run(path: Path, ear: Ear, *words: str) -> Result:
    options = ["--url", ear.url, "--token", "secret-of-tests", "--time-zone", "UTC", *words]
    return CliRunner().invoke(calls, ["replay", str(path), *options])


def test_a_file_reaches_the_feed_with_its_token_and_in_order(tmp_path: Path) -> None:
    with listening_ear() as ear:
        ear.page = TAKEN
        result = run(dispatch_file(tmp_path), ear, "--speed", "100000")
    assert result.exit_code == 0, result.output
    assert "5 of 5 events sent: " in result.output
    assert {r.path for r in ear.requests} == {"/machines/dispatch/events"}
    assert ear.requests[0].headers["Authorization"] == "Bearer secret-of-tests"
    events = [event for r in ear.requests for event in json.loads(r.body)["events"]]
    kinds = ["received", "dispatched", "en_route", "arrived", "closed"]
    assert [event["kind"] for event in events] == kinds


def test_events_happen_now_or_when_the_file_says(tmp_path: Path, noon: dt.datetime) -> None:
    replay = Replay(batch_of(dispatch_file(tmp_path)))
    first, *_, last = list(replay)
    live = Pace(first.at, noon, speed=60)
    assert live.told_at(first) == noon
    assert live.told_at(last) == noon + dt.timedelta(seconds=40)
    kept = Pace(first.at, noon, speed=60, keeps_times=True)
    assert kept.told_at(last) == last.at
    assert kept.due_at(last) == live.due_at(last)


def test_nothing_is_sent_before_it_is_due_and_little_after(tmp_path: Path) -> None:
    replay = Replay(batch_of(dispatch_file(tmp_path)))
    start = dt.datetime(2026, 5, 12, 16, 0, tzinfo=dt.UTC)
    time = [start]

    def wait(seconds: float) -> None:
        assert seconds > 0
        time[0] += dt.timedelta(seconds=seconds)
        clock._held.set(time[0])

    with clock.held_at(start):
        pace = Pace(next(iter(replay)).at, start, speed=60)
        for some in sendings(replay, pace, wait):
            for happening in some:
                lag = clock.now() - pace.due_at(happening)
                assert dt.timedelta(0) <= lag <= dt.timedelta(seconds=0.5)


def test_what_is_overdue_goes_out_in_batches(tmp_path: Path, noon: dt.datetime) -> None:
    rows = [dispatch_row(number=str(n)) for n in range(201)]
    replay = Replay(batch_of(dispatch_file(tmp_path, *rows)))
    pace = Pace(next(iter(replay)).at, noon - dt.timedelta(days=1), speed=60)
    assert [len(some) for some in sendings(replay, pace)] == [500, 500, 5]


def test_a_busy_server_gets_the_same_events_again(tmp_path: Path) -> None:
    waits: list[float] = []
    with listening_ear() as ear:
        ear.status, ear.page = 503, TAKEN

        def wait(seconds: float) -> None:
            waits.append(seconds)
            ear.status = 200 if len(waits) == 3 else 503

        feed = Feed(ear.url, "token", wait)
        feed.send([{"event_id": "1:received"}])
    assert waits == [0.5, 1.0, 2.0]
    assert len({r.body for r in ear.requests}) == 1
    assert len(ear.requests) == 4
    assert feed.n_accepted == 5


def test_a_lost_connection_is_tried_again() -> None:
    with listening_ear() as ear:
        gone = ear.url
    feed = Feed(gone, "token", lambda _seconds: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        feed.send([{"event_id": "1:received"}])
    assert "trying again" in feed.told


def test_a_refusal_ends_the_replay_with_what_the_feed_said(tmp_path: Path) -> None:
    with listening_ear() as ear:
        ear.status, ear.page = 401, "Send the token of an open feed."
        result = run(dispatch_file(tmp_path), ear)
        assert result.exit_code == 1
        assert "The feed says 401: Send the token of an open feed." in result.output
        with pytest.raises(NotTaken):
            Feed(ear.url, "token").send([])


def test_stopping_it_ends_cleanly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_feed: Feed, _events: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Feed, "send", stop)
    with listening_ear() as ear:
        result = run(dispatch_file(tmp_path), ear)
    assert result.exit_code == 0
    assert "0 of 5 events sent" in result.output


def test_invented_times_are_said_to_be_invented(tmp_path: Path) -> None:
    with listening_ear() as ear:
        ear.page = TAKEN
        plain = run(county_file(tmp_path), ear, "--speed", "1000000")
        made = run(county_file(tmp_path), ear, "--speed", "1000000", "--invent-progress")
    assert "2 of 2 events sent" in plain.output
    assert "invented" not in plain.output
    assert "10 of 10 events sent" in made.output
    assert "Times after a call was received are invented" in made.output


def test_a_file_without_calls_is_refused(tmp_path: Path) -> None:
    with listening_ear() as ear:
        result = run(text_file(tmp_path, "call_id,received\n"), ear)
    assert result.exit_code == 1
    assert "no call that can be replayed" in result.output
