import numpy as np

from commonbeat.evidence.effects.calibrated import calibrated_effect
from commonbeat.evidence.effects.finding import run_plan
from commonbeat.evidence.effects.panel import panel_of
from commonbeat.evidence.effects.plan import Chosen, Plan, freeze
from commonbeat.evidence.monitoring.funnel import funnel
from commonbeat.evidence.pictures.findings import draw_effects, draw_finding, draw_months
from commonbeat.evidence.pictures.funnel import FunnelChart, draw_funnel

AREAS = tuple(f"Area {i}" for i in range(14))
MONTHS = tuple(f"{2022 + m // 12}-{m % 12 + 1:02d}" for m in range(36))
PLAN = Plan(
    title="Block watch",
    measure="break-ins",
    treated=AREAS[:2],
    comparison=AREAS[3:],
    neighbours=AREAS[2:3],
    first_month=MONTHS[0],
    start_month=MONTHS[24],
    last_month=MONTHS[-1],
    chosen=Chosen.AT_RANDOM,
    locked_on="2023-12-01",
)


def panel():
    counts = np.random.default_rng(1).poisson(40, (14, 36))
    counts[:2, 24:] //= 2
    return panel_of(counts, AREAS, MONTHS)


def test_all_areas_are_drawn_beside_the_best():
    table = panel().counts
    sums = table[:, :24].sum(axis=1), table[:, 24:].sum(axis=1)
    effects = [calibrated_effect(*sums, [i], length_before=24, length_after=12) for i in range(6)]
    picture = draw_effects("Change", AREAS[:6], effects)
    assert len(picture.table.rows) == 6
    assert picture.table.rows[0][0] in AREAS[:2]
    assert picture.table.rows[0][1].startswith("−")
    assert "No change" in picture.svg


def test_a_finding_is_drawn_with_its_second_opinion_and_its_months_with_the_start():
    finding = run_plan(freeze(PLAN), panel())
    picture = draw_finding(finding)
    assert [row[0] for row in picture.table.rows] == [
        "Against 11 other areas",
        "By sham programmes",
        "Places next door",
    ]
    months = draw_months(finding, panel(), language="fr")
    assert "Début" in months.svg
    assert len(months.table.rows) == 36


def test_a_funnel_names_only_the_areas_that_stand_out():
    rng = np.random.default_rng(3)
    expected = rng.uniform(20, 400, 40)
    level = rng.lognormal(0, 0.15, 40)
    level[7] = 3
    found = funnel(rng.poisson(expected * level), expected)
    labels = tuple(f"Place {i}" for i in range(40))
    picture = draw_funnel(FunnelChart("Calls", found, tuple(expected), labels))
    assert "Place 7<" in picture.svg
    assert "Place 8<" not in picture.svg
    assert picture.table.rows[7][3] == "yes"
    assert picture.description == found.sentence()
    assert " style=" not in picture.svg
