"""Hidden and absent cost the same: the same statements in the same order, whatever is behind.

Wall clocks are not asked: they are loud and differ by machine. What the server does is counted.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from commonbeat.core import clock
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.actions import deciding
from tests.attackers.stage import NOWHERE, Stage, bare, client, work_of
from tests.domains.hub import walks

GETS = {
    "screening": "draft",
    "change_screening": "draft",
    "situation": "rejected",
    "fill_card": "els_noted",
    "note": "els_noted",
    "note_standing": "els_noted",
    "open_note": "els_noted",
    "plan_visit": "els_noted",
    "conclude": "els_noted",
}
POSTS = {
    "approve": "draft",
    "drop": "draft",
    "submit": "approved",
    "say_in": "els_noted",
    "say_out": "els_noted",
    "say_agreed": "rejected",
    "share_note": "els_noted",
}
LOOKS = ("bell", "chair", "school_approver", "lead")


@pytest.mark.parametrize("who", LOOKS)
@pytest.mark.parametrize("name", [*GETS, *POSTS])
def test_what_is_hidden_costs_what_does_not_exist(stage: Stage, who: str, name: str):
    if name == "situation" and who == "chair":  # the chair sees it, and the key is no secret
        name = "note"
    browser, key = client(stage.riv, who), getattr(stage, (GETS | POSTS)[name])
    asks = browser.get if name in GETS else browser.post
    there, nothing = (
        reverse(f"partners:{name}", args=[stage.riv.table.key, k]) for k in (key, NOWHERE)
    )
    given = {"version": "1", "agrees": "yes", "part": "engaged"}
    asks(nothing, given)  # what is read once and kept is read now
    answers = []
    done = [work_of(lambda w=where: answers.append(asks(w, given))) for where in (there, nothing)]
    assert done[0] == done[1]
    assert bare(answers[0], key, NOWHERE) == bare(answers[1], key, NOWHERE)


def test_what_may_be_seen_costs_more_so_this_could_fail(stage: Stage):
    browser = client(stage.riv, "ana")
    there, nothing = (
        reverse("partners:screening", args=[stage.riv.table.key, key])
        for key in (stage.draft, NOWHERE)
    )
    browser.get(nothing)
    assert len(work_of(lambda: browser.get(there))) > len(work_of(lambda: browser.get(nothing)))


def test_a_note_lost_expired_closed_or_never_there_is_the_same_work(stage: Stage):
    """One door for all of them: it finds no reader's line, and looks no further."""
    riv, at = stage.riv, stage.riv.table.key
    bell = client(riv, "bell")
    never = reverse("partners:note", args=[at, NOWHERE])
    note = reverse("partners:note", args=[at, stage.noted])
    bell.get(never)
    nothing = work_of(lambda: bell.get(never))
    assert work_of(lambda: bell.get(note)) != nothing, "she reads it, or this shows nothing"
    with clock.moved_by(dt.timedelta(days=14, minutes=1)):
        late = client(riv, "bell")  # a day's session is over, too
        late.get(never)
        assert work_of(lambda: late.get(note)) == work_of(lambda: late.get(never))
    deciding.say_out(situation_key=stage.noted, by=riv.by["bell"])
    assert work_of(lambda: bell.get(note)) == nothing
    deciding.end_before_plan(
        situation_key=stage.noted,
        version=walks.version(riv, stage.noted),
        reason="not_elevated",
        by=riv.by["chair"],
    )
    ana = client(riv, "ana")
    ana.get(never)
    assert work_of(lambda: ana.get(note)) == work_of(lambda: ana.get(never))


def test_no_reading_unlocks_anything_before_it_is_decided_who_may(stage: Stage, monkeypatch):
    """The costly part, opening the locks, runs for the entitled alone."""
    opened: list[str] = []
    real = gate.reading.unwrap
    monkeypatch.setattr(
        gate.reading, "unwrap", lambda *a, **k: (opened.append("x"), real(*a, **k))[1]
    )
    at = stage.riv.table.key
    for who in ("chair", "clerk", "lead", "police_approver"):
        client(stage.riv, who).get(reverse("partners:note", args=[at, stage.noted]))
    client(stage.els, "ana").get(reverse("partners:note", args=[at, stage.noted]))
    assert opened == []
    client(stage.riv, "bell").get(reverse("partners:note", args=[at, stage.noted]))
    assert opened == ["x"]


def test_the_shape_of_a_statement_leaves_its_values_out(stage: Stage):
    def ask(key: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM hub_hubtable WHERE key = %s", [key])

    assert work_of(lambda: ask(stage.noted)) == work_of(lambda: ask(NOWHERE))
