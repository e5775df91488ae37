"""What the clock does at the Hub. Whether there is anything to do is looked up first."""

from __future__ import annotations

import datetime as dt

from commonbeat.core.actor import Actor
from commonbeat.core.schedules import every
from commonbeat.domains.hub import gate


@every(dt.timedelta(minutes=5))
def destroy_expired_notes(*, by: Actor) -> int:
    """Destroy the identity notes whose time is over. Reading refuses them even before that."""
    return gate.destroy_expired(by=by) if gate.has_expired(by) else 0


@every(dt.timedelta(minutes=5))
def end_lapsed_readings(*, by: Actor) -> int:
    """Clear what is wrapped for those whose agreement or promise has lapsed."""
    return gate.lose_lapsed(by=by) if gate.has_lapsed(by) else 0
