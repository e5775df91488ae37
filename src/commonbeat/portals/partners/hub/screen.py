"""The live meeting as one reader sees it, kept until the table's stamp grows.

What a table shows is read once for each stamp, minute, agency and set of rights, and made into
HTML once for each of these and each language: forty screens of one table share a few readings.
Time alone changes things, too: a visit becomes late, a remark expires, a term ends. Nothing that is
sealed ever comes here: of an identity note only whether this reader may open it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.access import Right, agency_of, staff_of
from commonbeat.domains.hub.queries.meeting import Live, live
from commonbeat.domains.hub.queries.tables import TableView, table
from commonbeat.domains.hub.reading import Card
from commonbeat.portals.pages import found
from commonbeat.portals.partners.hub.turns import Turn, turn_of
from commonbeat.portals.partners.pages import HubRequest

T = TypeVar("T")
MOST_KEPT = 512
PLACE = "place-of-the-readers-own-token"  # stands in the kept HTML for each reader's own


class Kept(Generic[T]):
    """The newest things made, by key; the oldest make room."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most, self._held = most, OrderedDict[Hashable, T]()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing kept under a key, made now when there is none."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        with self._lock:
            self._held[key] = made
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return made

    def forget(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._held.clear()


@dataclass(frozen=True, slots=True)
class Screen:
    """The regions of the meeting's screen as HTML, the table's name, and what is said aloud."""

    table: TableView
    html: str
    headline: str
    stamp: int


_readings: Kept[Live | None] = Kept()
_pages: Kept[tuple[str, str]] = Kept()


def forget() -> None:
    """For tests, which roll back what they did."""
    _readings.forget()
    _pages.forget()


def screen(request: HubRequest, *, typed: Mapping[str, object] | None = None) -> Screen:
    """The screen for the reader of a request; 404 when they see no table.

    `typed` is what was typed into a form that was refused; such a screen is not kept.
    """
    viewer = request.actor
    here = found(table(viewer))
    # The stamp was read first: what changes after it brings a greater one; the screen asks again.
    minute = clock.now().replace(second=0, microsecond=0)
    sees = (here.key, here.stamp, minute, agency_of(viewer), viewer.rights)
    seen = found(_readings.get(sees, lambda: live(viewer)))
    mine = _for(seen, viewer)
    notes = frozenset(card.key for card in _cards(mine) if card.has_note)
    shown = (*sees, get_language(), mine.am_there, notes)
    if typed:
        html, headline = _made(mine, viewer, typed)
    else:
        html, headline = _pages.get(shown, lambda: _made(mine, viewer))
    return Screen(here, html.replace(PLACE, get_token(request)), headline, here.stamp)


def open_meeting_key(viewer: Actor) -> str:
    """The key of the meeting that is open at the viewer's table; '' for none."""
    seen = live(viewer)
    return seen.meeting.key if seen and seen.meeting else ""


def turn_at(viewer: Actor, card: Card, *, seen: Live | None = None) -> Turn:
    """What the viewer may do with a card now."""
    return turn_of(viewer, card, seen or live(viewer))


def _made(seen: Live, viewer: Actor, typed: Mapping[str, object] | None = None) -> tuple[str, str]:
    context = {
        "typed": typed or {},
        "live": seen,
        "csrf_token": PLACE,
        "turn": turn_of(viewer, seen.presenting, seen) if seen.presenting else None,
        "may_chair": viewer.may(Right.CHAIR),
        "may_discuss": viewer.may(Right.DISCUSS),
        "may_present": seen.meeting is not None and seen.is_quorate,
        "n_missing": max(0, seen.n_sectors_needed - len(seen.sectors)),
    }
    html = render_to_string("partners/hub/_regions.html", context)
    headline = render_to_string("partners/hub/_headline.html", context)
    return html, " ".join(headline.split())


def _for(seen: Live, viewer: Actor) -> Live:
    """What was read for an agency, with what is this one reader's alone put right."""
    me = staff_of(viewer)
    there = tuple(replace(one, is_me=one.staff_key == me) for one in seen.attendance)
    after = [card.key for card in _cards(seen) if card.is_elevated]
    notes = gate.notes_among(viewer, after) if after and viewer.may(Right.READ_NOTES) else ()

    def mine(card: Card) -> Card:
        return replace(card, has_note=card.key in notes)

    return replace(
        seen,
        attendance=there,
        am_there=any(one.is_me for one in there),
        queue=tuple(map(mine, seen.queue)),
        under_way=tuple(map(mine, seen.under_way)),
        presenting=mine(seen.presenting) if seen.presenting else None,
        now=clock.now(),
    )


def _cards(seen: Live) -> tuple[Card, ...]:
    return (*seen.queue, *seen.under_way)


__all__ = ["Screen", "forget", "open_meeting_key", "screen", "turn_at"]
