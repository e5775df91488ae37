"""Whose turn it is: what a reader may do with a situation at its present step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commonbeat.core.actor import Actor
from commonbeat.domains.hub.access import Right, agency_of
from commonbeat.domains.hub.queries.meeting import Live
from commonbeat.domains.hub.reading import AgencyName, Card
from commonbeat.portals.partners.hub.picking import options
from commonbeat.portals.partners.words import PARTS, TESTS, choices

BEFORE_FILTER_4 = ("queued", "presented", "elevated")
FILTER_4 = ("involved", "planned", "visited")
OVER = ("closed", "rejected", "withdrawn")


@dataclass(frozen=True, slots=True)
class Tile:
    """What one agency said: `said` is yes, no or away; `code` the word for it."""

    agency: AgencyName
    said: str
    code: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """The forms that a reader sees beside a card."""

    card: Card
    tiles: tuple[Tile, ...]
    n_agreed: int
    says_agreed: bool
    decides: bool
    says_in: bool
    begins: bool
    may_lead: tuple[AgencyName, ...]
    may_take_lead: tuple[AgencyName, ...]
    opens_note: bool
    reads_note: bool
    fills_card: bool
    withdraws: bool
    remarks: bool
    sees_plan: bool
    tests: list[tuple[str, str]]
    reasons: list[tuple[str, str]]
    parts: list[tuple[str, str]]

    @property
    def is_any(self) -> bool:
        """Whether there is anything to do for this reader now."""
        return self.says_agreed or self.decides or self.says_in or self.begins or self.sees_plan


def turn_of(viewer: Actor, card: Card, seen: Live | None) -> Turn:
    """What the viewer may do with a card; `seen` is the meeting, where one is seen."""
    discusses, chairs = viewer.may(Right.DISCUSS), viewer.may(Right.CHAIR)
    on_table = seen.presenting if seen else None
    is_here = on_table is not None and on_table.key == card.key
    in_now = tuple(one.agency for one in card.involvements if one.is_in)
    tiles = tuple(tiles_of(viewer, card, seen.agencies if seen else ()))
    decides = chairs and is_here and card.step == "presented"
    return Turn(
        card=card,
        tiles=tiles,
        n_agreed=sum(tile.said == "yes" for tile in tiles),
        says_agreed=discusses and is_here and card.step == "presented",
        decides=decides,
        says_in=discusses and card.step == "elevated",
        begins=chairs and card.step == "elevated",
        may_lead=in_now,
        may_take_lead=_others_in(card) if chairs and card.step in FILTER_4 else (),
        opens_note=_opens_note(viewer, card),
        reads_note=card.has_note,
        fills_card=card.is_open and (viewer.may(Right.KEEP_RECORD) or (discusses and card.is_mine)),
        withdraws=discusses and card.is_mine and card.step in BEFORE_FILTER_4,
        remarks=card.is_open and card.allows_text and discusses and card.is_mine,
        sees_plan=card.is_in and card.step not in (*BEFORE_FILTER_4, *OVER),
        tests=choices(TESTS),
        reasons=options("rejection") if decides or card.is_mine else [],
        parts=choices(PARTS),
    )


def _others_in(card: Card) -> tuple[AgencyName, ...]:
    return tuple(one.agency for one in card.involvements if one.is_in and not one.is_lead)


def tiles_of(viewer: Actor, card: Card, there: Iterable[AgencyName]) -> Iterable[Tile]:
    """What each agency at the meeting said of the card at its step, and who said it earlier."""
    if card.step in {"queued", "presented"}:
        said = {one.agency: (one.agrees, "agrees" if one.agrees else "does not agree")
                for one in card.accords}  # fmt: skip
    else:
        said = {one.agency: (one.is_in, _part(one.is_in, one.is_lead)) for one in card.involvements}
    for agency in sorted({*there, *said}, key=lambda one: (one.name, one.code)):
        is_yes, code = said.get(agency, (None, "has not said"))
        state = "away" if is_yes is None else "yes" if is_yes else "no"
        yield Tile(agency, state, code, agency.code == agency_of(viewer))


def _part(is_in: bool, is_lead: bool) -> str:
    return "leads" if is_lead else "in" if is_in else "out"


def _opens_note(viewer: Actor, card: Card) -> bool:
    if not (viewer.may(Right.READ_NOTES) and card.is_mine) or card.has_note:
        return False
    if card.step == "elevated":
        return card.note_mode == "limited"
    return card.is_open and card.is_elevated is True and card.note_mode != "none"
