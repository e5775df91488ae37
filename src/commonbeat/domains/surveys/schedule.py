"""What the clock does in surveys. Each may run twice, and stop half-way, without harm.

Whether there is anything to do is looked up first, so that a quiet minute writes no ledger.
"""

from __future__ import annotations

import datetime as dt

from commonbeat.core.actor import Actor
from commonbeat.core.schedules import every
from commonbeat.domains.surveys import queries
from commonbeat.domains.surveys.actions import answering, asking, releasing

MINUTE = dt.timedelta(minutes=1)


@every(MINUTE)
def ask_due(*, by: Actor) -> int:
    """Open the conversations whose time has come."""
    n_looked_at = 0
    while queries.work(by).has_due:
        n_looked_at += asking.ask_due(by=by)
    return n_looked_at


@every(MINUTE * 10)
def end_conversations(*, by: Actor) -> int:
    """Count what was answered before a day of silence, and give up on what is too old."""
    waiting, n_ended = queries.work(by), 0
    if waiting.has_silent:
        n_ended += answering.time_out_conversations(by=by)
    if waiting.has_expired:
        n_ended += asking.expire_invitations(by=by)
    return n_ended


@every(MINUTE * 15)
def release_answers(*, by: Actor) -> int:
    """Release what five or more share, a while after it came in."""
    waiting, n_released = queries.work(by), 0
    if waiting.has_held_answers:
        n_released += releasing.release_answers(by=by)
    if waiting.has_held_remarks:
        n_released += releasing.release_remarks(by=by)
    return n_released


@every(MINUTE * 5)
def sweep_keys(*, by: Actor) -> int:
    """Destroy the keys of what is over or released."""
    return releasing.sweep_keys(by=by) if queries.work(by).has_keys_to_sweep else 0
