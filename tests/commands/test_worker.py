"""`commonbeat worker`: carries what is due, goes the clock's rounds, and says it is alive."""

from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from commonbeat.commands import worker as worker_command
from commonbeat.commands.worker import worker
from commonbeat.core import clock, heartbeats, schedules
from commonbeat.core.models import Round
from commonbeat.domains.contact.gateways import gateway as gateways
from tests.domains.contact.made import ANA, BEN, draft, known, queued, state

pytestmark = pytest.mark.usefixtures("noon")


def _once() -> str:
    done = CliRunner().invoke(worker, ["--once"], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_once_carries_what_is_due_and_says_how_many(noon):
    queued(
        draft(known(ANA), "due"),
        draft(known(BEN), "later", not_before=noon + dt.timedelta(minutes=5)),
    )
    assert _once() == "1 carried.\n"
    assert (state("due")[0], state("later")[0]) == ("handed over", "queued")
    assert _once() == "0 carried.\n"


def test_it_shows_that_it_is_alive_and_goes_every_round(noon):
    _once()
    assert "worker" in [sign.name for sign in heartbeats.signs()]
    assert set(Round.objects.values_list("name", flat=True)) == set(schedules.SCHEDULE)
    assert "workflows.forget_in_time" in schedules.SCHEDULE


def test_what_waited_too_long_is_given_up(noon):
    queued(draft(known(), "old", expires_at=noon + dt.timedelta(minutes=1)))
    with clock.moved_by(dt.timedelta(minutes=2)):
        _once()
    assert state("old") == ("expired", "too late")


def test_a_gateway_without_its_settings_ends_it_at_once_with_a_sentence(settings):
    settings.GATEWAY, settings.KANNEL_USERNAME = "kannel", ""
    gateways.gateway_named.cache_clear()
    with pytest.raises(ImproperlyConfigured, match="COMMONBEAT_KANNEL_USERNAME"):
        CliRunner().invoke(worker, ["--once"], catch_exceptions=False)


def test_trouble_with_the_database_is_told_by_its_kind_and_waited_out(caplog, monkeypatch):
    class Ending:
        waited = 0.0

        def wait(self, seconds):
            self.waited += seconds

    def breaks():
        raise OperationalError(f"could not write {ANA}")

    monkeypatch.setattr(worker_command.connections, "close_all", lambda: None)
    ending = Ending()
    assert worker_command._in_safety(breaks, ending) == 0
    assert ending.waited > 0
    assert "OperationalError" in caplog.text
    assert ANA not in caplog.text
