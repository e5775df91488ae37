"""Kinds, templates and apps set at the desk; the figures of hand-overs and of what is not fixed."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from commonbeat.core import clock
from commonbeat.domains.concerns import listing, public
from commonbeat.domains.concerns.actions import handling, kinds
from commonbeat.domains.concerns.errors import NoSuchAgency, NoSuchKind, NotAccepted
from commonbeat.domains.concerns.queries.hand_overs import ledger_of_agencies
from commonbeat.domains.concerns.queries.inbox import not_fixed_by_kind_and_area
from commonbeat.domains.concerns.queries.kinds import app_of_token, desk_kinds, templates
from commonbeat.roles import Role, actor
from tests.domains.concerns.cases import CHO, OPERATOR, line, raised, works

DAY = dt.timedelta(days=1)
BELL = actor(Role.OFFICER, "bell")


@pytest.fixture(autouse=True)
def _kinds(noon: dt.datetime) -> None:
    """Every test starts from the shipped kinds, at noon."""
    kinds.load_shipped_kinds(by=OPERATOR)


def page(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.LEADER, Role.PRIVACY_OFFICER])
def test_only_who_sets_kinds_finds_them(role, signed_in):
    client = signed_in(role)
    for where in ("", "noise/", "words/", "words/looking/", "apps/"):
        assert client.get(f"/staff/concern-kinds/{where}").status_code == 404
    for where in ("noise/retire/", "apps/close/", "apps/"):
        assert client.post(f"/staff/concern-kinds/{where}", {"name": "x"}).status_code == 404
    assert len(public.kinds()) == len(desk_kinds(CHO))


def test_a_kind_is_retired_and_used_again(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    client.post("/staff/concern-kinds/noise/retire/")
    assert "noise" not in [one.code for one in public.kinds()]
    assert client.post("/staff/concern-kinds/noise/retire/").status_code == 404
    client.post("/staff/concern-kinds/noise/use/")
    assert "noise" in [one.code for one in public.kinds()]
    assert client.post("/staff/concern-kinds/noise/burn/").status_code == 404


def test_days_first_agency_and_who_sees_it_hold_for_what_comes_in_from_now_on(signed_in):
    before, code = raised(), works()
    client = signed_in(Role.COORDINATOR)
    given = {"due_days": "3", "agency": code}
    client.post("/staff/concern-kinds/noise/", given)
    after = raised()
    assert (line(before).agency, line(after).agency) == ("", code)
    assert line(after).due_at - clock.now() == 3 * DAY
    assert listing.shown(public.Search()) == []
    assert "Public Works" in page(client.get("/staff/concern-kinds/"))


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("noise", {"due_days": "0"}),
        ("noise", {"due_days": "400"}),
        ("noise", {"due_days": "3", "agency": "nowhere"}),
        ("suspicious", {"due_days": "3", "is_public": "on"}),
        ("suspicious", {"due_days": "3", "asks_after": "on"}),
        ("noise", {"due_days": "3", "asks_after": "on"}),
    ],
)
def test_what_a_kind_may_not_be_is_refused(kind, given, signed_in):
    before = desk_kinds(CHO)
    answer = signed_in(Role.COORDINATOR).post(f"/staff/concern-kinds/{kind}/", given)
    assert answer.status_code == 422
    assert desk_kinds(CHO) == before


def test_the_survey_of_a_kind_is_switched_off_and_on(signed_in):
    client = signed_in(Role.COORDINATOR)
    given = {"due_days": "3", "is_public": "on"}
    for switched in ({}, {"asks_after": "on"}):
        client.post("/staff/concern-kinds/noise/", given | switched)
        kind = next(one for one in desk_kinds(CHO) if one.code == "noise")
        assert kind.asks_after == bool(switched)


def test_the_actions_refuse_as_the_page_does():
    given = {"due_days": 3, "agency": "", "is_public": False}
    with pytest.raises(NoSuchKind):
        kinds.set_kind(code="nothing", by=CHO, **given)
    with pytest.raises(NoSuchAgency):
        kinds.set_kind(code="noise", by=CHO, **(given | {"agency": "nowhere"}))
    with pytest.raises(NotAccepted):
        kinds.set_kind(code="suspicious", by=CHO, **(given | {"is_public": True}))
    with pytest.raises(NotAccepted):
        kinds.set_kind(code="noise", by=CHO, **(given | {"due_days": 0}))
    with pytest.raises(NotAccepted):
        kinds.word_template(kind="", words="Words", words_fr=" ", by=CHO)
    with pytest.raises(NoSuchKind):
        kinds.word_template(kind="nothing", words="Words", words_fr="Mots", by=CHO)


def test_words_to_answer_with_are_added_changed_and_taken_away(signed_in):
    client = signed_in(Role.COORDINATOR)
    given = {"kind": "noise", "words": "We listened.", "words_fr": "Nous avons écouté."}
    client.post("/staff/concern-kinds/words/", given)
    [added] = [one for one in templates(BELL, "noise") if one.words == "We listened."]
    assert added not in templates(BELL, "graffiti")
    where = f"/staff/concern-kinds/words/{added.key}/"
    assert "Nous avons écouté." in page(client.get(where))
    assert client.post(where, given | {"words_fr": ""}).status_code == 422
    client.post(where, given | {"words": "We heard it."})
    assert "We heard it." in [one.words for one in templates(BELL, "noise")]
    client.post(where, {"what": "drop"})
    assert client.get(where).status_code == 404


def test_an_apps_key_is_shown_once_works_and_is_taken_away(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    answer = client.post("/staff/concern-kinds/apps/", {"name": "City app"})
    assert answer.headers["Cache-Control"] == "no-store, private"
    found = re.search(r"<code[^>]*>([^<]+)</code>", page(answer))
    assert found
    key = found.group(1)
    assert app_of_token(key) == "City app"
    listed = page(client.get("/staff/concern-kinds/"))
    assert "City app" in listed
    assert key not in listed
    again = client.post("/staff/concern-kinds/apps/", {"name": "City app"})
    assert again.status_code == 422
    client.post("/staff/concern-kinds/apps/close/", {"name": "City app"})
    assert app_of_token(key) is None


def offered(code: str, *, answered_after: dt.timedelta | None, reason: str = "") -> None:
    key = raised()
    handling.hand_over(key=key, version=1, to=code, by=CHO)
    if answered_after is None:
        return
    with clock.moved_by(answered_after):
        if reason:
            handling.hand_back(key=key, version=2, reason=reason, by=CHO)
        else:
            handling.accept_offer(key=key, version=2, by=CHO)


def test_the_ledger_counts_by_agency_what_was_offered_and_what_became_of_it(signed_in):
    works()
    works("parks", "Parks")
    offered("works", answered_after=DAY)
    offered("works", answered_after=3 * DAY)
    offered("works", answered_after=8 * DAY, reason="no means")
    offered("works", answered_after=None)
    withdrawn = raised()
    handling.hand_over(key=withdrawn, version=1, to="works", by=CHO)
    handling.hand_over(key=withdrawn, version=2, to="parks", by=CHO)
    parks, public_works = ledger_of_agencies(CHO, clock.now() - DAY)
    assert (parks.n_offered, parks.n_waiting, parks.median_days) == (1, 1, None)
    assert (public_works.n_offered, public_works.n_accepted, public_works.n_waiting) == (4, 2, 1)
    assert public_works.handed_back == (("no means", 1),)
    assert (public_works.median_days, public_works.n_open_now) == (3.0, 2)
    text = page(signed_in(Role.ANALYST).get("/staff/concern-figures/"))
    assert "5 concerns were offered to other agencies" in text
    assert "They cannot do it now (1)" in text
    assert ">3.0<" in text
    assert "coordinator:cho" not in text


def not_fixed(kind: str, times: int) -> None:
    for _ in range(times):
        key = raised(kind)
        handling.answer(key=key, version=1, state="done", words="", by=CHO)
        holder = actor(Role.CALLER, "link", holds=frozenset({f"concerns.concern:{key}"}))
        handling.say_not_fixed(key=key, by=holder)


def test_what_is_not_fixed_is_counted_by_kind_and_area_under_the_disclosure_rule(signed_in):
    not_fixed("noise", 12)
    not_fixed("broken-light", 2)
    counted = not_fixed_by_kind_and_area(CHO, clock.now() - DAY)
    assert counted == {("noise", None): 12, ("broken-light", None): 2}
    text = page(signed_in(Role.LEADER).get("/staff/concern-figures/"))
    table = text[text.index('id="not-fixed"') :]
    assert "too few" in table
    assert ">2<" not in table
    assert "Numbers below 10 are not shown" in table


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
def test_others_find_no_figures(role, signed_in):
    assert signed_in(role).get("/staff/concern-figures/").status_code == 404
    assert ledger_of_agencies(actor(role, "x"), clock.now()) == []
    assert not_fixed_by_kind_and_area(actor(role, "x"), clock.now()) == {}
