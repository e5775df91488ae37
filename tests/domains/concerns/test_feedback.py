"""Complaints go through their stages in time; thanks reach the officer and rank nobody."""

from __future__ import annotations

import datetime as dt

import pytest

from commonbeat.core import clock, retention
from commonbeat.core.actor import Actor
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.agencies.actions import staff
from commonbeat.domains.concerns import public
from commonbeat.domains.concerns.actions import bodies, complaints, thanks
from commonbeat.domains.concerns.actions.complaints import Taken
from commonbeat.domains.concerns.errors import (
    AlreadyOver,
    ChangedMeanwhile,
    NotAccepted,
    StageSkipped,
)
from commonbeat.domains.concerns.queries import feedback
from commonbeat.roles import Role, actor

WORDS = "Nobody answered my letter for two months."


@pytest.fixture(autouse=True)
def _noon(noon: dt.datetime) -> None:
    """Every test is at noon."""


def complain(ana: Actor, **changes: object) -> Taken:
    given: dict[str, object] = {
        "category": "service",
        "words": WORDS,
        "area_id": None,
        "language": "en",
        "point_id": None,
        "knows_independent_route": True,
    }
    return complaints.complain(**given | changes, by=ana)  # type: ignore[arg-type]


def test_the_independent_route_comes_first(ana: Actor) -> None:
    with pytest.raises(NotAccepted) as refused:
        complain(ana, knows_independent_route=False)
    assert refused.value.faults[0].field == "knows_independent_route"


def test_the_shipped_directory_is_loaded_once_and_can_be_changed(operator: Actor) -> None:
    assert complaints.load_shipped_bodies(by=operator) == 2
    assert complaints.load_shipped_bodies(by=operator) == 0
    assert [body.code for body in public.oversight_bodies()] == ["leca", "inspectorate"]
    bodies.retire_body(code="leca", by=operator)
    assert [body.code for body in public.oversight_bodies()] == ["inspectorate"]


def test_a_complaint_is_followed_through_its_stages_with_their_clocks(
    ana: Actor, cho: Actor, noon: dt.datetime
) -> None:
    taken = complain(ana)
    complaints.move_on(key=taken.key, version=1, stage="screened", owner_id=None, by=cho)
    complaints.move_on(key=taken.key, version=2, stage="local response", owner_id=None, by=cho)
    with clock.held_at(noon + dt.timedelta(days=31)):
        [line] = feedback.complaints(cho)
        assert line.is_late
        assert line.words == ""
        complaints.move_on(key=taken.key, version=3, stage="investigated", owner_id=None, by=cho)
        key = feedback.complaint_of_token(taken.token)
        holder = actor(Role.CALLER, "link", holds=frozenset({f"concerns.complaint:{key}"}))
        seen = feedback.complaint(holder, taken.key)
        assert seen is not None
        assert seen.words == WORDS
        assert [(s.stage, s.is_late) for s in seen.stages] == [
            ("received", False),
            ("screened", False),
            ("local response", True),
            ("investigated", False),
        ]
        assert seen.due_at == clock.now() + dt.timedelta(days=120)


def test_stages_come_in_order_and_an_ended_complaint_stays_ended(ana: Actor, cho: Actor) -> None:
    taken = complain(ana)
    with pytest.raises(StageSkipped):
        complaints.move_on(key=taken.key, version=1, stage="investigated", owner_id=None, by=cho)
    with pytest.raises(ChangedMeanwhile):
        complaints.move_on(key=taken.key, version=9, stage="screened", owner_id=None, by=cho)
    complaints.conclude_complaint(
        key=taken.key, version=1, outcome="resolved", words="We called you.", by=cho
    )
    with pytest.raises(AlreadyOver):
        complaints.move_on(key=taken.key, version=2, stage="screened", owner_id=None, by=cho)


def test_the_words_go_with_their_key_two_years_after_the_end(
    ana: Actor, cho: Actor, noon: dt.datetime
) -> None:
    taken = complain(ana)
    complaints.conclude_complaint(
        key=taken.key, version=1, outcome="upheld", words="You were right.", by=cho
    )
    with clock.held_at(noon + dt.timedelta(days=731)):
        retention.purge()
        seen = feedback.complaint(cho, taken.key)
    assert seen is not None
    assert (seen.words, seen.outcome_words, seen.outcome) == ("", "", "upheld")


def test_others_see_no_complaint(ana: Actor, bell: Actor, eve: Actor) -> None:
    taken = complain(ana)
    for viewer in (ana, bell, eve):
        assert feedback.complaint(viewer, taken.key) is None
        assert feedback.complaints(viewer) == []
    with pytest.raises(NotPermitted):
        complaints.move_on(key=taken.key, version=1, stage="screened", owner_id=None, by=bell)


def test_thanks_reach_the_officer_they_are_for_and_no_other(
    ana: Actor, cho: Actor, admin: Actor
) -> None:
    staff.found_agency(code="riverbend-police", name="Riverbend Police", is_police=True, by=admin)
    one, other = (
        staff.engage_staff(
            sign_in_name=name,
            display_name=name.title(),
            agency_code="riverbend-police",
            role="officer",
            password="a long enough password 1",
            by=admin,
        )
        for name in ("bell", "eve")
    )
    thanks.say_thanks(
        about="the officer at the school",
        words="You were kind.",
        officer_id=None,
        area_id=None,
        may_be_told=True,
        language="en",
        by=ana,
    )
    mine = actor(Role.OFFICER, one.key, holds=frozenset({f"agencies.staff:{one.key}"}))
    theirs = actor(Role.OFFICER, other.key, holds=frozenset({f"agencies.staff:{other.key}"}))
    [waiting] = feedback.thanks(cho)
    assert feedback.thanks(mine) == []
    thanks.pass_on_thanks(key=waiting.key, officer_id=one.pk, by=cho)
    assert [t.words for t in feedback.thanks(mine)] == ["You were kind."]
    assert feedback.thanks(theirs) == []
    assert thanks.note_seen(by=mine) == 1
