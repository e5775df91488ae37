"""The clock's rounds: each is run by one worker when it is due, and a failure is not the end."""

import datetime as dt

import pytest

from commonbeat.core import clock, schedules
from commonbeat.core.models import Round
from tests.conftest import NOON

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def ran(monkeypatch):
    monkeypatch.setattr(schedules, "SCHEDULE", {})
    seen = []

    @schedules.every(MINUTE)
    def count_up(*, by):
        seen.append(by.name)

    return seen


def test_a_round_runs_when_it_is_due_and_not_before(ran, noon, the_clock):
    assert schedules.run_due(by=the_clock) == 1
    assert schedules.run_due(by=the_clock) == 0
    with clock.held_at(NOON + MINUTE):
        assert schedules.run_due(by=the_clock) == 1
    assert ran == ["clock:worker"] * 2


def test_a_round_held_by_another_worker_waits_until_its_lease_is_over(ran, noon, the_clock):
    schedules.run_due(by=the_clock)
    Round.objects.update(next_at=NOON, leased_until=NOON + MINUTE)
    assert schedules.run_due(by=the_clock) == 0
    with clock.held_at(NOON + MINUTE):
        assert schedules.run_due(by=the_clock) == 1


def test_a_round_that_fails_is_noted_and_tried_again(ran, noon, the_clock, monkeypatch):
    @schedules.every(MINUTE)
    def fail(*, by):
        raise RuntimeError("Ana")

    assert schedules.run_due(by=the_clock) == 2
    row = Round.objects.get(name__endswith=".fail")
    assert (row.n_failures, row.leased_until) == (1, None)
