"""`commonbeat calls replay`: a file of calls, sent to the feed as dispatch would send it."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import urllib3
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from urllib3.exceptions import HTTPError

from commonbeat.core import clock
from commonbeat.core.errors import Refused
from commonbeat.domains.calls.importing.batches import Batch, joined
from commonbeat.domains.calls.importing.errors import EmptyFile
from commonbeat.domains.calls.importing.live import Happening, Replay
from commonbeat.domains.calls.importing.reading import Table
from commonbeat.workflows.call_import import Choices, reading_of, readings

PATH = "/machines/dispatch/events"
_TICK = 0.5  # seconds between sendings
_MOST_AT_ONCE = 500
_PATIENCE = 30.0  # the longest wait between two tries, in seconds
_TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}
_TEXT = "{task.description}  [dim]{task.fields[told]}"


class NotTaken(Refused):
    """The feed said no, and would say no again."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How the file's time runs: `speed` file seconds in one second of ours, from `start`.

    With `keeps_times` the events say the file's own times; else they say when they are sent, so
    that delays, quiet hours and expiry work as they would live.
    """

    first: dt.datetime
    start: dt.datetime
    speed: float
    keeps_times: bool = False

    def due_at(self, happening: Happening) -> dt.datetime:
        """When it is to be sent."""
        return self.start + (happening.at - self.first) / self.speed

    def told_at(self, happening: Happening) -> dt.datetime:
        """When it is told to have happened."""
        return happening.at if self.keeps_times else self.due_at(happening)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--map", "mapping", default="", help="Mapping of the file; see calls import.")
@click.option("--time-zone", default="", help="Zone of times that say none.")
@click.option("--speed", type=click.FloatRange(min=0.01), default=60.0, show_default=True)
@click.option("--url", default="http://localhost:8000", show_default=True)
@click.option("--token", required=True, envvar="COMMONBEAT_FEED_TOKEN", help="The feed's token.")
@click.option("--limit", type=click.IntRange(min=1), help="Only so many calls, the first ones.")
@click.option("--keep-times", is_flag=True, help="Send the file's own times, not those of now.")
@click.option("--invent-progress", is_flag=True, help="Make up the times that the file lacks.")
def replay(
    *,
    file: Path,
    mapping: str,
    time_zone: str,
    speed: float,
    url: str,
    token: str,
    limit: int | None,
    keep_times: bool,
    invent_progress: bool,
) -> None:
    """Send a file of calls to the feed as live events, in order of time.

    At --speed 60 an hour of the file takes a minute. Events are told to happen when they are
    sent, so waiting times are shorter than real ones by the speed. An event keeps its id however
    often it is sent, so a replay that is stopped and started again doubles nothing.
    """
    try:
        batch = _read(file, Choices(mapping=mapping, time_zone=time_zone), limit)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    events = Replay(batch, invent_progress=invent_progress)
    if invent_progress:
        click.echo("Times after a call was received are invented where the file has none.")
    first = next(iter(events)).at
    pace = Pace(first, clock.now(), speed, keeps_times=keep_times)
    feed = Feed(url, token)
    n_sent = _run(events, pace, feed)
    click.echo(
        f"{n_sent:,} of {len(events):,} events sent: {feed.n_accepted:,} new, "
        f"{n_sent - feed.n_accepted - feed.n_left_out:,} known already, "
        f"{feed.n_left_out:,} not taken."
    )


class Feed:
    """The HTTP feed. A lost connection or an overloaded server is tried again, same ids."""

    def __init__(self, url: str, token: str, wait: Callable[[float], None] = time.sleep) -> None:
        self._pool = urllib3.PoolManager(timeout=urllib3.Timeout(10), retries=False)
        self._url = url.rstrip("/") + PATH
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._wait = wait
        self.told = ""
        self.n_accepted = self.n_left_out = 0

    def send(self, events: list[dict[str, Any]]) -> None:
        """Send until it is taken. Raises NotTaken when trying again is of no use."""
        pause = 0.5
        while not self._is_taken(json.dumps({"events": events}).encode()):
            self._wait(pause)
            pause = min(pause * 2, _PATIENCE)

    def _is_taken(self, body: bytes) -> bool:
        try:
            answer = self._pool.request("POST", self._url, body=body, headers=self._headers)
        except HTTPError:
            self.told = "no connection; trying again"
            return False
        if answer.status in _TRY_AGAIN:
            self.told = f"the server says {answer.status}; trying again"
            return False
        if answer.status >= 300:
            words = answer.data.decode("utf-8", "replace")[:400]
            raise NotTaken(f"The feed says {answer.status}: {words}")
        self.told = ""
        said = json.loads(answer.data)
        self.n_accepted += said["accepted"]
        self.n_left_out += len(said["rejected"])
        return True


def _read(file: Path, choices: Choices, limit: int | None) -> Batch:
    batches = []
    with Table(file) as table:
        how = reading_of(table, choices)
        for read in readings(table, how):
            batches.append(read.batch)
            if limit and sum(map(len, batches)) >= limit:
                break
    if not any(map(len, batches)):
        raise EmptyFile("The file holds no call that can be replayed.")
    return joined(batches, limit)


def _run(events: Replay, pace: Pace, feed: Feed) -> int:
    n_sent = 0
    columns = (TextColumn(_TEXT), BarColumn(), MofNCompleteColumn())
    with Progress(*columns) as progress:
        bar = progress.add_task("Replaying", total=len(events), told="")
        try:
            for some in sendings(events, pace):
                feed.send([events.event(h, pace.told_at(h)) for h in some])
                n_sent += len(some)
                file_time = some[-1].at.strftime("%Y-%m-%d %H:%M UTC")
                progress.update(bar, completed=n_sent, told=feed.told or file_time)
        except KeyboardInterrupt:
            progress.update(bar, told="stopped")
        except NotTaken as refusal:
            raise click.ClickException(str(refusal)) from None
    return n_sent


def sendings(
    events: Replay, pace: Pace, wait: Callable[[float], None] = time.sleep
) -> Iterator[list[Happening]]:
    """What is due at each tick, in order, never more than a few hundred at once."""
    due: list[Happening] = []
    for happening in events:
        while pace.due_at(happening) > clock.now():
            if due:
                yield due
                due = []
            ahead = (pace.due_at(happening) - clock.now()).total_seconds()
            wait(min(max(ahead, 0.0), _TICK))
        due.append(happening)
        if len(due) >= _MOST_AT_ONCE:
            yield due
            due = []
    if due:
        yield due
