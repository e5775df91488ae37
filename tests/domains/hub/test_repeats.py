"""'Discussed before?': off unless assessed, yes or no only, forgotten with its year."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from commonbeat.core import clock, ledger
from commonbeat.core.guarded import whole_table
from commonbeat.core.keyring.models import SealedKey
from commonbeat.core.retention import purge
from commonbeat.domains.hub.actions.tables import Rules, set_policy
from commonbeat.domains.hub.gate import Identifiers
from commonbeat.domains.hub.locks import repeat_token
from commonbeat.domains.hub.models import Meeting, Situation
from commonbeat.domains.hub.sealed.models import RepeatSecret, RepeatToken
from tests.domains.hub import walks
from tests.domains.hub.cast import Cast, seat_people
from tests.domains.hub.test_gate import WHO, open_note

ASKS = Rules(repeat_check=True, assessment_ref="PIA 7", assessed_on=dt.date(2026, 3, 1))
NEW_YEAR = dt.timedelta(days=240)


@pytest.fixture
def asking(words: int) -> Cast:
    """A table that asks whether somebody was discussed before."""
    return seat_people(rules=ASKS)


def brought(hub: Cast, who: Identifiers = WHO) -> bool | None:
    """One more situation with this person; whether they were discussed before."""
    key = walks.submit(hub)
    if not Meeting.objects.filter(table=hub.table, closed_at=None).exists():
        walks.meet(hub)
    walks.present(hub, key)
    walks.agree(hub, key)
    walks.decide(hub, key)
    open_note(hub, key, identifiers=who)
    return Situation.objects.seen_by(hub.by["chair"]).get(key=key).discussed_before


def tokens() -> set[str]:
    return set(whole_table(RepeatToken).values_list("token", flat=True))


def test_a_table_that_does_not_ask_makes_no_token(hub):
    assert [brought(hub), brought(hub)] == [None, None]
    assert tokens() == set()
    assert whole_table(RepeatSecret).count() == 0


def test_a_table_that_asks_learns_yes_or_no_and_no_more(asking):
    other = Identifiers(name="Sam Other", born_on="1990-05-31")
    assert [brought(asking), brought(asking), brought(asking, other)] == [False, True, False]
    assert len(tokens()) == 2
    names = {field.name for field in RepeatToken._meta.get_fields()}
    assert names == {"id", "table_key", "year", "token", "expires_at"}


@pytest.mark.parametrize("name", ["JO MARKER", "Marker, Jo", "Jö  Marker", "jo-marker"])
def test_how_a_name_is_written_makes_no_difference(asking, name):
    brought(asking)
    assert brought(asking, dataclasses.replace(WHO, name=name)) is True


@pytest.mark.parametrize("born_on", ["", "about 30", "1990"])
def test_without_a_whole_date_two_people_are_never_taken_for_one(asking, born_on):
    brought(asking)
    assert brought(asking, dataclasses.replace(WHO, born_on=born_on)) is None


def test_writing_the_note_anew_is_not_being_discussed_again(asking):
    key = walks.elevate(asking)
    for _ in range(2):
        open_note(asking, key)
    assert Situation.objects.seen_by(asking.by["chair"]).get(key=key).discussed_before is False


def test_a_new_year_knows_nothing_of_the_old_and_the_secret_is_gone(asking, operator):
    brought(asking)
    (old,) = tokens()
    ref = whole_table(RepeatSecret).get().key_ref
    with clock.moved_by(NEW_YEAR):
        purge()
        assert tokens() == set()
        assert not SealedKey.objects.filter(ref=ref).exists()
        assert brought(asking) is False
        assert tokens() != {old}


def test_two_tables_cannot_be_joined(asking):
    sea = seat_people(code="SEA", rules=ASKS)
    assert [brought(asking), brought(sea)] == [False, False]
    assert len(tokens()) == 2


def test_switching_it_off_forgets_everything(asking, operator):
    brought(asking)
    refs = set(whole_table(RepeatSecret).values_list("key_ref", flat=True))
    set_policy(table_key=asking.table.key, rules=Rules(), by=operator)
    assert tokens() == set()
    assert not SealedKey.objects.filter(ref__in=refs).exists()
    set_policy(table_key=asking.table.key, rules=ASKS, by=operator)
    assert brought(asking) is False


def test_the_answer_goes_when_a_situation_is_stripped(asking):
    brought(asking)
    key = walks.submit(asking)
    walks.present(asking, key)
    walks.agree(asking, key)
    walks.decide(asking, key)
    open_note(asking, key)
    walks.deciding.end_before_plan(
        situation_key=key,
        version=walks.version(asking, key),
        reason="single_agency",
        by=asking.by["chair"],
    )
    assert Situation.objects.seen_by(asking.by["chair"]).get(key=key).discussed_before is None


def test_neither_answer_nor_token_stands_in_the_ledger(asking):
    brought(asking)
    written = str([entry.codes for entry in ledger.latest()])
    assert "discussed" not in written
    assert not any(token in written for token in tokens())


def test_a_token_needs_its_secret():
    assert repeat_token(b"1" * 32, WHO) != repeat_token(b"2" * 32, WHO)
    assert len(repeat_token(b"1" * 32, WHO)) == 64
