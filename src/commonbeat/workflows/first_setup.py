"""The first set-up: what is shipped is put in place. Safe to run again; it changes nothing then."""

from __future__ import annotations

from commonbeat.core.action import story
from commonbeat.domains.calls.actions import policies, wording
from commonbeat.domains.surveys.actions import instruments
from commonbeat.roles import Role, actor


def set_up_defaults() -> None:
    """Call types with their policies, wordings in two languages, and the survey."""
    by = actor(Role.OPERATOR, "first set-up")
    with story():
        policies.install_shipped_types(by=by)
        wording.install_shipped_wordings(by=by)
        instruments.install_default_instrument(by=by)
