"""Policies and wordings as the desk sees them, with their history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from commonbeat.core.actor import Actor
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.models import CallType, TellingPolicy, Wording


@dataclass(frozen=True, slots=True)
class PolicyView:
    """One version of a policy."""

    version: int
    in_force: bool
    tells: bool
    pauses: Mapping[str, dt.timedelta]
    delay_after: dt.timedelta
    quiet_from: dt.time
    quiet_until: dt.time
    surveys: bool
    survey_after: dt.timedelta
    follows_up: bool
    follow_up_within: dt.timedelta
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class TypeView:
    """A call type with the policy in force; None: callers of it are told nothing."""

    code: str
    label: str
    label_fr: str
    group: str
    is_sensitive: bool
    policy: PolicyView | None


@dataclass(frozen=True, slots=True)
class WordingView:
    """One version of a text."""

    milestone: str
    language: str
    version: int
    in_force: bool
    text: str
    made_at: dt.datetime
    made_by: str


def types(viewer: Actor) -> list[TypeView]:
    """Every call type with its policy, by code."""
    if not viewer.may(Right.SEE_POLICIES):
        return []
    in_force = {p.call_type_id: p for p in TellingPolicy.objects.filter(in_force=True)}
    return [_type(kind, in_force.get(kind.pk)) for kind in CallType.objects.order_by("code")]


def type_of(viewer: Actor, code: str) -> TypeView | None:
    """One call type with its policy, or None when absent or hidden."""
    return next((kind for kind in types(viewer) if kind.code == code), None)


def policy_history(viewer: Actor, code: str) -> list[PolicyView]:
    """Every version of a type's policy, the newest first."""
    if not viewer.may(Right.SEE_POLICIES):
        return []
    rows = TellingPolicy.objects.filter(call_type__code=code).order_by("-version")
    return [_policy(row) for row in rows]


def wordings(viewer: Actor) -> list[WordingView]:
    """Every text in force, by name and language."""
    if not viewer.may(Right.SEE_POLICIES):
        return []
    rows = Wording.objects.filter(in_force=True).order_by("milestone", "language")
    return [_wording(row) for row in rows]


def wording_history(viewer: Actor, milestone: str, language: str) -> list[WordingView]:
    """Every version of one text, the newest first."""
    if not viewer.may(Right.SEE_POLICIES):
        return []
    rows = Wording.objects.filter(milestone=milestone, language=language).order_by("-version")
    return [_wording(row) for row in rows]


def _type(kind: CallType, policy: TellingPolicy | None) -> TypeView:
    return TypeView(
        kind.code,
        kind.label,
        kind.label_fr,
        kind.group,
        kind.is_sensitive,
        _policy(policy) if policy else None,
    )


def _policy(row: TellingPolicy) -> PolicyView:
    return PolicyView(
        version=row.version,
        in_force=row.in_force,
        tells=row.tells,
        pauses={name: dt.timedelta(seconds=wait) for name, wait in row.milestones.items()},
        delay_after=row.delay_after,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        surveys=row.surveys,
        survey_after=row.survey_after,
        follows_up=row.follows_up,
        follow_up_within=row.follow_up_within,
        made_at=row.made_at,
        made_by=row.made_by,
    )


def _wording(row: Wording) -> WordingView:
    return WordingView(
        row.milestone,
        row.language,
        row.version,
        row.in_force,
        row.text,
        row.made_at,
        row.made_by,
    )
