"""A Hub table with its agencies and years of past, counted month by month, in one go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commonbeat.core import clock
from commonbeat.domains.agencies.actions.staff import found_agency
from commonbeat.domains.hub.actions.pasts import load_past
from commonbeat.domains.hub.actions.tables import Rules, found_table
from commonbeat.domains.hub.actions.tallies import tally_months
from commonbeat.roles import Role, actor
from commonbeat.simulation.hub_past import Years, invent_situations
from commonbeat.simulation.hub_truths import Truths

BY = actor(Role.OPERATOR, "simulation")
CLOCK = actor(Role.CLOCK, "simulation")
# Code, name, French name, sector.
AGENCIES = (
    ("police", "Riverbend Police", "Police de Riverbend", "police_municipal"),
    ("health", "Riverbend Mental Health", "Santé mentale de Riverbend", "mental_health"),
    ("school", "Riverbend School Board", "Conseil scolaire de Riverbend", "school_public"),
    ("housing", "Riverbend Housing", "Logement de Riverbend", "housing"),
    (
        "children",
        "Riverbend Child Protection",
        "Protection de l’enfance de Riverbend",
        "child_protection",
    ),
    ("addictions", "Riverbend Addictions", "Dépendances de Riverbend", "addictions"),
)
CODES = tuple(code for code, *_ in AGENCIES)


@dataclass(frozen=True, slots=True)
class Town:
    """A table with a past, and what is true of it."""

    table_key: str
    truths: Truths
    n: int


def found_agencies() -> None:
    """The agencies at the table; those that are there already stay as they are."""
    for code, name, name_fr, sector in AGENCIES:
        found_agency(code=code, name=name, name_fr=name_fr, sector=sector, by=BY)


def invent_years(
    rng: np.random.Generator,
    truths: Truths,
    years: Years,
    *,
    code: str,
    names: tuple[str, str] = ("Simulated table", "Table simulée"),
    rules: Rules | None = None,
    agencies: Sequence[str] = CODES,
) -> Town:
    """Found a table on the first day of the years and load its past."""
    noon = dt.datetime.combine(years.first, dt.time(12), dt.UTC)
    with clock.held_at(noon):
        table = found_table(code=code, name=names[0], name_fr=names[1], rules=rules, by=BY)
    n = load_past(
        table_key=table.key,
        situations=invent_situations(rng, truths, years, agencies=agencies),
        by=BY,
    )
    return Town(table.key, truths, n)


def count_years(town: Town, years: Years) -> int:
    """Count every month of the years, as the clock does when they are over; returns how many."""
    after = years.months[-1] + dt.timedelta(days=31 + 20)
    with clock.held_at(dt.datetime.combine(after, dt.time(12), dt.UTC)):
        return tally_months(table_key=town.table_key, most=years.n_months, by=CLOCK)
