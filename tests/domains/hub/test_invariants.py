"""Anybody does anything at any time, and after each step what must hold holds.

A seeded walk: every role (members of five agencies, approvers, chair, clerk, privacy lead,
administrator, operator, the clock, another table's people, nobody) tries every verb at every step
of a situation. Half of the tries are what would come next, so that all steps are reached.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from random import Random

import pytest

from commonbeat.core import clock, ledger
from commonbeat.core.errors import Refused
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.actions.tables import Rules
from commonbeat.domains.hub.queries import meeting as shown
from commonbeat.domains.hub.queries import screening as screenings
from tests.domains.hub import invariants
from tests.domains.hub.cast import seat_people
from tests.domains.hub.invariants import Row
from tests.domains.hub.verbs import VERBS, A, C, D, K, agency_of
from tests.domains.hub.wanderers import Person, Town

N_STEPS = 900
STEPS = ("queued", "presented", "elevated", "involved", "planned", "visited")
ENDS = ("closed", "rejected", "withdrawn")
Try = tuple[str, Person, str]


@pytest.fixture
def town(words, noon) -> Town:
    """Two tables with all their people."""
    river = seat_people(rules=Rules(consensus="most"))
    sea = seat_people(code="SEA", people=["ana", "cho", "chair", "police_approver"])
    return Town((river, sea), Random(6), noon)


def next_thing(town: Town) -> Try:
    """What would come next at one of the tables, by somebody who may."""
    table = town.chance.choice([0, 0, 0, 0, 1])
    pk = town.casts[table].table.pk
    rows = [r for r in town.before["Situation"].values() if r["is_open"] and r["table_id"] == pk]
    if town.open_meeting(pk) is None:
        return _before_meeting(town, pk)
    if len(town.there(pk)) < 3 and town.likely(0.6):
        return "attend", town.at_table(pk, lambda p: p.discusses), ""
    asked = _asked_later(town, pk)
    if asked and town.likely(0.2):
        return "record_later_check", *town.chance.choice(asked)
    if len(rows) < 3 or town.likely(0.1):
        return _filter_1(town, pk)
    # One at a time, as tables do: mostly the oldest.
    row = min(rows, key=lambda r: r["id"]) if town.likely(0.7) else town.chance.choice(rows)
    return _next_of(town, pk, row)


def _before_meeting(town: Town, pk: int) -> Try:
    planned = [
        r for r in town.before["Meeting"].values() if r["table_id"] == pk and not r["opened_at"]
    ]
    verb = "open_meeting" if planned else town.chance.choice(["plan_meeting", "call_emergency"])
    return verb, town.at_table(pk, lambda p: p.sits(C)), ""


def _asked_later(town: Town, pk: int) -> list[tuple[Person, str]]:
    rows = town.before["Situation"]
    due = [
        rows[one["situation_id"]]["key"]
        for one in town.before["LaterCheck"].values()
        if one["answered_at"] is None and one["due_on"] <= town.now.date()
    ]
    return [
        (town.at_table(pk, lambda p: p.discusses and p.agency == lead), key)  # noqa: B023
        for key in due
        for lead in [town.lead(key)]
        if town.before.situation(key)["table_id"] == pk  # type: ignore[index]
    ]


def _filter_1(town: Town, pk: int) -> Try:
    rows = [
        row
        for row in town.before["Screening"].values()
        if row["table_id"] == pk and row["keep_until"] > town.now
    ]
    mine = [agency_of(town, row) for row in rows if row["state"] == "approved"]
    if mine:
        return "submit_situation", town.at_table(pk, lambda p: p.discusses and p.agency in mine), ""
    mine = [agency_of(town, row) for row in rows if row["state"] == "draft"]
    verb = town.chance.choice(["approve_screening"] * 6 + ["change_screening", "drop_screening"])
    seat = A if verb == "approve_screening" else D
    if mine:
        return verb, town.at_table(pk, lambda p: p.sits(seat) and p.agency in mine), ""
    may_be_approved = {p.agency for p in town.people.values() if p.sits(A) and p.table.pk == pk}  # type: ignore[union-attr]
    drafts = town.at_table(pk, lambda p: p.discusses and p.agency in may_be_approved)
    return "draft_screening", drafts, ""


def _next_of(town: Town, pk: int, row: Row) -> Try:
    key, chance = str(row["key"]), town.chance
    said_in, _ = town.said(key)
    origin, lead = town.origin[key], town.lead(key)
    chair = town.at_table(pk, lambda p: p.sits(C))
    brought = town.at_table(pk, lambda p: p.discusses and p.agency == origin)
    leads = town.at_table(pk, lambda p: p.discusses and p.agency == lead)
    speaker = town.at_table(pk, lambda p: p.discusses)
    reader = town.at_table(pk, lambda p: p.staff_key in town.readers.get(key, ()))
    meeting, noted = town.open_meeting(pk), bool(town.readers.get(key))
    on_table = meeting is not None and meeting["presenting_key"] == key
    silent = [p for p in town.there(pk) if p.agency not in _agreed(town, row)]
    moves: dict[str, list[tuple[str, Person]]] = {
        "queued": [
            ("present", chair),
            ("present", brought),
            ("order_queue", chair),
            ("fill_card", brought),
            ("withdraw", brought),
        ],
        "presented": (
            [("say_agreed", chance.choice(silent))] * 4 if silent else [("decide_yes", chair)] * 5
        )
        + [("decide_no", chair)]
        if on_table
        else [("present", chair)],
        "elevated": [
            *(
                [("read_note", reader), ("share_note", brought)]
                if noted
                else [("open_note", brought)]
            ),
            ("say_in", speaker),
            ("say_in", speaker),
            ("say_out", speaker),
            ("end_before_plan" if town.likely(0.2) else "present", chair),
            *([("begin_plan", chair)] * 3 if len(said_in) > 1 else []),
        ],
        "involved": [
            *([("plan_visit", leads)] * 2),
            ("open_note", brought),
            ("read_note", reader),
            ("change_lead", chair),
        ],
        "planned": [("report_visit", leads), ("report_visit", leads), ("read_note", reader)],
        "visited": [*([("conclude", leads)] * 2), ("still_elevated", leads), ("read_note", reader)],
    }
    verb, who = chance.choice(moves[row["step"]])
    return verb, who, key


def _agreed(town: Town, row: Row) -> set[str]:
    codes = {one.pk: code for code, one in town.casts[0].agencies.items()}
    said = town.before.parts("Accord", row["id"])
    return {codes[one["agency_id"]] for one in said if one["agrees"]}


def anything(town: Town) -> Try:
    """Any verb by anybody about anything."""
    # Of three verbs the one that was done least, so that none stays untried.
    verb = min(town.chance.sample(sorted(VERBS), 3), key=lambda one: n_done(town, one))
    keys = [str(row["key"]) for row in town.before["Situation"].values()]
    at_work = [str(r["key"]) for r in town.before["Situation"].values() if r["involved_at"]]
    recent = town.chance.choice([keys[-12:], keys, at_work[-4:]])
    key = town.chance.choice(recent) if recent and town.likely(0.95) else "nosuchkey"
    who = town.anybody()
    if town.likely(0.5):  # somebody who may, at a step where perhaps nobody may
        who = town.anybody(lambda p: VERBS[verb].may(town, p, key) if key in town.origin else True)
    if verb in {"leave", "withdraw", "set_policy"} and town.likely(0.5):
        verb = "read_note"
    return verb, who, key


def take_a_step(town: Town) -> None:
    """One try, and everything that must hold after it."""
    town.passes()
    with clock.held_at(town.now):
        verb, who, key = next_thing(town) if town.likely(0.6) else anything(town)
        stood_at = (town.before.situation(key) or {"step": "none"})["step"]
        position, _ = ledger.head()
        entitled = verb == "read_note" and town.may_read(who, key)
        made, outcome = attempt(town, verb, who, key)
        town.tried[verb, outcome] += 1
        town.tried[f"at {stood_at}", verb] += 1
        town.tried[f"by {who.name}", verb] += 1
        if verb == "read_note":
            assert (outcome == "done") == entitled
        judge(town, verb, who, key, made, outcome, position)


def attempt(town: Town, verb: str, who: Person, key: str) -> tuple[object, str]:
    """What came of it: what was made and 'done', or the name of the refusal."""
    try:
        return VERBS[verb].does(town, who, key), "done"
    except Refused as refusal:
        return refusal, type(refusal).__name__


def judge(
    town: Town, verb: str, who: Person, key: str, made: object, outcome: str, position: int
) -> None:
    """Everything that must hold, whatever came of it."""
    before, after = town.before, invariants.picture()
    lines = invariants.ledger_after(position)
    if outcome == "done":
        assert VERBS[verb].may(town, who, key)
        assert lines
        if verb == "read_note":
            assert made.name == town.named[key]  # type: ignore[attr-defined]
            assert before == after
        VERBS[verb].then(town, who, key, made)
    else:
        assert before.tables == after.tables
        assert before.keys == after.keys or verb in {"read_note", "share_note"}
        assert bool(lines) == (outcome == "NotPermitted")
    theirs = [who.table.pk] if who.table else [t.table.pk for t in town.casts]
    invariants.tables_stay_apart(before, after, theirs)
    invariants.no_filter_is_skipped(before, after)
    invariants.each_step_has_what_it_needs(after)
    invariants.what_was_rejected_is_stripped(after)
    invariants.numbers_follow_each_other(after)
    invariants.stamps_and_versions_grow(before, after)
    invariants.only_the_entitled_read(after, town.readers)
    invariants.keys_go_with_their_notes(after, town.key_refs)
    invariants.nobody_is_named(after.tables, lines, made if verb != "read_note" else "", outcome)
    town.before = after
    somebody_looks_around(town)


def somebody_looks_around(town: Town) -> None:
    """What somebody sees is what they may, by card, by screening and at the gate."""
    who = town.anybody(lambda p: p.name != "clock")  # a machine, which sees to all rows
    noted = gate.notes_among(who.actor, town.readers)
    assert noted == {key for key in town.readers if town.may_read(who, key)}
    rows = list(town.before["Situation"].values())
    if rows:
        row = town.chance.choice(rows)
        card = shown.card(who.actor, row["key"])
        assert (card is not None) == _may_see(town, who, row)
        invariants.nobody_is_named(card)
    agencies = {row["key"]: row["agency_id"] for row in town.before["Screening"].values()}
    for one in screenings.screenings(who.actor):
        assert town.casts[0].agencies[who.agency].pk == agencies[one.key]


def _may_see(town: Town, who: Person, row: Row) -> bool:
    if who.table is None or who.table.pk != row["table_id"] or not who.sits(D, C, K):
        return False
    leads = row["lead_id"] == town.casts[0].agencies[who.agency].pk
    return bool(row["is_open"] or who.sits(C, K) or leads)


def n_done(town: Town, verb: str) -> int:
    """How often a verb was done."""
    return town.tried[verb, "done"]


def test_whoever_does_whatever_whenever_the_rules_hold(town, caplog):
    caplog.set_level(logging.DEBUG)
    town.before = invariants.picture()
    for n_taken in range(3 * N_STEPS):
        if n_taken >= N_STEPS and all(n_done(town, verb) for verb in VERBS):
            break  # some rare verb may need a longer walk
        take_a_step(town)
    with clock.held_at(town.now + dt.timedelta(hours=1)):
        invariants.nobody_is_named(caplog.text, *invariants.whole_town())
        assert list(ledger.breaks()) == []
    walked_everywhere(town)


def walked_everywhere(town: Town) -> None:
    """The walk was worth something: every verb was done and refused, every step was reached."""
    assert [verb for verb in VERBS if not n_done(town, verb)] == []
    steps = Counter(row["step"] for row in town.before["Situation"].values())
    assert min(n_done(town, "conclude"), n_done(town, "decide_no"), steps["withdrawn"]) >= 2
    for step in (*STEPS, *ENDS):
        assert len([verb for at, verb in town.tried if at == f"at {step}"]) >= 5
    for name in town.people:
        assert len([verb for by, verb in town.tried if by == f"by {name}"]) >= 4
    refused = Counter()
    for (verb, outcome), n in town.tried.items():
        if verb in VERBS and outcome != "done":
            refused[outcome] += n
    assert len(refused) >= 9
    assert refused.keys() >= {
        "NotPermitted",
        "NoSuchSituation",
        "ChangedMeanwhile",
        "FilterSkipped",
        "NotComplete",
        "NoteGone",
    }
