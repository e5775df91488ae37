"""Filter 4 through HTTP: a plan, a visit, the report, the conclusion, and how it stands later."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from commonbeat.core import clock
from commonbeat.domains.hub.queries.visits import plan
from tests.domains.hub import walks

HOUR = dt.timedelta(hours=1)


def url(hub, name: str, *keys: object) -> str:
    return reverse(f"partners:{name}", args=[hub.table.key, *keys])


def moment(after: dt.timedelta = dt.timedelta()) -> str:
    return timezone.localtime(clock.now() + after).strftime("%Y-%m-%dT%H:%M")


def test_from_the_plan_to_the_conclusion(hub, sign_in):
    key = walks.involve(hub)
    ana = sign_in("ana")
    given = {"version": walks.version(hub, key), "planned_for": moment(4 * HOUR),
             "agencies": ["police", "health"]}  # fmt: skip
    assert ana.post(url(hub, "plan_visit", key), given)["Location"] == url(hub, "situation", key)
    with clock.moved_by(5 * HOUR):
        page = ana.get(url(hub, "report_visit", key)).content.decode()
        assert moment(-HOUR) in page
        report = {"visited_at": moment(-HOUR), "outcome": "accepted", "consent_asked": "yes",
                  "consent_given": "yes"}  # fmt: skip
        ana.post(url(hub, "report_visit", key), report)
        page = ana.get(url(hub, "situation", key)).content.decode()
        assert "Help was accepted" in page
        assert "They agreed that agencies share" in page
        end = {"version": walks.version(hub, key), "reason": "connected",
               "service_1": "housing", "how_1": "connected", "agency_1": "health",
               "service_2": "food", "how_2": "none"}  # fmt: skip
        ana.post(url(hub, "conclude", key), end)
        page = ana.get(url(hub, "situation", key)).content.decode()
    assert walks.card(hub, key).step == "closed"
    assert "there is no such service" in page
    assert "After 90 days:" in page


def test_a_late_plan_needs_a_reason_and_what_was_typed_is_kept(hub, sign_in):
    key = walks.involve(hub)
    given = {"version": walks.version(hub, key), "planned_for": moment(60 * HOUR),
             "agencies": ["police", "health"]}  # fmt: skip
    ana = sign_in("ana")
    answer = ana.post(url(hub, "plan_visit", key), given)
    assert answer.status_code == 422
    assert "Why the visit is later" in answer.content.decode()
    assert moment(60 * HOUR) in answer.content.decode()
    ana.post(url(hub, "plan_visit", key), given | {"late_reason": "unsafe"})
    assert "It would not be safe sooner" in ana.get(url(hub, "situation", key)).content.decode()


def test_a_plan_made_meanwhile_is_not_overwritten(hub, sign_in):
    key = walks.involve(hub)
    given = {"version": walks.version(hub, key), "planned_for": moment(4 * HOUR),
             "agencies": ["police", "health"]}  # fmt: skip
    walks.plan(hub, key)
    answer = sign_in("cho").post(url(hub, "plan_visit", key), given)
    assert answer.status_code == 409
    assert f'name="version" value="{walks.version(hub, key)}"' in answer.content.decode()


def test_the_lead_sees_that_it_is_late_and_others_that_no_visit_was_made(hub, sign_in):
    key = walks.involve(hub)
    number = walks.card(hub, key).number
    with clock.moved_by(49 * HOUR):
        lead = sign_in("ana").get(url(hub, "visits")).content.decode()
        assisting = sign_in("cho").get(url(hub, "visits")).content.decode()
        out = sign_in("bell").get(url(hub, "visits")).content.decode()
        assert "The visit is late" in sign_in("ana").get("/partners/").content.decode()
    assert "The visit is late" in lead
    assert "The visit is late" not in assisting
    assert "No visit yet" in assisting
    assert number not in out


def test_only_agencies_that_are_in_plan_and_only_the_lead_concludes(hub, sign_in):
    key = walks.visit(hub)
    assert sign_in("bell").get(url(hub, "plan_visit", key)).status_code == 404
    assert sign_in("cho").get(url(hub, "conclude", key)).status_code == 404
    assert sign_in("chair").get(url(hub, "conclude", key)).status_code == 404
    assert sign_in("ana").get(url(hub, "conclude", key)).status_code == 200


def test_only_who_speaks_for_an_assisting_agency_is_offered_the_way_out(hub, sign_in):
    key = walks.involve(hub)
    offered = [
        who
        for who in ("ana", "cho", "bell", "chair", "clerk")
        if "We are out" in sign_in(who).get(url(hub, "situation", key)).content.decode()
    ]
    assert offered == ["cho"]


def test_a_conclusion_without_services_is_refused_and_keeps_the_reason(hub, sign_in):
    key = walks.visit(hub)
    given = {"version": walks.version(hub, key), "reason": "connected"}
    answer = sign_in("ana").post(url(hub, "conclude", key), given)
    assert answer.status_code == 422
    assert "A service, and how it was mobilised" in answer.content.decode()
    assert walks.card(hub, key).step == "visited"


def test_no_service_must_say_which(hub, sign_in):
    key = walks.visit(hub)
    given = {"version": walks.version(hub, key), "reason": "systemic", "how_1": "none"}
    assert sign_in("ana").post(url(hub, "conclude", key), given).status_code == 422
    given["service_1"] = "supportive_housing"
    assert sign_in("ana").post(url(hub, "conclude", key), given).status_code == 302


def test_a_visit_that_ended_by_force_is_told(hub, sign_in):
    key = walks.involve(hub)
    walks.plan(hub, key)
    report = {"visited_at": moment(), "outcome": "apprehended", "consent_asked": "no"}
    ana = sign_in("ana")
    ana.post(url(hub, "report_visit", key), report)
    page = ana.get(url(hub, "situation", key)).content.decode()
    assert "It ended by force of law" in page
    assert "They were not asked for consent" in page


def test_still_elevated_asks_for_a_new_plan(hub, sign_in):
    key = walks.visit(hub)
    given = {"version": walks.version(hub, key), "where": "situation"}
    answer = sign_in("ana").post(url(hub, "still_elevated", key), given)
    assert answer["Location"] == url(hub, "situation", key)
    assert walks.card(hub, key).step == "involved"


def test_thirty_days_later_the_lead_says_how_it_stands(hub, sign_in):
    key = walks.close(hub)
    assert sign_in("ana").get(url(hub, "later_check", key, 30)).status_code == 404
    with clock.moved_by(dt.timedelta(days=31)):
        ana = sign_in("ana")
        assert url(hub, "later_check", key, 30) in ana.get("/partners/").content.decode()
        assert sign_in("cho").get(url(hub, "later_check", key, 30)).status_code == 404
        ana.post(url(hub, "later_check", key, 30), {"answer": "unknown"})
        assert ana.get(url(hub, "later_check", key, 30)).status_code == 404
    first, second = plan(hub.by["ana"], key).later_checks
    assert first.answer.code == "unknown"
    assert second.answer is None


def test_withdrawing_leaves_the_least(hub, sign_in):
    key = walks.submit(hub)
    given = {"version": 1, "reason": "not_elevated"}
    assert sign_in("bell").get(url(hub, "withdraw", key)).status_code == 404
    sign_in("ana").post(url(hub, "withdraw", key), given)
    card = walks.card(hub, key)
    assert (card.step, card.risks, card.originator) == ("withdrawn", (), None)


def test_the_card_is_filled_in_and_a_second_hand_hears_of_the_first(hub, sign_in):
    key = walks.submit(hub)
    card = {"kind": "family", "n_affected": "3", "risks": ["gangs-member"], "version": 1}
    assert sign_in("clerk").post(url(hub, "fill_card", key), card).status_code == 302
    answer = sign_in("ana").post(url(hub, "fill_card", key), card | {"n_affected": "4"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This is how it stands now" in page
    assert 'value="4"' in page
    assert walks.card(hub, key).n_affected == 3
    assert sign_in("bell").get(url(hub, "fill_card", key)).status_code == 404


@pytest.mark.parametrize("slip", [{"n_affected": "many"}, {"find": "risks", "find_risks": "gang"}])
def test_a_slip_or_a_search_does_not_let_a_form_overwrite_what_nobody_showed(hub, sign_in, slip):
    key = walks.submit(hub)
    first = {"kind": "family", "n_affected": "3", "risks": ["gangs-member"], "version": 1}
    sign_in("clerk").post(url(hub, "fill_card", key), first)
    ana = sign_in("ana")
    page = ana.post(url(hub, "fill_card", key), first | slip).content.decode()
    (version,) = re.findall(r'name="version" value="(\d+)"', page)
    assert version == "1"
    answer = ana.post(url(hub, "fill_card", key), first | {"n_affected": "4", "version": version})
    assert answer.status_code == 409
    assert walks.card(hub, key).n_affected == 3


def test_a_plan_made_meanwhile_is_not_overwritten_after_a_slip(hub, sign_in):
    key = walks.involve(hub)
    version = walks.version(hub, key)
    walks.plan(hub, key)
    planned = walks.card(hub, key).version
    slip = {"version": version, "planned_for": "soon", "agencies": ["police", "health"]}
    cho = sign_in("cho")
    page = cho.post(url(hub, "plan_visit", key), slip).content.decode()
    (shown,) = re.findall(r'name="version" value="(\d+)"', page)
    answer = cho.post(
        url(hub, "plan_visit", key), slip | {"version": shown, "planned_for": moment(24 * HOUR)}
    )
    assert answer.status_code == 409
    assert walks.card(hub, key).version == planned


def test_the_record_shows_what_is_over_without_a_name(hub, sign_in):
    walks.close(hub)
    page = sign_in("clerk").get(url(hub, "record")).content.decode()
    assert "RIV-2026-0001" in page
    assert "concluded" in page
