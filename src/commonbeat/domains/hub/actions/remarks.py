"""A short remark, only where the table's rules allow one. It is screened, and it expires."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.core.screening import identifiers
from commonbeat.domains.agencies.personal_keys import Unlocked
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.access import Right, agency_of
from commonbeat.domains.hub.errors import NamesSomebody, NotComplete, NoTextHere, NotTheirs
from commonbeat.domains.hub.models import Situation, SituationRemark
from commonbeat.domains.hub.seating import policy_of
from commonbeat.domains.hub.steps import Moved, kept, taken

LONGEST = 280
# Words of an address that say nothing by themselves: 'sleeps on the street' names nobody.
_OF_ANY_ADDRESS = frozenset(
    {
        "street",
        "avenue",
        "road",
        "drive",
        "lane",
        "court",
        "place",
        "boulevard",
        "crescent",
        "terrace",
        "way",
        "unit",
        "apartment",
        "suite",
        "north",
        "south",
        "east",
        "west",
        "rue",
        "chemin",
        "appartement",
        "nord",
        "sud",
        "est",
        "ouest",
        "des",
        "the",
        "and",
        "near",
        "city",
        "town",
        "village",
    }
)


@action(Right.DISCUSS)
def write_remark(
    *, situation_key: str, version: int, text: str, unlocked: Unlocked | None, by: Actor
) -> Moved:
    """Write the remark of a situation that one's agency brought; no text removes it.

    It is looked through for names (those of the identity note too), phones, mail and postal
    addresses, dates and plates: NamesSomebody says what kind was found, and nothing is stored.
    It lasts as many days as a note. Raises NoTextHere, NotTheirs, NotComplete, Locked, and what
    `taken` raises.
    """
    situation = taken("fill_card", situation_key, by, version=version)
    if situation.originator is None or situation.originator.code != agency_of(by):
        raise NotTheirs
    policy = policy_of(situation.table)
    if not (policy.free_text and situation.policy.free_text):
        raise NoTextHere
    said = " ".join(text.split())
    if len(said) > LONGEST:
        raise NotComplete(["text"])
    _refuse_identifiers(said, situation_key, unlocked, by)
    _put(situation, said, dt.timedelta(days=policy.note_days), by)
    note(n_letters=len(said))
    return kept(situation)


def _refuse_identifiers(
    text: str, situation_key: str, unlocked: Unlocked | None, by: Actor
) -> None:
    names = gate.names_in(situation_key=situation_key, unlocked=unlocked, by=by)
    found = identifiers(text, names=_telling(names))
    if found:
        raise NamesSomebody(list(dict.fromkeys(str(one.trace) for one in found)))


def _telling(names: Iterable[str]) -> list[str]:
    words = [word for name in names for word in re.findall(r"[^\W\d_]+", name)]
    return [word for word in words if word.casefold() not in _OF_ANY_ADDRESS]


def _put(situation: Situation, text: str, lasts: dt.timedelta, by: Actor) -> None:
    rows = SituationRemark.objects.seen_by(by).filter(situation=situation)
    rows.delete()
    if text:
        now = clock.now()
        SituationRemark.objects.create(
            situation=situation,
            text=text,
            written_at=now,
            written_by=by.name,
            expires_at=now + lasts,
        )
