"""The demonstration's Hub: a meeting that is open now, and log-ins that open every door of it."""

import datetime as dt

import pytest
from django.test import Client

from commonbeat.core import clock
from commonbeat.domains.agencies.actions.personal_keys import open_personal_key
from commonbeat.domains.agencies.models import Staff
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.access import SeatRole
from commonbeat.domains.hub.models import HubTable, LaterCheck, Situation
from commonbeat.domains.hub.queries import overseeing
from commonbeat.domains.hub.queries.meeting import live
from commonbeat.domains.hub.queries.visits import due
from commonbeat.domains.initiatives import queries as initiatives
from commonbeat.portals.demo.accounts import ACCOUNTS, HUB_ACCOUNTS, PASSWORD
from commonbeat.roles import Role, actor, seated
from commonbeat.simulation import hub_issue
from commonbeat.simulation.hub_demo import settle_hub
from commonbeat.simulation.hub_people import PEOPLE, SPEAKERS
from commonbeat.simulation.settling import settle
from commonbeat.workflows import hub_figures
from commonbeat.workflows.first_setup import set_up_defaults

ANALYST = actor(Role.ANALYST, "diaz")


@pytest.fixture
def table(db) -> HubTable:
    """The invented town with its Hub, at an hour of a working day."""
    with clock.held_at(dt.datetime(2026, 5, 12, 15, tzinfo=dt.UTC)):
        set_up_defaults()
        settle()
        settle_hub()
        yield HubTable.objects.get()


def at_table(table: HubTable, name: str):
    agency, _called, seat = PEOPLE[name]
    key = Staff.objects.get(sign_in_name=name).key
    return seated(Role.PARTNER, key, table_key=table.key, agency_code=agency, seats=[seat])


def test_a_meeting_is_open_with_one_on_the_table_and_three_that_wait(table):
    now = live(at_table(table, "hub-chair"))
    assert now.meeting is not None
    assert now.is_quorate
    assert now.presenting.step == "presented"
    assert [card.step for card in now.queue].count("queued") == 3
    agreed = {one.agency.code for one in now.presenting.accords if one.agrees}
    assert agreed == {PEOPLE[name][0] for name in SPEAKERS} - {"health"}


def test_a_visit_is_due_and_its_note_opens_with_the_password_of_the_log_in(table):
    worker = at_table(table, "hub-health")
    planned = due(worker)
    assert len(planned) == 1
    key = next(card.key for card in live(worker).under_way if card.step == "planned")
    own = actor(Role.PARTNER, worker.name.partition(":")[2])
    unlocked = open_personal_key(password=PASSWORD, by=own)
    assert gate.read_note(situation_key=key, by=worker, unlocked=unlocked).name == "Pat Example"
    school = at_table(table, "hub-school")
    assert not gate.has_note(school, key)
    assert gate.has_note(at_table(table, "hub-police"), key)
    assert overseeing.readings(at_table(table, "hub-privacy"))


def test_every_log_in_of_the_hub_signs_in_and_finds_its_table(table):
    for account in HUB_ACCOUNTS:
        client = Client()
        given = {"sign_in_name": account.sign_in_name, "password": account.password}
        answer = client.post("/staff/sign-in/", given, follow=True)
        assert answer.status_code == 200
        assert "Riverbend" in client.get("/partners/").content.decode(), account.sign_in_name
    assert {PEOPLE[account.sign_in_name][2] for account in HUB_ACCOUNTS} == set(SeatRole)
    assert not {a.sign_in_name for a in ACCOUNTS} & set(PEOPLE)


def test_the_analyst_sees_last_year_and_an_issue_with_a_recommendation(table):
    names = [span.name for span in hub_figures.period_choices(ANALYST, table.key)]
    assert "2025" in names
    known = hub_figures.know(ANALYST, table.key, hub_figures.span_named("2025"))
    gaps = {line.code: line for line in hub_figures.gap_view(known).lines}
    assert gaps["detox"].estimate.estimate > 0.3
    found = [one for one in hub_figures.suggestions(ANALYST, known) if one.kind == "gap"]
    assert [one.code for one in found] == ["detox"]
    issue = initiatives.issues(ANALYST)[0]
    assert issue.title == hub_issue.TITLE.text


def test_nothing_in_the_past_is_later_than_now(table):
    counter, now = actor(Role.HUB_FIGURES, "tests"), clock.now()
    past = Situation.objects.seen_by(counter).filter(concluded_by="invented")
    assert past.count() > 200
    for field in ("decided_at", "first_visit_at", "concluded_at"):
        assert not past.filter(**{f"{field}__gt": now}).exists()
    checks = LaterCheck.objects.seen_by(counter)
    assert not checks.filter(answered_at__gt=now).exists()
    assert checks.filter(due_on__gt=now.date(), answered_at=None).exists()
