"""A resident raises a concern; what breaks a rule is refused with every rule it breaks."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonbeat.core.actor import Actor
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.concerns import listing, public, reports
from commonbeat.domains.concerns.actions import handling, kinds, raising
from commonbeat.domains.concerns.errors import (
    AlreadyOver,
    ChangedMeanwhile,
    Fault,
    NoSuchKind,
    NotAccepted,
    NotOver,
)
from commonbeat.domains.concerns.queries import concerns
from commonbeat.domains.concerns.reports import Report
from commonbeat.roles import Role, actor

NOISE = Report(
    kind="noise",
    description="Loud music each night",
    longitude=-72.52,
    latitude=45.40,
    answers={"when": ["night", "evening"]},
)
SUSPICIOUS = Report(
    kind="suspicious",
    address="by the river",
    answers={
        "happening": "past",
        "behaviour": "tried door after door",
        "seen-at": "Tuesday evening",
        "unusual": "nobody lives there",
    },
)


@pytest.fixture(autouse=True)
def _kinds(shipped: None, noon: dt.datetime) -> None:
    """Every test starts from the shipped kinds, at noon."""


def holder(key: str) -> Actor:
    return actor(Role.CALLER, "link", holds=frozenset({f"concerns.concern:{key}"}))


def faults(report: Report, by: Actor) -> list[tuple[str, str]]:
    with pytest.raises(NotAccepted) as refused:
        raising.raise_concern(report=report, by=by)
    return [(fault.field, fault.rule) for fault in refused.value.faults]


def test_a_concern_gets_a_number_a_due_day_and_a_link_that_opens_it(ana: Actor) -> None:
    raised = raising.raise_concern(report=NOISE, by=ana)
    assert raised.number.startswith("26-")
    assert raised.due_at == dt.datetime(2026, 5, 19, 16, 0, tzinfo=dt.UTC)
    key = concerns.key_of_token(raised.token)
    assert key == raised.key
    seen = concerns.followed(holder(raised.key), raised.key)
    assert seen is not None
    assert (seen.number, seen.state, seen.description) == (
        raised.number,
        "received",
        "Loud music each night",
    )


def test_a_link_of_another_concern_shows_nothing(ana: Actor, eve: Actor) -> None:
    first = raising.raise_concern(report=NOISE, by=ana)
    second = raising.raise_concern(report=NOISE, by=ana)
    assert concerns.followed(holder(second.key), first.key) is None
    assert concerns.followed(eve, first.key) is None
    assert concerns.key_of_token("no such link") is None


def test_looking_for_an_earlier_try_reads_no_more_than_its_index(ana: Actor) -> None:
    again = dataclasses.replace(NOISE, app="page", asked_as="a form shown once")
    with CaptureQueriesContext(connection) as asked:
        raising.raise_concern(report=again, by=ana)
    looks = [one["sql"] for one in asked if '"asked_as" =' in one["sql"] and "SELECT" in one["sql"]]
    assert looks
    # SQLite takes the index only with its condition.
    assert all('NOT ("concerns_concern"."asked_as"' in sql for sql in looks)


def test_the_same_try_sent_twice_is_one_concern(ana: Actor, cho: Actor) -> None:
    again = dataclasses.replace(NOISE, app="page", asked_as="a form shown once")
    first = raising.raise_concern(report=again, by=ana)
    second = raising.raise_concern(report=again, by=ana)
    assert (second.number, second.is_new, second.token) == (first.number, False, first.token)
    assert len(listing.shown(public.Search())) == 1


def test_every_broken_rule_is_told_at_once(ana: Actor) -> None:
    wrong = Report(
        kind="noise",
        description="x" * 4001,
        latitude=45.0,
        answers={"when": ["noon"], "colour": "red"},
    )
    assert faults(wrong, ana) == [
        ("long", reports.HALF_A_POINT),
        ("description", reports.TOO_LONG),
        ("colour", reports.UNKNOWN),
        ("when", reports.NOT_A_CHOICE),
    ]
    assert listing.shown(public.Search()) == []


def test_a_required_question_must_be_answered(ana: Actor) -> None:
    silent = dataclasses.replace(NOISE, answers={})
    assert faults(silent, ana) == [("when", reports.MISSING)]


@pytest.mark.parametrize(
    ("described", "rule"),
    [
        ({"ethnicity": "any"}, reports.TWO_THINGS),
        ({"ethnicity": "any", "hair": "long"}, reports.TWO_THINGS),
        ({"hair": "long"}, reports.TWO_THINGS),
    ],
)
def test_a_person_is_described_by_two_things_besides_ethnicity(
    described: dict[str, str], rule: str, ana: Actor
) -> None:
    report = dataclasses.replace(SUSPICIOUS, answers={**SUSPICIOUS.answers, **described})
    assert faults(report, ana) == [("description_of_a_person", rule)]


def test_two_things_and_then_ethnicity_are_taken(ana: Actor) -> None:
    described = {"hair": "long", "clothing": "red coat", "ethnicity": "any"}
    report = dataclasses.replace(SUSPICIOUS, answers={**SUSPICIOUS.answers, **described})
    assert raising.raise_concern(report=report, by=ana).is_new


@pytest.mark.parametrize("now", ["now", "danger"])
def test_what_happens_now_belongs_to_the_emergency_number(now: str, ana: Actor) -> None:
    report = dataclasses.replace(SUSPICIOUS, answers={**SUSPICIOUS.answers, "happening": now})
    assert ("happening", reports.DANGER) in faults(report, ana)


def test_a_private_kind_never_shows_outside(ana: Actor) -> None:
    private = raising.raise_concern(report=SUSPICIOUS, by=ana)
    assert listing.shown(public.Search()) == []
    assert listing.shown(public.Search(numbers=[private.number])) == []


def test_outside_sees_a_moved_place_and_no_words_of_the_resident(ana: Actor) -> None:
    raising.raise_concern(report=NOISE, by=ana)
    raising.raise_concern(report=NOISE, by=ana)
    first, second = listing.shown(public.Search())
    assert first.words == ""
    assert (first.latitude, first.longitude) == (second.latitude, second.longitude)
    assert (first.latitude, first.longitude) != (NOISE.latitude, NOISE.longitude)
    assert first.latitude is not None
    assert abs(first.latitude - 45.40) * 111_320 < 200


def test_an_unknown_or_retired_kind_is_refused(ana: Actor, operator: Actor) -> None:
    with pytest.raises(NoSuchKind):
        raising.raise_concern(report=Report(kind="nothing", address="x"), by=ana)
    kinds.retire_kind(code="noise", by=operator)
    with pytest.raises(NoSuchKind):
        raising.raise_concern(report=NOISE, by=ana)


def test_nobody_without_the_right_raises_anything(eve: Actor) -> None:
    with pytest.raises(NotPermitted):
        raising.raise_concern(report=NOISE, by=eve)


def test_closed_concerns_open_again_when_the_resident_says_not_fixed(
    ana: Actor, cho: Actor
) -> None:
    raised = raising.raise_concern(report=NOISE, by=ana)
    with pytest.raises(NotOver):
        handling.say_not_fixed(key=raised.key, by=holder(raised.key))
    handling.answer(key=raised.key, version=1, state="done", words="We spoke to them.", by=cho)
    with pytest.raises(AlreadyOver):
        handling.answer(key=raised.key, version=2, state="done", words="", by=cho)
    told = handling.say_not_fixed(key=raised.key, by=holder(raised.key))
    assert told.state == "received"
    whole = concerns.whole(cho, raised.key)
    assert whole is not None
    assert whole.line.n_not_fixed == 1
    assert [update.state for update in whole.updates] == ["received", "done", "received"]


def test_two_at_once_change_it_once(ana: Actor, cho: Actor, bell: Actor) -> None:
    raised = raising.raise_concern(report=NOISE, by=ana)
    handling.answer(key=raised.key, version=1, state="looking", words="", by=cho)
    with pytest.raises(ChangedMeanwhile):
        handling.answer(key=raised.key, version=1, state="planned", words="", by=bell)


def test_a_fault_names_its_field_and_rule() -> None:
    assert str(NotAccepted([Fault("when", "missing")])) == "when: missing"
