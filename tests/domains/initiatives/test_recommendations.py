"""Recommendations never lack owner, addressee, due day and state, and do not fall asleep."""

import datetime as dt

import pytest

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.initiatives import errors, queries
from commonbeat.domains.initiatives.actions import evidence, recommendations
from commonbeat.domains.initiatives.actions.recommendations import Asked
from commonbeat.domains.initiatives.public import log, published_issue
from commonbeat.domains.initiatives.staleness import Staleness
from commonbeat.domains.initiatives.writing import Written
from commonbeat.roles import Role, actor
from tests.domains.agencies.cast import engage
from tests.domains.initiatives import made
from tests.domains.initiatives.made import ANALYST, COORDINATOR

AUTUMN = dt.date(2026, 9, 1)
DONE = Written("A room was found.", "Un local a été trouvé.")


def asked(**changed):
    given = {
        "text": made.ASKED, "addressee": made.ADDRESSEE, "level": "local",
        "owner_key": "", "due_on": AUTUMN,
    }  # fmt: skip
    return Asked(**(given | changed))


def reply(key, answer, day=dt.date(2026, 5, 12)):
    return recommendations.record_reply(
        key=key, answer=answer, text=made.REPLY, replied_on=day, by=COORDINATOR
    )


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"owner_key": "nobody"}, errors.NotComplete),
        ({"level": "galactic"}, errors.NotComplete),
        ({"opportunity_key": "none"}, errors.NotComplete),
        ({"due_on": dt.date(2026, 5, 11)}, errors.DueInThePast),
        ({"addressee": Written("", "")}, errors.NotInBothLanguages),
        ({"text": Written("See J8X 2K4", "Voir J8X 2K4")}, errors.NamesSomebody),
    ],
)
def test_a_recommendation_that_lacks_something_is_refused(noon, wrong, error):
    issue = made.published()
    given = asked(**({"owner_key": made.owner()} | wrong))
    with pytest.raises(error):
        recommendations.recommend(issue_key=issue.key, asked=given, by=ANALYST)
    assert queries.recommendations(ANALYST) == []


def test_the_chain_leads_from_issue_to_opportunity_to_recommendation(noon):
    issue = made.published()
    chance = evidence.add_opportunity(issue_key=issue.key, text=made.OPPORTUNITY, by=ANALYST)
    given = asked(owner_key=made.owner(), opportunity_key=chance.key)
    recommendations.recommend(issue_key=issue.key, asked=given, by=ANALYST)
    chain = queries.issue(ANALYST, issue.key)
    assert chain.recommendations[0].opportunity_key == chain.opportunities[0].key == chance.key
    assert chain.recommendations[0].state == "proposed"
    assert chain.recommendations[0].owner_name


def test_it_is_answered_moves_on_and_is_done(noon):
    one = made.recommended(made.published(), AUTUMN)
    with pytest.raises(errors.NotAnsweredYet):
        recommendations.record_implemented(key=one.key, by=COORDINATOR)
    reply(one.key, "partly")
    recommendations.note_progress(key=one.key, text=DONE, by=ANALYST)
    recommendations.record_implemented(key=one.key, by=COORDINATOR)
    seen = published_issue(one.issue.key).recommendations[0]
    assert (seen.state, seen.reply, seen.progress[0].text) == (
        "implemented", "One bed from spring on.", "A room was found.",
    )  # fmt: skip
    assert not seen.is_open
    for late in (lambda: reply(one.key, "declined"),
                 lambda: recommendations.note_progress(key=one.key, text=DONE, by=ANALYST)):  # fmt: skip
        with pytest.raises(errors.AlreadyClosed):
            late()


def test_a_refusal_is_public_and_may_still_turn_into_a_yes(noon):
    one = made.recommended(made.published(), AUTUMN)
    reply(one.key, "declined")
    assert log().n_by_state == {"declined": 1}
    assert log().n_open == 0
    reply(one.key, "accepted")
    assert log().n_open == 1


def test_an_answer_needs_a_known_word_and_a_day_that_has_come(noon):
    one = made.recommended(made.published(), AUTUMN)
    with pytest.raises(errors.NotComplete):
        reply(one.key, "maybe")
    with pytest.raises(errors.NotComplete):
        reply(one.key, "accepted", dt.date(2026, 5, 13))
    with pytest.raises(errors.NoSuchRecommendation):
        reply("none", "accepted")
    with pytest.raises(NotPermitted):
        recommendations.record_reply(
            key=one.key,
            answer="accepted",
            text=made.REPLY,
            replied_on=dt.date(2026, 5, 12),
            by=ANALYST,
        )


def test_another_takes_its_place_and_both_stay_on_the_log(noon):
    issue = made.published()
    one = made.recommended(issue, AUTUMN)
    given = asked(owner_key=one.owner.key, level="provincial")
    new = recommendations.supersede(key=one.key, asked=given, by=ANALYST)
    old = queries.recommendation(ANALYST, one.key)
    assert (old.state, old.superseded_by) == ("superseded", new.key)
    assert log().n_by_state == {"superseded": 1, "proposed": 1}


def test_owner_and_day_can_change(noon):
    one = made.recommended(made.published(), AUTUMN)
    other = engage("other", Role.ANALYST).key
    recommendations.hand_over(key=one.key, owner_key=other, by=ANALYST)
    recommendations.move_due_day(key=one.key, due_on=dt.date(2026, 12, 1), by=ANALYST)
    seen = queries.recommendation(ANALYST, one.key)
    assert (seen.owner_key, seen.due_on) == (other, dt.date(2026, 12, 1))
    with pytest.raises(errors.DueInThePast):
        recommendations.move_due_day(key=one.key, due_on=dt.date(2026, 1, 1), by=ANALYST)


def test_the_quiet_and_the_late_are_flagged_and_come_first(noon):
    owner = made.owner()
    issue = made.published()
    quiet = made.recommended(issue, dt.date(2027, 1, 1), owner)
    moving = made.recommended(issue, dt.date(2026, 12, 1), owner)
    late = made.recommended(issue, dt.date(2026, 6, 1), owner)
    with clock.moved_by(dt.timedelta(days=50)):
        recommendations.note_progress(key=moving.key, text=DONE, by=ANALYST)
    with clock.moved_by(dt.timedelta(days=62)):
        seen = queries.recommendations(ANALYST)
        flags = {one.key: set(one.stale) for one in seen}
        public = log()
    assert flags == {
        late.key: {Staleness.PAST_DUE, Staleness.QUIET}, quiet.key: {Staleness.QUIET}, moving.key: set(),
    }  # fmt: skip
    assert [one.key for one in seen] == [late.key, quiet.key, moving.key]
    assert (public.n_stale, public.n_past_due, public.n_open) == (2, 1, 3)
    assert public.oldest_days == 62


def test_what_is_settled_is_never_stale(noon):
    one = made.recommended(made.published(), dt.date(2026, 6, 1))
    reply(one.key, "declined")
    with clock.moved_by(dt.timedelta(days=400)):
        assert queries.n_stale(ANALYST) == 0
        assert log().oldest_days is None


def test_an_officer_may_do_none_of_it(noon):
    one = made.recommended(made.published(), AUTUMN)
    with pytest.raises(NotPermitted):
        recommendations.note_progress(key=one.key, text=DONE, by=actor(Role.OFFICER, "bell"))
