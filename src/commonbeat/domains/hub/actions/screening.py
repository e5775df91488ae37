"""Filter 1, inside one agency: draft, approve, submit. Only codes, and nobody outside can tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.models import Agency
from commonbeat.domains.agencies.terms import today
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.carried import Carried, Chosen, chosen, put_on
from commonbeat.domains.hub.errors import (
    ChangedMeanwhile,
    FilterSkipped,
    NoSuchSituation,
    NotComplete,
    OwnDraft,
)
from commonbeat.domains.hub.models import HubTable, Screening, Situation, TablePolicy
from commonbeat.domains.hub.models.screening import ScreeningState
from commonbeat.domains.hub.screened import (
    KEPT,
    ScreeningView,
    as_stored,
    carried_of,
    missing,
    refuse_other_than_codes,
    screening_view,
)
from commonbeat.domains.hub.seating import own_agency, own_table, policy_of
from commonbeat.domains.hub.stamping import bump

OPEN = (ScreeningState.DRAFT, ScreeningState.APPROVED)
NOT_APPROVED: dict[str, Any] = {"approved_at": None, "approved_by": ""}


@action(Right.SCREEN)
def draft_screening(
    *,
    answers: Mapping[str, str],
    carried: Carried,
    basis: str,
    consent_asked: str,
    by: Actor,
) -> ScreeningView:
    """Begin a screening; it may be incomplete. Raises NotComplete for what is no code in force."""
    table = own_table(by)
    refuse_other_than_codes(answers, carried, basis, consent_asked, policy_of(table))
    now = clock.now()
    row = Screening.objects.create(
        table=table,
        agency=own_agency(by),
        answers=dict(answers),
        carried=as_stored(carried),
        basis=basis,
        consent_asked=consent_asked,
        drafted_at=now,
        drafted_by=by.name,
        keep_until=now + KEPT,
    )
    return screening_view(row, by)


@action(Right.SCREEN)
def change_screening(
    *,
    key: str,
    version: int,
    answers: Mapping[str, str],
    carried: Carried,
    basis: str,
    consent_asked: str,
    by: Actor,
) -> ScreeningView:
    """Change a draft; an approval is gone then, and the one who changes is its drafter.

    Raises NoSuchSituation, ChangedMeanwhile or NotComplete.
    """
    row = _open(key, by)
    refuse_other_than_codes(answers, carried, basis, consent_asked, policy_of(row.table))
    changed = {
        "answers": dict(answers),
        "carried": as_stored(carried),
        "basis": basis,
        "consent_asked": consent_asked,
        "drafted_by": by.name,
    }
    return _move(row, version, ScreeningState.DRAFT, by, **changed, **NOT_APPROVED)


@action(Right.APPROVE)
def approve_screening(*, key: str, version: int, by: Actor) -> ScreeningView:
    """Somebody else in the agency says it may go to the table.

    Raises NoSuchSituation, OwnDraft, NotComplete or ChangedMeanwhile.
    """
    row = _open(key, by)
    if row.drafted_by == by.name:
        raise OwnDraft
    _refuse_incomplete(row)
    approval = {"approved_at": clock.now(), "approved_by": by.name}
    return _move(row, version, ScreeningState.APPROVED, by, **approval)


@action(Right.SCREEN)
def drop_screening(*, key: str, by: Actor) -> ScreeningView:
    """Give a screening up: what it said is gone at once. Raises NoSuchSituation."""
    row = _open(key, by)
    emptied = {"answers": {}, "carried": {}, "basis": "", "consent_asked": ""}
    return _move(row, row.version, ScreeningState.DROPPED, by, **emptied, **NOT_APPROVED)


@action(Right.SCREEN)
def submit_situation(
    *,
    key: str,
    version: int,
    is_emergency: bool = False,
    was_reopened: bool = False,
    by: Actor,
) -> str:
    """Bring it to the table: it gets the next number, and only codes are carried over.

    Returns the situation's key. `was_reopened` is a flag alone; nothing leads to the situation
    before. Raises NoSuchSituation, FilterSkipped when not approved, NotComplete or
    ChangedMeanwhile.
    """
    row = _open(key, by)
    if row.state != ScreeningState.APPROVED:
        raise FilterSkipped
    _refuse_incomplete(row)
    table = HubTable.objects.select_for_update().get(pk=row.table_id)
    policy = policy_of(table)
    card = chosen(carried_of(row), policy)
    flags = {"is_emergency": is_emergency, "was_reopened": was_reopened}
    situation = _new_situation(table, policy, card, row.agency, by, flags)
    # The card is the situation's from here on: what a rejection strips is not left behind here.
    said = {
        "submitted_at": clock.now(),
        "submitted_by": by.name,
        "situation_key": situation.key,
        "carried": {},
    }
    _move(row, version, ScreeningState.SUBMITTED, by, **said)
    note(situation=situation.key, basis=row.basis, consent=row.consent_asked)
    bump(table.pk)
    return situation.key


def _open(key: str, by: Actor) -> Screening:
    # Locked: on PostgreSQL the version in `_move` is read through a join, which does not wait.
    rows = Screening.objects.seen_by(by).select_related("table", "agency")
    row = (
        rows.select_for_update(of=("self",))
        .filter(key=key, state__in=OPEN, keep_until__gt=clock.now())
        .first()
    )
    if row is None:
        raise NoSuchSituation
    return row


def _move(
    row: Screening, version: int, state: ScreeningState, by: Actor, **changed: Any
) -> ScreeningView:
    """Set fields only while nobody else has; the version that was read is the lock."""
    changed |= {"state": state, "version": version + 1, "keep_until": clock.now() + KEPT}
    same = Screening.objects.seen_by(by).filter(pk=row.pk, version=version, state__in=OPEN)
    if row.version != version or same.update(**changed) != 1:
        raise ChangedMeanwhile
    for name, value in changed.items():
        setattr(row, name, value)
    return screening_view(row, by)


def _refuse_incomplete(row: Screening) -> None:
    lacking = missing(row)
    if lacking:
        raise NotComplete(lacking)


def _new_situation(
    table: HubTable,
    policy: TablePolicy,
    card: Chosen,
    agency: Agency,
    by: Actor,
    flags: Mapping[str, bool],
) -> Situation:
    situation = Situation(
        table=table,
        policy=policy,
        number=_next_number(table),
        opened_on=today(),
        sector=agency.sector,
        originator=agency,
        kind=card.kind,
        position=_last_position(table, by) + 1,
        **flags,
    )
    situation.save()
    put_on(situation, card, by)
    situation.save()
    return situation


def _next_number(table: HubTable) -> str:
    """The next number of the year. The caller holds the table's row until the story ends.

    What is rolled back gives its number back with everything else, so there are no gaps.
    """
    year = today().year
    table.last_number = table.last_number + 1 if table.last_number_year == year else 1
    table.last_number_year = year
    table.save(update_fields=["last_number", "last_number_year"])
    return f"{table.code}-{year}-{table.last_number:04d}"


def _last_position(table: HubTable, by: Actor) -> int:
    waiting = Situation.objects.seen_by(by).filter(table=table, is_open=True)
    return waiting.order_by("-position").values_list("position", flat=True).first() or 0
