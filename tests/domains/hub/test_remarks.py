"""Remarks: off by default, screened, short-lived."""

from __future__ import annotations

import datetime as dt

import pytest

from commonbeat.core import clock, ledger
from commonbeat.core.errors import NotPermitted
from commonbeat.core.guarded import whole_table
from commonbeat.core.retention import purge
from commonbeat.domains.hub.actions import deciding
from commonbeat.domains.hub.actions.remarks import write_remark
from commonbeat.domains.hub.actions.tables import Rules, set_policy
from commonbeat.domains.hub.errors import (
    ChangedMeanwhile,
    Locked,
    NamesSomebody,
    NoSuchSituation,
    NotComplete,
    NoTextHere,
    NotTheirs,
)
from commonbeat.domains.hub.models import SituationRemark
from tests.domains.hub import walks
from tests.domains.hub.cast import Cast, seat_people
from tests.domains.hub.test_gate import open_note


@pytest.fixture
def talking(words: int) -> Cast:
    """A table whose rules allow remarks."""
    return seat_people(rules=Rules(free_text=True))


def write(hub: Cast, key: str, text: str, who: str = "ana", **given: object) -> None:
    usual: dict[str, object] = {"unlocked": hub.unlocked[who]}
    if "version" not in given:
        usual["version"] = walks.version(hub, key)
    write_remark(situation_key=key, text=text, by=hub.by[who], **(usual | given))  # type: ignore[arg-type]


def remark(hub: Cast, key: str) -> str:
    return walks.card(hub, key).remark


def test_by_default_no_table_takes_a_remark(hub):
    key = walks.submit(hub)
    with pytest.raises(NoTextHere):
        write(hub, key, "lost their job last week")


def test_a_remark_is_seen_on_the_card_until_it_expires(talking):
    key = walks.submit(talking)
    write(talking, key, "lost  their job\nlast week")
    assert remark(talking, key) == "lost their job last week"
    with clock.moved_by(dt.timedelta(days=14)):
        assert remark(talking, key) == ""
        purge()
        assert whole_table(SituationRemark).count() == 0


def test_switching_remarks_off_counts_at_once(talking, operator):
    key = walks.submit(talking)
    set_policy(table_key=talking.table.key, rules=Rules(), by=operator)
    with pytest.raises(NoTextHere):
        write(talking, key, "lost their job")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("call 819 555 0100", "phone"),
        ("lives near K1A 0B1", "postal code"),
        ("born 31 May 1990", "date"),
        ("at 12 Old Mill Road", "address"),
        ("au 12, rue du Moulin", "address"),
        ("drives ABC 123", "plate"),
        ("mother is Jane Roe", "name"),
        ("jo@example.org", "mail"),
    ],
)
def test_what_could_lead_to_somebody_is_refused_and_not_stored(talking, text, kind):
    key = walks.submit(talking)
    with pytest.raises(NamesSomebody) as refused:
        write(talking, key, text)
    assert kind in refused.value.found
    assert text not in str(refused.value)
    assert remark(talking, key) == ""


@pytest.mark.parametrize("text", ["marker was seen", "with JÓ", "near elm again"])
def test_names_of_the_note_are_found_however_they_are_written(talking, text):
    key = walks.elevate(talking)
    write(talking, key, text.replace("marker", "someone").replace("JÓ", "kin").replace("elm", "it"))
    open_note(talking, key)
    with pytest.raises(NamesSomebody) as refused:
        write(talking, key, text)
    assert refused.value.found == ("name",)


def test_a_common_word_of_an_address_names_nobody(talking):
    key = walks.elevate(talking)
    open_note(talking, key)
    write(talking, key, "sleeps on the street")
    assert remark(talking, key) == "sleeps on the street"


def test_where_there_is_a_note_the_writers_key_must_be_open(talking):
    key = walks.elevate(talking)
    open_note(talking, key)
    with pytest.raises(Locked):
        write(talking, key, "got worse", unlocked=None)


def test_only_the_agency_that_brought_it_remarks(talking):
    key = walks.submit(talking)
    with pytest.raises(NotTheirs):
        write(talking, key, "got worse", "bell")
    with pytest.raises(NotPermitted):
        write(talking, key, "got worse", "clerk")
    sea = seat_people(code="SEA", rules=Rules(free_text=True))
    with pytest.raises(NoSuchSituation):
        write(sea, key, "got worse", version=1)


def test_a_remark_is_short_and_an_empty_one_removes_it(talking):
    key = walks.submit(talking)
    with pytest.raises(NotComplete):
        write(talking, key, "x" * 281)
    write(talking, key, "got worse")
    write(talking, key, "")
    assert whole_table(SituationRemark).count() == 0


def test_two_who_write_at_once_do_not_overwrite_each_other(talking):
    key = walks.submit(talking)
    seen = walks.version(talking, key)
    write(talking, key, "got worse", version=seen)
    with pytest.raises(ChangedMeanwhile):
        write(talking, key, "got better", version=seen)


def test_a_no_erases_the_remark_and_the_ledger_never_had_it(talking):
    key = walks.elevate(talking)
    write(talking, key, "got worse")
    deciding.end_before_plan(
        situation_key=key,
        version=walks.version(talking, key),
        reason="single_agency",
        by=talking.by["chair"],
    )
    assert whole_table(SituationRemark).count() == 0
    assert "got worse" not in str(ledger.latest())
