"""A past that never was, for demonstrations, simulations and benchmarks alone.

Situations walk through the other actions. Here whole years of situations that are over, drawn by
chance, are written into a table that nobody sits at and that never met: no real table is like
that for longer than its first minutes, so that nothing invented can be slipped among what a
table did.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils import timezone

from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.models import Agency
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.errors import NoSuchTable, NotComplete
from commonbeat.domains.hub.loading import insert
from commonbeat.domains.hub.models import (
    Code,
    HubTable,
    Involvement,
    LaterCheck,
    Meeting,
    ServiceMobilised,
    Situation,
    SituationCode,
    Visit,
)
from commonbeat.domains.hub.models.codes import CodeKind
from commonbeat.domains.hub.models.situations import Step
from commonbeat.domains.hub.seating import policy_of
from commonbeat.domains.hub.stamping import bump

AT_ONCE = 5_000  # situations a statement
INVENTED = "invented"  # who did it, wherever a record says so


@dataclass(frozen=True, slots=True)
class PastSituation:
    """One situation that is over, by codes. With a `rejection` the rest does not matter.

    `agencies` are the codes of the agencies that were in, the lead first. `visited_at` None: no
    visit was made. `services` are pairs of a kind of service and how it was mobilised. `later`
    is what was said after 30 and after 90 days, '' where nothing was.
    """

    opened_at: dt.datetime
    originator: str
    kind: str
    rejection: str = ""
    age_band: str = "unknown"
    sex: str = "unknown"
    risks: Sequence[str] = ()
    protective: Sequence[str] = ()
    flags: Sequence[str] = ()
    agencies: Sequence[str] = ()
    visited_at: dt.datetime | None = None
    outcome: str = "accepted"
    concluded_at: dt.datetime | None = None
    conclusion: str = "connected"
    services: Sequence[tuple[str, str]] = ()
    later: tuple[str, str] = ("", "")


@action(Right.SET_UP)
def load_past(*, table_key: str, situations: Iterable[PastSituation], by: Actor) -> int:
    """Write the invented past of a table, in the order of time; returns how many situations.

    Numbers go on where they ended. Raises NoSuchTable, or NotComplete(["table"]) where somebody
    sits, a meeting was planned or a situation came in: an invented past never joins a real one.
    """
    table = HubTable.objects.select_for_update().filter(key=table_key, ended_on=None).first()
    if table is None:
        raise NoSuchTable
    if table.last_number or table.seats.exists() or Meeting.objects.filter(table=table).exists():
        raise NotComplete(["table"])
    loader, n = _Loader(table, by), 0
    for some in _batches(situations):
        loader.load(some)
        n += len(some)
    loader.keep_numbers()
    note(n=n)
    bump(table.pk)
    return n


def _batches(situations: Iterable[PastSituation]) -> Iterator[list[PastSituation]]:
    rest = iter(situations)
    while some := list(islice(rest, AT_ONCE)):
        yield some


class _Loader:
    """Writes batch after batch; knows the codes, the agencies and the numbers given so far."""

    def __init__(self, table: HubTable, by: Actor) -> None:
        self.table, self.by = table, by
        self.policy_id = policy_of(table).pk
        self.agencies = {row.code: row for row in Agency.objects.all()}
        self.numbers: Counter[int] = Counter()
        self.codes: dict[str, dict[str, int]] = {str(kind): {} for kind in CodeKind}
        for pk, kind, code in Code.objects.order_by("version").values_list("pk", "kind", "code"):
            self.codes[kind][code] = pk

    def load(self, some: Sequence[PastSituation]) -> None:
        """One batch, with everything that belongs to it."""
        rows = [self._rejected(one) if one.rejection else self._closed(one) for one in some]
        keys = insert(Situation, _turned(rows), self.by)
        taken = [(pk, one) for pk, one in zip(keys, some, strict=True) if not one.rejection]
        self._add_codes(taken)
        self._add_involvements(taken)
        self._add_visits(taken)
        self._add_services(taken)
        self._add_later(taken)

    def keep_numbers(self) -> None:
        """The next situation of the last year takes the next number."""
        year = max(self.numbers, default=0)
        self.table.last_number, self.table.last_number_year = self.numbers[year], year
        self.table.save(update_fields=["last_number", "last_number_year"])

    def _common(self, one: PastSituation) -> dict[str, object]:
        day = timezone.localtime(one.opened_at).date()
        year = day.year
        self.numbers[year] += 1
        return {
            "table_id": self.table.pk,
            "policy_id": self.policy_id,
            "number": f"{self.table.code}-{year}-{self.numbers[year]:04d}",
            "opened_on": day,
            "kind_id": self.codes["type"][one.kind],
            "sector": self.agencies[one.originator].sector,
            "is_open": False,
        }

    def _rejected(self, one: PastSituation) -> dict[str, object]:
        return dict(_NOTHING) | self._common(one) | {
            "step": Step.REJECTED.value,
            "reason_id": self.codes["rejection"][one.rejection],
            "concluded_at": one.concluded_at or one.opened_at,
        }  # fmt: skip

    def _closed(self, one: PastSituation) -> dict[str, object]:
        at = one.opened_at
        return self._common(one) | {
            "originator_id": self.agencies[one.originator].pk,
            "age_band_id": self.codes["age band"][one.age_band],
            "sex_id": self.codes["sex"][one.sex],
            "step": Step.CLOSED.value,
            **dict.fromkeys(("presented_at", "decided_at", "involved_at"), at),
            **dict.fromkeys(_TESTS, True),
            "decided_by": INVENTED,
            "lead_id": self.agencies[one.agencies[0]].pk,
            "first_visit_at": one.visited_at,
            "n_visits": int(one.visited_at is not None),
            "reason_id": self.codes["conclusion"][one.conclusion],
            "concluded_at": one.concluded_at or at,
            "concluded_by": INVENTED,
        }

    def _add_codes(self, taken: Sequence[tuple[int, PastSituation]]) -> None:
        risks, protective, flags = (self.codes[k] for k in ("risk", "protective", "flag"))
        situations, codes = [], []
        for pk, one in taken:
            here = [
                *[risks[code] for code in one.risks],
                *[protective[code] for code in one.protective],
                *[flags[code] for code in one.flags],
            ]
            codes += here
            situations += [pk] * len(here)
        insert(SituationCode, {"situation_id": situations, "code_id": codes}, self.by)

    def _add_involvements(self, taken: Sequence[tuple[int, PastSituation]]) -> None:
        rows = [
            {
                "situation_id": pk,
                "agency_id": self.agencies[code].pk,
                "is_in": True,
                "part": "engaged",
                "is_lead": place == 0,
                "said_at": one.opened_at,
                "said_by": INVENTED,
            }
            for pk, one in taken
            for place, code in enumerate(one.agencies)
        ]
        insert(Involvement, _turned(rows), self.by)

    def _add_visits(self, taken: Sequence[tuple[int, PastSituation]]) -> None:
        known = self.codes["visit"]
        by_force = Code.objects.filter(kind=CodeKind.VISIT, group="coercive")
        coercive = set(by_force.values_list("pk", flat=True))
        rows = [
            {
                "situation_id": pk,
                **dict.fromkeys(("planned_for", "visited_at", "reported_at"), one.visited_at),
                "planned_at": one.opened_at,
                **dict.fromkeys(("planned_by", "reported_by"), INVENTED),
                "outcome_id": known[one.outcome],
                "was_coercive": known[one.outcome] in coercive,
            }
            for pk, one in taken
            if one.visited_at
        ]
        insert(Visit, _turned(rows), self.by)

    def _add_services(self, taken: Sequence[tuple[int, PastSituation]]) -> None:
        known = self.codes["service"]
        rows = [(pk, known[code], how) for pk, one in taken for code, how in one.services]
        columns: dict[str, Sequence[Any]] = {
            "situation_id": [pk for pk, _, _ in rows],
            "service_id": [service for _, service, _ in rows],
            "how": [how for _, _, how in rows],
        }
        insert(ServiceMobilised, columns, self.by)

    def _add_later(self, taken: Sequence[tuple[int, PastSituation]]) -> None:
        rows = [
            self._later(pk, one, days, answer)
            for pk, one in taken
            for days, answer in zip((30, 90), one.later, strict=True)
        ]
        insert(LaterCheck, _turned(rows), self.by)

    def _later(self, pk: int, one: PastSituation, days: int, answer: str) -> dict[str, object]:
        over = one.concluded_at or one.opened_at
        due = over + dt.timedelta(days=days)
        return {
            "situation_id": pk,
            "days": days,
            "due_on": timezone.localtime(due).date(),
            "answer_id": self.codes["later"][answer] if answer else None,
            "answered_at": due if answer else None,
            "answered_by": INVENTED if answer else "",
        }


_TESTS = ("is_elevated", "test_interest", "test_probability", "test_severity",
          "test_many_agencies")  # fmt: skip
# What a rejected situation must not have, so that both kinds are rows of one shape.
_NOTHING: Mapping[str, object] = {
    **dict.fromkeys(("originator_id", "age_band_id", "sex_id", "lead_id", *_TESTS)),
    **dict.fromkeys(("presented_at", "decided_at", "involved_at", "first_visit_at")),
    **dict.fromkeys(("decided_by", "concluded_by"), ""),
    "n_visits": 0,
}


def _turned(rows: Sequence[Mapping[str, object]]) -> dict[str, list[object]]:
    """Rows as columns."""
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}
