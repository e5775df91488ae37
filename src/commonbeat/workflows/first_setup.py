"""The first set-up: what is shipped is put in place. Safe to run again; it changes nothing then."""

from __future__ import annotations

from commonbeat.core.action import story
from commonbeat.domains.calls.actions import policies, wording
from commonbeat.domains.concerns.actions import complaints, kinds
from commonbeat.domains.hub.actions import words
from commonbeat.domains.surveys.actions import instruments
from commonbeat.domains.surveys.instruments import SHIPPED
from commonbeat.roles import Role, actor


def set_up_defaults() -> None:
    """Call types and policies, wordings in two languages, the surveys and the words of the Hub."""
    by = actor(Role.OPERATOR, "first set-up")
    with story():
        policies.install_shipped_types(by=by)
        wording.install_shipped_wordings(by=by)
        for code in SHIPPED:
            instruments.install_default_instrument(code=code, by=by)
        kinds.load_shipped_kinds(by=by)
        complaints.load_shipped_bodies(by=by)
        words.load_codes(by=by)
