"""The plan written down before the results are seen, frozen by its fingerprint."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from commonbeat.evidence.faults import Contradiction, OutOfRange, Overlap, PlanChanged, TooFew


class Chosen(StrEnum):
    """How the treated areas came to be treated; to be said before the start."""

    AT_RANDOM = "at_random"
    BY_NEED = "by_need"
    AFTER_A_SURGE = "after_a_surge"
    VOLUNTEERED = "volunteered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What will be compared with what, when, and what would count as success.

    Months are names as in the panel, in order of time. `neighbours` are left out of the
    comparison and told apart, because harm may move there. `benchmark` is the change hoped for,
    such as −0.2. `seed` fixes the sham programmes. `locked_on` is an ISO date.
    """

    title: str
    measure: str
    treated: tuple[str, ...]
    comparison: tuple[str, ...]
    first_month: str
    start_month: str
    last_month: str
    chosen: Chosen
    locked_on: str
    neighbours: tuple[str, ...] = ()
    benchmark: float | None = None
    seed: int = 0

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the plan, the same for the same plan on every machine."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FrozenPlan:
    """A plan and the fingerprint it had when it was frozen."""

    plan: Plan
    fingerprint: str

    def opened(self) -> Plan:
        """Return the plan; PlanChanged when it is no longer the one that was frozen."""
        if self.plan.fingerprint != self.fingerprint:
            raise PlanChanged("the plan differs from the one that was frozen")
        return self.plan


def freeze(plan: Plan) -> FrozenPlan:
    """Check a plan and fix it by its fingerprint.

    Raises TooFew, Overlap (an area on two sides), Contradiction (no months before or after the
    start), OutOfRange (a benchmark of −100% or less).
    """
    plain = replace(plan, chosen=Chosen(plan.chosen))
    if not plain.treated:
        raise TooFew("treated areas", 0, 1)
    seen: set[str] = set()
    for area in (*plain.treated, *plain.comparison, *plain.neighbours):
        if area in seen:
            raise Overlap("an area is named twice in the plan", element=area)
        seen.add(area)
    if plain.first_month == plain.start_month:
        raise Contradiction("no month lies before the start", element=plain.start_month)
    if plain.benchmark is not None and not plain.benchmark > -1:
        raise OutOfRange("benchmark", 0, plain.benchmark, "above −1")
    return FrozenPlan(plain, plain.fingerprint)
