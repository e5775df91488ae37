"""What is in force now: types, policies and wordings, read once and kept until they change."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from commonbeat.domains.calls.models import CallType, TellingPolicy, Wording


@dataclass(frozen=True, slots=True)
class Policy:
    """What callers of one type are told, as planning needs it."""

    call_type: str
    group: str
    is_sensitive: bool
    tells: bool
    pauses: Mapping[str, dt.timedelta]  # only the milestones that are told
    delay_after: dt.timedelta
    quiet_from: dt.time
    quiet_until: dt.time
    surveys: bool
    survey_after: dt.timedelta
    follows_up: bool
    follow_up_within: dt.timedelta


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything in force, by call type code and by (milestone, language)."""

    policies: Mapping[str, Policy]
    groups: Mapping[str, str]
    sensitive: frozenset[str]
    wordings: Mapping[tuple[str, str], str]

    def words(self, milestone: str, language: str, values: Mapping[str, str]) -> str:
        """A text in the language, or in the town's own, or in English, filled in."""
        for tried in (language, settings.LANGUAGE_CODE, "en"):
            if (milestone, tried) in self.wordings:
                template = self.wordings[milestone, tried]
                return string.Formatter().vformat(template, (), values)
        raise LookupError(f"There is no wording for {milestone}.")


_kept: tuple[tuple[int, ...], Catalogue] | None = None
_STAMP = """SELECT (SELECT COALESCE(MAX(id), 0) FROM calls_tellingpolicy),
                   (SELECT COALESCE(MAX(id), 0) FROM calls_wording),
                   (SELECT COALESCE(MAX(id), 0) FROM calls_calltype)"""


def in_force() -> Catalogue:
    """The catalogue now. One small query when nothing changed since the last look.

    A change always adds a row (a new version), so the highest keys tell whether any was made.
    """
    global _kept
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        stamp = tuple(cursor.fetchone())
    if _kept is None or _kept[0] != stamp:
        _kept = (stamp, _read())
    return _kept[1]


def forget() -> None:
    """Forget what was kept, for tests that roll back."""
    global _kept
    _kept = None


def _read() -> Catalogue:
    policies = TellingPolicy.objects.filter(in_force=True).select_related("call_type")
    types = CallType.objects.values_list("code", "group", "is_sensitive")
    words = Wording.objects.filter(in_force=True)
    return Catalogue(
        policies={p.call_type.code: _policy(p) for p in policies},
        groups={code: group for code, group, _ in types},
        sensitive=frozenset(code for code, _, is_sensitive in types if is_sensitive),
        wordings={(w.milestone, w.language): w.text for w in words},
    )


def _policy(row: TellingPolicy) -> Policy:
    sensitive = row.call_type.is_sensitive
    return Policy(
        call_type=row.call_type.code,
        group=row.call_type.group,
        is_sensitive=sensitive,
        tells=row.tells and not sensitive,
        pauses={name: dt.timedelta(seconds=wait) for name, wait in row.milestones.items()},
        delay_after=row.delay_after,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        surveys=row.surveys and not sensitive,
        survey_after=row.survey_after,
        follows_up=row.follows_up and not sensitive,
        follow_up_within=row.follow_up_within,
    )
