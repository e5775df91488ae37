"""Setting what callers are told: each change is a new version, and the old ones stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db.models import Max

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.errors import NoSuchType, SensitiveType
from commonbeat.domains.calls.models import CallType, Milestone, TellingPolicy
from commonbeat.domains.calls.shipped.types import SAFE, SENSITIVE, ShippedType

PAUSES = {
    Milestone.RECEIVED: dt.timedelta(minutes=1),
    Milestone.DELAYED: dt.timedelta(0),
    Milestone.EN_ROUTE: dt.timedelta(0),
    Milestone.ARRIVED: dt.timedelta(0),
    Milestone.CLOSED: dt.timedelta(minutes=5),
}


@action(Right.SET_POLICIES)
def set_policy(
    *,
    call_type: str,
    tells: bool,
    pauses: Mapping[Milestone, dt.timedelta],
    delay_after: dt.timedelta = dt.timedelta(minutes=30),
    quiet_from: dt.time = dt.time(21),
    quiet_until: dt.time = dt.time(8),
    surveys: bool = False,
    survey_after: dt.timedelta = dt.timedelta(hours=24),
    follows_up: bool = False,
    follow_up_within: dt.timedelta = dt.timedelta(hours=72),
    by: Actor,
) -> TellingPolicy:
    """Put a new version in force for a type; raises NoSuchType or SensitiveType.

    `pauses` holds each milestone that is told, with how long to wait before telling it.
    """
    kind = _type(call_type)
    if kind.is_sensitive and (tells or surveys or follows_up):
        raise SensitiveType(f"{call_type} is a sensitive type.")
    last = kind.policies.aggregate(last=Max("version"))["last"] or 0
    kind.policies.filter(in_force=True).update(in_force=False)
    policy = TellingPolicy(
        call_type=kind,
        version=last + 1,
        tells=tells,
        milestones={str(name): int(wait.total_seconds()) for name, wait in pauses.items()},
        delay_after=delay_after,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        surveys=surveys,
        survey_after=survey_after,
        follows_up=follows_up,
        follow_up_within=follow_up_within,
        made_at=clock.now(),
        made_by=by.name,
    )
    policy.full_clean()
    policy.save()
    note(call_type=call_type, version=policy.version, tells=tells)
    return policy


@action(Right.SET_POLICIES)
def name_type(
    *, code: str, label: str, label_fr: str, group: str, is_sensitive: bool, by: Actor
) -> CallType:
    """Add a call type, or name an existing one. Becoming sensitive ends its policy."""
    known = CallType.objects.filter(code=code).first()
    kind = known or CallType(code=code)
    kind.label, kind.label_fr, kind.group = label, label_fr, group
    kind.is_sensitive = is_sensitive
    kind.full_clean()
    kind.save()
    if is_sensitive or known:
        _restate(kind, by)
    return kind


@action(Right.SET_POLICIES)
def install_shipped_types(*, by: Actor) -> int:
    """Add the shipped types that are not there yet, with their policies; count the new ones."""
    known = set(CallType.objects.values_list("code", flat=True))
    new = [(row, False) for row in SAFE] + [(row, True) for row in SENSITIVE]
    new = [(row, sensitive) for row, sensitive in new if row.code not in known]
    for row, sensitive in new:
        _install(row, sensitive=sensitive, by=by)
    return len(new)


def _install(row: ShippedType, *, sensitive: bool, by: Actor) -> None:
    CallType.objects.create(
        code=row.code,
        label=row.label,
        label_fr=row.label_fr,
        group=row.group,
        is_sensitive=sensitive,
    )
    set_policy(
        call_type=row.code,
        tells=not sensitive,
        pauses={} if sensitive else PAUSES,
        surveys=not sensitive,
        by=by,
    )


def _restate(kind: CallType, by: Actor) -> None:
    """Make the type's policy anew, so that every process sees the change."""
    old = kind.policies.filter(in_force=True).first()
    silent = kind.is_sensitive or old is None
    set_policy(
        call_type=kind.code,
        tells=not silent and old is not None and old.tells,
        pauses={}
        if silent or old is None
        else {Milestone(name): dt.timedelta(seconds=s) for name, s in old.milestones.items()},
        surveys=not silent and old is not None and old.surveys,
        follows_up=not silent and old is not None and old.follows_up,
        by=by,
    )


def _type(code: str) -> CallType:
    kind = CallType.objects.filter(code=code).first()
    if kind is None:
        raise NoSuchType(code)
    return kind
