"""The live screen: its stamp tells nothing of a screening, and nobody gets another's fragment."""

from __future__ import annotations

import pytest
from django.urls import reverse

from commonbeat.domains.hub import gate
from commonbeat.domains.hub.actions import deciding, screening
from commonbeat.domains.hub.queries.stamps import stamps
from commonbeat.portals.partners.hub import screen
from commonbeat.portals.partners.stamps import KnownStamps, LiveStamps
from tests.attackers.stage import Stage, bare, client
from tests.domains.hub import walks
from tests.domains.hub.filling import answered, drafted
from tests.portals.partners.test_stamps import ask, pages

SEES = ("ana", "bell", "cho", "diaz", "chair", "clerk")


def asked(token: str) -> tuple[str, str, bytes]:
    """What the stamp's address tells whoever knows it."""
    status, head, body = ask(LiveStamps(pages, KnownStamps()), f"/partners/live/{token}")
    return status, head["ETag"], body


def test_drafting_changing_approving_and_dropping_move_no_stamp(stage: Stage):
    riv = stage.riv
    before, told = stamps(), asked(riv.table.live_token)
    one = drafted(riv)
    usual = {"answers": answered(), "carried": one.carried, "consent_asked": "given"}
    screening.change_screening(key=one.key, version=1, basis="consent", by=riv.by["ana"], **usual)
    screening.approve_screening(key=one.key, version=2, by=riv.approver_of("ana"))
    screening.drop_screening(key=one.key, by=riv.by["ana"])
    assert stamps() == before
    assert asked(riv.table.live_token) == told


def test_bringing_it_to_the_table_does_so_this_could_fail(stage: Stage):
    before = stamps()
    walks.submit(stage.riv)
    assert stamps()[stage.riv.table.live_token] > before[stage.riv.table.live_token]
    assert stamps()[stage.els.table.live_token] == before[stage.els.table.live_token]


def test_a_drafts_number_is_nobodys(stage: Stage):
    """Numbers have no gap where a screening was dropped, nor places in the queue."""
    screening.drop_screening(key=drafted(stage.riv).key, by=stage.riv.by["ana"])
    one = walks.card(stage.riv, walks.submit(stage.riv))
    assert one.number.endswith("-0003")
    assert one.position == walks.card(stage.riv, stage.noted).position + 1


@pytest.mark.parametrize("who", ["bell", "chair", "clerk", "school_approver", "lead"])
def test_nothing_on_any_page_of_others_moves_with_a_draft(stage: Stage, who: str):
    browser, at = client(stage.riv, who), stage.riv.table.key
    names = ("live", "live_part", "screenings", "visits", "record", "chair", "oversight")
    addresses = [reverse("partners:home"), *(reverse(f"partners:{n}", args=[at]) for n in names)]
    before = [bare(browser.get(where)) for where in addresses]
    one = drafted(stage.riv)
    screening.approve_screening(key=one.key, version=1, by=stage.riv.approver_of("ana"))
    assert [bare(browser.get(where)) for where in addresses] == before
    own = client(stage.riv, "ana")
    assert one.key in own.get(reverse("partners:screenings", args=[at])).content.decode()


def fragments(stage: Stage, order: tuple[str, ...]) -> dict[str, tuple[int, str, str]]:
    """The live part as each sees it, asked for in an order."""
    where = reverse("partners:live_part", args=[stage.riv.table.key])
    return {who: bare(client(stage.riv, who).get(where)) for who in order}


def test_no_seat_is_served_the_fragment_of_another(stage: Stage):
    deciding.say_out(situation_key=stage.noted, by=stage.riv.by["diaz"])
    alone = {}
    for who in SEES:
        screen.forget()
        alone |= fragments(stage, (who,))
    screen.forget()
    assert fragments(stage, SEES) == alone
    assert fragments(stage, SEES[::-1]) == alone
    note = reverse("partners:note", args=[stage.riv.table.key, stage.noted])
    has_link = {who for who, (_status, _where, body) in alone.items() if note in body}
    assert has_link <= {"ana", "bell", "cho"}
    assert len({body for _status, _where, body in alone.values()}) >= 4


def test_who_loses_the_note_is_served_no_fragment_of_before(stage: Stage):
    browser = client(stage.riv, "bell")
    card = reverse("partners:situation", args=[stage.riv.table.key, stage.noted])
    note = reverse("partners:note", args=[stage.riv.table.key, stage.noted])
    assert note in browser.get(card).content.decode()
    deciding.say_out(situation_key=stage.noted, by=stage.riv.by["bell"])
    assert note not in browser.get(card).content.decode()
    assert note not in fragments(stage, ("bell",))["bell"][2]
    assert not gate.has_note(stage.riv.by["bell"], stage.noted)


def test_nothing_kept_for_screens_holds_a_name(stage: Stage):
    fragments(stage, SEES)
    kept = f"{screen._pages._held}{screen._readings._held}"
    assert "RIV-2026-0002" in kept
    assert "Quill" not in kept
