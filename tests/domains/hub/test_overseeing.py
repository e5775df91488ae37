"""What the privacy lead and the chair see, and what neither of them ever does."""

from __future__ import annotations

import datetime as dt

import pytest

from commonbeat.core import clock
from commonbeat.domains.agencies.actions.agreements import end_agreement
from commonbeat.domains.agencies.models import Agreement
from commonbeat.domains.agencies.terms import today
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.actions import deciding, meetings
from commonbeat.domains.hub.queries import overseeing
from tests.domains.hub import walks
from tests.domains.hub.cast import seat_people
from tests.domains.hub.test_gate import open_note, read

A_DAY = dt.timedelta(days=1)


@pytest.fixture
def watched(hub):
    """Table RIV with a note that Bell has read once, and whose agency then said out."""
    key = walks.elevate(hub)
    open_note(hub, key)
    read(hub, key, "bell")
    deciding.say_out(situation_key=key, by=hub.by["bell"])
    hub.key = key
    return hub


def test_the_privacy_lead_sees_each_reading_with_ground_and_purpose(watched):
    reading, opening = overseeing.readings(watched.by["lead"])
    assert (reading.what, reading.person, reading.agency.code) == ("read_note", "Bell", "school")
    assert (opening.what, opening.person, opening.basis) == ("open_note", "Ana", "serious_harm")
    assert reading.number == opening.number == "RIV-2026-0001"
    assert opening.n_readers == 5


def test_the_privacy_lead_sees_what_was_destroyed_and_lost(watched, the_clock):
    with clock.moved_by(A_DAY * 14):
        gate.destroy_expired(by=the_clock)
        first, second = overseeing.purges(watched.by["lead"])
    assert (first.by_clock, first.n_notes) == (True, 1)
    assert (second.what, second.n_readers) == ("end_readings", 1)


def test_the_privacy_lead_counts_notes_and_grounds(watched):
    now = overseeing.notes_now(watched.by["lead"])
    assert (now.n_open, now.bases) == (1, {"serious_harm": 1})
    assert now.next_end_at == clock.now() + A_DAY * 14


def test_no_view_of_the_privacy_lead_holds_content(watched):
    lead = watched.by["lead"]
    shown = str([overseeing.readings(lead), overseeing.purges(lead), overseeing.notes_now(lead)])
    assert "Marker" not in shown
    assert "Elm" not in shown
    assert "housing-none" not in shown
    assert not gate.has_note(lead, watched.key)
    assert walks.shown.card(lead, watched.key) is None


@pytest.mark.parametrize("who", ["ana", "bell", "chair", "clerk", "police_approver"])
def test_nobody_else_sees_who_read(watched, who):
    viewer = watched.by[who]
    assert overseeing.readings(viewer) == []
    assert overseeing.purges(viewer) == []
    assert overseeing.notes_now(viewer) is None


def test_the_lead_of_another_table_sees_nothing_of_it(watched):
    sea = seat_people(code="SEA")
    assert overseeing.readings(sea.by["lead"]) == []
    assert overseeing.purges(sea.by["lead"]) == []
    assert overseeing.notes_now(sea.by["lead"]).n_open == 0


def test_the_chair_sees_what_is_signed_and_what_lapses_first(hub, operator):
    with clock.moved_by(A_DAY):
        agreement = Agreement.objects.get(agency=hub.agencies["school"])
        end_agreement(agreement_key=agreement.key, by=operator)
        found = overseeing.standings(hub.by["chair"])
    assert len(found) == 13
    assert {one.person for one in found if not one.is_good} == {
        "Bell",
        "Clerk",
        "Approver of the school board",
    }
    assert found[0].until is None
    assert found[-1].until == today() + A_DAY * 365
    assert found[-1].runs_out(today() + A_DAY * 310)
    assert not found[-1].runs_out(today())


@pytest.mark.parametrize("who", ["ana", "clerk", "police_approver"])
def test_others_do_not_see_what_is_signed(hub, who):
    assert overseeing.standings(hub.by[who]) == []
    assert overseeing.cadence(hub.by[who]) is None


def meet_after(hub, days: int, kind: str = "regular") -> None:
    with clock.moved_by(A_DAY * days):
        one = meetings.plan_meeting(kind=kind, planned_for=clock.now(), by=hub.by["chair"])
        meetings.open_meeting(key=one.key, by=hub.by["chair"])
        meetings.close_meeting(key=one.key, by=hub.by["chair"])


def test_the_chair_sees_whether_the_cadence_is_kept(hub):
    assert overseeing.cadence(hub.by["chair"]) is None
    for days in (0, 7, 14):
        meet_after(hub, days)
    with clock.moved_by(A_DAY * 15):
        kept = overseeing.cadence(hub.by["chair"])
    assert (kept.is_kept, kept.n_held, kept.longest_gap) == (True, 3, 7)
    with clock.moved_by(A_DAY * 22):
        late = overseeing.cadence(hub.by["chair"])
    assert (late.is_kept, late.longest_gap) == (False, 8)
