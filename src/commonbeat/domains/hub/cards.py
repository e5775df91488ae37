"""Many cards in a fixed number of reads: situations, factors, accords, involvements, notes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.core.guarded import GuardedQuerySet
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.access import agency_of
from commonbeat.domains.hub.models import Accord, Involvement, Situation, SituationCode
from commonbeat.domains.hub.models.codes import CodeKind
from commonbeat.domains.hub.reading import (
    AccordView,
    AgencyName,
    Card,
    InvolvementView,
    Tests,
    Word,
    agency_name,
    word,
)

_AS_IT_STANDS = [
    "key",
    "number",
    "step",
    "is_open",
    "version",
    "position",
    "opened_on",
    "sector",
    "n_affected",
    "is_emergency",
    "was_reopened",
    "discussed_before",
    "presented_at",
    "decided_at",
    "is_elevated",
    "involved_at",
    "first_visit_at",
    "n_visits",
    "concluded_at",
]
_BY_NAME = ("agency__name", "agency__code")
_AGENCY = tuple(f"agency__{name}" for name in AgencyName.__slots__)
_WORD = ("situation_id", "code__kind", *(f"code__{name}" for name in Word.__slots__))
_INVOLVED = ("situation_id", "is_in", "part", "is_lead")


@dataclass(frozen=True, slots=True)
class _Parts:
    """What belongs to the situations of one read, by situation id or key."""

    words: Mapping[int, Mapping[str, list[Word]]]
    accords: Mapping[int, list[AccordView]]
    involvements: Mapping[int, list[InvolvementView]]
    noted: Collection[str]


def seen(viewer: Actor) -> GuardedQuerySet[Situation]:
    """The situations that a viewer may see, with what a card names."""
    return Situation.objects.seen_by(viewer).select_related(
        "kind", "age_band", "sex", "reason", "originator", "lead", "policy", "remark"
    )


def cards(viewer: Actor, rows: Sequence[Situation]) -> list[Card]:
    """The cards of some situations, in four reads more however many they are."""
    if not rows:
        return []
    parts = _parts(viewer, rows)
    return [_card(row, parts, agency_of(viewer)) for row in rows]


def due_at(situation: Situation) -> dt.datetime | None:
    """When the visit clock of a situation ends; None before filter 4."""
    if situation.involved_at is None:
        return None
    return situation.involved_at + dt.timedelta(hours=situation.policy.visit_hours)


def is_late(situation: Situation) -> bool:
    """Whether the first visit came, or is still to come, after its clock had ended."""
    due = due_at(situation)
    if due is None:
        return False
    end = situation.first_visit_at or situation.concluded_at or clock.now()
    return end > due


def _parts(viewer: Actor, rows: Sequence[Situation]) -> _Parts:
    ids, mine = [row.pk for row in rows], agency_of(viewer)
    words: dict[int, dict[str, list[Word]]] = defaultdict(lambda: defaultdict(list))
    codes = SituationCode.objects.seen_by(viewer).filter(situation__in=ids)
    for pk, kind, *one in codes.order_by("code__position", "code__code").values_list(*_WORD):
        words[pk][kind].append(Word(*one))
    accords: dict[int, list[AccordView]] = defaultdict(list)
    said = Accord.objects.seen_by(viewer).filter(situation__in=ids).order_by(*_BY_NAME)
    for pk, agrees, *agency in said.values_list("situation_id", "agrees", *_AGENCY):
        accords[pk].append(AccordView(AgencyName(*agency), agrees, agency[0] == mine))
    involved: dict[int, list[InvolvementView]] = defaultdict(list)
    takes = Involvement.objects.seen_by(viewer).filter(situation__in=ids).order_by(*_BY_NAME)
    for pk, is_in, part, leads, *agency in takes.values_list(*_INVOLVED, *_AGENCY):
        view = InvolvementView(AgencyName(*agency), is_in, part, leads, agency[0] == mine)
        involved[pk].append(view)
    return _Parts(words, accords, involved, gate.notes_among(viewer, [r.key for r in rows]))


def _card(row: Situation, parts: _Parts, mine: str) -> Card:
    words, involved = parts.words[row.pk], parts.involvements[row.pk]
    return Card(
        **{name: getattr(row, name) for name in _AS_IT_STANDS},
        kind=word(row.kind),
        reason=word(row.reason) if row.reason else None,
        age_band=word(row.age_band) if row.age_band else None,
        sex=word(row.sex) if row.sex else None,
        risks=tuple(words[CodeKind.RISK]),
        protective=tuple(words[CodeKind.PROTECTIVE]),
        flags=tuple(words[CodeKind.FLAG]),
        originator=agency_name(row.originator) if row.originator else None,
        lead=agency_name(row.lead) if row.lead else None,
        tests=_tests(row),
        accords=tuple(parts.accords[row.pk]),
        involvements=tuple(involved),
        due_at=due_at(row),
        is_late=is_late(row),
        remark=_remark(row),
        note_mode=row.policy.note_mode,
        allows_text=row.policy.free_text,
        has_note=row.key in parts.noted,
        is_mine=row.originator is not None and row.originator.code == mine,
        is_lead=row.lead is not None and row.lead.code == mine,
        is_in=any(one.is_mine and one.is_in for one in involved),
    )


def _remark(row: Situation) -> str:
    remark = getattr(row, "remark", None)
    return remark.text if remark and remark.expires_at > clock.now() else ""


def _tests(row: Situation) -> Tests:
    return Tests(row.test_interest, row.test_probability, row.test_severity, row.test_many_agencies)
