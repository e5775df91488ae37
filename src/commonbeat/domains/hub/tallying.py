"""One month of one table, from rows to counts. Each thing counts in the month it happened in."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils import timezone
from numpy.typing import NDArray

from commonbeat.core.actor import Actor
from commonbeat.domains.hub.models import (
    Code,
    HubTable,
    LaterCheck,
    ServiceMobilised,
    Situation,
    SituationCode,
    Visit,
)
from commonbeat.domains.hub.models.codes import CodeKind
from commonbeat.domains.hub.models.situations import STRIPPED, Step

Ints = NDArray[np.int32]
UNANSWERED = "unanswered"
GROUPINGS = ("factor", "category", "theme")
LONGEST_HOURS = 24 * 60  # longer waits count as this long


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """What is kept of a month: small counts by name and code, and the larger arrays."""

    counts: dict[str, Any]
    arrays: bytes


def count_month(table: HubTable, month: dt.date, seen_at: dt.datetime, by: Actor) -> MonthCounts:
    """Count a month of a table, as it is known at an instant; `by` must hold COUNT or KEEP_TIME."""
    since, until = _instants(month)
    mine = Situation.objects.seen_by(by).filter(table=table)
    elevated = mine.filter(decided_at__gte=since, decided_at__lt=until, is_elevated=True).exclude(
        step__in=STRIPPED
    )
    base = list(elevated.values_list("pk", flat=True).order_by("pk"))
    risks, counts = _factors(table, (since, until), base, by)
    rejected = mine.filter(step=Step.REJECTED, concluded_at__gte=since, concluded_at__lt=until)
    counts |= _opened(mine, month) | _decided(rejected, elevated)
    counts |= _concluded(table, mine, (since, until), by)
    counts |= _visited(table, mine, (since, until), seen_at, by)
    counts |= _later(table, month, by)
    return MonthCounts(counts, _arrays(risks, base))


def next_month(month: dt.date) -> dt.date:
    """The first day of the month after."""
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def _instants(month: dt.date) -> tuple[dt.datetime, dt.datetime]:
    zone = timezone.get_default_timezone()
    first, last = (dt.datetime.combine(day, dt.time(), zone) for day in (month, next_month(month)))
    return first, last


def _tally(rows: Iterable[object]) -> dict[str, int]:
    return dict(Counter(str(each) for each in rows if each))


def _opened(mine: QuerySet[Situation], month: dt.date) -> dict[str, Any]:
    rows = mine.filter(opened_on__gte=month, opened_on__lt=next_month(month))
    listed = list(rows.values_list("sector", "kind__code"))
    return {
        "opened": len(listed),
        "sectors": _tally(sector for sector, _kind in listed),
        "types": _tally(kind for _sector, kind in listed),
    }


def _decided(rejected: QuerySet[Situation], elevated: QuerySet[Situation]) -> dict[str, Any]:
    people = list(elevated.values_list("age_band__code", "sex__code"))
    no = rejected.values_list("reason__code", flat=True)
    return {
        "elevated": len(people),
        "rejections": _tally(no),
        "ages": _tally(age for age, _sex in people),
        "sexes": _tally(sex for _age, sex in people),
    }


def _concluded(
    table: HubTable, mine: QuerySet[Situation], span: tuple[dt.datetime, dt.datetime], by: Actor
) -> dict[str, Any]:
    closed = mine.filter(step=Step.CLOSED, concluded_at__gte=span[0], concluded_at__lt=span[1])
    services = ServiceMobilised.objects.seen_by(by).filter(
        situation__table=table,
        situation__step=Step.CLOSED,
        situation__concluded_at__gte=span[0],
        situation__concluded_at__lt=span[1],
    )
    found: dict[str, Counter[str]] = {}
    for code, how in services.values_list("service__code", "how"):
        found.setdefault(code, Counter())[how] += 1
    return {
        "conclusions": _tally(closed.values_list("reason__code", flat=True)),
        "services": {code: dict(hows) for code, hows in found.items()},
    }


def _visited(
    table: HubTable,
    mine: QuerySet[Situation],
    span: tuple[dt.datetime, dt.datetime],
    seen_at: dt.datetime,
    by: Actor,
) -> dict[str, Any]:
    visits = Visit.objects.seen_by(by).filter(
        situation__table=table, visited_at__gte=span[0], visited_at__lt=span[1]
    )
    outcomes = list(visits.values_list("outcome__code", "was_coercive"))
    waits = mine.filter(involved_at__gte=span[0], involved_at__lt=span[1])
    hours: Counter[int] = Counter()
    waiting: Counter[int] = Counter()
    for began, ended in waits.values_list("involved_at", "first_visit_at"):
        if began is None:
            continue
        kept = hours if ended and ended <= seen_at else waiting
        last = ended if ended and ended <= seen_at else seen_at
        whole = int(max((last - began).total_seconds(), 0.0) // 3600)
        kept[min(whole, LONGEST_HOURS)] += 1
    return {
        "visits": _tally(code for code, _coercive in outcomes),
        "coercive": sum(bool(coercive) for _code, coercive in outcomes),
        "hours": {str(hour): n for hour, n in sorted(hours.items())},
        "waiting": {str(hour): n for hour, n in sorted(waiting.items())},
    }


def _later(table: HubTable, month: dt.date, by: Actor) -> dict[str, Any]:
    rows = LaterCheck.objects.seen_by(by).filter(
        situation__table=table, due_on__gte=month, due_on__lt=next_month(month)
    )
    found: dict[str, Counter[str]] = {"30": Counter(), "90": Counter()}
    for days, answer in rows.values_list("days", "answer__code"):
        found[str(days)][answer or UNANSWERED] += 1
    return {"later": {days: dict(answers) for days, answers in found.items()}}


def _factors(
    table: HubTable, span: tuple[dt.datetime, dt.datetime], base: Sequence[int], by: Actor
) -> tuple[list[tuple[int, int]], dict[str, Any]]:
    """Pairs of situation and risk, and how often each flag and protective factor came up."""
    rows = SituationCode.objects.seen_by(by).filter(
        situation__table=table,
        situation__decided_at__gte=span[0],
        situation__decided_at__lt=span[1],
        situation__is_elevated=True,
    )
    known = {row.pk: row for row in Code.objects.filter(kind__in=("risk", "flag", "protective"))}
    counted = set(base)
    risks: list[tuple[int, int]] = []
    others: dict[str, Counter[str]] = {"flag": Counter(), "protective": Counter()}
    for situation, code in rows.values_list("situation_id", "code_id"):
        if situation not in counted:
            continue
        if known[code].kind == CodeKind.RISK:
            risks.append((situation, code))
        else:
            others[known[code].kind][known[code].code] += 1
    return risks, {"flags": dict(others["flag"]), "protective": dict(others["protective"])}


def _arrays(risks: Sequence[tuple[int, int]], base: Sequence[int]) -> bytes:
    row_of = {key: place for place, key in enumerate(base)}
    known = {row.pk: row for row in Code.objects.filter(kind=CodeKind.RISK)}
    kept: dict[str, NDArray[Any]] = {}
    for grouping in GROUPINGS:
        names = _names(grouping, known)
        columns = sorted(set(names.values()))
        place = {name: column for column, name in enumerate(columns)}
        held = np.zeros((len(base), len(columns)), dtype=bool)
        for situation, code in risks:
            held[row_of[situation], place[names[code]]] = True
        kept |= _counted(grouping, columns, held)
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **kept)
    return packed.getvalue()


def _names(grouping: str, known: Mapping[int, Code]) -> dict[int, str]:
    field = {"factor": "code", "category": "group", "theme": "theme"}[grouping]
    return {key: getattr(row, field) or row.code for key, row in known.items()}


def _counted(
    grouping: str, columns: Sequence[str], held: NDArray[np.bool_]
) -> dict[str, NDArray[Any]]:
    """Margins by how many a situation has, and pairs, of the columns that came up at all."""
    used = np.flatnonzero(held.any(axis=0))
    inner = held[:, used].astype(np.int32)
    number = inner.sum(axis=1) if inner.size else np.zeros(len(held), dtype=np.int32)
    sizes = np.unique(number)
    return {
        f"{grouping}_codes": np.array([columns[int(i)] for i in used], dtype=np.str_),
        f"{grouping}_sizes": sizes.astype(np.int32),
        f"{grouping}_n": np.array([(number == s).sum() for s in sizes], dtype=np.int32),
        f"{grouping}_margins": np.array(
            [inner[number == s].sum(axis=0) for s in sizes], dtype=np.int32
        ).reshape(sizes.size, used.size),
        f"{grouping}_pairs": (inner.T @ inner).astype(np.int32),
    }
