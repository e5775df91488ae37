"""An invented Hub: its past is what was drawn, joins no real one, and the figures find its truths."""

import datetime as dt

import numpy as np
import pytest

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.hub.actions.meetings import plan_meeting
from commonbeat.domains.hub.actions.pasts import PastSituation, load_past
from commonbeat.domains.hub.actions.tables import end_table, found_table
from commonbeat.domains.hub.actions.words import load_codes
from commonbeat.domains.hub.errors import NoSuchTable, NotComplete
from commonbeat.domains.hub.models import (
    HubTable,
    Involvement,
    LaterCheck,
    ServiceMobilised,
    Situation,
    SituationCode,
    Visit,
)
from commonbeat.roles import Role, actor
from commonbeat.simulation import hub_years
from commonbeat.simulation.hub_judging import look_through, together
from commonbeat.simulation.hub_past import Years, invent_situations
from commonbeat.simulation.hub_truths import draw_truths
from tests.domains.hub import walks
from tests.domains.hub.cast import seat_people

pytestmark = pytest.mark.arithmetic

BY = hub_years.BY
COUNTER = actor(Role.HUB_FIGURES, "tests")
ANALYST = actor(Role.ANALYST, "diaz")
MORNING = dt.datetime(2024, 3, 4, 15, tzinfo=dt.UTC)
ONE = PastSituation(
    opened_at=MORNING,
    originator="police",
    kind="person",
    age_band="18-24",
    sex="female",
    risks=("alcohol-use", "housing-none"),
    protective=("hopeful",),
    flags=("wait_list",),
    agencies=("health", "police"),
    visited_at=MORNING + dt.timedelta(hours=20),
    outcome="apprehended",
    concluded_at=MORNING + dt.timedelta(days=2),
    conclusion="connected",
    services=(("detox", "none"), ("housing", "connected")),
    later=("improved", ""),
)
NO = PastSituation(MORNING + dt.timedelta(days=1), "school", "family", rejection="single_agency")


@pytest.fixture
def ground(db):
    """The words and the agencies of an invented town."""
    load_codes(by=BY)
    hub_years.found_agencies()


def a_table(code: str = "INV") -> HubTable:
    return found_table(code=code, name="Invented", name_fr="Inventée", by=BY)


def seen(model):
    return model.objects.seen_by(COUNTER)


def test_a_past_is_written_as_it_was_drawn(ground):
    made = a_table()
    assert load_past(table_key=made.key, situations=iter([ONE, NO]), by=BY) == 2
    taken, rejected = seen(Situation).order_by("number")
    assert (taken.number, rejected.number) == ("INV-2024-0001", "INV-2024-0002")
    assert (taken.sector, taken.lead.code, taken.originator.code) == (
        "police_municipal",
        "health",
        "police",
    )
    assert taken.decided_at == MORNING
    assert taken.first_visit_at == ONE.visited_at
    assert (taken.reason.code, taken.is_elevated, taken.is_open) == ("connected", True, False)
    assert set(seen(SituationCode).values_list("code__code", flat=True)) == {
        "alcohol-use",
        "housing-none",
        "hopeful",
        "wait_list",
    }
    assert dict(seen(ServiceMobilised).values_list("service__code", "how")) == dict(ONE.services)
    assert seen(Visit).get().was_coercive
    assert seen(Involvement).get(is_lead=True).agency.code == "health"
    answers = seen(LaterCheck).order_by("days").values_list("answer__code", "due_on")
    assert list(answers) == [("improved", dt.date(2024, 4, 5)), (None, dt.date(2024, 6, 4))]
    assert (rejected.step, rejected.reason.code) == ("rejected", "single_agency")
    assert rejected.originator is None
    assert not seen(SituationCode).filter(situation=rejected).exists()


def test_an_invented_past_joins_no_table_that_has_seats_meetings_or_situations(ground):
    made = a_table()
    load_past(table_key=made.key, situations=[ONE], by=BY)
    with pytest.raises(NotComplete):
        load_past(table_key=made.key, situations=[NO], by=BY)
    cast = seat_people(code="REAL")
    with pytest.raises(NotComplete):
        load_past(table_key=cast.table.key, situations=[ONE], by=BY)
    bare = seat_people(code="BARE", people=("chair",))
    plan_meeting(planned_for=clock.now(), by=bare.by["chair"])
    bare.seats["chair"].delete()
    with pytest.raises(NotComplete):
        load_past(table_key=bare.table.key, situations=[ONE], by=BY)
    gone = a_table("GONE")
    end_table(table_key=gone.key, by=BY)
    with pytest.raises(NoSuchTable):
        load_past(table_key=gone.key, situations=[ONE], by=BY)
    assert seen(Situation).count() == 1


@pytest.mark.parametrize("role", [Role.PARTNER, Role.ANALYST, Role.COORDINATOR, Role.CLOCK])
def test_only_who_sets_tables_up_may_load_a_past(ground, role):
    made = a_table()
    with pytest.raises(NotPermitted):
        load_past(table_key=made.key, situations=[ONE], by=actor(role, "eve"))
    assert not seen(Situation).exists()


def test_what_comes_in_after_an_invented_past_takes_the_next_number(ground):
    with clock.held_at(MORNING + dt.timedelta(days=30)):
        made = a_table("RIV")
        load_past(table_key=made.key, situations=[ONE, NO], by=BY)
        cast = seat_people(code="RIV")
        key = walks.submit(cast)
        assert walks.card(cast, key).number == "RIV-2024-0003"


def test_the_same_seed_draws_the_same_past_and_another_one_another(ground):
    def drawn(seed: int) -> list[PastSituation]:
        rng = np.random.default_rng(seed)
        years = Years(dt.date(2024, 1, 1), 2, 20)
        return list(invent_situations(rng, draw_truths(rng), years, agencies=hub_years.CODES))

    assert drawn(4) == drawn(4)
    assert drawn(4) != drawn(5)


def test_situations_are_as_rich_as_meant_and_never_twice_the_same_factor(ground):
    rng = np.random.default_rng(6)
    years = Years(dt.date(2024, 1, 1), 12, 100)
    truths = draw_truths(rng, n_rising=0)
    past = list(invent_situations(rng, truths, years, agencies=hub_years.CODES))
    taken = [one for one in past if not one.rejection]
    assert 8 < np.mean([len(one.risks) for one in taken]) < 10
    assert all(len(set(one.risks)) == len(one.risks) for one in taken)
    assert all(len(dict(one.services)) == len(one.services) >= 2 for one in taken)
    assert [one.opened_at for one in past] == sorted(one.opened_at for one in past)
    first, second = truths.planted.pairs[0]
    held = [second in one.risks for one in taken if first in one.risks]
    others = [second in one.risks for one in taken if first not in one.risks]
    assert np.mean(held) > 2 * np.mean(others)


def test_the_figures_find_what_was_planted_and_hardly_anything_else(ground):
    years = Years(dt.date(2021, 1, 1), 60, 15)
    judged = []
    for seed in (1, 2, 3):
        rng = np.random.default_rng(seed)
        truths = draw_truths(rng)
        town = hub_years.invent_years(rng, truths, years, code=f"T{seed}")
        assert hub_years.count_years(town, years) == 60
        judged.append(look_through(ANALYST, town.table_key, truths))
    found, hidden, missed, false = together(judged)
    assert found >= 0.75 * (found + hidden + missed)
    assert false <= 0.05 * (found + false)
    kinds = {name.partition(":")[0] for one in judged for name in one.found}
    assert kinds == {"gap", "pair", "change", "wait list"}


def test_where_nothing_was_planted_nothing_is_suggested(ground):
    years = Years(dt.date(2021, 1, 1), 60, 15)
    rng = np.random.default_rng(11)
    truths = draw_truths(rng, n_gaps=0, n_pairs=0, n_rising=0)
    town = hub_years.invent_years(rng, truths, years, code="NONE")
    hub_years.count_years(town, years)
    judged = look_through(ANALYST, town.table_key, truths)
    assert not judged.found | judged.hidden | judged.missed | judged.false
