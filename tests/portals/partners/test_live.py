"""The live meeting through the browser's eyes: press by press, and nobody's work is lost."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonbeat.core import clock
from commonbeat.domains.hub.queries.stamps import stamps
from commonbeat.portals.partners.hub import screen
from tests.domains.hub import walks
from tests.domains.hub.cast import SPEAKERS

TESTS = ["interest", "probability", "severity", "many_agencies"]


def url(hub, name: str, *keys: object) -> str:
    return reverse(f"partners:{name}", args=[hub.table.key, *keys])


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def presented(hub):
    """A situation on the table; everybody is there."""
    key = walks.submit(hub)
    walks.meet(hub)
    walks.present(hub, key)
    return key


def test_a_meeting_from_its_opening_to_the_decision(hub, sign_in):
    key = walks.submit(hub)
    chair = sign_in("chair")
    chair.post(url(hub, "chair"), {"planned_for": "2026-05-12T13:00", "kind": "regular"})
    meeting = walks.Meeting.objects.get()
    assert "No meeting is open" in text(chair.get(url(hub, "live")))
    chair.post(url(hub, "open_meeting", meeting.key))
    page = text(chair.get(url(hub, "live")))
    assert "3 more sectors needed" in page
    for who in SPEAKERS[:3]:
        sign_in(who).post(url(hub, "attend"), {"how": "remote" if who == "bell" else "room"})
    page = text(chair.get(url(hub, "live")))
    assert "Quorum reached" in page
    assert "from afar" in page
    chair.post(url(hub, "present", key), {"version": walks.version(hub, key)})
    for who in SPEAKERS[:3]:
        sign_in(who).post(url(hub, "say_agreed", key), {"agrees": "yes"})
    assert "3 of 3 agencies agree" in text(chair.get(url(hub, "live")))
    given = {"version": walks.version(hub, key), "tests": TESTS, "elevated": "yes"}
    assert chair.post(url(hub, "decide", key), given)["Location"] == url(hub, "live")
    assert walks.card(hub, key).step == "elevated"


def test_too_few_sectors_is_said_and_nothing_changes(hub, sign_in):
    key = walks.submit(hub)
    walks.meet(hub, SPEAKERS[:2])
    answer = sign_in("chair").post(url(hub, "present", key), {"version": 1})
    assert answer.status_code == 422
    assert "Too few sectors are at the table" in text(answer)
    assert walks.card(hub, key).step == "queued"


def test_a_no_with_its_reason_leaves_the_least(hub, presented, sign_in):
    chair = sign_in("chair")
    version = walks.version(hub, presented)
    answer = chair.post(
        url(hub, "decide", presented), {"version": version, "elevated": "no", "reason": ""}
    )
    assert answer.status_code == 422
    assert "The reason" in text(answer)
    given = {"version": version, "elevated": "no", "reason": "not_elevated"}
    chair.post(url(hub, "decide", presented), given)
    page = text(chair.get(url(hub, "situation", presented)))
    assert "Only the number, the day, the kind, the sector and the reason are kept" in page
    assert "Alcohol" not in page


def test_a_decision_without_accord_is_refused_and_what_was_ticked_is_kept(hub, presented, sign_in):
    walks.agree(hub, presented, SPEAKERS[:2])
    given = {
        "version": walks.version(hub, presented), "tests": TESTS[:3] + TESTS[3:],
        "elevated": "yes", "reason": "already_helped",
    }  # fmt: skip
    answer = sign_in("chair").post(url(hub, "decide", presented), given)
    assert answer.status_code == 422
    assert "The table has not agreed yet" in text(answer)
    assert len(re.findall(r'name="tests" value="\w+" checked', text(answer))) == 4


def test_whoever_is_second_hears_what_changed_and_keeps_what_they_ticked(hub, presented, sign_in):
    version = walks.version(hub, presented)
    walks.agree(hub, presented)
    walks.deciding.fill_card(
        situation_key=presented, version=version, carried=walks.CARRIED, by=hub.by["clerk"]
    )
    given = {"version": version, "tests": TESTS[:2], "elevated": "yes"}
    answer = sign_in("chair").post(url(hub, "decide", presented), given)
    assert answer.status_code == 409
    assert "Somebody else changed this" in text(answer)
    assert len(re.findall(r'name="tests" value="\w+" checked', text(answer))) == 2
    assert f'name="version" value="{version + 1}"' in text(answer)
    assert walks.card(hub, presented).step == "presented"


def test_with_script_the_answer_to_a_press_is_the_part_alone(hub, presented, sign_in):
    answer = sign_in("ana").post(
        url(hub, "say_agreed", presented), {"agrees": "yes"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert text(answer).lstrip().startswith('<div class="live" id="live"')
    assert "<html" not in text(answer)
    assert "agrees" in text(answer)


@pytest.mark.parametrize("version", ["", "x", "-1", "999999999999", "١"])
def test_a_version_that_is_none_changes_nothing(hub, presented, sign_in, version):
    given = {"version": version, "elevated": "no", "reason": "not_elevated"}
    answer = sign_in("chair").post(url(hub, "decide", presented), given)
    assert answer.status_code == 409
    assert walks.card(hub, presented).step == "presented"


def test_in_out_and_lead(hub, presented, sign_in):
    walks.agree(hub, presented)
    walks.decide(hub, presented)
    sign_in("ana").post(url(hub, "say_in", presented), {"part": "engaged"})
    sign_in("cho").post(url(hub, "say_in", presented), {"part": "consulted"})
    sign_in("eve").post(url(hub, "say_out", presented))
    chair = sign_in("chair")
    page = text(chair.get(url(hub, "live")))
    assert "Police leads" in page
    assert "Children leads" not in page
    lead = {"version": walks.version(hub, presented), "lead": "police"}
    chair.post(url(hub, "begin_plan", presented), lead)
    assert walks.card(hub, presented).step == "involved"


def test_one_agency_alone_cannot_begin(hub, presented, sign_in):
    walks.agree(hub, presented)
    walks.decide(hub, presented)
    sign_in("ana").post(url(hub, "say_in", presented), {"part": "engaged"})
    lead = {"version": walks.version(hub, presented), "lead": "police"}
    answer = sign_in("chair").post(url(hub, "begin_plan", presented), lead)
    assert answer.status_code == 422
    assert "Another agency that is in" in text(answer)


def test_everybody_sees_their_own_buttons(hub, presented, sign_in):
    agree, decide = url(hub, "say_agreed", presented), url(hub, "decide", presented)
    shown = {who: text(sign_in(who).get(url(hub, "live"))) for who in ("ana", "chair", "clerk")}
    assert agree in shown["ana"]
    assert decide not in shown["ana"]
    assert decide in shown["chair"]
    assert agree not in shown["chair"]
    assert agree not in shown["clerk"]
    assert decide not in shown["clerk"]
    fill = url(hub, "fill_card", presented)
    assert [who for who, page in shown.items() if fill in page] == ["ana", "clerk"]


def test_forty_screens_share_a_few_readings(hub, presented, sign_in, monkeypatch):
    made = []
    really = screen.render_to_string

    def counted(template, context):
        made.append(template)
        return really(template, context)

    monkeypatch.setattr(screen, "render_to_string", counted)
    clients = [sign_in(who) for who in ("ana", "bell", "chair")]
    for _ in range(10):
        for client in clients:
            client.get(url(hub, "live_part"))
    assert made.count("partners/hub/_regions.html") == 3
    walks.agree(hub, presented, ["ana"])
    for client in clients:
        client.get(url(hub, "live_part"))
    assert made.count("partners/hub/_regions.html") == 6


def test_a_screen_that_is_kept_costs_few_queries(hub, presented, sign_in):
    client = sign_in("ana")
    client.get(url(hub, "live_part"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(url(hub, "live_part"))
    assert len(asked) <= 12


def test_a_kept_screen_carries_each_readers_own_token(hub, presented, sign_in):
    screens = [text(sign_in(who).get(url(hub, "live_part"))) for who in ("ana", "bell")]
    tokens = [re.search(r'csrfmiddlewaretoken" value="([^"]{64})"', page) for page in screens]
    assert all(tokens)
    assert tokens[0][1] != tokens[1][1]
    assert screen.PLACE not in screens[0]


def test_the_page_says_where_to_ask_whether_anything_changed(hub, presented, sign_in):
    page = text(sign_in("bell").get(url(hub, "live")))
    stamp = stamps()[hub.table.live_token]
    assert f'data-stamps="/partners/live/{hub.table.live_token}" data-stamp="{stamp}"' in page


def test_without_script_the_page_reads_itself_again_until_it_is_paused(hub, sign_in):
    client = sign_in("bell")
    again = '<noscript><meta http-equiv="refresh" content="10"></noscript>'
    assert again in text(client.get(url(hub, "live")))
    assert again not in text(client.get(url(hub, "live") + "?paused=1"))


def test_without_script_a_refused_press_is_not_read_away_and_leads_back_to_the_page(
    hub, presented, sign_in
):
    chair = sign_in("chair")
    given = {"version": walks.version(hub, presented), "tests": TESTS, "elevated": "yes"}
    page = text(chair.post(url(hub, "decide", presented), given))
    assert "The table has not agreed yet" in page
    assert 'http-equiv="refresh"' not in page  # the address of a press cannot be read again
    here = url(hub, "live")
    for link in (here, f"{here}?wall=1"):
        assert f'<a href="{link}">' in page
        assert chair.get(link).status_code == 200


def test_what_time_alone_changes_shows_on_a_screen_that_is_kept(hub, sign_in):
    walks.involve(hub)
    assert "the visit is late" not in text(sign_in("ana").get(url(hub, "live_part")))
    with clock.moved_by(49 * walks.AN_HOUR):
        assert "the visit is late" in text(sign_in("ana").get(url(hub, "live_part")))


def test_the_chair_says_that_somebody_has_left(hub, presented, sign_in):
    cho = hub.staff["cho"].key
    assert f'id="gone-{cho}"' not in text(sign_in("bell").get(url(hub, "live")))
    assert sign_in("bell").post(url(hub, "note_gone"), {"who": cho}).status_code == 404
    chair = sign_in("chair")
    assert f'id="gone-{cho}"' in text(chair.get(url(hub, "live")))
    chair.post(url(hub, "note_gone"), {"who": cho})
    assert f'id="gone-{cho}"' not in text(chair.get(url(hub, "live")))
    assert chair.post(url(hub, "note_gone"), {"who": "<b>"}).status_code == 422


def test_another_agency_takes_the_lead_when_the_chair_says_so(hub, sign_in):
    key = walks.involve(hub)
    chair = sign_in("chair")
    assert "Another agency leads" not in text(sign_in("ana").get(url(hub, "situation", key)))
    assert "Another agency leads" in text(chair.get(url(hub, "situation", key)))
    given = {"version": walks.version(hub, key), "lead": "health", "where": "situation"}
    assert sign_in("ana").post(url(hub, "change_lead", key), given).status_code == 404
    answer = chair.post(url(hub, "change_lead", key), given)
    assert answer["Location"] == url(hub, "situation", key)
    assert walks.card(hub, key).lead.code == "health"
    assert "Conclude it" in text(sign_in("cho").get(url(hub, "situation", key)))


def test_a_meeting_that_was_not_held_is_said_on_the_chairs_page(hub, sign_in):
    given = {"planned_for": "2026-05-12T13:00", "kind": "regular"}
    sign_in("chair").post(url(hub, "chair"), given)
    with clock.moved_by(24 * walks.AN_HOUR):
        chair = sign_in("chair")
        assert "not held" in text(chair.get(url(hub, "chair")))
        assert "Open the meeting" not in text(chair.get(url(hub, "live")))


def test_on_the_wall_there_is_the_same_in_large(hub, presented, sign_in):
    page = text(sign_in("chair").get(url(hub, "live") + "?wall=1"))
    assert 'class="desk hub wall"' in page
    assert "RIV-2026-0001" in page


def test_an_emergency_is_called_by_who_discusses_and_not_by_the_clerk(hub, sign_in):
    assert sign_in("clerk").post(url(hub, "call_emergency")).status_code == 404
    sign_in("ana").post(url(hub, "call_emergency"))
    assert walks.Meeting.objects.get().kind == "emergency"


def test_the_chair_orders_the_queue(hub, sign_in):
    keys = [walks.submit(hub, who) for who in ("ana", "bell", "cho")]
    chair = sign_in("chair")
    chair.post(url(hub, "move", keys[2], "first"))
    chair.post(url(hub, "move", keys[0], "down"))
    seen = walks.shown.live(hub.by["chair"])
    assert [card.key for card in seen.queue] == [keys[2], keys[1], keys[0]]
    chair.post(url(hub, "move", keys[0], "up"))
    page = text(chair.get(url(hub, "chair")))
    assert page.index(keys[2]) < page.index(keys[0]) < page.index(keys[1])
    assert chair.post(url(hub, "move", "0" * 20, "up")).status_code == 404


def test_a_card_shows_words_and_never_a_code(hub, presented, sign_in):
    page = text(sign_in("bell").get(url(hub, "live")))
    assert "Alcohol: use by the person" in page
    assert "alcohol-use" not in page


def test_the_meeting_speaks_french(hub, presented, sign_in):
    hub.staff["bell"].language = "fr"
    hub.staff["bell"].save()
    page = text(sign_in("bell").get(url(hub, "live")))
    assert 'lang="fr"' in page
    assert "Alcool" in page
