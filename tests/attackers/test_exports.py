"""Files, registers, subject access and machines: none of them grows with a screening or a note."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from commonbeat.core import clock
from commonbeat.domains.hub.actions.tallies import tally_months
from commonbeat.domains.hub.models import HubTable
from commonbeat.domains.hub.queries import counting
from commonbeat.roles import Role, actor
from tests.attackers.releases import COUNTER
from tests.attackers.stage import REJECTED_FACTOR, WHO, Attackers, Stage, bare
from tests.attackers.test_ledger import work_on_screenings

MONTH = "?table={table}&period=2026-05"
FILES = {
    "an analyst": [f"/staff/hub/month.csv{MONTH}", f"/staff/hub/month/{MONTH}"],
    "a privacy officer": ["/staff/privacy/"],
}
MACHINES = (
    "/machines/openapi.json",
    "/machines/open311/openapi.json",
    "/machines/open311/v2/requests.json",
)


def pages_of(stage: Stage, attackers: Attackers) -> dict[str, tuple[int, str, str]]:
    """Every file and register that somebody may take away."""
    from django.urls import reverse

    addresses = {
        "an analyst": [
            reverse("staff:hub_month_csv"),
            reverse("staff:hub_month"),
            reverse("staff:hub_figures"),
        ],
        "a privacy officer": [reverse("staff:privacy")],
    }
    found = {}
    for who, its in addresses.items():
        for where in its:
            asked = f"{where}?table={stage.riv.table.key}&period=2026-05"
            found[where] = bare(attackers[who].get(asked))
    held = attackers["a privacy officer"].post(
        reverse("staff:held"), {"number": "+18195550101", "download": "1"}
    )
    found["held"] = bare(held)
    for where in MACHINES:
        found[where] = bare(Client().get(where))
    return found


@pytest.fixture
def counted(stage: Stage) -> Stage:
    """May is over and counted: the rejected situation and the one at filter 3 are in it."""
    HubTable.objects.filter(pk=stage.riv.table.pk).update(founded_on=dt.date(2026, 5, 1))
    with clock.moved_by(dt.timedelta(days=40)):
        tally_months(table_key=stage.riv.table.key, by=actor(Role.CLOCK, "worker"))
    return stage


def test_no_file_register_or_machine_tells_of_a_screening(counted: Stage, attackers: Attackers):
    before = pages_of(counted, attackers)
    assert {answer[0] for answer in before.values()} >= {200}
    work_on_screenings(counted)
    assert pages_of(counted, attackers) == before
    text = str(before)
    assert not [mark for mark in (*WHO, counted.draft, counted.rejected) if mark in text]


def test_a_rejected_situation_leaves_a_count_and_no_factor(counted: Stage):
    """Even the counts before the rule hold no factor of it; those of the other are there."""
    (tally,) = counting.tallies(
        COUNTER, counted.riv.table.key, dt.date(2026, 5, 1), dt.date(2026, 5, 1)
    )
    assert tally.counts["rejections"] == {"not_elevated": 1}
    assert counting.grouped(tally, "factor").codes == ("alcohol-use", "antisocial-home")
    assert REJECTED_FACTOR not in str(tally.counts)
    assert tally.counts["opened"] == 2, "a draft counts nowhere"


def test_a_month_of_two_situations_shows_no_number(counted: Stage, attackers: Attackers):
    from django.urls import reverse

    where = f"{reverse('staff:hub_month_csv')}?table={counted.riv.table.key}&period=2026-05"
    lines = attackers["an analyst"].get(where).content.decode().splitlines()[1:]
    assert len(lines) > 20
    assert {line.rsplit(",", 2)[1] for line in lines} <= {"suppressed", "N/A"}
