"""Filter 1 through HTTP: ten questions, another person's approval, and nobody outside can tell."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from commonbeat.domains.hub.actions.tables import Rules, set_policy
from commonbeat.domains.hub.queries.screening import screening, screenings
from commonbeat.roles import Role, actor
from tests.domains.hub import walks

CARD = {"kind": "person", "age_band": "18-24", "sex": "another", "risks": ["alcohol-use"]}


def url(hub, name: str, *keys: object) -> str:
    return reverse(f"partners:{name}", args=[hub.table.key, *keys])


def filled(**otherwise: Any) -> dict[str, Any]:
    answers = {f"check_{code}": "yes" for code in walks.ANSWERS}
    return CARD | answers | {"basis": "consent", "consent_asked": "given"} | otherwise


def only(hub, who: str = "ana"):
    (one,) = screenings(hub.by[who])
    return one


def test_from_the_ten_questions_to_a_number(hub, sign_in):
    ana, approver = sign_in("ana"), sign_in("police_approver")
    ana.post(url(hub, "draft"), filled())
    key = only(hub).key
    page = ana.get(url(hub, "screening", key)).content.decode()
    assert "Another person approves it" in page
    assert url(hub, "submit", key) not in page
    approver.post(url(hub, "approve", key), {"version": 1})
    page = ana.get(url(hub, "screening", key)).content.decode()
    assert url(hub, "submit", key) in page
    ana.post(url(hub, "submit", key), {"version": 2, "is_emergency": "on"})
    (card,) = walks.shown.live(hub.by["chair"]).queue
    assert card.number == "RIV-2026-0001"
    assert card.is_emergency
    assert [risk.code for risk in card.risks] == ["alcohol-use"]


def test_it_can_be_saved_before_it_is_complete_and_says_what_is_missing(hub, sign_in):
    ana = sign_in("ana")
    ana.post(url(hub, "draft"), {"kind": "family"})
    one = only(hub)
    page = ana.get(url(hub, "screening", one.key)).content.decode()
    assert "Not complete yet" in page
    assert "The risk factors" in page
    assert "Is serious harm likely soon if nothing more is done?" in page
    answer = sign_in("police_approver").post(url(hub, "approve", one.key), {"version": 1})
    assert answer.status_code == 422
    assert "Something is missing" in answer.content.decode()


def test_without_a_kind_nothing_is_saved_and_what_was_typed_is_kept(hub, sign_in):
    answer = sign_in("ana").post(url(hub, "draft"), filled(kind=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="risks_alcohol-use" name="risks" value="alcohol-use" checked' in page
    assert screenings(hub.by["ana"]) == []


def test_a_search_without_script_saves_nothing_and_opens_what_fits(hub, sign_in):
    answer = sign_in("ana").post(url(hub, "draft"), filled(find="risks", find_risks="zzz"))
    assert "0 found" in answer.content.decode()
    answer = sign_in("ana").post(url(hub, "draft"), filled(find="risks", find_risks="gamb"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "4 found" in page
    assert 'id="group_risks_gambling" open' in page
    assert 'value="alcohol-use" checked' in page
    assert screenings(hub.by["ana"]) == []


def test_a_change_takes_the_approval_away(hub, sign_in):
    ana = sign_in("ana")
    ana.post(url(hub, "draft"), filled())
    key = only(hub).key
    sign_in("police_approver").post(url(hub, "approve", key), {"version": 1})
    page = ana.get(url(hub, "change_screening", key)).content.decode()
    assert 'name="version" value="2"' in page
    ana.post(url(hub, "change_screening", key), filled(age_band="25-29", version=2))
    one = only(hub)
    assert one.state == "draft"
    assert one.carried.age_band == "25-29"


def test_whoever_is_second_sees_what_stands_now_and_keeps_what_they_typed(hub, sign_in):
    ana = sign_in("ana")
    ana.post(url(hub, "draft"), filled())
    key = only(hub).key
    ana.post(url(hub, "change_screening", key), filled(age_band="25-29", version=1))
    answer = ana.post(url(hub, "change_screening", key), filled(age_band="60plus", version=1))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This is how it stands now" in page
    assert "25 to 29 years" in page
    assert '<option value="60plus" selected>' in page
    assert 'name="version" value="2"' in page
    assert only(hub).carried.age_band == "25-29"
    again = filled(age_band="60plus", version=2)
    assert ana.post(url(hub, "change_screening", key), again).status_code == 302
    assert only(hub).carried.age_band == "60plus"


def test_a_search_does_not_let_a_form_overwrite_what_nobody_showed(hub, sign_in):
    ana = sign_in("ana")
    ana.post(url(hub, "draft"), filled())
    key = only(hub).key
    ana.post(url(hub, "change_screening", key), filled(age_band="25-29", version=1))
    search = filled(version=1, find="risks", find_risks="gamb")
    page = ana.post(url(hub, "change_screening", key), search).content.decode()
    assert 'name="version" value="1"' in page
    answer = ana.post(url(hub, "change_screening", key), filled(age_band="60plus", version=1))
    assert answer.status_code == 409
    assert only(hub).carried.age_band == "25-29"


def test_who_wrote_it_cannot_approve_it(hub, sign_in):
    sign_in("ana").post(url(hub, "draft"), filled())
    assert (
        sign_in("ana").post(url(hub, "approve", only(hub).key), {"version": 1}).status_code == 404
    )


def test_it_can_be_dropped(hub, sign_in):
    ana = sign_in("ana")
    ana.post(url(hub, "draft"), filled())
    key = only(hub).key
    page = ana.post(url(hub, "drop", key), follow=True).content.decode()
    assert "Nobody outside your agency ever saw it" in page
    assert screenings(hub.by["ana"]) == []
    assert ana.post(url(hub, "submit", key), {"version": 2}).status_code == 404


@pytest.mark.parametrize("who", ["bell", "cho", "chair", "clerk", "lead", "school_approver"])
def test_nobody_outside_the_agency_can_tell_that_it_exists(hub, sign_in, who):
    sign_in("ana").post(url(hub, "draft"), filled())
    key = only(hub).key
    client = sign_in(who)
    for name in ("screening", "change_screening"):
        there = client.get(url(hub, name, key))
        nothing = client.get(url(hub, name, "0" * 20))
        assert (there.status_code, there.content) == (404, nothing.content)
    for name in ("approve", "drop", "submit"):
        assert client.post(url(hub, name, key), {"version": 1}).status_code == 404
    assert screening(hub.by["ana"], key).state == "draft"
    before = client.get(url(hub, "screenings"))
    assert key not in before.content.decode()


def test_what_is_no_code_is_refused(hub, sign_in):
    answer = sign_in("ana").post(url(hub, "draft"), filled(risks=["alcohol-use", "John Doe"]))
    assert answer.status_code == 422
    assert "John Doe" not in answer.content.decode()


def test_a_switched_off_factor_is_not_offered(hub, sign_in):
    page = sign_in("ana").get(url(hub, "draft")).content.decode()
    assert 'id="risks_gangs-member"' in page
    rules = Rules(switched_off=("gangs-member",))
    set_policy(table_key=hub.table.key, rules=rules, by=actor(Role.OPERATOR, "tests"))
    page = sign_in("ana").get(url(hub, "draft")).content.decode()
    assert 'id="risks_gangs-member"' not in page
