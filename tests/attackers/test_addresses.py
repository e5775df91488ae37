"""Walking every address of every portal with keys of things one may not see.

The answer must be the one that a key made up out of nothing gets: status, address and body. And no
page that an attacker may open holds a mark of what they may not know.
"""

from __future__ import annotations

import pytest
from django.urls import reverse

from commonbeat.core.guarded import whole_table
from commonbeat.domains.hub.models import Screening
from tests.attackers.addresses import filled, with_keys, without_keys
from tests.attackers.stage import (
    NOWHERE,
    REJECTED_FACTOR,
    WHO,
    Attackers,
    Stage,
    bare,
    client,
)

FORM = {"version": "1", "reason": "not_elevated", "agrees": "yes", "part": "engaged", "how": "room"}
WHO_LOOKS = (
    "a member of another agency",
    "a member of another table",
    "a chair",
    "a data clerk",
    "an approver of another agency",
    "a privacy lead",
    "an analyst",
    "a partner without a seat",
    "an administrator",
    "a privacy officer",
)
NAME_SHOWN = WHO[0]


def hidden_from(stage: Stage, who: str) -> dict[str, list[tuple[str, str]]]:
    """What somebody may not see, as (table, key): screenings, situations, meetings."""
    riv, els = stage.riv.table.key, stage.els.table.key
    mine = els if who == "a member of another table" else riv
    screenings = [(mine, stage.draft), (mine, stage.approved), (riv, stage.draft)]
    situations = [(riv, stage.els_noted), (els, stage.els_noted)]
    if who == "a member of another table":
        situations = [(els, stage.noted), (riv, stage.noted), (els, stage.rejected)]
    elif who not in {"a chair", "a data clerk"}:
        situations.append((riv, stage.rejected))
    if who not in {WHO_LOOKS[0], WHO_LOOKS[1], "a chair", "a data clerk"}:
        situations.append((riv, stage.noted))
    return {"screenings/": screenings, "/s/": situations, "meetings/": [(mine, stage.meeting)]}


@pytest.mark.parametrize("who", WHO_LOOKS)
def test_a_key_of_something_hidden_answers_as_a_key_made_up(
    stage: Stage, attackers: Attackers, who: str
):
    attacker, n = attackers[who], 0
    for page in with_keys("partners"):
        kinds = [kind for kind in hidden_from(stage, who) if kind in page.path]
        pairs = [pair for kind in kinds for pair in hidden_from(stage, who)[kind]]
        if not kinds:
            pairs = [(stage.riv.table.key, stage.draft), (stage.riv.table.key, stage.rejected)]
        for table, key in pairs:
            given = {"table": table, "way": "up", "days": "30", "kind": "risk", "code": key}
            there, nothing = (filled(page, given | {"key": k}, k) for k in (key, NOWHERE))
            for asks in (attacker.get, attacker.post):
                got = bare(asks(there, FORM), key, NOWHERE)
                assert got == bare(asks(nothing, FORM), key, NOWHERE), (page.name, key)
                assert got[0] in {302, 404, 405}, (page.name, got)
                n += 1
    assert n > 100


@pytest.mark.parametrize("who", ["an analyst", "an administrator", "a privacy officer"])
@pytest.mark.parametrize("portal", ["staff", "residents", "public", "machines"])
def test_no_other_portal_knows_the_keys_of_the_hub(stage: Stage, attackers, who, portal):
    attacker = attackers[who]
    for page in with_keys(portal):
        for key in (stage.draft, stage.noted):
            there, nothing = (filled(page, {}, k) for k in (key, NOWHERE))
            got = bare(attacker.get(there), key, NOWHERE)
            assert got == bare(attacker.get(nothing), key, NOWHERE), (page.name, key)


@pytest.mark.parametrize("who", WHO_LOOKS)
def test_no_page_that_opens_holds_a_mark_of_what_its_reader_may_not_know(
    stage: Stage, attackers: Attackers, who: str
):
    attacker, n_opened = attackers[who], 0
    own = stage.els if who == "a member of another table" else stage.riv
    other = stage.riv if own is stage.els else stage.els
    marks = [*WHO, stage.draft, stage.approved]
    if who not in {"an administrator", "an analyst"}:  # who set tables up know that they exist
        marks += [f"Table {other.table.code}", f"{other.table.code}-2026", other.table.live_token]
    if who not in {"an administrator", "a privacy officer"}:  # who reads that it was founded
        marks += [other.table.key]
    for page in without_keys():
        answer = attacker.get(filled(page, {"table": own.table.key}, NOWHERE))
        if answer.status_code == 200:
            _status, _where, body = bare(answer)
            n_opened += 1
            assert not [mark for mark in marks if mark in body], (page.portal, page.name)
    assert n_opened > 5


def test_the_entitled_do_see_it_so_that_these_tests_could_fail(stage: Stage):
    at = stage.riv.table.key
    ana, chair = client(stage.riv, "ana"), client(stage.riv, "chair")
    els = client(stage.els, "ana")
    for browser, name, key, mark in (
        (ana, "screening", stage.draft, "Gang"),
        (client(stage.riv, "police_approver"), "screening", stage.draft, "Gang"),
        (ana, "note", stage.noted, NAME_SHOWN),
        (client(stage.riv, "bell"), "note", stage.noted, NAME_SHOWN),
        (chair, "situation", stage.rejected, "RIV-2026-0001"),
    ):
        answer = browser.get(reverse(f"partners:{name}", args=[at, key]))
        assert answer.status_code == 200, name
        assert mark in answer.content.decode(), name
    page = els.get(reverse("partners:note", args=[stage.els.table.key, stage.els_noted]))
    assert NAME_SHOWN in page.content.decode()
    assert stage.draft in ana.get(reverse("partners:screenings", args=[at])).content.decode()


@pytest.mark.parametrize("who", ["bell", "chair", "clerk"])
def test_a_rejected_situation_shows_its_factors_to_nobody(stage: Stage, who: str):
    """Its page and the record have number, day, kind, sector and reason; a chair's no more."""
    browser, at = client(stage.riv, who), stage.riv.table.key
    addresses = [
        reverse("partners:situation", args=[at, stage.rejected]),
        reverse("partners:record", args=[at]),
        reverse("partners:live", args=[at]),
    ]
    for where in addresses:
        body = browser.get(where).content.decode()
        assert REJECTED_FACTOR not in body
        assert "Gambling" not in body
        assert "18 to 24" not in body or stage.rejected not in body


def test_nor_to_the_agency_that_brought_it(stage: Stage):
    """Even its own screening keeps none of them: the card went with the situation."""
    browser, at = client(stage.riv, "ana"), stage.riv.table.key
    submitted = screening_of_the_rejected(stage)
    body = browser.get(reverse("partners:screening", args=[at, submitted])).content.decode()
    assert "Gambling" not in body


def screening_of_the_rejected(stage: Stage) -> str:
    """The key of the screening behind the rejected situation."""
    return whole_table(Screening).get(situation_key=stage.rejected).key
