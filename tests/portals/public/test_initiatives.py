"""The public log of issues and recommendations."""

import datetime as dt

import pytest

from commonbeat.core import clock
from commonbeat.domains.initiatives.actions import evidence, recommendations
from commonbeat.portals.public import kept
from tests.domains.initiatives import made
from tests.domains.initiatives.made import ANALYST, COORDINATOR

AUTUMN = dt.date(2026, 9, 1)


def answered(one, answer):
    recommendations.record_reply(
        key=one.key, answer=answer, text=made.REPLY, replied_on=dt.date(2026, 5, 12), by=COORDINATOR
    )


@pytest.fixture
def issue(noon):
    issue, owner = made.published(), made.owner()
    evidence.add_opportunity(issue_key=issue.key, text=made.OPPORTUNITY, by=ANALYST)
    answered(made.recommended(issue, AUTUMN, owner), "declined")
    made.recommended(issue, dt.date(2026, 5, 20), owner)
    return issue


def test_a_no_stands_there_as_plainly_as_a_yes(issue, client):
    page = client.get("/log/").content.decode()
    for words in (
        "No bed the same night",
        "Riverton Health Unit",
        "declined",
        "waits for an answer",
    ):
        assert words in page
    page = client.get(f"/log/{issue.key}/").content.decode()
    for words in (
        "One bed from spring on.",
        "declined",
        made.FIGURE.sentence,
        "Two beds kept free",
    ):
        assert words in page


def test_it_counts_what_is_late_and_says_how_old_the_oldest_is(issue, client):
    with clock.moved_by(dt.timedelta(days=70)):
        kept.forget()
        page = client.get("/log/").content.decode()
    assert "past its day" in page
    assert "70 days" in page
    assert "Going stale" in page


def test_it_reads_in_french(issue, client):
    page = client.get("/log/", headers={"accept-language": "fr"}).content.decode()
    assert "Pas de lit le soir même" in page
    page = client.get(f"/log/{issue.key}/", headers={"accept-language": "fr"}).content.decode()
    assert "Sevrage" in page


def test_drafts_and_nothing_at_all_look_the_same(noon, client):
    draft = made.draft()
    assert "Nothing published yet" in client.get("/log/").content.decode()
    for key in (draft.key, "none"):
        assert client.get(f"/log/{key}/").status_code == 404


def test_nobody_of_ours_is_named_and_the_page_is_light(issue, client):
    for path in ("/log/", f"/log/{issue.key}/"):
        answer = client.get(path)
        assert b"owner" not in answer.content.lower()
        assert len(answer.content) < 50_000
        assert "Set-Cookie" not in answer.headers
