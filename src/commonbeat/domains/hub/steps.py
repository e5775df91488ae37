"""The steps of a situation: which verb may be done at which, and how a change is kept.

A situation's row is locked before it is judged, so of two people who decide at once one wins and
the other hears ChangedMeanwhile. Whoever changes several things locks them in this order:
situation, meeting, table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.action import note
from commonbeat.core.actor import Actor
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.errors import ChangedMeanwhile, FilterSkipped, NoSuchSituation
from commonbeat.domains.hub.models import (
    Accord,
    Code,
    Involvement,
    Meeting,
    Situation,
    SituationCode,
    SituationRemark,
)
from commonbeat.domains.hub.models.situations import Step
from commonbeat.domains.hub.stamping import bump

_BEFORE_4 = frozenset({Step.QUEUED, Step.PRESENTED, Step.ELEVATED})
FILTER_4 = frozenset({Step.INVOLVED, Step.PLANNED, Step.VISITED})

MAY: Mapping[str, frozenset[Step]] = {
    "present": _BEFORE_4 | FILTER_4,
    "fill_card": _BEFORE_4 | FILTER_4,
    "say_agreed": frozenset({Step.PRESENTED}),
    "decide_threshold": frozenset({Step.PRESENTED}),
    "withdraw": _BEFORE_4,
    "end_before_plan": frozenset({Step.ELEVATED}),
    "say_in": frozenset({Step.ELEVATED}),
    "say_out": frozenset({Step.ELEVATED}) | FILTER_4,
    "begin_plan": frozenset({Step.ELEVATED}),
    "change_lead": FILTER_4,
    "plan_visit": frozenset({Step.INVOLVED, Step.PLANNED}),
    "report_visit": frozenset({Step.PLANNED}),
    "still_elevated": frozenset({Step.VISITED}),
    "conclude": FILTER_4,
    "record_later_check": frozenset({Step.CLOSED}),
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A situation after a change: where it stands, and the version for the next one."""

    key: str
    version: int
    step: str

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"hub.situation:{self.key}"


def taken(verb: str, key: str, by: Actor, *, version: int | None = None) -> Situation:
    """Lock a situation for a verb.

    Raises NoSuchSituation (hidden or absent), ChangedMeanwhile (another version than the page
    showed) and FilterSkipped (the verb has no place at its step).
    """
    rows = Situation.objects.seen_by(by).select_related("table", "policy", "originator", "lead")
    situation = rows.select_for_update(of=("self",)).filter(key=key).first()
    if situation is None:
        raise NoSuchSituation
    if version is not None and situation.version != version:
        raise ChangedMeanwhile
    if situation.step not in MAY[verb]:
        raise FilterSkipped
    return situation


def kept(situation: Situation) -> Moved:
    """Save what changed on the card, as its next version, and tell the screens."""
    situation.version += 1
    situation.save()
    return told(situation)


def told(situation: Situation) -> Moved:
    """Tell the screens of a change beside the card, whose version stands."""
    note(step=situation.step)
    bump(situation.table_id)
    return Moved(situation.key, situation.version, situation.step)


def off_the_table(situation: Situation) -> None:
    """It is no longer what the meeting talks about."""
    Meeting.objects.filter(
        table=situation.table_id, closed_at=None, presenting_key=situation.key
    ).update(presenting_key="", presenting_since=None)


def strip(situation: Situation, step: Step, reason: Code, by: Actor) -> Moved:
    """End it before filter 4: number, date, type, sector and reason are left, and nothing else.

    There are no visits, services or later checks yet. When it ended stays for retention.
    """
    for parts in (SituationCode, SituationRemark, Accord, Involvement):
        parts.objects.seen_by(by).filter(situation=situation).delete()
    situation.originator = situation.lead = situation.age_band = situation.sex = None
    situation.n_affected = situation.discussed_before = None
    situation.is_emergency = situation.was_reopened = False
    situation.presented_at = situation.decided_at = situation.is_elevated = None
    situation.test_interest = situation.test_probability = None
    situation.test_severity = situation.test_many_agencies = None
    situation.decided_by, situation.position = "", 0
    situation.step, situation.reason, situation.is_open = step, reason, False
    situation.concluded_at = clock.now()
    off_the_table(situation)
    note(reason=reason.code)
    moved = kept(situation)
    gate.destroy_note(situation_key=situation.key, by=by)
    return moved
