"""The rights of the Hub, its seats, and who may see a row of its guarded tables.

A person acts at one table at a time. The partners' portal makes their actor from the seats they
hold there today: it holds 'hub.table:KEY', 'agencies.agency:CODE' and 'agencies.staff:KEY'.
"""

from __future__ import annotations

from enum import StrEnum
from typing import cast

from django.db.models import Q

from commonbeat.core.actor import Actor


class Right(StrEnum):
    """What one may do at the Hub."""

    SCREEN = "hub.screen"  # draft and submit inside one's own agency (filter 1)
    APPROVE = "hub.approve"  # approve a screening of one's own agency
    SEE_TABLE = "hub.see_table"  # the meeting, the queue, the open de-identified cards
    DISCUSS = "hub.discuss"  # present, say agreed, say in or out, plan, visit, report back
    KEEP_RECORD = "hub.keep_record"  # fill in the de-identified record for the table
    CHAIR = "hub.chair"  # open and close meetings, order the queue, record the table's decisions
    SEE_RECORD = "hub.see_record"  # de-identified records after they are closed
    READ_NOTES = "hub.read_notes"  # open an identity note and read those one is entitled to
    SEND_RECORD = "hub.send_record"  # a month's rows for the province, where the rules allow any
    OVERSEE = "hub.oversee"  # the audit of readings, bases, purges, agreements; never content
    SET_UP = "hub.set_up"  # tables, their policies, seats, code lists
    SEE_FIGURES = "hub.see_figures"  # what the disclosure rule lets through, and no row
    COUNT = "hub.count"  # the rows as they are counted, for the disclosure rule alone
    KEEP_TIME = "hub.keep_time"  # what the clock does: expire, purge, remind, roll over


class SeatRole(StrEnum):
    """What a person is at one table. roles.py says which rights each seat holds there."""

    DISCUSSANT = "discussant"
    APPROVER = "approver"
    CHAIR = "chair"
    DATA_CLERK = "data clerk"
    PRIVACY_LEAD = "privacy lead"


def held(viewer: Actor, prefix: str) -> list[str]:
    """The keys of what the viewer holds under a prefix such as 'hub.table:'."""
    return sorted(h.removeprefix(prefix) for h in viewer.holds if h.startswith(prefix))


def tables_of(viewer: Actor) -> list[str]:
    """The keys of the tables that the viewer sits at in this request (one, or none)."""
    return held(viewer, "hub.table:")


def agency_of(viewer: Actor) -> str:
    """The code of the agency for which the viewer acts; '' when for none."""
    return next(iter(held(viewer, "agencies.agency:")), "")


def staff_of(viewer: Actor) -> str:
    """The key of the person who acts; '' when it is a machine."""
    return next(iter(held(viewer, "agencies.staff:")), "")


def screenings_guard(viewer: Actor) -> Q | None:
    """One's own agency's screenings, for those who screen or approve there; and the clock."""
    if viewer.may(Right.KEEP_TIME):
        return Q()
    if not (viewer.may(Right.SCREEN) or viewer.may(Right.APPROVE)):
        return None
    return Q(agency__code=agency_of(viewer), table__key__in=tables_of(viewer))


def situations_guard(viewer: Actor) -> Q | None:
    """Open situations of one's table; closed ones for the record's keepers and agencies in them.

    Figures and the clock see all; what leaves goes through the disclosure rule.
    """
    if viewer.may(Right.COUNT) or viewer.may(Right.KEEP_TIME):
        return Q()
    if not viewer.may(Right.SEE_TABLE):
        return None
    mine = Q(table__key__in=tables_of(viewer))
    if viewer.may(Right.SEE_RECORD):
        return mine
    return mine & (Q(is_open=True) | Q(lead__code=agency_of(viewer)))


def parts_guard(viewer: Actor) -> Q | None:
    """The parts of a situation (factors, agencies, decisions): as the situation itself."""
    allowed = situations_guard(viewer)
    return allowed if not allowed else _under("situation", allowed)


def visits_guard(viewer: Actor) -> Q | None:
    """Visits and their plans: only the agencies that are in, figures and the clock."""
    if viewer.may(Right.COUNT) or viewer.may(Right.KEEP_TIME):
        return Q()
    if not viewer.may(Right.DISCUSS):
        return None
    return Q(
        situation__table__key__in=tables_of(viewer),
        situation__involvements__agency__code=agency_of(viewer),
        situation__involvements__is_in=True,
    )


def tallies_guard(viewer: Actor) -> Q | None:
    """Months as counts before the disclosure rule: for that rule, and the clock that counts."""
    return Q() if viewer.may(Right.COUNT) or viewer.may(Right.KEEP_TIME) else None


def notes_guard(viewer: Actor) -> Q | None:
    """Identity notes (sealed): the persons entitled at this moment; the clock to destroy them."""
    if viewer.may(Right.KEEP_TIME):
        return Q()
    if not viewer.may(Right.READ_NOTES):
        return None
    return Q(
        table_key__in=tables_of(viewer),
        readers__staff_key=staff_of(viewer),
        readers__lost_at=None,
    )


def readers_guard(viewer: Actor) -> Q | None:
    """Who may read a note: one's own line while it lasts; the clock to end them."""
    if viewer.may(Right.KEEP_TIME):
        return Q()
    if not viewer.may(Right.READ_NOTES):
        return None
    return Q(staff_key=staff_of(viewer), lost_at=None)


def repeats_guard(viewer: Actor) -> Q | None:
    """Tokens of 'discussed before?': nobody sees them; the clock and the gate, as the clock."""
    return Q() if viewer.may(Right.KEEP_TIME) else None


def _under(path: str, condition: Q) -> Q:
    moved = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        if isinstance(child, Q):
            moved.children.append(_under(path, child))
        else:
            name, value = cast("tuple[str, object]", child)
            moved.children.append((f"{path}__{name}", value))
    return moved
