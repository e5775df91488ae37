"""Every verb, by everybody, at every step: what is done, and that nothing else is.

The table below is the whole power over a situation on one page. Each try is rolled back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from random import Random
from typing import TypeVar

import pytest
from django.db import transaction

from commonbeat.core import clock
from commonbeat.core.errors import Refused
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.actions import deciding
from tests.domains.hub import invariants, walks
from tests.domains.hub.cast import Cast, seat_people
from tests.domains.hub.verbs import VERBS
from tests.domains.hub.wanderers import Person, Town

T = TypeVar("T")
# Ana's police brought it and leads, Cho's mental health is in, Bell's school is out, Diaz's
# housing and Eve's child protection have said nothing.
SPEAKERS = "ana bell cho diaz eve"
ANYWHERE = {"present": "ana chair", "fill_card": "ana clerk", "order_queue": "chair"}
NOTES = {"open_note": "ana", "share_note": "ana"}
FILTER_4 = (
    ANYWHERE
    | NOTES
    | {"read_note": "ana cho", "say_out": "bell cho diaz eve", "change_lead": "chair"}
)
DONE: Mapping[str, Mapping[str, str]] = {
    "queued": ANYWHERE | {"withdraw": "ana"},
    "presented": ANYWHERE
    | {
        "withdraw": "ana",
        "say_agreed": SPEAKERS,
        "decide_yes": "chair",
        "decide_no": "chair",
    },
    "elevated": ANYWHERE
    | NOTES
    | {
        "read_note": "ana cho diaz eve",
        "withdraw": "ana",
        "end_before_plan": "chair",
        "say_in": SPEAKERS,
        "say_out": SPEAKERS,
        "begin_plan": "chair",
    },
    "involved": FILTER_4 | {"plan_visit": "ana cho"},
    "planned": FILTER_4 | {"plan_visit": "ana cho", "report_visit": "ana cho"},
    "visited": FILTER_4 | {"conclude": "ana", "still_elevated": "ana"},
    "closed": {"record_later_check": "ana"},
    "rejected": {},
    "withdrawn": {},
}
ABOUT_ONE = sorted({verb for verbs in DONE.values() for verb in verbs})


class Sure(Random):
    """Chance that always falls the same way: what is likely happens, the first is chosen."""

    def random(self) -> float:
        """Always the likely thing."""
        return 0.0

    def choice(self, some: Sequence[T]) -> T:  # type: ignore[override]
        """Always the first."""
        return some[0]


def _presented(hub: Cast) -> str:
    key = walks.submit(hub)
    walks.meet(hub)
    walks.present(hub, key)
    walks.agree(hub, key)
    return key


def _elevated(hub: Cast) -> str:
    key = _presented(hub)
    walks.decide(hub, key)
    gate.open_note(
        situation_key=key,
        identifiers=gate.Identifiers(f"{invariants.MARK} Somebody"),
        basis="consent",
        purpose="who is involved",
        unlocked=hub.unlocked["ana"],
        by=hub.by["ana"],
    )
    for who in ("ana", "cho"):
        deciding.say_in(situation_key=key, part="engaged", by=hub.by[who])
    deciding.say_out(situation_key=key, by=hub.by["bell"])
    return key


def _involved(hub: Cast) -> str:
    key = _elevated(hub)
    walks.begin(hub, key)
    return key


def _planned(hub: Cast) -> str:
    key = _involved(hub)
    walks.plan(hub, key)
    return key


def _visited(hub: Cast) -> str:
    key = _involved(hub)
    walks.report(hub, walks.plan(hub, key))
    return key


def _closed(hub: Cast) -> str:
    key = _visited(hub)
    walks.conclude(hub, key)
    return key


def _rejected(hub: Cast) -> str:
    key = _presented(hub)
    walks.decide(hub, key, yes=False)
    return key


def _withdrawn(hub: Cast) -> str:
    key = _elevated(hub)
    given = {"version": walks.version(hub, key), "reason": "withdrawn"}
    deciding.withdraw(situation_key=key, **given, by=hub.by["ana"])
    return key


def _queued(hub: Cast) -> str:
    key = walks.submit(hub)
    walks.meet(hub)
    return key


WALKS: Mapping[str, Callable[[Cast], str]] = {
    "queued": _queued,
    "presented": _presented,
    "elevated": _elevated,
    "involved": _involved,
    "planned": _planned,
    "visited": _visited,
    "closed": _closed,
    "rejected": _rejected,
    "withdrawn": _withdrawn,
}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done is undone, in both databases."""
    with transaction.atomic(), transaction.atomic(using="keys"):
        yield
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="keys")


def is_done(town: Town, verb: str, who: Person, key: str) -> bool:
    """Whether somebody's try succeeds; it is undone."""
    with undone():
        try:
            VERBS[verb].does(town, who, key)
        except Refused:
            return False
        return True


@pytest.mark.parametrize("step", list(DONE))
def test_at_each_step_each_verb_is_done_by_those_who_may_and_nobody_else(hub, step):
    sea = seat_people(code="SEA", people=["ana", "chair", "clerk"])
    town = Town((hub, sea), Sure(), clock.now())
    key = WALKS[step](hub)
    with clock.moved_by(dt.timedelta(days=31 if step == "closed" else 0)):
        town.now = clock.now()
        town.before = invariants.picture()
        found = {
            verb: " ".join(who for who in sorted(town.people) if _tries(town, verb, who, key))
            for verb in ABOUT_ONE
        }
    assert {verb: who for verb, who in found.items() if who} == DONE[step]


def _tries(town: Town, verb: str, who: str, key: str) -> bool:
    return is_done(town, verb, town.people[who], key)
