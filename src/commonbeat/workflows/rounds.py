"""What the clock does across domains."""

from __future__ import annotations

import datetime as dt

from commonbeat.core.actor import Actor
from commonbeat.core.retention import purge
from commonbeat.core.schedules import every
from commonbeat.domains.hub.actions.tallies import tally_months
from commonbeat.workflows import call_figures, complaint_figures, follow_ups, forwarding


@every(dt.timedelta(minutes=5))
def remind_of_promises(*, by: Actor) -> int:
    """Tell people whose call back is due soon what was promised."""
    return follow_ups.remind_of_promises(by=by)


@every(dt.timedelta(hours=1))
def forget_in_time(*, by: Actor) -> int:
    """Delete or blank everything whose declared time is over."""
    del by  # retention is core's own promise; no right can hold it back
    return sum(done.n_rows for done in purge())


@every(dt.timedelta(hours=1))
def release_figures(*, by: Actor) -> object:
    """Publish the figures that have changed."""
    return call_figures.release_public_figures(by=by)


@every(dt.timedelta(hours=1))
def release_complaint_figures(*, by: Actor) -> object:
    """Publish the years of complaints that are over."""
    return complaint_figures.release_complaint_figures(by=by)


@every(dt.timedelta(hours=6))
def count_hub_months(*, by: Actor) -> int:
    """Count the months of Hub tables that are over, each once."""
    return tally_months(by=by)


@every(dt.timedelta(minutes=1))
def forward_concerns(*, by: Actor) -> int:
    """Send concerns that wait to the servers they go to."""
    return forwarding.send_waiting(by=by)


@every(dt.timedelta(minutes=5))
def follow_forwarded(*, by: Actor) -> int:
    """Ask what became of forwarded concerns, each once an hour."""
    return forwarding.ask_what_became(by=by)
