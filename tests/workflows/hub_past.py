"""Years of a Hub table put straight into its tables, with a known gap, pair and change in them.

For figures only: the way that situations really take is walked in tests/domains/hub.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
from django.utils import timezone

from commonbeat.domains.agencies.models import Agency
from commonbeat.domains.hub.models import (
    Code,
    HubTable,
    LaterCheck,
    ServiceMobilised,
    Situation,
    SituationCode,
    TablePolicy,
    Visit,
)
from commonbeat.domains.hub.models.situations import Step
from commonbeat.domains.hub.tallying import next_month

SOUGHT = ("detox", "housing", "mental_health", "counselling", "food", "income", "school", "crisis",
          "primary_care", "employment", "youth", "parenting")  # fmt: skip
GAP = "detox"
PAIR = ("gambling-chronic", "elder_abuse-suffers")
SECTORS = ("police_municipal", "school_public", "mental_health", "housing")
CONCLUSIONS = ("connected", "informed", "personal_supports", "refused", "systemic", "relocated")
OUTCOMES = ("accepted", "thinking", "refused", "nobody_there", "apprehended")
ANSWERS = ("improved", "stable", "worse", "unknown", None)


class Past:
    """A table's past, drawn month by month."""

    def __init__(self, table: HubTable, rng: np.random.Generator) -> None:
        self.table, self.rng = table, rng
        self.policy = TablePolicy.objects.filter(table=table).latest("version")
        self.lead = Agency.objects.order_by("pk").first() or Agency.objects.create(
            code="lead", name="Lead", sector="housing"
        )
        self.codes = {(row.kind, row.code): row for row in Code.objects.all()}
        self.risks = [row for (kind, _), row in self.codes.items() if kind == "risk"]
        self.weights = np.geomspace(1, 0.05, len(self.risks))
        self.n = 0
        self.pair = tuple(
            next(i for i, row in enumerate(self.risks) if row.code == code) for code in PAIR
        )

    def code(self, kind: str, code: str) -> Code:
        return self.codes[kind, code]

    def pick(self, among, shares=None):
        return among[int(self.rng.choice(len(among), p=shares))]

    def fill(
        self, first: dt.date, n_months: int, per_month: int, *, pair_share: float = 0.5
    ) -> None:
        """So many months, each with so many situations, about one in ten rejected."""
        month = first
        for _ in range(n_months):
            self.fill_month(month, per_month, pair_share)
            month = next_month(month)

    def fill_month(self, month: dt.date, n: int, pair_share: float) -> None:
        days = (next_month(month) - month).days
        zone = timezone.get_default_timezone()
        moments = [
            dt.datetime.combine(month, dt.time(9), zone) + dt.timedelta(days=int(day))
            for day in self.rng.integers(0, days, n)
        ]
        made = Situation.objects.bulk_create([self.situation(at) for at in moments])
        taken = [one for one in made if one.is_elevated]
        self.add_codes(taken, pair_share)
        self.add_rest(taken)

    def situation(self, at: dt.datetime) -> Situation:
        self.n += 1
        rejected = self.rng.random() < 0.1
        hours = float(self.rng.gamma(2.0, 14.0))
        whole = {
            "originator": self.lead, "lead": self.lead, "age_band": self.code("age band", "18-24"),
            "sex": self.code("sex", "female"), "involved_at": at, "step": Step.CLOSED,
            "presented_at": at, "decided_at": at, "decided_by": "tests", "concluded_by": "tests",
            "is_elevated": True,
            "first_visit_at": at + dt.timedelta(hours=hours) if self.rng.random() < 0.95 else None,
            "reason": self.code("conclusion", self.pick(CONCLUSIONS, (0.5, 0.1, 0.15, 0.1, 0.1, 0.05))),
        }  # fmt: skip
        stripped = {"step": Step.REJECTED, "reason": self.code("rejection", "not_elevated")}
        return Situation(
            table=self.table, policy=self.policy, number=f"{self.table.code}-{self.n}",
            opened_on=at.date(), kind=self.code("type", "person"),
            sector=self.pick(SECTORS, (0.6, 0.15, 0.15, 0.1)), is_open=False, concluded_at=at,
            **(stripped if rejected else whole),
        )  # fmt: skip

    def add_codes(self, taken: list[Situation], pair_share: float) -> None:
        sizes = np.clip(self.rng.negative_binomial(4, 0.33, len(taken)) + 1, 1, 30)
        luck = np.log(self.weights) + self.rng.gumbel(size=(len(taken), len(self.risks)))
        order = np.argsort(-luck, axis=1)
        first, second = self.pair
        rows = []
        for one, size, ranked in zip(taken, sizes, order, strict=True):
            held = set(ranked[:size].tolist())
            if first in held and self.rng.random() < pair_share:
                held.add(second)
            rows += [SituationCode(situation=one, code=self.risks[i]) for i in sorted(held)]
            if self.rng.random() < 0.3:
                rows.append(SituationCode(situation=one, code=self.code("flag", "wait_list")))
        SituationCode.objects.bulk_create(rows, batch_size=5000)

    def add_rest(self, taken: list[Situation]) -> None:
        services, visits, checks = [], [], []
        for one in taken:
            for place in self.rng.choice(len(SOUGHT), size=2, replace=False):
                service = SOUGHT[int(place)]
                missing = self.rng.random() < (0.5 if service == GAP else 0.08)
                services.append(
                    ServiceMobilised(
                        situation=one, service=self.code("service", service),
                        how="none" if missing else self.pick(("informed", "connected", "engaged", "refused")),
                    )
                )  # fmt: skip
            if one.first_visit_at:
                outcome = self.pick(OUTCOMES, (0.5, 0.15, 0.2, 0.1, 0.05))
                visits.append(
                    Visit(
                        situation=one, planned_for=one.first_visit_at, planned_at=one.involved_at,
                        planned_by="tests", visited_at=one.first_visit_at, reported_by="tests",
                        reported_at=one.first_visit_at, outcome=self.code("visit", outcome),
                        was_coercive=outcome == "apprehended",
                    )
                )  # fmt: skip
            for days in (30, 90):
                answer = self.pick(ANSWERS)
                checks.append(
                    LaterCheck(
                        situation=one, days=days, due_on=one.opened_on + dt.timedelta(days=days),
                        answer=self.code("later", answer) if answer else None,
                    )
                )  # fmt: skip
        ServiceMobilised.objects.bulk_create(services, batch_size=5000)
        Visit.objects.bulk_create(visits, batch_size=5000)
        LaterCheck.objects.bulk_create(checks, batch_size=5000)
