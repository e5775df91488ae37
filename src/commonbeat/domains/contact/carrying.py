"""The carrier: takes due messages to their gateway, a handful at a time and at the same time.

One transaction writes down what became of the last handful and that the next one is about to be
handed over, so a crash leaves at most one handful of which nobody knows.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

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
HANDFULS = 8  # in one claim
LONGEST_BATCH = 20.0  # seconds; what is not begun by then is put back
SIGN_EVERY = 5.0  # seconds between signs of life of one gateway
KINDS = ("text", "mail")
_GATEWAY_FAILS = frozenset({BUSY, NOT_AUTHORISED, OUT_OF_REACH})

Done = list[tuple[Carried, Outcome]]


class Carrier:
    """One worker process's hands. `n_threads` texts are on their way at the same time."""

    def __init__(
        self, *, by: Actor, n_threads: int = 8, lease: dt.timedelta = dt.timedelta(minutes=1)
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
            claimant=self._claimant, limit=self._n * HANDFULS, lease=self._lease, by=self._by
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
        done: Done = []
        n_tried = 0
        for handful in handfuls(claimed, self._n):
            if ends() or time.monotonic() > give_up_at:
                delivery.put_back(claimant=self._claimant, by=self._by)
                break
            with story():
                self._write_down(done)
                begun = self._begin(handful)
            done = list(self._send(begun))
            n_tried += len(done)
        self._write_down(done)
        self._show_life(done)
        return n_tried

    def _begin(self, handful: Sequence[Carried]) -> list[Carried]:
        begun = delivery.begin_hand_over(
            claimant=self._claimant,
            message_ids=[carried.id for carried in handful],
            lease=self._lease,
            by=self._by,
        )
        return [carried for carried in handful if carried.id in begun]

    def _send(self, begun: Sequence[Carried]) -> Iterator[tuple[Carried, Outcome]]:
        yield from zip(begun, self._pool.map(_sent, begun), strict=True)

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
