"""Issues and recommendations at the desk."""

import datetime as dt

import pytest

from commonbeat.core import clock
from commonbeat.domains.initiatives import queries
from commonbeat.domains.initiatives.actions import recommendations
from commonbeat.domains.initiatives.public import log
from commonbeat.roles import Role
from tests.domains.initiatives import made
from tests.domains.initiatives.made import ANALYST, COORDINATOR

WORDS = {
    "title": "No bed the same night", "title_fr": "Pas de lit le soir même",
    "statement": "People wait for weeks.", "statement_fr": "Les gens attendent des semaines.",
    "affected": ["everybody"], "origin": "hub",
}  # fmt: skip
AUTUMN = dt.date(2026, 9, 1)


def first_issue():
    return queries.issue(ANALYST, queries.issues(ANALYST)[0].key)


def test_from_an_issue_to_a_recommendation_that_is_done(noon, signed_in):
    analyst, leader = signed_in(Role.ANALYST), signed_in(Role.LEADER)
    owner = made.owner()
    assert analyst.post("/staff/issues/raise/", WORDS).status_code == 302
    key = first_issue().key
    document = {"sentence": "Half wait more than a month.", "sentence_fr": "La moitié attend un mois.",
                "source": "Yearly report", "source_fr": "Rapport annuel"}  # fmt: skip
    analyst.post(f"/staff/issues/{key}/document/", document)
    analyst.post(
        f"/staff/issues/{key}/opportunity/", {"text": "Two beds.", "text_fr": "Deux lits."}
    )
    assert leader.post(f"/staff/issues/{key}/publish/").status_code == 302
    asked = {
        "text": "Keep two beds free.", "text_fr": "Garder deux lits libres.", "level": "local",
        "addressee": "Riverton Health Unit", "addressee_fr": "Santé publique de Riverton",
        "opportunity": first_issue().opportunities[0].key, "owner": owner, "due_on": "2026-09-01",
    }  # fmt: skip
    assert analyst.post(f"/staff/issues/{key}/recommend/", asked).status_code == 302
    one = first_issue().recommendations[0].key
    answer = {"answer": "accepted", "reply": "From spring on.", "reply_fr": "Dès le printemps.",
              "replied_on": "2026-05-12"}  # fmt: skip
    leader.post(f"/staff/issues/asked/{one}/answer/", answer)
    leader.post(f"/staff/issues/asked/{one}/progress/", {"text": "A room.", "text_fr": "Un local."})
    page = leader.get(f"/staff/issues/asked/{one}/").content.decode()
    assert "From spring on." in page
    assert "A room." in page
    leader.post(f"/staff/issues/asked/{one}/done/")
    leader.post(f"/staff/issues/{key}/close/", {"how": "resolved"})
    assert log().issues[0].state == "resolved"
    assert "resolved" in leader.get(f"/staff/issues/{key}/").content.decode()


def test_what_was_found_in_a_text_is_told_to_its_writer(noon, signed_in):
    analyst = signed_in(Role.ANALYST)
    page = analyst.post("/staff/issues/raise/", WORDS | {"statement": "See 12 Old Mill Road."})
    assert page.status_code == 422
    assert "12 Old Mill Road" in page.content.decode()
    assert "an address" in page.content.decode()
    page = analyst.post("/staff/issues/raise/", WORDS | {"statement": "The Health Unit is far."})
    assert "it leads to nobody" in page.content.decode()
    assert queries.issues(ANALYST) == []
    checked = WORDS | {"statement": "The Health Unit is far.", "has_checked": "on"}
    assert analyst.post("/staff/issues/raise/", checked).status_code == 302


def test_the_stale_come_first_and_are_named(noon, signed_in):
    owner = made.owner()
    issue = made.published()
    calm = made.recommended(issue, dt.date(2026, 12, 1), owner)
    late = made.recommended(issue, dt.date(2026, 5, 20), owner)
    with clock.moved_by(dt.timedelta(days=9)):
        client = signed_in(Role.COORDINATOR)
        page = client.get("/staff/issues/").content.decode()
    assert "1 recommendation is going stale" in page
    assert "past its day" in page
    assert page.index(late.key) < page.index(calm.key)


def test_every_form_opens_and_every_refusal_is_a_sentence(noon, signed_in):
    issue = made.published()
    one = made.recommended(issue, AUTUMN)
    client = signed_in(Role.COORDINATOR)
    for path in (
        "change",
        "document",
        "indicator",
        "opportunity",
        "recommend",
        "review",
        "review/hold",
    ):
        assert client.get(f"/staff/issues/{issue.key}/{path}/").status_code == 200
        assert client.get(f"/staff/issues/none/{path}/").status_code == 404
    for path in ("answer", "progress", "keeping", "replace"):
        assert client.get(f"/staff/issues/asked/{one.key}/{path}/").status_code == 200
        assert client.get(f"/staff/issues/asked/none/{path}/").status_code == 404
    page = client.post(f"/staff/issues/{issue.key}/review/", {"due_on": "2026-05-01"})
    assert "still to come" in page.content.decode()
    page = client.post(f"/staff/issues/{issue.key}/opportunity/", {"text": "Two beds."})
    assert "in English and in French" in page.content.decode()
    page = client.post(
        f"/staff/issues/{issue.key}/review/hold/", {"text": "So.", "text_fr": "Bon."}
    )
    assert "Plan a review first" in page.content.decode()
    page = client.post(f"/staff/issues/asked/{one.key}/done/", follow=True)
    assert "accepted it" in page.content.decode()


def test_owner_day_and_another_in_its_place(noon, signed_in):
    one = made.recommended(made.published(), AUTUMN)
    client = signed_in(Role.COORDINATOR)
    owner = queries.recommendation(ANALYST, one.key).owner_key
    client.post(f"/staff/issues/asked/{one.key}/keeping/", {"owner": owner, "due_on": "2026-10-01"})
    assert queries.recommendation(ANALYST, one.key).due_on == dt.date(2026, 10, 1)
    asked = {
        "text": "Keep one bed free.", "text_fr": "Garder un lit libre.", "level": "regional",
        "addressee": "The region", "addressee_fr": "La région", "owner": owner, "due_on": "2026-12-01",
    }  # fmt: skip
    client.post(f"/staff/issues/asked/{one.key}/replace/", asked)
    assert queries.recommendation(ANALYST, one.key).state == "superseded"


def test_indicators_are_defined_and_read(noon, signed_in):
    client = signed_in(Role.ANALYST)
    given = {"name": "Beds", "name_fr": "Lits", "source": "Ministry", "source_fr": "Ministère",
             "unit": "beds", "unit_fr": "lits", "comparison": "the province", "comparison_fr": "la province"}  # fmt: skip
    assert client.post("/staff/issues/indicators/define/", given).status_code == 302
    key = queries.indicators(ANALYST)[0].key
    reading = {
        "covers_from": "2025-01-01",
        "covers_until": "2025-12-31",
        "value": "2.5",
        "compared": "4",
    }
    assert client.post(f"/staff/issues/indicators/{key}/add/", reading).status_code == 302
    page = client.get("/staff/issues/indicators/").content.decode()
    assert "2.5" in page
    page = client.post(f"/staff/issues/indicators/{key}/add/", reading)
    assert "a value for this period already" in page.content.decode()
    issue = made.draft()
    shown = {"indicator": key, "sentence": "Fewer beds.", "sentence_fr": "Moins de lits."}
    assert client.post(f"/staff/issues/{issue.key}/indicator/", shown).status_code == 302


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_others_find_nothing_there(noon, signed_in, role):
    issue = made.published()
    client = signed_in(role)
    for path in ("", f"{issue.key}/", "indicators/", "raise/"):
        assert client.get(f"/staff/issues/{path}").status_code == 404


def test_an_analyst_sees_no_button_for_what_is_not_theirs(noon, signed_in):
    issue = made.draft()
    client = signed_in(Role.ANALYST)
    assert "publish/" not in client.get(f"/staff/issues/{issue.key}/").content.decode()
    assert client.post(f"/staff/issues/{issue.key}/publish/").status_code == 404
    one = made.recommended(issue, AUTUMN)
    assert client.get(f"/staff/issues/asked/{one.key}/answer/").status_code == 404
    recommendations.record_reply(
        key=one.key, answer="declined", text=made.REPLY, replied_on=noon.date(), by=COORDINATOR
    )
    assert "declined" in client.get(f"/staff/issues/asked/{one.key}/").content.decode()
