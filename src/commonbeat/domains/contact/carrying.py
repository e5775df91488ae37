"""The carrier: takes due messages to their gateway, a handful at a time, two in the air.

One transaction writes down what became of an earlier handful and that the next one is about to
be handed over, so a crash leaves no more unknown than what was in the air.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from commonbeat.core import heartbeats
from commonbeat.core.action import story
from commonbeat.core.actor import Actor
from commonbeat.domains.contact.actions import delivery, outcomes
from commonbeat.domains.contact.actions.delivery import Carried
from commonbeat.domains.contact.gateways.gateway import (
    BUSY,
    NOT_AUTHORISED,
    OUT_OF_REACH,
    Outcome,
    Rejected,
    Unknown,
    gateway_for,
)
from commonbeat.domains.contact.queries import any_due, pulse

log = logging.getLogger(__name__)
BATCHES = 3  # one claim holds so many times what may be on its way
IN_THE_AIR = 2  # handfuls at the same time, so that a slow gateway does not hold up the next
LONGEST_BATCH = 20.0  # seconds; what is not begun by then is put back
SIGN_EVERY = 5.0  # seconds between signs of life of one gateway
KINDS = ("text", "mail")
_GATEWAY_FAILS = frozenset({BUSY, NOT_AUTHORISED, OUT_OF_REACH})

Done = list[tuple[Carried, Outcome]]
Flight = list[tuple[Carried, "Future[Outcome]"]]


class Carrier:
    """One worker process's hands. `n_threads` texts are on their way at the same time."""

    def __init__(
        self, *, by: Actor, n_threads: int = 32, lease: dt.timedelta = dt.timedelta(minutes=1)
    ) -> None:
        self._by, self._n, self._lease = by, n_threads, lease
        self._claimant = secrets.token_hex(8)
        self._pool = ThreadPoolExecutor(n_threads, thread_name_prefix="gateway")
        self._signed_at: dict[str, float] = defaultdict(float)

    def carry_due(self, *, ends: Callable[[], bool] = lambda: False) -> int:
        """Carry one batch of what is due; counts what was tried. Stops early when `ends()`."""
        if not any_due(self._by):
            return 0
        claimed = delivery.claim_messages(
            claimant=self._claimant, limit=self._n * BATCHES, lease=self._lease, by=self._by
        )
        return self._carry(claimed, ends)

    def tidy(self) -> None:
        """Recover what dead workers held, and give up what waited too long."""
        now = pulse(self._by)
        if now.lapsed:
            again = {kind: gateway_for(kind).deduplicates for kind in KINDS}
            delivery.recover_lapsed(may_send_again=again, by=self._by)
        if now.stale:
            delivery.expire_messages(by=self._by)

    def close(self) -> None:
        """Let the threads go."""
        self._pool.shutdown()

    def _carry(self, claimed: Sequence[Carried], ends: Callable[[], bool]) -> int:
        give_up_at = time.monotonic() + LONGEST_BATCH
        flights: deque[Flight] = deque()
        n_tried = 0
        for handful in handfuls(claimed, max(self._n // IN_THE_AIR, 1)):
            if ends() or time.monotonic() > give_up_at:
                delivery.put_back(claimant=self._claimant, by=self._by)
                break
            landed = _landed(flights, {carried.point_id for carried in handful})
            with story():
                self._write_down(landed)
                begun = self._begin(handful)
            flights.append([(each, self._pool.submit(_sent, each)) for each in begun])
            n_tried += len(begun)
        self._write_down([one for flight in flights for one in _answers(flight)])
        return n_tried

    def _begin(self, handful: Sequence[Carried]) -> list[Carried]:
        begun = delivery.begin_hand_over(
            claimant=self._claimant, held=handful, lease=self._lease, by=self._by
        )
        return [carried for carried in handful if carried.id in begun]

    def _write_down(self, done: Done) -> None:
        by_kind: dict[str, Done] = defaultdict(list)
        for carried, outcome in done:
            by_kind[carried.kind].append((carried, outcome))
        for kind, some in by_kind.items():
            outcomes.record_outcomes(
                claimant=self._claimant,
                gateway=gateway_for(kind).name,
                outcomes=some,
                by=self._by,
            )
        self._show_life(done)

    def _show_life(self, done: Done) -> None:
        """Now and then, a sign of each gateway for the front page of the desk."""
        for kind in {carried.kind for carried, _ in done}:
            name = f"gateway:{gateway_for(kind).name}"
            if time.monotonic() - self._signed_at[name] < SIGN_EVERY:
                continue
            self._signed_at[name] = time.monotonic()
            if any(_gateway_fails(o) for carried, o in done if carried.kind == kind):
                heartbeats.failed(name)
            else:
                heartbeats.beat(name)


def handfuls(claimed: Sequence[Carried], size: int) -> Iterator[list[Carried]]:
    """Parts of at most `size`, in order, none with two texts for the same person."""
    handful: list[Carried] = []
    people: set[int] = set()
    for carried in claimed:
        if len(handful) == size or carried.point_id in people:
            yield handful
            handful, people = [], set()
        handful.append(carried)
        people.add(carried.point_id)
    if handful:
        yield handful


def _landed(flights: deque[Flight], people: set[int]) -> Done:
    """The answers of flights that must end before these people may be texted, or have ended."""
    done: Done = []
    while flights and (
        len(flights) >= IN_THE_AIR
        or any(carried.point_id in people for flight in flights for carried, _ in flight)
        or all(answer.done() for _, answer in flights[0])
    ):
        done.extend(_answers(flights.popleft()))
    return done


def _answers(flight: Flight) -> Iterator[tuple[Carried, Outcome]]:
    return ((carried, answer.result()) for carried, answer in flight)


def _sent(carried: Carried) -> Outcome:
    try:
        return gateway_for(carried.kind).send(carried.outgoing)
    except Exception as error:  # a fault of ours or of a library: perhaps it was sent
        log.error("a gateway broke kind=%s error=%s", carried.kind, type(error).__name__)  # noqa: TRY400
        return Unknown()


def _gateway_fails(outcome: Outcome) -> bool:
    if isinstance(outcome, Rejected):
        return outcome.reason in _GATEWAY_FAILS
    return isinstance(outcome, Unknown)
