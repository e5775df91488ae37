"""The four promises of @action."""

import pytest

from commonbeat.core import action as actions
from commonbeat.core import ledger
from commonbeat.core.actor import Actor
from commonbeat.core.errors import NotPermitted
from commonbeat.core.models import Heartbeat, LedgerEntry

DOER = Actor("test:doer", frozenset({"tests.do"}))


@actions.action("tests.do")
def do_something(*, name: str, fails: bool = False, by: Actor) -> Heartbeat:
    from commonbeat.core import clock

    row = Heartbeat.objects.create(name=name, at=clock.now())
    actions.note(kind="test")
    if fails:
        raise ValueError
    return row


@actions.action("tests.more")
def do_more(*, by: Actor) -> None:
    do_something(name="inner", by=by)


def test_a_permitted_action_happens_and_is_written_down():
    do_something(name="a", by=DOER)
    line = LedgerEntry.objects.get()
    assert (line.by, line.right, line.outcome, line.codes) == (
        "test:doer",
        "tests.do",
        "done",
        {"kind": "test"},
    )
    assert line.verb.endswith("do_something")


def test_without_the_right_nothing_happens_and_the_refusal_is_written_down():
    with pytest.raises(NotPermitted):
        do_something(name="a", by=Actor("test:eve"))
    assert not Heartbeat.objects.exists()
    assert LedgerEntry.objects.get().outcome == "refused"


def test_a_failure_leaves_neither_the_change_nor_the_line():
    with pytest.raises(ValueError):
        do_something(name="a", fails=True, by=DOER)
    assert not Heartbeat.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_a_refusal_inside_a_story_undoes_the_story_and_stays_written():
    with pytest.raises(NotPermitted), actions.story():
        do_something(name="outer", by=DOER)
        do_more(by=DOER)
    assert not Heartbeat.objects.exists()
    assert [line.outcome for line in LedgerEntry.objects.all()] == ["refused"]


def test_an_action_that_takes_positions_or_no_doer_fails_when_it_is_made():
    with pytest.raises(TypeError, match="keywords only"):
        actions.action("x")(lambda by: None)
    with pytest.raises(TypeError, match="who does it"):
        actions.action("x")(lambda *, name: None)


def test_the_chain_holds_over_several_stories():
    for number in range(5):
        do_something(name=str(number), by=DOER)
    assert list(ledger.breaks()) == []
    position, digest = ledger.head()
    assert position == 5
    assert ledger.stands(f"5:{digest}")
    assert not ledger.stands(f"5:{'0' * 64}")


def test_the_database_refuses_to_change_a_line():
    from django.db import transaction
    from django.db.utils import DatabaseError

    do_something(name="a", by=DOER)
    for change in (
        lambda: LedgerEntry.objects.update(by="someone else"),
        lambda: LedgerEntry.objects.all().delete(),
    ):
        with (
            pytest.raises(DatabaseError, match=r"append-only|permission denied"),
            transaction.atomic(),
        ):
            change()
